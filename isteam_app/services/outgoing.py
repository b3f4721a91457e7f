"""The register of outgoing post: what went, when, how and to whom, as a file."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from types import MappingProxyType

from isteam_app.domain.dates import long_date
from isteam_app.domain.letters import Letter, LetterState
from isteam_app.domain.sheets import Column, Facts, Kind, Row, Sheet
from isteam_app.errors import RuleBroken
from isteam_app.exports.sheet_csv import csv_parts
from isteam_app.exports.sheet_xlsx import xlsx_parts
from isteam_app.letters.table_pdf import pdf_parts
from isteam_app.progress import Progress, unwatched
from isteam_app.services.noted_files import write_noted
from isteam_app.services.run_pages import postcode_area
from isteam_app.services.session import Session

_TITLE = "Register of outgoing post"


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


_WRITERS: Mapping[Format, Callable[[Sheet], Iterator[bytes]]] = MappingProxyType(
    {Format.CSV: csv_parts, Format.XLSX: xlsx_parts, Format.PDF: pdf_parts}
)
_FIRST = (
    Column(key="posted", title="Posted", kind=Kind.DAY, width=12),
    Column(key="reference", title="Reference", width=20),
)
_NAMED = (Column(key="recipient", title="Recipient", width=46),)
_AREA = (Column(key="area", title="Area", width=6),)
_LAST = (
    Column(key="service", title="Service", width=16),
    Column(key="item_number", title="Item number", width=18),
    Column(key="certificate", title="Certificate", width=14),
    Column(key="pages", title="Pages", kind=Kind.NUMBER, width=7),
    Column(key="by", title="Posted by", width=18),
    Column(key="letter", title="Letter", width=36),
    Column(key="after", title="Afterwards", width=30),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutgoingExport:
    """What is to be written: letters posted on which days, by which service.

    `named`: with the recipient's lines as they stand on the letter; else only with the
    postcode area. `service` "" is any.
    """

    first: date | None = None
    last: date | None = None
    service: str = ""
    named: bool = True
    format: Format = Format.XLSX

    def file_name(self, today: date) -> str:
        """Return what the file may be called: never a name of anybody."""
        return f"outgoing post {today:%Y-%m-%d}.{self.format.value}"


def outgoing_letters(session: Session, wanted: OutgoingExport) -> tuple[Letter, ...]:
    """Return the letters of the register, by the day they were posted."""
    with session.vault.read() as vault:
        return tuple(
            letter
            for letter in vault.letters.sent(wanted.first, wanted.last)
            if not wanted.service or letter.service == wanted.service
        )


def export_outgoing(
    session: Session,
    path: Path,
    wanted: OutgoingExport,
    progress: Progress = unwatched,
) -> int:
    """Write the register to a file; return how many letters it holds.

    The file appears whole or not at all. The export is told in the audit trail, or
    there is none. Letters that who asks may not see are not in it. Raises RuleBroken,
    naming the field, for days that cannot be; FileNotWritten.
    """
    check_days(wanted)
    letters = outgoing_letters(session, wanted)
    total = len(letters)

    def note() -> int:
        with session.vault.change(
            "outgoing.exported", by=session.member.name, at=session.now()
        ) as work:
            work.note("export", total)
            work.commit()
        return total

    sheet = _sheet(session, wanted, letters, progress)
    return write_noted(session, path, _WRITERS[wanted.format](sheet), note)


def check_days(wanted: OutgoingExport) -> None:
    """Raise RuleBroken where no letter can have been posted on the days asked for."""
    if wanted.first and wanted.last and wanted.last < wanted.first:
        raise RuleBroken(
            "The last day is before the first. Swap the two dates.", field="last"
        )


def _sheet(
    session: Session,
    wanted: OutgoingExport,
    letters: tuple[Letter, ...],
    progress: Progress,
) -> Sheet:
    settings = session.settings()
    middle = _NAMED if wanted.named else _AREA

    def rows() -> Iterator[Row]:
        for done, letter in enumerate(letters):
            progress(done, len(letters))
            yield _row(letter, named=wanted.named)
        progress(len(letters), len(letters))

    return Sheet(
        title=_TITLE,
        columns=(*_FIRST, *middle, *_LAST),
        rows=rows(),
        at=session.now(),
        facts=tuple(_facts(session, wanted, settings.organisation.name)),
        totals=lambda: _totals(letters),
        watermark="DEMO" if settings.demonstration else "",
    )


def _row(letter: Letter, *, named: bool) -> Row:
    lines = letter.recipient
    to = ", ".join(lines) if named else postcode_area(lines)
    return (
        letter.posted_on,
        letter.reference,
        to,
        letter.service,
        letter.item_number,
        letter.certificate,
        letter.pages + letter.enclosed_pages,
        letter.posted_by,
        letter.title,
        _afterwards(letter),
    )


def _afterwards(letter: Letter) -> str:
    if letter.state is LetterState.SUPERSEDED:
        return "Replaced by another letter"
    if letter.state is LetterState.RETURNED and letter.returned_on is not None:
        return f"Came back {long_date(letter.returned_on)}: {letter.returned_why}"
    return ""


def _facts(
    session: Session, wanted: OutgoingExport, organisation: str
) -> Iterable[tuple[str, str]]:
    yield "Organisation", organisation
    yield "Posted", _days(wanted.first, wanted.last)
    if wanted.service:
        yield "Service", wanted.service
    yield "Made by", session.member.name


def _totals(letters: tuple[Letter, ...]) -> Facts:
    pages = sum(each.pages + each.enclosed_pages for each in letters)
    services: dict[str, int] = {}
    for each in letters:
        services[each.service] = services.get(each.service, 0) + 1
    return (
        ("Letters", f"{len(letters):,}"),
        ("Pages", f"{pages:,}"),
        *((name or "No service", f"{many:,}") for name, many in services.items()),
    )


def _days(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{long_date(first)} to {long_date(last)}"
    if first:
        return f"from {long_date(first)}"
    return f"up to {long_date(last)}" if last else "on any day"
