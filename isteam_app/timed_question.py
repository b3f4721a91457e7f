"""A question that may never be answered, asked on a thread nobody has to wait for."""

from collections.abc import Callable
from contextlib import suppress
from threading import Event, Lock, Thread
from time import monotonic
from typing import Generic, TypeVar

from isteam_app.progress import Progress

_GLANCE = 0.05
"""Seconds between looks at whether the person stopped it."""

T = TypeVar("T")


class TimedQuestion(Generic[T]):
    """Asks at once. `late` is told of an answer that came after the waiting was over.

    `ask` must not raise: whatever goes wrong is an answer too.
    """

    def __init__(
        self, ask: Callable[[], T], late: Callable[[T], object] | None = None
    ) -> None:
        self._ask, self._late = ask, late
        self._deciding = Lock()
        self._over = Event()
        self._given_up = False
        self._answer: T | None = None
        # a daemon: a question that hangs must not keep the program from ending
        Thread(target=self._run, name="timed question", daemon=True).start()

    def is_over(self, end: float, progress: Progress) -> bool:
        """Wait until nothing runs any more, but no longer than until `end`."""
        while not self._over.wait(min(_GLANCE, max(end - monotonic(), 0))):
            progress(0, 0)
            if monotonic() >= end:
                return False
        return True

    def wait(self, end: float, progress: Progress) -> T | None:
        """Return the answer, or None when there is none by `end`.

        Raises:
            Cancelled: the person stopped the waiting.
        """
        try:
            self.is_over(end, progress)
        except BaseException:
            self._give_up()
            raise
        return self._give_up()

    def _give_up(self) -> T | None:
        with self._deciding:
            self._given_up = self._answer is None
            return self._answer

    def _run(self) -> None:
        answer = self._ask()
        with self._deciding:
            self._answer = answer
        if self._given_up and self._late is not None:
            with suppress(BaseException):  # nobody is left to hear of it
                self._late(answer)
        self._over.set()
