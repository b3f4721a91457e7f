"""Form fields that are chosen, not typed."""

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import (
    QButtonGroup,
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QRadioButton,
    QSizePolicy,
    QVBoxLayout,
    QWidget,
)

from ui.common.fields import Field
from ui.common.text import role_font, set_property
from ui.common.theme import text_scale
from ui.common.tokens import GAP_CARD, GAP_LABEL

Choices = Sequence[tuple[str, str]]
"""What can be chosen: the value and the words shown for it."""
_BOX = 26
"""The width of a check box and its gap: help stands under the words."""


class ChoiceField(Field):
    """One of more than three choices, in a list that folds away."""

    def __init__(
        self,
        name: str,
        choices: Choices,
        *,
        width: int = 0,
        required: bool = False,
        help_text: str = "",
    ) -> None:
        super().__init__(name, required=required, help_text=help_text)
        self.combo = QComboBox()
        self.combo.setSizeAdjustPolicy(
            QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon
        )
        self.combo.setMinimumContentsLength(6)
        if width:
            self.combo.setFixedWidth(round(width * text_scale()))
            self.combo.setSizePolicy(
                QSizePolicy.Policy.Maximum, QSizePolicy.Policy.Fixed
            )
        self._frame(self.combo)
        self.set_choices(choices)
        self.combo.currentIndexChanged.connect(self._touched)

    def set_choices(self, choices: Choices) -> None:
        """Offer other choices; what was chosen stays chosen if it is among them."""
        before = self.value()
        self.combo.blockSignals(True)
        self.combo.clear()
        for value, words in choices:
            self.combo.addItem(words, value)
        self.combo.blockSignals(False)
        self.set_value(before)

    def offer_kept(self, value: str) -> None:
        """Offer a value that is kept, whatever may be chosen today."""
        if self.combo.findData(value) < 0:
            self.combo.addItem(value, value)

    def value(self) -> str:
        data = self.combo.currentData()
        return data if isinstance(data, str) else ""

    def is_empty(self) -> bool:
        return not self.value()

    def set_value(self, value: str) -> None:
        found = self.combo.findData(value)
        self.combo.setCurrentIndex(max(found, 0))


class CheckField(Field):
    """A yes that is ticked. Its words are its label."""

    def __init__(self, name: str, *, help_text: str = "", strong: bool = False) -> None:
        super().__init__(name, help_text=help_text)
        self.box = StrongCheckBox(name) if strong else QCheckBox(name)
        self._frame(self.box, labelled=False)
        self._help.setContentsMargins(_BOX, 0, 0, 0)
        self.box.toggled.connect(self._touched)

    def value(self) -> bool:
        return self.box.isChecked()

    def is_empty(self) -> bool:
        return not self.value()

    def set_value(self, value: bool) -> None:
        self.box.setChecked(value)


class StrongCheckBox(QCheckBox):
    """A check box whose words turn strong when ticked, with the room kept for it."""

    def __init__(self, words: str, parent: QWidget | None = None) -> None:
        super().__init__(words, parent)
        self.setProperty("strong", "true")
        self.setAccessibleName(words)

    def sizeHint(self) -> QSize:
        usual = super().sizeHint()
        strong = QFontMetrics(role_font("strong")).horizontalAdvance(self.text())
        return QSize(max(usual.width(), strong + _BOX + 4), usual.height())

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()


class RadioField(Field):
    """One of two or three choices, all in sight."""

    def __init__(
        self,
        name: str,
        choices: Choices,
        *,
        upright: bool = False,
        required: bool = False,
        help_text: str = "",
    ) -> None:
        super().__init__(name, required=required, help_text=help_text)
        self._group = QButtonGroup(self)
        self.buttons: dict[str, QRadioButton] = {}
        row = QWidget()
        layout = QVBoxLayout(row) if upright else QHBoxLayout(row)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(GAP_LABEL if upright else GAP_CARD)
        for value, words in choices:
            button = QRadioButton(words)
            button.setAccessibleName(words)
            self._group.addButton(button)
            self.buttons[value] = button
            layout.addWidget(button)
        if not upright:
            layout.addStretch(1)
        row.setFocusProxy(next(iter(self.buttons.values())))
        self._frame(row)
        self._group.buttonClicked.connect(self._touched)

    def value(self) -> str:
        for value, button in self.buttons.items():
            if button.isChecked():
                return value
        return ""

    def is_empty(self) -> bool:
        return not self.value()

    def set_value(self, value: str) -> None:
        """Choose one; a value that is not offered leaves none chosen."""
        chosen = self.buttons.get(value)
        self._group.setExclusive(False)
        for button in self.buttons.values():
            button.setChecked(button is chosen)
        self._group.setExclusive(True)
        self.changed.emit()

    def _mark(self, *, bad: bool) -> None:
        for button in self.buttons.values():
            set_property(button, "bad", "true" if bad else "")

    def focus_field(self) -> None:
        self._first().setFocus(Qt.FocusReason.OtherFocusReason)

    def _first(self) -> QWidget:
        chosen = self._group.checkedButton()
        return chosen or next(iter(self.buttons.values()))
