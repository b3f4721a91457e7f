"""What is kept beside the sections of a request: files, letters, what happened."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QMenu, QStackedWidget, QVBoxLayout

from isteam_app.domain.dates import short_date
from isteam_app.domain.disclosures import RequestEvent, RequestStep
from isteam_app.domain.documents import Document
from isteam_app.domain.letters import Letter
from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.cases import read_document
from isteam_app.services.disclosure_letters import letter_choices_for
from isteam_app.services.disclosures import RequestPage
from isteam_app.services.history import request_history
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import secondary
from ui.common.cards import Card, scrolled
from ui.common.choice_fields import ChoiceField
from ui.common.empty_state import EmptyState
from ui.common.history_list import HistoryList
from ui.common.messages import show_error
from ui.common.moments import here
from ui.common.paint import plain_tip
from ui.common.scan_view import ScanView
from ui.common.status import LETTERS
from ui.common.timeline import Timeline, TimelineEntry, TimelineLink
from ui.common.tokens import GAP_ROW
from ui.disclosures.files_part import FilesPart

EVENTS = {
    RequestEvent.RECORDED: ("Recorded", "post", "neutral"),
    RequestEvent.ASKED_MORE: ("Asked for more", "ask_more", "pause"),
    RequestEvent.MORE_CAME: ("More came", "returned", "ok"),
    RequestEvent.REFERRED: ("Referred to legal", "court", "warn"),
    RequestEvent.LEGAL_ANSWERED: ("Legal answered", "court", "ok"),
    RequestEvent.SUBMITTED: ("Sent to a second person", "approval", "warn"),
    RequestEvent.SENT_BACK: ("Sent back", "undo", "warn"),
    RequestEvent.APPROVED: ("Approved", "done", "ok"),
    RequestEvent.DECIDED: ("Decided", "decided", "accent"),
    RequestEvent.EMERGENCY: ("Disclosed in an emergency", "late", "danger"),
    RequestEvent.REOPENED: ("Reopened", "reopen", "warn"),
    RequestEvent.LETTER: ("Letter", "letter", "accent"),
    RequestEvent.LEFT: ("Left", "posted", "accent"),
    RequestEvent.LOCKED: ("Locked: the person must not be told", "held", "danger"),
    RequestEvent.LOCK_REVIEWED: ("Lock reviewed", "held", "neutral"),
    RequestEvent.LIFTED: ("Lock lifted", "unlock", "warn"),
    RequestEvent.CLEARED: ("Shown to somebody more", "assign", "neutral"),
    RequestEvent.CLOSED: ("Closed", "done", "ok"),
    RequestEvent.WITHDRAWN: ("Recorded in error", "undo", "warn"),
    RequestEvent.NOTE: ("Note", "note", "neutral"),
}
_LEAST_SCAN = 240
Read = tuple[int, bytes]


class DocumentsView(Card):
    """The files of a request; the one chosen is decrypted and shown, from memory."""

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__("Documents")
        self.setAcceptDrops(True)
        self._session, self._background = session, background
        self._documents: tuple[Document, ...] = ()
        self._shown = 0
        self.choice = ChoiceField("Document", ())
        self.choice.changed.connect(self.show_chosen)
        self.files = FilesPart(
            "Their form and what came with it",
            "Drop a PDF, PNG or JPEG here. It is kept encrypted and never changed.",
        )
        self.scan = ScanView()
        self.scan.setMinimumHeight(_LEAST_SCAN)
        area, inside = scrolled()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(GAP_ROW)
        column.addWidget(self.files)
        column.addWidget(self.choice)
        column.addWidget(self.scan, 1)
        column.addStretch(0)
        self.body.addWidget(area, 1)

    def show_documents(self, documents: Sequence[Document], *, read_only: bool) -> None:
        """Offer other documents; nothing is read until one is wanted."""
        self._documents = tuple(documents)
        self.choice.set_choices([(str(one.id), _named(one)) for one in documents])
        chosen = [one for one in documents if str(one.id) == self.choice.value()]
        self.files.show_files(chosen, read_only=read_only)
        if self._shown not in {one.id for one in documents}:
            self.forget()
        some = bool(documents)
        self.choice.setVisible(len(documents) > 1)
        self.scan.setVisible(some)
        if self.isVisible():
            self.show_chosen()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        self.files.dragEnterEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        self.files.dropEvent(event)

    def forget(self) -> None:
        """Let go of the picture in memory."""
        self._shown = 0
        self.scan.clear()

    @Slot()
    def show_chosen(self) -> None:
        """Read the chosen document on the worker, unless it is in sight already."""
        wanted = int(self.choice.value() or 0)
        found = [one for one in self._documents if one.id == wanted]
        if not found:
            return
        self.files.show_files(found, read_only=self.files.add_button.isHidden())
        if wanted == self._shown:
            return
        self._shown = wanted
        job = Job(partial(_read, self._session, wanted))
        job.succeeded.connect(self._show)
        job.failed.connect(self._fail)
        self._background.start(job)

    @Slot(object)
    def _show(self, read: Read) -> None:
        document_id, data = read
        if document_id == self._shown:
            self.scan.set_scan(data)

    @Slot(object)
    def _fail(self, error: IsteamError) -> None:
        self.forget()
        show_error(self, error)


class ListView(Card):
    """A timeline, or a sentence where there is nothing yet."""

    link_chosen = Signal(object)

    def __init__(self, title: str, empty: EmptyState) -> None:
        super().__init__(title)
        self.timeline = Timeline(title)
        self.empty = empty
        self._stack = QStackedWidget()
        self._stack.addWidget(self.timeline)
        self._stack.addWidget(empty)
        self.top = QVBoxLayout()
        self.body.addLayout(self.top)
        self.body.addWidget(self._stack, 1)
        self.timeline.link_chosen.connect(self.link_chosen)

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        self.timeline.set_entries(entries)
        self._stack.setCurrentWidget(self.timeline if entries else self.empty)


class LettersView(ListView):
    """The letters of a request, and the way to write one.

    `letter_wanted` names the template of one to be begun.
    """

    letter_wanted = Signal(str)

    def __init__(self) -> None:
        super().__init__(
            "Letters",
            EmptyState("letters", "No letters yet", "Start one with the button above."),
        )
        self.write_button = secondary("Write a letter", "edit")
        self.menu = QMenu(self.write_button)
        self.menu.setAccessibleName("Letters to write")
        self.menu.triggered.connect(self._choose)
        self.write_button.setMenu(self.menu)
        self.head.addWidget(self.write_button)

    def show_page(self, page: RequestPage) -> None:
        self.show_entries(letters(page.letters))
        self.menu.clear()
        for template in letter_choices_for(page.request, page.templates):
            self.menu.addAction(template.title).setData(template.key)
        refused = page.rights.lock
        self.write_button.setEnabled(not refused and not self.menu.isEmpty())
        self.write_button.setToolTip(plain_tip(refused))

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.letter_wanted.emit(str(action.data()))


class StoryView(ListView):
    """Everything that happened to a request, newest first, and the way to a note."""

    note_wanted = Signal()

    def __init__(self) -> None:
        super().__init__(
            "Timeline", EmptyState("clock", "Nothing yet", "It begins when recorded.")
        )
        self.note_button = secondary("Add a note", "add")
        self.note_button.clicked.connect(self.note_wanted)
        self.head.addWidget(self.note_button)

    def show_page(self, page: RequestPage) -> None:
        refused = page.rights.note
        self.note_button.setEnabled(not refused)
        self.note_button.setToolTip(plain_tip(refused))
        self.note_button.setAccessibleDescription(refused)
        newest = sorted(page.steps, key=lambda each: each.id, reverse=True)
        self.show_entries([_step(each, page) for each in newest])


class HistoryView(Card):
    """Every field of a request that changed, newest first."""

    def __init__(self, session: Session) -> None:
        super().__init__("History")
        self._session = session
        self.changes = HistoryList(session)
        self.body.addWidget(self.changes, 1)

    def show_page(self, page: RequestPage, *, in_sight: bool) -> None:
        read = partial(request_history, self._session, page)
        self.changes.show_record(page.request.id, read, in_sight=in_sight)


def letters(kept: Sequence[Letter]) -> tuple[TimelineEntry, ...]:
    """Return letters as entries, each with the way to it."""
    return tuple(
        TimelineEntry(
            LETTERS[letter.state].icon,
            letter.title,
            LETTERS[letter.state].word,
            tone=LETTERS[letter.state].tone,
            body=f"By {letter.made_by}" if letter.made_by else "",
            links=(TimelineLink(("letter", letter.id), letter.reference, "letter"),),
        )
        for letter in sorted(kept, key=lambda one: one.number, reverse=True)
    )


def _step(step: RequestStep, page: RequestPage) -> TimelineEntry:
    title, icon, tone = EVENTS[step.kind]
    at = here(step.recorded_at) if step.recorded_at else None
    when = short_date(step.on, page.today)
    if at is not None and at.date() == step.on:
        when = f"{when}, {at:%H:%M}"
    by = f"By {step.recorded_by}" if step.recorded_by else ""
    body = "\n".join(part for part in (step.text, by) if part)
    return TimelineEntry(icon, title, when, tone=tone, body=body, key=step.id)


def _read(session: Session, document_id: int, _: Progress) -> Read:
    return document_id, read_document(session, document_id)


def _named(document: Document) -> str:
    where = "left with an item" if document.entry_id else ""
    pages = f"{document.pages} page{'s' * (document.pages != 1)}"
    known = pages if document.pages else ""
    return ", ".join(part for part in (document.name, known, where) if part)
