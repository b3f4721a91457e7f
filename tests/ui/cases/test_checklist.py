"""The checklist of a case says what it can, whatever the case lacks."""

from dataclasses import replace

from builders import new_post

from isteam_app.domain.cases import EventKind
from isteam_app.services.cases import case_page
from isteam_app.services.intake import receive_post
from ui.cases.checklist import checklist


def test_an_approval_without_its_decision_is_no_error(session) -> None:
    case = receive_post(session, new_post()).cases[0]
    page = case_page(session, case.id)
    approved = replace(page.case.events[0], kind=EventKind.APPROVED)
    decided = replace(page, case=replace(page.case, events=(approved,)))
    line = next(one for one in checklist(decided) if one.key == "decide")
    assert line.words == "Decide"
    assert line.rule == ""
