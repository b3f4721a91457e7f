"""The audit trail as a spreadsheet reads it (RFC 4180), formulas made harmless."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime

from isteam_app.exports.cells import harmless

_MARK = "\ufeff"
_LINE_END = "\r\n"
_HEADINGS = (
    "Entry",
    "At",
    "Who",
    "What",
    "Kind",
    "Records",
    "Digests",
    "Hash before",
    "Hash",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class CsvEntry:
    """One entry. `records` are (words, digest); a number of 0 is not shown."""

    number: int
    at: datetime
    who: str
    what: str
    kind: str
    records: tuple[tuple[str, str], ...]
    previous: str
    hash: str


def audit_csv(entries: Iterable[CsvEntry]) -> Iterator[bytes]:
    """Give the trail a line at a time, so that a long one needs no memory."""
    yield (_MARK + _line(_HEADINGS)).encode()
    for entry in entries:
        cells = (
            str(entry.number or ""),
            entry.at.isoformat(),
            entry.who,
            entry.what,
            entry.kind,
            "; ".join(words for words, _ in entry.records),
            "; ".join(digest for _, digest in entry.records if digest),
            entry.previous,
            entry.hash,
        )
        yield _line(cells).encode("utf-8", "replace")


def _line(cells: Iterable[str]) -> str:
    quoted = ('"' + harmless(cell).replace('"', '""') + '"' for cell in cells)
    return ",".join(quoted) + _LINE_END
