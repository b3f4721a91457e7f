from dataclasses import dataclass

import pytest
from PySide6.QtCore import QModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester

from ui.common.cells import Cell, Column, Group
from ui.common.paged_model import PagedModel

TOP = QModelIndex()
COLUMNS = (
    Column[int](key="number", heading="Number", cell=lambda n: Cell(f"AR-{n:04}")),
    Column[int](
        key="state",
        heading="State",
        cell=lambda n: Cell("Open", second=f"{n} days", spoken=f"Open for {n} days"),
    ),
)


@dataclass(frozen=True)
class Some:
    rows: tuple[int, ...]
    next: int | None


@dataclass
class Shelf:
    """Numbers that are read page by page, and how often that was asked for."""

    total: int
    asked: int = 0

    def read(self, cursor, limit):
        self.asked += 1
        start = 0 if cursor is None else cursor
        end = min(start + limit, self.total)
        return Some(tuple(range(start, end)), end if end < self.total else None)


def read_all(model):
    while model.canFetchMore(TOP):
        model.fetchMore(TOP)
    return model.rows()


def decade(number):
    return Group(str(number // 10), f"From {number // 10 * 10}", meta="10")


def test_each_row_appears_once_and_in_order(qtmodeltester):
    shelf = Shelf(57)
    model = PagedModel(COLUMNS, shelf.read, size=10)
    # watches until the model goes; asked for its model, it would never let go of it
    QAbstractItemModelTester(
        model, QAbstractItemModelTester.FailureReportingMode.Fatal, model
    )
    assert read_all(model) == list(range(57))
    assert shelf.asked == 6
    qtmodeltester.check(model)


def test_a_list_that_ends_on_a_full_page_asks_no_more():
    shelf = Shelf(20)
    model = PagedModel(COLUMNS, shelf.read, size=10)
    assert read_all(model) == list(range(20))
    assert not model.more
    assert shelf.asked == 2


def test_an_empty_list_has_no_rows():
    model = PagedModel(COLUMNS, Shelf(0).read)
    assert model.rowCount() == 0
    assert not model.canFetchMore(TOP)


def test_groups_are_put_in_once_even_across_pages(qtmodeltester):
    model = PagedModel(COLUMNS, Shelf(35).read, size=7, group=decade)
    assert read_all(model) == list(range(35))
    headings = [g.key for n in range(model.rowCount()) if (g := model.group_at(n))]
    assert headings == ["0", "1", "2", "3"]
    assert model.row(0) is None
    assert model.row(1) == 0
    assert model.flags(model.index(0, 0)) == Qt.ItemFlag.NoItemFlags
    qtmodeltester.check(model)


def test_reading_again_shows_what_is_there_now():
    shelf = Shelf(30)
    model = PagedModel(COLUMNS, shelf.read, size=10)
    model.fetchMore(TOP)
    shelf.total = 25
    model.reload(at_least=20)
    assert model.rows() == list(range(20))
    assert read_all(model) == list(range(25))


def test_a_read_that_fails_is_not_tried_again_by_itself():
    calls = []

    def fails(cursor, limit):
        calls.append(cursor)
        if cursor is not None:
            raise OSError("gone")
        return Some((1, 2), 2)

    model = PagedModel(COLUMNS, fails)
    with pytest.raises(OSError, match="gone"):
        model.fetchMore(TOP)
    assert not model.canFetchMore(TOP)
    assert model.rows() == [1, 2]
    assert calls == [None, 2]


def test_a_screen_reader_hears_the_words_of_a_cell():
    model = PagedModel(COLUMNS, Shelf(3).read, group=decade)
    role = Qt.ItemDataRole.AccessibleTextRole
    assert model.index(2, 1).data(role) == "Open for 1 days"
    assert model.index(2, 0).data(role) == "AR-0001"
    assert model.index(0, 0).data(role) == "From 0, 10"
    heading = model.headerData(0, Qt.Orientation.Horizontal)
    assert heading == "Number"


def test_ticks_stay_with_their_rows_when_read_again(qtbot):
    shelf = Shelf(12)
    model = PagedModel(COLUMNS, shelf.read, checks=True)
    with qtbot.waitSignal(model.checks_changed):
        model.set_checked(3, on=True)
    model.set_checked(11, on=True)
    assert model.index(3, 0).data(Qt.ItemDataRole.CheckStateRole) == (
        Qt.CheckState.Checked
    )
    shelf.total = 8
    with qtbot.waitSignal(model.checks_changed):
        model.reload()
    assert model.checked() == [3]
    model.set_all_checked(on=True)
    assert model.checked() == list(range(8))
    model.set_all_checked(on=False)
    assert model.checked() == []
