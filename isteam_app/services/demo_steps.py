"""What the made-up team does with a case of the demonstration, step by step."""

from collections.abc import Callable, Mapping
from datetime import timedelta

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseState, EventKind, LinkKind
from isteam_app.domain.letters import Letter
from isteam_app.domain.next_steps import answer_letter
from isteam_app.domain.rights import Act, may
from isteam_app.letters.fields import FIELDS
from isteam_app.services.cases import add_note, case_page, record_event
from isteam_app.services.decisions import approve
from isteam_app.services.demo_decisions import decide_case, fill_form
from isteam_app.services.letter_approval import approve as approve_letter
from isteam_app.services.letter_approval import hands_on, needs_second_person, submit
from isteam_app.services.letter_check import checked_recipient
from isteam_app.services.letter_opening import desk_of
from isteam_app.services.letters import (
    asked_fields,
    finalise,
    save_draft,
    start_letter,
)
from isteam_app.services.links import RegulatorLetter, link, take_to_regulator
from isteam_app.services.print_desk import mark_posted, mark_printed
from isteam_app.services.scan_back import scan_letter
from isteam_app.services.session import Session

_CLARIFIED = "They want delivery records only."
_EXTENDED = "Four sites have to be searched and the records are on paper."
_LIFTED = "The address was checked against the deeds and put right."
_QUESTIONS = {
    "identity": "identity-request",
    "authority": "authority-request",
    "clarify": "clarification-request",
}


class Steps:
    """Takes the steps of one story. Who decides is `by`; somebody else approves."""

    def __init__(
        self,
        session: Session,
        team: Mapping[str, Session],
        told: Mapping[str, Case],
        *,
        by: str = "",
        outcome: str = "",
        ground: str = "",
    ) -> None:
        self._session, self._team, self._told = session, team, told
        self._by, self._outcome, self._ground = by, outcome, ground
        self._letters: list[int] = []

    def take(self, step: str, case: Case) -> Case:
        """Take a step, "name" or "name:about", and return the case after it."""
        name, _, about = step.partition(":")
        if name in _QUESTIONS:
            return self._post(self._write(case, _QUESTIONS[name]))
        act: Callable[..., Case] = getattr(self, f"_{name}")
        return act(case, about) if about else act(case)

    def _acknowledge(self, case: Case) -> Case:
        return self._write(case, CASE_TYPES[case.kind].acknowledgement)

    def _fill(self, case: Case, form: str) -> Case:
        fill_form(self._worker, case, form, self._outcome)
        return self._again(case)

    def _decide(self, case: Case) -> Case:
        return decide_case(self._worker, case, self._outcome, self._ground)

    def _approve(self, case: Case) -> Case:
        return approve(self._second(case), case)

    def _answer(self, case: Case) -> Case:
        """Decide where nobody has yet, and write what the person waits for."""
        if CASE_TYPES[case.kind].is_decided and not case.decision:
            case = self._decide(case)
        if case.state is CaseState.FOR_APPROVAL:
            case = self._approve(case)
        return self._write(case, answer_letter(case))

    def _clarified(self, case: Case) -> Case:
        return self._record(case, EventKind.CLARIFICATION_RECEIVED, _CLARIFIED)

    def _extend(self, case: Case) -> Case:
        return self._record(case, EventKind.EXTENDED, _EXTENDED)

    def _progress(self, case: Case) -> Case:
        return self._post(self._write(case, "complaint-progress"))

    def _lift(self, case: Case) -> Case:
        """Tell the person first, then lift the restriction."""
        fill_form(self._worker, case, "restriction", "", {"lift_reason": _LIFTED})
        case = self._post(self._write(case, "lifting-notice"))
        return self._record(case, EventKind.RESTRICTION_LIFTED, _LIFTED)

    def _note(self, case: Case, text: str) -> Case:
        return add_note(self._worker, case, text)

    def _call(self, case: Case, text: str) -> Case:
        return add_note(self._worker, case, text, EventKind.CALL)

    def _draft(self, case: Case) -> Case:
        start_letter(self._session, case.id, answer_letter(case))
        return case

    def _print(self, case: Case) -> Case:
        mark_printed(self._session, self._letters[-1])
        return self._again(case)

    def _post(self, case: Case) -> Case:
        printed = mark_printed(self._session, self._letters[-1])
        scan_letter(self._session, printed.reference)
        mark_posted(
            self._session,
            self._letters[-1:],
            on=self._session.today,
            service="First class",
        )
        return self._again(case)

    def _close(self, case: Case) -> Case:
        if CASE_TYPES[case.kind].form("hold"):
            released = {"released_on": self._session.today.isoformat()}
            fill_form(self._worker, case, "hold", more=released)
            case = self._again(case)
        return self._record(case, EventKind.CLOSED, "Answered in full, in time.")

    def _reopen(self, case: Case) -> Case:
        return self._record(
            case, EventKind.REOPENED, "They sent an account number we had not searched."
        )

    def _link(self, case: Case, about: str) -> Case:
        kind, _, name = about.partition(":")
        other = self._told[name]
        link(self._session, case, other.reference, LinkKind(kind))
        return self._again(case)

    def _regulator(self, case: Case) -> Case:
        """The person went to the regulator, who asks for our side."""
        today = self._session.today
        take_to_regulator(
            self._session,
            case,
            RegulatorLetter(
                received=today,
                dated=today - timedelta(days=3),
                their_reference="IC-118204-T7",
                asked="How the complaint was dealt with, and when.",
                answer_by=today + timedelta(days=14),
            ),
        )
        return self._again(case)

    def _record(self, case: Case, kind: EventKind, text: str) -> Case:
        return record_event(self._session, case, kind, self._session.today, text)

    def _write(self, case: Case, template: str) -> Case:
        letter = start_letter(self._session, case.id, template)
        answers = {
            field.name: _typed(FIELDS[field.name].example)
            for field in asked_fields(letter.body)
        }
        answers |= dict(letter.answers)
        letter = save_draft(self._session, letter, letter.body, answers)
        self._letters.append(self._made(letter).id)
        return self._again(case)

    def _made(self, letter: Letter) -> Letter:
        """Finalise a letter, once somebody else has read it where that is wanted."""
        session = self._session
        with session.vault.read() as vault:
            desk = desk_of(session, vault, vault.letters.get(letter.id))
            twice = checked_recipient(session, vault, desk).twice
        ticked = [each.key for each in twice]
        postcode = desk.recipient()[-1]
        if not needs_second_person(desk.settings, desk.template):
            return finalise(session, letter, ticked=ticked, postcode=postcode)
        sent = submit(session, letter, ticked)
        good = approve_letter(
            self._other(sent), sent, "as_written", ticked=ticked, postcode=postcode
        )
        return finalise(session, good)

    def _other(self, letter: Letter) -> Session:
        """Return an approver who had no hand in a letter."""
        hands = hands_on(letter)
        return next(
            each
            for name, each in self._team.items()
            if name not in hands and may(each.member.role, Act.APPROVE)
        )

    def _again(self, case: Case) -> Case:
        return case_page(self._session, case.id).case

    @property
    def _worker(self) -> Session:
        return self._team.get(self._by, self._session)

    def _second(self, case: Case) -> Session:
        """Return an approver who is not the one who decided."""
        return next(
            each
            for name, each in self._team.items()
            if name != case.decided_by and may(each.member.role, Act.APPROVE)
        )


def _typed(example: str | tuple[str, ...]) -> str:
    return example if isinstance(example, str) else "\n".join(example)
