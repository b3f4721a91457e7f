"""A locked request stands on no screen of whoever is not cleared."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from builders import Clock
from locked_canary import (
    APPROVER,
    AUDITOR,
    HANDLER,
    PERSON,
    STEM,
    WORDS,
    Aviary,
    aviary,
    found_in,
    words_in,
)
from PySide6.QtCore import QAbstractItemModel, QAbstractTableModel, QObject, QTimer
from PySide6.QtGui import QAccessible, QAction
from PySide6.QtWidgets import (
    QAbstractItemView,
    QApplication,
    QComboBox,
    QCompleter,
    QLineEdit,
    QTabBar,
    QWidget,
)
from window_steps import new_window, settled, unlock_in

from ui.common.quick_find import QuickFind
from ui.common.segments import Segment
from ui.common.suggest_field import SuggestField
from ui.common.theme import Theme
from ui.disclosures.register_page import RegisterPage
from ui.main_window import MainWindow
from ui.places import Place
from ui.screens import makers
from ui.settings.settings_page import SettingsPage
from ui.workplace import Workplace

Ids = Callable[[Aviary], Sequence[int]]
SCREENS: Mapping[str, Ids] = {
    "today": lambda _: [0],
    "cases": lambda _: [0],
    "case": lambda birds: [birds.case.id],
    "intake": lambda _: [0],
    "letters": lambda _: [0],
    "letter": lambda birds: [
        birds.letter.id,
        *(each.letter.id for each in birds.canaries),
        *(each.draft.id for each in birds.canaries),
    ],
    "disclosures": lambda _: [0],
    "request": lambda birds: [
        *(each.request.id for each in birds.canaries),
        birds.request.id,
        0,
    ],
    "directory": lambda _: [0],
    "numbers": lambda _: [0],
    "people": lambda _: [0],
    "person": lambda birds: [birds.person.id],
    "deadlines": lambda _: [0],
    "settings": lambda _: [0],
    "audit": lambda _: [0],
    "templates": lambda _: [0],
    "batch": lambda _: [0],
    "damage": lambda _: [0],
}
"""Every screen, and the records it is opened on: 0 is none."""
_ROLES = [*range(20), *range(256, 264)]
_MOST_ROWS = 300


@pytest.fixture(scope="module")
def birds(tmp_path_factory: pytest.TempPathFactory) -> Aviary:
    return aviary(tmp_path_factory.mktemp("birds"), more=True)


@pytest.fixture
def window(qtbot, theme: Theme, tmp_path: Path) -> Iterator[MainWindow]:
    made = new_window(qtbot, theme, tmp_path, Clock())
    yield made
    made.close()


def test_every_screen_is_walked() -> None:
    assert set(makers(Theme("light"))) == set(SCREENS)


def opened(
    qtbot, window: MainWindow, birds: Aviary, name: str, place: Path
) -> Workplace:
    birds.opened(name, place).vault.close()
    window.begin(place)
    work = unlock_in(qtbot, window, WORDS[name])
    settled(qtbot, work)
    return work


def shown(qtbot, work: Workplace) -> list[str]:
    """Every text in sight, and every one that a click or a reader would bring."""
    settled(qtbot, work)
    pages = work.frame.pages
    others = {pages.widget(at) for at in range(pages.count())} - {pages.currentWidget()}
    unseen = {
        each for other in others for each in [other, *other.findChildren(QWidget)]
    }
    widgets: list[QWidget] = []
    for top in QApplication.topLevelWidgets():
        widgets += [top, *top.findChildren(QWidget)]
    in_sight = (each for each in dict.fromkeys(widgets) if each not in unseen)
    told: set[int] = set()
    return [text for widget in in_sight for text in texts_of(widget, told)]


def texts_of(widget: QObject, told: set[int]) -> Iterator[str]:
    """Return the texts of one widget; `told` are the values that others hold too."""
    meta = widget.metaObject()
    for number in range(meta.propertyCount()):
        value = widget.property(meta.property(number).name())
        if isinstance(value, (str, list)):
            yield from words_in(value)
    spoken = QAccessible.queryAccessibleInterface(widget)
    if spoken is not None:
        for kind in (QAccessible.Text.Name, QAccessible.Text.Description):
            yield spoken.text(kind)
    yield from in_models(widget)
    for held in vars(widget).values():
        if id(held) not in told:
            told.add(id(held))
            yield from words_in(held)
    for action in widget.findChildren(QAction):
        yield from (action.text(), action.toolTip())


def in_models(widget: QObject) -> Iterator[str]:
    if isinstance(widget, (QAbstractItemView, QComboBox, QCompleter)):
        yield from cells(widget.model())
    if isinstance(widget, QLineEdit) and widget.completer() is not None:
        yield from cells(widget.completer().model())
    if isinstance(widget, QTabBar):
        yield from (widget.tabText(at) for at in range(widget.count()))


def cells(model: QAbstractItemModel | None) -> Iterator[str]:
    if model is None:
        return
    wide = (
        range(model.columnCount()) if isinstance(model, QAbstractTableModel) else (0,)
    )
    for row in range(min(model.rowCount(), _MOST_ROWS)):
        for column in wide:
            index = model.index(row, column)
            for role in _ROLES:
                yield from words_in(model.data(index, role))


def turned_over(page: QWidget) -> Iterator[None]:
    """Turn to every part of a page that a click brings to the front."""
    yield
    for bar in page.findChildren(QTabBar):
        for at in range(bar.count()):
            if bar.isTabEnabled(at):
                bar.setCurrentIndex(at)
                yield
    for segment in page.findChildren(Segment):
        if segment.isVisible() and segment.isEnabled():
            segment.click()
            yield
    if isinstance(page, SettingsPage):
        for key in tuple(page.list.buttons):
            page.show_section(key)
            yield


def asked(page: QWidget) -> Iterator[None]:
    """Type what would find the canary wherever words are looked for or offered."""
    for field in page.findChildren(SuggestField):
        for words in ("z", STEM):
            field.edit.setText(words)
            field.edit.textEdited.emit(words)
            yield
        field.edit.clear()
    if isinstance(page, RegisterPage):
        for field in page.findChildren(QLineEdit):
            field.setText(STEM)
            yield
            field.clear()


def walk(qtbot, work: Workplace, birds: Aviary) -> Iterator[tuple[str, list[str]]]:
    """Go everywhere; give what each screen says, and quick find with it."""
    titles: list[str] = []
    work.titled.connect(titles.append)
    for key, ids in SCREENS.items():
        for record in ids(birds):
            if key == "damage":
                work.show_damage()
            else:
                work.show_place(Place(key, record))
            page: Any = work.screen(key)
            for parts in (turned_over(page), asked(page)):
                for _ in parts:
                    yield key, shown(qtbot, work)
        yield key, titles
    for words in (STEM, PERSON, "R-2026", "constab"):
        yield "quick find", list(words_in(work.find(words)))
        field = work.frame.findChildren(QuickFind)[0]
        field.setText(words)
        field.textEdited.emit(words)
        qtbot.waitUntil(partial(has_answered, field))
        yield "quick find", shown(qtbot, work)
        field.clear()


def has_answered(field: QuickFind) -> bool:
    return not any(timer.isActive() for timer in field.findChildren(QTimer))


@pytest.mark.parametrize("name", [HANDLER, AUDITOR])
def test_whoever_is_not_cleared_reads_nothing_of_it(
    qtbot, window: MainWindow, birds: Aviary, name: str, tmp_path: Path
) -> None:
    work = opened(qtbot, window, birds, name, tmp_path / "team.isvault")
    sung = {
        (key, text)
        for key, texts in walk(qtbot, work, birds)
        for text in found_in([each for each in texts if not typed(each)], birds.secrets)
    }
    assert sung == set()


def typed(text: str) -> bool:
    """Whether a text is no more than what this walk typed itself."""
    return text.strip().lower() in (STEM, "z")


def test_an_approver_reads_it_on_the_screens(
    qtbot, window: MainWindow, birds: Aviary, tmp_path: Path
) -> None:
    work = opened(qtbot, window, birds, APPROVER, tmp_path / "team.isvault")
    told = {
        key
        for key, texts in walk(qtbot, work, birds)
        if found_in([each for each in texts if not typed(each)], birds.secrets)
    }
    assert told >= {
        "today",
        "letters",
        "letter",
        "disclosures",
        "request",
        "directory",
        "audit",
        "quick find",
    }
