"""The register of disclosures as a spreadsheet reads it (RFC 4180).

A cell that a spreadsheet would run as a formula gets an apostrophe before it, so that
words typed by a stranger stay words. Dates are ISO; the file is UTF-8 and says so.
"""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime

from isteam_app.domain.disclosures import Disclosure, Told
from isteam_app.errors import RuleBroken
from isteam_app.exports.cells import harmless

FULL, REGULATOR = "full", "regulator"
_MARK = "\ufeff"
_LINE_END = "\r\n"
_Cell = Callable[[Disclosure], str]


def _day(day: date | datetime | None) -> str:
    return day.isoformat() if day else ""


_COLUMNS: tuple[tuple[str, _Cell], ...] = (
    ("Reference", lambda row: row.reference),
    ("Received", lambda row: _day(row.received)),
    ("Organisation", lambda row: row.organisation),
    ("Kind of organisation", lambda row: _said(row.kind)),
    ("Officer", lambda row: row.officer),
    ("Their reference", lambda row: row.their_reference),
    ("About", lambda row: row.about),
    ("Asked for", lambda row: row.asked),
    ("Legal basis", lambda row: row.legal_basis),
    ("Compelled", lambda row: "yes" if row.compelled else "no"),
    ("Comply by", lambda row: _day(row.comply_by)),
    ("Categories of data", lambda row: "; ".join(row.categories)),
    ("Decision", lambda row: _said(row.decision)),
    ("Reason", lambda row: row.reason),
    ("Decided by", lambda row: row.decided_by),
    ("Decided on", lambda row: _day(row.decided_on)),
    ("What left", lambda row: row.what_left),
    ("How it left", lambda row: row.method),
    ("Left on", lambda row: _day(row.left_on)),
    ("Person told", lambda row: _said(row.told)),
    ("Why", lambda row: row.told_reason),
    ("Recorded by", lambda row: row.recorded_by),
    ("Recorded at", lambda row: _day(row.recorded_at)),
)
_PERSONAL = {
    "Officer",
    "Their reference",
    "About",
    "Asked for",
    "Reason",
    "Decided by",
    "What left",
    "How it left",
    "Why",
    "Recorded by",
}
"""Left out for the regulator: names, and text in which somebody may be named."""


def disclosures_csv(rows: Iterable[Disclosure], *, view: str = FULL) -> Iterator[bytes]:
    """Give the register a line at a time, so that a long one needs no memory.

    The view "full" has every column and row. The view "regulator" leaves out names and
    text in which somebody may be named, and the requests that `shown` leaves out.
    Raises `RuleBroken` for another view.
    """
    if view not in {FULL, REGULATOR}:
        raise RuleBroken(
            f"There is no view called “{view}”. Choose “full” or “regulator”.",
            field="view",
        )
    return _lines(rows, view)


def shown(request: Disclosure, view: str) -> bool:
    """Say whether a request stands in a view: one to be kept quiet only in "full"."""
    return view == FULL or request.told is not Told.MUST_NOT


def _lines(rows: Iterable[Disclosure], view: str) -> Iterator[bytes]:
    columns = [
        (title, cell)
        for title, cell in _COLUMNS
        if view == FULL or title not in _PERSONAL
    ]
    yield (_MARK + _line(title for title, _ in columns)).encode()
    for row in rows:
        if shown(row, view):
            yield _line(cell(row) for _, cell in columns).encode("utf-8", "replace")


def _line(cells: Iterable[str]) -> str:
    quoted = ('"' + harmless(cell).replace('"', '""') + '"' for cell in cells)
    return ",".join(quoted) + _LINE_END


def _said(value: str) -> str:
    """Return a stored word as a person reads it."""
    return value.replace("_", " ")
