"""The list of people, and the page of one."""

from PySide6.QtCore import Qt

from ui.tour.guide import Guide


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
