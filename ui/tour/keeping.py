"""Keeping the vault: a backup and its restoring, the audit trail, the lock."""

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget

from isteam_app.services.demo import PASSPHRASE
from ui.common.icon_words import IconWords
from ui.tour.guide import Guide
from ui.tour.trouble import StepFailed
from ui.unlock.first_run_page import FirstRunPage

NEW_WORDS = "seven kettles hum softly"
IDLE = 11
"""Minutes without a key, one more than the vault waits before it locks."""
HALF_TYPED = "Wants to know which photographs were printed"


def back_up(tour: Guide) -> None:
    """Make a backup of the first vault, and see that it was read back."""
    hands = tour.hands
    tour.go("Ctrl+,", "settings")
    hands.press_words("Backups")
    tour.rest()
    _make_one(tour)
    said = f"Last verified backup {tour.clock():%H:%M}"
    bar = tour.work.frame.status_bar
    hands.wait(lambda: _tells(bar, said), "the light at the foot")
    tour.album.take("backups", "A backup, made and checked", dark=True)


def restore_elsewhere(tour: Guide) -> None:
    """Make a new vault of a backup, with nothing but the file and a passphrase."""
    hands = tour.hands
    tour.go("Ctrl+,", "settings")
    hands.press_words("Backups")
    tour.rest()
    _backups(tour).mkdir()
    hands.write("Folder for backups", str(_backups(tour)))
    hands.press_words("Save the settings")
    tour.rest()
    _make_one(tour)
    lock(tour)
    hands.press_words("Restore a backup")
    hands.write("Backup", str(_newest(tour)))
    hands.key(Qt.Key.Key_Tab)
    card = _first_run(tour).restoring
    hands.wait(card.facts.isVisible, "what the backup holds")
    hands.write("Passphrase or recovery key", PASSPHRASE)
    tour.album.take("restore", "What a backup holds, before it is restored", dark=True)
    hands.press_words("Restore", card)
    hands.wait(lambda: hands.has_button("Open the restored vault"), "the restored one")
    tour.album.take("restored", "A vault restored to a new place", dark=True)
    hands.press_words("Open the restored vault")
    unlock(tour, PASSPHRASE)


def read_the_trail(tour: Guide) -> None:
    """Find who changed the keys, check every entry, and seal the trail on paper."""
    hands = tour.hands
    tour.go("Ctrl+,", "settings")
    hands.press_words("Audit trail")
    hands.press_words("Open the audit trail")
    tour.wait_for_page("audit")
    tour.album.take("audit", "The audit trail, entry by entry", dark=True)
    hands.choose("What", "Team and keys")
    tour.rest()
    tour.album.take("audit-keys", "Only what was done to the keys", dark=True)
    hands.choose("What", "Everything")
    hands.press_words("Check all of it")
    tour.rest()
    tour.album.take("audit-checked", "Every entry is as it was written", dark=True)
    hands.press_words("Print a seal")
    tour.rest()
    tour.album.take("audit-seal", "A seal goes to the printer or to a file", dark=True)
    hands.press_words("Save as a file")
    seal = tour.out / "audit-seal.pdf"
    seal.unlink(missing_ok=True)
    hands.name_file(seal)
    hands.wait(seal.exists, "the seal")
    tour.rest()
    tour.album.note(seal, "The seal of the audit trail")


def lock_over_a_question(tour: Guide) -> None:
    """Leave in the middle of a question; the vault locks, and the words come back."""
    hands = tour.hands
    tour.go("Ctrl+N", "intake")
    hands.write("Summary", HALF_TYPED)
    tour.go("Ctrl+2", "cases")
    hands.write("Filter the cases", "photographs")
    hands.press_words("Save this view")
    hands.write("Name", "Photographs")
    tour.album.take("question", "A question, half answered", dark=True)
    tour.clock.forward(IDLE)
    tour.window.idle_watch.look()
    hands.settle()
    tour.album.take("locked", "Locked for want of anybody, over the question")
    unlock(tour, NEW_WORDS, page="cases")
    tour.album.take("typing-back", "What was typed in the question is told", dark=True)
    tour.go("Ctrl+N", "intake")
    tour.album.take("typing-restored", "What was half typed stands where it was")
    hands.write("Summary", " ")


def look_at_the_diagnostics(tour: Guide) -> None:
    """Read all that would be given to somebody who helps."""
    hands = tour.hands
    tour.go("Ctrl+,", "settings")
    hands.press_words("About")
    hands.press_words("Show what is in it")
    hands.wait(lambda: hands.says("This is all that would be saved."), "the preview")
    hands.reach(hands.button("Show what is in it"))
    tour.album.take("diagnostics", "Diagnostics, read before they go", dark=True)


def lock(tour: Guide) -> None:
    tour.hands.keys("Ctrl+L")
    tour.hands.wait(lambda: tour.window.workplace is None, "the lock")


def unlock(tour: Guide, words: str, *, page: str = "today") -> None:
    """Type a passphrase at the door of the vault."""
    tour.hands.write("Passphrase", words)
    tour.hands.key(Qt.Key.Key_Return)
    tour.wait_for_page(page)


def _make_one(tour: Guide) -> None:
    hands = tour.hands
    hands.press_words("Back up now")
    hands.wait(
        lambda: hands.says("The backup is made and checked"), "the backup to be checked"
    )
    tour.rest()


def _tells(bar: QWidget, words: str) -> bool:
    return any(part.text() == words for part in bar.findChildren(IconWords))


def _backups(tour: Guide) -> Path:
    return tour.scratch / "Backups"


def _newest(tour: Guide) -> Path:
    found = sorted(_backups(tour).rglob("*.isbackup"))
    if not found:
        raise StepFailed("No backup is where backups go.")
    return found[-1]


def _first_run(tour: Guide) -> FirstRunPage:
    page = tour.window.first_run_page
    if page is None:
        raise StepFailed("The first-run page is not there.")
    return page
