"""Real vaults for real windows: one empty, one with the demonstration in it."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock, demo_copy, empty_copy, new_demo
from PySide6.QtCore import QCoreApplication, QEvent
from PySide6.QtWidgets import QApplication

from isteam_app.services.session import Session
from isteam_app.services.unlock import lock
from ui.common.theme import Theme


@pytest.fixture(autouse=True)
def theme(qapp: QApplication) -> Iterator[Theme]:
    """Every window is tried as the program dresses it, and none outlives its test.

    A window left over would be dressed again for each test that follows.
    """
    look = Theme("light")
    look.apply(qapp)
    yield look
    for window in qapp.topLevelWidgets():
        window.close()
        window.deleteLater()
    QCoreApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def session(tmp_path: Path, clock: Clock) -> Iterator[Session]:
    """An open, empty vault on Monday 23 November 2026."""
    opened = empty_copy(tmp_path, clock)
    yield opened
    lock(opened)


@pytest.fixture(scope="session")
def demo_original(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return new_demo(tmp_path_factory.mktemp("demo"))


@pytest.fixture
def demo(demo_original: Path, tmp_path: Path) -> Iterator[Session]:
    """An open demonstration vault on Monday 23 November 2026."""
    opened = demo_copy(demo_original, tmp_path)
    yield opened
    lock(opened)
