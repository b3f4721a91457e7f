"""The form of a third-party request: its fields, in the order of the work."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from PySide6.QtCore import QStringListModel, Qt, Signal, Slot
from PySide6.QtWidgets import QCompleter, QGridLayout, QVBoxLayout, QWidget

from isteam_app.domain.disclosures import Decision, Disclosure, RequesterKind, Told
from isteam_app.errors import RuleBroken
from isteam_app.services.disclosures import choices
from ui.common.cards import Card, columns
from ui.common.choice_fields import CheckField, ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import AreaField, Field, TextField
from ui.common.forms import Form
from ui.common.text import LABEL, label
from ui.common.tokens import GAP_CARD
from ui.disclosures.words import DECISION_CHOICES, KIND_CHOICES, TOLD_CHOICES

_DATES = ("received", "comply_by", "left_on")


class RequestForm(QWidget):
    """Cards from who asks to telling the person. `typed` gives what stands there."""

    changed = Signal()

    def __init__(
        self, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._of = Disclosure(
            received=today(),
            organisation="",
            kind=RequesterKind.POLICE,
            about="",
            asked="",
        )
        self.fields = _fields(today)
        self.ticks = {word: CheckField(word) for word in choices().categories}
        self.compelled = CheckField("They can compel us (an order or a notice)")
        self.form = Form(self.fields, self)
        self._bases = _suggest(self.fields["legal_basis"], ())
        _suggest(self.fields["method"], choices().methods)
        self._lay_out()
        self.form.changed.connect(self._follow)
        for tick in (*self.ticks.values(), self.compelled):
            tick.changed.connect(self._touch)

    def show_request(self, request: Disclosure) -> None:
        """Put a request into the fields; nothing counts as typed afterwards."""
        self._of = request
        for name, field in self.fields.items():
            _put(field, getattr(request, name))
        for word, tick in self.ticks.items():
            tick.set_value(value=word in request.categories)
        self.compelled.set_value(value=request.compelled)
        self.form.clear()
        self._offer_bases()
        self.form.forget_touch()

    def typed(self) -> Disclosure:
        """Return the request as typed.

        Raises RuleBroken, naming the field, for what is no date.
        """
        days: dict[str, Any] = {name: self._day(name) for name in _DATES}
        if days["received"] is None:
            raise RuleBroken("Enter the day it was received.", field="received")
        return replace(self.sketched(), **days)

    def sketched(self) -> Disclosure:
        """Return the request as far as it can be read: a half-typed date is empty."""
        texts: dict[str, Any] = {
            name: field.value()
            for name, field in self.fields.items()
            if isinstance(field, TextField | AreaField)
        }
        received = self._parsed("received")
        return replace(
            self._of,
            **texts,
            received=received or self._of.received,
            comply_by=self._parsed("comply_by"),
            left_on=self._parsed("left_on"),
            kind=RequesterKind(self._chosen("kind")),
            decision=Decision(self._chosen("decision")),
            told=Told(self._chosen("told")),
            compelled=self.compelled.value(),
            categories=tuple(word for word, tick in self.ticks.items() if tick.value()),
        )

    def texts(self) -> dict[str, str]:
        """Everything typed, as text, to be kept while the vault is locked."""
        kept = {name: _text(field) for name, field in self.fields.items()}
        kept["ticks"] = "\n".join(w for w, tick in self.ticks.items() if tick.value())
        kept["compelled"] = "yes" if self.compelled.value() else ""
        return kept

    def put_texts(self, kept: dict[str, str]) -> None:
        for name, field in self.fields.items():
            _put_text(field, kept.get(name, ""))
        ticked = kept.get("ticks", "").split("\n")
        for word, tick in self.ticks.items():
            tick.set_value(value=word in ticked)
        self.compelled.set_value(value=bool(kept.get("compelled")))

    def go_to(self, name: str) -> None:
        self.fields[name].focus_field()

    def _day(self, name: str) -> date | None:
        field = self.fields[name]
        assert isinstance(field, DateField)  # noqa: S101 - the three names are dates
        try:
            return field.value()
        except RuleBroken as error:
            raise RuleBroken(str(error), field=name) from error

    def _parsed(self, name: str) -> date | None:
        field = self.fields[name]
        return field.parsed() if isinstance(field, DateField) else None

    def _chosen(self, name: str) -> str:
        field = self.fields[name]
        return field.value() if isinstance(field, ChoiceField) else ""

    @Slot()
    def _follow(self) -> None:
        self._offer_bases()
        self.changed.emit()

    @Slot()
    def _touch(self) -> None:
        self.form.is_touched = True
        self.changed.emit()

    def _offer_bases(self) -> None:
        kind = RequesterKind(self._chosen("kind"))
        self._bases.setStringList(list(choices().bases[kind]))

    def _lay_out(self) -> None:
        field = self.fields
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 8, 0)
        column.setSpacing(GAP_CARD)
        asks = _card(column, "Who asks")
        asks.addLayout(columns(field["organisation"], field["kind"], stretch=(1, 0)))
        asks.addLayout(columns(field["officer"], field["their_reference"]))
        asks.addLayout(columns(field["received"], field["comply_by"], stretch=(0, 0)))
        asked = _card(column, "What they ask")
        asked.addWidget(field["about"])
        asked.addWidget(field["asked"])
        asked.addWidget(label("Kinds of data", LABEL))
        asked.addLayout(self._grid())
        basis = _card(column, "Legal basis")
        basis.addWidget(field["legal_basis"])
        basis.addWidget(self.compelled)
        decision = _card(column, "Decision")
        decision.addWidget(field["decision"])
        decision.addWidget(field["reason"])
        left = _card(column, "What left")
        left.addWidget(field["what_left"])
        left.addLayout(columns(field["method"], field["left_on"], stretch=(1, 0)))
        told = _card(column, "Telling the person")
        told.addWidget(field["told"])
        told.addWidget(field["told_reason"])
        column.addStretch(1)

    def _grid(self) -> QGridLayout:
        grid = QGridLayout()
        grid.setHorizontalSpacing(GAP_CARD)
        grid.setVerticalSpacing(4)
        for place, tick in enumerate(self.ticks.values()):
            grid.addWidget(tick, place // 2, place % 2, Qt.AlignmentFlag.AlignLeft)
        return grid


def _fields(today: Callable[[], date]) -> dict[str, Field]:
    return {
        "organisation": TextField("Organisation", required=True),
        "kind": ChoiceField("Kind", KIND_CHOICES, width=230),
        "officer": TextField("Officer or contact", placeholder="Name, rank, number"),
        "their_reference": TextField("Their reference"),
        "received": DateField("Received", today, required=True, width=190),
        "comply_by": DateField("Comply by", today, width=190, placeholder="If any"),
        "about": TextField("About", required=True, placeholder="In their words"),
        "asked": AreaField("What they ask for", required=True, lines=3, most=4_000),
        "legal_basis": TextField("Basis", placeholder="Down shows suggestions"),
        "decision": ChoiceField("Decision", DECISION_CHOICES, width=230),
        "reason": AreaField("Reason", lines=2, most=4_000),
        "what_left": AreaField("Item by item", lines=2, most=4_000),
        "method": TextField("How it was sent"),
        "left_on": DateField("Left on", today, width=190),
        "told": ChoiceField("Is the person told?", TOLD_CHOICES, width=230),
        "told_reason": TextField("Reason", most=1_000),
    }


def _card(column: QVBoxLayout, title: str) -> QVBoxLayout:
    card = Card(title)
    column.addWidget(card)
    return card.body


def _suggest(field: Field, words: tuple[str, ...]) -> QStringListModel:
    """Offer words under a field that may say something else as well."""
    model = QStringListModel(list(words), field)
    if isinstance(field, TextField):
        completer = QCompleter(model, field)
        completer.setFilterMode(Qt.MatchFlag.MatchContains)
        completer.setCaseSensitivity(Qt.CaseSensitivity.CaseInsensitive)
        field.edit.setCompleter(completer)
    return model


def _put(field: Field, value: object) -> None:
    if isinstance(field, DateField):
        field.set_value(value if isinstance(value, date) else None)
    else:
        _put_text(field, str(value))


def _put_text(field: Field, text: str) -> None:
    if isinstance(field, DateField):
        field.set_text(text)
    elif isinstance(field, TextField | AreaField | ChoiceField):
        field.set_value(text)


def _text(field: Field) -> str:
    if isinstance(field, DateField):
        return field.text()
    if isinstance(field, TextField | AreaField | ChoiceField):
        return field.value()
    return ""
