"""Everything that is typed of an item of post, and what it comes to."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QGridLayout, QVBoxLayout, QWidget

from isteam_app.domain.cases import Channel
from isteam_app.domain.people import Person
from isteam_app.domain.text import SUMMARY
from isteam_app.errors import RuleBroken
from isteam_app.services.enclosures import Enclosed
from isteam_app.services.intake import NewPost, people_matching
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session
from ui.common.cards import columns
from ui.common.choice_fields import CheckField, ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import Field, TextField
from ui.common.forms import Form
from ui.common.tokens import GAP, GAP_CARD, GAP_ROW
from ui.intake.acting_part import ActingPart
from ui.intake.asks_part import AsksPart
from ui.intake.extras_part import ReplyPart, identity_part, money_part
from ui.intake.hints_part import HintsPart
from ui.intake.kept_fields import put, text_of
from ui.intake.opening_part import OpeningPart
from ui.intake.person_part import PersonPart

_CHANNELS = (
    (Channel.POST.value, "Post"),
    (Channel.EMAIL.value, "Email"),
    (Channel.PHONE.value, "Telephone"),
    (Channel.IN_PERSON.value, "In person"),
    (Channel.OTHER.value, "Another way"),
)
_MOST_PASTED = 200_000
_DAYS = ("dated", "received", "reached_team")


class PostForm(QWidget):
    """The right side of the page. What is asked of few letters unfolds with a tick."""

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self.person = PersonPart(session)
        self.acting = CheckField("Acting for somebody else")
        self.elsewhere = CheckField("Answer elsewhere")
        self.identity = CheckField("Identity enclosed")
        self.money = CheckField("Money enclosed")
        self.acting_part = ActingPart(self._matching, self._today)
        self.reply_part = ReplyPart(self._matching)
        self.identity_part, self.money_part = identity_part(), money_part()
        self.dated = DateField("Date on the letter", self._today)
        self.received = DateField("Received at any site", self._today, required=True)
        self.reached = DateField("Reached the team", self._today)
        self.asks = AsksPart()
        self.channel = ChoiceField("Came by", _CHANNELS, width=130)
        self.reference = TextField("Their reference", placeholder="None", width=150)
        self.gist = TextField(
            "Summary", placeholder="What they say, in a line", most=_MOST_PASTED
        )
        self.person_hints, self.case_hints = HintsPart(), HintsPart()
        self.opening = OpeningPart()
        self.form = Form(self.fields(), self)
        self._lay_out()
        self._connect()

    def fields(self) -> dict[str, Field]:
        """Every field but the boxes, by the names that rules know them by."""
        return {
            "name": self.person.name,
            "address": self.person.address,
            "salutation": self.person.greeting,
            "acting": self.acting,
            "elsewhere": self.elsewhere,
            "identity_enclosed": self.identity,
            "money_enclosed": self.money,
            **self.acting_part.fields(),
            **self.reply_part.fields(),
            **self.identity_part.fields(),
            **self.money_part.fields(),
            "dated": self.dated,
            "received": self.received,
            "reached_team": self.reached,
            "channel": self.channel,
            "their_reference": self.reference,
            "summary": self.gist,
        }

    def typed(self, scans: tuple[Scan, ...]) -> NewPost:
        """Return what is typed. Raises RuleBroken, naming the field that cannot be."""
        acting, reply = self.acting.value(), self.elsewhere.value()
        whom, to = self.acting_part, self.reply_part
        if acting and whom.name.is_empty():
            raise RuleBroken(
                "Enter whom they act for, or take the tick away.", field="acting_for"
            )
        if acting:
            whom.typed_capacity()
        authority = whom.typed_authority() if acting else ""
        reply_name = to.typed_name() if reply else ""
        days = {name: self._day(name) for name in _DAYS}
        details = NewPost(
            name=self.person.name.value(),
            address=self.person.typed_address(),
            salutation=self.person.typed_greeting(),
            person=self.person.known,
            received=days["received"],
            dated=days["dated"],
            reached_team=days["reached_team"],
            channel=Channel(self.channel.value()),
            their_reference=self.reference.value(),
            summary=self.gist.value(),
            kinds=self.asks.ticked(),
            scans=scans,
            enclosed=self._enclosed(authority),
            reply_name=reply_name,
        )
        return details if not (acting or reply) else self._with_others(details)

    def start(self, *, keep_day: bool) -> None:
        """Empty the form; the day's dates and way stay for a pile of post."""
        received, reached = self.received.parsed(), self.reached.parsed()
        channel = self.channel.value()
        self.person.clear()
        for part in (
            self.acting_part, self.reply_part, self.identity_part, self.money_part
        ):  # fmt: skip
            part.clear()
        for tick in self.ticks():
            tick.set_value(value=False)
        for field in (self.reference, self.gist):
            field.set_value("")
        self.dated.set_value(None)
        self.received.set_value(received if keep_day else None)
        self.reached.set_value(reached if keep_day else self._today())
        self.channel.set_value(channel if keep_day else Channel.POST.value)
        self.asks.tick(())
        self.form.clear()
        self.form.forget_touch()

    def kept(self) -> dict[str, str]:
        """What stands in the fields, for a draft."""
        return {name: text_of(field) for name, field in self.fields().items()}

    def put(self, kept: Mapping[str, str]) -> None:
        """Put a draft's text back; names that are no longer fields are passed over."""
        for name, field in self.fields().items():
            if name in kept:
                put(field, kept[name])

    def ticks(self) -> tuple[CheckField, ...]:
        """The boxes that unfold more."""
        return (self.acting, self.elsewhere, self.identity, self.money)

    def tab_order(self) -> list[QWidget]:
        """The inputs in the order that the Tab key takes them."""
        before: list[Field] = [
            self.person.name,
            self.person.address,
            self.person.greeting,
            *self.ticks(),
            *self.acting_part.order(),
            *self.reply_part.fields().values(),
            *self.identity_part.fields().values(),
            *self.money_part.fields().values(),
            self.dated,
            self.received,
            self.reached,
            *self.asks.fields.values(),
            self.channel,
            self.reference,
            self.gist,
        ]
        return [field.input for field in before]

    def set_narrow(self, *, narrow: bool, asks: bool) -> None:
        """Fold where there is little room; `asks`: the boxes as well."""
        self.person.set_narrow(narrow)
        self.asks.set_narrow(asks)
        for place, tick in enumerate(self.ticks()):
            across = 2 if narrow else 4
            self._ticks.addWidget(tick, place // across, place % across)

    def _with_others(self, details: NewPost) -> NewPost:
        if self.acting.value():
            whom = self.acting_part
            details = replace(
                details,
                acting_for=whom.name.value(),
                subject=whom.name.known,
                subject_address=whom.typed_address(),
                capacity=whom.typed_capacity(),
            )
        if self.elsewhere.value():
            details = replace(details, reply_address=self.reply_part.typed_address())
        return details

    def _enclosed(self, authority: str) -> Enclosed:
        expires = self._day("authority_expires") if authority else None
        return Enclosed(
            authority=authority,
            authority_expires=expires,
            identity=self.identity_part.typed() if self.identity.value() else "",
            money=self.money_part.typed() if self.money.value() else "",
        )

    def _day(self, name: str) -> date | None:
        """Return the date typed in a field; refuse what is no date under its field."""
        field = self.fields()[name]
        assert isinstance(field, DateField)  # noqa: S101 - only dates are asked for
        try:
            return field.value()
        except RuleBroken as error:
            raise RuleBroken(str(error), field=name) from error

    def _matching(self, text: str) -> Sequence[Person]:
        return people_matching(self._session, text)

    def _today(self) -> date:
        return self._session.today

    @Slot()
    def _unfold(self) -> None:
        for tick, part in self._folded:
            part.setVisible(tick.value())

    @Slot()
    def _measure(self) -> None:
        """Say at once that a summary is too long; what was pasted stays."""
        length = len(self.gist.value())
        if length > SUMMARY:
            self.gist.show_problem(
                f"{SUMMARY:,} characters can be kept and this is {length:,}. Sum it "
                "up; add the whole text as a scan."
            )

    def _lay_out(self) -> None:
        self._folded = (
            (self.acting, self.acting_part),
            (self.elsewhere, self.reply_part),
            (self.identity, self.identity_part),
            (self.money, self.money_part),
        )
        self._ticks = QGridLayout()
        self._ticks.setHorizontalSpacing(GAP_CARD)
        self._ticks.setVerticalSpacing(6)
        self._ticks.setColumnStretch(4, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP_ROW)
        column.addWidget(self.person)
        column.addWidget(self.person_hints)
        column.addLayout(self._ticks)
        for _, part in self._folded:
            column.addWidget(part)
        column.addLayout(columns(self.dated, self.received, self.reached))
        column.addWidget(self.asks)
        column.addLayout(
            columns(self.channel, self.reference, self.gist, stretch=(0, 0, 1))
        )
        column.addWidget(self.case_hints)
        column.addWidget(self.opening)
        column.addStretch(1)
        self.set_narrow(narrow=False, asks=False)

    def _connect(self) -> None:
        for tick in self.ticks():
            tick.changed.connect(self._unfold)
        self.gist.changed.connect(self._measure)
        self._unfold()
