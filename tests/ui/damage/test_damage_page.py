"""A vault that is not whole, or may only be looked at, in the real window."""

import os
import shutil
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest
from builders import Clock
from picture_checks import SIZES, findings, save_picture
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QPushButton

from isteam_app.domain.backup_calendar import Why
from isteam_app.errors import VaultDamaged, VaultReadOnly
from isteam_app.services.backups import make_backup
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.unlock import lock, unlock
from isteam_app.storage.key_header import HEADER
from isteam_app.storage.places import NETWORK_FOLDERS
from ui.common.theme import Theme
from ui.damage.damage_page import DamagePage
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow
from ui.places import Place
from ui.workplace import Workplace

PICTURES = os.environ.get("ISTEAM_PICTURES", "")


@pytest.fixture
def window(qtbot, theme: Theme, clock: Clock, tmp_path: Path) -> Iterator[MainWindow]:
    choices = LocalChoices(tmp_path / "local" / "settings.json")
    made = MainWindow(theme, choices, now=clock, vaults=tmp_path / "vaults")
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.fixture
def folder(demo_original: Path, tmp_path: Path) -> Path:
    """A closed copy of the demonstration."""
    return Path(shutil.copytree(demo_original, tmp_path / "team.isvault"))


@pytest.fixture
def work(qtbot, window: MainWindow, folder: Path) -> Workplace:
    window.begin(folder)
    return unlock_here(qtbot, window)


def unlock_here(qtbot, window: MainWindow) -> Workplace:
    page = window.unlock_page
    page.passphrase.edit.setText(PASSPHRASE)
    page.try_it()
    return entered(qtbot, window)


def entered(qtbot, window: MainWindow) -> Workplace:
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=20_000)
    assert window.workplace is not None
    return window.workplace


def spoil(folder: Path, *pages: int) -> None:
    database = folder / "vault.db"
    raw = bytearray(database.read_bytes())
    for page in pages or range(40, len(raw) // 4_096, 7):
        raw[page * 4_096 + 99] ^= 4
    database.write_bytes(raw)


def press(note, words: str) -> None:
    button = next(
        each for each in note.findChildren(QPushButton) if each.words() == words
    )
    button.click()


def picture(window: MainWindow, theme: Theme, name: str) -> None:
    """Kept where somebody asked for pictures; looked at by machine in any case."""
    assert findings(window) == []
    if PICTURES:
        for look in ("light", "dark"):
            theme.set_choice(look)
            save_picture(window, Path(PICTURES) / f"{name}-{look}.png")
        theme.set_choice("light")


def damage_page(work: Workplace) -> DamagePage:
    page = work.screen("damage")
    assert isinstance(page, DamagePage)
    return page


def test_damage_met_in_a_session_stops_all_change_and_leads_on(
    qtbot, window: MainWindow, work: Workplace, theme: Theme
) -> None:
    work.open_case(1)
    work.session.vault.note_damage(VaultDamaged("x", detail="malformed"))
    qtbot.waitUntil(lambda: work.place == Place("damage"))
    banner = work.frame.banner()
    assert banner is not None
    assert banner.accessibleName() == "Part of the vault is damaged"
    page = damage_page(work)
    assert page.newest.text() == "None in sight"
    assert not work.frame.top_bar.post_button.isEnabled()
    assert "damaged" in work.frame.top_bar.post_button.toolTip()
    picture(window, theme, "damage-in-a-session")
    work.open_case(1)  # what can still be read is still shown
    assert work.place == Place("case", 1)
    work.new_post()
    assert work.place == Place("case", 1)


def test_a_real_bad_page_is_met_while_reading(
    qtbot, window: MainWindow, work: Workplace
) -> None:
    spoil(work.session.vault.folder)
    work.session.vault.inside().engine.dispose()  # what a fresh start would not cache
    with suppress(VaultDamaged):  # so bad that not even the check gets through
        work.session.vault.verify()
    qtbot.waitUntil(lambda: work.place == Place("damage"))
    window.lock()
    assert window.workplace is None


def test_salvage_from_the_session_and_open_what_was_saved(
    qtbot, window: MainWindow, work: Workplace, theme: Theme
) -> None:
    work.session.vault.note_damage(VaultDamaged("x", detail="malformed"))
    qtbot.waitUntil(lambda: work.place == Place("damage"))
    page = damage_page(work)
    page.salvage.button.click()
    card = page.salvage_card
    assert card.place.value().endswith("team salvaged.isvault")
    picture(window, theme, "damage-salvage")
    card.start.click()
    qtbot.waitUntil(card.open.isVisible, timeout=60_000)
    said = card.said()
    assert said is not None
    assert said.title.text() == "Everything could be saved"
    picture(window, theme, "damage-salvaged")
    card.open.click()
    assert window.workplace is None
    assert window.unlock_page.folder.name == "team salvaged.isvault"
    work = unlock_here(qtbot, window)
    assert work.session.vault.verify().whole


def test_the_report_is_saved_and_names_nobody(
    qtbot, window: MainWindow, work: Workplace, tmp_path: Path
) -> None:
    with work.session.vault.read() as vault:
        names = {row.subject.name for row in vault.cases.several(range(1, 60))}
    spoil(work.session.vault.folder)
    work.session.vault.note_damage(VaultDamaged("x", detail="malformed"))
    qtbot.waitUntil(lambda: work.place == Place("damage"))
    page = damage_page(work)
    page.report.button.click()
    qtbot.waitUntil(lambda: bool(page.findChildren(QFileDialog)), timeout=20_000)
    for dialog in page.findChildren(QFileDialog):
        dialog.close()
    page.save_report(str(tmp_path / "report.txt"))
    text = (tmp_path / "report.txt").read_text()
    assert "not whole" in text
    assert len(names) > 20
    for canary in (*names, str(tmp_path), "Robin", "Fernleigh", "IS-2026"):
        assert canary not in text


def test_a_share_offers_to_look_only_before_anybody_types(
    qtbot,
    window: MainWindow,
    folder: Path,
    theme: Theme,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv(NETWORK_FOLDERS, str(folder.parent))
    before = contents(folder)
    window.begin(folder)
    note = window.unlock_page.said_note()
    assert note is not None
    assert note.title.text() == "The vault is on a network share"
    picture(window, theme, "unlock-on-a-share")
    press(note, "Look only")
    assert "then press Look only" in window.unlock_page.passphrase.problem()
    window.unlock_page.passphrase.edit.setText(PASSPHRASE)
    press(note, "Look only")
    work = entered(qtbot, window)
    banner = work.frame.banner()
    assert banner is not None
    said = "The vault is on a network share. Nothing can be changed."
    assert banner.accessibleDescription() == said
    work.open_case(1)
    picture(window, theme, "look-only")
    with (
        pytest.raises(VaultReadOnly, match="Opened to look only"),
        work.session.vault.change("x", by="R", at=work.session.now()),
    ):
        pass
    for place in ("today", "letters", "people", "settings", "deadlines"):
        work.go(place)
        assert work.place == Place(place)
    work.new_request()
    assert work.place == Place("deadlines")
    window.lock()
    assert contents(folder) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {
        path.name: path.read_bytes() for path in folder.rglob("*") if path.is_file()
    }


def test_a_vault_in_use_can_be_looked_at(
    qtbot, window: MainWindow, folder: Path, theme: Theme, clock: Clock
) -> None:
    other = unlock(folder, PASSPHRASE, clock)
    window.begin(folder)
    page = window.unlock_page
    page.passphrase.edit.setText(PASSPHRASE)
    page.try_it()
    qtbot.waitUntil(lambda: page.said_note() is not None, timeout=20_000)
    note = page.said_note()
    assert note is not None
    picture(window, theme, "unlock-in-use")
    press(note, "Look only")
    work = entered(qtbot, window)
    assert "This window has the vault open already" in work.session.vault.look_only
    window.lock()
    lock(other)


def test_damage_at_the_door_leads_to_salvage(
    qtbot, window: MainWindow, folder: Path, theme: Theme
) -> None:
    spoil(folder, 0)
    window.begin(folder)
    page = window.unlock_page
    page.passphrase.edit.setText(PASSPHRASE)
    page.try_it()
    qtbot.waitUntil(lambda: page.said_note() is not None, timeout=20_000)
    picture(window, theme, "unlock-damaged")
    press(page.said_note(), "What you can do")
    damage = window.findChild(DamagePage)
    assert damage is not None
    assert damage.isVisible()
    picture(window, theme, "damage-at-the-door")
    damage.salvage.button.click()
    assert "first" in damage.key.problem()
    damage.key.edit.setText(PASSPHRASE)
    damage.salvage.button.click()
    damage.salvage_card.start.click()
    qtbot.waitUntil(damage.salvage_card.open.isVisible, timeout=60_000)
    damage.salvage_card.open.click()
    assert window.unlock_page.folder.name == "team salvaged.isvault"
    unlock_here(qtbot, window)


def test_the_copy_of_the_key_file_is_put_in_place_only_if_it_opens(
    qtbot, window: MainWindow, folder: Path, theme: Theme
) -> None:
    (folder / HEADER).write_bytes(b"\0" * 90)
    window.begin(folder)
    press(window.unlock_page.said_note(), "What you can do")
    damage = window.findChild(DamagePage)
    assert damage is not None
    picture(window, theme, "damage-of-the-keys")
    damage.key.edit.setText("not the passphrase at all")
    damage.copy.button.click()
    qtbot.waitUntil(lambda: bool(damage.key.problem()), timeout=20_000)
    assert (folder / HEADER).read_bytes() == b"\0" * 90
    damage.key.edit.setText(PASSPHRASE)
    damage.copy.button.click()
    qtbot.waitUntil(window.unlock_page.isVisible, timeout=20_000)
    assert window.unlock_page.said_note() is None
    unlock_here(qtbot, window)


def test_keyboard_reaches_every_way(qtbot, window: MainWindow, work: Workplace) -> None:
    work.session.vault.note_damage(VaultDamaged("x"))
    qtbot.waitUntil(lambda: work.place == Place("damage"))
    page = damage_page(work)
    ways = (page.restore, page.salvage, page.report)
    assert all(
        way.button.focusPolicy() & Qt.FocusPolicy.TabFocus
        and way.button.accessibleDescription()
        for way in ways
    )
    assert page.first_focus() is page.restore.button


def test_the_newest_backup_is_named_and_restored_elsewhere(
    qtbot, window: MainWindow, work: Workplace, theme: Theme
) -> None:
    vault = work.session.vault
    beside = vault.folder.with_name("team backups")
    beside.mkdir()
    made = make_backup(work.session, Why.HAND, target=beside)
    vault.note_damage(VaultDamaged("x", detail="malformed"))
    qtbot.waitUntil(lambda: work.place == Place("damage"))
    page = damage_page(work)
    assert page.newest.text().startswith(made.path.name)
    assert "10:42 on Mon 23 Nov 2026" in page.newest.text()
    name = "Information_Security_and_Records_" * 6
    page.newest.setText(page.newest.text().replace("team", name))
    assert findings(window) == []
    page.restore.button.click()
    card = page.restore_card
    assert card.file.value() == str(made.path)
    assert card.place.value() == str(vault.folder.with_name("team restored.isvault"))
    card.start.click()
    assert card.key.problem()
    card.key.edit.setText("not the passphrase")
    card.start.click()
    qtbot.waitUntil(lambda: "not" in card.key.problem(), timeout=30_000)
    picture(window, theme, "damage-restore")
    card.key.edit.setText(PASSPHRASE)
    card.start.click()
    qtbot.waitUntil(card.open.isVisible, timeout=60_000)
    assert card.key.value() == ""
    picture(window, theme, "damage-restored")
    card.open.click()
    assert window.unlock_page.folder.name == "team restored.isvault"
    unlock_here(qtbot, window)


def test_it_fits_small_windows_and_a_lock_leads_back_to_today(
    qtbot, window: MainWindow, work: Workplace, theme: Theme
) -> None:
    work.session.vault.note_damage(VaultDamaged("x", detail="malformed"))
    qtbot.waitUntil(lambda: work.place == Place("damage"))
    for width, height in SIZES:
        window.resize(width, height)
        assert findings(window) == [], (width, height)
    if PICTURES:
        save_picture(window, Path(PICTURES) / "damage-small-light.png")
    damage_page(work).leave.click()
    assert window.workplace is None
    again = unlock_here(qtbot, window)  # nothing was really damaged
    assert again.place == Place("today")
    assert again.frame.banner() is None
    assert again.frame.top_bar.post_button.isEnabled()
