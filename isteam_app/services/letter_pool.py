"""Makes many letters in processes of their own, in the order they were asked for.

Two processes make letters nearly twice as fast as one; threads would not, and the font
files do not bear them. Letters travel through pipes, so nothing touches the disk.
"""

from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import CancelledError, Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass
from itertools import islice
from multiprocessing import get_context
from types import TracebackType
from typing import Self

from isteam_app.errors import IsteamError
from isteam_app.hardening import harden
from isteam_app.letters.build import BuiltLetter
from isteam_app.letters.fitting import Fitting, set_on_paper
from isteam_app.letters.fonts import typeface

PROCESSES = 2
WORTH_IT = 20
"""Fewer letters than this are made sooner than a process has started."""
_AT_A_TIME = 4
_AHEAD = 4
"""Parcels in hand for each process: enough to keep it busy, few enough to stop soon."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Made:
    """What came of one letter: its pages, or the sentences that refuse it."""

    built: BuiltLetter | None = None
    refused: tuple[str, ...] = ()


class LetterPool:
    """Processes that stand ready to make letters. Close it when done.

    Where the computer starts no process, or ends one, the letters are made in this
    one instead: slower, and the same.
    """

    def __init__(self, processes: int = PROCESSES) -> None:
        self._processes = processes
        self._pool: ProcessPoolExecutor | None = None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """End the processes; what they had not begun is dropped."""
        if self._pool is not None:
            self._pool.shutdown(wait=True, cancel_futures=True)
            self._pool = None

    def make(self, letters: Iterable[Fitting]) -> Iterator[Made]:
        """Yield what came of each letter, in the order given.

        Letters are taken as they are needed; whoever stops asking stops the work.
        """
        parcels = _parcels(letters)
        waiting: deque[tuple[list[Fitting], Future[list[Made]] | None]] = deque()
        while True:
            for parcel in islice(parcels, max(0, self._room - len(waiting))):
                waiting.append((parcel, self._started(parcel)))
            if not waiting:
                return
            parcel, future = waiting.popleft()
            yield from self._answer(parcel, future)

    @property
    def _room(self) -> int:
        return self._processes * _AHEAD

    def _started(self, parcel: list[Fitting]) -> Future[list[Made]] | None:
        if self._processes < 2:
            return None
        try:
            if self._pool is None:
                self._pool = ProcessPoolExecutor(
                    max_workers=self._processes,
                    mp_context=get_context("spawn"),
                    initializer=_stand_ready,
                )
            return self._pool.submit(_made, parcel)
        except (BrokenProcessPool, OSError):
            self._do_without()
            return None

    def _answer(
        self, parcel: list[Fitting], future: Future[list[Made]] | None
    ) -> list[Made]:
        if future is not None:
            try:
                return future.result()
            except (BrokenProcessPool, CancelledError, OSError):
                self._do_without()
        return _made(parcel)

    def _do_without(self) -> None:
        self.close()
        self._processes = 1


def _parcels(letters: Iterable[Fitting]) -> Iterator[list[Fitting]]:
    left = iter(letters)
    while parcel := list(islice(left, _AT_A_TIME)):
        yield parcel


def _stand_ready() -> None:
    harden()
    typeface()


def _made(parcel: list[Fitting]) -> list[Made]:
    return [_one(letter) for letter in parcel]


def _one(letter: Fitting) -> Made:
    try:
        return Made(built=set_on_paper(letter))
    except IsteamError as refused:
        return Made(refused=getattr(refused, "problems", (str(refused),)))
