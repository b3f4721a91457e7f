"""Letters of the company's own stand in the menu of a case as those they are like."""

import pytest
from builders import new_post

from isteam_app.domain.cases import CaseKind
from isteam_app.services.cases import case_page
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.template_versions import copy_template, take_into_use
from ui.cases.moves import LettersMenu
from ui.cases.notices import form_of


@pytest.fixture
def page(session: Session):
    draft = copy_template(session, "recipient-notice", "Our own notice")
    take_into_use(session, draft, warnings_seen=True)
    case = receive_post(session, new_post(kinds=(CaseKind.ERASURE,))).cases[0]
    return case_page(session, case.id)


def test_it_stands_below_the_one_it_is_like(qtbot, page) -> None:
    menu = LettersMenu(lambda _key: None, None)
    qtbot.addWidget(menu)
    menu.fill(page)
    words = [action.text() for action in menu.actions()]
    own = next(at for at, each in enumerate(words) if each.startswith("Our own notice"))
    shipped = page.templates["recipient-notice"].title
    assert words[own - 1].startswith(shipped)
    assert words[own].removeprefix("Our own notice") == words[own - 1].removeprefix(
        shipped
    )


def test_it_goes_to_whom_that_one_goes_to(page) -> None:
    shipped = form_of(page, "recipient-notice")
    assert shipped is not None
    assert form_of(page, "recipient-notice-own-1") == shipped
    assert form_of(page, "refusal") is None
