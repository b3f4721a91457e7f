"""Kills a process in the middle of its work, and hears what it had acknowledged."""

import os
import select
import signal
import traceback
from collections.abc import Callable
from dataclasses import dataclass
from time import monotonic

Say = Callable[[str], None]
"""What work calls after each act that it holds to be kept: one line of text."""

CAN_KILL = hasattr(os, "fork")
"""Whether this computer has what a kill needs."""

_PATIENCE = 60.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Death:
    """How a process ended: what it had said, and its last words if it broke down.

    `finished`: it was done before it could be killed.
    """

    said: tuple[str, ...]
    finished: bool
    broken: str


def killed(work: Callable[[Say], None], *, after: float, lines: int = 1) -> Death:
    """Run work in a process of its own and kill it `after` seconds.

    The seconds run from when it has said so many `lines`, so that the moment falls
    into the work, however slow the computer; with 0 lines, from its start.
    """
    reading, writing = os.pipe()
    child = os.fork()
    if child == 0:
        os.close(reading)
        _die_working(work, writing)
    os.close(writing)
    try:
        heard = _hear(reading, after=after, lines=lines, child=child)
    finally:
        os.close(reading)
    _, status = os.waitpid(child, 0)
    *lines, cut = heard.decode().split("\n")  # a line cut off was not said
    broken = "\n".join(lines) if os.WIFEXITED(status) and os.WEXITSTATUS(status) else ""
    return Death(
        said=() if broken else tuple(lines),
        finished=os.WIFEXITED(status) and not broken,
        broken=broken or (cut if os.WIFEXITED(status) else ""),
    )


def _die_working(work: Callable[[Say], None], out: int) -> None:
    def say(text: str) -> None:
        os.write(out, f"{text}\n".encode())

    code = 1
    try:
        work(say)
        code = 0
    except BaseException:  # noqa: BLE001  the parent must hear of it, whatever it is
        os.write(out, traceback.format_exc().encode() + b"\n")
    finally:
        os._exit(code)


def _hear(reading: int, *, after: float, lines: int, child: int) -> bytes:
    """Collect what the child says until it is dead, and see to that."""
    heard = b""
    waiting = lines > 0
    until = monotonic() + (_PATIENCE if waiting else after)
    dead = False
    while True:
        left = max(until - monotonic(), 0.0)
        ready, _, _ = select.select([reading], [], [], None if dead else left)
        if not ready:
            os.kill(child, signal.SIGKILL)
            dead = True
            continue
        part = os.read(reading, 65_536)
        if not part:
            return heard
        heard += part
        if waiting and heard.count(b"\n") >= lines:
            waiting, until = False, monotonic() + after
