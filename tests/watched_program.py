"""Runs the whole program as a person starts it, and writes down where it is.

`python watched_program.py STATE [arguments of isteam]`. The program itself is not
changed: a lamp beside it keeps in the file STATE how many keys reached a window, what
has the keyboard, by the name a screen reader would say, and the window's title.
"""

import json
import runpy
import sys
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication

EVERY_MS = 15
SILENT = {0x01000020, 0x01000021, 0x01000022, 0x01000023}  # Shift, Ctrl, Meta, Alt


class Lamp(QObject):
    """Counts keys on windows, so that one key is one however far it travels inside."""

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._file, self._keys, self._last = file, 0, ""
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.show)
        self._timer.start(EVERY_MS)
        QApplication.instance().installEventFilter(self)

    def eventFilter(  # noqa: N802 - Qt decides the name of an override
        self, watched: QObject, event: QEvent
    ) -> bool:
        if (
            event.type() is QEvent.Type.ShortcutOverride
            and watched.isWindowType()
            and event.key() not in SILENT
            and not event.isAutoRepeat()
        ):
            self._keys += 1
        return False

    def show(self) -> None:
        now = json.dumps(
            {"keys": self._keys, "focus": focus(), "title": title(), "depth": depth()}
        )
        if now != self._last:
            self._last = now
            part = self._file.with_suffix(".part")
            part.write_text(now, encoding="utf-8")
            part.replace(self._file)


def focus() -> str:
    widget = QApplication.focusWidget()
    if widget is None:
        return ""
    interface = QAccessible.queryAccessibleInterface(widget)
    said = interface.text(QAccessible.Text.Name) if interface else ""
    return said or type(widget).__name__


def title() -> str:
    window = QApplication.activeWindow()
    return window.windowTitle() if window else ""


def depth() -> int:
    """How many windows are open: dialogs come and go."""
    return sum(one.isVisible() for one in QApplication.topLevelWidgets())


def main() -> None:
    state = Path(sys.argv[1])
    lamps = []
    plain = QApplication.exec

    def watched() -> int:
        lamps.append(Lamp(state))
        return plain()

    QApplication.exec = staticmethod(watched)
    sys.argv[1:] = sys.argv[2:]
    sys.path.insert(0, str(Path.cwd()))
    runpy.run_module("isteam_app", run_name="__main__", alter_sys=True)


if __name__ == "__main__":
    main()
