"""The form of a third-party request: six cards, from who asks to who is told."""

from collections.abc import Callable, Mapping
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosures import Decision, Disclosure, RequesterKind, Told
from isteam_app.errors import RuleBroken
from isteam_app.services.flat_disclosures import choices
from ui.common.cards import Card, columns
from ui.common.choice_fields import ChoiceField, RadioField
from ui.common.date_field import DateField
from ui.common.fields import AreaField, Field, TextField
from ui.common.forms import Form
from ui.common.tokens import GAP_ROW
from ui.disclosures.fields import SuggestField, TicksField
from ui.disclosures.typed import (
    COMPELLED,
    NOTHING,
    VOLUNTARY,
    Typed,
    carried,
    typed_of,
)
from ui.disclosures.words import DECIDING, KINDS, TELLING


class RequestForm(QWidget):
    """Fills from a request and reads one back; knows nothing of the vault."""

    changed = Signal()

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__()
        self._today = today
        self._make_asking()
        self._make_deciding()
        self.fields: dict[str, Field] = {
            "organisation": self.organisation,
            "kind": self.kind,
            "officer": self.officer,
            "their_reference": self.their_reference,
            "received": self.received,
            "comply_by": self.comply_by,
            "about": self.about,
            "asked": self.asked,
            "categories": self.categories,
            "legal_basis": self.legal_basis,
            "compelled": self.compelled,
            "decision": self.decision,
            "reason": self.reason,
            "what_left": self.what_left,
            "method": self.method,
            "left_on": self.left_on,
            "told": self.told,
            "told_reason": self.told_reason,
        }
        self._lay_out()
        self.form = Form(self.fields, self)
        self.kind.changed.connect(self._offer_bases)
        self.form.changed.connect(self.changed)

    def show_request(self, request: Disclosure | None) -> None:
        """Fill the form; None is a request that has just come in."""
        if request is None:
            self.put(NOTHING)
            self.received.set_value(self._today())
        else:
            self.put(typed_of(request))
        self._sign(request)
        self.form.clear()
        self.form.forget_touch()

    def typed(self) -> Typed:
        """What stands in the fields now."""
        return {name: _text_of(field) for name, field in self.fields.items()}

    def put(self, typed: Mapping[str, str | list[str]]) -> None:
        """Put texts into the fields; names that are no longer fields are left out."""
        for name, text in typed.items():
            field = self.fields.get(name)
            if isinstance(field, DateField):
                field.set_text(str(text))
            elif isinstance(field, TicksField):
                field.set_value(tuple(text))
            elif isinstance(field, TextField | AreaField | ChoiceField | RadioField):
                field.set_value(str(text))

    def request(self, before: Disclosure | None) -> Disclosure:
        """Read the form as a request, for saving.

        Raises RuleBroken, naming the field, for a kind not chosen or a date that is
        none.
        """
        if self.kind.is_empty():
            raise RuleBroken("Choose what kind of organisation asks.", field="kind")
        received = _day(self.received, "received")
        if received is None:
            raise RuleBroken("Enter the day it was received.", field="received")
        return self._read(
            before,
            received,
            _day(self.comply_by, "comply_by"),
            _day(self.left_on, "left_on"),
        )

    def so_far(self, before: Disclosure | None) -> Disclosure:
        """Read the form as it stands, half typed dates left out. Never raises."""
        return self._read(
            before,
            self.received.parsed() or self._today(),
            self.comply_by.parsed(),
            self.left_on.parsed(),
        )

    def _read(
        self,
        before: Disclosure | None,
        received: date,
        comply_by: date | None,
        left_on: date | None,
    ) -> Disclosure:
        read = Disclosure(
            received=received,
            organisation=self.organisation.value(),
            kind=RequesterKind(self.kind.value() or RequesterKind.OTHER),
            about=self.about.value(),
            asked=self.asked.value(),
            legal_basis=self.legal_basis.value(),
            compelled=self.compelled.value() == COMPELLED,
            officer=self.officer.value(),
            their_reference=self.their_reference.value(),
            categories=self.categories.value(),
            comply_by=comply_by,
            decision=Decision(self.decision.value() or Decision.UNDECIDED),
            reason=self.reason.value(),
            what_left=self.what_left.value(),
            method=self.method.value(),
            left_on=left_on,
            told=Told(self.told.value() or Told.NOT_YET),
            told_reason=self.told_reason.value(),
        )
        return read if before is None else carried(read, before)

    def _make_asking(self) -> None:
        offers = choices()
        self.organisation = TextField("Organisation", required=True)
        kinds = [("", "Choose"), *((kind.value, word) for kind, word in KINDS.items())]
        self.kind = ChoiceField("Kind", kinds, required=True)
        self.officer = TextField("Officer, with rank and number")
        self.their_reference = TextField("Their reference", width=200)
        self.received = DateField("Received", self._today, required=True)
        self.comply_by = DateField("Comply by", self._today)
        self.about = TextField("About", most=500, required=True)
        self.about.set_help("The person or address, in their words.")
        self.asked = AreaField("What they ask for", lines=3, required=True)
        self.categories = TicksField("Categories of data", offers.categories)
        self.legal_basis = SuggestField(
            "Legal basis",
            help_text="Type it, or press Down for what this kind of organisation uses.",
        )
        self.compelled = RadioField(
            "Are we obliged to answer?",
            (
                (VOLUNTARY, "Voluntary: we may refuse"),
                (COMPELLED, "Compelled by an order or notice"),
            ),
            upright=True,
        )

    def _make_deciding(self) -> None:
        offers = choices()
        self.decision = ChoiceField(
            "Decision", [(one.value, word) for one, word in DECIDING.items()], width=220
        )
        self.reason = AreaField("Reason", lines=3)
        self.what_left = AreaField("What left, item by item", lines=3)
        self.method = SuggestField("How it was sent", offers.methods)
        self.left_on = DateField("Day it left", self._today)
        self.told = ChoiceField(
            "Is the person told?",
            [(one.value, word) for one, word in TELLING.items()],
            width=220,
        )
        self.told_reason = TextField("Why, and who says so", most=500)

    def _lay_out(self) -> None:
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(GAP_ROW)
        self.decided = Card("Decision")
        asks, data = Card("Who asks"), Card("What they ask")
        asks.body.addLayout(columns(self.organisation, self.kind, stretch=(3, 2)))
        asks.body.addLayout(
            columns(self.officer, self.their_reference, stretch=(1, 0)),
        )
        asks.body.addLayout(columns(self.received, self.comply_by, stretch=(0, 0)))
        for field in (self.about, self.asked, self.categories):
            data.body.addWidget(field)
        basis, left, telling = (
            Card("Legal basis"),
            Card("What left"),
            Card("Telling the person"),
        )
        basis.body.addWidget(self.legal_basis)
        basis.body.addWidget(self.compelled)
        self.decided.body.addWidget(self.decision)
        self.decided.body.addWidget(self.reason)
        left.body.addWidget(self.what_left)
        left.body.addLayout(columns(self.method, self.left_on, stretch=(1, 0)))
        telling.body.addWidget(self.told)
        telling.body.addWidget(self.told_reason)
        for card in (asks, data, basis, self.decided, left, telling):
            stack.addWidget(card)
        stack.addStretch(1)

    def _sign(self, request: Disclosure | None) -> None:
        """Say beside the decision who made it, and when."""
        if request is None or request.decided_on is None:
            self.decided.set_meta("")
            return
        self.decided.set_meta(f"{request.decided_by}, {long_date(request.decided_on)}")

    @Slot()
    def _offer_bases(self) -> None:
        kind = self.kind.value()
        bases = choices().bases[RequesterKind(kind)] if kind else ()
        self.legal_basis.set_suggestions(bases)


def _day(field: DateField, name: str) -> date | None:
    try:
        return field.value()
    except RuleBroken as error:
        raise RuleBroken(str(error), field=name) from error


def _text_of(field: Field) -> str | list[str]:
    if isinstance(field, DateField):
        return field.text()
    if isinstance(field, TicksField):
        return list(field.value())
    if isinstance(field, TextField | AreaField | ChoiceField | RadioField):
        return field.value()
    raise TypeError(type(field).__name__)
