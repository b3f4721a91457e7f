"""The list of people: found while one types, by name, paged."""

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QLineEdit, QWidget

from isteam_app.domain.listing import Cursor, Page
from isteam_app.domain.people import Person
from isteam_app.services.people import count_people, list_people
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.cards import Card
from ui.common.empty_state import EmptyState
from ui.common.page import Page as Screen
from ui.common.paged_model import PagedModel
from ui.common.table import Table
from ui.common.table_footer import TableArea, TableFooter
from ui.people.words import columns

TYPING_MS = 200
_NONE_YET = (
    "Nobody is known yet",
    "People are kept as soon as an item of post of theirs is saved.",
)
_NONE_FITS = ("Nobody fits", "Type another part of the name, or the postcode.")


class PeoplePage(Screen):
    """Find a person by name or postcode, open their page with Enter."""

    person_opened = Signal(int)
    name = "people"

    def __init__(
        self,
        session: Session,
        _background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("People", parent)
        self._session = session
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._narrow)
        self._build()
        self._narrow()

    def refresh(self) -> None:
        """Read the list again; the chosen person stays chosen."""
        self._reload(keep=True)

    def first_focus(self) -> QWidget | None:
        return self.line

    def looked_for(self) -> str:
        """The words by which the list is narrowed."""
        return self.line.text()

    def look_for(self, words: str) -> None:
        """Narrow the list as it was before a lock, when it is read next."""
        self.line.setText(words)

    def half_typed(self) -> str | None:
        return None  # a filter is looked through, not written

    def restore_typing(self, text: str) -> None:
        """Nothing is typed here that has to be kept."""

    def _build(self) -> None:
        self.line = QLineEdit()
        self.line.setAccessibleName("Find a person")
        self.line.setPlaceholderText("Name or postcode")
        self.line.setMaxLength(300)
        self.line.textChanged.connect(self._typing.start)
        self.line.returnPressed.connect(self._open_first)
        self.body.addWidget(self.line)
        self._model: PagedModel[Person] = PagedModel(
            columns(), self._read, key=lambda row: row.id
        )
        self.table = Table(self._model, name="People")
        self.table.opened.connect(self._open_row)
        self.footer = TableFooter()
        self.empty = EmptyState("people", *_NONE_YET)
        self.empty.acted.connect(self.line.clear)
        self.area = TableArea(self.table, self.empty, self.footer)
        card = Card(padding=0)
        card.body.addWidget(self.area, 1)
        self.body.addWidget(card, 1)

    def _read(self, cursor: Cursor | None, limit: int) -> Page[Person]:
        return list_people(self._session, self.line.text(), cursor, limit)

    @Slot()
    def _narrow(self) -> None:
        self._typing.stop()
        self._reload(keep=False)

    def _reload(self, *, keep: bool) -> None:
        if keep:
            self.table.reload()
        else:
            self._model.reload()
            self.table.scrollToTop()
        total = count_people(self._session, self.line.text())
        self.footer.follow(self.table, total, "Sorted by name")
        typed = bool(self.line.text().strip())
        self.empty.set_words(*(_NONE_FITS if typed else _NONE_YET))
        self.empty.set_button("Show everybody" if typed else "")
        self.area.refresh()
        if self.table.selected() is None:
            self.table.select_first()

    @Slot()
    def _open_first(self) -> None:
        """Open the person chosen, which is the first one that fits."""
        self._narrow()
        row = self.table.selected()
        if row is not None:
            self._open_row(row)

    @Slot(object)
    def _open_row(self, row: Person) -> None:
        self.person_opened.emit(row.id)
