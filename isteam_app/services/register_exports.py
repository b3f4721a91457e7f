"""Writes the register of third-party requests to a file, for whoever audits it."""

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import islice
from pathlib import Path
from types import MappingProxyType

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosures import Disclosure
from isteam_app.domain.listing import DisclosureFilter
from isteam_app.domain.register_words import DECISION_WORDS
from isteam_app.domain.rights import Act
from isteam_app.domain.sheets import Facts, Row, Sheet
from isteam_app.domain.text import SUMMARY, checked
from isteam_app.errors import RuleBroken
from isteam_app.exports.register_fields import Line
from isteam_app.exports.register_rows import (
    View as View,
)
from isteam_app.exports.register_rows import (
    columns_of,
    number_rows,
    rows_of,
    stands_in,
)
from isteam_app.exports.sheet_csv import csv_parts
from isteam_app.exports.sheet_xlsx import xlsx_parts
from isteam_app.letters.audit_seal import groups
from isteam_app.letters.table_pdf import pdf_parts
from isteam_app.progress import Progress, unwatched
from isteam_app.services.disclosure_locks import spent_numbers
from isteam_app.services.disclosure_statistics import numbers_between
from isteam_app.services.disclosures import count_disclosures
from isteam_app.services.noted_files import write_noted
from isteam_app.services.rights import is_cleared, why_not
from isteam_app.services.session import Session
from isteam_app.storage.vault import Reading

_YEARS_BACK = 20
"""So far back are the numbers looked up that stand for no request."""
_TOGETHER = 200
"""So many requests are read with all their sections at once."""
_TITLES: Mapping[View, str] = MappingProxyType(
    {
        View.FULL: "Register of third-party requests",
        View.REGULATOR: "Register of third-party requests, for the regulator",
        View.STATISTICS: "Third-party requests in numbers",
    }
)


class Format(StrEnum):
    CSV = "csv"
    XLSX = "xlsx"
    PDF = "pdf"


_WRITERS: Mapping[Format, Callable[[Sheet], Iterator[bytes]]] = MappingProxyType(
    {Format.CSV: csv_parts, Format.XLSX: xlsx_parts, Format.PDF: pdf_parts}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class RegisterExport:
    """What is to be written: which view, as what, the requests received in which days.

    `reason` is why the full register leaves; it is kept beside its audit entry.
    `suppress` keeps small numbers of the statistics back. `with_locked` takes in what
    the people concerned must not be told of, as far as who exports may see it.
    """

    view: View = View.FULL
    format: Format = Format.CSV
    first: date | None = None
    last: date | None = None
    reason: str = ""
    suppress: bool = False
    with_locked: bool = False

    def file_name(self, today: date) -> str:
        """Return what the file may be called: a view and a day, never a name."""
        return f"register {self.view.value} {today:%Y-%m-%d}.{self.format.value}"


def export_register(
    session: Session,
    path: Path,
    wanted: RegisterExport,
    progress: Progress = unwatched,
) -> int:
    """Write the register to a file; return how many rows it holds.

    The file appears whole or not at all, in place of one that was there. The export is
    told in the audit trail, or there is none. Raises RuleBroken, naming the field, for
    what is missing or not allowed; FileNotWritten.
    """
    wanted = must_be_allowed(session, wanted)
    pages = _Rows(session, wanted, progress)

    def note() -> int:
        action = f"register.exported.{wanted.view.value}"
        with session.vault.change(
            action, by=session.member.name, at=session.now()
        ) as work:
            # a count with those under a lock would tell of them
            work.note("export", pages.open_to_all)
            if wanted.view is View.FULL:
                work.give_reason(wanted.reason)
            work.commit()
        return pages.written

    parts = _WRITERS[wanted.format](pages.sheet())
    return write_noted(session, path, pages.watched(parts), note)


def must_be_allowed(session: Session, wanted: RegisterExport) -> RegisterExport:
    """Return what is to be exported, tidied; raise RuleBroken when it cannot be."""
    if wanted.first and wanted.last and wanted.last < wanted.first:
        raise RuleBroken(
            "The last day is before the first. Swap the two dates.", field="last"
        )
    if wanted.view is not View.FULL:
        return RegisterExport(
            view=wanted.view,
            format=wanted.format,
            first=wanted.first,
            last=wanted.last,
            suppress=wanted.suppress,
        )
    refused = why_not_whole(session)
    if refused:
        raise RuleBroken(refused, field="view")
    reason = checked(
        wanted.reason.strip(), field="reason", label="The reason", longest=SUMMARY
    )
    if not reason:
        raise RuleBroken(
            "Say what the whole register is for: an auditor will ask.", field="reason"
        )
    return RegisterExport(
        format=wanted.format,
        first=wanted.first,
        last=wanted.last,
        reason=reason,
        with_locked=wanted.with_locked,
    )


def why_not_whole(session: Session) -> str:
    """Return why who is signed in may not export the whole register, "" if they may."""
    return why_not(session, Act.EXPORT)


class _Rows:
    """Reads what is exported, once, and counts it on the way."""

    def __init__(
        self, session: Session, wanted: RegisterExport, progress: Progress
    ) -> None:
        self._session, self._wanted, self._progress = session, wanted, progress
        self._decisions: Counter[str] = Counter()
        self._total = count_disclosures(
            session,
            DisclosureFilter(received_from=wanted.first, received_to=wanted.last),
        )
        self._read = 0
        self.written = 0
        self.open_to_all = 0

    def sheet(self) -> Sheet:
        session, view = self._session, self._wanted.view
        settings = session.settings()
        demo = "DEMO" if settings.demonstration else ""
        confidential = ""
        if view is View.FULL:
            day = long_date(session.today)
            confidential = f"Confidential - export for {session.member.name}, {day}"
        return Sheet(
            title=_TITLES[view],
            columns=columns_of(view),
            rows=self._numbers() if view is View.STATISTICS else self._requests(),
            at=session.now(),
            facts=self._facts(settings.organisation.name),
            totals=self._totals,
            seal=self._seal(),
            watermark=" ".join(filter(None, (demo, confidential))),
        )

    def watched(self, parts: Iterable[bytes]) -> Iterator[bytes]:
        """Give the file's pieces, and the chance to stop until the last of them."""
        for part in parts:
            yield part
            self._progress(self._read, max(self._total, self._read))

    def _numbers(self) -> Iterator[Row]:
        wanted = self._wanted
        numbers = numbers_between(
            self._session, wanted.first, wanted.last, suppress=wanted.suppress
        )
        for row in number_rows(numbers):
            self.written += 1
            yield row
        self.open_to_all = self.written

    def _requests(self) -> Iterator[Row]:
        with self._session.vault.read() as vault:
            yield from rows_of(self._wanted.view, self._lines(vault))

    def _lines(self, vault: Reading) -> Iterator[Line]:
        wanted = self._wanted
        requests = (
            request
            for request in vault.disclosures.each(wanted.first, wanted.last)
            if self._stands(request)
        )
        while several := tuple(islice(requests, _TOGETHER)):
            ids = [request.id for request in several]
            entries = vault.request_entries.of_several(ids)
            subjects = vault.subjects.of_several(ids)
            files = vault.documents.of_requests(ids)
            for request in several:
                self._count(request)
                yield Line(
                    request=request,
                    entries=entries[request.id],
                    subjects=subjects[request.id],
                    files=files[request.id],
                )

    def _stands(self, request: Disclosure) -> bool:
        self._progress(self._read, max(self._total, self._read))
        self._read += 1
        return stands_in(
            self._wanted.view, request, with_locked=self._wanted.with_locked
        )

    def _count(self, request: Disclosure) -> None:
        self.written += 1
        self.open_to_all += not request.locked
        self._decisions[DECISION_WORDS[request.decision]] += 1

    def _facts(self, organisation: str) -> Facts:
        wanted = self._wanted
        about = (
            ("Organisation", organisation),
            ("Received", _days(wanted.first, wanted.last)),
            ("Made by", self._session.member.name if wanted.reason else ""),
            ("Reason", wanted.reason),
            ("Locked requests", self._locked_words()),
            ("Numbers not used", ", ".join(self._not_used())),
            (
                "Small numbers",
                "kept back, with others that would give them away"
                if wanted.suppress
                else "",
            ),
        )
        return tuple((label, said) for label, said in about if said)

    def _locked_words(self) -> str:
        if self._wanted.view is not View.FULL or not self._wanted.with_locked:
            return ""
        if is_cleared(self._session):
            return "included"
        return f"those that {self._session.member.name} may see"

    def _not_used(self) -> Iterator[str]:
        """Give the numbers of the days that stand for no request that all may see.

        An auditor finds the gaps; which were recorded in error is not told.
        """
        wanted, this_year = self._wanted, self._session.today.year
        if wanted.view is not View.FULL or wanted.with_locked:
            return
        first = wanted.first.year if wanted.first else this_year - _YEARS_BACK
        last = wanted.last.year if wanted.last else this_year
        for year in range(first, last + 1):
            yield from spent_numbers(self._session, year)

    def _totals(self) -> Facts:
        if self._wanted.view is View.STATISTICS:
            return ()
        counted = ((each, self._decisions[each]) for each in DECISION_WORDS.values())
        return (
            ("Requests", f"{self.written:,}"),
            *((words, f"{count:,}") for words, count in counted if count),
        )

    def _seal(self) -> Facts:
        """Return how the trail stood, for who may know how many entries there are."""
        with self._session.vault.read(whole=True) as vault:
            head = vault.audit.head()
        entries = ("Entries", f"{head.count:,}")
        digest = ("Hash (SHA-256)", " ".join(groups(head.hash.hex())))
        return (digest,) if why_not(self._session, Act.SEAL) else (entries, digest)


def _days(first: date | None, last: date | None) -> str:
    if first and last:
        return f"{long_date(first)} to {long_date(last)}"
    if first:
        return f"from {long_date(first)}"
    return f"up to {long_date(last)}" if last else "on any day"
