"""What changed about a record, field by field: who, when, from what to what."""

from collections.abc import Callable, Hashable
from datetime import date, datetime, tzinfo

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.dates import short_date
from isteam_app.domain.listing import Cursor, Page
from isteam_app.errors import IsteamError
from isteam_app.services.history import HistoryLine
from isteam_app.services.session import Session
from ui.common.buttons import link
from ui.common.empty_state import EmptyState
from ui.common.line_edit import LineEdit
from ui.common.listed import Listed
from ui.common.messages import show_error
from ui.common.timeline import TimelineEntry

PAGE, TYPING_MS = 50, 200
_LONGEST = 600
_ICONS = {
    "case": "case",
    "disclosure": "disclosure",
    "person": "person",
    "post": "post",
    "request_subject": "person",
}
"""What changed, by its noun; anything else was filled in or edited."""
_NONE = ("Nothing was changed", "What is put right or filled in later stands here.")
Read = Callable[[str, Cursor | None, int], Page[HistoryLine]]
"""Reads a screenful: the words to find, where to read on, how many lines."""
_NONE_FITS = ("No change says that", "Take a word out, or show all.")


class HistoryList(QWidget):
    """Every field that changed, newest first; words narrow, a link reads on.

    It is read when it is in sight, so that turning to a record waits for none of it.
    """

    def __init__(self, session: Session) -> None:
        super().__init__()
        self._session = session
        self._of: Hashable = None
        self._read_lines: Read | None = None
        self._stale = False
        self._next: Cursor | None = None
        self._entries: list[TimelineEntry] = []
        self.words = LineEdit()
        self.words.setPlaceholderText("Find a field, a word or a name")
        self.words.setAccessibleName("Find in the history")
        self.words.setMaxLength(200)
        self.words.setClearButtonEnabled(True)
        self.listed = Listed("History", EmptyState("restore", *_NONE))
        self.more = link("Show older changes", "down")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.read)
        self.words.textChanged.connect(self._typing.start)
        self.words.returnPressed.connect(self.read)
        self.more.clicked.connect(self._read_on)
        self.listed.empty.acted.connect(self.words.clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.words)
        column.addWidget(self.listed, 1)
        column.addWidget(self.more)

    def show_record(self, of: Hashable, read: Read, *, in_sight: bool) -> None:
        """Tell of another record, or of the newest state of this one.

        `of` tells one record from another, `read` reads what changed of it.
        """
        if self._of != of:
            self.words.clear()
        self._of, self._read_lines, self._stale = of, read, True
        if in_sight:
            self.turn_to()

    def turn_to(self) -> None:
        """Read it now, if it is not as it stands."""
        if self._stale:
            self.read()

    def entries(self) -> tuple[TimelineEntry, ...]:
        return self.listed.timeline.entries()

    @Slot()
    def read(self) -> None:
        """Read from the newest change on."""
        self._typing.stop()
        self._entries, self._next, self._stale = [], None, False
        self._read_page()
        typed = bool(self.words.text().strip())
        self.listed.empty.set_words(*(_NONE_FITS if typed else _NONE))
        self.listed.empty.set_button("Show all of it" if typed else "")

    @Slot()
    def _read_on(self) -> None:
        timeline = self.listed.timeline
        place = timeline.verticalScrollBar().value()
        self._read_page()
        timeline.verticalScrollBar().setValue(place)
        timeline.setFocus()

    def _read_page(self) -> None:
        if self._read_lines is None:
            return
        try:
            found = self._read_lines(self.words.text(), self._next, PAGE)
        except IsteamError as error:  # it is hidden from who is signed in by now
            show_error(self, error)
            return
        zone, today = self._session.now().tzinfo, self._session.today
        self._entries += [_entry(line, zone, today) for line in found.rows]
        self._next = found.next
        self.listed.show_entries(self._entries)
        self.more.setVisible(found.next is not None)


def _entry(line: HistoryLine, zone: tzinfo | None, today: date) -> TimelineEntry:
    change = line.change
    at = change.at.astimezone(zone) if change.at else None
    was, became = _shortened(change.before), _shortened(change.after) or "nothing"
    told = f"{line.record}, by {change.by}" if change.by else line.record
    return TimelineEntry(
        _ICONS.get(change.noun, "edit"),
        change.field,
        _when(at, today) if at else "",
        tone="accent" if change.before else "neutral",
        body=f"{told}\nWas: {was}\nIs: {became}" if was else f"{told}\nIs: {became}",
        key=change.id,
    )


def _when(at: datetime, today: date) -> str:
    return f"{short_date(at.date(), today)}, {at:%H:%M}"


def _shortened(value: str) -> str:
    text = " ".join(value.split())
    return text if len(text) <= _LONGEST else f"{text[:_LONGEST].rstrip()}\u2026"
