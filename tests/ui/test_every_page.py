"""Every page on the demonstration's data, in both themes and at every size.

Nothing is cut off, nothing lies over anything, one button is filled, every control has
a name, and the keyboard starts in the page.
"""

from collections.abc import Callable, Iterator
from itertools import combinations
from pathlib import Path

import pytest
from builders import Clock
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import QApplication, QScrollArea, QWidget

from isteam_app.domain.letters import LetterState
from isteam_app.services.print_desk import list_letters
from isteam_app.services.session import Session
from ui.common.theme import Theme
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow
from ui.places import FOOT, PLACES
from ui.workplace import Workplace

PAGES = (
    "today",
    "cases",
    "case",
    "intake",
    "letters: draft",
    "letters: final",
    "letters: printed",
    "letters: posted",
    "letter: draft",
    "letter: final",
    "letter: printed",
    "letter: posted",
    "disclosures",
    "directory",
    "numbers",
    "request: new",
    "request: decided",
    "people",
    "person: known",
    "person: edited",
    "deadlines",
    "settings",
    "templates",
    "templates: draft",
)
LARGE_TEXT = (
    "today",
    "case",
    "intake",
    "letter: draft",
    "request: new",
    "disclosures",
    "directory",
    "numbers",
    "deadlines",
    "templates: draft",
)


@pytest.fixture
def window(qtbot, demo: Session, theme: Theme, clock: Clock) -> Iterator[MainWindow]:
    """The window, unlocked, on the demonstration."""
    made = MainWindow(theme, LocalChoices(None), now=clock)
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    made.activateWindow()
    made.unlock_page.unlocked.emit(demo)
    yield made
    made.close()


def open_page(qtbot, window: MainWindow, page: str) -> Workplace:
    """Go to a page and wait until nothing more is read or built for it."""
    work = window.workplace
    assert work is not None
    key, _, which = page.partition(": ")
    if key == "case":
        work.open_case(1)
    elif key == "letters":
        work.open_desk_at(which)
    elif key == "letter":
        state = LetterState(which)
        work.open_letter(list_letters(work.session, (state,)).rows[0].id)
    elif key == "person":
        work.open_person(1)
        if which == "edited":
            work.screen("person").edit()
    elif page == "request: decided":
        work.open_request(6)
    else:
        work.go(key)
    if which == "draft" and key == "templates":
        rest(qtbot, window)
        work.screen("templates").edit_button.click()
    rest(qtbot, window)
    return work


def rest(qtbot, window: MainWindow) -> None:
    work = window.workplace
    assert work is not None
    settle(window)
    qtbot.waitUntil(lambda: not work.background.is_busy)
    settle(window)


@pytest.mark.parametrize("theme_name", THEMES)
@pytest.mark.parametrize("page", PAGES)
def test_nothing_is_wrong_at_any_size(
    qtbot, window, theme: Theme, page: str, theme_name: str
) -> None:
    theme.set_choice(theme_name)
    open_page(qtbot, window, page)
    assert wrong_at_each_size(qtbot, window) == {}


@pytest.mark.parametrize("page", LARGE_TEXT)
def test_larger_text_finds_room(qtbot, window, theme: Theme, page: str) -> None:
    theme.set_text_scale(1.5)
    open_page(qtbot, window, page)
    settle(window, SIZES[0])
    rest(qtbot, window)
    assert findings(window) == []
    shown = [area for area in window.findChildren(QScrollArea) if area.isVisible()]
    assert [area for area in shown if area.horizontalScrollBar().maximum()] == []


@pytest.mark.parametrize("theme_name", THEMES)
@pytest.mark.parametrize("page", ["unlock", "first run"])
def test_the_doors_have_nothing_wrong(
    qtbot, theme: Theme, demo_original: Path, page: str, theme_name: str
) -> None:
    theme.set_choice(theme_name)
    made = MainWindow(theme, LocalChoices(None), now=Clock())
    made.show()
    made.begin(demo_original if page == "unlock" else None)
    assert wrong_at_each_size(qtbot, made) == {}
    made.close()


def wrong_at_each_size(qtbot, window: MainWindow) -> dict[tuple[int, int], list[str]]:
    found = {}
    for size in SIZES:
        settle(window, size)
        if window.workplace is not None:
            rest(qtbot, window)
        wrong = findings(window)
        if wrong:
            found[size] = wrong
    return found


@pytest.mark.parametrize("page", PAGES)
def test_the_keyboard_starts_in_the_page_and_reaches_everything(
    qtbot, window, page: str
) -> None:
    work = open_page(qtbot, window, page)
    here = work.frame.pages.currentWidget()
    start = QApplication.focusWidget()
    assert start is not None
    assert here is start or here.isAncestorOf(start)
    reached = tab_round(qtbot, window)
    missed = [w for w in stops(here) if w not in reached]
    assert [describe(w) for w in missed] == []
    assert any(work.frame.rail.isAncestorOf(w) for w in reached)
    assert any(work.frame.top_bar.isAncestorOf(w) for w in reached)


def tab_round(qtbot, window: MainWindow) -> set[QWidget]:
    """Everything the Tab key comes to, until it comes round."""
    reached: set[QWidget] = set()
    for _ in range(200):
        now = QApplication.focusWidget()
        if now is None or now in reached:
            break
        reached.add(now)
        qtbot.keyClick(now, Qt.Key.Key_Tab)
    return reached


def stops(page: QWidget) -> list[QWidget]:
    return [
        one
        for one in page.findChildren(QWidget)
        if one.isVisible()
        and one.isEnabled()
        and (one.focusPolicy() & Qt.FocusPolicy.TabFocus)
        and one.focusProxy() is None
        and not is_radio_beside_another(one)
        and not one.objectName().startswith("qt_")
    ]


def is_radio_beside_another(one: QWidget) -> bool:
    """Of a group of radio buttons Tab reaches one; the arrows reach the others."""
    exclusive = getattr(one, "autoExclusive", None)
    group = getattr(one, "group", None)
    grouped = callable(group) and group() is not None and group().exclusive()
    return (callable(exclusive) and exclusive()) or grouped


def describe(widget: QWidget) -> str:
    return f"{type(widget).__name__} {widget.accessibleName()}"


@pytest.mark.parametrize("page", PAGES)
def test_each_shortcut_means_one_thing(qtbot, window, page: str) -> None:
    work = open_page(qtbot, window, page)
    found = [
        one
        for one in window.findChildren(QShortcut)
        if one.isEnabled() and in_force(one, work)
    ]
    clashing = [
        one.key().toString()
        for one, other in combinations(found, 2)
        if one.key() == other.key() and not are_apart(one, other)
    ]
    assert clashing == []
    keys = {one.key().toString() for one in found}
    assert {item.shortcut for item in (*PLACES, *FOOT)} <= keys


def are_apart(one: QShortcut, other: QShortcut) -> bool:
    """Whether two parts of the window own them, neither within the other."""
    if {one.context(), other.context()} != {
        Qt.ShortcutContext.WidgetWithChildrenShortcut
    }:
        return False
    owner, its = one.parent(), other.parent()
    return not (owner is its or owner.isAncestorOf(its) or its.isAncestorOf(owner))


def in_force(shortcut: QShortcut, work: Workplace) -> bool:
    """Whether the part of the window that owns a shortcut is in sight."""
    owner = shortcut.parent()
    seen: Callable[[], bool] = getattr(owner, "isVisible", lambda: True)
    return owner is work.frame or seen()
