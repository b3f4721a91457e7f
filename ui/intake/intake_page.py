"""New item of post: one page, from the scan to the cases it opens."""

import json
from collections.abc import Callable, Sequence
from itertools import pairwise

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.cases import Case, CaseKind
from isteam_app.domain.dates import long_date
from isteam_app.errors import IsteamError, RuleBroken, VaultUnavailable
from isteam_app.progress import Progress
from isteam_app.services.intake import (
    NewPost,
    OpeningCase,
    Received,
    check_post,
    opening_cases,
    receive_post,
)
from isteam_app.services.intake_hints import case_hints, person_hints, reply_hints
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import primary, quiet, secondary
from ui.common.cards import scrolled
from ui.common.messages import show_error
from ui.common.page import Page
from ui.common.progress_panel import ProgressPanel
from ui.common.text import META, label
from ui.common.theme import text_scale
from ui.common.tokens import GAP, GAP_CARD
from ui.intake.opened_note import OpenedNote, first_letter
from ui.intake.post_form import PostForm
from ui.intake.scan_part import ScanPart

Receive = Callable[[Session, NewPost, Progress], Received]
_PAUSE_MS = 250


class IntakePage(Page):
    """Scan at the left, form at the right; saving opens a case for each tick."""

    saved = Signal(object)  # the ids of the cases opened
    letter_wanted = Signal(int, str)  # case, template
    cancelled = Signal()
    case_opened = Signal(int)

    name = "intake"

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        receive: Receive = receive_post,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("New item of post", parent)
        self._session, self._background, self._receive = session, background, receive
        self._write_next = False
        self._scans_awaited = 0
        self.scan = ScanPart(background)
        self.post = PostForm(session)
        self.form = self.post.form
        self.person, self.asks = self.post.person, self.post.asks.fields
        self.dated, self.received = self.post.dated, self.post.received
        self.reached, self.channel = self.post.reached, self.post.channel
        self.reference, self.gist = self.post.reference, self.post.gist
        self.asks_problem, self.opening = self.post.asks.problem, self.post.opening
        self.progress = ProgressPanel()
        self.cancel = quiet("Cancel")
        self.save_and_new = secondary("Save and new")
        self.save = primary("Save and write the letter")
        self.brief = label("", META)
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._lay_out()
        self._connect()
        self._start()

    def refresh(self) -> None:
        """Read what may have changed since; typing stays as it is."""
        self._show_opening()

    def show_part(self, kind: str) -> None:
        """Tick what quick find was asked for, unless something is typed already."""
        if not self.form.is_touched:
            self.post.asks.tick((CaseKind(kind),))

    def first_focus(self) -> QWidget | None:
        return self.person.name.edit

    def on_width(self, width: int) -> None:
        width = round(width / text_scale())
        narrow = width < 1080
        self._left.setFixedWidth(268 if width < 940 else 300 if narrow else 368)
        self.post.set_narrow(narrow=narrow, asks=width < 1000)

    def half_typed(self) -> str | None:
        """What stands in the form while it is not saved."""
        if not (self.form.is_touched or self.scan.scans() or self._scans_awaited):
            return None
        return json.dumps(
            {
                "texts": self.post.kept(),
                "ticks": [kind.value for kind in self.post.asks.ticked()],
                "scans": len(self.scan.scans()) + self._scans_awaited,
            }
        )

    def restore_typing(self, text: str) -> None:
        kept = json.loads(text)
        self.post.put(kept["texts"])
        self.post.asks.tick(tuple(CaseKind(value) for value in kept["ticks"]))
        if kept["scans"] and not self.scan.scans():
            self._scans_awaited = kept["scans"]
            self._ask_for_scans()
        self._show_opening()

    def half_added(self) -> tuple[Scan, ...] | None:
        """The scans given to the page; None while those of a draft are on their way."""
        return None if self._scans_awaited else self.scan.scans()

    def restore_added(self, files: tuple[Scan, ...]) -> None:
        """Put the scans of a draft back, beside any that were dropped meanwhile."""
        self._scans_awaited = 0
        self.scan.add_scans(files)

    def _ask_for_scans(self) -> None:
        self.scan.empty.set_words(
            "Drop the scan in again",
            "What was typed is back. The scan itself was not kept.",
        )

    @Slot()
    def look(self) -> None:
        """Say what is good to know of the people and of what they ask."""
        person = self.person.known
        acting = self.post.acting.value()
        subject = self.post.acting_part.name.known if acting else person
        people = [one for one in dict.fromkeys((person, subject)) if one is not None]
        self.post.person_hints.show_hints(
            person_hints(people, self.person.typed_address())
        )
        try:
            hints = (
                *reply_hints(self._session, self.post.reference.value()),
                *case_hints(self._session, subject, self.post.asks.ticked()),
            )
        except VaultUnavailable:
            return  # locked since the last key: a hint is not worth an error
        self.post.case_hints.show_hints(hints)

    @Slot()
    def _save_and_write(self) -> None:
        self._begin(write_next=True)

    @Slot()
    def _save_and_new(self) -> None:
        self._begin(write_next=False)

    def _begin(self, *, write_next: bool) -> None:
        if not self.save.isEnabled():
            return
        self.say(None)
        self.form.clear()
        self.post.asks.refuse("")
        try:
            new = self.post.typed(self._scans())
            check_post(new, self._session.today)
        except RuleBroken as error:
            self._refuse(error)
            for day in (self.dated, self.received, self.reached):
                day.check()
            return
        self._write_next = write_next
        job = Job(_Receiving(self._receive, self._session, new))
        job.progressed.connect(self.progress.set_count)
        job.succeeded.connect(self._finish)
        job.failed.connect(self._refuse)
        job.finished.connect(self._end)
        self.progress.cancelled.connect(job.cancel)
        self._set_working(True)
        self.progress.begin("Saving the item of post")
        self._background.start(job)

    @Slot(object)
    def _finish(self, received: Received) -> None:
        cases = received.cases
        self._start(keep_day=not self._write_next)
        self.saved.emit(tuple(case.id for case in cases))
        here = self.isVisible()  # whoever went elsewhere meanwhile is not called back
        self._offer_letters(cases)
        if not here:
            return
        if self._write_next:
            self._go_on_with(cases)
        else:
            self.person.name.focus_field()

    def _offer_letters(self, cases: Sequence[Case]) -> None:
        note = OpenedNote(cases)
        note.letter_wanted.connect(self.letter_wanted)
        note.case_opened.connect(self.case_opened)
        self.say(note)

    def _go_on_with(self, cases: Sequence[Case]) -> None:
        """Go to the first acknowledgement; where there is none, to the first case."""
        for case in cases:
            template = first_letter(case.kind)
            if template:
                self.letter_wanted.emit(case.id, template)
                return
        self.case_opened.emit(cases[0].id)

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        if isinstance(error, RuleBroken):
            if error.field == "kinds":
                self.post.asks.refuse(str(error))
                self._bring_into_sight(self.asks_problem)
                return
            if self.form.show(error):
                self._bring_into_sight(self.form[error.field])
                return
        show_error(self, error)

    def _bring_into_sight(self, widget: QWidget) -> None:
        """Scroll to what was refused: it may lie above or below."""
        for holder in (self.post, self._form_area):
            inside = holder.layout()
            if inside is not None:
                inside.activate()  # the sentence has just made the field higher
        self.form_scroll.ensureWidgetVisible(widget, 0, GAP)

    @Slot()
    def _end(self) -> None:
        self.progress.finish()
        self._set_working(False)

    @Slot()
    def _show_opening(self) -> None:
        kinds = self.post.asks.ticked()
        self.opening.setVisible(bool(kinds))
        received = self.received.parsed()
        ask = ""
        if received is not None and received > self._session.today:
            ask = f"{long_date(received)} is in the future: enter the day it arrived"
            received = None
        cases = opening_cases(self._session, kinds, received)
        self.opening.show_cases(cases, dated=received is not None, ask=ask)
        self.brief.setText(_in_brief(cases))
        writes = not kinds or any(first_letter(kind) for kind in kinds)
        self.save.set_words(
            "Save and write the letter" if writes else "Save and open the case"
        )

    @Slot()
    def _follow_ticks(self) -> None:
        self.form.is_touched = True
        self._show_opening()
        self.look()

    @Slot()
    def _give_up(self) -> None:
        self._start()
        self.cancelled.emit()

    def _scans(self) -> tuple[Scan, ...]:
        if self.scan.is_reading or self._scans_awaited:
            raise RuleBroken("A scan is still being read. Save again in a moment.")
        return self.scan.scans()

    def _start(self, *, keep_day: bool = False) -> None:
        self._scans_awaited = 0
        self.scan.clear()
        self.post.start(keep_day=keep_day)
        self._show_opening()
        self.look()

    def _set_working(self, on: bool) -> None:
        for button in (self.cancel, self.save_and_new, self.save):
            button.setEnabled(not on)
        self._form_area.setEnabled(not on)

    def _connect(self) -> None:
        self.received.changed.connect(self._show_opening)
        self.post.asks.changed.connect(self._follow_ticks)
        self.form.changed.connect(self._pause.start)
        self._pause.timeout.connect(self.look)
        self.post.case_hints.opened.connect(self.case_opened)
        self.cancel.clicked.connect(self._give_up)
        self.save_and_new.clicked.connect(self._save_and_new)
        self.save.clicked.connect(self._save_and_write)
        for keys, button in (
            ("Ctrl+Return", self.save),
            ("Ctrl+Shift+Return", self.save_and_new),
        ):
            shortcut = QShortcut(QKeySequence(keys), self)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
            button.setToolTip(keys.replace("Return", "Enter"))

    def _lay_out(self) -> None:
        area, self._form_area = scrolled()
        self.form_scroll = area
        inside = QVBoxLayout(self._form_area)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.addWidget(self.post)
        self._left = QWidget()
        left = QVBoxLayout(self._left)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.scan)
        row = QHBoxLayout()
        row.setSpacing(GAP_CARD + GAP)
        row.addWidget(self._left)
        row.addWidget(area, 1)
        self.body.addLayout(row, 1)
        self.body.addWidget(self.progress)
        buttons = (self.cancel, self.save_and_new, self.save)
        self.foot_buttons(*buttons, left=(self.brief,))
        chain = [*self.post.tab_order(), self.save, self.save_and_new, self.cancel]
        for before, after in pairwise(chain):
            QWidget.setTabOrder(before, after)


def _in_brief(cases: Sequence[OpeningCase]) -> str:
    """Say at the foot, always in sight, what saving opens."""
    days = [case.due for case in cases if case.due]
    if not days:
        return ""
    noun = "1 case" if len(cases) == 1 else f"{len(cases)} cases, the first"
    return f"Opens {noun} due {long_date(min(days))}"


class _Receiving:
    def __init__(self, receive: Receive, session: Session, new: NewPost) -> None:
        self._receive, self._session, self._new = receive, session, new

    def __call__(self, progress: Progress) -> Received:
        return self._receive(self._session, self._new, progress)
