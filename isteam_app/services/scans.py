"""Takes in scanned letters, judged by what is inside them and not by their name.

The file is opened in a closed-off process and never here. What cannot be shown safely
is taken all the same, with the reason: a letter that is evidence must not be lost.
"""

import os
from dataclasses import dataclass, field
from pathlib import Path

from isteam_app.errors import RuleBroken
from isteam_app.progress import Progress, unwatched
from isteam_app.scan_rendering.limits import IDLE, LARGEST
from isteam_app.scan_rendering.reading import (
    CannotBeShown,
    PageSize,
    Picture,
    ScanReading,
    close_all,
    within_limits,
)

__all__ = [
    "IDLE",
    "LARGEST",
    "CannotBeShown",
    "PageSize",
    "Picture",
    "Scan",
    "ScanReading",
    "close_all",
    "read_any",
    "read_scan",
    "scan_from_bytes",
    "within_limits",
]

_KINDS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan read into memory, ready to be shown and kept.

    `trouble` says why it cannot be shown; nobody knows its pages then.
    """

    name: str
    media_type: str
    data: bytes = field(repr=False)
    pages: int
    trouble: str = ""


def read_scan(path: Path, progress: Progress = unwatched) -> Scan:
    """Read a PDF, PNG or JPEG file.

    Raises RuleBroken with one sentence for a folder, an empty, oversized or unreadable
    file, and for anything that is not one of the three; Cancelled when the vault locks.
    """
    return scan_from_bytes(path.name, _read(path), progress)


def read_any(path: Path, progress: Progress = unwatched) -> Scan:
    """Read a file of any kind, to be kept and not shown where it is no scan.

    Raises RuleBroken with one sentence for a folder, an empty, oversized or unreadable
    file; Cancelled when the vault locks.
    """
    data = _read(path)
    if data and not _kind(data):
        return Scan(
            name=path.name,
            media_type="application/octet-stream",
            data=data,
            pages=0,
            trouble="It is no PDF, PNG or JPEG, so it is kept and not shown.",
        )
    return scan_from_bytes(path.name, data, progress)


def _kind(data: bytes) -> str:
    return next((kind for mark, kind in _KINDS if data.startswith(mark)), "")


def _read(path: Path) -> bytes:
    if path.is_dir():
        raise RuleBroken(
            "That is a folder. Drop the files in it instead.", field="scan"
        )
    try:
        if path.exists() and not path.is_file():
            raise RuleBroken(
                "That is a device or a pipe and not a file. Save the scan as a file "
                "first.",
                field="scan",
            )
        with path.open("rb") as file:
            size = os.fstat(file.fileno()).st_size
            data = file.read(LARGEST + 1) if size <= LARGEST else b""
    except OSError as error:
        raise RuleBroken(
            "The scan could not be read. Check that the file is still there and that "
            "you may open it.",
            field="scan",
            detail=type(error).__name__,
        ) from error
    if max(size, len(data)) > LARGEST:
        raise RuleBroken(
            f"The scan is {size // (1024 * 1024)} MB; the most is "
            f"{LARGEST // (1024 * 1024)} MB. Scan it again at 300 dpi or less, or "
            "in two parts.",
            field="scan",
        )
    return data


def scan_from_bytes(name: str, data: bytes, progress: Progress = unwatched) -> Scan:
    """Judge bytes already in memory by the rules of `read_scan`."""
    if not data:
        raise RuleBroken("The scan is empty. Scan the letter again.", field="scan")
    media_type = _kind(data)
    if not media_type:
        raise RuleBroken(
            "The file is not a PDF, PNG or JPEG inside, whatever its name says. "
            "Scan the letter again as one of these.",
            field="scan",
        )
    reading = ScanReading(data, progress)
    try:
        pages, trouble = len(reading.pages()), ""
    except CannotBeShown as told:
        pages, trouble = 0, str(told)
    finally:
        reading.close()
    return Scan(
        name=name, media_type=media_type, data=data, pages=pages, trouble=trouble
    )
