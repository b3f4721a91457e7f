"""Paints every cell of every table."""

from dataclasses import dataclass

from PySide6.QtCore import QAbstractItemModel, QEvent, QRect, Qt
from PySide6.QtGui import QFont, QHelpEvent, QMouseEvent, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolTip,
)

from ui.common.cells import Cell, Group
from ui.common.chips import chip_width, paint_chip
from ui.common.paged_model import CELL_ROLE, Index
from ui.common.paint import (
    LEFT,
    RIGHT,
    draw_box,
    draw_icon,
    draw_rule,
    draw_text,
    plain_tip,
    square,
    token_of,
    width_of,
)
from ui.common.text import BODY, LABEL, META, STRONG, role_font
from ui.common.theme import colour

PAD, ICON, MARK, BAR, CHECK = 12, 16, 14, 3, 18
CHECK_ROOM = CHECK + 18
STATUS_GAP, ICON_GAP = 4, 8


def cell_font(cell: Cell) -> QFont:
    """The font of a cell's first line: figures of one width throughout."""
    if cell.status:
        font = role_font(LABEL, tnum=True)
        font.setWeight(QFont.Weight.DemiBold)
        return font
    return role_font(STRONG if cell.strong else BODY, tnum=True)


def cell_width(cell: Cell) -> int:
    """How wide a column must be to show a cell uncut, in pixels."""
    if cell.chip:
        return chip_width(cell.state) + 2 * PAD
    words = width_of(cell.text, cell_font(cell))
    second = width_of(cell.second, role_font(META, tnum=True)) if cell.second else 0
    return max(words + _icon_room(cell), second) + 2 * PAD


def _icon_room(cell: Cell) -> int:
    if not cell.icon:
        return 0
    return ICON + (STATUS_GAP if cell.status else ICON_GAP)


@dataclass(frozen=True, slots=True)
class Place:
    """Where a cell stands: its column's manners and whether its row is the current."""

    first: bool
    numeric: bool
    has_checks: bool


class CellDelegate(QStyledItemDelegate):
    """Paints cells and group headings; ticks the check box of a row."""

    hovered = -1

    def place(self, view: object, column: int) -> Place:
        """What the table says about a column. Tables give their own answer."""
        return Place(first=column == 0, numeric=False, has_checks=False)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        shown = index.data(CELL_ROLE)
        painter.save()
        if isinstance(shown, Group):
            _paint_group(painter, option.rect, shown)
        elif isinstance(shown, Cell):
            self._paint_cell(painter, option, index, shown)
        painter.restore()

    def _paint_cell(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, cell: Cell
    ) -> None:
        place = self.place(option.widget, index.column())
        rect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        if chosen:
            painter.fillRect(rect, colour("selected"))
        elif index.row() == self.hovered:
            painter.fillRect(rect, colour("hover"))
        draw_rule(painter, rect.left(), rect.right() + 1, rect.bottom())
        if chosen and place.first:
            painter.fillRect(
                QRect(rect.left(), rect.top(), BAR, rect.height()), colour("accent")
            )
        inner = rect.adjusted(PAD, 0, -PAD, -1)
        if place.first and place.has_checks:
            _paint_check(painter, inner, index.data(Qt.ItemDataRole.CheckStateRole))
            inner.setLeft(inner.left() + CHECK_ROOM)
        _paint_words(painter, inner, cell, RIGHT if place.numeric else LEFT)

    def editorEvent(
        self,
        event: QEvent,
        model: QAbstractItemModel,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        place = self.place(option.widget, index.column())
        if not (place.first and place.has_checks and isinstance(event, QMouseEvent)):
            return False
        edge = option.rect.left() + PAD + CHECK_ROOM
        inside = event.position().x() < edge
        return inside and event.type() is QEvent.Type.MouseButtonRelease

    def helpEvent(
        self,
        event: QHelpEvent,
        view: QAbstractItemView,
        option: QStyleOptionViewItem,
        index: Index,
    ) -> bool:
        cell = index.data(CELL_ROLE)
        if not isinstance(cell, Cell):
            return False
        cut = cell_width(cell) > option.rect.width()
        tip = cell.tooltip or (cell.words if cut else "")
        QToolTip.showText(event.globalPos(), plain_tip(tip), view)
        return True


def _paint_group(painter: QPainter, rect: QRect, group: Group) -> None:
    painter.fillRect(rect, colour("sunken"))
    draw_rule(painter, rect.left(), rect.right() + 1, rect.bottom())
    left, middle = rect.left() + PAD, rect.center().y()
    if group.icon:
        draw_icon(
            painter,
            square(left + 1, middle + 1, MARK),
            group.icon,
            token_of(group.tone),
        )
        left += ICON + ICON_GAP
    font = role_font(LABEL)
    font.setWeight(QFont.Weight.DemiBold)
    room = QRect(left, rect.top(), rect.right() - left - PAD, rect.height())
    left += 8 + draw_text(
        painter, room, group.word, font=font, ink=token_of(group.tone)
    )
    room.setLeft(left)
    draw_text(painter, room, group.meta, font=role_font(META, tnum=True), ink="text3")


def _paint_check(painter: QPainter, rect: QRect, state: object) -> None:
    box = square(rect.left(), rect.center().y() + 1, CHECK)
    if state == Qt.CheckState.Checked:
        draw_box(painter, box, fill="accent", radius=4)
        draw_icon(painter, box.adjusted(3, 3, -3, -3), "check-bold", "on_accent")
    else:
        draw_box(painter, box, fill="surface", edge="edge", radius=4)


def _paint_words(
    painter: QPainter, rect: QRect, cell: Cell, align: Qt.AlignmentFlag
) -> None:
    if cell.chip:
        _paint_cell_chip(painter, rect, cell, align)
        return
    if not cell.second:
        _paint_line(painter, rect, cell, align)
        return
    half = rect.height() // 2
    _paint_line(painter, rect.adjusted(0, 3, 0, -half + 1), cell, align)
    draw_text(
        painter,
        rect.adjusted(0, half - 1, 0, -4),
        cell.second,
        font=role_font(META, tnum=True),
        ink=token_of(cell.second_tone),
        align=align,
    )


def _paint_line(
    painter: QPainter, rect: QRect, cell: Cell, align: Qt.AlignmentFlag
) -> None:
    token = token_of(cell.tone)
    if cell.icon:
        draw_icon(
            painter,
            square(rect.left() + 1, rect.center().y() + 1, MARK),
            cell.icon,
            token,
        )
        rect = rect.adjusted(_icon_room(cell), 0, 0, 0)
    draw_text(painter, rect, cell.text, font=cell_font(cell), ink=token, align=align)


def _paint_cell_chip(
    painter: QPainter, rect: QRect, cell: Cell, align: Qt.AlignmentFlag
) -> None:
    if align == RIGHT:
        rect = rect.adjusted(max(rect.width() - chip_width(cell.state), 0), 0, 0, 0)
    paint_chip(painter, rect, cell.state)
