"""A copy of the vault that a failing disk spoiled: looked at, then salvaged."""

import shutil
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QScrollArea

from ui.tour.guide import Guide
from ui.tour.keeping import NEW_WORDS, lock, unlock
from ui.tour.trouble import StepFailed

_PAGE = 4096
_FIRST, _EVERY = 60, 40
"""The first page of the database that is spoiled, and how many lie between."""
_KEY = "Passphrase or recovery key"


def meet_damage(tour: Guide) -> None:
    """Open a copy of the vault with some bits turned, and read what is safe."""
    hands = tour.hands
    folder = tour.work.session.vault.folder
    lock(tour)
    copy = folder.with_name("From the old disk.isvault")
    shutil.copytree(folder, copy)
    _spoil(copy)
    tour.window.begin(copy)
    _try_the_door(tour)
    tour.album.take("unlock-damaged", "A damaged vault at its door", dark=True)
    hands.press_words("What you can do")
    tour.album.take("damage", "What is safe, and every way on", dark=True)


def look_only(tour: Guide) -> None:
    """Open what can still be read, and change nothing."""
    hands = tour.hands
    hands.write(_KEY, NEW_WORDS)
    hands.press_words("Look only")
    tour.wait_for_page("today")
    tour.album.take("look-only", "A vault opened to look only", dark=True)
    lock(tour)
    _try_the_door(tour)
    hands.press_words("What you can do")


def salvage(tour: Guide) -> None:
    """Carry everything that is whole into a new vault, and open that."""
    hands = tour.hands
    hands.write(_KEY, NEW_WORDS)
    hands.press_words("Save report")
    report = tour.out / "damage-report.txt"
    report.unlink(missing_ok=True)
    hands.name_file(report)
    hands.wait(report.exists, "the report")
    tour.album.note(report, "The report of the damage, with nobody's data in it")
    hands.press_words("Salvage")
    tour.album.take("salvage", "Where the salvaged vault goes")
    hands.press_words("Salvage now")
    hands.wait(lambda: hands.has_button("Open the new vault"), "the salvaged vault")
    _to_the_foot(tour)
    tour.album.take("salvaged", "What could be saved, and what could not", dark=True)
    hands.press_words("Open the new vault")
    unlock(tour, NEW_WORDS)
    tour.album.take("today-salvaged", "Today, in the salvaged vault")


def _try_the_door(tour: Guide) -> None:
    hands, page = tour.hands, tour.window.unlock_page
    if page.said_note() is None:
        hands.write("Passphrase", NEW_WORDS)
        hands.key(Qt.Key.Key_Return)
    hands.wait(lambda: page.said_note() is not None, "the refusal in words")


def _spoil(vault: Path) -> None:
    """Turn a bit in some pages of the database, as a failing disk does."""
    found = sorted(vault.glob("*.db"))
    if len(found) != 1:
        raise StepFailed("The copy has not one database.")
    database = bytearray(found[0].read_bytes())
    for page in range(_FIRST, len(database) // _PAGE, _EVERY):
        database[page * _PAGE + 99] ^= 4
    found[0].write_bytes(database)


def _to_the_foot(tour: Guide) -> None:
    tour.hands.settle()
    for area in tour.hands.seen(QScrollArea):
        area.verticalScrollBar().setValue(area.verticalScrollBar().maximum())
    tour.hands.settle()
