"""The day's post: a letter comes in, and its case says by when and why."""

from datetime import date

from PySide6.QtCore import Qt

from isteam_app.domain.people import Person
from isteam_app.services.cases import case_page
from isteam_app.services.sample_scan import sample_scan
from ui.common.clock_card import ClockCard
from ui.common.table import Table
from ui.intake.scan_part import ScanPart
from ui.tour.guide import Guide
from ui.tour.trouble import StepFailed

DATED, RECEIVED = date(2026, 11, 17), date(2026, 11, 20)
_WRITES_AGAIN = 3
"""A case that is closed; its person now writes again."""


def look_at_today(tour: Guide) -> None:
    """See what is late, what comes next, and who has it."""
    tour.album.take("today", "Today: the worklist", dark=True)
    tour.album.take_small("today-small", "Today on a small screen")


def take_in_post(tour: Guide) -> None:
    """Drop in the scan, name who wrote, and see which dates that starts."""
    hands = tour.hands
    person = case_page(tour.work.session, _WRITES_AGAIN).case.subject
    tour.go("Ctrl+N", "intake")
    _drop_scan(tour, person)
    hands.write("Who wrote", person.name)
    hands.close_lists()
    hands.write("Paste the address", ", ".join(person.address.printed()))
    hands.wait(lambda: hands.has_button("Use this person"), "the warning")
    tour.album.take("new-post-known", "Somebody who wrote before is recognised")
    hands.press_words("Use this person")
    hands.write("Date on the letter", f"{DATED:%d/%m/%Y}")
    hands.write("Received at any site", f"{RECEIVED:%d/%m/%Y}")
    hands.press_words("Copy of their data")
    hands.press_words("Stop marketing")
    hands.press_words("Data protection complaint")
    hands.write("Summary", "Delivery records, photographs")
    tour.rest()
    tour.album.take("new-post", "New item of post, with what saving opens", dark=True)


def save_and_write(tour: Guide) -> None:
    """Save: three cases are open, and the first letter is there to be written."""
    tour.hands.press_words("Save and write the letter")
    tour.wait_for_page("letter")


def work_out_a_date(tour: Guide) -> None:
    """Ask the calculator what a question to the person does to the date."""
    hands = tour.hands
    tour.go("Ctrl+6", "deadlines")
    hands.write("Received", "2/11/2026")
    hands.pick("Add what happened", "Clarification asked for")
    hands.write("Clarification asked for", "9/11/2026")
    hands.pick("Add what happened", "Clarification received")
    hands.write("Clarification received", "16/11/2026")
    hands.key(Qt.Key.Key_Tab)
    tour.album.take("deadlines", "The deadline calculator", dark=True)


def find_a_case(tour: Guide) -> None:
    """List the cases, and narrow them to those that wait for somebody."""
    hands = tour.hands
    tour.go("Ctrl+2", "cases")
    tour.album.take("cases", "Open cases, the most urgent first", dark=True)
    hands.turn_to("Waiting")
    tour.rest()
    tour.album.take("cases-view", "A saved view, and the case in it at a glance")
    hands.key(Qt.Key.Key_Return, _table(tour))
    tour.wait_for_page("case")


def see_why(tour: Guide) -> None:
    """Read why the case is due on its day."""
    card = next(tour.hands.seen(ClockCard), None)
    if card is None:
        raise StepFailed("The case shows no clock.")
    tour.hands.press(card.why)
    tour.album.take("case", "A case, and why it is due when it is", dark=True)
    tour.album.take_small("case-small", "The case on a small screen")


def find_the_letter(tour: Guide) -> None:
    """Find the draft again by its person, from anywhere."""
    hands = tour.hands
    hands.keys("Ctrl+K")
    hands.type_into(hands.focused(), "drinkwater")
    hands.wait(tour.work.frame.top_bar.quick_find.is_open, "quick find")
    tour.album.take("quick-find", "Quick find answers while one types")
    hands.key(Qt.Key.Key_Return)
    tour.wait_for_page("letter")


def _drop_scan(tour: Guide, person: Person) -> None:
    file = tour.scratch / "letter-from-the-scanner.pdf"
    file.write_bytes(sample_scan(person, dated=DATED, stamped=RECEIVED))
    part = next(tour.hands.seen(ScanPart), None)
    if part is None:
        raise StepFailed("There is no place to drop a scan.")
    tour.hands.drop(file, part)
    tour.hands.wait(lambda: part.scans(), "the scan to be read")
    tour.hands.wait(lambda: part.view.is_there, "the scan to be shown")
    file.unlink()


def _table(tour: Guide) -> Table:
    found = next(tour.hands.seen(Table), None)
    if found is None:
        raise StepFailed("There is no list in sight.")
    return found
