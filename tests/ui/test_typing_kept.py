"""Half typed text outlives a pause, a lock, and the sudden end of the program."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock, empty_copy, new_post
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QPushButton

from isteam_app.domain.cases import Case
from isteam_app.services import half_typed
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.entries import add_entry, change_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock, unlock
from ui.common.theme import Theme
from ui.screens import makers
from ui.session_work import SessionWork
from ui.workplace import Workplace

TESTS = Path(__file__).parents[1]
# Types a name on the page for new post, says when it is kept, and waits to be killed.
TYPIST = """
import sys, time
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication
from builders import Clock
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.unlock import unlock
from ui.common.theme import Theme
from ui.screens import makers
from ui.session_work import SessionWork
from ui.workplace import Workplace

app = QApplication([])
theme = Theme("light")
session = unlock(Path(sys.argv[1]), PASSPHRASE, Clock())
work = Workplace(session, SessionWork(), makers(theme))
work.new_post()
work.screen("intake").person.name.set_value("Mr Casimir Thackeray")
work._typing.keeper.kept.connect(lambda: print("kept", flush=True))
work.watch.look()
work.watch.look()
app.exec()
"""


@pytest.fixture
def case(session: Session) -> Case:
    return receive_post(session, new_post()).cases[0]


@pytest.fixture
def work(session: Session, case: Case, theme: Theme) -> Iterator[Workplace]:
    made = Workplace(session, SessionWork(), makers(theme))
    made.frame.resize(1280, 800)
    made.frame.show()
    made.go("today")
    yield made
    made.stop_moving()
    made.background.close()


def settled(qtbot, work: Workplace) -> None:
    qtbot.waitUntil(lambda: not work.background.is_busy)
    QApplication.processEvents()


def typing_entries(session: Session) -> list[str]:
    with session.vault.read() as vault:
        rows = vault.audit.page(limit=50).rows
    return [row.action for row in rows if row.action.startswith("typing.")]


def test_a_pause_keeps_what_is_typed_and_saving_drops_it(
    qtbot, work, session, case
) -> None:
    work.open_case(case.id)
    page = work.screen("case")
    page.ask_note()
    key = f"case/{case.id}"
    for text in ("She", "She rang", "She rang twice"):
        page.panel.text.set_value(text)
        work.watch.look()
        settled(qtbot, work)
    assert half_typed.take_back(session, key) is None, "still being typed"
    work.watch.look()
    settled(qtbot, work)
    assert "She rang twice" in half_typed.take_back(session, key)
    for number in range(12):
        page.panel.text.set_value(f"She rang {number} times")
        work.watch.look()
        settled(qtbot, work)
    assert "She rang" in half_typed.take_back(session, key)
    assert "twice" not in half_typed.take_back(session, key), "kept without a pause too"
    assert typing_entries(session) == ["typing.kept"], "once, not for every pause"
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    work.watch.look()
    work.watch.look()
    settled(qtbot, work)
    assert half_typed.take_back(session, key) is None
    assert typing_entries(session) == ["typing.kept"]
    with session.vault.read() as vault:
        assert vault.audit.verify().whole


def test_cancelling_drops_it_and_leaving_keeps_it(qtbot, work, session, case) -> None:
    work.open_case(case.id)
    page = work.screen("case")
    page.ask_note()
    page.panel.text.set_value("Left standing")
    work.go("cases")
    settled(qtbot, work)
    key = f"case/{case.id}"
    assert "Left standing" in half_typed.take_back(session, key)
    work.open_case(case.id)
    assert page.panel.text.value() == "Left standing"
    qtbot.keyClick(page.panel, Qt.Key.Key_Escape)
    work.go("today")
    settled(qtbot, work)
    assert half_typed.take_back(session, key) is None


def test_an_entry_half_changed_takes_in_what_others_changed(
    qtbot, work, session, case
) -> None:
    entry = add_entry(session, case, "search", {"system": "Attic", "who": "Robin"})
    work.open_case(case.id)
    page = work.screen("case")
    page.fill_in("search", entry.id)
    page.panel.fields["terms"].set_value("Her name")
    kept = page.half_typed()
    change_entry(session, entry, {"system": "Attic", "who": "Sam Okafor"})
    page.close_panel()
    page.refresh()
    page.restore_typing(kept)
    assert page.panel.fields["terms"].value() == "Her name"
    assert page.panel.fields["who"].value() == "Sam Okafor", "not touched here"


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_a_killed_program_gives_the_typing_back(
    qtbot, tmp_path: Path, theme: Theme
) -> None:
    session = empty_copy(tmp_path)
    folder = session.vault.folder
    lock(session)
    with subprocess.Popen(
        [sys.executable, "-c", TYPIST, str(folder)],
        env={
            "PYTHONPATH": f"{TESTS}:{TESTS.parent}",
            "QT_QPA_PLATFORM": "offscreen",
            "HOME": str(tmp_path),
        },
        stdout=subprocess.PIPE,
        text=True,
    ) as typist:
        assert typist.stdout is not None
        assert typist.stdout.readline() == "kept\n"
        typist.kill()
    again = unlock(folder, PASSPHRASE, Clock())
    work = Workplace(again, SessionWork(), makers(theme))
    work.go("today")
    work.offer_kept()
    said = work.screen("today").said()
    assert said.title.text() == "Half typed text was kept"
    assert said.text.text().startswith("New item of post.")
    said.findChild(QPushButton).click()
    page = work.screen("intake")
    assert work.place.key == "intake"
    assert page.person.name.value() == "Mr Casimir Thackeray"
    assert page.said().title.text() == "Draft restored"
    work.offer_kept()
    work.stop_moving()
    work.background.close()
    lock(again)
