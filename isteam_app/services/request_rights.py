"""What may be done with a request now, and why not when not."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from isteam_app.domain.disclosures import (
    LEAVES,
    Disclosure,
    DisclosureState,
    RequestEvent,
    RequestStep,
)
from isteam_app.domain.forms import Entry, standing
from isteam_app.domain.people import TeamMember
from isteam_app.domain.rights import Act, may, refusal
from isteam_app.services.look_only import why_nothing_changes
from isteam_app.services.session import Session

AFTER_DECIDING = frozenset({"left", "after", "telling"})
"""The forms that are still filled in once a request is decided."""
AFTER_CLOSING = frozenset({"after", "left"})
"""The forms that are still filled in once a request is closed: of what left, the
receipt alone."""
_NOT_EDITING = AFTER_DECIDING | {"check"}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestRights:
    """Why each act is refused to who is signed in, "" for one that is allowed."""

    fill_in: str = ""
    decide: str = ""
    approve: str = ""
    send_back: str = ""
    disclose_now: str = ""
    answer_came: str = ""
    reopen: str = ""
    close: str = ""
    lock: str = ""
    lift: str = ""
    withdraw: str = ""
    note: str = ""
    note_needed: bool = False
    """Whoever approves is who prepared it: a note says why nobody else could."""


def rights_over(
    session: Session,
    request: Disclosure,
    entries: Sequence[Entry],
    team: Iterable[TeamMember],
    steps: Iterable[RequestStep] = (),
    hands: Iterable[tuple[str, int, str]] = (),
) -> RequestRights:
    """Return what may be done with a request now.

    Whether it may be approved depends on `steps`, on who disclosed in an emergency, and
    on `hands`, who ever changed which entry or person of it.
    """
    role = session.member.role
    nothing = why_nothing_changes(session)
    work = nothing or refusal(role, Act.WORK)
    approving = nothing or refusal(role, Act.APPROVE)
    prepared = editors(request, entries, steps, hands)
    second, alone = why_no_second(session.member, prepared, team)
    state = request.state
    waits = (
        "" if state is DisclosureState.FOR_APPROVAL else "Nothing waits for approval."
    )
    return RequestRights(
        fill_in=work or why_no_filling(request),
        decide=work or _why_no_decision(request),
        approve=approving or waits or second,
        send_back=work or waits,
        disclose_now=work or _why_no_emergency(request),
        answer_came=work
        or (
            ""
            if state in (DisclosureState.WAITING, DisclosureState.AT_LEGAL)
            else "No answer is awaited."
        ),
        reopen=work
        or (
            ""
            if state in (DisclosureState.DECIDED, DisclosureState.CLOSED)
            else "It is not decided yet."
        ),
        close=work
        or (
            ""
            if state is DisclosureState.DECIDED
            else "It can be closed once it is decided."
        ),
        lock=work,
        lift=approving,
        withdraw=approving or _why_no_withdrawing(request, entries),
        note=work or _why_no_note(request),
        note_needed=alone,
    )


def editors(
    request: Disclosure,
    entries: Iterable[Entry],
    steps: Iterable[RequestStep],
    hands: Iterable[tuple[str, int, str]] = (),
) -> frozenset[str]:
    """Return who prepared a decision: who submitted it and who filled in its grounds.

    Whoever disclosed in an emergency did too, and whoever said whom it is about, or no
    longer is; whoever rang the requester back, or noted
    what left, did not.
    """
    names = {request.prepared_by}
    names |= {one.recorded_by for one in steps if one.kind is RequestEvent.EMERGENCY}
    grounds = {each.id: each for each in entries if each.form not in _NOT_EDITING}
    for entry in grounds.values():
        names |= {entry.made_by, entry.changed_by}
    for noun, record_id, by in hands:
        if noun == "request_subject" or record_id in grounds:
            names.add(by)
    return frozenset(names - {""})


def why_no_second(
    member: TeamMember, prepared: frozenset[str], team: Iterable[TeamMember]
) -> tuple[str, bool]:
    """Return why somebody may not approve, "" when they may, and whether as cover.

    Who prepared a decision approves it only when nobody else in the team may.
    """
    if member.name not in prepared:
        return "", False
    others = [
        one.name
        for one in team
        if one.name not in prepared and may(one.role, Act.APPROVE)
    ]
    if not others:
        return "", True
    return (
        f"You prepared this. Somebody else approves it: ask {' or '.join(others)}.",
        False,
    )


def why_no_filling(request: Disclosure, form: str = "requester") -> str:
    """Return why a form of a request may not be filled in now, "" when it may."""
    state = request.state
    if request.is_open:
        return ""
    if state is DisclosureState.FOR_APPROVAL:
        return (
            "The decision waits for approval and rests on this. Send it back first, "
            "with the reason, then change it."
        )
    if state is DisclosureState.DECIDED:
        if form == "left" and not (request.decision in LEAVES or request.emergency):
            return (
                "It was decided that nothing leaves. Reopen it and decide anew before "
                "anything does."
            )
        allowed = form in AFTER_DECIDING
        return "" if allowed else "The request is decided. Reopen it first."
    if state is DisclosureState.CLOSED:
        allowed = form in AFTER_CLOSING
        return "" if allowed else "The request is closed. Reopen it first."
    return "It was recorded in error and is kept as it was."


def _why_no_withdrawing(request: Disclosure, entries: Sequence[Entry]) -> str:
    """Refuse to take out of the register what tells of data that left."""
    if request.emergency or standing(entries, "left"):
        return "Something left under it: it stays in the register. Close it instead."
    return ""


def _why_no_note(request: Disclosure) -> str:
    withdrawn = request.state is DisclosureState.WITHDRAWN
    return why_no_filling(request) if withdrawn else ""


def _why_no_decision(request: Disclosure) -> str:
    if request.state in (DisclosureState.OPEN, DisclosureState.TO_RECORD):
        return ""
    if request.state in (DisclosureState.WAITING, DisclosureState.AT_LEGAL):
        return "An answer is awaited. Record it first."
    return why_no_filling(request)


def _why_no_emergency(request: Disclosure) -> str:
    if request.state is DisclosureState.TO_RECORD:
        return "It was disclosed already. Record it and have it looked over."
    if not request.life_at_risk:
        return (
            "Only where a life is at risk. Say so under Purpose first, and say whose "
            "and why."
        )
    return "" if request.is_open else why_no_filling(request)
