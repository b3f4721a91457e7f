"""Draws a field or a mark as one sign of the text: one step of the cursor."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QRect, QRectF, QSizeF, Qt
from PySide6.QtGui import (
    QFont,
    QFontMetricsF,
    QPainter,
    QPyTextObject,
    QTextCharFormat,
    QTextDocument,
    QTextFormat,
)

from ui.common.letter_marks import FIELD, PARAGRAPH, Mark, read_mark
from ui.common.paint import draw_box
from ui.common.text import LABEL, META, STRONG, elided, role_font
from ui.common.theme import colour

CHIP = int(QTextFormat.ObjectTypes.UserObject) + 1
SOURCE = int(QTextFormat.Property.UserProperty) + 1
_PAD, _SPACE, _ABOVE = 4, 1, 2
_NOT_SET = ": not set"


def chip_format(source: str, plain: QTextCharFormat) -> QTextCharFormat:
    """The format of the one sign that stands for a mark."""
    made = QTextCharFormat(plain)
    made.setObjectType(CHIP)
    made.setProperty(SOURCE, source)
    made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignBaseline)
    return made


def source_of(held: QTextFormat) -> str:
    """The mark as written, or nothing where the sign is an ordinary one."""
    if held.objectType() != CHIP:
        return ""
    source = held.property(SOURCE)
    return source if isinstance(source, str) else ""


class ChipObject(QPyTextObject):
    """The looks of every mark. `missing` says which fields have no value yet."""

    def __init__(
        self,
        missing: Callable[[], frozenset[str]],
        room: Callable[[], int],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._missing = missing
        self._room = room

    def words(self, mark: Mark) -> str:
        """What the chip says, its state in words."""
        if mark.kind == FIELD and not mark.known:
            return f"{mark.words}: no such field"
        if mark.kind == FIELD and mark.name in self._missing():
            return mark.words + _NOT_SET
        return mark.words[:1].upper() + mark.words[1:]

    def intrinsicSize(
        self, doc: QTextDocument, place: int, held: QTextFormat
    ) -> QSizeF:
        mark = read_mark(source_of(held))
        metrics = QFontMetricsF(_font(mark))
        width = metrics.horizontalAdvance(self.words(mark)) + 2 * _room_beside(mark)
        return QSizeF(min(width, self._room()), metrics.height() + _ABOVE)

    def drawObject(
        self,
        painter: QPainter,
        rect: QRectF | QRect,
        doc: QTextDocument,
        place: int,
        held: QTextFormat,
    ) -> None:
        mark = read_mark(source_of(held))
        chosen = held.background().style() is not Qt.BrushStyle.NoBrush
        ink, ground = self._colours(mark)
        space = 0 if mark.kind == PARAGRAPH else _SPACE
        pad = _room_beside(mark) - space
        box = QRectF(rect).adjusted(space, 0, -space, 1).toAlignedRect()
        font = _font(mark)
        painter.save()
        if chosen:
            draw_box(painter, box, fill="accent", radius=4)
        elif ground:
            draw_box(painter, box, fill=ground, radius=4)
        words = elided(self.words(mark), font, box.width() - 2 * pad + 1)
        painter.setFont(font)
        painter.setPen(colour("on_accent" if chosen else ink))
        inside = box.adjusted(pad, 0, -pad, 0)
        painter.drawText(inside, int(Qt.AlignmentFlag.AlignVCenter), words)
        painter.restore()

    def _colours(self, mark: Mark) -> tuple[str, str]:
        if not mark.known or (mark.kind == FIELD and mark.name in self._missing()):
            return "danger", "danger_soft"
        if mark.kind == FIELD:
            return "accent_text", "accent_soft"
        if mark.kind == PARAGRAPH:
            return "text3", ""
        return "text2", "neutral_soft"


def _room_beside(mark: Mark) -> int:
    """The pixels at each side of the words: a quiet mark stands flush."""
    return 0 if mark.kind == PARAGRAPH else _PAD + _SPACE


def _font(mark: Mark) -> QFont:
    if mark.kind == FIELD:
        return role_font(STRONG)
    return role_font(META if mark.kind == PARAGRAPH else LABEL)
