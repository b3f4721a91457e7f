"""Pages of a file from outside, painted elsewhere and handed over as they are ready."""

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from threading import Condition, Thread

from PySide6.QtCore import QObject, QSize, Signal, Slot
from PySide6.QtGui import QImage

from isteam_app.errors import Cancelled
from isteam_app.services.scans import (
    IDLE,
    CannotBeShown,
    Picture,
    ScanReading,
    within_limits,
)

BUDGET = 160 * 1024 * 1024
"""The most that painted pages may take in memory, in bytes."""
_MOST_ASKED = 64
_FAREWELL = 2.0  # seconds the reader may take to end once its process is killed


@dataclass(frozen=True, slots=True)
class Wanted:
    """One page at one size, turned by so many quarters to the right."""

    page: int
    width: int
    height: int
    turn: int


class ScanPages(QObject):
    """Asks for pages and keeps those in sight. The window never waits for one."""

    opened = Signal(object)  # the PageSize of each page
    refused = Signal(str)
    arrived = Signal(int)  # a page, at some size
    page_refused = Signal(int, str)

    _told = Signal(int, object)
    _painted = Signal(int, object, object)
    _failed = Signal(int, object, str)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader: _Reader | None = None
        self._kept: dict[Wanted, QImage] = {}
        self._in_sight: set[Wanted] = set()
        self._lost: set[int] = set()
        self._told.connect(self._open)
        self._painted.connect(self._keep)
        self._failed.connect(self._refuse)

    @property
    def is_working(self) -> bool:
        """Whether something asked for has not arrived yet."""
        return self._reader is not None and self._reader.is_working

    @property
    def process_id(self) -> int:
        """The number of the process that reads the file, or 0."""
        return self._reader.reading.process_id if self._reader is not None else 0

    @property
    def kept_bytes(self) -> int:
        return sum(image.sizeInBytes() for image in self._kept.values())

    def read(self, data: bytes) -> None:
        """Begin with another file."""
        self.close()
        self._reader = _Reader(
            data, self._told.emit, self._painted.emit, self._failed.emit
        )
        self.destroyed.connect(self._reader.close)

    @Slot()
    def close(self) -> None:
        """End the process, and forget every page."""
        reader, self._reader = self._reader, None
        self._kept.clear()
        self._in_sight.clear()
        self._lost.clear()
        if reader is not None:
            self.destroyed.disconnect(reader.close)
            reader.let_go()

    def begin_sight(self) -> None:
        """From here on is asked for what is in sight now."""
        self._in_sight.clear()

    def picture(self, page: int, size: QSize, turn: int) -> QImage:
        """Return the page, or what is there of it until it arrives."""
        width, height = within_limits(size.width(), size.height())
        wanted = Wanted(page, width, height, turn)
        self._in_sight.add(wanted)
        found = self._kept.pop(wanted, None)
        if found is not None:
            self._kept[wanted] = found  # the last to be let go
            return found
        if self._reader is not None and page not in self._lost:
            self._reader.ask(wanted)
        return self._stand_in(wanted)

    def is_lost(self, page: int) -> bool:
        """Whether the page cannot be shown."""
        return page in self._lost

    def _stand_in(self, wanted: Wanted) -> QImage:
        alike = (
            image
            for kept, image in self._kept.items()
            if (kept.page, kept.turn) == (wanted.page, wanted.turn)
        )
        return max(alike, key=QImage.width, default=QImage())

    def _is_current(self, number: int) -> bool:
        return self._reader is not None and self._reader.number == number

    @Slot(int, object)
    def _open(self, number: int, told: object) -> None:
        if not self._is_current(number):
            return
        if isinstance(told, CannotBeShown):
            self.close()
            self.refused.emit(str(told))
        else:
            self.opened.emit(told)

    @Slot(int, object, object)
    def _keep(self, number: int, wanted: Wanted, image: QImage) -> None:
        if self._is_current(number):
            self._make_room(image.sizeInBytes())
            while image.sizeInBytes() + self.kept_bytes > BUDGET:
                image = image.scaled(image.size() / 2)
            self._kept[wanted] = image
            self.arrived.emit(wanted.page)

    def _make_room(self, needed: int) -> None:
        for old in [kept for kept in self._kept if kept not in self._in_sight]:
            if self.kept_bytes + needed <= BUDGET:
                return
            del self._kept[old]

    @Slot(int, object, str)
    def _refuse(self, number: int, wanted: Wanted, sentence: str) -> None:
        if self._is_current(number):
            self._lost.add(wanted.page)
            self.page_refused.emit(wanted.page, sentence)


_numbers = count(1)


class _Reader:
    """A thread that asks the process for one page after the other, newest first."""

    def __init__(
        self,
        data: bytes,
        told: Callable[[int, object], None],
        painted: Callable[[int, Wanted, QImage], None],
        failed: Callable[[int, Wanted, str], None],
    ) -> None:
        self.number = next(_numbers)
        self.reading = ScanReading(data)
        self._told, self._painted, self._failed = told, painted, failed
        self._asked: dict[Wanted, None] = {}
        self._change = Condition()
        self._closed = False
        self._busy = True
        self._thread = Thread(target=self._work, name="scan", daemon=True)
        self._thread.start()

    @property
    def is_working(self) -> bool:
        return self._busy

    def ask(self, wanted: Wanted) -> None:
        with self._change:
            self._asked.pop(wanted, None)
            self._asked[wanted] = None
            while len(self._asked) > _MOST_ASKED:
                self._asked.pop(next(iter(self._asked)))
            self._busy = True
            self._change.notify()

    def let_go(self) -> None:
        """End the thread and its process soon; no signal comes after this."""
        with self._change:
            self._closed = True
            self._asked.clear()
            self._change.notify()
        self.reading.let_go()

    def close(self) -> None:
        """End both, and wait until they have ended."""
        self.let_go()
        self.reading.close()
        self._thread.join(_FAREWELL)

    def _work(self) -> None:
        try:
            try:
                told: object = self.reading.pages()
            except CannotBeShown as refused:
                told = refused
            self._tell(lambda: self._told(self.number, told))
            while (wanted := self._next()) is not None:
                self._paint(wanted)
        except Cancelled:
            self._busy = False
        finally:
            self.reading.close()

    def _tell(self, signal: Callable[[], None]) -> None:
        """Send a signal, unless nobody may hear it any more."""
        with self._change:
            if not self._closed:
                signal()

    def _next(self) -> Wanted | None:
        """Wait for a page to be wanted; let the process go while none is."""
        with self._change:
            while not self._asked and not self._closed:
                self._busy = False
                if not self._change.wait(IDLE):
                    self.reading.rest()
            return None if self._closed else self._asked.popitem()[0]

    def _paint(self, wanted: Wanted) -> None:
        try:
            image = _image(
                self.reading.picture(
                    wanted.page, wanted.width, wanted.height, wanted.turn
                )
            )
        except CannotBeShown as refused:
            said = str(refused)
            self._tell(lambda: self._failed(self.number, wanted, said))
        else:
            self._tell(lambda: self._painted(self.number, wanted, image))


def _image(picture: Picture) -> QImage:
    stride = picture.width * 4
    seen = QImage(
        picture.pixels,
        picture.width,
        picture.height,
        stride,
        QImage.Format.Format_RGB32,
    )
    return seen.copy()  # Qt keeps no hold of the bytes
