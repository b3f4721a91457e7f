"""The third-party requests of the demonstration: told by two people, all ways out."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from builders import MONDAY, new_session

from isteam_app.domain.disclosure_gates import State, thawed
from isteam_app.domain.disclosures import (
    LEAVES,
    Decision,
    Disclosure,
    DisclosureState,
    LockReason,
    RequesterKind,
)
from isteam_app.domain.people import TeamMember
from isteam_app.services.demo import COLLEAGUES
from isteam_app.services.demo_requests import tell_requests
from isteam_app.services.demo_stories import Clock
from isteam_app.services.disclosures import open_request
from isteam_app.services.made_up import MadeUp
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock


def tell_on(moment: datetime, folder: Path) -> Session:
    """Return a vault with a team, six people, and the requests up to a moment."""
    folder.mkdir(exist_ok=True)
    clock, made_up = Clock(moment), MadeUp(seed=1)
    session = new_session(folder, clock)
    with session.vault.change("member.added", by="Robin Sample", at=moment) as work:
        for name, role in COLLEAGUES.items():
            work.members.add(TeamMember(name=name, role=role))
        for _ in range(6):
            work.people.add(made_up.person())
        work.commit()
    tell_requests(session, clock, made_up, moment)
    return session


@pytest.fixture(scope="module")
def session(tmp_path_factory) -> Iterator[Session]:
    opened = tell_on(MONDAY, tmp_path_factory.mktemp("told"))
    yield opened
    lock(opened)


@pytest.fixture(scope="module")
def told(session: Session) -> tuple[Disclosure, ...]:
    with session.vault.read(whole=True) as vault:
        return vault.disclosures.several(range(1, 100))


def one(told: tuple[Disclosure, ...], **wanted: object) -> Disclosure:
    (found,) = (
        each
        for each in told
        if all(getattr(each, name) == value for name, value in wanted.items())
    )
    return found


def test_every_state_and_decision_can_be_looked_at(told) -> None:
    assert len(told) == 20
    assert {each.state for each in told} == set(DisclosureState) - {
        DisclosureState.WITHDRAWN
    }
    assert {each.decision for each in told} == set(Decision)
    assert len({each.kind for each in told}) == 16
    assert (MONDAY.date() - told[0].received).days > 250


def test_nobody_approved_what_they_prepared(told) -> None:
    decided = [each for each in told if each.decided_by]
    assert len(decided) > 12
    assert all(each.decided_by != each.prepared_by for each in decided)


def test_what_was_disclosed_met_every_gate(session, told) -> None:
    disclosed = [each for each in told if each.decision in LEAVES and each.left_on]
    assert len(disclosed) > 8
    for request in disclosed:
        verdicts = thawed(request.verdicts)
        bad = (State.MISSING, State.BLOCKED)
        held_up = [g for g in verdicts.gates if g.state in bad and g.stage != "closing"]
        assert verdicts.version
        assert held_up == []


def test_clocks_stand_where_the_lists_want_them(told) -> None:
    today = MONDAY.date()
    emergency = one(told, emergency=True)
    assert emergency.record_by == today + timedelta(days=1)
    court = one(told, kind=RequesterKind.COURT)
    assert court.comply_by == today + timedelta(days=7)
    assert court.state is DisclosureState.FOR_APPROVAL
    waiting = one(told, kind=RequesterKind.BENEFITS)
    assert waiting.waiting_since == today - timedelta(days=12)
    assert one(told, kind=RequesterKind.INSURER).return_by > today


def test_locks_stand_for_each_reason_and_one_was_lifted(session, told) -> None:
    locked = [each for each in told if each.locked]
    reasons = {open_request(session, each.id).lock.reason for each in locked}
    assert reasons == set(LockReason)
    assert all(each.reference.startswith("R-") for each in locked)
    lifted = [each for each in told if each.reference[0] == "R" and not each.locked]
    assert len(lifted) == 1
    with session.vault.read(whole=True) as vault:
        (old,) = vault.locks.of_request(lifted[0].id)
    assert old.lifted_by != old.set_by
    assert old.lifted_why


def test_every_organisation_has_a_number_for_drama_alone(session) -> None:
    with session.vault.read() as vault:
        known = vault.organisations.page(limit=50).rows
    assert len(known) == 15
    for each in known:
        assert each.switchboard.startswith(("01632 960", "020 7946 0")), each.name
        assert each.source
        assert each.checked_on


@pytest.mark.parametrize("ahead", [5, 6, 39], ids=("Saturday", "Sunday", "New Year"))
def test_it_can_be_told_on_any_day(ahead: int, tmp_path: Path) -> None:
    session = tell_on(MONDAY + timedelta(days=ahead), tmp_path)
    with session.vault.read(whole=True) as vault:
        assert len(vault.disclosures.several(range(1, 100))) == 20
    lock(session)
