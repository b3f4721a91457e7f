"""Turns the questions of a form into fields, and what stands in them into answers."""

from collections.abc import Callable, Collection, Sequence
from datetime import date

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QCheckBox, QGridLayout, QHBoxLayout, QSizePolicy, QWidget

from isteam_app.domain.dates import long_date
from isteam_app.domain.forms import NO, YES, Answer, Form, Question
from isteam_app.errors import RuleBroken
from ui.common.choice_fields import ChoiceField, RadioField
from ui.common.date_field import DateField
from ui.common.fields import AreaField, Field, TextField
from ui.common.segments import Segments
from ui.common.suggest_field import SuggestField
from ui.common.text import BODY, paragraph, role_font, set_property
from ui.common.tokens import GAP, GAP_CARD, GAP_ROW

_MOST_ACROSS, _LEAST, _MOST = 4, 2, 10
_FRAME, _A_LIST = 20, 3
_SAID = (("", "Not yet"), (YES, "Yes"), (NO, "No"))


class SeveralField(Field):
    """Any number of a set, each ticked. Its value is the chosen ones, one a line."""

    def __init__(
        self,
        name: str,
        choices: Sequence[tuple[str, str]],
        *,
        required: bool = False,
        help_text: str = "",
    ) -> None:
        super().__init__(name, required=required, help_text=help_text)
        self.boxes: dict[str, QCheckBox] = {}
        holder = QWidget()
        self._grid = QGridLayout(holder)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setHorizontalSpacing(GAP_CARD)
        self._grid.setVerticalSpacing(GAP)
        self._grid.setColumnStretch(_MOST_ACROSS, 1)
        for value, words in choices:
            box = QCheckBox(words.replace("&", "&&"), holder)
            box.setAccessibleName(words)
            self.boxes[value] = box
        self.set_across(_MOST_ACROSS)
        holder.setFocusProxy(next(iter(self.boxes.values())))
        self._frame(holder)
        for box in self.boxes.values():
            box.toggled.connect(self._touched)

    def set_across(self, across: int) -> None:
        """Put so many boxes beside each other."""
        for place, box in enumerate(self.boxes.values()):
            self._grid.addWidget(box, place // across, place % across)

    def value(self) -> str:
        return "\n".join(key for key, box in self.boxes.items() if box.isChecked())

    def is_empty(self) -> bool:
        return not self.value()

    def set_value(self, value: str) -> None:
        wanted = value.splitlines()
        for key, box in self.boxes.items():
            box.setChecked(key in wanted)

    def _mark(self, *, bad: bool) -> None:
        for box in self.boxes.values():
            set_property(box, "bad", "true" if bad else "")


class YesNoField(Field):
    """Yes, no, or not answered yet; the arrow keys choose.

    `beside` puts the answer beside the question, for lists of such questions.
    """

    def __init__(
        self,
        name: str,
        *,
        required: bool = False,
        help_text: str = "",
        beside: bool = False,
    ) -> None:
        super().__init__(name, required=required, help_text=help_text)
        self.segments = Segments(name, _SAID)
        self.segments.chosen.connect(self._choose)
        if not beside:
            policy = QSizePolicy.Policy
            self.segments.setSizePolicy(policy.Maximum, policy.Fixed)
            self._frame(self.segments)
            return
        holder = QWidget()
        row = QHBoxLayout(holder)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_ROW)
        row.addWidget(paragraph(name, BODY), 1, Qt.AlignmentFlag.AlignVCenter)
        row.addWidget(self.segments)
        holder.setFocusProxy(self.segments)
        self._frame(holder, labelled=False)
        holder.setAccessibleName("")

    def value(self) -> str:
        return self.segments.current()

    def is_empty(self) -> bool:
        return not self.value()

    def set_value(self, value: str) -> None:
        self.segments.set_current(value if value in (YES, NO) else "")
        self.changed.emit()

    @Slot(str)
    def _choose(self, _: str) -> None:
        self._touched()


class GrowingArea(AreaField):
    """Words over several lines, as high as what is written, within reason."""

    def __init__(
        self, name: str, *, most: int, required: bool = False, help_text: str = ""
    ) -> None:
        super().__init__(
            name, lines=_LEAST, most=most, required=required, help_text=help_text
        )
        self.edit.document().documentLayout().documentSizeChanged.connect(self._grow)

    @Slot()
    def _grow(self) -> None:
        written = round(self.edit.document().size().height())
        lines = min(max(written, _LEAST), _MOST)
        spacing = QFontMetrics(role_font(BODY)).lineSpacing()
        self.edit.setFixedHeight(lines * spacing + _FRAME)


def fields_for(
    form: Form, today: Callable[[], date], suggested: Collection[str] = ()
) -> dict[str, Field]:
    """Return the empty inputs of a form by question; each is named by its label.

    `suggested` names the questions of one line that have words to offer.
    """
    kinds = [question.answer for question in form.questions]
    listed = kinds.count(Answer.YES_NO) >= _A_LIST
    return {
        question.key: _suggesting(question)
        if question.key in suggested
        else _field_for(question, today, listed=listed)
        for question in form.questions
    }


def _suggesting(question: Question) -> SuggestField:
    return SuggestField(
        question.label,
        most=question.longest,
        required=question.needed,
        help_text=question.hint,
    )


def _field_for(question: Question, today: Callable[[], date], *, listed: bool) -> Field:
    name, must, hint = question.label, question.needed, question.hint
    if question.answer is Answer.DAY:
        return DateField(name, today, required=must, help_text=hint)
    if question.answer is Answer.TEXT:
        return GrowingArea(name, most=question.longest, required=must, help_text=hint)
    if question.answer is Answer.ONE:
        choices = (("", "Choose"), *question.offered)
        return ChoiceField(name, choices, required=must, help_text=hint)
    if question.answer is Answer.SEVERAL:
        return SeveralField(name, question.offered, required=must, help_text=hint)
    if question.answer is Answer.YES_NO:
        return YesNoField(name, required=must, help_text=hint, beside=listed)
    return TextField(name, most=question.longest, required=must, help_text=hint)


def typed_in(field: Field) -> str:
    """Return what stands in a field, half typed or not, for a draft."""
    if isinstance(field, DateField):
        return field.text()
    if isinstance(field, _VALUED):
        return field.value()
    raise TypeError(type(field).__name__)


def put_in(field: Field, text: str) -> None:
    """Put back what `typed_in` gave; what stands there already is left alone."""
    if text == typed_in(field):
        return
    if isinstance(field, DateField):
        field.set_text(text)
    elif isinstance(field, _VALUED):
        field.set_value(text)


_VALUED = (TextField, AreaField, ChoiceField, RadioField, SeveralField, YesNoField)


def answer_in(question: Question, field: Field) -> str:
    """Return what stands in a field as an entry keeps it.

    Raises RuleBroken, naming the question, for a day that is none.
    """
    if not isinstance(field, DateField):
        return typed_in(field)
    try:
        day = field.value()
    except RuleBroken as error:
        raise RuleBroken(str(error), field=question.key) from error
    return day.isoformat() if day else ""


def as_typed(question: Question, value: str) -> str:
    """Return a kept answer as it stands in its field."""
    if question.answer is Answer.DAY and value:
        return long_date(date.fromisoformat(value))
    return value
