"""What every step of a tour has at hand."""

from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from ui.main_window import MainWindow
from ui.tour.album import Album
from ui.tour.hands import Hands
from ui.tour.kept_printing import KeptPrinting
from ui.tour.trouble import StepFailed
from ui.workplace import Workplace

MONDAY = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
"""The moment of every picture; London keeps this time in November."""


@dataclass(slots=True)
class TourClock:
    """A clock that stands still, so that pictures are alike."""

    at: datetime = field(default=MONDAY)

    def __call__(self) -> datetime:
        return self.at

    def forward(self, minutes: int) -> None:
        self.at += timedelta(minutes=minutes)


@dataclass(slots=True, kw_only=True)
class Guide:
    """The window, the hands that work it, and where results are kept."""

    window: MainWindow
    hands: Hands
    album: Album
    printing: KeptPrinting
    clock: TourClock
    out: Path
    scratch: Path

    @property
    def work(self) -> Workplace:
        """The place of work; there is one while a vault is open."""
        if self.window.workplace is None:
            raise StepFailed("The vault is not open.")
        return self.window.workplace

    def wait_for_page(self, key: str) -> None:
        """Wait until a page is in sight and nothing is being done for it."""
        self.hands.wait(lambda: self._is_at(key), f"the page “{key}”")
        self.rest()

    def go(self, shortcut: str, key: str) -> None:
        """Go to a page by its keys."""
        self.hands.keys(shortcut)
        self.wait_for_page(key)

    def rest(self) -> None:
        """Wait until the worker has nothing left to do.

        Nothing is done by the clock on tour, neither typing kept nor the trail checked:
        a slow step would show on a picture.
        """
        self.work.watch.stop()
        self.hands.settle()
        self.hands.wait(lambda: not self.work.background.is_busy, "the work to end")
        self.work.trail.stop()

    def _is_at(self, key: str) -> bool:
        work = self.window.workplace
        return work is not None and work.frame.current_page() == key
