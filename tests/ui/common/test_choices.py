"""Tiles, tabs and segments: choosing what a page shows."""

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel

from ui.common.segments import Segments
from ui.common.tabs import TabPages
from ui.common.tiles import Tile, TileRow

CHOICES = (("all", "Everyone"), ("mine", "Mine"), ("none", "Unassigned"))


@pytest.fixture
def tiles(qtbot, theme):
    row = TileRow([Tile("Overdue", "late", "danger"), Tile("Due", "soon", "warn")])
    qtbot.addWidget(row)
    row.resize(500, 84)
    row.show()
    qtbot.waitExposed(row)
    return row


@pytest.fixture
def tabs(qtbot, theme):
    tabs = TabPages("The case")
    for key, word, count in (
        ("steps", "Checklist", "4/9"),
        ("letters", "Letters", "3"),
        ("history", "History", ""),
    ):
        tabs.add_page(key, word, QLabel(word), count)
    qtbot.addWidget(tabs)
    tabs.resize(500, 300)
    tabs.show()
    qtbot.waitExposed(tabs)
    return tabs


@pytest.fixture
def segments(qtbot, theme):
    segments = Segments("Whose work", CHOICES)
    qtbot.addWidget(segments)
    segments.show()
    qtbot.waitExposed(segments)
    segments.activateWindow()
    qtbot.waitUntil(segments.isActiveWindow)
    return segments


def test_a_tile_is_a_filter_that_enter_sets_and_takes_away(qtbot, tiles):
    asked = []
    tiles.filtered.connect(asked.append)
    overdue, due = tiles.tiles
    qtbot.keyClick(overdue, Qt.Key.Key_Return)
    qtbot.mouseClick(due, Qt.MouseButton.LeftButton)
    qtbot.keyClick(due, Qt.Key.Key_Return)
    assert asked == ["Overdue", "Due", ""]
    assert not overdue.isChecked()


def test_a_tile_says_its_figure(tiles):
    tile = tiles.tile("Overdue")
    tile.set_figure("2", "oldest 2 days")
    assert tile.accessibleName() == "Overdue: 2"
    assert tile.accessibleDescription() == "oldest 2 days"
    assert tile.height() == 84
    assert tile.width() == tiles.tile("Due").width()


def test_arrow_keys_turn_the_tabs(qtbot, tabs):
    turned = []
    tabs.chosen.connect(turned.append)
    qtbot.keyClick(tabs.bar, Qt.Key.Key_Right)
    qtbot.keyClick(tabs.bar, Qt.Key.Key_Right)
    assert turned == ["letters", "history"]
    assert tabs.page("history").isVisible()
    assert not tabs.page("letters").isVisible()


def test_a_count_is_spoken_and_given_room(tabs):
    assert tabs.bar.accessibleTabName(0) == "Checklist, 4 of 9"
    before = tabs.bar.tabRect(1).width()
    tabs.set_count("letters", "1,204")
    assert tabs.bar.tabRect(1).width() > before
    assert tabs.bar.accessibleTabName(1) == "Letters, 1,204"


def test_a_page_can_move_in_and_out(tabs):
    page = QLabel("Timeline")
    tabs.add_page("time", "Timeline", page, at=0)
    tabs.set_current("time")
    assert page.isVisible()
    assert tabs.bar.tabText(0) == "Timeline"
    assert tabs.take_page("time") is page
    assert not tabs.has_page("time")
    assert tabs.current() == "steps"
    page.deleteLater()


def test_arrow_keys_move_the_segment(qtbot, segments):
    asked = []
    segments.chosen.connect(asked.append)
    segments.setFocus()
    qtbot.keyClick(segments.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(segments.focusWidget(), Qt.Key.Key_Left)
    qtbot.keyClick(segments.focusWidget(), Qt.Key.Key_Left)
    assert asked == ["mine", "all", "none"]
    assert segments.current() == "none"


def test_the_chosen_segment_cannot_be_switched_off(qtbot, segments):
    asked = []
    segments.chosen.connect(asked.append)
    chosen = segments.focusProxy()
    qtbot.mouseClick(chosen, Qt.MouseButton.LeftButton)
    assert asked == []
    assert chosen.isChecked()
    assert segments.current() == "all"
