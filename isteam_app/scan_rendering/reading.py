"""Has a file from outside read in a process of its own, and keeps it on a short lead.

The process is started for one file and killed when it takes too long, answers what it
was not asked, or is no longer wanted. A file that wastes too much is given up.
"""

import math
from collections.abc import Callable
from dataclasses import dataclass, field
from threading import Lock
from time import monotonic
from typing import TypeVar
from weakref import WeakSet

from isteam_app.errors import Cancelled, IsteamError
from isteam_app.progress import Progress, unwatched
from isteam_app.scan_rendering import limits
from isteam_app.scan_rendering.process import Failed, Refused, ScanProcess
from isteam_app.scan_rendering.sentences import sentence
from isteam_app.scan_rendering.wire import REQUEST, SIZE, Answered, Asked, Reason

Result = TypeVar("Result")
_KINDS = (
    (b"%PDF-", "This PDF"),
    (b"\x89PNG", "This picture"),
    (b"\xff\xd8", "This picture"),
)
_LONGEST = 14_400.5  # points: the longest side that the process may tell of


class CannotBeShown(IsteamError):
    """A file or a page of it is not shown; it is kept all the same."""

    title = "This scan cannot be shown"

    def __init__(self, reason: Reason, what: str) -> None:
        super().__init__(sentence(reason, what), detail=reason.name)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class PageSize:
    """The size of a page in points."""

    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Picture:
    """A page in rows of pixels of four bytes: blue, green, red, and 255."""

    width: int
    height: int
    pixels: bytes = field(repr=False)


class ScanReading:
    """One file, read elsewhere. Ask from one thread, end it from any.

    `progress` is heard before a process is started: it raises `Cancelled` when the
    work it belongs to was stopped meanwhile.
    """

    def __init__(self, data: bytes, progress: Progress = unwatched) -> None:
        self._data = data
        self._progress = progress
        self._what = next(
            (words for mark, words in _KINDS if data.startswith(mark)), "This file"
        )
        self._lock = Lock()
        self._process: ScanProcess | None = None
        self._sizes: tuple[PageSize, ...] = ()
        self._closed = False
        self._deaths = 0
        self._wasted = 0.0
        self._given_up: Reason | None = None

    @property
    def process_id(self) -> int:
        """The number of the process while there is one, else 0."""
        process = self._process
        return process.id if process is not None and process.is_alive else 0

    def pages(self) -> tuple[PageSize, ...]:
        """Return the size of each page.

        Raises:
            CannotBeShown: with the reason.
            Cancelled: the reading was closed meanwhile.
        """
        if not self._sizes:
            self._watched(self._open, self._what, limits.OPENING)
        return self._sizes

    def picture(self, page: int, width: int, height: int, turn: int = 0) -> Picture:
        """Return a page in so many pixels, turned by quarters to the right.

        Raises:
            CannotBeShown: this page is not shown; others may be.
            Cancelled: the reading was closed meanwhile.
        """
        sizes = self.pages()
        what = self._what if len(sizes) == 1 else f"Page {page + 1} of this PDF"
        wide, high = within_limits(width, height)

        def paint(seconds: float) -> Picture:
            return Picture(wide, high, self._paint(page, wide, high, turn % 4, seconds))

        return self._watched(paint, what, limits.PAINTING)

    def rest(self) -> None:
        """End the process until a page is wanted again."""
        process = self._process
        if process is not None:
            process.kill()
        with self._lock:
            if self._process is process:
                self._process = None

    def let_go(self) -> None:
        """End the process for good without waiting; the asking thread is to `close`."""
        with self._lock:
            self._closed = True
            if self._process is not None:
                self._process.end()

    def close(self) -> None:
        """End the process for good; whoever waits for an answer gets `Cancelled`."""
        with self._lock:
            self._closed = True
        self.rest()
        self._data = b""

    def _watched(
        self, work: Callable[[float], Result], what: str, most: float
    ) -> Result:
        """Do it in the time there is. A death that may be chance is tried once more."""
        for last in (False, True):
            if self._given_up is not None:
                break
            start = monotonic()
            try:
                return work(min(most, limits.WHOLE - self._wasted))
            except Refused as refused:
                if not self._sizes:
                    self._give_up(refused.reason)
                raise CannotBeShown(refused.reason, what) from None
            except Failed as failed:
                self._bury(failed, monotonic() - start)
                if last or not failed.may_be_chance:
                    raise CannotBeShown(failed.reason, what) from None
        raise CannotBeShown(self._given_up or Reason.BROKE, what)

    def _bury(self, failed: Failed, seconds: float) -> None:
        self.rest()
        if self._closed:
            raise Cancelled("The scan is no longer wanted.") from None
        self._deaths += 1
        self._wasted += seconds
        spent = self._wasted >= limits.WHOLE - 1 or self._deaths >= limits.DEATHS
        if spent or (not self._sizes and not failed.may_be_chance):
            self._give_up(failed.reason)

    def _give_up(self, reason: Reason) -> None:
        self.rest()
        if reason is not Reason.NOT_STARTED:
            self._given_up = reason

    def _open(self, seconds: float) -> ScanProcess:
        """Start the process, hand it the file, and hear of its pages."""
        process = self._started()
        head = REQUEST.pack(Asked.OPEN, len(self._data), 0, 0, 0)
        most = limits.PAGES * SIZE.size
        count, content = process.ask(head, self._data, Answered.PAGES, most, seconds)
        if not content or len(content) != count * SIZE.size:
            raise Failed(Reason.BROKE)
        sizes = tuple(PageSize(*size) for size in SIZE.iter_unpack(content))
        if not all(map(_is_sound, sizes)):
            raise Failed(Reason.BROKE)
        self._sizes = sizes
        return process

    def _paint(
        self, page: int, width: int, height: int, turn: int, seconds: float
    ) -> bytes:
        process = self._process or self._open(limits.OPENING)
        head = REQUEST.pack(Asked.PAINT, page, width, height, turn)
        length = width * height * 4
        number, pixels = process.ask(head, b"", Answered.PICTURE, length, seconds)
        if number != page or len(pixels) != length:
            raise Failed(Reason.BROKE)
        return pixels

    def _started(self) -> ScanProcess:
        with self._lock:
            if self._closed:
                raise Cancelled("The scan is no longer wanted.")
            _readings.add(self)  # first, so that `close_all` misses none
            self._progress(0, 0)
            self._process = ScanProcess()
            return self._process


_readings: WeakSet[ScanReading] = WeakSet()


def close_all() -> None:
    """End every such process of this program: the vault locks or the window goes."""
    for reading in tuple(_readings):
        reading.close()
        _readings.discard(reading)


def within_limits(width: int, height: int) -> tuple[int, int]:
    """Return a size of the same shape, no larger than is ever painted."""
    wide, high = max(width, 1), max(height, 1)
    share = min(
        1.0, limits.SIDE / max(wide, high), math.sqrt(limits.PAINTED / (wide * high))
    )
    return max(int(wide * share), 1), max(int(high * share), 1)


def _is_sound(size: PageSize) -> bool:
    return all(1 <= side <= _LONGEST for side in (size.width, size.height))
