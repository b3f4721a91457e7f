"""Keys and people: a new passphrase, a new recovery sheet, somebody who leaves."""

from isteam_app.services.demo import PASSPHRASE
from ui.common.buttons import Button
from ui.common.fields import TextField
from ui.settings.recovery_part import RecoveryPart
from ui.tour.beginning import printed_groups
from ui.tour.guide import Guide
from ui.tour.keeping import NEW_WORDS
from ui.tour.trouble import StepFailed

LEAVER = "Wren Placeholder"
_THEIRS = "green ladders rest outside"


def change_my_passphrase(tour: Guide) -> None:
    """Choose another passphrase; the present one is asked once more."""
    hands = tour.hands
    tour.go("Ctrl+,", "settings")
    hands.press_words("Keys")
    tour.rest()
    hands.write("Present passphrase", PASSPHRASE)
    hands.write("New passphrase", NEW_WORDS)
    hands.write("Again", NEW_WORDS)
    tour.album.take("keys", "Settings: my passphrase and the sheet", dark=True)
    hands.press_words("Change my passphrase")
    hands.wait(lambda: hands.says("Your passphrase is changed"), "the new passphrase")
    tour.rest()
    tour.album.take("passphrase-changed", "The new passphrase holds")


def renew_the_sheet(tour: Guide) -> None:
    """Put a new recovery sheet on paper, and prove it before it holds."""
    hands = tour.hands
    sheet = tour.out / "recovery-sheet-new.pdf"
    sheet.unlink(missing_ok=True)
    hands.press_words("New recovery sheet")
    hands.press_words("Save the sheet as PDF")
    hands.name_file(sheet)
    hands.wait(sheet.exists, "the new sheet")
    tour.rest()
    tour.album.note(sheet, "The new recovery sheet of the second vault")
    part = next(hands.seen(RecoveryPart), None)
    if part is None:
        raise StepFailed("The recovery sheet has no card.")
    groups = printed_groups(sheet)
    for field in list(hands.seen(TextField, part)):
        hands.write(field.name, groups[int(field.name.split()[-1]) - 1], part)
    hands.reach(part.steps.act)
    tour.album.take("sheet-new", "A new sheet is proved from the paper", dark=True)
    hands.press_words("Use the new sheet")
    hands.wait(
        lambda: hands.says("The new recovery sheet is in force"), "the new sheet"
    )
    tour.rest()
    tour.album.take("sheet-in-force", "The new sheet is in force")


def add_a_person(tour: Guide) -> None:
    """Take somebody into the team, with a passphrase of their own."""
    hands = tour.hands
    hands.press_words("Team")
    tour.rest()
    hands.write("Name", LEAVER)
    hands.write("Their passphrase", _THEIRS)
    hands.write("Again", _THEIRS)
    tour.album.take("team-adding", "Somebody joins the team", dark=True)
    hands.press_words("Add to the team")
    hands.wait(lambda: hands.says(f"{LEAVER} is in the team"), "the new person")
    tour.rest()


def remove_a_person(tour: Guide) -> None:
    """Let them go again: the vault is put under a new key."""
    hands = tour.hands
    hands.press(_named(tour, f"Change {LEAVER}"))
    hands.press_words("Leaves the team")
    hands.write("Your own passphrase", NEW_WORDS)
    tour.album.take("team-leaving", "What it means that somebody leaves", dark=True)
    hands.press_words(f"Remove {LEAVER}")
    hands.wait(lambda: hands.says(f"{LEAVER} has left the team"), "the new key")
    tour.rest()
    tour.album.take("team-left", "Somebody left, and the key is another", dark=True)


def _named(tour: Guide, name: str) -> Button:
    """The button in a row of its own kind, by what a screen reader calls it."""
    for button in tour.hands.seen(Button):
        if button.accessibleName() == name:
            return button
    raise StepFailed(f"There is no button called “{name}” in sight.")
