from dataclasses import dataclass, replace

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics

from ui.common.cells import Cell, Column, Group
from ui.common.delegate import cell_font
from ui.common.empty_state import EmptyState
from ui.common.paged_model import PagedModel
from ui.common.table import Table
from ui.common.table_footer import TableArea, TableFooter

REFERENCE = "AR-2026-00147"
COLUMNS = (
    Column(
        key="ref",
        heading="Reference",
        cell=lambda row: Cell(row.reference, tone="text2"),
        sample=REFERENCE,
        sortable=True,
    ),
    Column(
        key="who",
        heading="Person",
        cell=lambda row: Cell(row.who, strong=True),
        grow=1,
        smallest=160,
        sortable=True,
    ),
    Column(
        key="kind",
        heading="Type",
        cell=lambda _: Cell("Access request"),
        sample="Access request",
        drop=1,
    ),
    Column(
        key="owner",
        heading="Owner",
        cell=lambda _: Cell("Dr Amara Lindqvist"),
        sample="Dr Amara Lindqvist",
        drop=2,
    ),
)


@dataclass(frozen=True)
class Line:
    number: int
    who: str = "Mr Lorcan Whitby"

    @property
    def reference(self):
        return f"AR-2026-{self.number:05}"


@dataclass(frozen=True)
class Some:
    rows: tuple
    next: int | None = None


def group(row):
    return Group("odd" if row.number > 5 else "even", "Later", "date")


@pytest.fixture
def lines():
    return [Line(number) for number in range(1, 41)]


@pytest.fixture
def model(qtbot, lines):
    def read(cursor, limit):
        start = cursor or 0
        end = start + limit
        return Some(tuple(lines[start:end]), end if end < len(lines) else None)

    return PagedModel(COLUMNS, read, group=group, key=lambda r: r.number, size=15)


@pytest.fixture
def table(qtbot, theme, model):
    table = Table(model, name="Cases")
    qtbot.addWidget(table)
    table.resize(900, 300)
    table.show()
    qtbot.waitExposed(table)
    return table


def test_enter_opens_the_chosen_row(qtbot, table):
    table.select_first()
    qtbot.keyClick(table, Qt.Key.Key_Down)
    with qtbot.waitSignal(table.opened) as opened:
        qtbot.keyClick(table, Qt.Key.Key_Return)
    assert opened.args == [Line(2)]


def test_a_double_click_opens_once(qtbot, table):
    seen = []
    table.opened.connect(seen.append)
    place = table.visualRect(table.paged.index(2, 1)).center()
    view = table.viewport()
    qtbot.mouseClick(view, Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=place)
    assert seen == [Line(2)]


def test_the_arrow_keys_pass_over_group_headings(qtbot, table):
    table.select_first()
    for _ in range(5):
        qtbot.keyClick(table, Qt.Key.Key_Down)
    assert table.selected() == Line(6)
    qtbot.keyClick(table, Qt.Key.Key_Home)
    assert table.selected() == Line(1)
    qtbot.keyClick(table, Qt.Key.Key_End)
    assert table.selected().number in (15, 30, 40)


def test_group_headings_span_the_table_and_are_low(table):
    assert table.columnSpan(0, 0) == len(COLUMNS)
    assert table.rowHeight(0) == 28
    assert table.rowHeight(1) == 36


def test_a_click_on_a_heading_asks_for_an_order(qtbot, table):
    asked = []
    table.sort_requested.connect(lambda key, down: asked.append((key, down)))
    heads = table.horizontalHeader()
    for section in (0, 0, 1, 2):
        place = QPoint(heads.sectionViewportPosition(section) + 20, 10)
        qtbot.mouseClick(heads.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert asked == [("ref", False), ("ref", True), ("who", False)]


def test_reading_again_keeps_the_chosen_row(qtbot, table, lines):
    table.select_key(4)
    lines[3] = replace(lines[3], who="Mrs Odile Farthingale")
    lines.pop(0)
    table.reload()
    assert table.selected() == Line(4, "Mrs Odile Farthingale")
    lines.remove(table.selected())
    with qtbot.waitSignal(table.selection_moved) as moved:
        table.reload()
    assert moved.args == [None]
    assert table.selected() is None


def test_a_narrow_table_drops_columns_in_their_order(table):
    shown = {}
    for width in (900, 560, 420):
        table.resize(width, 300)
        shown[width] = [not table.isColumnHidden(n) for n in range(4)]
    assert shown[900] == [True, True, True, True]
    assert shown[560] == [True, True, False, True]
    assert shown[420] == [True, True, False, False]


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_a_reference_is_never_cut(table, theme, scale):
    theme.set_text_scale(scale)
    needed = QFontMetrics(cell_font(Cell(REFERENCE))).horizontalAdvance(REFERENCE)
    for width in (900, 420, 300):
        table.resize(width, 300)
        assert table.columnWidth(0) >= needed + 24
    theme.set_text_scale(1.0)


def test_space_ticks_a_row(qtbot, theme, lines):
    model = PagedModel(COLUMNS, lambda _c, _n: Some(tuple(lines)), checks=True)
    table = Table(model, name="Letters", tall=True)
    qtbot.addWidget(table)
    table.resize(800, 400)
    table.show()
    table.select_first()
    qtbot.keyClick(table, Qt.Key.Key_Space)
    assert model.checked() == [Line(1)]
    place = table.visualRect(model.index(2, 0)).topLeft() + QPoint(20, 20)
    qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert model.checked() == [Line(1), Line(3)]
    assert table.rowHeight(0) == 44


def test_the_footer_counts_what_is_in_sight(qtbot, table):
    footer = TableFooter()
    qtbot.addWidget(footer)
    footer.follow(table, 40, "Sorted by reference")
    first, last = table.shown_rows()
    assert footer.left.text() == f"{first} to {last} of 40"
    assert first == 1
    table.verticalScrollBar().setValue(200)
    later, end = table.shown_rows()
    assert later > first
    assert footer.left.text() == f"{later} to {end} of 40"
    assert footer.right.text() == "Sorted by reference"


def test_an_empty_list_says_so(qtbot, theme, model, lines):
    table = Table(model, name="Cases")
    empty = EmptyState("cases", "No cases", "Open cases are listed here.", "Open one")
    area = TableArea(table, empty)
    qtbot.addWidget(area)
    area.show()
    assert not empty.isVisible()
    lines.clear()
    table.reload()
    assert empty.isVisible()
    with qtbot.waitSignal(empty.acted):
        qtbot.keyClick(empty.button, Qt.Key.Key_Space)
