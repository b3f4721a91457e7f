"""The window: from first run to Today, the lock, and closing in the middle of work."""

import os
import shutil
import threading
from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest
from builders import Clock, empty_copy, new_post
from picture_checks import findings
from PySide6.QtCore import QPoint, QRect, QTimer
from PySide6.QtCore import Qt as QtCoreQt
from PySide6.QtGui import QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QLineEdit,
    QListView,
    QMenu,
    QPlainTextEdit,
)

from isteam_app.errors import DiskFull, VaultUnavailable
from isteam_app.letters.incoming import incoming_letter
from isteam_app.progress import Progress
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.unlock import create, lock, unlock
from isteam_app.storage.kdf import FLOOR_COST
from ui.common.background import Job
from ui.common.dialogs import ConfirmDialog, ask, ask_reason
from ui.common.theme import Theme
from ui.local_choices import LocalChoices
from ui.main_window import MainWindow
from ui.window_place import clamped
from ui.workplace import Workplace

Key = QtCoreQt.Key
WORDS = "quiet otters paint fences"


@pytest.fixture
def choices(tmp_path: Path) -> LocalChoices:
    return LocalChoices(tmp_path / "local" / "settings.json")


@pytest.fixture
def window(
    qtbot, theme: Theme, choices: LocalChoices, clock: Clock, tmp_path: Path
) -> Iterator[MainWindow]:
    made = MainWindow(
        theme,
        choices,
        now=clock,
        create=partial(create, cost=FLOOR_COST),
        vaults=tmp_path / "vaults",
    )
    made.resize(1280, 800)
    made.show()
    qtbot.waitExposed(made)
    yield made
    made.close()


@pytest.fixture
def folder(tmp_path: Path, clock: Clock) -> Path:
    """A closed vault with one case in it."""
    session = empty_copy(tmp_path, clock)
    receive_post(session, new_post())
    lock(session)
    return session.vault.folder


@pytest.fixture
def work(qtbot, window: MainWindow, folder: Path) -> Workplace:
    """The place of work of an unlocked vault."""
    window.begin(folder)
    unlock_here(qtbot, window)
    return here(window)


def unlock_here(qtbot, window: MainWindow, words: str = PASSPHRASE) -> None:
    field = window.unlock_page.first_focus()
    qtbot.waitUntil(field.hasFocus)
    qtbot.keyClicks(field, words)
    qtbot.keyClick(field, Key.Key_Return)
    qtbot.waitUntil(lambda: window.workplace is not None)


def here(window: MainWindow) -> Workplace:
    assert window.workplace is not None
    return window.workplace


def focused() -> QLineEdit:
    found = QApplication.focusWidget()
    assert found is not None
    return found


def is_locked(session: Session) -> bool:
    try:
        with session.vault.read():
            return False
    except VaultUnavailable:
        return True


def typed_in_settings(work: Workplace) -> None:
    """Leave a change of the signatory's role half typed."""
    work.go("settings")
    page = work.screen("settings")
    page.show_section("signatory")
    page.form["signatory_role"].edit.setText("Head of post")


def test_from_first_run_to_today_by_keys_alone(qtbot, window, tmp_path) -> None:
    window.begin()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    for words in ("", "", "", "Priya Raman", WORDS, WORDS):
        if words:
            qtbot.keyClicks(focused(), words)
        qtbot.keyClick(focused(), Key.Key_Return)
    card = window.first_run_page.creating
    qtbot.waitUntil(lambda: card.is_half_done and card.go_on.isEnabled())
    key = recovery_key(qtbot, card, tmp_path)
    for field in card.sheet.groups:
        qtbot.keyClicks(focused(), key[int(field.name.split()[1]) - 1])
        qtbot.keyClick(focused(), Key.Key_Return)
    qtbot.waitUntil(lambda: window.workplace is not None)
    assert here(window).place.key == "today"
    assert window.windowTitle() == "ISTeam"
    folder = here(window).session.vault.folder
    assert folder.parent == tmp_path / "vaults"
    window.close()
    lock(unlock(folder, WORDS))


def recovery_key(qtbot, card, tmp_path: Path) -> list[str]:
    import re

    import pypdfium2

    file = tmp_path / "sheet.pdf"
    card.save_sheet_to(str(file))
    qtbot.waitUntil(lambda: file.exists() and card.go_on.isEnabled())
    with pypdfium2.PdfDocument(file) as document:
        words = document[0].get_textpage().get_text_bounded()
    key = words.partition("Recovery key")[2].partition("What this is")[0]
    return re.findall(r"[0-9A-Z]{2,4}", key)


def test_the_last_vault_is_shown_at_the_next_start(window, choices, folder) -> None:
    choices.remember_vault(folder, Clock()())
    window.begin()
    assert window.unlock_page.folder == folder
    assert window.unlock_page.isVisible()


@pytest.mark.parametrize(
    ("keys", "place"),
    [
        ("Ctrl+1", "today"),
        ("Ctrl+2", "cases"),
        ("Ctrl+3", "disclosures"),
        ("Ctrl+4", "letters"),
        ("Ctrl+5", "people"),
        ("Ctrl+6", "deadlines"),
        ("Ctrl+,", "settings"),
        ("Ctrl+N", "intake"),
        ("Ctrl+Shift+N", "request"),
    ],
)
def test_every_place_has_its_keys(qtbot, work, keys, place) -> None:
    work.go("cases" if place == "today" else "today")
    press_shortcut(work, keys)
    assert work.place.key == place


def press_shortcut(work: Workplace, keys: str) -> None:
    found = [one for one in shortcuts(work) if one.key().toString() == keys]
    assert len(found) == 1, "each shortcut means one thing"
    found[0].activated.emit()


def shortcuts(work: Workplace) -> list[QShortcut]:
    return work.frame.findChildren(QShortcut)


def test_no_two_shortcuts_are_alike(work) -> None:
    keys = [one.key().toString() for one in shortcuts(work)]
    assert len(keys) == len(set(keys))
    assert {"Ctrl+L", "Ctrl+K", "F6"} <= set(keys)


def test_real_keys_find_a_case_and_lock(qtbot, window, work) -> None:
    control = QtCoreQt.KeyboardModifier.ControlModifier
    qtbot.keyClick(focused(), Key.Key_K, control)
    field = focused()
    qtbot.keyClicks(field, "ellwood")
    qtbot.waitUntil(lambda: "IS-2026-00001" in first_answer(work))
    qtbot.keyClick(field, Key.Key_Return)
    assert (work.place.key, work.place.id) == ("case", 1)
    qtbot.keyClick(focused(), Key.Key_L, control)
    qtbot.waitUntil(lambda: window.workplace is None)
    assert window.unlock_page.isVisible()


def first_answer(work: Workplace) -> str:
    """The first line that quick find shows under what is typed."""
    views = work.frame.top_bar.quick_find.window().findChildren(QListView)
    lines = [
        view.model().index(0, 0).data() or ""
        for view in views
        if view.isVisible() and view.model() is not None
    ]
    return " ".join(lines)


def test_the_title_carries_the_reference_and_never_a_name(window, work) -> None:
    work.open_case(1)
    assert window.windowTitle() == "IS-2026-00001 - ISTeam"
    work.back()
    assert window.windowTitle() == "ISTeam"


def test_quick_find_leads_to_a_case_and_to_actions(qtbot, work) -> None:
    answers = work.find
    case = next(hit for hit in answers("ellwood") if "IS-2026-00001" in hit.title)
    work.choose_hit(case)
    assert (work.place.key, work.place.id) == ("case", 1)
    desk = answers("print desk")[0]
    work.choose_hit(desk)
    assert work.place.key == "letters"
    assert answers("dark")[0].title == "Settings"
    assert answers("   ") == ()
    assert answers('"; DROP TABLE cases; --') == ()


def test_ctrl_l_locks_and_unlocking_returns_to_the_page(qtbot, window, work) -> None:
    session = work.session
    work.open_case(1)
    next(
        one for one in shortcuts(work) if one.key().toString() == "Ctrl+L"
    ).activated.emit()
    assert window.unlock_page.isVisible()
    assert is_locked(session)
    assert window.workplace is None
    assert window.windowTitle() == "ISTeam"
    assert "Locked at 10:42" in window.unlock_page.said.text()
    unlock_here(qtbot, window)
    assert (here(window).place.key, here(window).place.id) == ("case", 1)


def test_an_item_of_post_half_typed_survives_the_lock(qtbot, window, work) -> None:
    work.new_post()
    qtbot.keyClicks(focused(), "Mr Casimir Thackeray")
    window.lock()
    unlock_here(qtbot, window)
    assert here(window).place.key == "intake"
    page = here(window).screen("intake")
    assert page.person.name.value() == "Mr Casimir Thackeray"
    assert page.said().title.text() == "Draft restored"


def test_a_saved_item_of_post_leaves_no_draft_whatever_page_is_open(
    qtbot, window, work
) -> None:
    work.new_post()
    page = work.screen("intake")
    qtbot.keyClicks(focused(), "Mr Casimir Thackeray")
    page.person.address.set_value("27 Lantern Row, Eastbridge QX4 7TB")
    page.received.set_text("20/11/2026")
    next(iter(page.asks.values())).set_value(value=True)
    work.keep_draft()
    qtbot.waitUntil(lambda: not work.background.is_busy)
    with qtbot.waitSignal(page.saved):
        page.save.click()
        work.go("today")
    qtbot.waitUntil(lambda: not work.background.is_busy)
    with work.session.vault.read() as vault:
        assert vault.drafts.get("intake") is None
    assert work.place.key == "today"


def test_a_letter_is_started_from_a_case_and_its_text_survives_the_lock(
    qtbot, window, work
) -> None:
    work.write_letter(1, "access-acknowledgement")
    qtbot.waitUntil(lambda: work.place.key == "letter")
    assert window.windowTitle() == "IS-2026-00001 / L1 - ISTeam"
    qtbot.keyClicks(focused(), "Zebra ")
    window.lock()
    unlock_here(qtbot, window)
    assert here(window).place == work.place
    assert "Zebra" in here(window).screen("letter").work.written()[0]


@pytest.mark.parametrize("opened", ["question", "reason", "file", "menu", "nested"])
def test_idle_locks_under_any_dialog_and_keeps_the_typing(
    qtbot, window, work, clock, opened
) -> None:
    typed_in_settings(work)
    session = work.session
    under = open_something(work, opened)
    clock.at += timedelta(minutes=11)
    if opened == "nested":
        QTimer.singleShot(0, window.idle_watch.look)
        under.exec()
    else:
        window.idle_watch.look()
    assert is_locked(session)
    assert window.unlock_page.isVisible()
    qtbot.waitUntil(lambda: QApplication.activeModalWidget() is None)
    assert QApplication.activePopupWidget() is None
    unlock_here(qtbot, window)
    page = here(window).screen("settings")
    assert page.form["signatory_role"].value() == "Head of post"
    assert page.said().title.text() == "Draft restored"


def open_something(work: Workplace, what: str):
    page = work.frame.page("settings")
    if what == "question":
        return ask(page, "Go on?", "It can be undone.", act="Go on", then=page.refresh)
    if what == "reason":
        return ask_reason(page, "Why?", "Say why.", act="Void", then=page.refresh)
    if what == "nested":
        return ConfirmDialog(page, "Go on?", "Two loops deep.", act="Go on")
    if what == "file":
        chooser = QFileDialog(page)
        chooser.setOption(QFileDialog.Option.DontUseNativeDialog)
        chooser.open()
        return chooser
    menu = QMenu(page)
    menu.addAction("Record an event")
    menu.popup(QPoint(10, 10))
    return menu


def test_keys_and_the_mouse_put_the_lock_off(qtbot, window, work, clock) -> None:
    for _ in range(3):
        clock.at += timedelta(seconds=80)
        qtbot.keyClick(window, Key.Key_Shift)
    clock.at += timedelta(seconds=80)
    window.idle_watch.look()
    assert window.workplace is work


def test_a_computer_that_slept_is_locked_by_the_first_key(
    qtbot, window, work, clock
) -> None:
    clock.at += timedelta(hours=3)
    qtbot.keyClick(window, Key.Key_Shift)
    assert window.workplace is None
    assert is_locked(work.session)


def test_what_is_saved_is_not_brought_back(qtbot, window, work) -> None:
    typed_in_settings(work)
    window.lock()
    unlock_here(qtbot, window)
    page = here(window).screen("settings")
    page.save.click()
    qtbot.waitUntil(lambda: page.half_typed() is None)
    window.lock()
    unlock_here(qtbot, window)
    said = here(window).screen("settings").said()
    assert said is None
    assert here(window).session.settings().signatory.role == "Head of post"


def test_half_typed_text_is_kept_while_one_works(qtbot, window, work) -> None:
    typed_in_settings(work)
    work.keep_draft()
    qtbot.waitUntil(lambda: not work.background.is_busy)
    assert "Draft saved 10:42" in status_words(work)


def status_words(work: Workplace) -> str:
    from PySide6.QtWidgets import QWidget

    return " ".join(
        part.text()
        for part in work.frame.status_bar.findChildren(QWidget)
        if hasattr(part, "text")
    )


def test_locking_waits_for_work_and_stops_it_whole(qtbot, window, work) -> None:
    job, begun, ended = long_job(work)
    work.background.start(job)
    begun.wait(10)
    window.lock()
    assert ended.is_set(), "the work ended before the vault was closed"
    assert is_locked(work.session)


def test_closing_while_work_runs_is_safe(qtbot, window, work, folder) -> None:
    typed_in_settings(work)
    job, begun, ended = long_job(work)
    work.background.start(job)
    begun.wait(10)
    window.close()
    assert ended.is_set()
    session = unlock(folder, PASSPHRASE, Clock())
    with session.vault.read() as vault:
        assert vault.drafts.keys(), "what was half typed is kept"
    lock(session)


def long_job(work: Workplace) -> tuple[Job, threading.Event, threading.Event]:
    """Work that goes on until it is stopped, and says when it began and ended."""
    begun, ended = threading.Event(), threading.Event()

    def endless(progress: Progress) -> None:
        try:
            while True:
                begun.set()
                progress(1, 2)
        finally:
            ended.set()

    return Job(endless), begun, ended


def test_work_that_a_page_starts_after_the_lock_is_not_done(window, work) -> None:
    done: list[str] = []
    window.lock()
    work.background.start(Job(lambda _: done.append("changed the vault")))
    assert not work.background.is_busy
    assert done == []


def test_the_theme_chosen_is_used_at_the_next_start(
    work, choices, theme, tmp_path
) -> None:
    work.go("settings")
    appearance = work.screen("settings").appearance
    appearance.theme.set_value("dark")
    assert theme.is_dark
    assert LocalChoices(tmp_path / "local" / "settings.json").now.theme == "dark"


def test_the_demonstration_is_marked_and_removed_at_the_end(
    qtbot, window, choices, tmp_path, monkeypatch
) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    window.begin(demo=True)
    qtbot.waitUntil(lambda: window.workplace is not None, timeout=120_000)
    assert "DEMO" in here(window).frame.top_bar.watermark.text()
    assert choices.now.vaults == (), "a throw-away vault is not remembered"
    window.lock()
    assert PASSPHRASE in window.unlock_page.passphrase._help.text()  # noqa: SLF001 - what is shown under the field
    window.close()
    assert list((tmp_path / "temp").iterdir()) == []


def test_a_vault_whose_disk_is_gone_still_locks(qtbot, window, work, folder) -> None:
    typed_in_settings(work)
    shutil.rmtree(folder)
    window.lock()
    assert is_locked(work.session)
    assert window.unlock_page.isVisible()
    assert window.unlock_page.said_note().title.text() == "There is no vault there"


def test_the_minutes_set_hold_at_once(qtbot, window, work, clock) -> None:
    work.go("settings")
    page = work.screen("settings")
    page.form["idle_minutes"].set_value("1")
    page.save.click()
    qtbot.waitUntil(page.save.isEnabled)
    clock.at += timedelta(seconds=61)
    window.idle_watch.look()
    assert window.workplace is None


def test_closing_while_a_vault_opens_leaves_it_closed(qtbot, window, folder) -> None:
    window.begin(folder)
    window.unlock_page.passphrase.set_value(PASSPHRASE)
    window.unlock_page.try_it()
    window.close()
    lock(unlock(folder, PASSPHRASE))


def test_closing_while_the_demonstration_is_made_removes_it(
    qtbot, window, tmp_path, monkeypatch
) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    window.begin(demo=True)
    qtbot.waitUntil(lambda: any((tmp_path / "temp").rglob("*.db*")), timeout=20_000)
    window.close()
    assert list((tmp_path / "temp").iterdir()) == []


def test_an_unfinished_vault_is_closed_with_the_window(qtbot, window, tmp_path) -> None:
    window.begin()
    card = window.first_run_page.creating
    place = card.place.vault()
    card.go_on.click()
    card.who.member.set_value("Priya Raman")
    card.who.passphrase.set_value(WORDS)
    card.who.repeated.set_value(WORDS)
    card.go_on.click()
    qtbot.waitUntil(lambda: card.is_half_done)
    window.close()
    lock(unlock(place, WORDS))


def test_typing_about_one_case_waits_while_another_is_open(window, work) -> None:
    receive_post(work.session, new_post(name="Mr Casimir Thackeray"))
    work.open_case(1)
    page = work.screen("case")
    page.ask_note()
    page.panel.findChild(QPlainTextEdit).setPlainText("She rang about the parcel")
    kept = page.half_typed()
    assert kept is not None
    work.open_case(2)
    assert page.half_typed() is None, "the note belongs to the other case"
    work.open_case(1)
    assert page.half_typed() == kept


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("size", [(1280, 800), (1024, 640), (960, 540)])
def test_the_whole_window_is_sound_at_every_size(
    qtbot, window, demo, theme, size, scheme
) -> None:
    theme.set_choice(scheme)
    lock(demo)
    window.begin(demo.vault.folder)
    unlock_here(qtbot, window)
    window.resize(*size)
    for key in ("today", "settings"):
        here(window).go(key)
        assert findings(window) == [], key


@pytest.mark.parametrize(
    ("wanted", "shown"),
    [
        (QRect(100, 100, 1280, 800), QRect(100, 100, 1280, 800)),
        (QRect(5000, 100, 1280, 800), QRect(640, 100, 1280, 800)),
        (QRect(-900, -50, 1280, 800), QRect(0, 0, 1280, 800)),
        (QRect(0, 0, 9000, 9000), QRect(0, 0, 1920, 1040)),
    ],
)
def test_the_window_opens_on_a_screen_of_today(wanted, shown) -> None:
    assert clamped(wanted, QRect(0, 0, 1920, 1040)) == shown


def test_broken_local_choices_are_passed_over(tmp_path) -> None:
    file = tmp_path / "settings.json"
    for text in ("", "{", "[]", '{"theme": 5}', "\x00", '{"window": "wide"}'):
        file.write_text(text, encoding="utf-8")
        assert LocalChoices(file).now.vaults == ()


def test_a_failure_that_no_page_listens_to_is_said_in_the_page(
    qtbot, work: Workplace
) -> None:
    def refuse(_progress: object) -> None:
        raise DiskFull("No room is left on the disk. Nothing was kept. Make room.")

    work.background.start(Job(refuse))
    page = work.frame.pages.currentWidget()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert page.said().title.text() == DiskFull.title


@pytest.mark.parametrize("way", ["lock", "close"])
def test_nothing_that_reads_a_scan_outlives_the_lock_or_the_window(
    qtbot, window, work, tmp_path, way: str
) -> None:
    letter = incoming_letter(("Ms M Whitby",), "2 November 2026", ("Stop.",), "STAMP")
    (tmp_path / "letter.pdf").write_bytes(letter)
    work.go("intake")
    part = work.screen("intake").scan
    part.add_paths([tmp_path / "letter.pdf"])
    with qtbot.waitSignal(part.view.settled, timeout=30_000):
        pass
    process = part.view.pages.process_id
    os.kill(process, 0)  # it is there
    getattr(window, way)()
    with pytest.raises(ProcessLookupError):
        os.kill(process, 0)
