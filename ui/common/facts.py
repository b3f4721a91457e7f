"""Short facts: what it is at the left, its value at the right."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from ui.common.icon_words import IconWords
from ui.common.text import BODY, META, label

LABEL_WIDTH = 76


@dataclass(frozen=True, slots=True)
class Fact:
    """A label and its value; the value may hold several lines."""

    label: str
    value: str
    icon: str = ""
    tone: str = ""


class Facts(QWidget):
    """Rows of facts, labels in one column and values in the next."""

    def __init__(
        self, rows: Sequence[Fact] = (), parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._rows: tuple[Fact, ...] = ()
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self._grid.setColumnMinimumWidth(0, LABEL_WIDTH)
        self._grid.setColumnStretch(1, 1)
        self.set_facts(rows)

    def facts(self) -> tuple[Fact, ...]:
        return self._rows

    def set_facts(self, rows: Sequence[Fact]) -> None:
        """Shows other facts; those without a value are left out."""
        self._rows = tuple(row for row in rows if row.value)
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        top = Qt.AlignmentFlag.AlignTop
        for line, fact in enumerate(self._rows):
            self._grid.addWidget(label(fact.label, META), line, 0, top)
            value = IconWords(fact.value, fact.icon, role=BODY, tone=fact.tone)
            value.setWordWrap(True)
            value.setAccessibleName(f"{fact.label}: {fact.value}")
            self._grid.addWidget(value, line, 1, top)
