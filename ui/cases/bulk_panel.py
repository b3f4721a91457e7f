"""Changes many cases at once: exactly what changes, then one way back."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.listing import Cursor, Page
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.bulk import (
    Act,
    Done,
    Line,
    Plan,
    Stays,
    Undone,
    carry_out,
    plan_assign,
    plan_hand_over,
    plan_note,
    undo,
)
from isteam_app.services.session import Session
from isteam_app.services.team import team
from ui.common.background import Background, Job
from ui.common.buttons import primary, quiet, secondary
from ui.common.cards import Card
from ui.common.cells import Cell, Column, Group
from ui.common.choice_fields import ChoiceField
from ui.common.fields import AreaField, Field
from ui.common.notes import Note
from ui.common.paged_model import PagedModel
from ui.common.progress_panel import ProgressPanel
from ui.common.table import Table
from ui.common.text import META, paragraph

WIDTH = 320
NOBODY = "\u2014"
"""The choice of giving cases back to nobody; no name is a dash."""
_STAYS = "Stays as it is"
_TITLES = {
    "assign": "Assign cases",
    "note": "Add a note to cases",
    "hand_over": "Hand over everything",
}


@dataclass(frozen=True, slots=True)
class _Shown:
    """One line of the preview, with the heading that it stands under."""

    group: str
    id: int
    reference: str
    words: str


class BulkPanel(Card):
    """Choose what to do, see what it changes, do it, and undo it once."""

    changed = Signal()
    closed = Signal()

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__("Assign cases", parent=parent)
        self.setFixedWidth(WIDTH)
        self._session, self._background = session, background
        self._what, self._ids = "assign", ()  # type: tuple[str, tuple[int, ...]]
        self._plan: Plan | None = None
        self._done: Done | None = None
        self._shown: tuple[_Shown, ...] = ()
        self._note: Note | None = None
        self._build()
        self.hide()

    def offer(self, what: str, ids: Sequence[int] = ()) -> None:
        """Begin: `what` is "assign", "note" or "hand_over"."""
        self._what, self._ids = what, tuple(ids)
        self._plan = self._done = None
        names = [(each.name, each.name) for each in team(self._session).members]
        self.giver.set_choices([("", "Choose"), *names])
        self.taker.set_choices([("", "Choose"), *names, (NOBODY, "Nobody")])
        for field in (self.giver, self.taker):
            field.set_value("")
        self.text.set_value("")
        self.giver.setVisible(what == "hand_over")
        self.taker.setVisible(what != "note")
        self.text.setVisible(what == "note")
        self.set_title(_TITLES[what])
        self._say(None)
        self._replan()
        self.show()
        self._first().focus_field()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.cancel.isEnabled():
            self.closed.emit()
        else:
            super().keyPressEvent(event)

    def _build(self) -> None:
        self.giver = ChoiceField("From", ())
        self.taker = ChoiceField("Give to", ())
        self.text = AreaField("Note", lines=4, most=20_000)
        for field in (self.giver, self.taker, self.text):
            field.changed.connect(self._replan)
            self.body.addWidget(field)
        self._note_place = QVBoxLayout()
        self.body.addLayout(self._note_place)
        self.hint = paragraph("", META)
        self.body.addWidget(self.hint)
        self._model: PagedModel[_Shown] = PagedModel(
            (
                Column(
                    key="case",
                    heading="What changes",
                    cell=lambda row: Cell(row.reference, second=row.words),
                    grow=1,
                    smallest=160,
                ),
            ),
            self._read,
            group=lambda row: _group(row, self._shown),
            key=lambda row: row.id,
        )
        self.table = Table(self._model, name="What changes", tall=True)
        self.body.addWidget(self.table, 1)
        self._gap = QWidget()  # keeps the fields together while nothing is listed
        self.body.addWidget(self._gap, 1)
        self.progress = ProgressPanel()
        self.body.addWidget(self.progress)
        self.act = primary("Assign")
        self.undo = secondary("Undo", "undo")
        self.cancel = quiet("Cancel")
        for button in (self.act, self.undo, self.cancel):
            policy = button.sizePolicy()
            policy.setHorizontalPolicy(policy.Policy.Expanding)
            button.setSizePolicy(policy)
            self.body.addWidget(button)
        self.act.clicked.connect(self._do)
        self.undo.clicked.connect(self._undo)
        self.cancel.clicked.connect(self.closed)

    def _first(self) -> Field:
        first: dict[str, Field] = {"hand_over": self.giver, "note": self.text}
        return first.get(self._what, self.taker)

    def _read(self, cursor: Cursor | None, limit: int) -> Page[_Shown]:
        start = cursor.id if cursor else 0
        end = start + limit
        more = end < len(self._shown)
        return Page(
            rows=self._shown[start:end],
            next=Cursor(value=None, id=end) if more else None,
        )

    @Slot()
    def _replan(self) -> None:
        """Work out what would change, and show it before anything is done."""
        if self._done is not None:
            return
        self._say(None)
        try:
            self._plan = self._planned()
        except RuleBroken as error:
            self._plan = None
            self._say(Note("warn", str(error)))
        self._show_plan()

    def _planned(self) -> Plan | None:
        taker, giver = self.taker.value(), self.giver.value()
        owner = "" if taker == NOBODY else taker
        if self._what == "note":
            if not self.text.value():
                return None
            return plan_note(self._session, self._ids, self.text.value())
        if not taker or (self._what == "hand_over" and not giver):
            return None
        if self._what == "hand_over":
            return plan_hand_over(self._session, giver, owner)
        return plan_assign(self._session, self._ids, owner)

    def _show_plan(self) -> None:
        plan = self._plan
        lines, stays = (plan.lines, plan.stays) if plan else ((), ())
        self._list(lines, stays, "Changes")
        many = _cases(len(lines))
        verb = "Add the note to" if self._what == "note" else "Give"
        self.act.set_words(f"{verb} {many}" if lines else "Nothing to change yet")
        self.act.setEnabled(bool(lines))
        self.act.show()
        self.undo.hide()
        self.cancel.set_words("Cancel")
        self.hint.setText(self._hint())
        self.hint.setVisible(bool(self.hint.text()))

    def _hint(self) -> str:
        if self._plan is not None:
            return ""
        if self._what == "hand_over":
            return "Choose both: every open case of the first goes to the second."
        return f"{_cases(len(self._ids))} chosen. What changes is shown here first."

    def _list(
        self, lines: Sequence[Line], stays: Sequence[Stays], changes: str
    ) -> None:
        # what stays comes first: among thousands that change it would not be seen
        shown = [
            _Shown(_STAYS, each.case_id, each.reference, each.why) for each in stays
        ]
        shown += [
            _Shown(changes, line.case_id, line.reference, self._words(line))
            for line in lines
        ]
        self._shown = tuple(shown)
        self._model.reload()
        self.table.scrollToTop()
        self.table.setVisible(bool(shown))
        self._gap.setVisible(not shown)

    def _words(self, line: Line) -> str:
        if self._what == "note":
            return "Gets the note"
        return f"{line.before or 'Nobody'} to {line.after or 'nobody'}"

    @Slot()
    def _do(self) -> None:
        self._replan()
        if self._plan is None or not self._plan.lines:
            return
        job = Job(partial(_carry, self._session, self._plan))
        job.succeeded.connect(self._show_done)
        self._start(job, "Changing the cases")

    @Slot()
    def _undo(self) -> None:
        if self._done is not None:
            job = Job(partial(_take_back, self._session, self._done))
            job.succeeded.connect(self._show_undone)
            self._start(job, "Putting the cases back")

    def _start(self, job: Job, title: str) -> None:
        job.failed.connect(self._fail)
        job.progressed.connect(self.progress.set_count)
        job.finished.connect(self._end)
        self.progress.cancelled.connect(job.cancel)
        self._set_working(True)
        self.progress.begin(title)
        self._background.start(job)

    @Slot(object)
    def _show_done(self, done: Done) -> None:
        self._done = done
        self._show_result(done.lines, done.stays, "Changed")
        verb = "has the note" if done.act is Act.NOTE else "changed hands"
        if len(done.lines) != 1 and done.act is Act.NOTE:
            verb = "have the note"
        self._say(Note("ok", f"{_cases(len(done.lines))} {verb}"))
        self.undo.show()
        self.undo.setFocus()
        self.changed.emit()

    @Slot(object)
    def _show_undone(self, undone: Undone) -> None:
        self._show_result(undone.lines, undone.stays, "Put back")
        left = len(undone.stays)
        text = f"{_cases(left)} changed since: left alone." if left else ""
        self._say(Note("ok", f"{_cases(len(undone.lines))} put back", text))
        self.undo.hide()
        self.cancel.setFocus()
        self.changed.emit()

    def _show_result(
        self, lines: Sequence[Line], stays: Sequence[Stays], changes: str
    ) -> None:
        for part in (self.giver, self.taker, self.text, self.hint, self.act):
            part.hide()
        self._list(lines, stays, changes)
        self.cancel.set_words("Close")

    @Slot(object)
    def _fail(self, error: IsteamError) -> None:
        self._say(Note("danger", error.title, str(error)))

    @Slot()
    def _end(self) -> None:
        self.progress.finish()
        self._set_working(False)

    def _set_working(self, on: bool) -> None:
        for part in (self.giver, self.taker, self.text, self.undo, self.cancel):
            part.setEnabled(not on)
        self.act.setEnabled(not on and bool(self._plan and self._plan.lines))

    def _say(self, note: Note | None) -> None:
        if self._note is not None:
            self._note_place.removeWidget(self._note)
            self._note.hide()
            self._note.deleteLater()
        self._note = note
        if note is not None:
            self._note_place.addWidget(note)


def _carry(session: Session, plan: Plan, progress: Progress) -> Done:
    return carry_out(session, plan, progress)


def _take_back(session: Session, done: Done, progress: Progress) -> Undone:
    return undo(session, done, progress)


def _group(row: _Shown, shown: Sequence[_Shown]) -> Group:
    count = sum(each.group == row.group for each in shown)
    stays = row.group == _STAYS
    icon, tone = ("blocked", "text2") if stays else ("tick", "ok")
    return Group(row.group, row.group, icon, tone, f"{count:,}")


def _cases(count: int) -> str:
    return "1 case" if count == 1 else f"{count:,} cases"
