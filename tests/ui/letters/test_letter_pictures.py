"""Both pages as they look, in both themes, at every size."""

from dataclasses import replace

import pytest
from builders import new_post
from letter_steps import ANSWER, RECEIVED, decided, filled_in, final, printed
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtWidgets import QScrollArea

from isteam_app.domain.cases import CaseKind
from isteam_app.domain.people import TeamMember
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_approval import submit
from isteam_app.services.letter_enclosures import enclose
from isteam_app.services.letters import start_letter
from ui.letters.letter_page import LetterPage

_RAIL, _COLLAPSED, _NARROW, _SHELL = 168, 56, 1180, 80
NAMES = ("Ms Ada Sample", "Dr Maximiliana Featherstonehaugh-Cholmondeley of Exampleton")


def page_size(window):
    """What the shell leaves for a page."""
    width, height = window
    return width - (_RAIL if width >= _NARROW else _COLLAPSED), height - _SHELL


def look_at(page, theme):
    found = []
    for size in SIZES:
        for choice in THEMES:
            theme.set_choice(choice)
            settle(page, page_size(size))
            found += [(size, choice, *page.size().toTuple(), f) for f in findings(page)]
        assert page.size().toTuple() == page_size(size)
    return found


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("template", [RECEIVED, ANSWER])
def test_a_draft_at_every_size(page, theme, session, settled, name, template):
    case = receive_post(session, new_post(name=name)).cases[0]
    page.open(start_letter(session, case.id, template).id)
    settled(page)
    assert look_at(page, theme) == []


@pytest.mark.parametrize("sent", [False, True])
def test_a_refusal_and_its_approval_at_every_size(
    qtbot, page, theme, session, background, printing, case, settled, sent
):
    refused = decided(session, case, "refused", "unfounded")
    letter = filled_in(session, start_letter(session, refused.id, "refusal"))
    letter = enclose(session, letter, "Delivery records " * 6, 12)
    if sent:
        submit(session, letter)
        with session.vault.change("member.added", by="x", at=session.now()) as work:
            member = work.members.add(TeamMember(name="Priya Raman", role="approver"))
            work.commit()
        other = replace(session, member=member)
        page = LetterPage(other, background, printing=printing)
        qtbot.addWidget(page)
        page.show()
    page.open(letter.id)
    settled(page)
    assert look_at(page, theme) == []


def test_a_frozen_letter_at_every_size(page, theme, session, case, quiet):
    page.open(final(session, case).id)
    quiet()
    assert look_at(page, theme) == []
    page.open(printed(session, case).id)
    quiet()
    assert look_at(page, theme) == []


@pytest.mark.parametrize("state", ["draft", "final", "printed", "posted", "returned"])
def test_the_desk_at_every_size(qtbot, demo, background, printing, theme, state, quiet):
    from ui.letters.desk_page import DeskPage

    desk = DeskPage(demo, background, printing=printing)
    qtbot.addWidget(desk)
    desk.show()
    desk.show_state(state)
    quiet()
    if state == "final":
        desk.table.paged.set_checked(desk.table.paged.rows()[0], True)
    assert look_at(desk, theme) == []


def test_other_cases_of_the_post_do_not_widen_the_side(
    qtbot, session, page, settled
) -> None:
    kinds = (CaseKind.ACCESS, CaseKind.RECTIFICATION, CaseKind.COMPLAINT)
    case = receive_post(session, new_post(kinds=kinds)).cases[0]
    page.open(start_letter(session, case.id, "access-acknowledgement").id)
    page.resize(1112, 750)
    settled(page)
    qtbot.wait(50)
    bars = [area.horizontalScrollBar() for area in page.findChildren(QScrollArea)]
    assert {bar.maximum() for bar in bars} == {0}
