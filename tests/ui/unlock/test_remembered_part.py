"""Whatever this computer's keyring does, the passphrase box is there and works."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock, empty_copy
from keyring_steps import allow
from picture_checks import findings, settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMainWindow

from faults._keyrings import (
    FAULTS,
    GOOD,
    TRUSTED,
    Fault,
    GoodKeyring,
    HangingKeyring,
    device_keyring,
)
from isteam_app.device_keyring import DeviceKeyring
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.remembering import forget_everybodys, remember
from isteam_app.services.unlock import lock, unlock
from ui.common.background import Background
from ui.unlock.remembered_part import RememberedPart
from ui.unlock.unlock_page import UnlockPage

HASTE = 0.2
"""Seconds the keyring is given here; in the program there are three."""


@pytest.fixture
def found() -> GoodKeyring:
    return GoodKeyring()


@pytest.fixture
def vault(tmp_path: Path, clock: Clock, found: GoodKeyring) -> Path:
    """The folder of a closed vault that this computer remembers."""
    session = empty_copy(tmp_path, clock)
    allow(session)
    remember(session, device_keyring(found))
    lock(session)
    return session.vault.folder


@pytest.fixture
def keyring(found: GoodKeyring) -> DeviceKeyring:
    return device_keyring(found)


@pytest.fixture
def door(qtbot, background: Background, clock: Clock, vault: Path) -> Iterator["Door"]:
    made = Door(qtbot, background, clock, vault)
    yield made
    for window in made.windows:
        window.close()


class Door:
    """Builds the page in front of the vault, over one keyring or another."""

    def __init__(self, qtbot, background: Background, clock: Clock, vault: Path):
        self.qtbot, self.background, self.clock = qtbot, background, clock
        self.vault = vault
        self.windows: list[QMainWindow] = []

    def page(self, keyring: DeviceKeyring, keeper: str = GOOD) -> UnlockPage:
        window = QMainWindow()
        remembered = RememberedPart(
            self.background,
            self.clock,
            keyring=keyring,
            keeper_of=lambda _: keeper,
        )
        page = UnlockPage(self.background, self.clock, remembered=remembered)
        window.setCentralWidget(page)
        window.resize(1280, 800)
        window.show()
        self.windows.append(window)
        page.show_vault(self.vault)
        page.first_focus().setFocus()
        self.qtbot.waitUntil(page.first_focus().hasFocus)
        return page

    def press(self, page: UnlockPage) -> None:
        self.qtbot.mouseClick(page.remembered.button, Qt.MouseButton.LeftButton)

    def note(self, page: UnlockPage) -> str:
        self.qtbot.waitUntil(lambda: page.said_note() is not None)
        note = page.said_note()
        assert note is not None
        return note.text.text()


def test_the_button_opens_the_vault(qtbot, door: Door, keyring) -> None:
    page = door.page(keyring)
    with qtbot.waitSignal(page.unlocked) as opened:
        door.press(page)
    session = opened.args[0]
    assert session.member.name == "Robin Sample"
    lock(session)


def test_nothing_is_asked_before_it_is_pressed(qtbot, door: Door, found) -> None:
    asked: list[str] = []

    def find() -> GoodKeyring:
        asked.append("asked")
        return found

    page = door.page(DeviceKeyring(find, allowed=TRUSTED))
    page.show_vault(door.vault, said="Locked at 17:22.")
    page.passphrase.focus_field()
    assert page.remembered.button.isEnabled()
    assert asked == []
    with qtbot.waitSignal(page.unlocked) as opened:
        door.press(page)
    assert asked == ["asked"]
    lock(opened.args[0])


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name)
def test_every_fault_leads_to_the_passphrase_box(
    qtbot, door: Door, found: GoodKeyring, fault: Fault
) -> None:
    page = door.page(fault.keyring(found.kept, seconds=HASTE))
    door.press(page)
    assert fault.said in door.note(page)
    assert page.passphrase.edit.hasFocus()
    assert page.passphrase.edit.isEnabled()
    with qtbot.waitSignal(page.unlocked) as opened:
        qtbot.keyClicks(page.passphrase.edit, PASSPHRASE)
        qtbot.keyClick(page.passphrase.edit, Qt.Key.Key_Return)
    lock(opened.args[0])


def test_the_passphrase_opens_while_the_keyring_still_hangs(qtbot, door: Door) -> None:
    hanging = HangingKeyring()
    page = door.page(device_keyring(hanging, seconds=3600))
    door.press(page)
    assert page.passphrase.edit.hasFocus(), "typing goes on at once"
    qtbot.keyClicks(page.passphrase.edit, PASSPHRASE)
    with qtbot.waitSignal(page.unlocked) as opened:
        qtbot.keyClick(page.passphrase.edit, Qt.Key.Key_Return)
    lock(opened.args[0])
    hanging.let_go.set()


def test_what_is_half_typed_stays_when_the_keyring_fails(qtbot, door: Door) -> None:
    hanging = HangingKeyring()
    page = door.page(device_keyring(hanging, seconds=HASTE))
    door.press(page)
    qtbot.keyClicks(page.passphrase.edit, PASSPHRASE[:7])
    assert "did not answer" in door.note(page)
    qtbot.keyClicks(page.passphrase.edit, PASSPHRASE[7:])
    assert page.passphrase.value() == PASSPHRASE
    hanging.let_go.set()


def test_a_keyring_that_answers_too_late_opens_nothing(
    qtbot, door: Door, found: GoodKeyring
) -> None:
    hanging = HangingKeyring(found.kept)
    page = door.page(device_keyring(hanging, seconds=3600))
    door.press(page)
    with qtbot.waitSignal(page.unlocked) as opened:
        qtbot.keyClicks(page.passphrase.edit, PASSPHRASE)
        qtbot.keyClick(page.passphrase.edit, Qt.Key.Key_Return)
    lock(opened.args[0])
    heard = []
    page.unlocked.connect(heard.append)
    hanging.let_go.set()
    assert device_keyring(hanging).fetch("any").sentence, "it answers again"
    settle(page)
    assert heard == []
    assert page.said_note() is None


def test_a_second_press_asks_only_once(qtbot, door: Door, keyring) -> None:
    page = door.page(keyring)
    with qtbot.waitSignal(page.unlocked) as opened:
        page.remembered.button.click()
        assert not page.remembered.button.isEnabled()
        page.remembered.button.click()
    lock(opened.args[0])


def test_where_nothing_is_remembered_there_is_no_button(door: Door, keyring) -> None:
    assert not door.page(keyring, keeper="").remembered.isVisible()


def test_when_the_vault_forgot_every_computer_the_button_goes(
    door: Door, keyring, clock: Clock
) -> None:
    page = door.page(keyring)
    assert page.remembered.isVisible()
    session = unlock(door.vault, PASSPHRASE, clock)
    forget_everybodys(session)
    lock(session)
    page.show_vault(door.vault)
    assert not page.remembered.isVisible()


def test_a_vault_open_elsewhere_is_not_blamed_on_the_keyring(
    door: Door, keyring, clock: Clock
) -> None:
    page = door.page(keyring)
    elsewhere = unlock(door.vault, PASSPHRASE, clock)
    door.press(page)
    assert "open" in door.note(page)
    assert "keyring" not in door.note(page)
    lock(elsewhere)


def test_the_button_comes_after_unlock_by_tab(qtbot, door: Door, keyring) -> None:
    page = door.page(keyring)
    order = []
    for _ in range(8):
        qtbot.keyClick(page.window().focusWidget(), Qt.Key.Key_Tab)
        order.append(page.window().focusWidget())
    assert order.index(page.unlock_button) < order.index(page.remembered.button)


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640), (960, 540)])
def test_the_page_is_whole_at_every_size(qtbot, door: Door, keyring, size) -> None:
    page = door.page(keyring)
    page.window().resize(*size)
    qtbot.waitExposed(page.window())
    assert findings(page) == []
