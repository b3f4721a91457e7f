"""A list that is edited line by line: services with their days, systems."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QButtonGroup,
    QGridLayout,
    QHBoxLayout,
    QRadioButton,
    QVBoxLayout,
    QWidget,
)

from ui.common.buttons import Button, icon_button, secondary
from ui.common.fields import Field
from ui.common.line_edit import LineEdit
from ui.common.text import META, label, set_property
from ui.common.tokens import GAP


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One thing that each line says. A width of 0 takes what is left."""

    name: str
    width: int = 0
    most: int = 1_000


@dataclass(slots=True)
class _Line:
    edits: list[LineEdit]
    pick: QRadioButton
    remove: Button


class RowsField(Field):
    """Lines with a way to add and to remove; with `pick`, one of them is marked."""

    def __init__(
        self, name: str, parts: Sequence[Part], add: str, *, pick: str = ""
    ) -> None:
        super().__init__(name)
        self._parts, self._pick = tuple(parts), pick
        self._lines: list[_Line] = []
        self._group = QButtonGroup(self)
        self._filling = False
        self.add = secondary(add, "add")
        inside = QWidget()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(GAP)
        self._grid.setVerticalSpacing(4)
        self._head()
        column.addLayout(self._grid)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        column.addLayout(row)
        inside.setFocusProxy(self.add)
        self._frame(inside)
        self.add.clicked.connect(self._add_empty)

    def rows(self) -> list[tuple[str, ...]]:
        """What stands in each line, lines left empty passed over."""
        return [row for row in map(_texts, self._lines) if any(row)]

    def picked(self) -> int:
        """Which of the rows is marked; 0 where none is."""
        filled = [line for line in self._lines if any(_texts(line))]
        marks = [line.pick.isChecked() for line in filled]
        return marks.index(True) if True in marks else 0

    def set_rows(self, rows: Sequence[Sequence[str]], picked: int = 0) -> None:
        self._filling = True
        while self._lines:
            self._drop(self._lines[-1])
        for row in rows:
            self._add(row)
        if self._pick and self._lines:
            self._lines[min(picked, len(self._lines) - 1)].pick.setChecked(True)
        self._filling = False
        self._touched()

    def value(self) -> str:
        """All of it as text, for a draft."""
        return json.dumps({"rows": self.rows(), "picked": self.picked()})

    def set_value(self, value: str) -> None:
        kept = json.loads(value)
        self.set_rows(kept["rows"], kept["picked"])

    def is_empty(self) -> bool:
        return not self.rows()

    def focus_field(self) -> None:
        edit = self._lines[0].edits[0] if self._lines else self.add
        edit.setFocus(Qt.FocusReason.OtherFocusReason)

    def edits(self) -> list[list[LineEdit]]:
        """The boxes, line by line."""
        return [line.edits for line in self._lines]

    def removers(self) -> list[Button]:
        return [line.remove for line in self._lines]

    def pick(self, place: int) -> None:
        """Mark a line."""
        self._lines[place].pick.click()

    def _head(self) -> None:
        if len(self._parts) == 1 and not self._pick:
            return
        for column, part in enumerate(self._parts):
            self._grid.addWidget(label(part.name, META), 0, column)

    def _add_empty(self) -> None:
        self._add([""] * len(self._parts))
        self._lines[-1].edits[0].setFocus(Qt.FocusReason.OtherFocusReason)
        self._touched()

    def _add(self, texts: Sequence[str]) -> None:
        number = len(self._lines) + 1
        edits = [
            self._edit(part, text, number)
            for part, text in zip(self._parts, texts, strict=True)
        ]
        pick = QRadioButton(self._pick, self)
        pick.setVisible(bool(self._pick))
        line = _Line(edits, pick, icon_button("remove", ""))
        line.pick.setAccessibleName(f"{self._pick}, line {number}")
        line.remove.setAccessibleName(f"Remove line {number}")
        line.remove.setToolTip("Remove")
        line.remove.clicked.connect(partial(self._remove, line))
        line.pick.clicked.connect(self._touch)
        self._group.addButton(line.pick)
        self._lines.append(line)
        shown = (
            (*edits, line.pick, line.remove) if self._pick else (*edits, line.remove)
        )
        for column, widget in enumerate(shown):
            self._grid.addWidget(widget, number, column)
        if self._pick and number == 1:
            line.pick.setChecked(True)

    def _edit(self, part: Part, text: str, number: int) -> LineEdit:
        edit = LineEdit(part.width)
        edit.setMaxLength(part.most)
        edit.setText(text)
        edit.setCursorPosition(0)
        edit.setAccessibleName(f"{part.name}, line {number}")
        edit.textChanged.connect(self._touch)
        return edit

    def _remove(self, line: _Line, _checked: bool = False) -> None:
        rows = [_texts(each) for each in self._lines if each is not line]
        kept = [each for each in self._lines if each is not line]
        marks = [each.pick.isChecked() for each in kept]
        self.set_rows(rows, marks.index(True) if True in marks else 0)
        self.add.setFocus(Qt.FocusReason.OtherFocusReason)

    def _drop(self, line: _Line) -> None:
        self._lines.remove(line)
        self._group.removeButton(line.pick)
        for widget in (*line.edits, line.pick, line.remove):
            self._grid.removeWidget(widget)
            widget.hide()
            widget.deleteLater()

    def _touch(self, _said: object = None) -> None:
        if not self._filling:
            self._touched()

    def _mark(self, *, bad: bool) -> None:
        for line in self._lines:
            for edit in line.edits:
                set_property(edit, "bad", "true" if bad else "")


def _texts(line: _Line) -> tuple[str, ...]:
    return tuple(" ".join(edit.text().split()) for edit in line.edits)
