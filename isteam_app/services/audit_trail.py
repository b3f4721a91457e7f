"""Reads the audit trail: who did what, and when, for those who answer for it.

Administrators, approvers and auditors read everybody's entries. A handler reads their
own and no others: the trail says who looked at which record and when they came and
went, which colleagues need not know of each other, while everybody may check what is
said of themselves.

What tells of a locked third-party request is there for those alone who are cleared. So
that no gap tells of it either, nobody else is shown the entries' numbers and hashes.
"""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import partial
from pathlib import Path

from isteam_app.domain.audit import AuditEntry, AuditFilter, AuditHead
from isteam_app.domain.audit_words import ActionKind, action_words, actions_of, kind_of
from isteam_app.domain.listing import Cursor, Page
from isteam_app.domain.rights import Act
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.exports.audit_csv import CsvEntry, audit_csv
from isteam_app.progress import Progress, unwatched
from isteam_app.services.files import write_whole
from isteam_app.services.look_only import why_nothing_changes
from isteam_app.services.noted_files import write_noted
from isteam_app.services.rights import is_cleared, must, why_not
from isteam_app.services.session import Session
from isteam_app.storage.audit_reader import COUNTED
from isteam_app.storage.audit_sight import SeenRecord, Standing
from isteam_app.storage.vault import Reading

MOST_COUNTED = COUNTED
HIDDEN = "a record you may not see"
_NOUNS = {
    "case": "case",
    "person": "person",
    "post": "item of post",
    "document": "scan",
    "letter": "letter",
    "disclosure": "request",
    "request_entry": "form of",
    "request_subject": "person asked about in",
    "request_lock": "lock of",
    "organisation": "organisation",
    "entry": "form of",
    "representation": "authority",
    "member": "",
    "template": "template",
    "picture": "picture",
    "print_run": "print run",
}
_THINGS = {
    "backup": "a backup",
    "dates moved": "{id:,} cases moved",
    "draft": "half typed text",
    "entries": "{id:,} entries",
    "entry at fault": "entry {id:,}",
    "export": "{id:,} exported",
    "history": "its earlier state",
    "keys": "the ways into the vault",
    "noted": "{id:,} entries were noted",
    "reason": "a reason",
    "sample batch": "{id:,} made-up cases",
    "seal": "{id:,} entries sealed",
    "setting": "settings",
    "upkeep": "the program's own upkeep",
    "vault": "the vault",
    "with device": "as this computer remembers it",
    "with passphrase": "with a passphrase",
    "with recovery": "with the recovery sheet",
}
_UNCOUNTED = {
    "entries": "entries",
    "entry at fault": "an entry",
    "export": "an export",
    "noted": "entries were noted",
    "seal": "a seal",
}
"""The same for whoever is not cleared: a count may hold what they do not see."""
_OPENS = ("case", "person", "letter", "disclosure")
_SLICE = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class ShownRecord:
    """A record of an entry in words. `opens` is the noun of its page, "" for none."""

    words: str
    opens: str = ""
    id: int = 0
    digest: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailLine:
    """One entry as it is shown: who did what, when, with which records.

    `id` finds it again. `number` is 0, and both hashes are "", for whoever is not
    cleared for locked requests: there are gaps for them.
    """

    id: int
    number: int
    at: datetime
    who: str
    what: str
    kind: ActionKind
    records: tuple[ShownRecord, ...]
    hash: str
    previous: str

    @property
    def about(self) -> str:
        """The records in a few words."""
        return ", ".join(each.words for each in self.records)


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailFilter:
    """Which entries are wanted; what is left empty does not narrow. Days are local."""

    who: str = ""
    kind: ActionKind | None = None
    first: date | None = None
    last: date | None = None
    reference: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class TrailReader:
    """What the reader of the trail may do. Reasons are "" where they may."""

    names: tuple[str, ...]
    not_all: str
    not_accept: str
    not_seal: str


def trail_reader(session: Session) -> TrailReader:
    """Return whose entries the one signed in may read, and why not more."""
    with session.vault.read() as vault:
        not_all = why_not(session, Act.TRAIL, vault)
        names = (session.member.name,) if not_all else vault.audit.names()
        return TrailReader(
            names=names,
            not_all=not_all,
            not_accept=why_not(session, Act.ACCEPT, vault),
            not_seal=not_all or why_not(session, Act.SEAL, vault),
        )


def list_trail(
    session: Session,
    wanted: TrailFilter,
    after: Cursor | None = None,
    limit: int = 100,
) -> Page[TrailLine]:
    """Return one screenful of entries, the newest first.

    Raises RuleBroken, naming the field, for days the wrong way round or a reference
    that nothing in sight has.
    """
    with session.vault.read() as vault:
        found = vault.audit.page(after, limit, _filter(session, vault, wanted))
        return Page(rows=_lines(session, vault, found.rows), next=found.next)


def count_trail(session: Session, wanted: TrailFilter) -> int:
    """Return how many entries there are, or MOST_COUNTED + 1 for more than that."""
    with session.vault.read() as vault:
        return vault.audit.count(
            _filter(session, vault, wanted), unbroken=is_cleared(session)
        )


def trail_head(session: Session) -> AuditHead:
    """Return how many entries the trail has, and the newest one's hash.

    Whoever is not cleared is told how many of them they may see, up to MOST_COUNTED,
    and no hash.
    """
    if not is_cleared(session):
        return AuditHead(count=count_trail(session, TrailFilter()), hash=b"")
    with session.vault.read() as vault:
        return vault.audit.head()


def reason_of(session: Session, entry_id: int) -> str:
    """Return the reason that was given with an entry, "" where there is none."""
    with session.vault.read() as vault:
        entry = vault.audit.at(entry_id)
        if entry is None or (
            entry.by != session.member.name and why_not(session, Act.TRAIL, vault)
        ):
            return ""
        given = [each.id for each in entry.touched if each.noun == "reason"]
        return vault.audit.reason(given[0]) if given else ""


def export_trail(
    session: Session, wanted: TrailFilter, path: Path, progress: Progress = unwatched
) -> int:
    """Write the entries to a CSV file, oldest last; return how many it holds.

    The file appears whole or not at all. That it left is an entry of its own, except
    where nothing can be changed: then there is none.
    """
    must(session, Act.TRAIL)
    total = count_trail(session, wanted)
    written = 0

    def each() -> Iterator[CsvEntry]:
        nonlocal written
        after: Cursor | None = None
        while True:
            page = list_trail(session, wanted, after, _SLICE)
            for line in page.rows:
                yield _csv(line)
            written += len(page.rows)
            progress(written, max(total, written))
            if page.next is None:
                return
            after = page.next

    def note() -> int:
        with session.vault.change(
            "audit.exported", by=session.member.name, at=session.now()
        ) as work:
            work.note("entries", written)
            work.commit()
        return written

    if not why_nothing_changes(session):
        return write_noted(session, path, audit_csv(each()), note)
    write_whole(path, audit_csv(each()))
    return written


def _filter(session: Session, vault: Reading, wanted: TrailFilter) -> AuditFilter:
    if wanted.first and wanted.last and wanted.last < wanted.first:
        raise RuleBroken(
            "The last day is before the first. Swap the two dates.", field="last"
        )
    own_only = why_not(session, Act.TRAIL, vault)
    begins = partial(datetime.combine, time=time(), tzinfo=session.now().tzinfo)
    return AuditFilter(
        by=session.member.name if own_only else wanted.who,
        actions=None if wanted.kind is None else actions_of(wanted.kind),
        first=begins(wanted.first) if wanted.first else None,
        before=begins(wanted.last + timedelta(days=1)) if wanted.last else None,
        record=_record(vault, wanted.reference.strip()),
    )


def _record(vault: Reading, reference: str) -> tuple[str, int] | None:
    """Find what a reference stands for, among what the reader may see."""
    if not reference:
        return None
    words = reference.split()
    try:
        if len(words) == 2 and words[0].casefold() == "person":
            return ("person", vault.people.get(_number(words[1])).id)
        if reference.upper().startswith(("D-", "R-")):
            return ("disclosure", vault.disclosures.by_reference(reference).id)
        return ("case", vault.cases.by_reference(reference).id)
    except NotFound as error:
        raise RuleBroken(
            "Nothing that you may see has that reference. Type it as it stands on a "
            "letter, such as IS-2026-00042, or as D-2026-00007 or person 12.",
            field="reference",
        ) from error


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 12 else 0


def _lines(
    session: Session, vault: Reading, entries: tuple[AuditEntry, ...]
) -> tuple[TrailLine, ...]:
    seen = vault.audit_sight.of(entries)
    zone = session.now().tzinfo
    cleared = is_cleared(session)
    things = _THINGS if cleared else _THINGS | _UNCOUNTED
    return tuple(
        TrailLine(
            id=entry.number,
            number=entry.number if cleared else 0,
            at=entry.at.astimezone(zone),
            who=entry.by,
            what=action_words(entry.action),
            kind=kind_of(entry.action),
            records=_gathered([_shown(each, things) for each in seen[entry.number]]),
            hash=entry.hash.hex() if cleared else "",
            previous=entry.previous.hex() if cleared else "",
        )
        for entry in entries
    )


def _gathered(records: list[ShownRecord]) -> tuple[ShownRecord, ...]:
    """Say once, with how often, what reads alike and leads nowhere."""
    times = Counter(records)
    return tuple(
        replace(record, words=f"{record.words} ({many} times)") if many > 1 else record
        for record, many in times.items()
    )


def _shown(seen: SeenRecord, things: Mapping[str, str]) -> ShownRecord:
    if seen.standing is Standing.HIDDEN:
        return ShownRecord(words=HIDDEN)
    if seen.standing is Standing.NONE:
        fixed = things.get(seen.noun)
        words = f"{seen.noun} {seen.id}" if fixed is None else fixed.format(id=seen.id)
        return ShownRecord(words=words, digest=seen.digest)
    noun = _NOUNS[seen.noun]
    if seen.standing is Standing.ERASED:
        return ShownRecord(
            words=f"{noun} {seen.id}, erased since".strip(), digest=seen.digest
        )
    shown = ShownRecord(words=f"{noun} {seen.reference}".strip(), digest=seen.digest)
    if seen.noun not in _OPENS:
        return shown
    return replace(shown, opens=seen.noun, id=seen.id)


def _csv(line: TrailLine) -> CsvEntry:
    return CsvEntry(
        number=line.number,
        at=line.at,
        who=line.who,
        what=line.what,
        kind=line.kind.value,
        records=tuple((each.words, each.digest) for each in line.records),
        previous=line.previous,
        hash=line.hash,
    )
