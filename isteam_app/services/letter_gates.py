"""What must have happened on a case before one of its letters may be finalised."""

from collections.abc import Iterator, Mapping

from isteam_app.domain.case_clock import case_clock
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseState, EventKind
from isteam_app.domain.dates import long_date
from isteam_app.domain.forms import standing
from isteam_app.domain.next_steps import CaseClock, decision_state
from isteam_app.letters.checks import Problem
from isteam_app.letters.templates import PERSON, Template
from isteam_app.services.letter_desk import CaseDesk
from isteam_app.services.letter_templates import shipped_template
from isteam_app.services.session import calendar_for

_PROOFS = {
    EventKind.IDENTITY_RECEIVED: "Proof of identity",
    EventKind.AUTHORITY_RECEIVED: "Proof of authority",
}


def in_the_way(desk: CaseDesk, answers: Mapping[str, str]) -> tuple[Problem, ...]:
    """Return why a letter must wait for something on its case, in sentences."""
    return (
        *not_to_be_written_to(desk),
        *_undecided(desk.case, desk.template),
        *_also_too_early(desk),
        *_not_to_be_lifted(desk),
        *_without_fee(desk),
        *_extended_too_late(desk),
        *_too_early(desk, answers),
    )


def not_to_be_written_to(desk: CaseDesk) -> tuple[Problem, ...]:
    """Return why nothing may be sent to whom the letter goes to, in sentences."""
    return (*_unreachable(desk), *_struck_out(desk))


def no_longer_decided(desk: CaseDesk) -> tuple[Problem, ...]:
    """Return why an answer must not go: its decision was taken back or is another."""
    return tuple(_undecided(desk.case, desk.template))


def is_answer(template: Template, case: Case) -> bool:
    """Say whether posting a letter ends the wait of the person on this kind of case.

    The notice that data is restricted answers a request to restrict it; on a request
    to correct it, the answer is still to come.
    """
    if template.event is not EventKind.ANSWERED:
        return False
    definition = CASE_TYPES[case.kind]
    return template.means == definition.response or _is_of_outcome(template, case)


def says_what_was_decided(template: Template, case: Case) -> bool:
    """Say whether a letter does not contradict the decision, if there is one."""
    outcome = CASE_TYPES[case.kind].outcome(case.decision)
    if outcome is None or not _is_of_outcome(template, case):
        return True
    return template.means == outcome.letter


def _is_of_outcome(template: Template, case: Case) -> bool:
    outcomes = CASE_TYPES[case.kind].outcomes
    return any(outcome.letter == template.means for outcome in outcomes)


def _unreachable(desk: CaseDesk) -> Iterator[Problem]:
    if desk.template.to != PERSON:
        return
    particulars = desk.case.post.written_to.particulars
    if particulars.died_on:
        yield _problem(
            "The person this letter goes to has died. Name somebody else to reply to "
            "on the case, then use the current address."
        )
    elif particulars.do_not_write:
        yield _problem(
            "The record of the person says not to write to their address. Correct the "
            "record, or name somebody else to reply to, then use the current address."
        )


def _struck_out(desk: CaseDesk) -> Iterator[Problem]:
    if desk.letter.to_entry and (desk.to is None or desk.to.struck):
        yield _problem(
            "Whoever this letter goes to was struck out on the case. Discard the "
            "letter, or name them again and start a new one."
        )


def _undecided(case: Case, template: Template) -> Iterator[Problem]:
    """An answer tells what was decided, so it comes after, and says the same."""
    if template.event is not EventKind.ANSWERED or not _is_of_outcome(template, case):
        return
    state = decision_state(case)
    outcome = CASE_TYPES[case.kind].outcome(case.decision)
    if state is CaseState.FOR_APPROVAL:
        yield _problem(
            "The decision waits for approval. Finalise this letter once somebody has "
            "approved it."
        )
    elif state is not CaseState.DECIDED or outcome is None:
        yield _problem("Decide the case first: this letter tells what was decided.")
    elif outcome.letter != template.means:
        wanted = shipped_template(outcome.letter)
        own = f" Write “{wanted.title}”." if wanted else ""
        yield _problem(
            f"The case is decided as “{outcome.name}”, and this letter says something "
            f"else.{own}"
        )


def _also_too_early(desk: CaseDesk) -> Iterator[Problem]:
    """Say what has to happen on the further cases that a letter answers."""
    for case in desk.also:
        if case.post.id != desk.case.post.id:
            yield _problem(
                f"{case.reference} came with other post. Take it out of what this "
                "letter answers."
            )
        elif not case.is_open:
            yield _problem(
                f"{case.reference} is closed. Take it out of what this letter answers, "
                "or reopen it."
            )
        elif (
            desk.template.event is EventKind.ANSWERED
            and CASE_TYPES[case.kind].is_decided
            and decision_state(case) is not CaseState.DECIDED
        ):
            yield _problem(
                f"Decide {case.reference} first, and have it approved: this letter "
                "answers it too."
            )


def _not_to_be_lifted(desk: CaseDesk) -> Iterator[Problem]:
    if desk.template.event is not EventKind.LIFTING_NOTICE:
        return
    kept = standing(desk.entries, "restriction")
    if not any(entry["lift_reason"] for entry in kept):
        yield _problem(
            "Write down under Checklist, with the restriction, why it is to be lifted. "
            "The notice comes after that."
        )


def _without_fee(desk: CaseDesk) -> Iterator[Problem]:
    if desk.template.event is not EventKind.FEE_ASKED:
        return
    if not standing(desk.entries, "fee"):
        yield _problem(
            "Fill in the fee under Checklist first: the amount, and why one may be "
            "charged."
        )


def _extended_too_late(desk: CaseDesk) -> Iterator[Problem]:
    if desk.template.event is not EventKind.EXTENDED or _is_extended(desk.case):
        return
    last = _clock(desk).deadline.extension_notice_due
    if last is not None and last < desk.on:
        yield _problem(
            f"The last day to tell them of an extension was {long_date(last)}. Answer "
            "as soon as you can; an approver can record on the case how it came to "
            "that."
        )


def _is_extended(case: Case) -> bool:
    return any(event.kind is EventKind.EXTENDED for event in case.events)


def _too_early(desk: CaseDesk, answers: Mapping[str, str]) -> Iterator[Problem]:
    """Say why copies of data must wait: it is not known yet whose hands they go to."""
    if not answers.get("enclosures", "").strip() and not desk.enclosed:
        return
    awaited = [kind for kind in _clock(desk).deadline.waiting_for if kind in _PROOFS]
    for kind in awaited:
        yield Problem(
            kind="field",
            sentence=f"{_PROOFS[kind]} was asked for and has not arrived. Record "
            "it on the case before copies of personal data are enclosed.",
            field="enclosures",
        )
    if desk.authority_missing and not awaited:
        yield Problem(kind="field", sentence=desk.authority_missing, field="enclosures")


def _clock(desk: CaseDesk) -> CaseClock:
    calendar = calendar_for(desk.settings)
    return case_clock(
        desk.case, settings=desk.settings, calendar=calendar, today=desk.on
    )


def _problem(sentence: str) -> Problem:
    return Problem(kind="case", sentence=sentence)
