"""Words on the screen: the text roles, for labels and for painters."""

import re

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QLabel, QSizePolicy, QWidget

from ui.common import theme
from ui.common.tokens import READING_WIDTH

NUMBER, TITLE, SECTION = "number", "title", "section"
BODY, STRONG, LABEL, META = "body", "strong", "label", "meta"
BREAK = "\u200b"
"""A place without width where a line may end."""
_LONG_RUN = re.compile(r"\S{25,}")
_STEP = re.compile(r"(?<=[^/\\])[/\\]+(?=[^/\\])")
_PIECE = re.compile(r"[^/\\]{23}\w(?=\w)")
"""As much of a name as may stand on one line; no sign is parted from its letter."""


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
    """A wrapped label that asks for a sentence's width, not a narrow column.

    What has no spaces, such as the path of a folder, wraps too. `text` and what is
    read aloud stay as they were given.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._given = ""
        self.setWordWrap(True)
        policy = QSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        policy.setHeightForWidth(True)
        self.setSizePolicy(policy)

    def setText(self, text: str) -> None:
        shown = breakable(text)
        if shown != text:
            self.setAccessibleName(text)
        elif self._given and self.accessibleName() == self._given:
            self.setAccessibleName("")  # what is shown is read aloud again
        self._given = text
        super().setText(shown)

    def text(self) -> str:
        return self._given

    def sizeHint(self) -> QSize:
        whole = self.fontMetrics().horizontalAdvance(self.text())
        width = min(whole + 2 * self.margin() + 2, READING_WIDTH)
        return QSize(width, self.heightForWidth(width))

    def minimumSizeHint(self) -> QSize:
        width = min(self.sizeHint().width(), 96)
        return QSize(width, self.fontMetrics().lineSpacing())


def breakable(text: str) -> str:
    """The same words, with a place to wrap after each step of a path and in a name
    too long for a line."""
    return _LONG_RUN.sub(_with_breaks, text)


def _with_breaks(run: re.Match[str]) -> str:
    stepped = _STEP.sub(lambda step: step[0] + BREAK, run[0])
    return BREAK.join(
        _PIECE.sub(lambda piece: piece[0] + BREAK, part)
        for part in stepped.split(BREAK)
    )


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
