"""Puts right what was mistyped about who wrote and what came."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from isteam_app.domain.addresses import Address, parse_address
from isteam_app.domain.cases import Case, PostItem
from isteam_app.domain.dates import long_date
from isteam_app.domain.people import Capacity, Person, greeting_for
from isteam_app.errors import RuleBroken
from isteam_app.services.corrections import Correction
from ui.cases.asks import CORRECT
from ui.cases.case_panel import CasePanel
from ui.cases.others_part import Fields, OthersPart
from ui.common.cards import columns
from ui.common.date_field import DateField
from ui.common.envelope_card import EnvelopeCard
from ui.common.fields import AreaField, TextField
from ui.common.forms import Form
from ui.common.text import BODY, paragraph
from ui.common.tokens import GAP, GAP_ROW

_HINT = (
    "Every case of this person and of this post follows. A draft asks for the new "
    "address; a finalised letter stays as it was made."
)
_WHY = "Needed when the name or the day of receipt changes. Kept with the case."


class CorrectionPanel(CasePanel):
    """The details as they are kept, to be put right, and the address as it prints.

    What was not touched follows the vault; the greeting follows the name for as long
    as it is the usual one. Whom they act for is asked only where they act for
    somebody, `acts` as what; who else answers go to, once that is unfolded.
    """

    def __init__(
        self,
        case: Case,
        today: Callable[[], date],
        most_lines: int,
        acts: Capacity | None = None,
    ) -> None:
        super().__init__("Correct the details")
        self._acts = acts.value if acts else ""
        self.others = OthersPart()
        self.others.unfolded.connect(self._take_reply)
        self.name = TextField("Who wrote", required=True, most=2_000)
        self.greeting = TextField("Greeting", width=190)
        self.address = AreaField("Address", lines=4, most=2_000)
        self.dated = DateField("Date on the letter", today)
        self.received = DateField("Received at any site", today, required=True)
        self.reached = DateField("Reached the team", today)
        self.reference = TextField("Their reference")
        self.gist = AreaField("Summary", lines=2, most=4_000)
        self.reason = AreaField("Reason", lines=2, most=4_000, help_text=_WHY)
        self.envelope = EnvelopeCard(most_lines)
        self._words: Fields = {
            "name": self.name,
            "salutation": self.greeting,
            "address": self.address,
            "their_reference": self.reference,
            "summary": self.gist,
            "reason": self.reason,
        }
        self._days = {
            "dated": self.dated,
            "received": self.received,
            "reached_team": self.reached,
        }
        if case.post.acting_for:
            self._words |= self.others.acting
            self.others.show_acting(known=acts is not None)
        self._kept = self._texts()
        self._usual_greeting = False
        self._lay_out()
        self.form = Form(
            {
                **self._words,
                **self._days,
                **self.others.acting,
                **self.others.reply,
            },
            self,
        )
        self.follow(case)
        self._connect()

    def focus_first(self) -> None:
        self.name.focus_field()

    def typed(self) -> dict[str, str]:
        return {"what": CORRECT, **self._texts()}

    def fill(self, kept: dict[str, str]) -> None:
        if "reply_name" in kept:
            self.others.unfold()
        self._put({name: kept[name] for name in self._texts() if name in kept})

    def follow(self, case: Case) -> None:
        """Show the details as they are kept now, save where something was typed."""
        self._post = case.post
        touched = self.form.is_touched
        if case.post.reply_to is not None:
            self.others.unfold()
        now = self._texts()
        found = _texts_of(case.post) | {"capacity": self._acts}
        free = [name for name in now if name in found and now[name] == self._kept[name]]
        self._put({name: found[name] for name in free})
        shown = self._texts()
        self._kept |= {name: shown[name] for name in free}
        if not touched:
            self.form.forget_touch()

    def _texts(self) -> dict[str, str]:
        return {name: field.value() for name, field in self._words.items()} | {
            name: field.text() for name, field in self._days.items()
        }

    def _put(self, texts: dict[str, str]) -> None:
        now = self._texts()
        for name, text in texts.items():
            if text == now[name]:
                continue  # left alone, the cursor stays where it is
            if name in self._days:
                self._days[name].set_text(text)
            else:
                self._words[name].set_value(text)
        self._note_greeting()
        self._show_window()

    def _address(self) -> Address:
        return _as_kept(self._post.requester.address, self.address.value())

    def _reply_address(self) -> Address:
        kept = self._post.reply_to.address if self._post.reply_to else Address()
        return _as_kept(kept, self.others.address.value())

    @Slot()
    def _take_reply(self) -> None:
        """Let who else answers go to be part of what is corrected."""
        self._words |= self.others.reply
        self._kept |= dict.fromkeys(self.others.reply, "")

    @Slot()
    def _give(self) -> None:
        try:
            days = {name: self._day(name) for name in self._days}
        except RuleBroken as error:
            self.form.show(error)
            return
        self.given.emit(
            Correction(
                name=self.name.value(),
                salutation=self.greeting.value(),
                address=self._address(),
                received=days["received"],
                dated=days["dated"],
                reached_team=days["reached_team"],
                their_reference=self.reference.value(),
                summary=self.gist.value(),
                reason=self.reason.value(),
                acting_for=self._shown("acting_for"),
                capacity=self._capacity(),
                reply_name=self._shown("reply_name"),
                reply_address=self._reply_address() if self._replies() else None,
            )
        )

    def _shown(self, name: str) -> str | None:
        """Return what stands in a field, None where it is not asked."""
        return self._words[name].value() if name in self._words else None

    def _replies(self) -> bool:
        return "reply_address" in self._words

    def _capacity(self) -> Capacity | None:
        chosen = self._shown("capacity")
        return Capacity(chosen) if chosen and chosen != self._acts else None

    def _day(self, name: str) -> date | None:
        try:
            return self._days[name].value()
        except RuleBroken as error:
            raise RuleBroken(str(error), field=name) from error

    @Slot()
    def _follow_name(self) -> None:
        name = self.name.value()
        if self._usual_greeting:
            self.greeting.set_value(greeting_for(name))
        self.greeting.edit.setPlaceholderText(Person(name=name).greeting)
        self._show_window()

    @Slot()
    def _note_greeting(self) -> None:
        """Remember whether the greeting is the usual one for the name."""
        usual = greeting_for(self.name.value())
        self._usual_greeting = bool(usual) and self.greeting.value() == usual

    @Slot()
    def _show_window(self) -> None:
        lines = self._address().printed(self.name.value())
        if self._replies() and self.others.name.value().strip():
            lines = self._reply_address().printed(self.others.name.value())
        self.envelope.show_lines(lines)

    def _connect(self) -> None:
        self.name.changed.connect(self._follow_name)
        self.greeting.edit.textEdited.connect(self._note_greeting)
        for field in (self.address, self.others.name, self.others.address):
            field.changed.connect(self._show_window)

    def _lay_out(self) -> None:
        self.body.addWidget(paragraph(_HINT, BODY, tone="text2"))
        who = QVBoxLayout()
        who.setSpacing(GAP)
        who.addLayout(columns(self.name, self.greeting, stretch=(1, 0)))
        who.addWidget(self.address)
        who.addWidget(self.others)
        who.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(GAP_ROW)
        row.addLayout(who, 1)
        row.addWidget(self.envelope)
        self.body.addLayout(row)
        self.body.addLayout(
            columns(
                self.dated,
                self.received,
                self.reached,
                self.reference,
                stretch=(0, 0, 0, 1),
            )
        )
        self.body.addLayout(columns(self.gist, self.reason, gap=GAP_ROW))
        self.body.addLayout(self._buttons("Save"))


def _as_kept(kept: Address, text: str) -> Address:
    """Return the address; untouched, it stays in the very lines it is kept in."""
    return kept if text == kept.typed().strip() else parse_address(text)


def _texts_of(post: PostItem) -> dict[str, str]:
    """Return the details of an item of post as somebody would type them."""
    days = {
        "dated": post.dated,
        "received": post.received,
        "reached_team": post.reached_team,
    }
    return {
        "name": post.requester.name,
        "salutation": post.requester.salutation,
        "address": post.requester.address.typed(),
        "their_reference": post.their_reference,
        "summary": post.summary,
        "acting_for": post.acting_for,
        "reply_name": post.reply_to.name if post.reply_to else "",
        "reply_address": post.reply_to.address.typed() if post.reply_to else "",
    } | {name: long_date(day) if day else "" for name, day in days.items()}
