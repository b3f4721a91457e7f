"""Lays out the fields of a form: short ones side by side, long ones wide."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QWidget

from isteam_app.domain.forms import Answer, Question
from ui.common.answer_fields import SeveralField
from ui.common.fields import Field
from ui.common.theme import text_scale
from ui.common.tokens import GAP_ROW

_DAY = 200
"""The width of a day's field at usual text: what a column must hold."""
_WIDTHS = {
    Answer.LINE: 2,
    Answer.TEXT: 2,
    Answer.DAY: 1,
    Answer.ONE: 2,
    Answer.SEVERAL: 4,
    Answer.YES_NO: 2,
}


_DENSE = {**dict.fromkeys(Answer, 1), Answer.TEXT: 2, Answer.SEVERAL: 2}
"""The same where two columns are the most: a line takes one of them."""
_LONG_CHOICE = 30
"""Characters: a list that offers more takes both columns."""


class AnswerGrid(QWidget):
    """The fields of a form in rows: short ones side by side, long ones wide.

    It has as many columns as days fit beside each other, and fewer where it is narrow.
    `dense` lays short answers two by two: for forms that share the width with others.
    """

    def __init__(
        self, asked: Sequence[tuple[Question, Field]], *, dense: bool = False
    ) -> None:
        super().__init__()
        self._asked = tuple(asked)
        self._dense = dense
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_ROW)
        self._grid.setVerticalSpacing(GAP_ROW)
        for _, field in self._asked:
            field.setParent(self)
        self.set_columns(2 if dense else 4)

    def set_columns(self, columns: int) -> None:
        """Lay the fields out anew in four, two or one column."""
        if columns == self._columns:
            return
        for _, field in self._asked:
            self._grid.removeWidget(field)
        for column in range(max(columns, self._columns)):
            self._grid.setColumnStretch(column, int(column < columns))
        self._columns = columns
        for _, field in self._asked:
            if isinstance(field, SeveralField):
                field.set_across(columns)
        questions = [question for question, _ in self._asked]
        for place in _places(questions, columns, self._wanted):
            field = self._asked[place[0]][1]
            self._grid.addWidget(field, *place[1:], Qt.AlignmentFlag.AlignTop)

    def _wanted(self, question: Question) -> int:
        """How many columns an answer asks for, where there are as many."""
        if not self._dense:
            return _WIDTHS[question.answer]
        longest = max((len(words) for _, words in question.choices), default=0)
        return 2 if longest > _LONG_CHOICE else _DENSE[question.answer]

    def fit(self, width: int) -> None:
        """Take the columns that a width has room for."""
        day = round(_DAY * text_scale()) + GAP_ROW
        room = width // day
        most = 2 if self._dense else 4
        self.set_columns(min(most, 4 if room >= 4 else 2 if room >= 2 else 1))


def _places(
    questions: Sequence[Question], columns: int, widths: Callable[[Question], int]
) -> list[tuple[int, int, int, int, int]]:
    """Return (question, row, column, 1, columns taken), filling each row in turn."""
    rows: list[list[tuple[int, int]]] = [[]]
    for number, question in enumerate(questions):
        used = sum(width for _, width in rows[-1])
        wanted = min(widths(question), columns)
        left = columns - used
        if wanted > left and question.answer is Answer.LINE and left:
            wanted = left
        if wanted > left:
            rows.append([])
        rows[-1].append((number, wanted))
    found = []
    for at, row in enumerate(rows):
        column = 0
        for number, width in _spread(row, questions, columns):
            found.append((number, at, column, 1, width))
            column += width
    return found


def _spread(
    row: list[tuple[int, int]], questions: Sequence[Question], columns: int
) -> list[tuple[int, int]]:
    """Let the longest kind of answer in a row take what the row has left."""
    left = columns - sum(width for _, width in row)
    for kind in (Answer.TEXT, Answer.LINE):
        for place, (number, width) in enumerate(row):
            if left and questions[number].answer is kind:
                row[place] = (number, width + left)
                left = 0
    return row
