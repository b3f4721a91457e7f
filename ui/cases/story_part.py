"""The timeline of a case: narrowed by kind and by words, printed as a chronology."""

from PySide6.QtCore import QTimer, Slot
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.services.cases import CasePage
from isteam_app.services.session import Session
from ui.cases.chronology_panel import ChronologyPanel, choose_file
from ui.cases.story import FILTERS, counts, story
from ui.common.background import Background
from ui.common.buttons import icon_button, secondary
from ui.common.cards import heading
from ui.common.empty_state import EmptyState
from ui.common.line_edit import LineEdit
from ui.common.listed import Listed
from ui.common.paper_ways import Chooser, MakePrinting

TYPING_MS = 150
_FIND_WIDTH, _FILTER_WIDTH = 150, 158


class StoryFilter(QComboBox):
    """Which events to show, each choice with how many there are."""

    def __init__(self) -> None:
        super().__init__()
        self.setAccessibleName("Show in the timeline")
        self.setMinimumWidth(_FILTER_WIDTH)
        for key, word in FILTERS:
            self.addItem(word, key)

    def current(self) -> str:
        return str(self.currentData())

    def set_current(self, key: str) -> None:
        self.setCurrentIndex(self.findData(key))

    def set_counts(self, found: dict[str, int]) -> None:
        for place, (key, word) in enumerate(FILTERS):
            self.setItemText(place, f"{word} ({found[key]})")


class StoryPart(QWidget):
    """The timeline with its filters, and the buttons for a note and the chronology."""

    def __init__(
        self,
        session: Session,
        background: Background,
        printing: MakePrinting | None = None,
        chooser: Chooser = choose_file,
    ) -> None:
        super().__init__()
        self._page: CasePage | None = None
        self.title = heading("Timeline")
        self.filter = StoryFilter()
        self.words = LineEdit(_FIND_WIDTH)
        self.words.setPlaceholderText("Find words")
        self.words.setAccessibleName("Find words in the timeline")
        self.words.setProperty("search", True)
        self.words.setMaxLength(200)
        self.words.setClearButtonEnabled(True)
        self.note_button = secondary("Note", "add")
        self.note_button.setAccessibleName("Write a note")
        self.print_button = icon_button("print", "Print or save the chronology")
        self.panel = ChronologyPanel(session, background, printing, chooser)
        self.listed = Listed("Timeline", EmptyState("note", "", ""))
        self.timeline = self.listed.timeline
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._lay_out()
        self._typing.timeout.connect(self._show)
        self.filter.currentIndexChanged.connect(self._show)
        self.words.textChanged.connect(self._typing.start)
        self.words.returnPressed.connect(self._show)
        self.print_button.clicked.connect(self._offer_paper)
        self.panel.left.connect(self._back_to_list)
        self.listed.empty.acted.connect(self._show_all)

    def show_case(self, page: CasePage) -> None:
        """Show what happened to a case; another case starts with all of it."""
        if self._page is not None and self._page.case.id != page.case.id:
            self._clear()
            self.panel.hide()
        self._page = page
        self.filter.set_counts(counts(page))
        self._show()

    @Slot()
    def _show(self) -> None:
        self._typing.stop()
        if self._page is None:
            return
        typed = self.words.text()
        empty = self.listed.empty
        if typed.strip():
            empty.set_words("No event says that", "Take a word out, or show all.")
        else:
            empty.set_words("None yet", "Nothing of this kind so far.")
        empty.set_button("Show all of it")
        self.listed.show_entries(story(self._page, self.filter.current(), typed))

    @Slot()
    def _show_all(self) -> None:
        self._clear()
        self._show()
        self.timeline.setFocus()

    def _clear(self) -> None:
        self.filter.set_current("all")
        self.words.clear()

    @Slot()
    def _offer_paper(self) -> None:
        if self._page is not None:
            self.panel.begin(self._page.case)

    @Slot()
    def _back_to_list(self) -> None:
        self.print_button.setFocus()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(8)
        head.addWidget(self.title)
        head.addStretch(1)
        for part in (self.words, self.filter, self.print_button, self.note_button):
            head.addWidget(part)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addWidget(self.panel)
        column.addWidget(self.listed, 1)
