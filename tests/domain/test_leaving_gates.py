"""What left is noted, and what stands in the way of the next step."""

from dataclasses import replace

import pytest
from asked_requests import (
    CARD,
    LEFT,
    PARCEL,
    SCANS,
    entry,
    in_way,
    judged,
    request,
    state,
)

from isteam_app.domain.disclosure_gates import Stage, State, in_the_way_of_closing
from isteam_app.domain.disclosures import Decision

MET, MISSING, BLOCKED, WARNS = State


class TestLeaving:
    def test_nothing_need_have_left_before_the_decision(self) -> None:
        assert not {"what_left", "subject_told"} & set(judged(request()))

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({}, MET),
            ({"method": ""}, MISSING),
            ({"left_on": ""}, MISSING),
            ({"left_on": "2026-11-23"}, MET),
            ({"left_on": "2026-11-16"}, MET),
            ({"left_on": "2026-11-24"}, BLOCKED),
            ({"left_on": "2026-11-15"}, BLOCKED),
        ],
    )
    def test_what_left_is_whole(self, changed: dict[str, str], expected: State) -> None:
        asked = request(decision=Decision.PART, left=({**LEFT, **changed},))
        assert state(asked, "what_left") is expected
        held = in_the_way_of_closing(judged(asked).values())
        assert [gate.key for gate in held] == (["what_left"] * (expected is not MET))

    def test_what_was_decided_to_leave_is_listed(self) -> None:
        asked = request(decision=Decision.DISCLOSE)
        assert state(asked, "what_left") is MISSING
        assert in_way(asked) == set()

    @pytest.mark.parametrize("decision", [Decision.DISCLOSE, Decision.PART])
    @pytest.mark.parametrize("struck", ["", "Agreed to leave it out"])
    def test_less_than_was_asked_is_held_against_what_left(
        self, decision: Decision, struck: str
    ) -> None:
        asked = request(decision=decision, left=(LEFT,))
        asked = replace(asked, entries=(*asked.entries, entry("item", CARD, struck)))
        whole = decision is Decision.DISCLOSE and not struck
        assert state(asked, "left_compared") is (None if whole else WARNS)
        assert in_the_way_of_closing(judged(asked).values()) == ()
        nothing = request(decision=decision)
        assert state(nothing, "left_compared") is None

    @pytest.mark.parametrize(
        ("category", "expected"),
        [("", None), ("CCTV video", None), ("Contact details", WARNS)],
    )
    def test_another_kind_of_data_than_was_asked_is_told(
        self, category: str, expected: State | None
    ) -> None:
        left = ({**LEFT, "category": category},)
        asked = request(decision=Decision.DISCLOSE, left=left)
        assert state(asked, "left_category") is expected
        struck = entry("item", CARD, "Agreed to leave it out")
        asked = replace(asked, entries=(*asked.entries, struck))
        assert state(asked, "left_category") is expected

    @pytest.mark.parametrize(("day", "expected"), [("", WARNS), ("2026-11-22", None)])
    def test_a_receipt_that_has_not_come_is_told(
        self, day: str, expected: State | None
    ) -> None:
        both = ({**LEFT, "receipt": "2026-11-22"}, {**LEFT, "receipt": day})
        asked = request(decision=Decision.PART, left=both)
        found = judged(asked).get("receipt")
        assert (found and found.state) == expected
        assert found is None or found.stage is Stage.CLOSING
        assert in_the_way_of_closing(judged(asked).values()) == ()

    @pytest.mark.parametrize(
        ("telling", "after", "expected"),
        [
            ({"telling": "may"}, {}, MISSING),
            ({"telling": "may"}, {"subject_told_on": "2026-11-22"}, MET),
            ({"telling": "may", "told_on": "2026-11-22"}, {}, MET),
            ({"telling": "not_needed", "telling_why": ""}, {}, MISSING),
            ({"telling": "not_needed"}, {}, MET),
            ({"telling": "must_not"}, {}, MET),
        ],
    )
    def test_the_person_is_told_where_they_may_be(
        self, telling: dict[str, str], after: dict[str, str], expected: State
    ) -> None:
        forms = {"telling": telling, "after": after}
        asked = request(forms=forms, decision=Decision.DISCLOSE, left=(LEFT,))
        assert state(asked, "subject_told") is expected

    def test_nothing_leaves_with_a_refusal(self) -> None:
        asked = request(left=(LEFT,))
        assert state(asked, "nothing_left") is BLOCKED
        assert in_way(asked, Decision.REFUSE) == {"nothing_left"}
        assert in_way(asked, Decision.NEITHER) == {"nothing_left"}
        assert in_way(asked, Decision.DISCLOSE) == set()
        urgent = request(left=(LEFT,), emergency=True)
        assert in_way(urgent, Decision.REFUSE) == set()


class TestInTheWay:
    EMPTY = request(base={}, items=(), checks=(), names=(), asked="", about="")

    def test_whoever_asks_can_be_asked_for_more_or_referred(self) -> None:
        for decision in (Decision.MORE, Decision.LEGAL):
            assert in_way(self.EMPTY, decision) == set()
        nobody = request(base={}, organisation=" ")
        assert in_way(nobody, Decision.MORE) == {"organisation"}

    def test_a_refusal_knows_whom_and_what_it_refuses(self) -> None:
        for decision in (Decision.REFUSE, Decision.NEITHER):
            assert in_way(self.EMPTY, decision) == {"asked", "subjects"}

    def test_a_forbidden_request_may_always_be_refused(self) -> None:
        asked = request(items=(SCANS, PARCEL), checks=())
        assert in_way(asked, Decision.REFUSE) == set()
        assert {"content_of_post", "postal_communications_data"} < in_way(asked)

    def test_the_record_of_an_emergency_needs_its_grounds_alone(self) -> None:
        asked = request(items=(SCANS,), checks=())
        assert in_way(asked, emergency=True) == set()
        needed = in_way(self.EMPTY, emergency=True)
        assert needed == {
            "asked",
            "subjects",
            "content_of_post",
            "lawful_basis",
            "exemption",
        }
