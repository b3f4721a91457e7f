"""Paints words, icons and edges in the colours of the theme in force."""

from html import escape

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QPen

from ui.common.icons import paint_icon
from ui.common.text import BODY, role_font
from ui.common.theme import colour, tokens

LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
CENTRE = Qt.AlignmentFlag.AlignCenter

TONES = {"": "text", "accent": "accent_text"}


def token_of(tone: str) -> str:
    """The name of the token that text in this tone is painted with."""
    return TONES.get(tone, tone)


def soft_token_of(tone: str) -> str:
    """The name of the token that lies behind an icon in this tone."""
    soft = f"{tone or 'neutral'}_soft"
    return soft if soft in tokens().names() else "neutral_soft"


def width_of(text: str, font: QFont) -> int:
    """The width of the longest line of a text, in pixels, rounded up."""
    metrics = QFontMetrics(font)
    lines = text.splitlines() or [""]
    return max(metrics.horizontalAdvance(line) for line in lines) + 1


def draw_text(
    painter: QPainter,
    rect: QRect,
    text: str,
    *,
    role: str = BODY,
    ink: str = "text",
    align: Qt.AlignmentFlag = LEFT,
    font: QFont | None = None,
) -> int:
    """Paints one line, cut with an ellipsis at the right; gives the width it took."""
    used = font or role_font(role)
    metrics = QFontMetrics(used)
    line = metrics.elidedText(
        " ".join(text.split("\n")), Qt.TextElideMode.ElideRight, max(rect.width(), 0)
    )
    painter.setFont(used)
    painter.setPen(colour(ink))
    painter.drawText(rect, align | Qt.TextFlag.TextSingleLine, line)
    return metrics.horizontalAdvance(line)


def draw_icon(painter: QPainter, rect: QRect, name: str, token: str) -> None:
    """Paints an icon into a square, sharp at every scale of the screen."""
    paint_icon(painter, rect, name, token)


def square(left: int, middle: int, side: int) -> QRect:
    """A square of `side` pixels that starts at `left`, centred on a height."""
    return QRect(left, middle - side // 2, side, side)


def draw_box(
    painter: QPainter,
    rect: QRect,
    *,
    fill: str = "",
    edge: str = "",
    radius: int = 6,
    width: int = 1,
) -> None:
    """Paints a rounded rectangle with its edge inside the rectangle given."""
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour(edge), width) if edge else Qt.PenStyle.NoPen)
    painter.setBrush(colour(fill) if fill else Qt.BrushStyle.NoBrush)
    inset = width / 2 if edge else 0
    painter.drawRoundedRect(
        QRectF(rect).adjusted(inset, inset, -inset, -inset), radius, radius
    )
    painter.restore()


def draw_rule(painter: QPainter, left: int, right: int, y: int) -> None:
    """Paints a hairline."""
    painter.fillRect(QRect(left, y, right - left, 1), colour("border"))


def draw_dot(painter: QPainter, centre: QPointF, radius: float, token: str) -> None:
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(colour(token))
    painter.drawEllipse(centre, radius, radius)
    painter.restore()


def plain_tip(text: str) -> str:
    """Words for a tooltip that stay words, whatever signs they hold."""
    return f"<span>{escape(text)}</span>" if text else ""


def height_for(role: str, usual: int, spare: int = 16) -> int:
    """The usual height of a part, more where the person wants larger text."""
    return max(usual, QFontMetrics(role_font(role)).height() + spare)
