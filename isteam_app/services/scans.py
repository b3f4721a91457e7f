"""Takes in scanned letters, judged by what is inside them and not by their name."""

import io
from dataclasses import dataclass
from pathlib import Path

import pypdfium2

from isteam_app.errors import RuleBroken

LARGEST = 100 * 1024 * 1024
"""The largest file kept, in bytes."""

_KINDS = (
    (b"%PDF-", "application/pdf"),
    (b"\x89PNG\r\n\x1a\n", "image/png"),
    (b"\xff\xd8\xff", "image/jpeg"),
)


@dataclass(frozen=True, slots=True)
class Scan:
    """A scan read into memory, ready to be shown and kept."""

    name: str
    media_type: str
    data: bytes
    pages: int


def read_scan(path: Path) -> Scan:
    """Read a PDF, PNG or JPEG file.

    Raises RuleBroken with one sentence for a folder, an empty, oversized or unreadable
    file, and for anything that is not one of the three.
    """
    name = path.name
    if path.is_dir():
        raise RuleBroken(
            "That is a folder. Drop the files in it instead.", field="scan"
        )
    try:
        size = path.stat().st_size
        if size > LARGEST:
            raise RuleBroken(
                f"The scan is {size // (1024 * 1024)} MB; the most is "
                f"{LARGEST // (1024 * 1024)} MB. Scan it again at 300 dpi or less, or "
                "in two parts.",
                field="scan",
            )
        data = path.read_bytes()
    except OSError as error:
        raise RuleBroken(
            "The scan could not be read. Check that the file is still there and that "
            "you may open it.",
            field="scan",
            detail=type(error).__name__,
        ) from error
    return scan_from_bytes(name, data)


def scan_from_bytes(name: str, data: bytes) -> Scan:
    """Judge bytes already in memory by the rules of `read_scan`."""
    if not data:
        raise RuleBroken("The scan is empty. Scan the letter again.", field="scan")
    media_type = next((kind for mark, kind in _KINDS if data.startswith(mark)), "")
    if not media_type:
        raise RuleBroken(
            "The file is not a PDF, PNG or JPEG inside, whatever its name says. "
            "Scan the letter again as one of these.",
            field="scan",
        )
    pages = _pdf_pages(data) if media_type == "application/pdf" else 1
    return Scan(name=name, media_type=media_type, data=data, pages=pages)


def _pdf_pages(data: bytes) -> int:
    try:
        document = pypdfium2.PdfDocument(io.BytesIO(data))
    except pypdfium2.PdfiumError as error:
        raise RuleBroken(
            "The PDF is damaged or needs a password. Save it again without one, or "
            "scan the letter again.",
            field="scan",
            detail=type(error).__name__,
        ) from error
    try:
        return len(document)
    finally:
        document.close()
