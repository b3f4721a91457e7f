"""A page of the window: header, body, and a row of buttons that stays in sight."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from ui.common.cards import scrolled
from ui.common.chips import Chip
from ui.common.notes import Note
from ui.common.one_line import OneLine
from ui.common.status import Status
from ui.common.text import BODY, META, TITLE, paragraph
from ui.common.tokens import GAP, GAP_ROW, MARGIN


class Page(QWidget):
    """The base of every page. Fill `body`; name the next step in `foot_buttons`.

    The shell calls `opened` each time the page comes into sight, then puts the focus
    on `first_focus`. `on_width` is called when the width changes, for what gives way.
    """

    def __init__(self, title: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._note: Note | None = None
        self._outer = QVBoxLayout(self)
        self._outer.setContentsMargins(MARGIN, 14, MARGIN, 16)
        self._outer.setSpacing(GAP_ROW)
        self._outer.addLayout(self._build_header())
        self._notes = QVBoxLayout()
        self._outer.addLayout(self._notes)
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP_ROW)
        self._outer.addLayout(self.body, 1)
        self._foot = QHBoxLayout()
        self._foot.setSpacing(GAP)
        self._outer.addLayout(self._foot)
        self.set_title(title)

    def opened(self) -> None:
        """Called each time the page comes into sight: read afresh here."""

    def first_focus(self) -> QWidget | None:
        """What has the focus when the page opens."""
        return None

    def on_width(self, width: int) -> None:
        """Called when the page's width changes: let columns give way here."""

    def set_title(self, title: str) -> None:
        self.title.setText(title)
        self.title.setVisible(bool(title))
        self.setAccessibleName(title)

    def set_meta(self, text: str, *chips: Status) -> None:
        """The line over the title: a reference, a type, and states as chips."""
        while self._meta_row.count():
            item = self._meta_row.takeAt(0)
            old = item.widget() if item is not None else None
            if old is not None:
                old.hide()
                old.deleteLater()
        if text:
            line = OneLine(META)
            line.setText(text)
            self._meta_row.addWidget(line)
        for status in chips:
            self._meta_row.addWidget(Chip(status))
        self._meta_row.addStretch(1)

    def set_summary(self, text: str) -> None:
        """The one line under the title."""
        self.summary.setText(text)
        self.summary.setVisible(bool(text))

    def header_buttons(self, *buttons: QWidget) -> None:
        """Buttons at the right of the title, and the reason why one cannot be pressed.

        The page's primary button comes last.
        """
        for button in buttons:
            self._header_right.addWidget(button, 0, Qt.AlignmentFlag.AlignBottom)

    def foot_buttons(self, *buttons: QPushButton, left: Sequence[QWidget] = ()) -> None:
        """Buttons under the body, at the right, outside whatever scrolls."""
        for widget in left:
            self._foot.addWidget(widget)
        self._foot.addStretch(1)
        for button in buttons:
            self._foot.addWidget(button)

    def use_scroll(self) -> None:
        """Let the body scroll. Call before anything is put into it."""
        area, inside = scrolled()
        self.body.addWidget(area, 1)
        self.body = QVBoxLayout(inside)
        self.body.setContentsMargins(0, 0, 0, 0)
        self.body.setSpacing(GAP_ROW)

    def say(self, note: Note | None) -> None:
        """Put a note under the header in place of the last; None takes it away."""
        if self._note is not None:
            self._notes.removeWidget(self._note)
            self._note.hide()
            self._note.deleteLater()
        self._note = note
        if note is not None:
            self._notes.addWidget(note)
            note.show()

    def said(self) -> Note | None:
        return self._note

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if event.size().width() != event.oldSize().width():
            self.on_width(event.size().width())

    def _build_header(self) -> QHBoxLayout:
        self.title = OneLine(TITLE)
        self.summary = paragraph("", BODY, tone="text2")
        self.summary.hide()
        self._meta_row = QHBoxLayout()
        self._meta_row.setSpacing(10)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addLayout(self._meta_row)
        words.addWidget(self.title)
        words.addWidget(self.summary)
        header = QHBoxLayout()
        header.setSpacing(GAP)
        self.header_left = QHBoxLayout()
        header.addLayout(self.header_left)
        header.addLayout(words, 1)
        self._header_right = QHBoxLayout()
        self._header_right.setSpacing(GAP)
        header.addLayout(self._header_right)
        return header
