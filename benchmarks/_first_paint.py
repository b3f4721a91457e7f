"""Says when a window is painted: the program's unlock page, or an empty one.

Run as a program of its own, so that the whole start is measured.
"""

import os
import sys
from importlib import import_module
from typing import Any

PAINTED = "painted"


def main(arguments: list[str]) -> None:
    """`product FOLDER` starts the program; `empty MODULE ...` shows a bare window."""
    what, *rest = arguments
    if what == "product":
        _product(rest[0])
    else:
        _empty(rest)


def _product(folder: str) -> None:
    from ui.unlock.unlock_page import UnlockPage

    # a filter on every event would slow the start that is measured
    setattr(UnlockPage, "paintEvent", _say_after_painting)  # noqa: B010  mypy knows no other way to hook a method
    from isteam_app.__main__ import main as start

    start(["--vault", folder])


def _empty(modules: list[str]) -> None:
    for name in modules:
        import_module(name)
    from PySide6.QtWidgets import QApplication, QWidget

    class Empty(QWidget):
        paintEvent = _say_after_painting  # noqa: N815  Qt's name

    app = QApplication([])
    app.setStyle("Fusion")
    window = Empty()
    window.resize(1280, 800)
    window.show()
    app.exec()


def _say_after_painting(_page: Any, _event: Any) -> None:
    from PySide6.QtCore import QTimer

    QTimer.singleShot(0, _say)  # once the children are painted too


def _say() -> None:
    qt = [name for name in sys.modules if name.startswith("PySide6.Qt")]
    sys.stdout.write(" ".join([PAINTED, *sorted(qt)]) + "\n")
    sys.stdout.flush()
    os._exit(0)  # the end of the program is not measured


if __name__ == "__main__":
    main(sys.argv[1:])
