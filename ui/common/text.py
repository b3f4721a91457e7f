"""Words on the screen: the text roles, for labels and for painters."""

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.common import theme
from ui.common.tokens import READING_WIDTH

NUMBER, TITLE, SECTION = "number", "title", "section"
BODY, STRONG, LABEL, META = "body", "strong", "label", "meta"


def role_font(role: str, *, tnum: bool = False) -> QFont:
    """The font of a text role, for delegates and painters."""
    return theme.font(theme.ROLES[role], tnum=tnum)


def label(
    text: str,
    role: str = BODY,
    *,
    tone: str = "",
    tnum: bool = False,
    parent: QWidget | None = None,
) -> QLabel:
    """Words on one line, shown as typed: never read as markup.

    `tone` is a colour token's name ("text2", "danger") where the role's own colour
    will not do.
    """
    return _dressed(QLabel(parent), text, role, tone, tnum)


def paragraph(
    text: str, role: str = BODY, *, tone: str = "", parent: QWidget | None = None
) -> "Paragraph":
    """Words over as many lines as they need, at a width that can be read."""
    made = Paragraph(parent)
    _dressed(made, text, role, tone, False)
    return made


class Paragraph(QLabel):
    """A wrapped label that asks for a sentence's width, not a narrow column."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def sizeHint(self) -> QSize:
        whole = self.fontMetrics().horizontalAdvance(self.text())
        width = min(whole + 2 * self.margin() + 2, READING_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = min(self.sizeHint().width(), 96)
        return QSize(width, self.fontMetrics().lineSpacing())


def elided(text: str, font: QFont, width: int) -> str:
    """The words that fit `width` pixels, cut at the right with an ellipsis."""
    return QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, width)


def set_property(widget: QWidget, name: str, value: object) -> None:
    """Set a style property and let the sheet look again."""
    if widget.property(name) == value:
        return
    widget.setProperty(name, value)
    widget.style().unpolish(widget)
    widget.style().polish(widget)
    widget.update()


def _dressed(made: QLabel, text: str, role: str, tone: str, tnum: bool) -> QLabel:
    made.setTextFormat(Qt.TextFormat.PlainText)
    # a name written from right to left stays under the ones above it
    made.setAlignment(
        Qt.AlignmentFlag.AlignLeft
        | Qt.AlignmentFlag.AlignAbsolute
        | Qt.AlignmentFlag.AlignVCenter
    )
    made.setProperty("t", role)
    if tone:
        made.setProperty("tone", tone)
    if tnum:
        made.setFont(role_font(role, tnum=True))
    made.setText(text)
    return made
