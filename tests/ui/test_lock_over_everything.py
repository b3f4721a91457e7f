"""Whatever lies open, the vault locks and what was typed comes back (P6, in short)."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock, empty_copy
from PySide6.QtWidgets import QLineEdit
from window_steps import new_window, unlock_in

from faults._openings import BASES, OPENINGS, found_in_the_program, gone, unlisted
from faults._report import Promise
from faults.locking import TRIGGERS, Office, office, try_one
from isteam_app.services.unlock import lock
from ui.common.dialogs import ask_reason
from ui.common.theme import Theme
from ui.main_window import MainWindow

# each way to lock once, and each kind of thing that can lie open
TRIED = {
    "FormPanel": "Ctrl+L",
    "ReasonDialog": "idle",
    "MovesMenu": "waking",
    "QFileDialog Choose the scan": "screen lock",
    "CalendarPopup": "suspend",
    "BulkPanel": "minimise",
    "QCompleter known_name": "screen lock",
    "Results": "idle",
    "CopyDialog": "idle",
    "PagePanel": "waking",
}


@pytest.fixture(scope="module")
def at(
    qapp, demo_original: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Office]:
    place = tmp_path_factory.mktemp("office")
    shutil.copytree(demo_original, place / "demo.isvault")
    with office(place) as made:
        yield made


@pytest.fixture(autouse=True)
def theme(qapp) -> Theme:
    """One window serves this whole module: it is not closed after each test."""
    look = Theme("light")
    look.apply(qapp)
    return look


def test_nothing_that_can_lie_open_is_forgotten() -> None:
    """A new dialog, menu or panel has to be listed, and is then tried by P6."""
    assert unlisted() == set()
    assert gone() == set()


def test_the_list_is_found_by_reading_the_program() -> None:
    found = set(found_in_the_program())
    assert {"MovesMenu", "NameDialog", "QFileDialog Attach files"} <= found
    assert found >= BASES
    assert len(OPENINGS) > 40


@pytest.mark.parametrize(("name", "trigger"), TRIED.items())
def test_it_locks_over_what_lies_open_and_loses_no_word(at, name, trigger) -> None:
    promise = Promise("P6")
    try_one(at, name, trigger, promise)
    assert promise.wrong == []
    assert promise.counts["locks"] == 1


def test_every_way_to_lock_is_tried() -> None:
    assert set(TRIED.values()) == set(TRIGGERS)


@pytest.fixture
def window(qtbot, theme: Theme, tmp_path: Path) -> Iterator[MainWindow]:
    made = new_window(qtbot, theme, tmp_path, Clock())
    session = empty_copy(tmp_path)
    lock(session)
    made.begin(session.vault.folder)
    yield made
    made.close()


def test_a_reason_half_typed_is_told_once_after_unlocking(qtbot, window) -> None:
    work = unlock_in(qtbot, window)
    page = work.frame.page("today")
    dialog = ask_reason(page, "Why?", "Say why.", act="Void it", then=str)
    qtbot.keyClicks(dialog.field.input, "The parcel was found")
    window.lock()
    again = unlock_in(qtbot, window)
    said = again.screen("today").said()
    assert said.title.text() == "Typed before the lock, and not saved"
    assert said.text.text() == "Reason: The parcel was found"
    window.lock()
    assert unlock_in(qtbot, window).screen("today").said() is None


def test_a_passphrase_in_sight_is_never_kept(qtbot, window) -> None:
    work = unlock_in(qtbot, window)
    work.go("settings")
    page = work.screen("settings")
    page.show_section("keys")
    field = page.keys.mine.new.first
    field.set_value("")
    field._turn()  # noqa: SLF001  what the eye does
    assert field.edit.echoMode() is QLineEdit.EchoMode.Normal
    field.edit.insert("quiet otters")
    work.gather_loose()
    assert "otters" not in work._typing.loose  # noqa: SLF001  what would be kept
    assert "otters" not in (page.half_typed() or "")


def test_a_page_that_fails_does_not_hold_up_the_lock(qtbot, window) -> None:
    work = unlock_in(qtbot, window)
    work.gather_loose = lambda: 1 / 0
    window.lock()
    assert window.workplace is None
