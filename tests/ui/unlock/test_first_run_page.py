"""Setting up a vault by the keyboard alone, and leaving half way."""

import re
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pypdfium2
import pytest
from builders import Clock
from picture_checks import findings
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMainWindow, QPushButton

from isteam_app.printing import RECOVERY_SHEET, Printer
from isteam_app.services.unlock import create, lock, unlock, unlock_with_recovery_key
from isteam_app.storage.kdf import FLOOR_COST
from ui.unlock.demonstration import Demonstration
from ui.unlock.first_run_page import DEMO, OPEN, FirstRunPage
from ui.unlock.steps import file_name

WORDS = "quiet otters paint fences"


class Office:
    """A computer with one printer, which keeps what it was sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[str, bytes]] = []
        self.found: tuple[Printer, ...] = (Printer(name="Office", default=True),)

    def printers(self) -> tuple[Printer, ...]:
        return self.found

    def print_pdf(self, pdf: bytes, **how: object) -> None:
        self.sent.append((str(how["title"]), pdf))


@pytest.fixture
def office() -> Office:
    return Office()


@pytest.fixture
def demonstration(qapp, background, clock: Clock) -> Demonstration:
    return Demonstration(background, clock)


@pytest.fixture
def page(
    qtbot, background, demonstration, tmp_path: Path, clock: Clock, office
) -> Iterator[FirstRunPage]:
    window = QMainWindow()
    made = FirstRunPage(
        background,
        demonstration,
        now=clock,
        create=partial(create, cost=FLOOR_COST),
        folder=tmp_path / "vaults",
        printing=office,
    )
    window.setCentralWidget(made)
    qtbot.addWidget(window)
    window.resize(1280, 800)
    window.show()
    made.first_focus().setFocus()
    qtbot.waitUntil(made.first_focus().hasFocus)
    yield made
    made.close_unfinished()
    window.close()


def press(qtbot, key: Qt.Key = Qt.Key.Key_Return) -> None:
    qtbot.keyClick(QApplication.focusWidget(), key)


def write(qtbot, words: str) -> None:
    qtbot.keyClicks(QApplication.focusWidget(), words)


def go_to_the_sheet(qtbot, page: FirstRunPage) -> None:
    """Go by keys alone from the first choice to the recovery sheet."""
    press(qtbot)  # the choice: to the organisation
    press(qtbot)  # to the folder
    press(qtbot)  # to the next step
    write(qtbot, "Priya Raman")
    press(qtbot)
    write(qtbot, WORDS)
    press(qtbot)
    write(qtbot, WORDS)
    press(qtbot)
    qtbot.waitUntil(
        lambda: page.creating.is_half_done and page.creating.go_on.isEnabled()
    )


def key_on(file: Path) -> list[str]:
    """Read the groups of the key off the paper."""
    with pypdfium2.PdfDocument(file) as document:
        words = document[0].get_textpage().get_text_bounded()
    block = words.partition("Recovery key")[2].partition("What this is")[0]
    return re.findall(r"[0-9A-Z]{2,4}", block)


def saved_sheet(qtbot, page: FirstRunPage, tmp_path: Path) -> list[str]:
    file = tmp_path / "sheet.pdf"
    page.creating.save_sheet_to(str(file))
    qtbot.waitUntil(lambda: file.exists() and page.creating.go_on.isEnabled())
    return key_on(file)


def test_a_vault_is_set_up_by_the_keyboard_alone(qtbot, page, tmp_path) -> None:
    go_to_the_sheet(qtbot, page)
    key = saved_sheet(qtbot, page, tmp_path)
    asked = [int(field.name.split()[1]) for field in page.creating.sheet.groups]
    with qtbot.waitSignal(page.unlocked) as opened:
        for place in asked:
            assert QApplication.focusWidget().accessibleName() == f"Group {place}"
            write(qtbot, key[place - 1].lower())
            press(qtbot)
    session = opened.args[0]
    assert session.member.name == "Priya Raman"
    assert session.settings().signatory.name == "Priya Raman"
    folder = session.vault.folder
    lock(session)
    lock(unlock(folder, WORDS))
    lock(unlock_with_recovery_key(folder, "-".join(key)))


def test_a_wrong_group_is_named_and_the_vault_is_not_finished(
    qtbot, page, tmp_path
) -> None:
    go_to_the_sheet(qtbot, page)
    saved_sheet(qtbot, page, tmp_path)
    first = page.creating.sheet.groups[0]
    for _ in page.creating.sheet.groups:
        write(qtbot, "WWWW")
        press(qtbot)
    assert "not what the sheet says" in first.problem()
    assert first.edit.hasFocus()
    assert page.creating.is_half_done


def test_leaving_before_the_sheet_is_proven_warns_and_deletes_nothing(
    qtbot, page
) -> None:
    go_to_the_sheet(qtbot, page)
    folder = page.creating.place.vault()
    qtbot.mouseClick(page.choices[OPEN], Qt.MouseButton.LeftButton)
    note = page.creating.said_note()
    assert note is not None
    assert note.title.text() == "The recovery sheet is not proven yet"
    assert page.creating.isVisible(), "the warning stands where the work is"
    assert not page.opening.isVisible()
    qtbot.mouseClick(note.findChild(QPushButton), Qt.MouseButton.LeftButton)
    assert page.opening.isVisible()
    assert not page.creating.is_half_done
    lock(unlock(folder, WORDS))


@pytest.mark.parametrize(
    ("passphrase", "again", "said"),
    [
        ("password1234", "password1234", "could be guessed"),
        ("short", "short", "could be guessed"),
        (WORDS, f"{WORDS} ", "not the same"),
    ],
)
def test_a_passphrase_that_will_not_do_is_refused_in_place(
    qtbot, page, tmp_path, passphrase, again, said
) -> None:
    press(qtbot)
    press(qtbot)
    press(qtbot)
    for words in ("Priya Raman", passphrase, again):
        write(qtbot, words)
        press(qtbot)
    who = page.creating.who
    assert said in who.passphrase.problem() + who.repeated.problem()
    assert not (tmp_path / "vaults").exists()


def test_the_meter_says_in_words_how_strong_a_passphrase_is(qtbot, page) -> None:
    who = page.creating.who
    assert who.meter.word() == ""
    who.passphrase.set_value("abc")
    assert who.meter.word() == "Too short"
    who.passphrase.set_value(WORDS)
    assert who.meter.word() == "Strong"


def test_a_place_that_holds_a_vault_already_is_refused(qtbot, page) -> None:
    page.creating.place.vault().mkdir(parents=True)
    press(qtbot)
    press(qtbot)
    press(qtbot)
    assert "holds a vault of this name already" in page.creating.place.folder.problem()
    page.creating.place.folder.set_value("somewhere")
    press(qtbot)
    assert "whole path" in page.creating.place.folder.problem()


def test_the_sheet_goes_to_the_printer_under_a_title_without_names(
    qtbot, page, office
) -> None:
    go_to_the_sheet(qtbot, page)
    qtbot.waitUntil(page.creating.sheet.print.isEnabled)
    qtbot.mouseClick(page.creating.sheet.print, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bool(office.sent))
    title, pdf = office.sent[0]
    assert title == RECOVERY_SHEET
    assert pdf.startswith(b"%PDF")


def test_without_a_printer_the_page_says_what_to_do(qtbot, page, office) -> None:
    office.found = ()
    go_to_the_sheet(qtbot, page)
    qtbot.waitUntil(lambda: bool(page.creating.sheet.printers.text()))
    assert not page.creating.sheet.print.isEnabled()
    assert "save the PDF" in page.creating.sheet.printers.text()


def test_an_unwritable_place_for_the_sheet_is_said_in_the_page(
    qtbot, page, tmp_path
) -> None:
    go_to_the_sheet(qtbot, page)
    page.creating.save_sheet_to(str(tmp_path / "no such folder" / "sheet.pdf"))
    qtbot.waitUntil(lambda: page.creating.said_note() is not None)
    assert page.creating.said_note().title.text() == "The file was not saved"
    assert "could not be written" in page.creating.said_note().text.text()


def test_arrows_go_through_the_choices(qtbot, page) -> None:
    press(qtbot, Qt.Key.Key_Down)
    assert page.opening.isVisible()
    press(qtbot, Qt.Key.Key_Down)
    assert page.restoring.isVisible()
    press(qtbot, Qt.Key.Key_Down)
    assert page.trying.isVisible()
    press(qtbot, Qt.Key.Key_Down)
    assert page.creating.isVisible()


def test_cancelling_the_demonstration_leaves_nothing(
    qtbot, page, demonstration, tmp_path, monkeypatch
) -> None:
    (tmp_path / "temp").mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path / "temp"))
    page.show_choice(DEMO)
    with qtbot.waitSignal(demonstration.progressed, timeout=20_000):
        page.trying.start.click()
    assert list((tmp_path / "temp").iterdir())
    with qtbot.waitSignal(demonstration.cancelled, timeout=60_000):
        page.trying.progress.cancelled.emit()
    assert list((tmp_path / "temp").iterdir()) == []
    assert page.trying.start.isEnabled()


@pytest.mark.parametrize(
    ("organisation", "name"),
    [
        ("Fernleigh Post & Print Ltd", "Fernleigh Post Print Ltd"),
        ("a/b\\c:d", "a b c d"),
        ("CON", "Team"),
        ("...", "Team"),
        ("Łódź Œuvre", "Łódź Œuvre"),
        ("x" * 400, "x" * 60),
    ],
)
def test_the_folder_has_a_name_every_system_takes(organisation, name) -> None:
    assert file_name(organisation) == name


@pytest.mark.parametrize("size", [(1280, 800), (1024, 640), (960, 540)])
@pytest.mark.parametrize("choice", ["create", "open", "restore", "demo"])
def test_the_page_is_whole_at_every_size(qtbot, page, size, choice) -> None:
    page.show_choice(choice)
    page.window().resize(*size)
    qtbot.waitExposed(page.window())
    assert findings(page) == []
