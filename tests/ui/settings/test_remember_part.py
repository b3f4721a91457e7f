"""Being remembered on this computer: allowed first, then chosen, then taken back."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock
from keyring.errors import KeyringLocked
from keyring_steps import allow
from picture_checks import findings

from faults._keyrings import (
    GOOD,
    GoodKeyring,
    HangingKeyring,
    PlaintextKeyring,
    RaisingKeyring,
    device_keyring,
)
from isteam_app.device_keyring import DeviceKeyring
from isteam_app.services.remembering import is_remembered
from isteam_app.services.session import Session
from isteam_app.storage.key_changes import add_device
from ui.common.background import Background
from ui.local_choices import LocalChoices
from ui.settings.remember_part import RememberPart
from ui.settings.settings_page import SettingsPage


@pytest.fixture
def choices(tmp_path: Path) -> LocalChoices:
    return LocalChoices(tmp_path / "local" / "settings.json")


@pytest.fixture
def found() -> GoodKeyring:
    return GoodKeyring()


class Settings:
    """Opens the section over one keyring or another."""

    def __init__(self, qtbot, session: Session, choices: LocalChoices) -> None:
        self.qtbot, self.session, self.choices = qtbot, session, choices
        self.background = Background()
        self.page: SettingsPage | None = None

    def part(self, keyring: DeviceKeyring) -> RememberPart:
        part = RememberPart(
            self.session, self.background, keyring=keyring, choices=self.choices
        )
        self.page = SettingsPage(self.session, self.background, remember=part)
        self.page.resize(1000, 700)
        self.page.show()
        self.qtbot.waitExposed(self.page)
        self.page.show_section("computer")
        self.rest()
        return part

    def turn(self, part: RememberPart) -> None:
        part.switch.box.click()
        self.rest()

    def rest(self) -> None:
        """Wait until the worker has nothing to do and the page has heard of it."""
        self.qtbot.waitUntil(lambda: not self.background.is_busy)

    def end(self) -> None:
        self.background.close()
        if self.page is not None:
            self.page.close()


@pytest.fixture
def settings(qtbot, session: Session, choices) -> Iterator[Settings]:
    allow(session)
    made = Settings(qtbot, session, choices)
    yield made
    made.end()


def says(part: RememberPart) -> str:
    return part.switch.box.accessibleDescription()


def test_it_is_turned_on_and_off(settings: Settings, session, found, choices) -> None:
    part = settings.part(device_keyring(found))
    assert part.switch.box.isEnabled()
    assert not part.switch.value()
    assert GOOD in says(part)
    settings.turn(part)
    assert part.switch.value()
    assert is_remembered(session)
    assert choices.keeper_of(session.vault.id) == GOOD
    assert found.kept
    settings.turn(part)
    assert not part.switch.value()
    assert not is_remembered(session)
    assert choices.keeper_of(session.vault.id) == ""
    assert not found.kept


def test_it_is_off_and_says_why_where_nobody_allowed_it(
    settings: Settings, session, found
) -> None:
    allow(session, allowed=False)
    part = settings.part(device_keyring(found))
    assert not part.switch.box.isEnabled()
    assert "administrator has not allowed" in says(part)
    assert "administrator" in part.switch.box.toolTip()


@pytest.mark.parametrize(
    ("keyring", "said"),
    [
        (DeviceKeyring(lambda: None), "plain text"),
        (DeviceKeyring(PlaintextKeyring), "plain text"),
        (device_keyring(None, seconds=0.1), "plain text"),
    ],
)
def test_it_is_off_and_says_why_without_a_keyring_to_be_trusted(
    settings: Settings, keyring: DeviceKeyring, said: str
) -> None:
    part = settings.part(keyring)
    assert not part.switch.box.isEnabled()
    assert said in says(part)
    assert "passphrase opens the vault as always" in says(part)


def test_a_locked_keyring_turns_the_switch_back(settings: Settings, session) -> None:
    part = settings.part(device_keyring(RaisingKeyring(KeyringLocked())))
    settings.turn(part)
    assert not part.switch.value()
    assert part.switch.box.isEnabled()
    note = part.said_note()
    assert note is not None
    assert "Nothing is remembered" in note.text.text()
    assert not is_remembered(session)


def test_when_it_is_no_longer_allowed_the_keyring_is_cleared_too(
    settings: Settings, session, found, choices
) -> None:
    part = settings.part(device_keyring(found))
    settings.turn(part)
    allow(session, allowed=False)
    part.reload()
    settings.rest()
    assert not part.switch.value()
    assert not part.switch.box.isEnabled()
    assert not found.kept
    assert choices.keeper_of(session.vault.id) == ""


def test_another_computer_is_named_before_it_is_turned_off(
    settings: Settings, session, found, clock: Clock
) -> None:
    add_device(session.vault, session.member.id, by="Robin Sample", at=clock())
    part = settings.part(device_keyring(found))
    assert not part.switch.value()
    assert "Another computer" in says(part)


def test_it_can_be_turned_off_where_the_keyring_hangs(
    settings: Settings, session, found, choices
) -> None:
    settings.turn(settings.part(device_keyring(found)))
    hanging = HangingKeyring(found.kept)
    part = settings.part(device_keyring(hanging, seconds=0.1))
    assert part.switch.value()
    settings.turn(part)
    assert not is_remembered(session)
    assert choices.keeper_of(session.vault.id) == ""
    note = part.said_note()
    assert note is not None
    assert "opens nothing" in note.text.text()
    hanging.let_go.set()


def test_locking_while_the_keyring_hangs_leaves_nothing_remembered(
    settings: Settings, session, qtbot
) -> None:
    hanging = HangingKeyring()
    part = settings.part(device_keyring(hanging, seconds=3600))
    part.switch.box.click()
    qtbot.waitUntil(lambda: is_remembered(session))
    settings.background.close()
    assert not is_remembered(session)
    hanging.let_go.set()


def test_what_this_computer_knows_comes_back_after_a_start(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    LocalChoices(file).remember_keeper("1a2b", GOOD)
    assert LocalChoices(file).keeper_of("1a2b") == GOOD
    assert LocalChoices(file).keeper_of("9f") == ""
    choices = LocalChoices(file)
    choices.choose_theme("dark")
    choices.remember_keeper("1a2b", "")
    assert LocalChoices(file).keeper_of("1a2b") == ""
    assert LocalChoices(file).now.theme == "dark"


def test_a_file_of_an_earlier_version_is_read_as_before(tmp_path: Path) -> None:
    file = tmp_path / "settings.json"
    choices = LocalChoices(file)
    choices.choose_theme("dark")
    text = file.read_text(encoding="utf-8").replace('"keepers": {}', '"other": {}')
    assert '"keepers"' not in text
    file.write_text(text, encoding="utf-8")
    assert LocalChoices(file).now.theme == "dark"


@pytest.mark.parametrize("allowed", [True, False])
def test_the_section_is_whole(
    settings: Settings, session, found, allowed: bool
) -> None:
    allow(session, allowed=allowed)
    settings.part(device_keyring(found))
    assert settings.page is not None
    assert findings(settings.page) == []
