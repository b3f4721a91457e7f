"""Starts the window: looks, language, the crash reporter, and what to open first."""

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QLocale, Qt
from PySide6.QtGui import QGuiApplication, QIcon
from PySide6.QtWidgets import QApplication

from isteam_app import places, resources
from isteam_app.logs import Log, LogEvent
from ui.common.theme import Theme
from ui.crash import CrashReporter
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow
from ui.single_instance import SingleInstance, raise_other

NAME = "ISTeam"


def main(argv: Sequence[str] = ()) -> int:
    """Open the window as the command line asks: a vault, the demonstration, or last."""
    parser = argparse.ArgumentParser(prog="isteam")
    parser.add_argument("what", nargs="?", choices=["demo"], help="made-up data")
    parser.add_argument("--vault", type=Path, metavar="FOLDER", help="open this vault")
    parser.add_argument(
        "--tour",
        type=Path,
        metavar="DIR",
        help="with demo: work through the program off-screen, keep pictures here",
    )
    asked = parser.parse_args(list(argv))
    demo = asked.what == "demo"
    if asked.tour is not None and not demo:
        parser.error("--tour goes with demo")
    if demo and (asked.tour is not None or not has_display()):
        return take_tour(asked.tour or Path("out", "tour"))
    return run_window(asked.vault, demo=demo)


def has_display() -> bool:
    """Whether a window can be shown here; only Linux and the like may lack a screen."""
    if sys.platform in ("win32", "darwin") or os.environ.get("QT_QPA_PLATFORM"):
        return True
    return bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))


def take_tour(folder: Path) -> int:
    """Work through the program without a screen; leave pictures and letters."""
    os.environ["QT_QPA_PLATFORM"] = "offscreen"  # Qt reads it when the app is made
    os.environ["QT_ENABLE_HIGHDPI_SCALING"] = "0"  # a dot of a picture is a dot
    app = application()
    from ui.tour.run import run_tour  # nobody else waits for these to load

    return run_tour(app, folder)


def run_window(start: Path | None, *, demo: bool) -> int:
    """Show the window until it is closed; return the exit code."""
    app = application()
    log = Log(places.logs())
    reporter = CrashReporter(log)
    reporter.install()
    try:
        choices = LocalChoices(places.settings_file())
        wanted = None if demo else first_vault(start, choices)
        if wanted is not None and raise_other(wanted):
            return 0
        theme = Theme(choices.now.theme)
        theme.set_text_scale(choices.now.text_scale)
        theme.apply(app)
        log.write(LogEvent.STARTED)
        window = MainWindow(
            theme, choices, on_bug=reporter.record, vaults=places.vaults()
        )
        instance = SingleInstance(window)
        instance.asked.connect(window.come_forward)
        window.at_vault.connect(instance.stand_for)
        window.show()
        window.begin(start, demo=demo)
        code = app.exec()
        instance.close()
        log.write(LogEvent.STOPPED)
    except Exception as bug:  # noqa: BLE001 - the crash border of the start
        return reporter.start_failed(bug)
    finally:
        reporter.uninstall()
        log.close()
    return code


def first_vault(start: Path | None, choices: LocalChoices) -> Path | None:
    """The vault whose door a start shows: the one it names, or the last opened."""
    known = choices.now.vaults
    return start or (known[0].folder if known else None)


def application() -> QApplication:
    """The application, dressed alike on every system."""
    found = QApplication.instance()
    if isinstance(found, QApplication):
        return found
    QGuiApplication.setHighDpiScaleFactorRoundingPolicy(
        Qt.HighDpiScaleFactorRoundingPolicy.PassThrough
    )
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedKingdom))
    app = QApplication(sys.argv[:1])
    app.setApplicationName(NAME)
    app.setApplicationDisplayName("")
    app.setDesktopFileName("isteam")
    app.setStyle("Fusion")
    icon = resources.path("icon", "isteam.svg")
    if icon.exists():
        app.setWindowIcon(QIcon(str(icon)))
    return app
