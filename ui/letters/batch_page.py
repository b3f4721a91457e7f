"""One kind of letter to many people: chosen once, looked at singly, made together."""

import json
from collections.abc import Callable, Sequence
from functools import partial
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.letters import LetterState
from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.letter_batches import (
    Batch,
    BatchLetter,
    Begun,
    LeftOut,
    Went,
    batch_of,
    batch_preview,
    fill_in_each,
    finalise_each,
    look_over,
    open_batch,
    send_each,
)
from isteam_app.services.letters import Preview
from isteam_app.services.session import Session
from ui.common.background import Background, Work
from ui.common.buttons import primary, quiet, secondary
from ui.common.cards import Card, scrolled
from ui.common.latest_build import LatestBuild
from ui.common.messages import show_error
from ui.common.notes import OK, WARN, Note
from ui.common.page import Page
from ui.common.panel_work import PanelWork
from ui.common.pdf_part import PdfPart
from ui.common.progress_panel import ProgressPanel
from ui.common.speech import announce
from ui.common.text import META, paragraph
from ui.common.tokens import GAP_CARD, GAP_ROW
from ui.letters.answers_panel import AnswersPanel
from ui.letters.batch_begin import BeginCard
from ui.letters.batch_table import BatchTable, letters_word

Done = Callable[[Any], None]
_LEAST = 300
_ROOMY = 900
_MOST_TOLD = 3
_STOPPED = "Stopped. What was done is whole; the others are as they were."
_FILL = (
    "What you write goes into every letter whose box is still empty. Open a letter to "
    "write something for it alone."
)


class BatchPage(Page):
    """First the letter is chosen, then each one is looked at, then all are made."""

    name = "batch"
    letter_opened = Signal(int)
    begun = Signal(int)  # the first letter of the batch
    waiting_changed = Signal()
    back = Signal()

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__("Letters to many people", parent)
        self._session = session
        self._batch: Batch | None = None
        self._build = LatestBuild(background, self)
        self.begin_card = BeginCard(session, background)
        self.table = BatchTable()
        self.answers = AnswersPanel()
        self.fill = secondary("Put into every letter")
        self.pages = PdfPart("Exact PDF")
        self.progress = ProgressPanel()
        self._work = PanelWork(background, self.progress, self)
        self._done: Done = _nothing
        self.leave = quiet("Close")
        self.open_one = secondary("Open this letter", "letter")
        self.act = primary("Finalise")
        self._lay_out()
        self._connect()

    @Slot(object)
    def begin(self, case_ids: Sequence[int]) -> None:
        """Ask which letter to write for these cases."""
        self._batch = None
        self.say(None)
        self.begin_card.offer(case_ids)
        self._show_stage()

    def open(self, letter_id: int) -> None:
        """Show the batch that a letter is of."""
        try:
            self._show(open_batch(self._session, batch_of(self._session, letter_id)))
        except IsteamError as error:
            show_error(self, error)
            return
        self._look_over()

    def refresh(self) -> None:
        """Read the letters again; what each waits for is worked out behind."""
        if self._batch is None or self._work.is_busy:
            return
        try:
            self._show(open_batch(self._session, self._batch.name))
        except IsteamError as error:
            show_error(self, error)
            return
        self._look_over()

    def half_typed(self) -> str | None:
        typed = self.answers.answers() if self._batch is not None else {}
        return json.dumps(typed) if typed else None

    def restore_typing(self, text: str) -> None:
        self.answers.set_answers(json.loads(text))

    def first_focus(self) -> QWidget | None:
        return self.begin_card.letter.combo if self._batch is None else self.table.table

    def on_width(self, width: int) -> None:
        self.pages.setVisible(self._batch is not None and width >= _ROOMY)

    def _lay_out(self) -> None:
        left = QVBoxLayout()
        left.setSpacing(GAP_ROW)
        card = Card(padding=0)
        card.body.addWidget(self.table)
        left.addWidget(card, 3)
        self._filling, inside = scrolled()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_ROW)
        column.addWidget(self.answers)
        column.addWidget(paragraph(_FILL, META))
        column.addWidget(self.fill, 0, Qt.AlignmentFlag.AlignLeft)
        column.addStretch(1)
        left.addWidget(self._filling, 2)
        self._letters = QWidget()
        row = QHBoxLayout(self._letters)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_CARD)
        row.addLayout(left, 3)
        row.addWidget(self.pages, 2)
        self.pages.setMinimumWidth(_LEAST)
        self.pages.set_window(None)
        self.body.addWidget(self.begin_card)
        self.body.addWidget(self._letters, 1)
        self.body.addWidget(self.progress)
        self.body.addStretch(1)
        self._end_of_body = self.body.count() - 1
        self.foot_buttons(self.open_one, self.act, left=(self.leave,))

    def _connect(self) -> None:
        self.begin_card.begun.connect(self._note_begun)
        self.begin_card.left.connect(self.back)
        self.leave.clicked.connect(self.back)
        self.table.chosen.connect(self._show_pages)
        self.table.opened.connect(self.letter_opened)
        self.open_one.clicked.connect(self._open_one)
        self.fill.clicked.connect(self._fill)
        self.act.clicked.connect(self._act)
        self._work.succeeded.connect(self._tell_done)
        self._work.failed.connect(self._fail)
        self._work.ended.connect(self._end)
        self._build.built.connect(self._show_built)
        self._build.failed.connect(self._show_no_pages)

    @Slot(object)
    def _note_begun(self, begun: Begun) -> None:
        count = letters_word(len(begun.letters))
        if begun.left_out:
            note = Note(
                WARN,
                f"{count} begun, {len(begun.left_out):,} left out",
                _left_words(begun.left_out),
            )
        else:
            note = Note(OK, f"{count} begun", "Look at each one, then make them all.")
        if begun.letters:
            self.begun.emit(begun.letters[0].id)
        self.say(note)

    def _show(self, batch: Batch) -> None:
        self._batch = batch
        self.set_title(batch.title)
        self.set_meta(f"Batch begun {batch.name[:16]}")
        self.table.show_letters(batch.letters)
        drafted = any(each.state is LetterState.DRAFT for each in batch.letters)
        self.answers.ask_for(batch.shared if drafted else ())
        self._filling.setVisible(drafted and bool(batch.shared))
        self._show_stage()
        self._word_act()

    def _show_stage(self) -> None:
        opened = self._batch is not None
        self.begin_card.setVisible(not opened)
        self._letters.setVisible(opened)
        self.body.setStretch(self._end_of_body, 0 if opened else 1)
        for button in (self.leave, self.open_one, self.act):
            button.setVisible(opened)
        if not opened:
            self.set_title("Letters to many people")
            self.set_meta("")
        self.on_width(self.width())

    def _word_act(self) -> None:
        batch = self._batch
        if batch is None:
            return
        sends = batch.second_person and bool(batch.drafts)
        many = len(batch.drafts if sends else batch.ready)
        words = letters_word(many)
        verb = f"Send {words} for approval" if sends else f"Finalise {words}"
        self.act.set_words(verb if many else "Nothing to finalise")
        self.act.setEnabled(bool(many) and not self._work.is_busy)

    def _look_over(self) -> None:
        if self._batch is not None:
            work = partial(_looked_over, self._session, self._batch.name)
            self._start(work, "Checking each letter", self._show_checked)

    @Slot(object)
    def _show_checked(self, letters: tuple[BatchLetter, ...]) -> None:
        self.table.show_letters(letters)

    @Slot()
    def _fill(self) -> None:
        if self._batch is None:
            return
        work = partial(_filled, self._session, self._batch.name, self.answers.answers())
        self._start(work, "Writing into each letter", self._note_filled)

    @Slot(object)
    def _note_filled(self, went: Went) -> None:
        self.answers.set_answers({})
        self._tell(went, "filled in")

    @Slot()
    def _act(self) -> None:
        batch = self._batch
        if batch is None:
            return
        if batch.second_person and batch.drafts:
            work = partial(_sent, self._session, batch.name)
            self._start(work, "Sending for approval", self._note_sent)
        else:
            work = partial(_finalised, self._session, batch.name)
            self._start(work, "Making the letters", self._note_made, _STOPPED)

    @Slot(object)
    def _note_sent(self, went: Went) -> None:
        self._tell(went, "sent for approval")

    @Slot(object)
    def _note_made(self, went: Went) -> None:
        self.waiting_changed.emit()
        self._tell(went, "finalised")

    def _tell(self, went: Went, done: str) -> None:
        title = f"{letters_word(len(went.done))} {done}"
        parts = [_STOPPED] if went.stopped else []
        if went.stays:
            stayed = letters_word(len(went.stays))
            parts.append(f"{stayed} stayed as they were: the list says why.")
        self.say(Note(WARN if parts else OK, title, " ".join(parts)))
        announce(self, f"{title}. {' '.join(parts)}")
        why = {each.letter_id: each.why for each in went.stays}
        if self._batch is None:
            return
        self._show(open_batch(self._session, self._batch.name))
        self.table.show_reasons(why)

    def _start(self, work: Work, title: str, done: Done, promise: str = "") -> None:
        if not self._work.start(work, title, promise):
            return
        self._done = done
        self.act.setEnabled(False)
        self.fill.setEnabled(False)

    @Slot(object)
    def _tell_done(self, result: object) -> None:
        self._done(result)

    @Slot(object)
    def _fail(self, error: IsteamError) -> None:
        show_error(self, error)

    @Slot()
    def _end(self) -> None:
        self.fill.setEnabled(True)
        self._word_act()
        self._show_pages()

    @Slot()
    def _open_one(self) -> None:
        chosen = self.table.current()
        if chosen is not None:
            self.letter_opened.emit(chosen.letter_id)

    @Slot()
    def _show_pages(self) -> None:
        chosen = self.table.current()
        self.open_one.setEnabled(chosen is not None)
        if (
            chosen is not None
            and not self._work.is_busy
            and self.pages.isVisibleTo(self)
        ):
            self._build.ask_for(partial(batch_preview, self._session, chosen.letter_id))

    @Slot(object)
    def _show_built(self, preview: Preview) -> None:
        pages = "1 page" if preview.pages == 1 else f"{preview.pages} pages"
        self.pages.show_pdf(preview.pdf, pages)

    @Slot(object)
    def _show_no_pages(self, _error: IsteamError) -> None:
        self.pages.keep_last()


def _nothing(_result: object) -> None:
    """What is done with a result before anything was asked for."""


def _left_words(left_out: Sequence[LeftOut]) -> str:
    told = [
        f"{each.reference or 'A case'}: {each.why}" for each in left_out[:_MOST_TOLD]
    ]
    more = len(left_out) - len(told)
    return " ".join(told) + (f" And {more:,} more." if more > 0 else "")


def _looked_over(session: Session, name: str, progress: Progress) -> object:
    return look_over(session, name, progress)


def _filled(
    session: Session, name: str, answers: dict[str, str], progress: Progress
) -> Went:
    return fill_in_each(session, name, answers, progress)


def _sent(session: Session, name: str, progress: Progress) -> Went:
    return send_each(session, name, progress)


def _finalised(session: Session, name: str, progress: Progress) -> Went:
    return finalise_each(session, name, progress)
