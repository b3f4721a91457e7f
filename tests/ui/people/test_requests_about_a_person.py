"""Third parties' requests on a person's page: listed, opened, hidden when locked."""

from collections.abc import Iterator

import pytest
from picture_checks import SIZES, findings, settle
from recipient_steps import COUNCIL, opened, sent
from request_steps import POLICE, second

from isteam_app.domain.cases import Case
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.people.person_page import PersonPage


@pytest.fixture
def background() -> Iterator[Background]:
    worker = Background()
    yield worker
    worker.close()


@pytest.fixture
def case(session: Session) -> Case:
    made = opened(session)
    sent(session, made, COUNCIL)
    sent(session, made, locked=True)
    return made


def page_for(qtbot, session: Session, background: Background, case: Case) -> PersonPage:
    page = PersonPage(session, background)
    qtbot.addWidget(page)
    page.resize(1112, 720)
    page.show()
    page.open(case.subject.id)
    page.tabs.set_current("requests")
    return page


def test_they_are_listed_and_opened(qtbot, session, background, case) -> None:
    page = page_for(qtbot, session, background, case)
    hidden, told = page.tabs.requests.lines
    assert told.title == "D-2026-00001"
    assert told.detail == f"{COUNCIL}. Disclosed in full, Fri 20 Nov 2026"
    assert hidden.title.startswith("R-2026-")
    assert POLICE in hidden.detail
    assert "Must not be told" in hidden.detail
    assert told.go is not None
    with qtbot.waitSignal(page.request_opened) as asked:
        told.go()
    assert asked.args == [1]
    for size in SIZES:
        settle(page, (size[0] - 56, size[1] - 80))
        assert findings(page) == []


def test_a_locked_one_is_not_there_for_a_handler(
    qtbot, session, background, case
) -> None:
    eyes = second(session, "handler", "Billie Plain")
    page = page_for(qtbot, eyes, background, case)
    (line,) = page.tabs.requests.lines
    assert line.title == "D-2026-00001"
    assert page.tabs.bar.count_of("requests") == "1"
