"""A bug that escapes: told with a reference, logged without names, work goes on."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from threading import Thread

import pytest
from picture_checks import findings, settle
from PySide6.QtCore import Qt, QTimer, qWarning
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QLineEdit, QPushButton, QVBoxLayout, QWidget

from isteam_app.logs import Log, LogEvent
from ui.common.dialogs import MessageDialog
from ui.crash import CrashReporter

CANARY = "Canary-Trevanion"


@pytest.fixture
def log(tmp_path: Path) -> Iterator[Log]:
    made = Log(tmp_path / "logs")
    yield made
    made.close()


@pytest.fixture
def reporter(qapp: QApplication, log: Log) -> Iterator[CrashReporter]:
    made = CrashReporter(log)
    made.install()
    yield made
    made.uninstall()


class Window(QWidget):
    """A window with a button that has a bug, and one that has none."""

    def __init__(self) -> None:
        super().__init__()
        self.name = QLineEdit()
        self.broken = QPushButton("Save")
        self.well = QPushButton("Look")
        column = QVBoxLayout(self)
        for part in (self.name, self.broken, self.well):
            column.addWidget(part)
        self.broken.clicked.connect(self._save)
        self.looked = 0
        self.well.clicked.connect(self._look)

    def _save(self) -> None:
        typed = self.name.text()
        raise LookupError(f"no such person: {typed}")

    def _look(self) -> None:
        self.looked += 1


@pytest.fixture
def window(qtbot) -> Window:
    made = Window()
    qtbot.addWidget(made)
    made.resize(700, 400)
    made.show()
    made.activateWindow()
    made.name.setText(CANARY)
    return made


def lines(log: Log) -> list[dict[str, object]]:
    text = Path(str(log.path)).read_text(encoding="utf-8")
    return [json.loads(line) for line in text.splitlines()]


def dialogs() -> list[MessageDialog]:
    return [x for x in QApplication.topLevelWidgets() if isinstance(x, MessageDialog)]


def press_in_a_running_loop(qtbot, window: Window, reporter: CrashReporter) -> str:
    with qtbot.waitSignal(reporter.reported) as told:
        QTimer.singleShot(0, window.broken.click)
    return str(told.args[0])


def test_a_slot_that_raises_apologises_and_work_goes_on(
    qtbot, window, reporter, log
) -> None:
    reference = press_in_a_running_loop(qtbot, window, reporter)
    qtbot.waitUntil(lambda: bool(dialogs()))
    (dialog,) = dialogs()
    assert findings(dialog) == []
    assert reference in dialog.accessibleDescription()
    assert len(reference) == 8
    press_in_a_running_loop(qtbot, window, reporter)
    settle(window)
    assert dialogs() == [dialog]
    dialog.close_button.click()
    settle(window)
    window.well.click()
    assert window.looked == 1
    assert dialogs() == []


def test_the_log_says_where_and_never_who(
    qtbot, window, reporter, log, tmp_path
) -> None:
    planted = tmp_path / "logs" / "planted.txt"
    planted.write_text(CANARY, encoding="utf-8")
    assert CANARY in found_in(tmp_path)  # the search would find it
    planted.unlink()
    reference = press_in_a_running_loop(qtbot, window, reporter)
    assert CANARY not in found_in(tmp_path)
    (line,) = lines(log)
    assert line["event"] == LogEvent.BUG
    assert line["reference"] == reference
    assert line["type"] == "LookupError"
    assert str(line["frames"][-1]).startswith("tests/ui/test_crash.py:")


def found_in(folder: Path) -> str:
    return "".join(
        file.read_text(encoding="utf-8", errors="replace")
        for file in folder.rglob("*")
        if file.is_file()
    )


def test_a_thread_that_raises_is_told_on_the_gui_thread(qtbot, reporter, log) -> None:
    with qtbot.waitSignal(reporter.reported):
        thread = Thread(target=lambda: 1 / 0)
        thread.start()
        thread.join()
    qtbot.waitUntil(lambda: bool(dialogs()))
    for dialog in dialogs():
        dialog.close_button.click()
    assert lines(log)[-1]["type"] == "ZeroDivisionError"


class Untouchable(QWidget):
    """Fails where Qt calls into the program, not where a signal does."""

    def mousePressEvent(self, event: QMouseEvent) -> None:  # noqa: N802, ARG002  # Qt's
        raise LookupError(CANARY)


def test_an_override_that_raises_is_told_too(qtbot, reporter, log) -> None:
    broken = Untouchable()
    qtbot.addWidget(broken)
    broken.show()
    with qtbot.waitSignal(reporter.reported):
        QTimer.singleShot(
            0, lambda: qtbot.mouseClick(broken, Qt.MouseButton.LeftButton)
        )
    qtbot.waitUntil(lambda: bool(dialogs()))
    for dialog in dialogs():
        dialog.close_button.click()
    assert lines(log)[-1]["type"] == "LookupError"


def test_an_error_at_the_start_is_printed_with_a_reference(
    qapp, reporter, log, capsys
) -> None:
    code = reporter.start_failed(KeyError(CANARY))
    printed = capsys.readouterr().err
    assert code == 1
    assert str(lines(log)[-1]["reference"]) in printed
    assert CANARY not in printed


def test_qt_complaints_are_noted_without_their_words(reporter, log) -> None:
    qWarning(CANARY)
    assert lines(log)[-1] == {
        "at": lines(log)[-1]["at"],
        "event": "qt_warning",
        "in": "default",
    }


def test_everything_is_given_back(qapp, log) -> None:
    before = (sys.excepthook, sys.unraisablehook)
    reporter = CrashReporter(log)
    reporter.install()
    assert sys.excepthook != before[0]
    reporter.uninstall()
    assert (sys.excepthook, sys.unraisablehook) == before


def test_a_log_that_cannot_be_written_is_silent(tmp_path: Path) -> None:
    blocked = tmp_path / "file"
    blocked.write_text("", encoding="utf-8")
    log = Log(blocked)
    log.write(LogEvent.STARTED, count=1)
    assert log.path is None


def test_the_log_rolls_over_and_keeps_a_few_files(tmp_path: Path) -> None:
    log = Log(tmp_path)
    for _ in range(30_000):
        log.write(LogEvent.STARTED, count=1, seconds=0.25)
    log.close()
    files = sorted(file.name for file in tmp_path.iterdir())
    assert files[0] == "isteam.log"
    assert 2 <= len(files) <= 4
    assert all(file.stat().st_size <= 512_000 for file in tmp_path.iterdir())
