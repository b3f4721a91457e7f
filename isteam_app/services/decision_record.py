"""Takes the decision on a third party's request out of the vault."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, tzinfo
from pathlib import Path

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosure_forms import SECTIONS, Section
from isteam_app.domain.disclosure_gates import Gate, Stage, State, thawed
from isteam_app.domain.disclosures import (
    Disclosure,
    DisclosureState,
    Lock,
    LockReason,
    RequestEvent,
    RequestStep,
    Subject,
)
from isteam_app.domain.documents import Document
from isteam_app.domain.forms import Entry, Form
from isteam_app.domain.letters import LETTER_WORDS, Letter
from isteam_app.domain.register_words import (
    APPROVED_WORDS,
    DECISION_WORDS,
    KIND_WORDS,
    STATE_WORDS,
)
from isteam_app.letters.decision_record import (
    DecisionRecord,
    RecordItem,
    RecordPart,
    decision_record,
)
from isteam_app.letters.record_pages import RecordPage
from isteam_app.progress import Progress, unwatched
from isteam_app.services.disclosures import RequestPage, open_request
from isteam_app.services.history import HistoryLine, changed_since
from isteam_app.services.noted_files import write_noted
from isteam_app.services.session import Session
from isteam_app.services.trail_seals import head_words

_LOCKED = "Locked: the person must not be told"
_WITHDRAWN = "Recorded in error"
_STATES: Mapping[State, str] = {
    State.MET: "Met",
    State.MISSING: "Missing",
    State.BLOCKED: "Blocked",
    State.WARNS: "To be watched",
}
_REASONS: Mapping[LockReason, str] = {
    LockReason.PREJUDICE: "Telling would prejudice what it is for",
    LockReason.IPA: "Investigatory Powers Act 2016 section 82",
    LockReason.POCA: "Proceeds of Crime Act 2002 sections 333A and 342",
    LockReason.ORDER: "An order says so",
}
_HAPPENED: Mapping[RequestEvent, str] = {
    RequestEvent.RECORDED: "Recorded",
    RequestEvent.ASKED_MORE: "Asked for more",
    RequestEvent.MORE_CAME: "The requester answered",
    RequestEvent.REFERRED: "Referred to legal",
    RequestEvent.LEGAL_ANSWERED: "Legal answered",
    RequestEvent.SUBMITTED: "Decided, sent to a second person",
    RequestEvent.SENT_BACK: "Sent back",
    RequestEvent.APPROVED: "Approved",
    RequestEvent.DECIDED: "Decided",
    RequestEvent.EMERGENCY: "Disclosed in an emergency",
    RequestEvent.REOPENED: "Opened again",
    RequestEvent.LETTER: "Letter",
    RequestEvent.LEFT: "Left",
    RequestEvent.LOCKED: "Locked",
    RequestEvent.LOCK_REVIEWED: "Lock reviewed",
    RequestEvent.LIFTED: "Lock lifted",
    RequestEvent.CLEARED: "Shown to somebody more",
    RequestEvent.CLOSED: "Closed",
    RequestEvent.WITHDRAWN: "Recorded in error",
    RequestEvent.NOTE: "Note",
}
_SENT: Mapping[RequestEvent, str] = {
    RequestEvent.SUBMITTED: "sent for approval",
    RequestEvent.DECIDED: "decided",
}
_AFTER_DECIDING = ("left", "after")
"""The sections that stand below the decision: what came of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Whole:
    """Everything kept about one request, read at one moment."""

    page: RequestPage
    subjects: tuple[Subject, ...]
    locks: tuple[Lock, ...]
    sent: RequestStep | None
    changes: tuple[HistoryLine, ...]
    zone: tzinfo | None


def decision_record_name(request: Disclosure) -> str:
    """Return what its file is called: the reference, never a name."""
    return f"{request.reference} decision record.pdf"


def decision_record_pdf(session: Session, request_id: int) -> bytes:
    """Return everything kept about a request and its decision, as a PDF in memory.

    Raises NotFound when it is not there, or not there for who is signed in.
    """
    whole = _read(session, request_id)
    settings = session.settings()
    request = whole.page.request
    return decision_record(
        DecisionRecord(
            page=RecordPage(
                reference=request.reference,
                title=f"Decision on {request.reference}",
                organisation=settings.organisation.name,
                on=session.today,
                watermark="DEMO" if settings.demonstration else "",
                warning=_warning(request),
                audit=head_words(session),
            ),
            parts=tuple(_parts(whole, session)),
        )
    )


def export_decision_record(
    session: Session,
    request_id: int,
    path: Path,
    progress: Progress = unwatched,
    *,
    pdf: bytes | None = None,
) -> None:
    """Write the decision record of a request to a file, whole or not at all.

    `pdf` is the record as it was shown, None to make it now. That it left the vault is
    written to the audit trail, or it does not leave. Raises FileNotWritten, and
    RuleBroken where nothing can be changed.
    """
    progress(0, 1)
    write_noted(
        session,
        path,
        [pdf or decision_record_pdf(session, request_id)],
        lambda: note_record_left(session, request_id, "disclosure.exported"),
    )
    progress(1, 1)


def note_record_left(
    session: Session, request_id: int, action: str = "disclosure.printed"
) -> None:
    """Write to the audit trail that the decision record of a request was printed.

    Raises NotFound when it is not there, or not there any more for who is signed in.
    """
    with session.vault.change(action, by=session.member.name, at=session.now()) as work:
        work.disclosures.get(request_id)
        work.note("disclosure", request_id)
        work.commit()


def _read(session: Session, request_id: int) -> _Whole:
    page = open_request(session, request_id)
    with session.vault.read() as vault:
        subjects = vault.subjects.page(request_id, None, page.subject_count).rows
        locks = vault.locks.of_request(request_id)
    sent = _sent(page.steps)
    moment = sent.recorded_at if sent else None
    return _Whole(
        page=page,
        subjects=subjects,
        locks=locks,
        sent=sent,
        changes=changed_since(session, page, moment) if moment else (),
        zone=session.now().tzinfo,
    )


def _sent(steps: Iterable[RequestStep]) -> RequestStep | None:
    """Return when it was first sent for approval, or decided where nobody approves."""
    in_order = sorted(steps, key=lambda step: step.id)
    sent = (step for kind in _SENT for step in in_order if step.kind is kind)
    return next(sent, None)


def _warning(request: Disclosure) -> str:
    if request.state is DisclosureState.WITHDRAWN:
        return _WITHDRAWN
    return _LOCKED if request.locked else ""


def _parts(whole: _Whole, session: Session) -> Iterator[RecordPart]:
    page = whole.page
    yield RecordPart(title="Summary", items=(_summary(page.request, session),))
    before = [one for one in SECTIONS if one.key not in _AFTER_DECIDING]
    for section in before:
        yield _section(section, page.entries)
        if section.key == "asked":
            yield _people(whole.subjects)
    yield from _judged(page)
    yield from _changed(whole)
    for section in SECTIONS:
        if section.key in _AFTER_DECIDING:
            yield _section(section, page.entries)
    yield _files(page.documents, page.entries)
    yield _letters(page.letters)
    if whole.locks:
        locks = tuple(_lock(lock, whole.zone) for lock in whole.locks)
        yield RecordPart(title="Do-not-tell lock", items=locks)
    steps = tuple(_step(each, whole.zone) for each in page.steps)
    yield RecordPart(title="Timeline", items=steps)


def _summary(request: Disclosure, session: Session) -> RecordItem:
    return _item(
        "",
        ("Organisation", request.organisation),
        ("Kind of requester", KIND_WORDS[request.kind]),
        ("Received", long_date(request.received)),
        ("State", STATE_WORDS[request.state]),
        ("Decision", DECISION_WORDS[request.decision]),
        ("Reason", request.reason),
        ("Prepared by", request.prepared_by),
        ("Decided by", request.decided_by),
        ("Decided on", _day(request.decided_on)),
        ("How it was approved", APPROVED_WORDS[request.approved_how]),
        ("Emergency", "Disclosed before it was recorded" if request.emergency else ""),
        (
            "To be recorded by",
            _day(request.record_by),
        ),
        ("Closed on", _day(request.closed_on)),
        ("Recorded by", request.recorded_by),
        (
            "This record made by",
            f"{session.member.name}, {_moment(session.now(), None)}",
        ),
    )


def _section(section: Section, entries: Iterable[Entry]) -> RecordPart:
    items = tuple(
        _entry(form, entry)
        for form in section.forms
        for entry in entries
        if entry.form == form.key
    )
    title = f"{section.number}. {section.title}"
    return RecordPart(title=title, items=items, empty="Nothing was filled in.")


def _entry(form: Form, entry: Entry) -> RecordItem:
    asked = form.questions[1:] if form.many else form.questions
    said = [(each.label, each.words(entry[each.key])) for each in asked]
    if entry.struck:
        said.append(("Struck out, no longer counts", entry.struck))
    title = form.heading(dict(entry.values)) if form.many else ""
    by = entry.changed_by or entry.made_by
    return _item(title, *said, ("Filled in by", by))


def _people(subjects: tuple[Subject, ...]) -> RecordPart:
    count = len(subjects)
    title = "Whom it is about" if count < 2 else f"Whom it is about: {count:,} people"
    items = tuple(_item(each.name, ("", each.details)) for each in subjects)
    return RecordPart(title=title, items=items, empty="Nobody is named.")


def _judged(page: RequestPage) -> Iterator[RecordPart]:
    verdicts = thawed(page.request.verdicts)
    if verdicts.gates:
        when = (
            "As it was judged when decided"
            if page.request.decided_on
            else "As it stands while it waits for approval"
        )
        title = f"{when} (rules of {verdicts.version})"
        judged = (each for each in verdicts.gates if each.stage is not Stage.CLOSING)
        yield RecordPart(title=title, items=tuple(map(_gate, judged)))
        return
    title = f"As it would be judged now (rules of {page.rules.version})"
    yield RecordPart(title=title, items=tuple(map(_gate, page.gates)))


def _changed(whole: _Whole) -> Iterator[RecordPart]:
    if whole.sent is not None:
        items = tuple(_change(line, whole.zone) for line in whole.changes)
        title = f"What was changed after it was {_SENT[whole.sent.kind]}"
        yield RecordPart(title=title, items=items, empty="Nothing was changed.")


def _change(line: HistoryLine, zone: tzinfo | None) -> RecordItem:
    change = line.change
    return _item(
        f"{line.record}: {change.field}",
        ("Was", change.before or "Nothing"),
        ("Is", change.after or "Nothing"),
        ("Changed by", _signed(change.by, change.at, zone)),
    )


def _gate(gate: Gate) -> RecordItem:
    sure = "" if gate.confirmed else "Nobody has confirmed this reading of the law."
    return _item(
        f"{_STATES[gate.state]}: {gate.words}",
        ("", gate.rule),
        ("", sure),
        ("", f"{gate.law}, {gate.link}" if gate.link else gate.law),
    )


def _files(documents: Iterable[Document], entries: Iterable[Entry]) -> RecordPart:
    left = {each.id: each["what"] for each in entries if each.form == "left"}
    items = tuple(
        _item(
            each.name,
            ("Belongs to", left.get(each.entry_id or 0, "What came with the request")),
            ("Size", f"{each.size:,} bytes"),
            ("SHA-256", each.sha256),
            ("Frozen by", each.added_by),
        )
        for each in documents
    )
    return RecordPart(title="Files, frozen", items=items, empty="No file is kept.")


def _letters(letters: Iterable[Letter]) -> RecordPart:
    items = tuple(
        _item(
            each.reference,
            ("Letter", each.title),
            ("State", LETTER_WORDS[each.state]),
            ("Posted", _day(each.posted_on)),
            ("Item number", each.item_number),
            ("SHA-256", each.sha256),
        )
        for each in letters
    )
    return RecordPart(title="Letters", items=items, empty="No letter was written.")


def _lock(lock: Lock, zone: tzinfo | None) -> RecordItem:
    return _item(
        "Stands" if lock.stands else "Lifted",
        ("Reason", _REASONS[lock.reason]),
        ("Authority", lock.authority),
        ("Set", _signed(lock.set_by, lock.set_at, zone)),
        ("To be looked at again", long_date(lock.review_on)),
        ("Lifted", _signed(lock.lifted_by, lock.lifted_at, zone)),
        ("Why it was lifted", lock.lifted_why),
    )


def _step(step: RequestStep, zone: tzinfo | None) -> RecordItem:
    return _item(
        f"{long_date(step.on)}: {_HAPPENED[step.kind]}",
        ("", step.text),
        ("Recorded by", _signed(step.recorded_by, step.recorded_at, zone)),
    )


def _item(title: str, *lines: tuple[str, str]) -> RecordItem:
    return RecordItem(title=title, lines=tuple(line for line in lines if line[1]))


def _day(day: date | None) -> str:
    return long_date(day) if day else ""


def _signed(by: str, at: datetime | None, zone: tzinfo | None) -> str:
    return f"{by}, {_moment(at, zone)}" if at else by


def _moment(at: datetime, zone: tzinfo | None) -> str:
    here = at.astimezone(zone) if zone else at
    return f"{long_date(here.date())}, {here:%H:%M}"
