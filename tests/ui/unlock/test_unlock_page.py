"""Each refusal at the door has its own sentence and its own way out."""

import shutil
import sqlite3
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock
from picture_checks import findings
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow, QPushButton

from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.unlock import create, lock, unlock
from isteam_app.storage.kdf import FLOOR_COST
from ui.unlock.unlock_page import UnlockPage


@pytest.fixture
def page(qtbot, background, vault, clock) -> Iterator[UnlockPage]:
    window = QMainWindow()
    made = UnlockPage(background, clock)
    window.setCentralWidget(made)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    made.show_vault(vault)
    made.first_focus().setFocus()
    qtbot.waitUntil(made.first_focus().hasFocus)
    yield made
    window.close()


def type_and_enter(qtbot, page: UnlockPage, words: str) -> None:
    field = page.first_focus()
    qtbot.keyClicks(field, words)
    qtbot.keyClick(field, Qt.Key.Key_Return)


def refusal(qtbot, page: UnlockPage) -> str:
    """Try the right passphrase and return what the note says."""
    type_and_enter(qtbot, page, PASSPHRASE)
    qtbot.waitUntil(page.unlock_button.isEnabled)
    note = page.said_note()
    assert note is not None
    return f"{note.title.text()}: {note.text.text()}"


def test_the_right_passphrase_and_enter_open_the_vault(qtbot, page) -> None:
    with qtbot.waitSignal(page.unlocked) as opened:
        type_and_enter(qtbot, page, PASSPHRASE)
    session = opened.args[0]
    assert session.member.name == "Robin Sample"
    assert page.passphrase.value() == "", "the passphrase must not stay in the page"
    lock(session)


def test_a_wrong_passphrase_is_selected_for_another_try(qtbot, page) -> None:
    type_and_enter(qtbot, page, "paper boats sink somewhere")
    qtbot.waitUntil(lambda: bool(page.passphrase.problem()))
    assert "does not open this vault" in page.passphrase.problem()
    edit = page.passphrase.edit
    assert edit.hasFocus()
    assert edit.selectedText(), "typing must replace what was wrong"
    with qtbot.waitSignal(page.unlocked) as opened:
        type_and_enter(qtbot, page, PASSPHRASE)
    lock(opened.args[0])


def test_nothing_typed_is_said_under_the_field(qtbot, page) -> None:
    qtbot.mouseClick(page.unlock_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(page.passphrase.problem()))
    assert page.passphrase.problem() == "Type your passphrase."


def test_input_is_off_while_the_key_is_made(qtbot, page) -> None:
    qtbot.keyClicks(page.first_focus(), PASSPHRASE)
    with qtbot.waitSignal(page.unlocked) as opened:
        page.try_it()
        page.try_it()  # a second Enter must not start a second try
        assert not page.passphrase.edit.isEnabled()
        assert not page.unlock_button.isEnabled()
        assert not page.other_button.isEnabled()
    lock(opened.args[0])


def test_a_damaged_vault_is_not_called_a_wrong_passphrase(qtbot, page, vault) -> None:
    database = max(vault.iterdir(), key=lambda file: file.stat().st_size)
    content = bytearray(database.read_bytes())
    content[4096 : 4096 + 64] = bytes(64)
    content[16:80] = bytes(64)
    database.write_bytes(content)
    said = refusal(qtbot, page)
    assert "damaged" in said.casefold()
    assert page.passphrase.problem() == ""


def test_a_missing_vault_offers_to_open_another(qtbot, page, vault) -> None:
    shutil.rmtree(vault)
    page.show_vault(vault)
    note = page.said_note()
    assert note is not None
    assert note.title.text() == "There is no vault there"
    with qtbot.waitSignal(page.other_wanted):
        note.findChild(QPushButton).click()


def test_a_folder_that_is_no_vault_says_so(page, tmp_path: Path) -> None:
    stranger = tmp_path / "holiday pictures"
    stranger.mkdir()
    (stranger / "beach.jpg").write_bytes(b"not a vault")
    page.show_vault(stranger)
    note = page.said_note()
    assert note is not None
    assert note.text.text()


def test_a_plain_database_in_place_of_the_vault_is_refused(qtbot, page, vault) -> None:
    database = max(vault.iterdir(), key=lambda file: file.stat().st_size)
    database.unlink()
    with sqlite3.connect(database) as plain:
        plain.execute("CREATE TABLE notes (line TEXT)")
    plain.close()
    said = refusal(qtbot, page)
    assert said
    assert "passphrase is not right" not in said


def test_a_vault_that_is_open_elsewhere_can_be_tried_again(
    qtbot, page, vault, clock
) -> None:
    elsewhere = unlock(vault, PASSPHRASE, clock)
    said = refusal(qtbot, page)
    assert said.startswith("The vault is already open")
    lock(elsewhere)
    page.said_note().findChild(QPushButton).click()
    assert page.said_note() is None
    with qtbot.waitSignal(page.unlocked) as opened:
        type_and_enter(qtbot, page, PASSPHRASE)
    lock(opened.args[0])


def test_the_printed_recovery_key_opens_the_vault(
    qtbot, page, tmp_path, clock: Clock
) -> None:
    made = create(
        tmp_path / "other",
        passphrase="nobody remembers this one",  # noqa: S106 - a test's own
        member="Sam Placeholder",
        now=clock,
        cost=FLOOR_COST,
    )
    lock(made.session)
    page.show_vault(made.session.vault.folder)
    qtbot.mouseClick(page.switch, Qt.MouseButton.LeftButton)
    assert page.recovery_key.edit.hasFocus()
    type_and_enter(qtbot, page, "2222-2222")
    qtbot.waitUntil(lambda: bool(page.recovery_key.problem()))
    with qtbot.waitSignal(page.unlocked) as opened:
        type_and_enter(qtbot, page, made.recovery_key.lower().replace("-", " "))
    lock(opened.args[0])


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640), (960, 540)])
def test_the_page_is_whole_at_every_size(qtbot, page, vault, size) -> None:
    page.window().resize(*size)
    page.show_vault(vault, last_opened="Fri 20 Nov 2026, 17:22", said="Locked at 17:22")
    qtbot.waitExposed(page.window())
    assert findings(page) == []
