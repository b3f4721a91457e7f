"""Decides third-party requests, and has a second person approve."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosure_gates import (
    Asked,
    Gate,
    Stage,
    frozen,
    gates,
    in_the_way,
    in_the_way_of_an_emergency,
    in_the_way_of_closing,
    thawed,
)
from isteam_app.domain.disclosures import (
    LEAVES,
    ApprovedHow,
    Decision,
    Disclosure,
    DisclosureState,
    RequestEvent,
)
from isteam_app.domain.register_words import APPROVED_WORDS, DECISION_WORDS
from isteam_app.domain.settings import Requests
from isteam_app.domain.text import NOTE, checked
from isteam_app.errors import RuleBroken
from isteam_app.services.disclosure_sections import step
from isteam_app.services.disclosures import asked_in
from isteam_app.services.gateways import rules
from isteam_app.services.request_rights import RequestRights, rights_over
from isteam_app.services.session import Session, calendar_for
from isteam_app.storage.vault import Change

_MOST_NAMED = 4
_DAY = timedelta(days=1)
_NOT_BINDING = frozenset({"instrument_dates", "instrument_complete"})
"""The gates without which an order does not bind, while they are not met."""
DECIDED = (Decision.DISCLOSE, Decision.PART, Decision.REFUSE, Decision.NEITHER)
"""What a request may be decided to be. The other decisions wait for an answer."""


def submit(
    session: Session, request: Disclosure, decision: Decision, reason: str
) -> Disclosure:
    """Decide a request. Where a second person is wanted it then waits for approval.

    What the gates said is kept with it. Raises RuleBroken, naming the question, for the
    first thing in the way; ChangedMeanwhile when somebody else changed the request.
    """
    if decision not in DECIDED:
        raise RuleBroken("Choose what is decided.", field="decision")
    reason = _reason(reason, "Give the reason: an auditor will ask for it.")
    with session.vault.change(
        "disclosure.submitted", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        _must(_rights(session, work, held).decide)
        settings = work.settings.in_force(session.today).requests
        verdicts = _judged(session, work, held, decision, settings)
        second = decision.value in settings.second_person or held.emergency
        saved = work.disclosures.update(
            replace(
                held,
                decision=decision,
                reason=reason,
                prepared_by=session.member.name,
                verdicts=verdicts,
                waiting_since=None,
                state=DisclosureState.FOR_APPROVAL
                if second
                else DisclosureState.DECIDED,
                approved_how=ApprovedHow.NOBODY if second else ApprovedHow.NOT_NEEDED,
                decided_by="" if second else session.member.name,
                decided_on=None if second else session.today,
            )
        )
        event = RequestEvent.SUBMITTED if second else RequestEvent.DECIDED
        step(session, work, saved, event, reason)
        work.commit()
    return saved


def approve(session: Session, request: Disclosure, note: str = "") -> Disclosure:
    """Approve what somebody else prepared.

    Whoever prepared it does not approve, unless nobody else in the team may: then
    `note` says why it could not wait. Raises ChangedMeanwhile when somebody else
    approved it or changed it since it was read.
    """
    note = checked(note.strip(), field="text", label="The note", longest=NOTE)
    with session.vault.change(
        "disclosure.approved", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        rights = _rights(session, work, held)
        _must(rights.approve)
        if rights.note_needed and not note:
            raise RuleBroken(
                "You prepared this yourself and nobody else in the team may approve. "
                "Write down why it cannot wait.",
                field="text",
            )
        settings = work.settings.in_force(session.today).requests
        verdicts = _judged(session, work, held, held.decision, settings)
        _must_be_noted(verdicts, note)
        saved = work.disclosures.update(
            replace(
                held,
                verdicts=verdicts,
                state=DisclosureState.DECIDED,
                decided_by=session.member.name,
                decided_on=session.today,
                approved_how=_how(held, cover=rights.note_needed),
                record_by=None,
            )
        )
        step(session, work, saved, RequestEvent.APPROVED, note)
        work.commit()
    return saved


def send_back(session: Session, request: Disclosure, reason: str) -> Disclosure:
    """Send a decision back to whoever prepared it, with the reason."""
    reason = _reason(reason, "Say what is to be changed.", "text")
    with session.vault.change(
        "disclosure.sent_back", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        _must(_rights(session, work, held).send_back)
        state = DisclosureState.TO_RECORD if held.to_look_over else DisclosureState.OPEN
        saved = work.disclosures.update(_undecided(held, state))
        step(session, work, saved, RequestEvent.SENT_BACK, reason)
        work.commit()
    return saved


def ask_for_more(session: Session, request: Disclosure, what: str) -> Disclosure:
    """Ask the requester for what is missing. The request then waits for it."""
    return _set_aside(
        session,
        request,
        Decision.MORE,
        DisclosureState.WAITING,
        RequestEvent.ASKED_MORE,
        _reason(what, "Say what is missing: the letter is written from it."),
    )


def refer_to_legal(session: Session, request: Disclosure, why: str) -> Disclosure:
    """Put a request before the legal adviser. It then waits for the answer."""
    return _set_aside(
        session,
        request,
        Decision.LEGAL,
        DisclosureState.AT_LEGAL,
        RequestEvent.REFERRED,
        _reason(why, "Say what legal is asked."),
    )


def answer_came(session: Session, request: Disclosure, text: str) -> Disclosure:
    """Note what the requester or the legal adviser answered, and go on."""
    text = _reason(text, "Say what was answered.", "text")
    with session.vault.change(
        "disclosure.answered", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        _must(_rights(session, work, held).answer_came)
        event = (
            RequestEvent.MORE_CAME
            if held.state is DisclosureState.WAITING
            else RequestEvent.LEGAL_ANSWERED
        )
        state = DisclosureState.TO_RECORD if held.to_look_over else DisclosureState.OPEN
        saved = work.disclosures.update(_undecided(held, state))
        step(session, work, saved, event, text)
        work.commit()
    return saved


def disclose_now(session: Session, request: Disclosure, reason: str) -> Disclosure:
    """Disclose in an emergency, before it is recorded whole and looked over.

    Only where a life is at risk. What is missing is recorded within the working days
    that the settings give, and a second person looks it over. It is said first that
    nothing of it stands inside post: opening that would be an offence here too.
    """
    reason = _reason(reason, "Say whose life is at risk, and what was disclosed.")
    with session.vault.change(
        "disclosure.emergency", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        _must(_rights(session, work, held).disclose_now)
        settings = work.settings.in_force(session.today)
        _must_leave_post_closed(session, work, held, settings.requests)
        days = settings.requests.emergency_working_days
        record_by = calendar_for(settings).forward(session.today + _DAY, days - 1)
        saved = work.disclosures.update(
            replace(
                held,
                emergency=True,
                state=DisclosureState.TO_RECORD,
                prepared_by=session.member.name,
                reason=reason,
                record_by=record_by,
                waiting_since=None,
                decision=Decision.UNDECIDED,
            )
        )
        step(session, work, saved, RequestEvent.EMERGENCY, reason)
        work.commit()
    return saved


def close(session: Session, request: Disclosure) -> Disclosure:
    """Close a decided request. Raises RuleBroken for what is still to be recorded."""
    with session.vault.change(
        "disclosure.closed", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        _must(_rights(session, work, held).close)
        settings = work.settings.in_force(session.today).requests
        judged = gates(asked_in(work, held), rules(), settings, session.today)
        _must_be_clear(in_the_way_of_closing(judged))
        saved = work.disclosures.update(
            replace(held, state=DisclosureState.CLOSED, closed_on=session.today)
        )
        step(session, work, saved, RequestEvent.CLOSED)
        work.commit()
    return saved


def reopen(session: Session, request: Disclosure, reason: str) -> Disclosure:
    """Open a decided request again, with the reason. The decision is made anew."""
    reason = _reason(reason, "Say why it is opened again.", "text")
    with session.vault.change(
        "disclosure.reopened", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        _must(_rights(session, work, held).reopen)
        step(session, work, held, RequestEvent.NOTE, _as_decided(held))
        saved = work.disclosures.update(_undecided(held, DisclosureState.OPEN))
        step(session, work, saved, RequestEvent.REOPENED, reason)
        work.commit()
    return saved


def add_note(session: Session, request: Disclosure, text: str) -> Disclosure:
    """Keep a note in the timeline: a call, an e-mail, what legal said.

    Nothing else of the request changes: it may have been changed since it was read.
    """
    text = _reason(text, "Write the note.", "text")
    with session.vault.change(
        "disclosure.noted", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.get(request.id)
        _must(_rights(session, work, held).note)
        step(session, work, held, RequestEvent.NOTE, text)
        work.commit()
    return held


def _set_aside(
    session: Session,
    request: Disclosure,
    decision: Decision,
    state: DisclosureState,
    event: RequestEvent,
    why: str,
) -> Disclosure:
    with session.vault.change(
        f"disclosure.{event.value}", by=session.member.name, at=session.now()
    ) as work:
        held = work.disclosures.unchanged(request)
        _must(_rights(session, work, held).decide)
        saved = work.disclosures.update(
            replace(
                held,
                decision=decision,
                state=state,
                reason=why,
                prepared_by=session.member.name,
                waiting_since=session.today,
            )
        )
        step(session, work, saved, event, why)
        work.commit()
    return saved


def _undecided(held: Disclosure, state: DisclosureState) -> Disclosure:
    return replace(
        held,
        state=state,
        decision=Decision.UNDECIDED,
        reason=held.reason if held.emergency else "",
        decided_by="",
        decided_on=None,
        approved_how=ApprovedHow.NOBODY,
        verdicts="",
        waiting_since=None,
        closed_on=None,
    )


def _as_decided(held: Disclosure) -> str:
    """Return a decision in words, with what the gates said: it is made anew."""
    by = f" by {held.decided_by}" if held.decided_by else ""
    on = f" on {long_date(held.decided_on)}" if held.decided_on else ""
    how = APPROVED_WORDS[held.approved_how]
    said = [f"Until now: {DECISION_WORDS[held.decision]}{by}{on}.", how and f"{how}."]
    verdicts = thawed(held.verdicts)
    if verdicts.gates:
        said.append(f"Judged by the rules of {verdicts.version}:")
        said += [
            f"{each.state.capitalize()}: {each.words}. {each.rule}".strip()
            for each in verdicts.gates
            if each.stage is not Stage.CLOSING
        ]
    return "\n".join(filter(None, said))[:NOTE]


def _how(held: Disclosure, *, cover: bool) -> ApprovedHow:
    if cover:
        return ApprovedHow.COVER
    return ApprovedHow.AFTERWARDS if held.to_look_over else ApprovedHow.SECOND


def _rights(session: Session, work: Change, held: Disclosure) -> RequestRights:
    entries = work.request_entries.belonging_to(held.id)
    steps = work.request_steps.of_request(held.id)
    hands = work.history.hands_on(held.id)
    return rights_over(session, held, entries, work.members.all(), steps, hands)


def _judged(
    session: Session,
    work: Change,
    held: Disclosure,
    decision: Decision,
    settings: Requests,
) -> str:
    """Return what the gates say, to be kept. Raise RuleBroken for one in the way."""
    known = rules()
    asked = asked_in(work, held)
    judged = gates(asked, known, settings, session.today)
    _must_be_clear(in_the_way(judged, decision, emergency=held.to_look_over))
    if decision not in LEAVES:
        _must_be_free_to_refuse(asked, judged)
    return frozen(judged, known)


def _must_be_free_to_refuse(asked: Asked, judged: Sequence[Gate]) -> None:
    """An order in force is not refused on one's own: legal signs that off first."""
    chosen = rules().instruments.get(asked.answer("authorisation", "instrument"))
    unfit = {gate.key for gate in judged if gate.holds_up}
    if chosen is None or not chosen.compels or unfit & _NOT_BINDING:
        return
    for question in ("legal_by", "legal_on"):
        if not asked.answer("authorisation", question):
            raise RuleBroken(
                f"{chosen.name}: it compels us, and to refuse it may be an offence or "
                "contempt of court. Refer it to legal, and enter who signed the "
                "refusal off and when.",
                field=question,
            )


def _must_leave_post_closed(
    session: Session, work: Change, held: Disclosure, settings: Requests
) -> None:
    judged = gates(asked_in(work, held), rules(), settings, session.today)
    for gate in in_the_way_of_an_emergency(judged):
        raise RuleBroken(gate.rule, field=gate.field)


def _must_be_noted(verdicts: str, note: str) -> None:
    """Contents of post that left in an emergency are not looked over in silence."""
    breach = next(
        (gate for gate in thawed(verdicts).gates if gate.key == "breach"), None
    )
    if breach is not None and not note:
        raise RuleBroken(f"{breach.words}. {breach.rule}", field="text")


def _must_be_clear(missing: Sequence[Gate]) -> None:
    if missing:
        named = "; ".join(gate.words for gate in missing[:_MOST_NAMED])
        more = len(missing) - _MOST_NAMED
        rest = f" and {more} more" if more > 0 else ""
        raise RuleBroken(f"This is in the way: {named}{rest}.", field=missing[0].field)


def _must(refused: str) -> None:
    if refused:
        raise RuleBroken(refused)


def _reason(text: str, missing: str, field: str = "reason") -> str:
    kept = checked(text.strip(), field=field, label="The reason", longest=NOTE)
    if not kept:
        raise RuleBroken(missing, field=field)
    return kept
