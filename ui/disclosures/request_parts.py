"""The parts of a request's page, and where they stand."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.services.disclosures import RequestPage
from isteam_app.services.gateways import rules
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.buttons import icon_button, secondary
from ui.common.cards import scrolled
from ui.common.notes import Note
from ui.common.progress_panel import ProgressPanel
from ui.common.theme import text_scale
from ui.common.tokens import GAP_CARD, GAP_ROW
from ui.disclosures.gate_panel import GatePanel, side_width
from ui.disclosures.kept_views import (
    DocumentsView,
    HistoryView,
    LettersView,
    StoryView,
)
from ui.disclosures.middle import Middle
from ui.disclosures.new_request import NewRequest
from ui.disclosures.reading_on import ReadingOn
from ui.disclosures.request_acts import ActsBar
from ui.disclosures.request_sections import SectionList, Stop
from ui.disclosures.request_words import lock_words, scan_words
from ui.disclosures.section_view import SectionView
from ui.disclosures.subjects_part import SubjectsPart
from ui.disclosures.tab_order import in_order

DOCUMENTS, LETTERS, STORY, HISTORY = "documents", "letters", "story", "history"
_NARROW, _LOW = 1060, 620
_NOT_TOLD = "The person must not be told"
_DATES = 1.4
"""How much wider large text makes what holds a date."""


class Parts(QWidget):
    """Sections at the left, one view in the middle, what it needs at the right."""

    def __init__(
        self,
        session: Session,
        background: Background,
        reading: ReadingOn,
        today: Callable[[], date],
    ) -> None:
        super().__init__()
        self._low = False
        self._fitted: tuple[int, int] | None = None
        self.leave = icon_button("back", "Back to the register")
        self.acts = ActsBar()
        self.review_button = secondary("Review the lock")
        self.lock_note = Note(
            "danger",
            _NOT_TOLD,
            " ",
            icon="held",
            buttons=(self.review_button,),
        )
        self.sections = SectionList()
        self.middle = Middle()
        self.subjects = SubjectsPart(reading.subjects, reading.find)
        self.view = SectionView(today, self.subjects, self)
        self.new = NewRequest(today, rules(), reading.settings())
        self.documents = DocumentsView(session, background)
        self.letters, self.story = LettersView(), StoryView()
        self.history = HistoryView(session)
        self.beside: dict[str, QWidget] = {
            DOCUMENTS: self.documents,
            LETTERS: self.letters,
            STORY: self.story,
            HISTORY: self.history,
        }
        for view in (self.view, self.new, *self.beside.values()):
            self.middle.add(view)
        self.gate = GatePanel()
        self.progress = ProgressPanel()
        self._lay_out()

    def fit(self, width: int, height: int) -> None:
        """Give way where the page has little width or height."""
        self._fitted = width, height
        narrow = width < _NARROW * max(1.0, text_scale())
        self._side.setVisible(not narrow)
        self.middle.combo.setVisible(narrow)
        self.gate.set_narrow(narrow)
        self.new.lock_panel.setFixedWidth(side_width(narrow=narrow, most=_DATES))
        self.acts.set_narrow(narrow)
        self._low = height < _LOW * max(1.0, text_scale())
        self._show_gate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and self._fitted is not None:
            self.fit(*self._fitted)

    def show_stops(self, stops: list[Stop], place: str) -> None:
        """Show how far each place has come, and where one is."""
        self.sections.set_stops(stops)
        self.middle.combo.set_stops(stops)
        self.sections.set_current(place)
        self.middle.combo.set_current(place)

    def first_beside(self, place: str) -> QWidget | None:
        """What has the keyboard first in what is kept beside the sections."""
        if place == LETTERS:
            return self.letters.write_button
        if place == STORY:
            return self.story.timeline
        if place == HISTORY:
            return self.history.changes.words
        return self.documents.files.add_button

    def show_new(self, *, on: bool) -> None:
        """Show what only a request that is not recorded yet has, or hide it."""
        self.new.lock_panel.setVisible(on)
        self._show_gate()
        self.acts.setVisible(not on and not self.middle.is_panel_shown())
        if on:
            self.lock_note.hide()
            self.middle.turn_to(self.new)

    def show_request(self, shown: RequestPage, place: str) -> None:
        """Show a recorded request as it is kept now; `place` is in sight."""
        self.show_new(on=False)
        self.lock_note.setVisible(shown.request.locked)
        self.lock_note.set_text(_NOT_TOLD, lock_words(shown))
        self.subjects.show_count(shown.subject_count)
        self.letters.show_page(shown)
        self.story.show_page(shown)
        self.history.show_page(shown, in_sight=place == HISTORY)
        read_only = bool(shown.rights.lock)
        self.documents.show_documents(shown.documents, read_only=read_only)
        self.view.show_scan(scan_words(shown))

    def _show_gate(self) -> None:
        """What a new request needs gives way to its lock where there is no room."""
        self.gate.setVisible(not (self._low and not self.new.lock_panel.isHidden()))

    def put_in_order(self) -> None:
        """Tab: the view, what it still needs, the sections, the header, the lock."""
        now = self.middle.current() or self.middle
        in_order(
            self.middle.combo,
            now,
            self.new.lock_panel,
            self.gate,
            self.sections,
            self.leave,
            self.acts,
            self.lock_note,
        )

    def _lay_out(self) -> None:
        self._side, inside = scrolled()
        left = QHBoxLayout(inside)
        left.setContentsMargins(0, 0, 0, 0)
        left.addWidget(self.sections)
        self._side.setFixedWidth(self.sections.width() + 2)
        self._side.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        right = QVBoxLayout()
        right.setSpacing(GAP_ROW)
        right.addWidget(self.new.lock_panel, 1)
        right.addWidget(self.gate, 1)
        row = QHBoxLayout()
        row.setSpacing(GAP_CARD)
        row.addWidget(self._side)
        row.addWidget(self.middle, 1)
        row.addLayout(right)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_ROW)
        column.addLayout(row, 1)
        column.addWidget(self.progress)
