"""A sample vault: the same for the same seed, in order, and believable."""

import re
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from builders import MONDAY, Clock

from isteam_app.domain.case_clock import refreshed
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseKind, CaseState
from isteam_app.domain.disclosures import (
    BEING_CHECKED,
    LEAVES,
    Disclosure,
    DisclosureState,
    RequesterKind,
    RequestEvent,
)
from isteam_app.domain.forms import Entry
from isteam_app.domain.letters import Letter, LetterState
from isteam_app.domain.listing import OPEN_STATES, CaseFilter
from isteam_app.services.decisions import lacking
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.disclosures import open_request
from isteam_app.services.letters import finalise, open_desk
from isteam_app.services.refreshing import reckon
from isteam_app.services.sample import THREE_YEARS, make_sample
from isteam_app.services.session import Session, calendar_for
from isteam_app.services.unlock import lock
from isteam_app.storage.kdf import FLOOR_COST

CASES = 1_500


def sample(
    folder: Path,
    *,
    seed: int = 7,
    cases: int = CASES,
    within: timedelta = THREE_YEARS,
) -> Session:
    return make_sample(
        folder,
        passphrase=PASSPHRASE,
        cases=cases,
        seed=seed,
        now=Clock(),
        cost=FLOOR_COST,
        within=within,
    )


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    made = sample(tmp_path_factory.mktemp("sample") / "one.isvault")
    yield made
    lock(made)


def all_cases(session: Session) -> tuple[Case, ...]:
    with session.vault.read() as vault:
        return vault.cases.several(range(1, CASES + 1))


def all_letters(session: Session) -> tuple[Letter, ...]:
    with session.vault.read() as vault:
        return vault.letters.several(range(1, CASES + 1))


def all_requests(session: Session) -> tuple[Disclosure, ...]:
    with session.vault.read() as vault:
        return vault.disclosures.several(range(1, CASES + 1))


def test_there_is_as_much_of_everything_as_promised(session: Session) -> None:
    events = sum(len(case.events) for case in all_cases(session))
    with session.vault.read() as vault:
        people = vault.people.count()
        assert vault.cases.count() == CASES
        assert sum(vault.letters.counts().values()) == CASES
        assert vault.disclosures.count() == CASES * 3 // 10
        names = [member.name for member in vault.members.all()]
    assert events == 3 * CASES
    assert people == CASES * 8 // 10
    assert names == [
        "Sample Administrator",
        "Sample Handler",
        "Sample Approver",
        "Sample Auditor",
    ]


def test_the_same_seed_makes_the_same_records(session: Session, tmp_path: Path) -> None:
    again = sample(tmp_path / "another.isvault")
    try:
        assert all_cases(again) == all_cases(session)
        assert all_letters(again) == all_letters(session)
        assert all_requests(again) == all_requests(session)
    finally:
        lock(again)


def test_another_seed_makes_other_records(session: Session, tmp_path: Path) -> None:
    other = sample(tmp_path / "another.isvault", seed=8, cases=50)
    try:
        with other.vault.read() as vault:
            first = vault.cases.several(range(1, 51))
    finally:
        lock(other)
    assert first != all_cases(session)[:50]


def test_references_follow_the_calendar_without_a_gap(session: Session) -> None:
    requests = [each for each in all_requests(session) if each.reference[0] == "D"]
    for prefix, records in (("IS", all_cases(session)), ("D", requests)):
        days = [record.received for record in records]
        assert days == sorted(days)
        in_year: Counter[int] = Counter()
        for record in records:
            year = record.received.year
            in_year[year] += 1
            assert record.reference == f"{prefix}-{year}-{in_year[year]:05d}"
        assert len(in_year) == 4


def test_the_next_case_goes_on_from_the_last(session: Session) -> None:
    last = int(all_cases(session)[-1].reference[-5:])
    with session.vault.change("case.opened", by="Sample Handler", at=MONDAY) as change:
        case = change.cases.get(1)
        assert change.cases.add(case).reference == f"IS-2026-{last + 1:05d}"


def test_what_is_open_is_recent(session: Session) -> None:
    cases = all_cases(session)
    opened = [case for case in cases if case.is_open]
    ages = [(MONDAY.date() - case.received).days for case in opened]
    assert max(ages) <= 90
    assert sum(age <= 28 for age in ages) > len(ages) / 2
    assert {case.state for case in cases} == set(CaseState)
    assert any(case.due and case.due < MONDAY.date() for case in opened)


def test_no_day_is_in_the_future_or_out_of_order(session: Session) -> None:
    for case in all_cases(session):
        days = [event.on for event in case.events]
        assert days == sorted(days)
        assert case.received <= days[0]
        assert days[-1] <= MONDAY.date()
        assert case.closed_on == (None if case.is_open else days[-1])


def test_lists_show_what_the_clock_says(session: Session) -> None:
    settings = session.settings()
    for case in all_cases(session)[::25]:
        told = refreshed(
            case,
            settings=settings,
            calendar=calendar_for(settings),
            today=session.today,
        )
        assert told == case
    assert not reckon(session, session.settings()).moves


def test_closed_cases_have_their_letters_posted(session: Session) -> None:
    closed = {case.id for case in all_cases(session) if not case.is_open}
    posted = {
        letter.case_id
        for letter in all_letters(session)
        if letter.state is LetterState.POSTED
    }
    assert closed <= posted


def test_requests_have_come_as_far_as_their_age_says(session: Session) -> None:
    requests = all_requests(session)
    old = MONDAY.date() - timedelta(days=60)
    assert {each.kind for each in requests} == set(RequesterKind) - {
        RequesterKind.PROSECUTION_DEFENCE,
        RequesterKind.OTHER,
    }
    for request in requests:
        assert request.state is DisclosureState.CLOSED or request.received >= old
        assert bool(request.decided_by) == (not request.is_open and not waits(request))
        assert bool(request.verdicts) == (request.state not in BEING_CHECKED)
        sent = request.decision in LEAVES and not waits(request)
        assert bool(request.left_on) == (sent or request.emergency)
    states = {each.state for each in requests}
    assert states >= {
        DisclosureState.OPEN,
        DisclosureState.WAITING,
        DisclosureState.DECIDED,
        DisclosureState.CLOSED,
    }
    assert sum(each.emergency for each in requests) > 0


def waits(request: Disclosure) -> bool:
    return request.state is DisclosureState.FOR_APPROVAL


def test_a_request_has_its_sections_its_people_and_its_steps(session: Session) -> None:
    for request in all_requests(session)[::20]:
        page = open_request(session, request.id)
        kept = {entry.form for entry in page.entries}
        assert kept >= {"requester", "asked", "item"}
        assert ("left" in kept) == (request.left_on is not None)
        assert page.subject_count == 1
        assert page.subjects.rows[0].name == request.about
        assert page.subjects.rows[0].person_id == request.person_id
        assert page.steps[0].kind is RequestEvent.RECORDED
        days = [step.on for step in page.steps]
        assert days == sorted(days)
        assert days[-1] <= MONDAY.date()
        assert bool(page.lock) == request.locked
        known = page.organisation.name if page.organisation else ""
        assert known in ("", request.organisation)


def test_locked_requests_have_numbers_of_a_series_of_their_own(
    session: Session,
) -> None:
    requests = all_requests(session)
    locked = [each for each in requests if each.locked]
    hidden = [each for each in requests if each.reference[0] == "R"]
    assert 0 < len(locked) < len(hidden)
    assert set(locked) <= set(hidden)
    assert len({each.reference for each in hidden}) == len(hidden)
    for request in hidden:
        year = request.received.year
        assert re.fullmatch(rf"R-{year}-[0-9A-Z]{{6}}", request.reference)
    for request in locked:
        assert (request.lock_review or MONDAY.date()) >= MONDAY.date()


def test_every_kind_of_case_comes_and_most_are_requests_for_copies(
    session: Session,
) -> None:
    kinds = Counter(case.kind for case in all_cases(session))
    assert set(kinds) == set(CaseKind)
    assert kinds.most_common(1)[0][0] is CaseKind.ACCESS


def test_what_is_decided_was_decided_as_the_program_would(session: Session) -> None:
    decided = [case for case in all_cases(session) if case.decision]
    assert {case.state for case in decided} == {
        CaseState.FOR_APPROVAL,
        CaseState.DECIDED,
        CaseState.CLOSED,
    }
    for case in decided:
        definition = CASE_TYPES[case.kind]
        outcome = definition.outcome(case.decision)
        assert outcome is not None
        assert bool(case.ground) == outcome.grounds
        assert lacking(definition, outcome, entries_of(session, case)) == ()


def entries_of(session: Session, case: Case) -> tuple[Entry, ...]:
    with session.vault.read() as vault:
        return vault.entries.for_case(case.id)


def test_searches_are_begun_and_not_finished_while_a_case_is_worked_on(
    session: Session,
) -> None:
    searched = [
        (case, entry)
        for case in all_cases(session)
        if case.kind is CaseKind.ACCESS and case.state is CaseState.IN_PROGRESS
        for entry in entries_of(session, case)
        if entry.form == "search"
    ]
    assert searched
    for case, entry in searched:
        assert entry["system"]
        assert not entry["result"]
        assert (entry.day("asked_on") or case.received) >= case.received


def test_a_draft_can_be_worked_on(tmp_path: Path) -> None:
    made = sample(tmp_path / "drafts.isvault", cases=40, within=timedelta(days=5))
    try:
        with made.vault.read() as vault:
            letters = vault.letters.several(range(1, 41))
        draft = next(
            each
            for each in letters
            if each.state is LetterState.DRAFT and "acknowledgement" in each.template
        )
        assert open_desk(made, draft.id).letter == draft
        assert finalise(made, draft).state is LetterState.FINAL
    finally:
        lock(made)


def test_what_came_lately_is_nearly_all_open(tmp_path: Path) -> None:
    made = sample(tmp_path / "lately.isvault", cases=100, within=timedelta(days=5))
    try:
        with made.vault.read() as vault:
            assert vault.cases.count(CaseFilter(states=OPEN_STATES)) > 85
    finally:
        lock(made)


def test_the_vault_is_whole(session: Session) -> None:
    assert session.vault.verify().whole


@pytest.mark.parametrize("cases", [1, 2, 9])
def test_a_small_one_is_whole_too(cases: int, tmp_path: Path) -> None:
    made = sample(tmp_path / "small.isvault", cases=cases)
    try:
        assert made.vault.verify().whole
        with made.vault.read() as vault:
            assert vault.cases.count() == cases
            assert vault.cases.count(CaseFilter(states=OPEN_STATES)) <= cases
    finally:
        lock(made)
