"""The list of templates, in groups, with a line to find one by."""

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QRect, QSize, Qt, Signal, Slot
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from isteam_app.domain.dates import long_date
from isteam_app.services.template_shelf import TemplateRow
from isteam_app.services.template_texts import GROUPS
from ui.common.chips import chip_width, paint_chip
from ui.common.line_edit import LineEdit
from ui.common.paged_model import Index
from ui.common.paint import draw_rule, draw_text, height_for, plain_tip
from ui.common.status import Status
from ui.common.text import BODY, LABEL, META, role_font
from ui.common.theme import colour
from ui.common.tokens import GAP

IN_USE = Status("In use", "done", "ok")
DRAFT = Status("Draft", "draft")
RESTING = Status("Not used", "not_started")
_ROW = Qt.ItemDataRole.UserRole
_PAD, _BAR = 12, 3
_GROUP_HIGH, _ROW_HIGH = 28, 44


def status_of(row: TemplateRow) -> Status:
    """What the list says of a template, the most urgent first."""
    if row.stops:
        return Status(_many(row.stops, "error"), "blocked", "danger")
    if row.newer:
        return Status("Newer text", "restore", "accent")
    if row.warnings:
        return Status(_many(row.warnings, "warning"), "missing", "warn")
    if row.draft:
        return DRAFT
    return IN_USE if row.number else RESTING


def meta_of(row: TemplateRow) -> str:
    """The second line of a template: its version, since when, and the draft."""
    if not row.number:
        return f"version {row.draft}, never used" if row.draft else "out of use"
    said = f"version {row.number}"
    if row.draft:
        return f"{said}, {row.draft} in draft"
    return f"{said}, {long_date(row.since.date()) if row.since else 'shipped'}"


class TemplateList(QWidget):
    """Every template by group. `chosen` carries the key of the one gone to."""

    chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[TemplateRow, ...] = ()
        self.finder = LineEdit()
        self.finder.setProperty("search", True)
        self.finder.setPlaceholderText("Find a template")
        self.finder.setAccessibleName("Find a template")
        self.finder.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setAccessibleName("Templates")
        self.list.setProperty("k", "plain")
        self.list.setItemDelegate(_Painter(self.list))
        self.list.setMouseTracking(True)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.setVerticalScrollMode(QListWidget.ScrollMode.ScrollPerPixel)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.finder)
        column.addWidget(self.list, 1)
        self.finder.textChanged.connect(self._show)
        self.finder.returnPressed.connect(self._go_to_first)
        self.list.currentItemChanged.connect(self._tell)

    def set_rows(self, rows: Sequence[TemplateRow], current: str) -> None:
        """Show these, with `current` chosen; nobody is told of it."""
        self._rows = tuple(rows)
        self._show(current=current)

    def current(self) -> str:
        """The key of the chosen template, "" for none."""
        row = _row_of(self.list.currentItem())
        return row.key if row is not None else ""

    @Slot(str)
    def _show(self, _typed: str = "", *, current: str = "") -> None:
        wanted = current or self.current()
        self.list.blockSignals(True)
        self.list.clear()
        for item in _items(self._matching()):
            self.list.addItem(item)
            row = _row_of(item)
            if row is not None and row.key == wanted:
                self.list.setCurrentItem(item)
        self.list.blockSignals(False)
        if self.list.currentItem() is not None:
            self.list.scrollToItem(self.list.currentItem())

    def _matching(self) -> list[TemplateRow]:
        parts = self.finder.text().casefold().split()
        return [
            row
            for row in self._rows
            if all(part in row.title.casefold() for part in parts)
        ]

    @Slot()
    def _go_to_first(self) -> None:
        for place in range(self.list.count()):
            if _row_of(self.list.item(place)) is not None:
                self.list.setCurrentRow(place)
                self.list.setFocus(Qt.FocusReason.TabFocusReason)
                return

    @Slot()
    def _tell(self) -> None:
        if self.current():
            self.chosen.emit(self.current())


def _items(rows: Sequence[TemplateRow]) -> Iterator[QListWidgetItem]:
    for group, words in GROUPS.items():
        held = [row for row in rows if row.group == group]
        if not held:
            continue
        heading = QListWidgetItem(f"{words}, {len(held)}")
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        heading.setData(_ROW, (words, str(len(held))))
        yield heading
        for row in held:
            item = QListWidgetItem()
            item.setData(_ROW, row)
            said = f"{row.title}, {meta_of(row)}, {status_of(row).word}"
            item.setData(Qt.ItemDataRole.AccessibleTextRole, said)
            item.setToolTip(plain_tip(row.title))
            yield item


def _row_of(item: QListWidgetItem | None) -> TemplateRow | None:
    held = item.data(_ROW) if item is not None else None
    return held if isinstance(held, TemplateRow) else None


class _Painter(QStyledItemDelegate):
    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        if isinstance(index.data(_ROW), TemplateRow):
            room = height_for(BODY, 0, 6) + height_for(META, 0, 4)
            return QSize(100, max(_ROW_HIGH, room))
        return QSize(100, height_for(LABEL, _GROUP_HIGH, 10))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index
    ) -> None:
        held = index.data(_ROW)
        painter.save()
        rect = option.rect
        if isinstance(held, TemplateRow):
            self._paint_row(painter, option, held)
        else:
            painter.fillRect(rect, colour("sunken"))
            words, count = held
            inner = rect.adjusted(_PAD, 0, -_PAD, 0)
            width = draw_text(painter, inner, words, role=LABEL, ink="text2")
            inner.setLeft(inner.left() + width + 8)
            draw_text(painter, inner, count, role=META, ink="text3")
        draw_rule(painter, rect.left(), rect.right() + 1, rect.bottom())
        painter.restore()

    def _paint_row(
        self, painter: QPainter, option: QStyleOptionViewItem, row: TemplateRow
    ) -> None:
        rect = option.rect
        chosen = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if chosen or hovered:
            painter.fillRect(rect, colour("selected" if chosen else "hover"))
        if chosen:
            bar = QRect(rect.left(), rect.top(), _BAR, rect.height())
            painter.fillRect(bar, colour("accent"))
        status = status_of(row)
        wide = chip_width(status, filled=False)
        inner = rect.adjusted(_PAD, 3, -_PAD, -4)
        half = inner.height() // 2
        low = inner.adjusted(0, half, 0, 0)
        chip = low.adjusted(low.width() - wide, 0, 0, 0)
        draw_text(painter, inner.adjusted(0, 0, 0, -half), row.title, role=BODY)
        font = role_font(META, tnum=True)
        meta = low.adjusted(0, 0, -wide - 8, 0)
        draw_text(painter, meta, meta_of(row), font=font, ink="text3")
        paint_chip(painter, chip, status, filled=False)


def _many(count: int, word: str) -> str:
    return f"1 {word}" if count == 1 else f"{count} {word}s"
