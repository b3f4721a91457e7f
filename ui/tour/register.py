"""A police request, the register it stands in, and the file for the auditor."""

from ui.tour.guide import Guide

ORGANISATION = "Eastbridge Constabulary"
_SECTIONS = (
    ("Team", "settings-team"),
    ("Targets", "settings-targets"),
    ("Post", "settings-post"),
    ("Searches", "settings-searches"),
    ("Second person", "settings-second-person"),
)
_HOLIDAYS = "Public holidays announced lately"
ITEM = "The name of who signed for one parcel"


def record_a_request(tour: Guide) -> None:
    """Note who asks, and that the person may be told."""
    hands = tour.hands
    tour.go("Ctrl+Shift+N", "request")
    hands.write("Received", "20/11/2026")
    hands.choose("Kind of requester", "Police")
    hands.write("Organisation", ORGANISATION)
    hands.close_lists()
    hands.write("Who asks", "DC A. Sampleton")
    hands.choose("Do-not-tell lock", "None: they may be told")
    hands.write("Collar, warrant or staff number", "4417")
    hands.write("Their reference", "EC/4417/26")
    ready = "Nothing stands in the way"
    hands.wait(lambda: hands.says(ready), "the rules to be asked")
    tour.album.take("request-new", "A police request, as it is recorded", dark=True)
    hands.press_words("Record the request")
    hands.wait(lambda: tour.work.place.id, "the request to be saved")
    tour.rest()
    tour.album.take("request-undecided", "A police request, and what it still needs")


def decide_it(tour: Guide) -> None:
    """Note whom they ask about and for what, then ask for what is missing."""
    hands = tour.hands
    hands.press_words("4  Data asked")
    hands.write("About", "Mr Jago Merriweather")
    hands.write("In their words", "Who signed for one parcel on 2 October 2026")
    hands.press_words("Add an item")
    hands.choose("Kind of data", "Signature on delivery")
    hands.write("What exactly", ITEM)
    hands.write("From", "2/10/2026")
    hands.write("To", "2/10/2026")
    hands.press_words("Next: Necessity")
    hands.wait(lambda: hands.has_button("Next: Tell the person?"), "what was typed")
    hands.press_words("4  Data asked")
    tour.rest()
    needs = "What they ask for, and what it still needs"
    tour.album.take("disclosure", needs, dark=True)
    hands.press_words("Ask for more")
    hands.write("What is still needed", "An authorisation for the signature.")
    tour.album.take("request-ask-more", "What is missing is asked for")
    hands.press_words("Ask for more")
    hands.wait(lambda: hands.has_button("More has come"), "the request to wait")
    tour.rest()
    tour.album.take("request-waiting", "The request waits for the answer")


def export_the_register(tour: Guide) -> None:
    """Write the month's register to a workbook that cannot carry a formula in."""
    hands = tour.hands
    tour.go("Ctrl+3", "disclosures")
    tour.album.take("register", "The register of disclosures", dark=True)
    hands.press_words("Export the register")
    hands.write("What it is for", "The audit of November")
    tour.album.take("register-export", "Which days, and for whom")
    hands.press_words("Choose where to save")
    file = tour.out / "register.xlsx"
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
