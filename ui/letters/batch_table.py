"""The letters of a batch, each with its state or with what it waits for."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.listing import Cursor, Page
from isteam_app.services.letter_batches import BatchLetter
from ui.common.cells import Cell, Column, status_cell
from ui.common.paged_model import PagedModel
from ui.common.status import LETTERS
from ui.common.table import Table

_LONGEST_REFERENCE = "IS-2026-00042 / L12"


def letters_word(count: int) -> str:
    """Return a count of letters in words: "1 letter", "1,000 letters"."""
    return "1 letter" if count == 1 else f"{count:,} letters"


class BatchTable(QWidget):
    """`chosen` follows the line; `opened` carries a letter's id."""

    chosen = Signal()
    opened = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._letters: tuple[BatchLetter, ...] = ()
        self._model: PagedModel[BatchLetter] = PagedModel(
            _columns(), self._read, key=lambda one: one.letter_id, parent=self
        )
        self.table = Table(self._model, name="Letters of the batch", tall=True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.table)
        self.setFocusProxy(self.table)
        self.table.selection_moved.connect(self.chosen)
        self.table.opened.connect(self._open)

    def show_letters(self, letters: Sequence[BatchLetter]) -> None:
        """Show these; the line that was chosen stays chosen."""
        self._letters = tuple(letters)
        self.table.reload()
        if self.table.selected() is None:
            self.table.select_first()
        self.chosen.emit()

    def show_reasons(self, why: Mapping[int, str]) -> None:
        """Say of some letters why they stayed as they were."""
        self.show_letters(
            [replace(one, why=why.get(one.letter_id, one.why)) for one in self._letters]
        )

    def current(self) -> BatchLetter | None:
        """The letter whose line is chosen."""
        chosen: BatchLetter | None = self.table.selected()
        return chosen

    def letters(self) -> tuple[BatchLetter, ...]:
        """What is shown, in its order."""
        return self._letters

    @Slot(object)
    def _open(self, letter: BatchLetter) -> None:
        self.opened.emit(letter.letter_id)

    def _read(self, cursor: Cursor | None, limit: int) -> Page[BatchLetter]:
        start = cursor.id if cursor else 0
        end = start + limit
        more = end < len(self._letters)
        return Page(
            rows=self._letters[start:end],
            next=Cursor(value=None, id=end) if more else None,
        )


def _columns() -> tuple[Column[BatchLetter], ...]:
    return (
        Column[BatchLetter](
            key="reference",
            heading="Reference",
            cell=lambda one: Cell(one.reference, tone="text2"),
            sample=_LONGEST_REFERENCE,
        ),
        Column[BatchLetter](
            key="recipient",
            heading="Recipient",
            cell=lambda one: Cell(
                one.recipient, second=one.why, second_tone="warn", tooltip=one.why
            ),
            grow=3,
            smallest=140,
        ),
        Column[BatchLetter](
            key="state",
            heading="Stands",
            cell=_stands,
            sample="For approval, now",
        ),
    )


def _stands(one: BatchLetter) -> Cell:
    if one.why and one.why != "Waits for approval.":
        return Cell("Look at it", icon="warning", tone="warn", tooltip=one.why)
    return status_cell(LETTERS[one.state])
