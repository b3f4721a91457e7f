"""What quick find offers: everything one can do, and every record, safely."""

import pytest
from builders import new_post

from isteam_app.domain.listing import Hit, HitKind
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import start_letter
from isteam_app.services.session import Session
from isteam_app.services.views import BUILT_IN
from ui.quick_actions import EVERY_ACTION, QuickFind


@pytest.mark.parametrize(
    ("typed", "key"),
    [
        ("new compl", "intake:data_protection_complaint"),
        ("new item", "intake"),
        ("print queue", "letters"),
        ("overdue", "cases:is:late"),
        ("absence", "settings:team"),
        ("settings holidays", "settings:deadlines"),
        ("go to today", "today"),
        ("third party", "request"),
        ("switchboard", "directory"),
        ("statistics", "numbers"),
        ("returned for more", "disclosures:state:returned sort:waiting"),
    ],
)
def test_words_lead_to_what_one_can_do(session: Session, typed: str, key: str) -> None:
    assert key in [hit.value for hit in QuickFind(session)(typed)]


def test_no_two_actions_lead_to_the_same() -> None:
    keys = [action.key for action in EVERY_ACTION]
    assert len(keys) == len(set(keys))
    assert {f"cases:{view.words}" for view in BUILT_IN} <= set(keys)


def test_records_are_found_by_name_postcode_and_reference(session: Session) -> None:
    receive_post(session, new_post(their_reference="LW/26/1009"))
    find = QuickFind(session)
    for typed in ("ellwood", "QX4 7TB", "is-2026-00001", "LW/26/1009"):
        kinds = {
            hit.value.kind for hit in find(typed) if not isinstance(hit.value, str)
        }
        assert HitKind.CASE in kinds, typed
    assert HitKind.PERSON in {
        hit.value.kind for hit in find("ellwood") if not isinstance(hit.value, str)
    }


@pytest.mark.parametrize(
    "typed",
    [
        '"*) OR (',
        "NEAR(a b)",
        "\U0001f4ee\U0001f44d",
        "x" * 10_000,
        "a " * 5_000,
        "*",
        "\0",
    ],
)
def test_whatever_is_typed_is_harmless(session: Session, typed: str) -> None:
    receive_post(session, new_post())
    found = QuickFind(session)(typed)
    assert not any(hit.icon == "error" for hit in found)
    receive_post(session, new_post(name="After all"))
    assert QuickFind(session)("after all")


def test_the_code_of_a_slip_leads_to_its_case_alone(session: Session) -> None:
    case = receive_post(session, new_post()).cases[0]
    letter = start_letter(session, case.id, "access-acknowledgement")
    (hit,) = QuickFind(session)(letter.reference)
    assert isinstance(hit.value, Hit)
    assert (hit.value.kind, hit.value.id) == (HitKind.CASE, case.id)
    (wrong,) = QuickFind(session)(f"{case.reference}/L1/1/1-1/A")
    assert wrong.icon == "error"
