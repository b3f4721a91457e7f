"""Keeps a draft's text, exact pages, checks and saving in step."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal, Slot

from isteam_app.domain.letters import Letter, LetterState
from isteam_app.services.letter_also import could_also_answer
from isteam_app.services.letter_approval import Standing, standing_of
from isteam_app.services.letter_check import Compared
from isteam_app.services.letter_editing import (
    asked,
    paragraphs_left_out,
    spoken_value,
    window_of,
)
from isteam_app.services.letter_page_choices import page_choices
from isteam_app.services.letters import Desk, Preview, recipient_check
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.letter_marks import FIELD
from ui.common.speech import announce
from ui.letters.draft_keeper import DraftKeeper, Written
from ui.letters.draft_space import DraftSpace
from ui.letters.exact_preview import ExactPreview
from ui.letters.gate import RECIPIENT, TWICE, Gate, gate, pages_of, problem_of
from ui.letters.way_there import lead, put_paragraph


class DraftWork(QObject):
    """One draft at a time. `checked` is emitted when its list or saving changed."""

    checked = Signal()
    case_wanted = Signal()
    renewal_wanted = Signal()
    failed = Signal(object)  # an IsteamError

    def __init__(
        self, session: Session, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._desk: Desk | None = None
        self._preview: Preview | None = None
        self._gate = Gate(())
        self._standing: Standing | None = None
        self.space = DraftSpace()
        self.keeper = DraftKeeper(session, background, self.written, self)
        self.exact = ExactPreview(background, self)
        self._connect()

    @property
    def is_locked(self) -> bool:
        """Whether the letter was sent for approval, so that its text stands still."""
        desk = self._desk
        return desk is not None and desk.letter.state is not LetterState.DRAFT

    @property
    def desk(self) -> Desk | None:
        return self._desk

    @property
    def preview(self) -> Preview | None:
        """What was built last: the pages that finalising would freeze."""
        return self._preview

    @property
    def gate(self) -> Gate:
        """The list as it stands; before the first preview nothing may be made."""
        return self._gate

    def may_be_made(self) -> bool:
        return self._preview is not None and not self._gate.stops

    def written(self) -> Written:
        """The text and the answers as they are typed now."""
        return self.space.editor.edit.text(), self.space.answers.answers()

    def show_desk(self, desk: Desk) -> None:
        """Show a draft as it lies in the vault."""
        self._preview = None
        self._desk = desk
        self._write(desk.letter.body, dict(desk.letter.answers))
        self.keeper.hold(desk.letter)
        self.space.editor.set_state("Draft saved")
        self.space.pdf.view.clear()
        if self.is_locked:
            self.space.editor.set_state("Its text stands still")
            self.space.show_checks(self.space.approval)
        else:
            self.space.show_text()
        self.space.twice.forget(_looked_at(desk.letter))
        self.space.postcode.set_value("")
        self.read_again(desk)

    def read_again(self, desk: Desk) -> None:
        """Take what the case and the settings say now; what is typed stays."""
        self._desk = desk
        self._standing = standing_of(self._session, desk)
        self._show_around(desk)
        self.space.pdf.set_window(window_of(desk))
        self._show_recipient(recipient_check(desk))
        self._look_again(None)

    @property
    def standing(self) -> Standing | None:
        """What the letter needs, and what who is signed in may do."""
        return self._standing

    def _show_recipient(self, lines: Sequence[Compared]) -> None:
        about = self._desk.called if self._desk is not None else "case"
        at = f"{self._session.now():%H:%M}"
        if tuple(lines) != self.space.recipient.lines():
            self.space.recipient.set_lines(lines, at, about)

    def _show_around(self, desk: Desk) -> None:
        """Show what stands beside the text: approval, enclosures, the page."""
        standing, space = self._standing, self.space
        if standing is None:
            return
        drafted = desk.letter.state is LetterState.DRAFT
        space.approval.show_letter(desk.letter, standing)
        space.gate_card.set_title(
            "Before approval" if standing.second_person else "Before it is made"
        )
        space.postcode.setVisible(
            drafted and standing.postcode and not standing.second_person
        )
        space.enclosures.set_enclosed(desk.enclosed)
        others = could_also_answer(self._session, desk.letter.id)
        space.page.show_letter(desk.letter, page_choices(desk), others)
        self.set_working(False)

    def still_holds(self, letter: Letter) -> bool:
        """Whether what is shown may stay: typed on, or just as this was saved."""
        held = self.keeper.letter
        if held is None or not letter.is_unfinished or held.state is not letter.state:
            return False
        return self.keeper.is_unsaved() or held == letter

    def write_over(self, body: str, answers: dict[str, str]) -> None:
        """Put what was half typed back, as if it had just been typed."""
        self._write(body, answers)
        self._note_edit()

    def let_go(self) -> None:
        """Keep and build nothing more of this draft."""
        self._desk = None
        self.keeper.hold(None)
        self.exact.stop()

    def set_working(self, working: bool) -> None:
        """While the letter is being made, its text stands still."""
        still = working or self.is_locked
        self.space.editor.set_still(still)
        self.space.answers.setEnabled(not still)
        for part in (
            self.space.recipient,
            self.space.approval,
            self.space.enclosures,
            self.space.page,
        ):
            part.setEnabled(not working)

    def _connect(self) -> None:
        self.space.editor.edit.edited.connect(self._note_edit)
        self.space.answers.edited.connect(self._note_edit)
        self.space.checks.jump.connect(self._jump)
        self.space.twice.changed.connect(self._note_tick)
        self.space.recipient.renewal_wanted.connect(self.renewal_wanted)
        self.exact.built.connect(self._show_preview)
        self.exact.failed.connect(self.failed)
        self.keeper.saved.connect(self._note_saved)
        self.keeper.failed.connect(self.failed)

    def _write(self, body: str, answers: dict[str, str]) -> None:
        self.space.editor.edit.set_text(body)
        self.space.answers.set_answers(answers)
        self._ask_fields()

    @Slot()
    def _note_edit(self) -> None:
        self.keeper.note_typing()
        unsaved = self.keeper.is_unsaved()  # not when a letter was typed and taken out
        self.space.editor.set_state("Not saved yet" if unsaved else "Draft saved")
        self._ask_fields()
        self._look_again(self._preview)

    def _ask_fields(self) -> None:
        fields = asked(self.space.editor.edit.text())
        if fields is not None:
            self.space.answers.ask_for(fields)

    def _look_again(self, last: Preview | None) -> None:
        if self._desk is None:
            return
        body, answers = self.written()
        left_out = paragraphs_left_out(self._desk, body)
        self.space.editor.offer_paragraphs(left_out, self._insert_paragraph)
        self._show_values(self._desk, answers)
        self.exact.ask(self._session, self._desk, body, answers, last)

    def _show_values(self, desk: Desk, answers: dict[str, str]) -> None:
        edit = self.space.editor.edit
        names = {mark.name for mark in edit.marks() if mark.kind == FIELD}
        edit.set_values(
            {name: answers.get(name, "") or spoken_value(desk, name) for name in names}
        )

    @Slot(object)
    def _show_preview(self, preview: Preview) -> None:
        if self._desk is None:
            return
        self._preview = preview
        self.space.editor.set_changed(*preview.changed)
        if preview.recipient is not None:
            self.space.twice.set_twice(preview.recipient.twice)
            self._show_recipient(preview.recipient.lines)
        self.space.pdf.set_window(window_of(self._desk, preview.pages))
        missing = {p.field for p in preview.problems if p.kind == "field"}
        self.space.editor.edit.set_missing(frozenset(missing))
        if preview.pdf:
            built = f"Built {self._session.now():%H:%M:%S}"
            self.space.pdf.show_pdf(preview.pdf, pages_of(preview.pages), built)
        else:
            self.space.pdf.keep_last()
        self._show_gate(preview)

    def _show_gate(self, preview: Preview) -> None:
        before = self._gate.reason
        lines = self.space.recipient.lines()
        about = self._desk.called if self._desk is not None else "case"
        twice = self.space.twice.open_count()
        self._gate = gate(
            preview.problems,
            lines,
            preview.pages,
            about,
            twice=twice,
            differs=preview.differs,
        )
        self.space.approval.set_ready(not self._gate.stops, self._gate.reason)
        self.space.checks.set_checks(self._gate.checks)
        stops = self._gate.stops
        self.space.set_stops(str(stops) if stops else "")
        self.space.order_focus()
        if self._gate.reason != before:
            announce(self.space.checks, self._gate.reason or "Ready to be made")
        self.checked.emit()

    @Slot(str)
    def _jump(self, key: str) -> None:
        if key == TWICE:
            self._to_twice()
            return
        if key == RECIPIENT:
            self.space.show_checks(self.space.recipient)
            self.space.recipient.renew_button.setFocus()
            return
        problems = self._preview.problems if self._preview is not None else ()
        problem = problem_of(key, problems)
        if problem is None or self._desk is None:
            return
        if not lead(self.space, self._desk, problem):
            self.case_wanted.emit()

    def _insert_paragraph(self, mark: str) -> None:
        if self._desk is not None:
            put_paragraph(self.space, self._desk, mark)

    def _to_twice(self) -> None:
        box = self.space.twice.box()
        if box is not None:
            self.space.show_checks(self.space.twice)
            box.setFocus()

    @Slot()
    def _note_tick(self) -> None:
        if self._preview is not None:
            self._show_gate(self._preview)

    @Slot(object)
    def _note_saved(self, letter: Letter) -> None:
        if not self.keeper.is_unsaved():
            self.space.editor.set_state(f"Draft saved {self._session.now():%H:%M}")
        self.checked.emit()


def _looked_at(letter: Letter) -> tuple[str, ...]:
    """What both its writer and its approver looked at twice already."""
    approved = letter.state is LetterState.APPROVED
    known = letter.snapshot if approved else None
    return known.looked_at if known is not None else ()
