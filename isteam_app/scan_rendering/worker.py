"""The closed-off process: reads one file from its input, answers with pixels.

It knows nothing of vaults, settings or windows, is started with an empty environment,
and once it holds the file it can open no other, nor a socket, nor start a program.
"""

import os
import sys
from collections.abc import Callable
from typing import BinaryIO, TypeVar

from isteam_app.scan_rendering.confine import confine, set_alarm
from isteam_app.scan_rendering.limits import LARGEST, OPENING, PAINTED, PAINTING, SIDE
from isteam_app.scan_rendering.pages import Pages, Refused, open_pages
from isteam_app.scan_rendering.wire import (
    ANSWER,
    REQUEST,
    SIZE,
    Answered,
    Asked,
    Reason,
)

Result = TypeVar("Result")
_GRACE = 2.0  # seconds the program has to kill us before we do it ourselves


def serve() -> None:
    """Answer until the input ends."""
    asks, answers = _streams()
    length = _file_length(asks)
    if not length:
        return
    confine(length)
    data = asks.read(length)
    if len(data) < length:
        return
    set_alarm(OPENING + _GRACE)
    pages = _opened(data, answers)
    while pages is not None:
        set_alarm(0)
        head = asks.read(REQUEST.size)
        if len(head) < REQUEST.size:
            return
        set_alarm(PAINTING + _GRACE)
        _paint(pages, head, answers)


def _streams() -> tuple[BinaryIO, BinaryIO]:
    """Take the pipes for ourselves; what a library prints goes nowhere."""
    if sys.platform == "win32":
        import msvcrt

        for standard in (0, 1):
            msvcrt.setmode(standard, os.O_BINARY)
    asks, answers = os.fdopen(os.dup(0), "rb"), os.fdopen(os.dup(1), "wb")
    nowhere = os.open(os.devnull, os.O_RDWR)
    for standard in (0, 1, 2):
        os.dup2(nowhere, standard)
    return asks, answers


def _file_length(asks: BinaryIO) -> int:
    """Return how long the file is that will follow; 0 when none will."""
    head = asks.read(REQUEST.size)
    if len(head) < REQUEST.size:
        return 0
    kind, length, *_ = REQUEST.unpack(head)
    return int(length) if kind == Asked.OPEN and length <= LARGEST else 0


def _opened(data: bytes, answers: BinaryIO) -> Pages | None:
    pages = _tried(lambda: open_pages(data))
    if isinstance(pages, Reason):
        _answer(answers, Answered.REFUSED, pages, b"")
        return None
    sizes = b"".join(SIZE.pack(*size) for size in pages.sizes)
    _answer(answers, Answered.PAGES, len(pages.sizes), sizes)
    return pages


def _paint(pages: Pages, head: bytes, answers: BinaryIO) -> None:
    kind, page, width, height, turn = REQUEST.unpack(head)
    sound = page < len(pages.sizes) and 0 < width * height <= PAINTED
    if kind != Asked.PAINT or not sound or max(width, height) > SIDE:
        sys.exit(1)  # the program never asks so
    pixels = _tried(lambda: pages.paint(page, width, height, turn))
    if isinstance(pixels, Reason):
        _answer(answers, Answered.REFUSED, pixels, b"")
    else:
        _answer(answers, Answered.PICTURE, page, pixels)


def _tried(work: Callable[[], Result]) -> Result | Reason:
    try:
        return work()
    except Refused as refused:
        return refused.reason
    except MemoryError:
        return Reason.MEMORY
    except Exception:  # noqa: BLE001 - whatever a library trips over, the file is not sound
        return Reason.DAMAGED


def _answer(answers: BinaryIO, kind: Answered, number: int, content: bytes) -> None:
    answers.write(ANSWER.pack(kind, number, len(content)))
    answers.write(content)
    answers.flush()
