"""Third parties' requests: what each needs, who approves, and what is kept of it."""

from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QCheckBox

from isteam_app.domain.disclosure_forms import SECTIONS
from isteam_app.domain.disclosures import (
    DisclosureRow,
    DisclosureState,
    RequesterKind,
)
from isteam_app.domain.listing import DisclosureFilter, DisclosureOrder
from isteam_app.services.disclosures import list_disclosures
from ui.common.pdf_view import PdfView
from ui.common.table import Table
from ui.disclosures.request_page import RequestPage
from ui.tour.guide import Guide
from ui.tour.letters import print_it
from ui.tour.making import make_letter
from ui.tour.trouble import StepFailed

_IN_BOTH = ("asked",)
_FILES = (
    ("Everything", "CSV", "register-all.csv", "The register, as CSV"),
    ("Everything", "PDF, to print", "register-all.pdf", "The register, to be printed"),
    (
        "For the regulator",
        "Workbook (XLSX)",
        "register-regulator.xlsx",
        "The register without those who have nothing to do with it",
    ),
    (
        "Numbers only",
        "PDF, to print",
        "register-numbers.pdf",
        "The numbers of the register, which name nobody",
    ),
)


def look_at_each_section(tour: Guide) -> None:
    """Go through a police request that was disclosed, and is locked since."""
    page = _open(tour, RequesterKind.POLICE, DisclosureState.DECIDED)
    for section in SECTIONS:
        _turn_to(tour, page, section.key)
        tour.album.take(
            f"request-{section.number:02}-{section.key}",
            f"A locked request: {section.title.lower().rstrip('?')}",
            dark=section.key in _IN_BOTH,
        )
    _turn_to(tour, page, "story")
    tour.album.take("request-timeline", "A locked request: what happened, and who did")
    tour.album.take_small("request-small", "A locked request on a small screen")


def review_a_lock(tour: Guide) -> None:
    """Read why the person must not be told, until when, and who sees the request."""
    hands = tour.hands
    hands.press_words("Review the lock")
    tour.album.take("request-lock", "The lock: why, until when, who sees it", dark=True)
    hands.key(Qt.Key.Key_Escape)


def see_what_is_in_the_way(tour: Guide) -> None:
    """Open a council's request for postal data that came with no authority."""
    page = _open(tour, RequesterKind.LOCAL_AUTHORITY, DisclosureState.OPEN)
    _turn_to(tour, page, "authorisation")
    tour.album.take("request-blocked", "What blocks a disclosure, and why", dark=True)
    tour.hands.press_words("Refuse")
    tour.album.take("request-refuse", "Refusing, in words that confirm nothing")
    tour.hands.key(Qt.Key.Key_Escape)


def approve_a_request(tour: Guide) -> None:
    """Read what a colleague prepared for a court, and say yes."""
    hands = tour.hands
    page = _open(tour, RequesterKind.COURT, DisclosureState.FOR_APPROVAL)
    hands.press_words("Approve or send back")
    tour.album.take("request-approve", "A second person approves", dark=True)
    hands.press_words("Approve")
    hands.wait(lambda: hands.has_button("Reopen the request"), "the approval")
    tour.rest()
    _turn_to(tour, page, "left")
    hands.press_words("Record what left")
    hands.write("What left", "Delivery record and signature of one item")
    hands.choose("How", "Tracked post")
    hands.write("Item number or collector's number", "AB 1180 2513 0GB")
    hands.write("Day it left", "23/11/2026")
    hands.write("Sent by", "Robin Sample")
    hands.press_words("Save", page.view.parts["left"])
    tour.rest()
    tour.album.take("request-left", "What left, item by item")


def write_to_the_court(tour: Guide) -> None:
    """Write the letter that goes with it, with its receipt slip, and print it."""
    hands = tour.hands
    page = _page(tour)
    _turn_to(tour, page, "letters")
    hands.pick("Write a letter", _title(page, "disclosure-cover"))
    tour.wait_for_page("letter")
    tour.album.take("request-letter", "The letter that goes with what is disclosed")
    make_letter(tour)
    print_it(tour)


def keep_the_decision(tour: Guide) -> None:
    """Save the decision with the rules it was judged by, as pages to be kept."""
    hands = tour.hands
    page = _open(tour, RequesterKind.COURT, DisclosureState.DECIDED)
    page.ask("record")
    view = next(hands.seen(PdfView), None)
    if view is None:
        raise StepFailed("The decision record is not in sight.")
    hands.wait(view.accessibleDescription, "the pages of the record")
    tour.rest()
    tour.album.take("request-record", "The decision record, page by page")
    hands.press_words("Save as a file")
    file = tour.out / "decision-record.pdf"
    file.unlink(missing_ok=True)
    hands.name_file(file)
    hands.wait(file.exists, "the decision record")
    tour.rest()
    tour.album.note(file, "The decision about the court order, with its rules")


def owe_a_record(tour: Guide) -> None:
    """See an emergency of this morning: disclosed at once, recorded by tomorrow."""
    page = _open(tour, RequesterKind.POLICE, DisclosureState.TO_RECORD)
    _turn_to(tour, page, "purpose")
    tour.album.take("request-emergency", "Disclosed to save a life", dark=True)


def know_who_asks(tour: Guide) -> None:
    """Find the numbers to call back on, which came from no letter."""
    hands = tour.hands
    tour.go("Ctrl+3", "disclosures")
    hands.press_words("Directory")
    tour.wait_for_page("directory")
    table = next(hands.seen(Table), None)
    if table is None:
        raise StepFailed("The directory shows no organisations.")
    table.setFocus(Qt.FocusReason.ShortcutFocusReason)
    hands.key(Qt.Key.Key_Home, table)
    tour.rest()
    tour.album.take("directory", "Who asks, and the number to call back on", dark=True)
    hands.press_words("Back to the register")
    tour.wait_for_page("disclosures")


def count_a_year(tour: Guide) -> None:
    """Read a year of the register in numbers, and as tables for a screen reader."""
    hands = tour.hands
    hands.press_words("Numbers")
    tour.wait_for_page("numbers")
    tour.album.take("numbers", "A year of the register in numbers", dark=True)
    hands.press_words("As tables")
    tour.rest()
    tour.album.take("numbers-tables", "The same numbers as tables")
    hands.press_words("As tables")
    hands.press_words("Back to the register")
    tour.wait_for_page("disclosures")


def export_in_every_way(tour: Guide) -> None:
    """Write the register for an auditor, for the regulator, and as numbers alone."""
    hands = tour.hands
    for view, form, name, words in _FILES:
        hands.press_words("Export the register")
        hands.write("Received from", "1/1/2026")
        hands.choose("View", view)
        hands.choose("Format", form)
        if view == "Everything":
            hands.write("What it is for", "The audit of 2026")
            _tick(tour, "With locked requests")
        hands.press_words("Choose where to save")
        file = tour.out / name
        file.unlink(missing_ok=True)
        hands.name_file(file)
        hands.wait(file.exists, words)
        tour.rest()
        tour.album.note(file, words)
    tour.album.take("register-exported", "The register, exported")


def _open(tour: Guide, kind: RequesterKind, state: DisclosureState) -> RequestPage:
    """Open the newest request of a kind that has come so far."""
    row = _newest(tour, kind, state)
    hands = tour.hands
    hands.keys("Ctrl+K")
    hands.type_into(hands.focused(), row.reference)
    hands.wait(tour.work.frame.top_bar.quick_find.is_open, "quick find")
    hands.key(Qt.Key.Key_Return)
    tour.wait_for_page("request")
    return _page(tour)


def _newest(tour: Guide, kind: RequesterKind, state: DisclosureState) -> DisclosureRow:
    wanted = DisclosureFilter(kinds=(kind,), states=(state,))
    rows = list_disclosures(tour.work.session, wanted, DisclosureOrder(), limit=1).rows
    if not rows:
        raise StepFailed(f"No request of {kind.value} is {state.value}.")
    return rows[0]


def _page(tour: Guide) -> RequestPage:
    page = tour.work.frame.pages.currentWidget()
    if not isinstance(page, RequestPage):
        raise StepFailed("No request is in sight.")
    return page


def _turn_to(tour: Guide, page: RequestPage, key: str) -> None:
    if page.place != key:
        tour.hands.press(page.sections.button(key))
        tour.hands.wait(lambda: page.place == key, "the section")
    tour.rest()


def _title(page: RequestPage, template: str) -> str:
    """The words of a letter in the menu."""
    menu = page.parts.letters.menu
    for action in menu.actions():
        if action.data() == template:
            return action.text()
    raise StepFailed("That letter is not offered.")


def _tick(tour: Guide, words: str) -> None:
    for box in tour.hands.seen(QCheckBox):
        if words in (box.text(), box.accessibleName()):
            if not box.isChecked():
                box.setFocus()
                QTest.keyClick(box, Qt.Key.Key_Space)
            tour.hands.settle()
            return
    raise StepFailed(f"There is no box “{words}” in sight.")
