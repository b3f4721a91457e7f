"""The program starts, shows the right page and ends tidily."""

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from builders import empty_copy
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from isteam_app import places
from isteam_app.services.unlock import lock
from ui.app import main, run_window
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow


def started(run: Callable[[], int], look: Callable[[MainWindow], object]) -> object:
    """Start the program, look at its window, close it; return what was seen."""
    seen: list[object] = []

    def look_and_close() -> None:
        window = next(
            one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow)
        )
        seen.append(look(window))
        window.close()

    QTimer.singleShot(0, look_and_close)
    assert run() == 0
    return seen[0]


@pytest.fixture(autouse=True)
def _nothing_remembered(qapp: QApplication) -> None:
    places.settings_file().unlink(missing_ok=True)


def test_the_first_start_leads_to_setting_up_a_vault(qapp) -> None:
    assert started(
        lambda: run_window(None, demo=False), lambda window: window.first_run_page
    )
    assert LocalChoices(places.settings_file()).now.window is not None


def test_a_vault_can_be_named_on_the_command_line(qapp, tmp_path: Path) -> None:
    session = empty_copy(tmp_path)
    lock(session)
    folder = session.vault.folder
    shown = started(
        lambda: main(["--vault", str(folder)]), lambda window: window.unlock_page.folder
    )
    assert shown == folder


def test_a_crash_border_stands_while_the_window_is_open(qapp) -> None:
    usual = sys.excepthook
    inside = started(lambda: main([]), lambda _: sys.excepthook)
    assert inside is not usual
    assert sys.excepthook is usual


def test_wrong_words_on_the_command_line_are_wrong_usage() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "isteam_app", "demo", "--sideways"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert "--sideways" in done.stderr
    assert "Traceback" not in done.stderr
