"""Who was given data is offered to a case whose change must be told on."""

from collections.abc import Iterator

import pytest
from case_page_steps import opened as page_of
from picture_checks import findings, settle
from recipient_steps import COUNCIL, opened, sent
from request_steps import second

from isteam_app.domain.cases import CaseKind
from isteam_app.domain.forms import standing
from isteam_app.services.cases import case_page
from ui.common.background import Background


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


def test_they_are_put_on_the_case_with_one_press(qtbot, session, background) -> None:
    case = opened(session, CaseKind.ERASURE)
    sent(session, case, COUNCIL)
    sent(session, case, "Ledgerwatch", locked=True)
    page = page_of(qtbot, session, background, case.id)
    button = page.tabs.forms.section("recipient").register_button
    assert button.words() == "Add 1 from the register"
    assert COUNCIL in button.toolTip()
    assert "Ledgerwatch" not in button.toolTip()
    settle(page)
    assert findings(page) == []
    button.click()
    qtbot.waitUntil(lambda: button.isHidden())
    (entry,) = standing(case_page(session, case.id).entries, "recipient")
    assert entry["name"] == COUNCIL


def test_nothing_is_offered_where_nothing_left(qtbot, session, background) -> None:
    case = opened(session, CaseKind.ERASURE)
    sent(session, case, locked=True)
    for eyes in (session, second(session, "handler", "Billie Plain")):
        page = page_of(qtbot, eyes, background, case.id)
        assert page.tabs.forms.section("recipient").register_button.isHidden()
