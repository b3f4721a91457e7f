"""The page of a request in each of its states, at each size."""

import pytest
from picture_checks import SIZES, THEMES, findings, settle
from request_page_steps import put
from request_steps import (
    REQUESTER,
    about,
    fill,
    filled_for_disclosure,
    lock_asked,
    recorded,
)

from ui.disclosures.request_page import RequestPage

STATES = ("new", "open", "locked", "filled", "urgent")


@pytest.fixture
def in_state(session, request_page):
    def shown(state: str) -> RequestPage:
        if state == "new":
            request_page.start_new()
            put(request_page.new.answers, {**REQUESTER, "kind": "police"})
            return request_page
        name = "The Royal and Ancient Fire, Flood and Parcel Office " * 3
        lock = lock_asked(session) if state == "locked" else None
        request = recorded(session, organisation=name.strip(), lock=lock)
        if state == "urgent":
            urgent = {"purpose": "prevent", "life_at_risk": "yes"}
            fill(session, request, "purpose", urgent)
            fill(session, request, "authorisation", {"comply_by": "2026-11-24"})
        if state == "filled":
            filled_for_disclosure(session, request)
            about(session, request, *(f"Person {n}" for n in range(8)))
        request_page.open(request.id)
        return request_page

    return shown


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut_or_covered(theme, in_state, look, size, state):
    theme.set_choice(look)
    page = in_state(state)
    places = [stop.key for stop in page.sections.stops()]
    for place in places if state == "filled" else places[:2]:
        page.go_to(place)
        settle(page, (size[0] - 56, size[1] - 80))
        assert findings(page) == [], place


@pytest.mark.parametrize("act", ["refuse", "submit", "now", "review_lock", "legal"])
def test_no_panel_is_cut_or_covered(session, request_page, act):
    page = request_page
    request = recorded(session, lock=lock_asked(session))
    page.open(request.id)
    page.ask(act)
    for size in SIZES:
        settle(page, (size[0] - 56, size[1] - 80))
        assert findings(page) == [], size


@pytest.mark.parametrize("size", [(1028, 720), (968, 560), (904, 460)])
def test_larger_text_has_room(theme, in_state, size):
    theme.set_text_scale(1.5)
    for state in ("new", "locked", "urgent"):
        page = in_state(state)
        places = [stop.key for stop in page.sections.stops()]
        for place in places if state == "locked" else places[:1]:
            page.go_to(place)
            settle(page, size)
            assert findings(page) == [], place


def test_text_made_larger_finds_room_without_a_change_of_size(theme, in_state):
    page = in_state("open")
    settle(page, (968, 560))
    theme.set_text_scale(1.5)
    settle(page)
    assert findings(page) == []


def test_where_there_is_little_width_the_sections_fold_into_a_list(opened):
    page = opened
    settle(page, (968, 560))
    assert not page.sections.isVisible()
    assert page.middle.combo.isVisible()
    at = page.middle.combo.findData("grounds")
    page.middle.combo.setCurrentIndex(at)
    page.middle.combo.activated.emit(at)
    assert page.place == "grounds"
    settle(page, (1112, 720))
    assert page.sections.isVisible()
    assert not page.middle.combo.isVisible()
