"""Every kind of case can be walked to every one of its outcomes, and is kept so."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import PASSPHRASE, Clock, empty_copy
from every_kind import SECOND, WALKS, Walk, acknowledge, as_second, received, walked
from letter_steps import decided, page_text

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseKind, CaseState, ClockState, EventKind
from isteam_app.domain.letters import LetterState
from isteam_app.errors import RuleBroken
from isteam_app.services.cases import CasePage, case_page
from isteam_app.services.decisions import approve, decide, send_back
from isteam_app.services.letters import letter_pdf
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock, unlock


class Room:
    """One vault that all walks share; it is locked and opened again after each."""

    def __init__(self, folder: Path) -> None:
        self.clock = Clock()
        self.session = empty_copy(folder, self.clock)

    def reopened(self) -> Session:
        place = self.session.vault.folder
        lock(self.session)
        self.session = unlock(place, PASSPHRASE, self.clock)
        return self.session


@pytest.fixture(scope="module")
def room(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Room]:
    made = Room(tmp_path_factory.mktemp("walks"))
    yield made
    lock(made.session)


@pytest.mark.parametrize("walk", WALKS, ids=str)
def test_from_receipt_to_close_and_back_from_the_vault(room: Room, walk: Walk) -> None:
    done = walked(room.session, received(room.session, walk.kind), walk)
    page = case_page(room.reopened(), done.id)
    case = page.case
    assert case == done
    assert case.state is CaseState.CLOSED
    assert case.closed_on == room.session.today
    assert case.outcome == "Everything is done."
    assert case.decision == (walk.outcome.key if walk.outcome else "")
    assert case.ground == (walk.ground.key if walk.ground else "")
    assert page.clock.due is not None
    assert page.clock.headline == "Closed on Mon 23 Nov 2026"
    assert page.clock.next_step is None
    _check_timeline(walk, [event.kind for event in case.events])
    _check_letters(room.session, walk, page)


def _check_timeline(walk: Walk, kinds: list[EventKind]) -> None:
    assert kinds[0] is EventKind.RECEIVED
    assert kinds[-1] is EventKind.CLOSED
    told = [kind for kind in kinds if kind is EventKind.ANSWERED]
    assert len(told) == (0 if _says_nothing(walk) else 1)
    if walk.outcome is None:
        return
    submitted = EventKind.SUBMITTED in kinds
    assert submitted is walk.outcome.second_person
    decision = EventKind.APPROVED if submitted else EventKind.DECIDED
    if told:
        assert kinds.index(decision) < kinds.index(EventKind.ANSWERED)


def _says_nothing(walk: Walk) -> bool:
    return walk.outcome is not None and not walk.outcome.letter


def _check_letters(session: Session, walk: Walk, page: CasePage) -> None:
    definition = CASE_TYPES[walk.kind]
    expected = []
    if definition.acknowledgement != definition.response:
        expected.append(definition.acknowledgement)
    if not _says_nothing(walk):
        expected.append(walk.outcome.letter if walk.outcome else definition.response)
    assert [letter.template for letter in page.letters] == expected
    for letter in page.letters:
        assert letter.state is LetterState.POSTED
        assert letter.posted_on == session.today
        text = page_text(letter_pdf(session, letter.id))
        assert "Ellwood-Price" in text
        assert page.case.reference in text


@pytest.mark.parametrize(
    "walk", [walk for walk in WALKS if walk.outcome and walk.outcome.letter], ids=str
)
def test_the_next_step_leads_the_whole_way(room: Room, walk: Walk) -> None:
    """Whoever only ever does what the page says next arrives at the same end."""
    session = room.session
    case = acknowledge(session, received(session, walk.kind))
    step = case_page(session, case.id).clock.next_step
    assert step is not None
    first = CASE_TYPES[walk.kind].at_once
    assert step.event is (first or EventKind.DECIDED)
    case = decided(
        session, case, walk.outcome.key, walk.ground.key if walk.ground else ""
    )
    step = case_page(session, case.id).clock.next_step
    assert step is not None
    assert step.template == walk.outcome.letter


def test_what_somebody_else_prepared_is_approved_or_sent_back(
    session: Session,
) -> None:
    other = as_second(session)
    case = received(session, CaseKind.ERASURE)
    refused = {"outcome": "refused", "ground": "excessive", "reason": "A tenth copy."}
    waiting = decide(session, case, **refused)
    assert waiting.state is CaseState.FOR_APPROVAL
    assert case_page(session, case.id).clock.next_step.event is EventKind.APPROVED
    with pytest.raises(RuleBroken, match=f"ask {SECOND}"):
        approve(session, waiting, "It cannot wait.")
    with pytest.raises(RuleBroken, match="what is to be changed"):
        send_back(other, waiting, " ")
    back = send_back(other, waiting, "Name the earlier nine.")
    assert (back.state, back.decision) == (CaseState.IN_PROGRESS, "")
    waiting = decide(session, back, **refused)
    approved = approve(other, waiting)
    assert approved.state is CaseState.DECIDED
    assert approved.decided_by == session.member.name
    kept = case_page(session, case.id).case
    said = [(event.kind, event.recorded_by, event.text) for event in kept.events[1:]]
    mine = session.member.name
    assert said == [
        (EventKind.SUBMITTED, mine, "A tenth copy."),
        (EventKind.SENT_BACK, SECOND, "Name the earlier nine."),
        (EventKind.SUBMITTED, mine, "A tenth copy."),
        (EventKind.APPROVED, SECOND, ""),
    ]
    assert kept.clock is ClockState.RUNNING
