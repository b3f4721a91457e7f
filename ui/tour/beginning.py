"""The first steps: an own vault and its recovery sheet, the lock, and a try-out."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtPdf import QPdfDocument

from ui.tour.guide import Guide
from ui.tour.trouble import StepFailed
from ui.unlock.first_run_page import FirstRunPage

WORDS = "quiet otters paint fences"


def create_a_vault(tour: Guide) -> None:
    """Name the organisation, say who one is, and choose a passphrase."""
    hands = tour.hands
    tour.window.begin()
    page = _first_run(tour)
    tour.album.take("first-run", "What to begin with", dark=True)
    hands.press_words("Create a new vault")
    hands.write("Organisation", "Fernleigh Post & Print Ltd")
    hands.write("Kept in this folder", str(tour.scratch / "Vaults"))
    hands.press_words("Continue")
    hands.write("Your name", "Robin Sample")
    hands.write("Passphrase", "otters")
    tour.album.take("passphrase-weak", "A passphrase that is too easy")
    hands.write("Passphrase", WORDS)
    hands.write("Passphrase again", WORDS)
    tour.album.take("passphrase", "A passphrase that will do")
    hands.key(Qt.Key.Key_Return)
    hands.wait(lambda: page.creating.is_half_done, "the new vault")


def prove_the_recovery_sheet(tour: Guide) -> None:
    """Save the sheet, read it from its own pages, and type back what is asked."""
    hands = tour.hands
    sheet = tour.out / "recovery-sheet.pdf"
    sheet.unlink(missing_ok=True)
    hands.wait(lambda: hands.has_button("Save the sheet as PDF"), "the sheet")
    hands.press_words("Save the sheet as PDF")
    hands.name_file(sheet)
    hands.wait(sheet.exists, "the recovery sheet")
    hands.wait(lambda: hands.has_button("Finish"), "the sheet to be kept")
    tour.album.note(sheet, "The recovery sheet of the first vault")
    tour.album.take("recovery-sheet", "Part of the sheet is asked back")
    groups = printed_groups(sheet)
    for field in _first_run(tour).creating.sheet.groups:
        hands.write(field.name, groups[int(field.name.split()[-1]) - 1])
    hands.press_words("Finish")
    tour.wait_for_page("today")
    tour.album.take("today-empty", "Today, before the first letter")


def lock_and_unlock(tour: Guide) -> None:
    """Lock at once, try a wrong passphrase, then open again."""
    hands = tour.hands
    hands.keys("Ctrl+L")
    hands.wait(lambda: tour.window.workplace is None, "the lock")
    hands.write("Passphrase", "not these words")
    hands.press_words("Unlock")
    hands.wait(
        lambda: tour.window.unlock_page.passphrase.problem(), "the refusal in words"
    )
    tour.album.take("unlock-refused", "A wrong passphrase is refused")
    hands.write("Passphrase", WORDS)
    tour.album.take("unlock", "The door of the vault", dark=True)
    hands.key(Qt.Key.Key_Return)
    tour.wait_for_page("today")


def open_the_demonstration(tour: Guide) -> None:
    """Leave for the demonstration: made-up cases, marked as such on every page."""
    hands = tour.hands
    hands.keys("Ctrl+L")
    hands.wait(lambda: tour.window.workplace is None, "the lock")
    hands.press_words("Set up a new vault")
    hands.press_words("Try the demonstration")
    tour.album.take("demonstration", "What the demonstration is")
    hands.press_words("Start the demonstration")
    tour.wait_for_page("today")


def _first_run(tour: Guide) -> FirstRunPage:
    page = tour.window.first_run_page
    if page is None:
        raise StepFailed("The first-run page is not there.")
    return page


def printed_groups(sheet: Path) -> list[str]:
    """The groups of the key, read from the sheet as it is printed."""
    document = QPdfDocument()
    document.load(str(sheet))
    words = document.getAllText(0).text()
    document.close()
    key = words.partition("Recovery key")[2].partition("What this is")[0]
    groups = key.split()
    if not groups:
        raise StepFailed("The recovery sheet cannot be read back.")
    return groups
