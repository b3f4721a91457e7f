"""What a team member can do with third-party requests and their register."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosures import Decision, Disclosure, DisclosureRow, Told
from isteam_app.domain.listing import (
    Cursor,
    DisclosureFilter,
    DisclosureOrder,
    Page,
)
from isteam_app.errors import RuleBroken
from isteam_app.exports.register_csv import disclosures_csv, shown
from isteam_app.progress import Progress, unwatched
from isteam_app.services.files import write_whole
from isteam_app.services.session import Session

LEFT = (Decision.DISCLOSE, Decision.PART)
"""The decisions after which something leaves."""


def list_disclosures(
    session: Session,
    wanted: DisclosureFilter,
    order: DisclosureOrder,
    after: Cursor | None = None,
    limit: int = 100,
) -> Page[DisclosureRow]:
    """Return one screenful of the register."""
    with session.vault.read() as vault:
        return vault.disclosures.page(wanted, order, after, limit)


def count_disclosures(session: Session, wanted: DisclosureFilter) -> int:
    with session.vault.read() as vault:
        return vault.disclosures.count(wanted)


def disclosure(session: Session, disclosure_id: int) -> Disclosure:
    with session.vault.read() as vault:
        return vault.disclosures.get(disclosure_id)


def save_disclosure(session: Session, request: Disclosure) -> Disclosure:
    """Keep a new third-party request, or a change to one already in the register.

    Raises RuleBroken, naming the field, when something is missing or contradicts
    another answer; ChangedMeanwhile when somebody else changed it.
    """
    request = _tidied(request)
    if request.decision is not Decision.UNDECIDED:
        request = replace(
            request,
            decided_by=request.decided_by or session.member.name,
            decided_on=request.decided_on or session.today,
        )
    check_disclosure(request, session.today)
    action = "disclosure.changed" if request.id else "disclosure.recorded"
    now = session.now()
    with session.vault.change(action, by=session.member.name, at=now) as work:
        if request.id:
            saved = work.disclosures.update(request)
        else:
            saved = work.disclosures.add(
                replace(request, recorded_at=now, recorded_by=session.member.name)
            )
        work.commit()
    return saved


def check_disclosure(request: Disclosure, today: date) -> None:
    """Raise RuleBroken for the first thing that is missing or contradictory."""
    for field, sentence in _needed(request, today):
        raise RuleBroken(sentence, field=field)


def export_register(
    session: Session,
    path: Path,
    *,
    first: date | None = None,
    last: date | None = None,
    view: str = "full",
    progress: Progress = unwatched,
) -> int:
    """Write the register to a CSV file; return how many requests it holds.

    The file appears whole or not at all. The export is written to the audit trail.
    """
    if first and last and last < first:
        raise RuleBroken(
            "The last day is before the first. Swap the two dates.", field="last"
        )
    wanted = DisclosureFilter(received_from=first, received_to=last)
    total = count_disclosures(session, wanted)
    read = written = 0

    def rows() -> Iterator[Disclosure]:
        nonlocal read, written
        with session.vault.read() as vault:
            for request in vault.disclosures.each(first, last):
                progress(read, total)
                read += 1
                written += shown(request, view)
                yield request

    write_whole(path, disclosures_csv(rows(), view=view))
    progress(read, max(total, read))
    with session.vault.change(
        f"register.exported.{view}", by=session.member.name, at=session.now()
    ) as work:
        work.note("export", written)
        work.commit()
    return written


def _tidied(request: Disclosure) -> Disclosure:
    return replace(
        request,
        organisation=" ".join(request.organisation.split()),
        officer=" ".join(request.officer.split()),
        about=" ".join(request.about.split()),
        asked=request.asked.strip(),
        legal_basis=request.legal_basis.strip(),
        reason=request.reason.strip(),
        what_left=request.what_left.strip(),
        method=request.method.strip(),
        told_reason=request.told_reason.strip(),
        their_reference=request.their_reference.strip(),
    )


def _needed(request: Disclosure, today: date) -> Iterator[tuple[str, str]]:
    if not request.organisation:
        yield "organisation", "Enter the organisation that asks."
    if request.received > today:
        yield "received", f"{long_date(request.received)} is in the future."
    if not request.about:
        yield "about", "Enter whom they ask about, in their words."
    if not request.asked:
        yield "asked", "Enter what they ask for."
    yield from _decision_needs(request, today)
    if request.told is Told.MUST_NOT and not request.told_reason:
        yield (
            "told_reason",
            "Say why they must not be told, and who says so.",
        )


def _decision_needs(request: Disclosure, today: date) -> Iterator[tuple[str, str]]:
    if request.decision is not Decision.UNDECIDED and not request.reason:
        yield "reason", "Give the reason for the decision: an auditor will ask for it."
    if request.decision in LEFT:
        if not request.legal_basis:
            yield "legal_basis", "Enter the legal basis before anything is disclosed."
        yield from _leaving_needs(request, today)
    elif request.what_left or request.left_on:
        yield "decision", "Something left: decide to disclose all or part first."


def _leaving_needs(request: Disclosure, today: date) -> Iterator[tuple[str, str]]:
    if request.what_left and not request.left_on:
        yield "left_on", "Enter the day it left."
    if request.what_left and not request.method:
        yield "method", "Enter how it was sent."
    if request.left_on is None:
        return
    if not request.what_left:
        yield "what_left", "List what left, item by item."
    if request.left_on > today:
        yield "left_on", f"{long_date(request.left_on)} is in the future."
    if request.left_on < request.received:
        yield "left_on", "It cannot leave before it was asked for."
