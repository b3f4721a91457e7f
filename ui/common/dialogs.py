"""Dialogs: only to confirm an act, or for one short question."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QHBoxLayout, QVBoxLayout, QWidget

from ui.common.buttons import Button, danger, primary, secondary
from ui.common.choice_fields import ChoiceField, Choices
from ui.common.fields import AreaField, Field
from ui.common.text import BODY, SECTION, paragraph
from ui.common.tokens import GAP, GAP_ROW, MARGIN

_LEAST, _USUAL = 408, 480


class Dialog(QDialog):
    """A question over the page: what is about to happen, and what follows from it.

    Escape is Cancel. It is opened, never waited for: locking the vault closes it
    without a question.
    """

    def __init__(self, parent: QWidget | None, title: str, text: str) -> None:
        super().__init__(parent)
        self.setProperty("k", "confirm")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowModality(Qt.WindowModality.WindowModal)
        self.setWindowTitle(title)
        self.setAccessibleDescription(text)
        column = QVBoxLayout(self)
        column.setContentsMargins(MARGIN, MARGIN, MARGIN, MARGIN)
        column.setSpacing(GAP_ROW)
        column.addWidget(paragraph(title, SECTION))
        column.addWidget(paragraph(text, BODY, tone="text2"))
        self.body = QVBoxLayout()
        self.body.setSpacing(GAP_ROW)
        column.addLayout(self.body)
        column.addSpacing(GAP)
        self.row = QHBoxLayout()
        self.row.setSpacing(GAP)
        self.row.addStretch(1)
        column.addLayout(self.row)
        self.setFixedWidth(_width_over(parent))

    def fit(self) -> None:
        """Take the height that the words need at the dialog's width."""
        layout = self.layout()
        if layout is not None:
            layout.activate()
            height = layout.totalHeightForWidth(self.width())
            self.setFixedHeight(max(height, layout.totalMinimumSize().height()))


class ConfirmDialog(Dialog):
    """Asks whether to go on. `accepted` is emitted if the person says so."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        text: str,
        *,
        act: str,
        cancel: str = "Cancel",
        takes_away: bool = False,
    ) -> None:
        super().__init__(parent, title, text)
        self.cancel_button = secondary(cancel)
        self.cancel_button.clicked.connect(self.reject)
        self.act_button: Button = danger(act) if takes_away else primary(act)
        self.act_button.clicked.connect(self.accept)
        self.row.addWidget(self.cancel_button)
        self.row.addWidget(self.act_button)
        first = self.cancel_button if takes_away else self.act_button
        first.setDefault(True)
        first.setFocus()
        self.fit()


class ReasonDialog(ConfirmDialog):
    """Asks why before an act that is written down for good."""

    def __init__(
        self,
        parent: QWidget | None,
        title: str,
        text: str,
        *,
        act: str,
        label: str = "Reason",
        choices: Choices = (),
        takes_away: bool = True,
    ) -> None:
        super().__init__(parent, title, text, act=act, takes_away=takes_away)
        self.field: Field
        if choices:
            self._choice = ChoiceField(label, choices, required=True)
            self.field = self._choice
        else:
            self._area = AreaField(label, most=2000, required=True)
            self.field = self._area
        self._chooses = bool(choices)
        self.body.addWidget(self.field)
        self.setTabOrder(self.field.input, self.cancel_button)
        self.field.focus_field()
        self.fit()

    def reason(self) -> str:
        return self._choice.value() if self._chooses else self._area.value()

    def accept(self) -> None:
        if not self.reason():
            self.field.show_problem("Type the reason in a few words.")
            self.field.focus_field()
            self.fit()
            return
        super().accept()


class MessageDialog(Dialog):
    """Tells something where no page can show it."""

    def __init__(self, parent: QWidget | None, title: str, text: str) -> None:
        super().__init__(parent, title, text)
        self.close_button = primary("Close")
        self.close_button.clicked.connect(self.accept)
        self.close_button.setDefault(True)
        self.row.addWidget(self.close_button)
        self.fit()


def ask(
    parent: QWidget,
    title: str,
    text: str,
    *,
    act: str,
    then: Callable[[], object],
    cancel: str = "Cancel",
    takes_away: bool = False,
) -> ConfirmDialog:
    """Open a question and go on at once; `then` is called if the answer is yes."""
    dialog = ConfirmDialog(
        parent, title, text, act=act, cancel=cancel, takes_away=takes_away
    )
    dialog.accepted.connect(then)
    dialog.open()
    return dialog


def ask_reason(
    parent: QWidget,
    title: str,
    text: str,
    *,
    act: str,
    then: Callable[[str], object],
    label: str = "Reason",
    choices: Choices = (),
    takes_away: bool = True,
) -> ReasonDialog:
    """Open a question that wants a reason; `then` is called with what was given."""
    dialog = ReasonDialog(
        parent,
        title,
        text,
        act=act,
        label=label,
        choices=choices,
        takes_away=takes_away,
    )
    dialog.accepted.connect(lambda: then(dialog.reason()))
    dialog.open()
    return dialog


def _width_over(parent: QWidget | None) -> int:
    if parent is None:
        return _USUAL
    return max(_LEAST, min(_USUAL, parent.window().width() - 48))
