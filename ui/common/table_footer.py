"""What stands under a table, and in its place when it is empty."""

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QStackedLayout, QVBoxLayout, QWidget

from ui.common.buttons import link
from ui.common.empty_state import EmptyState
from ui.common.paint import draw_rule
from ui.common.table import Table
from ui.common.text import META, label


class TableFooter(QWidget):
    """ "1 to 12 of 21" at the left, the order of the rows at the right."""

    more = Signal()

    def __init__(self, hint: str = "", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._table: Table | None = None
        self._total: int | None = 0
        self.left = label("", META, tone="text2", tnum=True)
        self.right = label(hint, META)
        self.more_link = link("")
        self.more_link.hide()
        self.more_link.clicked.connect(self.more)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 16, 8)
        row.setSpacing(16)
        row.addWidget(self.left)
        row.addWidget(self.more_link)
        row.addStretch(1)
        row.addWidget(self.right)

    def set_text(self, left: str, right: str | None = None) -> None:
        """Shows words of the page's own; None leaves the right side alone."""
        self.left.setText(left)
        self.left.setVisible(bool(left))
        if right is not None:
            self.right.setText(right)

    def set_count(
        self, first: int, last: int, total: int | None, order: str = ""
    ) -> None:
        """Shows "1 to 12 of 21"; a total of None is not known and not said."""
        of = "" if total is None else f" of {total:,}"
        words = f"{first:,} to {last:,}{of}" if last else "None"
        self.set_text(words, order or None)

    def set_more(self, words: str) -> None:
        """Offers to show more ("Show the next 15"); empty words take it away."""
        self.more_link.set_words(words)
        self.more_link.setVisible(bool(words))

    def follow(self, table: Table, total: int | None, order: str = "") -> None:
        """Keeps the count true while the table is scrolled."""
        if self._table is not table:
            self._table = table
            table.shown_changed.connect(self._recount)
        self._total = total
        if order:
            self.right.setText(order)
        self._recount()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        draw_rule(painter, 0, self.width(), 0)
        painter.end()

    @Slot()
    def _recount(self) -> None:
        if self._table is not None:
            first, last = self._table.shown_rows()
            self.set_count(first, last, self._total)


class TableArea(QWidget):
    """A table with its footer, or what is said where the list would be."""

    def __init__(
        self,
        table: Table,
        empty: EmptyState,
        footer: TableFooter | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.table, self.empty, self.footer = table, empty, footer
        filled = QWidget()
        column = QVBoxLayout(filled)
        column.setContentsMargins(1, 1, 1, 1)
        column.setSpacing(0)
        column.addWidget(table, 1)
        if footer is not None:
            column.addWidget(footer)
        self._stack = QStackedLayout(self)
        self._stack.setContentsMargins(0, 0, 0, 0)
        self._stack.addWidget(filled)
        self._stack.addWidget(empty)
        self.setFocusProxy(table)
        table.shown_changed.connect(self.refresh)
        self.refresh()

    @Slot()
    def refresh(self) -> None:
        """Shows the table if it has rows, else the sentence."""
        none = self.table.paged is not None and not self.table.paged.rowCount()
        self._stack.setCurrentIndex(1 if none else 0)
