"""Starts the closed-off process, talks to it against the clock, and kills it."""

import os
import signal
import subprocess
import sys
from contextlib import suppress
from pathlib import Path
from threading import Lock, Timer
from typing import IO

import isteam_app
from isteam_app.scan_rendering.wire import ANSWER, Answered, Reason

SWITCH = "--scan-rendering"
"""What the finished program is started with to be this process."""
_BURIAL = 2.0  # seconds a killed process may take to be gone
_NEEDED = ("SYSTEMROOT", "SYSTEMDRIVE")  # Windows starts nothing without these


class Refused(Exception):
    """The process says why it does not show what it was asked for."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.name)
        self.reason = reason


class Failed(Exception):
    """The process took too long, died, or answered what it was not asked.

    `may_be_chance`: something else may have killed it; the file need not be hostile.
    """

    def __init__(self, reason: Reason, *, may_be_chance: bool = False) -> None:
        super().__init__(reason.name)
        self.reason = reason
        self.may_be_chance = may_be_chance


class ScanProcess:
    """One closed-off process with its pipes. Ask from one thread; kill from any."""

    def __init__(self) -> None:
        try:
            self._process = _started()
        except OSError as error:
            raise Failed(Reason.NOT_STARTED) from error
        self._asking = Lock()
        self._late = False
        self._answered = False

    @property
    def id(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def ask(
        self, head: bytes, body: bytes, expected: Answered, most: int, seconds: float
    ) -> tuple[int, bytes]:
        """Return the number and the content of the answer, at most so many bytes.

        Raises:
            Refused: the process says why not.
            Failed: it does not answer as it must; it is to be killed.
        """
        timer = Timer(max(seconds, 0.0), self._be_late)
        timer.daemon = True
        timer.start()
        try:
            with self._asking:
                return self._exchanged(head, body, expected, most)
        except OSError as error:  # a broken pipe: it is gone
            raise self._cause_of_death() from error
        finally:
            timer.cancel()

    def end(self) -> None:
        """End it now, whatever it does, and wait for nothing."""
        with suppress(OSError):
            self._process.kill()

    def kill(self) -> None:
        """End it now and wait until it is gone."""
        self.end()
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_BURIAL)
        if self._asking.acquire(timeout=_BURIAL):  # whoever waits hears the pipe end
            for pipe in (self._process.stdin, self._process.stdout):
                if pipe is not None:
                    with suppress(OSError):
                        pipe.close()
            self._asking.release()

    def _exchanged(
        self, head: bytes, body: bytes, expected: Answered, most: int
    ) -> tuple[int, bytes]:
        asks, answers = _pipes(self._process)
        asks.write(head)
        asks.write(body)
        asks.flush()
        kind, number, length = ANSWER.unpack(self._read(answers, ANSWER.size))
        self._answered = True
        if kind == Answered.REFUSED and length == 0 and number in tuple(Reason):
            raise Refused(Reason(number))
        if kind != expected or length > most:
            raise Failed(Reason.BROKE)
        return number, self._read(answers, length)

    def _read(self, answers: IO[bytes], length: int) -> bytes:
        content = answers.read(length)
        if len(content) < length:
            raise self._cause_of_death()
        return content

    def _be_late(self) -> None:
        self._late = True
        self.end()

    def _cause_of_death(self) -> Failed:
        """Tell apart what the file did and what only happened."""
        with suppress(subprocess.TimeoutExpired):
            self._process.wait(_BURIAL)
        code = self._process.returncode
        if self._late:
            return Failed(Reason.TIME)
        if code == 1 and not self._answered:  # Python itself gave up: nothing was read
            return Failed(Reason.NOT_STARTED)
        if sys.platform != "win32" and code is not None:
            if code == -signal.SIGALRM:
                return Failed(Reason.TIME)
            if code == -signal.SIGKILL:
                return Failed(Reason.MEMORY, may_be_chance=True)
            if -code in (signal.SIGABRT, signal.SIGTRAP, signal.SIGILL):
                return Failed(Reason.MEMORY)
        return Failed(Reason.BROKE)


def command() -> list[str]:
    """Return what starts the process; the finished program starts itself."""
    if getattr(sys, "frozen", False):
        return [sys.executable, SWITCH]
    return [sys.executable, "-B", "-s", "-m", "isteam_app.scan_rendering"]


def _started() -> subprocess.Popen[bytes]:
    quiet = 0
    if sys.platform == "win32":
        quiet = subprocess.CREATE_NO_WINDOW | subprocess.BELOW_NORMAL_PRIORITY_CLASS
    return subprocess.Popen(  # noqa: S603 - our own program, with words of our own
        command(),
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        cwd=Path(isteam_app.__file__).parents[1],
        env={name: os.environ[name] for name in _NEEDED if name in os.environ},
        start_new_session=True,
        creationflags=quiet,
    )


def _pipes(process: subprocess.Popen[bytes]) -> tuple[IO[bytes], IO[bytes]]:
    if process.stdin is None or process.stdout is None or process.stdin.closed:
        raise BrokenPipeError
    return process.stdin, process.stdout
