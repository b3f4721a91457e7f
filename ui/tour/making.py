"""Brings a letter in sight from its draft to its final pages, as two people do."""

from dataclasses import replace

from isteam_app.domain.rights import Act, may
from isteam_app.services.letter_approval import approve, hands_on
from isteam_app.services.letters import Desk, open_desk
from isteam_app.services.print_desk import letter as read_letter
from isteam_app.services.team import team
from ui.letters.approval_panel import ApprovalPanel
from ui.letters.letter_page import LetterPage
from ui.letters.twice_panel import TwicePanel
from ui.tour.guide import Guide
from ui.tour.trouble import StepFailed

_POSTCODE = "Postcode of whoever it goes to"
_ALONE = "Nobody else is in the team yet."


def make_letter(tour: Guide) -> None:
    """Look twice, have it approved where that is wanted, and finalise."""
    hands = tour.hands
    tour.rest()
    look_twice(tour)
    if hands.has_button("Send for approval"):
        hands.press_words("Send for approval")
        page = _page(tour)
        hands.wait(lambda: page.work.is_locked, "the letter to be sent")
        tour.rest()
        _have_it_approved(tour, page)
        tour.rest()
    elif _page(tour).work.space.postcode.isVisible():
        hands.write(_POSTCODE, _last_line(tour))
    hands.press_words("Finalise")
    hands.press_words("Finalise")
    hands.wait(lambda: hands.has_button("Print"), "the frozen letter")
    tour.rest()


def look_twice(tour: Guide) -> None:
    """Tick whatever has to be looked at again, once the records were asked."""
    work = _page(tour).work
    tour.hands.wait(lambda: work.preview and work.exact.is_settled, "the check")
    panel = next(tour.hands.seen(TwicePanel), None)
    while panel is not None and panel.box() is not None:
        box = panel.box()
        if box is not None:
            tour.hands.press(box)


def _have_it_approved(tour: Guide, page: LetterPage) -> None:
    """A colleague approves it at another computer; alone one says why."""
    session, desk = tour.work.session, _desk(tour)
    letter = read_letter(session, desk.letter.id)
    others = [
        one
        for one in team(session).members
        if one.name not in hands_on(letter) and may(one.role, Act.APPROVE)
    ]
    if others:
        approve(
            replace(session, member=others[0]),
            letter,
            "as_written",
            ticked=page.work.space.twice.ticked(),
            postcode=_last_line(tour),
        )
        page.refresh()
        return
    look_twice(tour)
    panel = next(tour.hands.seen(ApprovalPanel), None)
    if panel is None:
        raise StepFailed("Nobody is asked to approve the letter.")
    tour.hands.write("Note", _ALONE, panel)
    if panel.postcode.isVisible():
        tour.hands.write(_POSTCODE, _last_line(tour), panel)
    tour.hands.press_words("Approve", panel)
    tour.hands.wait(lambda: tour.hands.has_button("Finalise"), "the approval")


def _last_line(tour: Guide) -> str:
    return _desk(tour).recipient()[-1]


def _desk(tour: Guide) -> Desk:
    letter = _page(tour).letter
    if letter is None:
        raise StepFailed("No letter is in sight.")
    return open_desk(tour.work.session, letter.id)


def _page(tour: Guide) -> LetterPage:
    page = next(tour.hands.seen(LetterPage), None)
    if page is None:
        raise StepFailed("No letter is in sight.")
    return page
