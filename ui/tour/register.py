"""A police request, the register it stands in, and the file for the auditor."""

from PySide6.QtWidgets import QScrollArea

from ui.tour.guide import Guide
from ui.tour.trouble import StepFailed

ORGANISATION = "Eastbridge Constabulary"
_SECTIONS = (
    ("Team", "settings-team"),
    ("Targets", "settings-targets"),
    ("Post", "settings-post"),
    ("Searches", "settings-searches"),
    ("Second person", "settings-second-person"),
)
_HOLIDAYS = "Public holidays announced lately"
ITEM = "The delivery record of one parcel, with the name of who signed for it"


def record_a_request(tour: Guide) -> None:
    """Note who asks, on what legal basis, about whom, and for what."""
    hands = tour.hands
    tour.go("Ctrl+Shift+N", "request")
    hands.write("Organisation", ORGANISATION)
    hands.choose("Kind", "Police")
    hands.write("Officer, with rank and number", "DC A. Sampleton 4417")
    hands.write("Their reference", "EC/4417/26")
    hands.write("Received", "20/11/2026")
    hands.write("Comply by", "4/12/2026")
    hands.write("About", "Mr Jago Merriweather, 27 Lantern Row, Eastbridge")
    hands.write("What they ask for", "Who signed for one parcel on 2 October 2026")
    hands.write("Legal basis", "Data Protection Act 2018, Schedule 2, paragraph 2")
    hands.press_words("Save the request")
    hands.wait(lambda: tour.work.place.id, "the request to be saved")
    tour.rest()
    _to_the_top(tour)
    tour.album.take("request-undecided", "A police request, and what it still needs")


def decide_it(tour: Guide) -> None:
    """Decide, say what left and how, and hold that the person must not be told."""
    hands = tour.hands
    hands.choose("Decision", "Disclose in part")
    hands.write("Reason", "Necessary for the inquiry; narrowed to one parcel.")
    hands.write("What left, item by item", ITEM)
    hands.write("How it was sent", "By hand, against a receipt")
    hands.write("Day it left", "23/11/2026")
    hands.choose("Is the person told?", "Must not be told")
    hands.write("Why, and who says so", "It would warn the suspect. DC Sampleton.")
    hands.press_words("Save the request")
    hands.wait(lambda: hands.has_button("Save the request"), "the decision to be saved")
    tour.rest()
    _to_the_top(tour)
    tour.album.take("disclosure", "The request decided and locked", dark=True)


def export_the_register(tour: Guide) -> None:
    """Write the month's register to a file that cannot carry a formula in."""
    hands = tour.hands
    tour.go("Ctrl+3", "disclosures")
    tour.album.take("register", "The register of disclosures", dark=True)
    hands.press_words("Export the register")
    tour.album.take("register-export", "Which days, and for whom")
    hands.press_words("Choose where to save")
    file = tour.out / "register.csv"
    file.unlink(missing_ok=True)
    hands.name_file(file)
    hands.wait(file.exists, "the register")
    tour.rest()
    tour.album.note(file, "The register, as a file for a spreadsheet")


def change_settings(tour: Guide) -> None:
    """See what the organisation decides for itself, and what a new holiday moves."""
    hands = tour.hands
    tour.go("Ctrl+,", "settings")
    tour.album.take("settings", "Settings: the letterhead and the rest", dark=True)
    for words, name in _SECTIONS:
        hands.press_words(words)
        tour.rest()
        tour.album.take(name, f"Settings: {words.casefold()}", dark=words == "Team")
    hands.press_words("Calendar")
    hands.write(f"{_HOLIDAYS}: a day to add", "21/12/2026")
    hands.press_words("Add this day")
    hands.press_words("Save")
    tour.rest()
    tour.album.take("settings-moved", "A new holiday, and the cases that moved")


def end_the_day(tour: Guide) -> None:
    """Go back to Today, and see what is left."""
    tour.go("Ctrl+1", "today")
    tour.album.take("today-after", "Today, after the day's work")


def _to_the_top(tour: Guide) -> None:
    for area in tour.hands.seen(QScrollArea):
        area.verticalScrollBar().setValue(0)
    if not tour.hands.has_button("Save the request"):
        raise StepFailed("The request cannot be saved.")
