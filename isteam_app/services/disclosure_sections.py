"""Records third-party requests and fills in their sections."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.disclosures import (
    Disclosure,
    DisclosureState,
    Lock,
    LockReason,
    RequesterKind,
    RequestEvent,
    RequestStep,
    Subject,
)
from isteam_app.domain.documents import Document
from isteam_app.domain.forms import Entry, Form, checked_values
from isteam_app.domain.request_line import followed
from isteam_app.domain.text import NOTE, checked
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.progress import Progress, unwatched
from isteam_app.services.clashes import brought_together
from isteam_app.services.request_rights import why_no_filling
from isteam_app.services.scans import read_any, read_scan
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change

MOST_SUBJECTS = 2000
_EARLIEST = date(1990, 1, 1)
_LONGEST_LOCK = timedelta(days=366)
_TOLD = frozenset({"told_on", "told_by", "told_how"})
"""What is still noted of telling the person once it is decided whether they may be."""
_TELLING_STANDS = (
    "Whether the person may be told was decided with the request. Of it, only when, by "
    "whom and how they were told can still be noted. Reopen it to change more."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class LockAsked:
    """A do-not-tell lock that is wanted from the start."""

    reason: LockReason
    authority: str
    review_on: date


def record_request(
    session: Session, requester: Mapping[str, str], lock: LockAsked | None = None
) -> Disclosure:
    """Keep a new request, from its first section. It is given its number.

    Raises RuleBroken, naming the question, for an answer that cannot be kept.
    """
    values = dict(checked_values(FORMS["requester"], requester))
    received = _received(session, values)
    kind = RequesterKind(values["kind"])
    with session.vault.change(
        "disclosure.recorded", by=session.member.name, at=session.now()
    ) as work:
        known = work.organisations.named(values["organisation"])
        request = work.disclosures.add(
            Disclosure(
                received=received,
                organisation=values["organisation"],
                kind=kind,
                officer=values.get("officer", ""),
                their_reference=values.get("their_reference", ""),
                organisation_id=known.id if known else None,
                locked=lock is not None,
                lock_review=lock.review_on if lock else None,
            )
        )
        put(work, request, "requester", values)
        step(session, work, request, RequestEvent.RECORDED)
        if lock is not None:
            _lock_from_the_start(session, work, request, lock)
        request = follow(work, request)
        work.commit()
    return request


def fill_in(
    session: Session,
    request: Disclosure,
    form: str,
    answers: Mapping[str, str],
    entry: Entry | None = None,
) -> Disclosure:
    """Keep the answers of one form: a new entry, or changed ones of `entry`.

    What somebody else changed of it since it was read is kept too. Raises RuleBroken
    for an answer that cannot be kept, and ChangedMeanwhile, with every field at issue,
    when both changed the same answer; nothing is kept then.
    """
    asked = FORMS[form]
    values = checked_values(asked, answers, dict(entry.values) if entry else None)
    _must_be_sound(session, request, form, dict(values))
    with session.vault.change(
        "disclosure.filled_in", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.get(request.id)
        _must_be_fillable(held, form)
        if entry is not None:
            _must_be_of(work, held, entry, form)
        if held.state is DisclosureState.CLOSED and form == "left":
            kept = entry and work.request_entries.get(entry.id)
            _must_be_a_receipt(kept, dict(values))
        if held.state is DisclosureState.DECIDED and form == "telling":
            kept = entry and work.request_entries.get(entry.id)
            _must_be_of_the_telling(kept, dict(values))
        if entry is None:
            _must_be_first(work, held, asked)
            put(work, held, form, dict(values))
        elif not _change(work, asked, entry, dict(values)):
            return held
        saved = follow(work, held)
        work.commit()
    return saved


def strike(
    session: Session, request: Disclosure, entry: Entry, reason: str
) -> Disclosure:
    """Strike an entry out, with the reason. It is kept, and no longer counts."""
    reason = checked(reason.strip(), field="reason", label="The reason", longest=NOTE)
    if not reason:
        raise RuleBroken("Say why it no longer counts.", field="reason")
    with session.vault.change(
        "disclosure.struck", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.get(request.id)
        _must_be_fillable(held, entry.form)
        if held.state is DisclosureState.CLOSED:
            raise RuleBroken("The request is closed. Reopen it first.")
        if held.state is DisclosureState.DECIDED and entry.form == "telling":
            raise RuleBroken(_TELLING_STANDS)
        _must_be_of(work, held, entry, entry.form)
        work.request_entries.update(replace(entry, struck=reason))
        saved = follow(work, held)
        work.commit()
    return saved


def add_subjects(
    session: Session,
    request: Disclosure,
    several: Iterable[Subject],
    progress: Progress = unwatched,
) -> Disclosure:
    """Put people on a request, one or hundreds.

    Raises RuleBroken for one without a name, and for more than a request may have.
    """
    given = tuple(several)
    if any(not each.name.strip() for each in given):
        raise RuleBroken("Enter the name of each person.", field="name")
    with session.vault.change(
        "disclosure.subjects", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.get(request.id)
        _must_be_fillable(held, "asked")
        if work.subjects.count(held.id) + len(given) > MOST_SUBJECTS:
            raise RuleBroken(
                f"A request may be about {MOST_SUBJECTS:,} people at most. Ask for a "
                "narrower one, or record it as several.",
                field="name",
            )
        for number, each in enumerate(given):
            progress(number, len(given))
            work.subjects.add([replace(each, disclosure_id=held.id)])
        saved = follow(work, held)
        work.commit()
    return saved


def change_subject(
    session: Session, request: Disclosure, subject: Subject
) -> Disclosure:
    """Keep what changed about somebody a request is about, or whom they are."""
    if not subject.name.strip():
        raise RuleBroken("Enter the name of each person.", field="name")
    return _with_subject(session, request, subject, drop=False)


def drop_subject(session: Session, request: Disclosure, subject: Subject) -> Disclosure:
    """Take somebody off a request. The history keeps that they were on it."""
    return _with_subject(session, request, subject, drop=True)


def keep_file(
    session: Session,
    request: Disclosure,
    path: Path,
    entry: Entry | None = None,
    progress: Progress = unwatched,
) -> Document:
    """Freeze a file with a request: one that came, or with `entry` one that left.

    It is kept encrypted with its SHA-256, and is never changed. What came is a scan;
    what leaves may be any file. Raises RuleBroken for one that cannot be taken.
    """
    scan = read_scan(path, progress) if entry is None else read_any(path, progress)
    with session.vault.change(
        "disclosure.file_kept", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.get(request.id)
        if entry is not None:
            _must_be_fillable(held, entry.form)
            _must_be_of(work, held, entry, entry.form)
            if held.state is DisclosureState.CLOSED:
                raise RuleBroken("The request is closed. Reopen it first.")
        elif held.state is DisclosureState.WITHDRAWN:
            raise RuleBroken(why_no_filling(held))
        kept = work.documents.add_to_request(
            held.id,
            name=scan.name,
            media_type=scan.media_type,
            data=scan.data,
            pages=scan.pages,
            entry_id=entry.id if entry else None,
        )
        work.commit()
    return kept


def put(
    work: Change, request: Disclosure, form: str, values: Mapping[str, str]
) -> Entry:
    """Keep a newly filled-in form inside a change that is already open."""
    kept = checked_values(FORMS[form], values)
    return work.request_entries.add(Entry(record_id=request.id, form=form, values=kept))


def step(
    session: Session,
    work: Change,
    request: Disclosure,
    kind: RequestEvent,
    text: str = "",
) -> None:
    """Tell in the request's timeline what happens, inside a change already open."""
    work.request_steps.add(
        RequestStep(disclosure_id=request.id, kind=kind, on=session.today, text=text)
    )


def follow(work: Change, request: Disclosure) -> Disclosure:
    """Keep a request with its line brought up to date with its sections."""
    entries = work.request_entries.belonging_to(request.id)
    names = work.subjects.names(request.id, 1)
    count = work.subjects.count(request.id)
    changed = followed(request, entries, names, count)
    known = work.organisations.named(changed.organisation)
    changed = replace(changed, organisation_id=known.id if known else None)
    return request if changed == request else work.disclosures.update(changed)


def _change(
    work: Change, form: Form, read: Entry, values: Mapping[str, str]
) -> Entry | None:
    """Keep changed answers; return None where nothing differs from what is kept."""
    held = work.request_entries.get(read.id)
    whole = tuple(values.items())
    if held.version != read.version:
        latest = work.history.latest("request_entry", held.id)
        whole = brought_together(work.request_entries, latest, form, read, held, whole)
    if held.struck:
        raise RuleBroken(
            "This was struck out and is kept as it was. Fill the form in anew."
        )
    if whole == held.values:
        return None
    return work.request_entries.update(replace(held, values=whole))


def _with_subject(
    session: Session, request: Disclosure, subject: Subject, *, drop: bool
) -> Disclosure:
    with session.vault.change(
        "disclosure.subjects", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.get(request.id)
        _must_be_fillable(held, "asked")
        if work.subjects.get(subject.id).disclosure_id != held.id:
            raise NotFound("That person is not on this request.")
        if drop:
            work.subjects.drop(subject)
        else:
            work.subjects.update(subject)
        saved = follow(work, held)
        work.commit()
    return saved


def _lock_from_the_start(
    session: Session, work: Change, request: Disclosure, lock: LockAsked
) -> None:
    must_be_ahead(session, lock.review_on)
    work.locks.add(
        Lock(
            disclosure_id=request.id,
            reason=lock.reason,
            authority=lock.authority.strip(),
            review_on=lock.review_on,
        )
    )
    telling = {"telling": "must_not", "telling_why": lock.authority}
    put(work, request, "telling", telling)
    step(session, work, request, RequestEvent.LOCKED, lock.authority)


def must_be_ahead(session: Session, review_on: date) -> None:
    """Raise RuleBroken for a lock that would never be looked at again."""
    if review_on <= session.today:
        raise RuleBroken("Choose a day to come for the review.", field="review_on")
    if review_on > session.today + _LONGEST_LOCK:
        raise RuleBroken(
            "A lock is looked at again within a year. Choose an earlier day.",
            field="review_on",
        )


def _must_be_fillable(request: Disclosure, form: str) -> None:
    refused = why_no_filling(request, form)
    if refused:
        raise RuleBroken(refused)


def _must_be_of(work: Change, request: Disclosure, entry: Entry, form: str) -> None:
    """Refuse an entry of another request, or of a form that is shut."""
    kept = work.request_entries.get(entry.id)
    if (kept.record_id, kept.form) != (request.id, form):
        raise NotFound("That entry is not in this section of the request.")


def _must_be_a_receipt(entry: Entry | None, values: Mapping[str, str]) -> None:
    """Once a request is closed, what left stands as it is; a receipt may still come."""
    before = dict(entry.values) if entry else {}
    if not entry or {**before, "receipt": ""} != {**values, "receipt": ""}:
        raise RuleBroken(
            "The request is closed: of what left, only the receipt can still be noted. "
            "Reopen it to change more."
        )


def _must_be_of_the_telling(entry: Entry | None, values: Mapping[str, str]) -> None:
    """Once a request is decided, it stands whether and why the person may be told."""
    before = dict(entry.values) if entry else {}
    for key in (before.keys() | values.keys()) - _TOLD:
        if before.get(key, "") != values.get(key, ""):
            raise RuleBroken(_TELLING_STANDS, field=key)


def _must_be_first(work: Change, request: Disclosure, form: Form) -> None:
    if form.many:
        return
    kept: Sequence[Entry] = work.request_entries.belonging_to(request.id)
    if any(each.form == form.key and not each.struck for each in kept):
        raise RuleBroken(
            f"{form.title} was filled in meanwhile. Open it anew: nothing of yours was "
            "saved, and what you typed still stands."
        )


def _received(session: Session, values: Mapping[str, str]) -> date:
    received = date.fromisoformat(values["received"])
    if received > session.today:
        raise RuleBroken("The day it was received is in the future.", field="received")
    if received < _EARLIEST:
        raise RuleBroken("Enter the year it was received anew.", field="received")
    return received


def _must_be_sound(
    session: Session, request: Disclosure, form: str, values: Mapping[str, str]
) -> None:
    """Refuse what cannot be: a day before it all began, or one to come."""
    if form == "requester":
        _received(session, values)
    elif form == "authorisation" and values.get("comply_by"):
        comply_by = date.fromisoformat(values["comply_by"])
        if comply_by < request.received:
            raise RuleBroken(
                "They cannot ask for an answer before they asked.", field="comply_by"
            )
    elif form == "left" and values.get("left_on"):
        left_on = date.fromisoformat(values["left_on"])
        if left_on > session.today:
            raise RuleBroken("The day it left is in the future.", field="left_on")
        if left_on < request.received:
            raise RuleBroken(
                "It cannot leave before it was asked for.", field="left_on"
            )
