"""What is left in a damaged database: which rows, and what each of them hangs on.

Only numbers are kept here; the rows themselves are read again when they are copied.
"""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection

from isteam_app.domain.cases import EventKind
from isteam_app.progress import Progress
from isteam_app.storage.case_traces import Traces
from isteam_app.storage.raw_pages import RawPages
from isteam_app.storage.raw_rows import Row, Value, rows_on
from isteam_app.storage.row_shapes import Shape, shape_of

STOOD_IN = ("people", "posts", "disclosures")
"""Where one is lost, a blank one stands in for it: what hangs on it is worth more."""
_OWNERS = {
    "letters": ("case_id", "disclosure_id"),
    "documents": ("post_id", "disclosure_id"),
}
"""Tables whose rows hang on one of two others: the column of either may be empty."""
_STATED = {
    "cases": "reference",
    "disclosures": "reference",
    "spent_numbers": "reference",
}


@dataclass(frozen=True, slots=True)
class Link:
    """A column that names a row of another table. `needed`: it may not be empty."""

    column: str
    target: str
    needed: bool


@dataclass(slots=True)
class Survey:
    """The rows found: by table and number, where each is and what it hangs on."""

    pages: dict[str, dict[int, int]] = field(default_factory=lambda: defaultdict(dict))
    links: dict[str, tuple[Link, ...]] = field(default_factory=dict)
    hangs: dict[str, dict[int, tuple[Value, ...]]] = field(
        default_factory=lambda: defaultdict(dict)
    )
    references: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    dropped: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    blanks: dict[str, set[int]] = field(default_factory=lambda: defaultdict(set))
    traces: Traces = field(default_factory=Traces)
    received: dict[int, str] = field(default_factory=dict)
    unread_rows: int = 0

    def keeps(self, table: str, number: int) -> bool:
        """Whether a row is taken along."""
        return number in self.pages[table] and number not in self.dropped[table]

    def highest(self, table: str) -> int:
        """The highest number of a table that was found, or that a row hangs on."""
        highest = max(self.pages[table], default=0)
        for other, links in self.links.items():
            for place, link in enumerate(links):
                if link.target == table:
                    named = (row[place] for row in self.hangs[other].values())
                    known = (each for each in named if isinstance(each, int))
                    highest = max(highest, max(known, default=0))
        return highest


def found_rows(
    pages: RawPages, shapes: Sequence[Shape], survey: Survey, progress: Progress
) -> Iterator[tuple[int, Shape, Row]]:
    """Go through every row of the vault's tables, each with the page it lies on."""
    for number, page in pages:
        if number % 100 == 1:
            progress(number, pages.count)
        for row in rows_on(number, page, pages.page):
            if row is None:
                survey.unread_rows += 1
                continue
            shape = shape_of(row, shapes)
            if shape is not None:
                yield number, shape, row


def take_stock(
    pages: RawPages,
    shapes: Sequence[Shape],
    connection: Connection,
    progress: Progress,
) -> Survey:
    """Look at every row once, and settle which can be taken along.

    Raises:
        Cancelled: the person stopped it.
    """
    survey = Survey(links={each.table: _links(connection, each) for each in shapes})
    for page, shape, row in found_rows(pages, shapes, survey, progress):
        named = shape.named(row)
        survey.pages[shape.table][row[0]] = page
        links = survey.links[shape.table]
        survey.hangs[shape.table][row[0]] = tuple(
            named.get(link.column) for link in links
        )
        stated = named.get(_STATED.get(shape.table, ""))
        if isinstance(stated, str):
            survey.references[shape.table].add(stated)
        _note_receipt(survey, shape.table, named)
    survey.traces.read(pages)
    for case in survey.traces.found:
        if case not in survey.pages["cases"] and survey.traces.of(case) is not None:
            survey.blanks["cases"].add(case)
    settle(survey)
    return survey


def settle(survey: Survey) -> None:
    """Let nothing hang in the air: rows that hang on lost ones get blanks, or go.

    What may be empty is emptied later, when the row is copied.
    """
    changed = True
    while changed:
        changed = False
        for table, rows in survey.hangs.items():
            for number, values in rows.items():
                if number not in survey.dropped[table]:
                    changed |= _settle_row(survey, table, number, values)


def stands(survey: Survey, table: str, number: Value) -> bool:
    """Whether a row with that number will be in the new vault."""
    return isinstance(number, int) and (
        survey.keeps(table, number) or number in survey.blanks[table]
    )


def _settle_row(
    survey: Survey, table: str, number: int, values: tuple[Value, ...]
) -> bool:
    owners = _OWNERS.get(table, ())
    for link, value in zip(survey.links[table], values, strict=True):
        needed = link.needed or link.column in owners
        if value is None or not needed or stands(survey, link.target, value):
            continue
        if link.target in STOOD_IN and isinstance(value, int):
            survey.blanks[link.target].add(value)
            return True
        survey.dropped[table].add(number)
        return True
    return False


def _note_receipt(survey: Survey, table: str, named: dict[str, Value]) -> None:
    case, day = named.get("case_id"), named.get("on")
    received = table == "case_events" and named.get("kind") == EventKind.RECEIVED
    if received and isinstance(case, int) and isinstance(day, str):
        survey.received[case] = day


def _links(connection: Connection, shape: Shape) -> tuple[Link, ...]:
    needed = {place.name: place.needed or place.numbers for place in shape.places}
    told = connection.exec_driver_sql(f'PRAGMA foreign_key_list("{shape.table}")')
    return tuple(
        Link(column=row[3], target=row[2], needed=needed[row[3]]) for row in told
    )
