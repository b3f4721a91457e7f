"""Returned mail: find the letter by its code, say why it came back, send it anew."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.letters import Letter, LetterRow, LetterState
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.letter_doubts import write_anew
from isteam_app.services.print_desk import letter, mark_posted, posting_services
from isteam_app.services.returned_mail import REASONS, find_returned, mark_returned
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import primary, secondary
from ui.common.cards import Card
from ui.common.choice_fields import ChoiceField
from ui.common.date_field import DateField
from ui.common.dialogs import ask_reason
from ui.common.facts import Fact, Facts
from ui.common.fields import TextField
from ui.common.forms import Form
from ui.common.messages import show_error
from ui.common.text import META, paragraph
from ui.common.tokens import GAP

_CHOOSE = ("", "Choose a reason")
_RIGHT = (
    "Only if the address on the letter is right: it goes in a new envelope, today. If "
    "it is not, put the person's address right and write a new letter."
)


class ReturnedCard(Card):
    """`returned(letter)` was noted; `anew(letter_id)` is a new draft to open."""

    returned = Signal(object)
    anew = Signal(int)
    sent_again = Signal(object)

    def __init__(
        self,
        session: Session,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Returned mail", parent=parent)
        self._session, self._background = session, background
        self.code = TextField(
            "Code", placeholder="Scan or type the code", most=120, hero=True
        )
        self.facts = Facts()
        reasons = (_CHOOSE, *((each, each) for each in REASONS))
        self.why = ChoiceField("Why it came back", reasons, required=True)
        self.on = DateField("Came back on", lambda: session.today, width=0)
        self.keep = primary("Mark as returned")
        self.words = paragraph("", META, tone="text2")
        self.write_button = secondary("Write a new letter", "edit")
        self.again_button = secondary("Post it again", "posted")
        self.form = Form({"code": self.code, "why": self.why, "on": self.on}, self)
        self._found: Letter | None = None
        self._row: LetterRow | None = None
        self._busy = False
        self._lay_out()
        self._connect()
        self.start_afresh()

    def start_afresh(self) -> None:
        """Ready for the next envelope."""
        self._found = None
        self.code.set_value("")
        self.why.set_value("")
        self.on.set_value(self._session.today)
        self.form.clear()
        self._show()

    def show_row(self, row: LetterRow | None) -> None:
        """The letter that is chosen in the list of those that came back."""
        ours = row is not None and row.state is LetterState.RETURNED
        self._row = row if ours else None
        self._show()

    @Slot()
    def _find(self) -> None:
        if not self.code.value():
            return
        try:
            self._found = find_returned(self._session, self.code.value())
        except RuleBroken as error:
            self._found = None
            self._refuse(error)
        self._show()
        if self._found is not None:
            self.why.focus_field()

    @Slot()
    def _keep(self) -> None:
        if self._found is None:
            self._find()
            return
        try:
            on = self.on.value()
        except RuleBroken as error:
            self.on.show_problem(str(error))
            return
        if on is None:
            self.on.show_problem("Enter the day it came back.")
            return
        found, why = self._found, self.why.value()
        self._do(
            lambda _: mark_returned(self._session, found.id, on=on, why=why),
            self._note_returned,
        )

    @Slot(object)
    def _note_returned(self, saved: Letter) -> None:
        self.start_afresh()
        self.returned.emit(saved)
        self.code.focus_field()

    @Slot()
    def _write(self) -> None:
        if self._row is not None:
            self._do(partial(_anew, self._session, self._row.id), self._note_anew)

    @Slot(object)
    def _note_anew(self, started: Letter) -> None:
        self.anew.emit(started.id)

    @Slot()
    def _ask_again(self) -> None:
        row = self._row
        if row is None:
            return
        services = posting_services(self._session)
        ask_reason(
            self,
            f"Post {row.reference} again?",
            _RIGHT,
            act="Mark as posted",
            label="Service",
            choices=[(each, each) for each in services],
            takes_away=False,
            then=partial(self._post_again, row.id),
        )

    def _post_again(self, letter_id: int, service: str) -> None:
        self._do(
            partial(_posted_again, self._session, letter_id, service),
            self._note_again,
        )

    @Slot(object)
    def _note_again(self, posted: Letter) -> None:
        self.sent_again.emit(posted)

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        if not (isinstance(error, RuleBroken) and self.form.show(error)):
            show_error(self, error)

    @Slot()
    def _end(self) -> None:
        self._busy = False
        self._show()

    def _do(
        self, work: Callable[[Progress], object], then: Callable[[Letter], None]
    ) -> None:
        if self._busy:
            return
        self._busy = True
        job = Job(work)
        job.succeeded.connect(then)
        job.failed.connect(self._refuse)
        job.finished.connect(self._end)
        self._show()
        self._background.start(job)

    def _show(self) -> None:
        found = self._found
        for part in (self.facts, self.why, self.on):
            part.setVisible(found is not None)
        if found is not None:
            lines = found.recipient
            self.facts.set_facts(
                (
                    Fact("Letter", found.reference),
                    Fact("Name", lines[0] if lines else ""),
                    Fact("Address", ", ".join(lines[1:])),
                )
            )
        self.keep.set_words("Mark as returned" if found else "Find the letter")
        self.keep.setEnabled(not self._busy)
        ours = self._row is not None and found is None
        for choice in (self.words, self.write_button, self.again_button):
            choice.setVisible(ours)
        if self._row is not None:
            self.words.setText(f"{self._row.reference} is chosen in the list.")
        for button in (self.write_button, self.again_button):
            button.setEnabled(not self._busy)

    def _connect(self) -> None:
        self.code.edit.returnPressed.connect(self._find)
        self.code.changed.connect(self._forget)
        self.keep.clicked.connect(self._keep)
        self.write_button.clicked.connect(self._write)
        self.again_button.clicked.connect(self._ask_again)

    @Slot()
    def _forget(self) -> None:
        if self._found is not None:
            self._found = None
            self._show()

    def _lay_out(self) -> None:
        for part in (self.code, self.facts, self.why, self.on, self.keep):
            self.body.addWidget(part)
        column = QVBoxLayout()
        column.setSpacing(GAP)
        column.addWidget(self.words)
        column.addWidget(self.write_button)
        column.addWidget(self.again_button)
        self.body.addLayout(column)


def _anew(session: Session, letter_id: int, _: Progress) -> Letter:
    return write_anew(session, letter(session, letter_id))


def _posted_again(
    session: Session, letter_id: int, service: str, _: Progress
) -> Letter:
    return mark_posted(session, [letter_id], on=session.today, service=service)[0]
