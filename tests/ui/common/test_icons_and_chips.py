"""Icons exist, follow the theme and stay sharp; chips say what they show."""

from datetime import date

import pytest
from PySide6.QtCore import QRect, QSize
from PySide6.QtGui import QAccessible, QColor, QImage, QPainter

from ui.common import status, tokens
from ui.common.chips import Chip, chip_width, paint_chip
from ui.common.glyphs import glyph_text
from ui.common.icons import GLYPHS, IconLabel, glyph, icon
from ui.common.status import Status, due_status
from ui.common.theme import Theme

MONDAY = date(2026, 11, 23)


@pytest.mark.parametrize("meaning", sorted(GLYPHS))
def test_every_meaning_has_its_glyph(qapp, meaning: str) -> None:
    assert len(glyph_text(glyph(meaning))) == 1


def colours_of(image: QImage) -> set[str]:
    return {
        image.pixelColor(x, y).name()
        for x in range(image.width())
        for y in range(image.height())
        if image.pixelColor(x, y).alpha() == 255
    }


def test_an_icon_made_once_follows_the_theme(qapp, theme: Theme) -> None:
    made = icon("late", "danger")
    assert tokens.LIGHT.danger.lower() in colours_of(made.pixmap(32, 32).toImage())
    theme.set_choice("dark")
    assert tokens.DARK.danger.lower() in colours_of(made.pixmap(32, 32).toImage())


def test_an_icon_is_drawn_at_the_screens_own_ratio(qapp) -> None:
    sharp = icon("post").pixmap(QSize(16, 16), 2.0)
    assert sharp.size() == QSize(32, 32)
    assert sharp.devicePixelRatio() == 2.0


def test_states_differ_by_shape_and_word() -> None:
    states = (
        status.OVERDUE,
        status.DUE_SOON,
        status.PAUSED,
        status.MET,
        status.NOT_STARTED,
        status.BLOCKED,
        status.MISSING,
    )
    assert len({state.icon for state in states}) == len(states)
    assert len({state.word for state in states}) == len(states)


@pytest.mark.parametrize(
    ("due", "words", "tone"),
    [
        (date(2026, 11, 19), "4 days late, Thu 19 Nov", "danger"),
        (date(2026, 11, 22), "1 day late, Sun 22 Nov", "danger"),
        (MONDAY, "Today", "warn"),
        (date(2026, 11, 24), "Tue 24 Nov", "neutral"),
        (date(2027, 1, 4), "Mon 4 Jan 2027", "neutral"),
    ],
)
def test_how_near_a_day_is(due: date, words: str, tone: str) -> None:
    found = due_status(due, MONDAY)
    assert (found.word, found.tone) == (words, tone)


def test_a_chip_speaks_its_word(qtbot) -> None:
    chip = Chip(status.OVERDUE)
    qtbot.addWidget(chip)
    chip.set_status(status.OVERDUE.saying("2 days late"))
    heard = QAccessible.queryAccessibleInterface(chip).text(QAccessible.Text.Name)
    assert heard == "2 days late"
    assert chip.sizeHint().width() == chip_width(chip.status)


def test_a_chip_too_long_for_its_place_stays_inside(qapp) -> None:
    image = QImage(60, 22, QImage.Format.Format_ARGB32)
    image.fill(QColor("white"))
    painter = QPainter(image)
    took = paint_chip(
        painter, QRect(0, 0, 40, 22), Status("A very long state", "late", "danger")
    )
    painter.end()
    assert took == 40
    beyond = {image.pixelColor(x, 11).name() for x in range(41, 60)}
    assert beyond == {"#ffffff"}


def test_an_icon_label_can_change(qtbot) -> None:
    shown = IconLabel("late", "danger", 24)
    qtbot.addWidget(shown)
    before = shown.grab().toImage()
    shown.set_icon("done", "ok")
    assert shown.grab().toImage() != before
