"""Decides a case, and has somebody else approve it where that is wanted."""

from dataclasses import dataclass, replace

from isteam_app.domain.case_types import CASE_TYPES, CaseType, Outcome
from isteam_app.domain.cases import Case, CaseState, EventKind
from isteam_app.domain.findings import contradiction
from isteam_app.domain.forms import Entry, standing, unanswered
from isteam_app.domain.settings import Settings
from isteam_app.domain.text import NOTE, checked
from isteam_app.errors import RuleBroken
from isteam_app.services.cases import event_today, touch_case
from isteam_app.services.moves import why_no_approval
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change

_MOST_NAMED = 4


@dataclass(frozen=True, slots=True, kw_only=True)
class Gap:
    """Something to fill in before an outcome can be decided, and where.

    `form` is the form's key, `entry` the id of the entry of it, 0 where there is none.
    """

    form: str
    words: str
    entry: int = 0


def decide(
    session: Session, case: Case, *, outcome: str, reason: str, ground: str = ""
) -> Case:
    """Decide a case. Where a second person is wanted, it then waits for approval.

    `outcome` and `ground` are keys of the case's type. Raises RuleBroken, with the
    field, when something is missing; ChangedMeanwhile when somebody else changed the
    case since it was read.
    """
    reason = checked(reason.strip(), field="reason", label="The reason", longest=NOTE)
    with session.vault.read() as vault:
        entries = vault.entries.for_case(case.id)
    chosen = _checked(case, outcome, ground, reason, entries)
    settings = session.settings()
    second = wants_second_person(case, chosen, settings)
    kind = EventKind.SUBMITTED if second else EventKind.DECIDED
    with session.vault.change(
        f"case.{kind.value}", by=session.member.name, at=session.now()
    ) as work:
        # once more, now that nobody else can change what the decision rests on
        _checked(case, outcome, ground, reason, work.entries.for_case(case.id))
        decided = replace(
            case,
            decision=chosen.key,
            ground=ground,
            decided_by=session.member.name,
        )
        saved = touch_case(session, work, decided, event_today(session, kind, reason))
        work.commit()
    return saved


def approve(session: Session, case: Case, note: str = "") -> Case:
    """Approve what somebody else decided.

    Whoever decided does not approve, unless nobody else is in the team: then `note`
    says why it could not wait.
    """
    _must_wait(case)
    note = checked(note.strip(), field="text", label="The note", longest=NOTE)
    with session.vault.change(
        "case.approved", by=session.member.name, at=session.now()
    ) as work:
        _must_be_second(session, work, case, note)
        event = event_today(session, EventKind.APPROVED, note)
        saved = touch_case(session, work, case, event)
        work.commit()
    return saved


def send_back(session: Session, case: Case, reason: str) -> Case:
    """Send a decision back to whoever made it, with the reason."""
    _must_wait(case)
    reason = checked(reason.strip(), field="text", label="The reason", longest=NOTE)
    if not reason:
        raise RuleBroken("Say what is to be changed.", field="text")
    with session.vault.change(
        "case.sent_back", by=session.member.name, at=session.now()
    ) as work:
        event = event_today(session, EventKind.SENT_BACK, reason)
        open_again = replace(case, decision="", ground="", decided_by="")
        saved = touch_case(session, work, open_again, event)
        work.commit()
    return saved


def wants_second_person(case: Case, outcome: Outcome, settings: Settings) -> bool:
    """Say whether somebody else approves such a decision."""
    if settings.second_person is None:
        return outcome.second_person
    return f"{case.kind.value}:{outcome.key}" in settings.second_person


def gaps(
    definition: CaseType, outcome: Outcome, entries: tuple[Entry, ...]
) -> tuple[Gap, ...]:
    """Return what is still to be filled in before an outcome can be decided."""
    if outcome.ends:
        return ()
    missing = []
    for form in definition.forms:
        kept = standing(entries, form.key)
        if not kept and outcome.key in form.wanted_for:
            missing.append(Gap(form=form.key, words=form.title))
        for entry in kept:
            named = f"{form.title}, {form.heading(dict(entry.values))}"
            missing += [
                Gap(form=form.key, words=f"{named}: {question.label}", entry=entry.id)
                for question in unanswered(form, entry)
            ]
    return tuple(missing)


def lacking(
    definition: CaseType, outcome: Outcome, entries: tuple[Entry, ...]
) -> tuple[str, ...]:
    """Return what is still to be filled in before an outcome can be decided."""
    return tuple(gap.words for gap in gaps(definition, outcome, entries))


def _checked(
    case: Case, key: str, ground: str, reason: str, entries: tuple[Entry, ...]
) -> Outcome:
    definition = CASE_TYPES[case.kind]
    _must_be_undecided(case, definition)
    outcome = definition.outcome(key)
    if outcome is None:
        raise RuleBroken("Choose what is decided.", field="outcome")
    if not outcome.ends:
        _must_be_ready(case, definition)
    if outcome.grounds and definition.ground(ground) is None:
        raise RuleBroken("Choose the ground in law.", field="ground")
    if (outcome.grounds or outcome.ends) and not reason:
        raise RuleBroken(
            "Give the reason: it is kept with the case, and the letter is written from "
            "it.",
            field="reason",
        )
    missing = lacking(definition, outcome, entries)
    if missing:
        more = len(missing) - _MOST_NAMED
        rest = f" and {more} more" if more > 0 else ""
        raise RuleBroken(
            "Fill this in under Checklist first: "
            f"{'; '.join(missing[:_MOST_NAMED])}{rest}.",
            field="outcome",
        )
    refused = contradiction(case.kind, outcome.key, entries)
    if refused:
        raise RuleBroken(refused, field="outcome")
    return outcome


def _must_be_undecided(case: Case, definition: CaseType) -> None:
    if not case.is_open:
        raise RuleBroken("The case is closed. Reopen it first, with the reason.")
    if not definition.is_decided:
        raise RuleBroken(f"A {definition.name.lower()} is answered, not decided.")
    if case.state is CaseState.FOR_APPROVAL:
        raise RuleBroken("The decision waits for approval: approve it or send it back.")
    if case.state is CaseState.DECIDED:
        raise RuleBroken(
            "The case is decided. To decide it anew, take the decision back with the "
            "reason, or reopen the case once it was answered and closed."
        )


def _must_be_ready(case: Case, definition: CaseType) -> None:
    if case.state is CaseState.WAITING:
        raise RuleBroken(
            "The case waits for an answer from the person. Record the answer first, or "
            "decide that it ends without one.",
            field="outcome",
        )
    if definition.at_once and not case.has(definition.at_once):
        raise RuleBroken(
            "Stop the marketing first: the confirmation comes after.", field="outcome"
        )


def _must_wait(case: Case) -> None:
    if case.state is not CaseState.FOR_APPROVAL:
        raise RuleBroken("Nothing on this case waits for approval.")


def _must_be_second(session: Session, work: Change, case: Case, note: str) -> None:
    refused = why_no_approval(session.member, case, work.members.all())
    if refused:
        raise RuleBroken(refused)
    if session.member.name == case.decided_by and not note:
        raise RuleBroken(
            "You decided this yourself and nobody else in the team may approve. Write "
            "down why it cannot wait.",
            field="text",
        )
