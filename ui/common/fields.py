"""Form fields: the label above, the help under, and what is wrong in words."""

from PySide6.QtCore import QEvent, QMimeData, QObject, Qt, Signal, Slot
from PySide6.QtGui import QFontMetrics, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPlainTextEdit,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.common.icons import IconLabel
from ui.common.inner_button import InnerButton
from ui.common.line_edit import LineEdit
from ui.common.text import BODY, LABEL, META, label, paragraph, role_font, set_property
from ui.common.tokens import GAP, GAP_LABEL

NO_DRAFT = "noDraft"
"""The property of an input whose words nothing may keep: a passphrase, a key."""


class Field(QWidget):
    """One question of a form: label, input, help, and a problem when there is one.

    A subclass makes its input, hands it to `_frame`, and offers `value` and
    `set_value`. `changed` is emitted whenever the value may have changed.
    """

    changed = Signal()

    def __init__(
        self, name: str, *, required: bool = False, help_text: str = ""
    ) -> None:
        super().__init__()
        self.name = name
        self.required = required
        self._help_text = help_text
        self._problem_text = ""
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_LABEL)

    @property
    def input(self) -> QWidget:
        """The widget that is typed into."""
        return self._input

    def is_empty(self) -> bool:
        """Whether nothing has been typed or chosen."""
        raise NotImplementedError

    def problem(self) -> str:
        """The sentence under the field, or nothing."""
        return self._problem_text

    def show_problem(self, sentence: str) -> None:
        """Say what is wrong and what to type, under the field."""
        self._problem_text = sentence
        self._problem.setText(sentence)
        self._problem_row.setVisible(bool(sentence))
        self._help.setVisible(bool(self._help_text) and not sentence)
        self._mark(bad=bool(sentence))
        self._describe()

    def clear_problem(self) -> None:
        if self._problem_text:
            self.show_problem("")

    def focus_field(self) -> None:
        self._input.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_enabled_input(self, on: bool) -> None:
        self._input.setEnabled(on)

    def set_help(self, sentence: str) -> None:
        self._help_text = sentence
        self._help.setText(sentence)
        self._help.setVisible(bool(sentence) and not self._problem_text)
        self._describe()

    def _frame(self, widget: QWidget, *, labelled: bool = True) -> None:
        """Put the parts together around the input."""
        self._input = widget
        widget.setAccessibleName(self._spoken_name())
        if labelled:
            self._column.addLayout(self._heading(widget))
        self._column.addLayout(_at_left(widget))
        self._help = _sentence(self._help_text, "")
        self._column.addWidget(self._help)
        self._help.setVisible(bool(self._help_text))
        self._column.addWidget(self._problem_part())
        if widget.sizePolicy().verticalPolicy() is not QSizePolicy.Policy.Expanding:
            self._column.addStretch()
        self._describe()

    def _spoken_name(self) -> str:
        return f"{self.name}, required" if self.required else self.name

    def _heading(self, widget: QWidget) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        title = label(self.name, LABEL)
        title.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Fixed)
        title.setBuddy(widget)
        row.addWidget(title)
        if self.required:
            row.addWidget(label("required", META))
        row.addStretch(1)
        self._heading_row = row
        return row

    def _problem_part(self) -> QWidget:
        self._problem_row = QWidget()
        row = QHBoxLayout(self._problem_row)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(IconLabel("error", "danger", 14), 0, Qt.AlignmentFlag.AlignTop)
        self._problem = _sentence("", "danger")
        row.addWidget(self._problem, 1)
        self._problem_row.hide()
        return self._problem_row

    def _mark(self, *, bad: bool) -> None:
        set_property(self._input, "bad", "true" if bad else "")

    def _describe(self) -> None:
        """What a screen reader says after the name: the problem comes first."""
        self._input.setAccessibleDescription(self._problem_text or self._help_text)

    def _touched(self) -> None:
        self.clear_problem()
        self.changed.emit()


def _at_left(widget: QWidget) -> QHBoxLayout:
    """The input at its own width, or as wide as the form where it has none."""
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(widget, 1000)
    if widget.sizePolicy().horizontalPolicy() is QSizePolicy.Policy.Maximum:
        row.addStretch(1)
    return row


def _sentence(text: str, tone: str) -> QLabel:
    """A sentence that wraps to the width of the input and never widens it."""
    made = paragraph(text, META, tone=tone)
    policy = made.sizePolicy()
    policy.setHorizontalPolicy(QSizePolicy.Policy.Ignored)
    made.setSizePolicy(policy)
    return made


class TextField(Field):
    """Words on one line. `width` hints at the answer; 0 lets the field grow."""

    def __init__(
        self,
        name: str,
        *,
        placeholder: str = "",
        most: int = 200,
        width: int = 0,
        hero: bool = False,
        required: bool = False,
        help_text: str = "",
    ) -> None:
        super().__init__(name, required=required, help_text=help_text)
        self.edit = LineEdit(width)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setMaxLength(most)
        self._cut = False
        if hero:
            self.edit.setProperty("fit", "hero")
        self._frame(self.edit)
        self.edit.textChanged.connect(self._typed)
        self.edit.inputRejected.connect(self._shortened)

    def value(self) -> str:
        return self.edit.text().strip()

    def is_empty(self) -> bool:
        return not self.value()

    def set_value(self, value: str) -> None:
        self.edit.setText(value)
        self.edit.setCursorPosition(0)

    @Slot()
    def _shortened(self) -> None:
        """Tell that what was pasted did not fit; the text may still be on its way."""
        self._cut = True
        self._tell_cut()

    @Slot()
    def _typed(self) -> None:
        self._touched()
        self._tell_cut()

    def _tell_cut(self) -> None:
        most = self.edit.maxLength()
        if self._cut and len(self.edit.text()) >= most:
            self.show_problem(f"Shortened to {most:,} characters.")
        else:
            self._cut = False


class _Area(QPlainTextEdit):
    """Cuts what is pasted before it is set: a line without end would take minutes."""

    def __init__(self, most: int) -> None:
        super().__init__()
        self._most = most

    def insertFromMimeData(self, source: QMimeData) -> None:
        one_over = self._most + 1  # so that the field tells that it was shortened
        self.insertPlainText(source.text()[:one_over])
        self.ensureCursorVisible()


class AreaField(Field):
    """Words over several lines, as high as `lines`, or as high as there is room.

    Text longer than `most` is cut as it is typed.
    """

    def __init__(
        self,
        name: str,
        *,
        lines: int = 3,
        grows: bool = False,
        placeholder: str = "",
        most: int = 10_000,
        required: bool = False,
        help_text: str = "",
    ) -> None:
        super().__init__(name, required=required, help_text=help_text)
        self._most = most
        self.edit = _Area(most)
        self.edit.setPlaceholderText(placeholder)
        self.edit.setTabChangesFocus(True)
        spacing = QFontMetrics(role_font(BODY)).lineSpacing()
        height = lines * spacing + 20
        if grows:
            self.edit.setMinimumHeight(height)
        else:
            self.edit.setFixedHeight(height)
            self.edit.setSizePolicy(
                QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
            )
        self._frame(self.edit)
        self.edit.textChanged.connect(self._typed)

    def value(self) -> str:
        return self.edit.toPlainText().strip()

    def is_empty(self) -> bool:
        return not self.value()

    def set_value(self, value: str) -> None:
        self.edit.setPlainText(value[: self._most])

    def _typed(self) -> None:
        text = self.edit.toPlainText()
        if len(text) > self._most:
            self.edit.setPlainText(text[: self._most])
            self.show_problem(f"Shortened to {self._most:,} characters.")
            self.changed.emit()
            return
        self._touched()


class SecretField(TextField):
    """A passphrase, hidden until the eye is pressed. Never remembered or drafted."""

    def __init__(
        self,
        name: str,
        *,
        hero: bool = False,
        required: bool = False,
        help_text: str = "",
    ) -> None:
        super().__init__(
            name, most=1024, hero=hero, required=required, help_text=help_text
        )
        self.edit.setEchoMode(QLineEdit.EchoMode.Password)
        self.edit.setDragEnabled(False)
        self.edit.setProperty(NO_DRAFT, True)
        self.edit.installEventFilter(self)
        self.edit.setInputMethodHints(
            Qt.InputMethodHint.ImhSensitiveData
            | Qt.InputMethodHint.ImhNoPredictiveText
            | Qt.InputMethodHint.ImhNoAutoUppercase
        )
        self._inside = InnerButton("show", "Show what is typed", self.edit)
        self._inside.clicked.connect(self._turn)
        self._shown = False

    def value(self) -> str:
        """What was typed, spaces and all."""
        return self.edit.text()

    def clear(self) -> None:
        self.edit.clear()
        if self._shown:
            self._turn()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """No key copies a passphrase, also while it is shown."""
        if watched is self.edit and isinstance(event, QKeyEvent):
            copies = QKeySequence.StandardKey.Copy, QKeySequence.StandardKey.Cut
            if any(event.matches(key) for key in copies):
                event.accept()
                return True
        return super().eventFilter(watched, event)

    def _turn(self) -> None:
        self._shown = not self._shown
        mode = QLineEdit.EchoMode
        self.edit.setEchoMode(mode.Normal if self._shown else mode.Password)
        menu = Qt.ContextMenuPolicy  # while it is shown, the menu would copy it
        self.edit.setContextMenuPolicy(
            menu.NoContextMenu if self._shown else menu.DefaultContextMenu
        )
        words = "Hide what is typed" if self._shown else "Show what is typed"
        self._inside.set(("hide" if self._shown else "show"), words)
