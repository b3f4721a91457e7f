"""Lines of a list on a person's page: a link, what stands beside it, and an act."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from ui.common.buttons import link, quiet
from ui.common.cards import hairline
from ui.common.icon_words import IconWords
from ui.common.text import BODY, STRONG, paragraph
from ui.common.tokens import GAP


@dataclass(frozen=True, slots=True)
class Line:
    """One line. `go` is called by its title, `act` by the button named `act_words`."""

    title: str
    detail: str = ""
    go: Callable[[], object] | None = None
    act_words: str = ""
    act: Callable[[], object] | None = None
    icon: str = ""
    tone: str = ""


class Lines(QWidget):
    """Lines one under the other, or the sentence said where there is none."""

    def __init__(self, empty: str) -> None:
        super().__init__()
        self._empty = empty
        self.lines: tuple[Line, ...] = ()
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(6)
        self._column.setAlignment(Qt.AlignmentFlag.AlignTop)
        self.show_lines(())

    def show_lines(self, lines: Sequence[Line]) -> None:
        self.lines = tuple(lines)
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if not lines:
            self._column.addWidget(paragraph(self._empty, BODY, tone="text2"))
        for place, line in enumerate(lines):
            if place:
                self._column.addWidget(hairline())
            self._column.addWidget(_row(line))


def _row(line: Line) -> QWidget:
    row = QWidget()
    layout = QHBoxLayout(row)
    layout.setContentsMargins(0, 2, 0, 2)
    layout.setSpacing(GAP)
    words = QVBoxLayout()
    words.setSpacing(2)
    if line.go is not None:
        title = link(line.title)
        title.clicked.connect(line.go)
        words.addWidget(title)
    else:
        words.addWidget(paragraph(line.title, STRONG))
    if line.detail:
        detail = IconWords(line.detail, line.icon, role=BODY, tone=line.tone or "text2")
        detail.setWordWrap(True)
        words.addWidget(detail)
    layout.addLayout(words, 1)
    if line.act is not None:
        button = quiet(line.act_words)
        button.setAccessibleName(f"{line.act_words}: {line.title}")
        button.clicked.connect(line.act)
        layout.addWidget(button, 0, Qt.AlignmentFlag.AlignTop)
    return row
