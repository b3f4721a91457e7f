"""The list of people, and the page of one."""

from PySide6.QtCore import Qt

from isteam_app.domain.cases import CaseKind
from isteam_app.domain.listing import CaseFilter, CaseOrder
from isteam_app.services.cases import case_page, list_cases
from isteam_app.services.people import person_page
from ui.tour.guide import Guide
from ui.tour.trouble import StepFailed


def look_at_a_person(tour: Guide) -> None:
    """Find somebody by name, see what is kept about them, and put it right."""
    hands = tour.hands
    tour.go("Ctrl+5", "people")
    tour.album.take("people", "Everybody known, by name", dark=True)
    hands.write("Find a person", "ashgrove")
    hands.key(Qt.Key.Key_Return)
    tour.wait_for_page("person")
    tour.rest()
    tour.album.take("person", "A person, and all that is kept about them", dark=True)
    hands.press_words("Edit the details")
    hands.choose("Letters in", "Large print, 18 point")
    tour.album.take("person-details", "Their details, and the letters they need")
    hands.press_words("Save")
    hands.turn_to("History")
    tour.rest()
    tour.album.take("person-history", "What changed about them, and who changed it")


def merge_a_person(tour: Guide) -> None:
    """Make one record of two, after seeing that both are the same person."""
    hands = tour.hands
    tour.go("Ctrl+5", "people")
    hands.write("Find a person", _written_twice(tour))
    hands.key(Qt.Key.Key_Return)
    tour.wait_for_page("person")
    hands.press_words("Merge")
    tour.rest()
    tour.album.take("person-merge", "Two records of one person become one")
    hands.key(Qt.Key.Key_Escape)


def _written_twice(tour: Guide) -> str:
    """The name of somebody in the demonstration who has two records."""
    session = tour.work.session
    wanted = CaseFilter(kinds=(CaseKind.ACCESS,))
    for row in list_cases(session, wanted, CaseOrder(), limit=200).rows:
        person = case_page(session, row.id).case.subject
        if person_page(session, person.id).duplicates:
            return person.name
    raise StepFailed("Nobody was written down twice.")
