"""The tour: every step of the main job, done in the real windows without a screen."""

import re
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QMessageLogContext, QtMsgType, qInstallMessageHandler
from PySide6.QtWidgets import QApplication

from isteam_app.errors import IsteamError
from isteam_app.logs import frames
from isteam_app.services.unlock import create
from ui.common.theme import Theme
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow
from ui.tour.album import SIZE, Album
from ui.tour.guide import Guide, TourClock
from ui.tour.hands import Hands
from ui.tour.kept_printing import KeptPrinting
from ui.tour.steps import STEPS
from ui.tour.trouble import StepFailed

Say = Callable[[str], None]
_PICTURE = re.compile(r"\d{2,3}-[a-z0-9-]+-(light|dark)\.png")


def run_tour(app: QApplication, out: Path, *, say: Say | None = None) -> int:
    """Take the tour, leave what it makes in `out`, and return the exit code."""
    tell = say or _print
    bugs: list[BaseException] = []
    try:
        out = out.absolute()
        out.mkdir(parents=True, exist_ok=True)
        _clear(out)
        with (
            _scratch() as scratch,
            _noticing(bugs),
            _guide(app, out, scratch, bugs) as guide,
        ):
            _walk(guide, bugs, tell)
            index = guide.album.finish()
    except (StepFailed, IsteamError, OSError) as error:
        sys.stderr.write(f"The tour stopped: {error}\n")
        return 1
    tell(f"Everything is in {out}. {index.name} says what each file is.")
    return 0


def _walk(guide: Guide, bugs: list[BaseException], say: Say) -> None:
    for number, step in enumerate(STEPS, 1):
        say(f"{number:2} of {len(STEPS)}  {_first_line(step)}")
        try:
            step(guide)
        except StepFailed as error:
            guide.album.take("stopped", "Where the tour stopped")
            guide.album.finish()
            raise StepFailed(f"Step {number}, {step.__name__}. {error}") from error
        if bugs:
            raise StepFailed(
                f"Step {number}, {step.__name__}. A bug showed: {_place(bugs[0])}."
            )


def _place(bug: BaseException) -> str:
    """What kind of bug it is, and the innermost place in the program's own code."""
    where = frames(bug.__traceback__)
    return f"{type(bug).__name__} at {where[-1] if where else 'an unknown place'}"


def _first_line(step: Callable[[Guide], None]) -> str:
    return (step.__doc__ or step.__name__).partition("\n")[0]


@contextmanager
def _guide(
    app: QApplication, out: Path, scratch: Path, bugs: list[BaseException]
) -> Iterator[Guide]:
    """The window and all that works it; closed at the end, whatever happens."""
    theme = Theme("light")
    theme.apply(app)
    clock, printing = TourClock(), KeptPrinting(out)

    def note_bug(bug: BaseException) -> str:
        bugs.append(bug)
        return "TOUR"

    window = MainWindow(
        theme,
        LocalChoices(None),
        now=clock,
        create=create,
        printing=printing,
        on_bug=note_bug,
        vaults=scratch / "Vaults",
    )
    window.resize(*SIZE)
    window.show()
    window.activateWindow()
    hands = Hands(window)
    try:
        yield Guide(
            window=window,
            hands=hands,
            album=Album(out, window, theme, hands),
            printing=printing,
            clock=clock,
            out=out,
            scratch=scratch,
        )
    finally:
        window.close()
        hands.settle()


@contextmanager
def _scratch() -> Iterator[Path]:
    """A folder for the vaults; of a fixed name if it is free, as pictures show it."""
    usual = Path(tempfile.gettempdir()) / "isteam-tour"
    with tempfile.TemporaryDirectory(
        prefix="isteam-tour-", ignore_cleanup_errors=True
    ) as made:
        place = Path(made)
        with suppress(OSError):
            place = place.rename(usual)
        try:
            yield place
        finally:
            with suppress(OSError):
                place.rename(made)


@contextmanager
def _noticing(bugs: list[BaseException]) -> Iterator[None]:
    """Let no slot that raises go unseen: a step with a bug in it has failed."""
    before, before_qt = sys.excepthook, qInstallMessageHandler(_pass_over)

    def notice(
        _: type[BaseException], bug: BaseException, _trace: TracebackType | None
    ) -> None:
        bugs.append(bug)

    sys.excepthook = notice
    try:
        yield
    finally:
        sys.excepthook = before
        qInstallMessageHandler(before_qt)


def _pass_over(_kind: QtMsgType, _context: QMessageLogContext, words: str) -> None:
    """Keep quiet what a window says that has no screen to be raised on."""
    if not words.startswith("This plugin does not support"):
        sys.stderr.write(f"{words}\n")


def _clear(out: Path) -> None:
    """Remove the pictures of an earlier tour, by its own index, and nothing else."""
    try:
        listed = (out / "index.txt").read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeError):
        return
    for name in (line.split(" ")[0] for line in listed):
        if _PICTURE.fullmatch(name):
            (out / name).unlink(missing_ok=True)


def _print(line: str) -> None:
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()
