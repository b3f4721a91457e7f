"""One act on many cases: planned in sight, done whole, and undone once."""

import pytest
from builders import MONDAY, new_post

from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.domain.listing import CaseFilter, CaseOrder
from isteam_app.domain.people import TeamMember
from isteam_app.errors import Cancelled, RuleBroken
from isteam_app.services.bulk import (
    MOST,
    carry_out,
    ids_of,
    plan_assign,
    plan_hand_over,
    plan_note,
    undo,
)
from isteam_app.services.cases import add_note, assign, case_page, record_event
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session

SAM, LENA = "Sam Okafor", "Lena Brook"


@pytest.fixture
def cases(session: Session) -> list[Case]:
    """Four cases: nobody's, Sam's, Lena's, and a closed one of Sam's."""
    with session.vault.change("member.added", by="Robin", at=MONDAY) as work:
        for name in (SAM, LENA):
            work.members.add(TeamMember(name=name, role="handler"))
        work.commit()
    found = []
    for owner in ("", SAM, LENA, SAM):
        made = receive_post(session, new_post(kinds=(CaseKind.ENQUIRY,))).cases[0]
        found.append(assign(session, made, owner))
    answered = record_event(session, found[3], EventKind.ANSWERED, session.today)
    record_event(session, answered, EventKind.CLOSED, session.today, "Answered by hand")
    return found


def owners(session: Session, cases: list[Case]) -> list[str]:
    return [case_page(session, each.id).case.owner for each in cases]


def ids(cases: list[Case]) -> list[int]:
    return [each.id for each in cases]


def actions(session: Session) -> list[str]:
    with session.vault.read() as vault:
        return [entry.action for entry in vault.audit.page(limit=3).rows]


def test_cases_are_assigned_as_planned_and_put_back(session, cases) -> None:
    plan = plan_assign(session, ids(cases), LENA)
    assert [(line.before, line.after) for line in plan.lines] == [
        ("", LENA),
        (SAM, LENA),
    ]
    assert [each.why for each in plan.stays] == [f"{LENA} has it already", "Closed"]
    assert owners(session, cases) == ["", SAM, LENA, SAM]
    done = carry_out(session, plan)
    assert owners(session, cases) == [LENA, LENA, LENA, SAM]
    assert actions(session)[0] == "cases.assigned"
    undone = undo(session, done)
    assert len(undone.lines) == 2
    assert owners(session, cases) == ["", SAM, LENA, SAM]
    assert actions(session)[0] == "cases.bulk_undone"
    texts = [e.text for e in case_page(session, cases[1].id).case.events]
    assert texts[-2:] == [
        f"From {SAM} to {LENA}",
        f"Back from {LENA} to {SAM}: undone",
    ]
    with pytest.raises(RuleBroken, match="changed since"):
        undo(session, done)


def test_what_somebody_changed_since_is_left_and_listed(session, cases) -> None:
    done = carry_out(session, plan_assign(session, ids(cases), LENA))
    first, second = (case_page(session, each.id).case for each in cases[:2])
    add_note(session, first, "Rang them")  # does not touch the owner
    moved = assign(session, second, "Robin Sample")
    assign(session, moved, LENA)  # looks as the act left it, but is not
    undone = undo(session, done)
    assert [line.case_id for line in undone.lines] == [first.id]
    assert [(s.case_id, s.why) for s in undone.stays] == [
        (second.id, f"Given to {LENA} since")
    ]
    assert owners(session, cases)[:2] == ["", LENA]


def test_what_changed_after_the_preview_stays(session, cases) -> None:
    plan = plan_assign(session, ids(cases[:2]), LENA)
    assign(session, cases[0], "Robin Sample")
    done = carry_out(session, plan)
    assert [line.case_id for line in done.lines] == [cases[1].id]
    assert [s.why for s in done.stays] == ["Given to Robin Sample meanwhile"]
    with pytest.raises(RuleBroken, match="Nothing is left"):
        carry_out(session, plan)


def test_everything_of_one_person_is_handed_over(session, cases) -> None:
    done = carry_out(session, plan_hand_over(session, SAM, LENA))
    assert [line.case_id for line in done.lines] == [cases[1].id]
    assert owners(session, cases) == ["", LENA, LENA, SAM]
    with pytest.raises(RuleBroken, match="same person"):
        plan_hand_over(session, SAM, SAM)
    with pytest.raises(RuleBroken, match="at least one"):
        plan_hand_over(session, SAM, LENA)


def test_a_note_goes_on_every_case_and_is_taken_back(session, cases) -> None:
    plan = plan_note(session, ids(cases), "  Strike at the depot until Friday ")
    assert (len(plan.lines), plan.stays) == (4, ())
    done = carry_out(session, plan)
    other = carry_out(session, plan_note(session, ids(cases), "Open again"))
    assert undo(session, other).stays == ()
    undo(session, done)
    for each in cases:
        events = case_page(session, each.id).case.events
        assert events[-4].text == "Strike at the depot until Friday"
        last = events[-2:]
        assert [event.kind for event in last] == [EventKind.NOTE, EventKind.NOTE]
        assert "Open again" in last[0].text
        assert "Strike at the depot" in last[1].text
        assert last[1].text.endswith("was taken back")
    with pytest.raises(RuleBroken, match="put back"):
        undo(session, done)
    for text, said in (("  ", "Write the note"), ("x" * 100_000, "characters")):
        with pytest.raises(RuleBroken, match=said):
            plan_note(session, ids(cases), text)


def test_stopping_leaves_nothing_half_done(session, cases) -> None:
    def stop(done: int, _total: int) -> None:
        if done == 1:
            raise Cancelled("Stopped")

    plan = plan_assign(session, ids(cases), LENA)
    with pytest.raises(Cancelled):
        carry_out(session, plan, stop)
    assert owners(session, cases) == ["", SAM, LENA, SAM]


def test_what_cannot_be_planned(session, cases) -> None:
    with pytest.raises(RuleBroken, match="Nobody in the team"):
        plan_assign(session, ids(cases), "A Stranger")
    with pytest.raises(RuleBroken, match="at least one"):
        plan_assign(session, [], LENA)
    with pytest.raises(RuleBroken, match="5,000"):
        plan_assign(session, range(1, MOST + 2), LENA)
    order = CaseOrder()
    assert ids_of(session, CaseFilter(owner=LENA), order) == (cases[2].id,)
