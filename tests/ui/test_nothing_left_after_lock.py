"""After the lock neither a page, a model, a document nor a person's name is in memory.

As far as Python and Qt can tell, that is: what they gave back to the system is not
wiped, and SECURITY.md says so.
"""

import gc
import weakref
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import Clock, empty_copy, new_post
from PySide6.QtCore import QAbstractItemModel, QObject, Qt
from PySide6.QtGui import QGuiApplication, QTextDocument
from PySide6.QtPdf import QPdfDocument
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from request_steps import about, recorded
from shiboken6 import isValid
from sqlalchemy import Connection
from window_steps import new_window, settled, unlock_in

from isteam_app.services.intake import receive_post
from isteam_app.services.letters import start_letter
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock
from ui.common.background import Job
from ui.common.clipboard import copy_secret
from ui.common.page import Page
from ui.common.quick_find import Results
from ui.common.theme import Theme
from ui.main_window import MainWindow
from ui.places import Place
from ui.workplace import Workplace

CANARY = "Marrowbone"
KINDS = (QAbstractItemModel, QTextDocument, QPdfDocument, Workplace, Page)
PLACES = (
    ("today", 0),
    ("cases", 0),
    ("case", 1),
    ("letter", 1),
    ("letters", 0),
    ("disclosures", 0),
    ("request", 0),
    ("request", 1),
    ("people", 0),
    ("person", 1),
    ("deadlines", 0),
    ("settings", 0),
    ("templates", 0),
    ("intake", 0),
)


@pytest.fixture
def window(qtbot, theme: Theme, clock: Clock, tmp_path: Path) -> Iterator[MainWindow]:
    made = new_window(qtbot, theme, tmp_path, clock)
    session = empty_copy(tmp_path, clock)
    _fill(session)
    lock(session)
    folder = session.vault.folder
    del session  # its engine remembers the statements of what was written
    made.begin(folder)
    yield made
    made.close()


def _fill(session: Session) -> None:
    """Keep a person with a case, a letter and a request. No test may hold them."""
    case = receive_post(session, new_post(name=f"Ms Zephyrine {CANARY}")).cases[0]
    start_letter(session, case.id, "access-acknowledgement")
    request = recorded(session, officer=f"DC {CANARY}")
    about(session, request, f"Mr Ambrose {CANARY}")


def go_everywhere(qtbot, work: Workplace) -> None:
    """See every page, a preview, a menu of results and a half typed line."""
    for key, number in PLACES:
        work.show_place(Place(key, number))
        settled(qtbot, work)
    request = work.screen("request")
    for stop in request.sections.stops():
        request.go_to(stop.key)
    request.go_to("necessity")
    request.view.answers.fields["why"].set_value(f"He hid, says {CANARY}")
    request.ask("refuse")
    request.panel.text.set_value(f"{CANARY} did not sign")
    work.screen("intake").person.name.set_value(f"Mr Ambrose {CANARY}")
    field = work.frame.top_bar.quick_find
    QTest.keyClicks(field, CANARY.lower())
    qtbot.waitUntil(field.is_open)


def left_of(kind: type) -> list[object]:
    """What Python still reaches of a kind, and Qt has not deleted."""
    found = [one for one in gc.get_objects() if isinstance(one, kind)]
    return [one for one in found if not isinstance(one, QObject) or isValid(one)]


def holders_of_the_name() -> list[str]:
    """Every object that holds a text with the name in it, but for this module's."""
    holders = []
    for one in gc.get_objects():
        if one is globals() or isinstance(one, type):
            continue
        holders += [
            f"{type(one).__name__}: {part[:80]}"
            for part in gc.get_referents(one)
            if isinstance(part, str) and CANARY in part
        ]
    return holders


def texts_in_sight(window: MainWindow) -> list[str]:
    """What the widgets that are left say or hold."""
    said = []
    for widget in QApplication.allWidgets():
        for name in ("text", "toPlainText", "title", "toolTip", "accessibleName"):
            read = getattr(widget, name, None)
            if callable(read):
                said.append(str(read()))
    return said


def test_no_page_model_document_or_name_outlives_the_lock(qtbot, window) -> None:
    work = unlock_in(qtbot, window)
    go_everywhere(qtbot, work)
    assert holders_of_the_name(), "the search would find it"
    assert any(CANARY in said for said in texts_in_sight(window))
    for kind in KINDS:
        assert left_of(kind), f"there is a {kind.__name__} to lose"
    page = weakref.ref(work.screen("case"))
    vault = weakref.ref(work.session.vault)
    gone: list[str] = []
    work.frame.destroyed.connect(lambda: gone.append("frame"))
    work.screen("letter").destroyed.connect(lambda: gone.append("letter"))
    engine = work.session.vault._engine  # noqa: SLF001  to see that its pool is empty
    window.lock()
    assert engine.pool.checkedin() == 0
    assert engine.pool.checkedout() == 0
    del work, engine
    qtbot.waitUntil(lambda: set(gone) == {"frame", "letter"})
    qtbot.waitUntil(lambda: page() is None and vault() is None)
    assert holders_of_the_name() == []
    assert not any(CANARY in said for said in texts_in_sight(window))
    for kind in (*KINDS, Connection, Job):
        assert left_of(kind) == [], kind.__name__


def test_a_list_of_results_out_of_sight_holds_nobody(qtbot, window) -> None:
    work = unlock_in(qtbot, window)
    field = work.frame.top_bar.quick_find
    QTest.keyClicks(field, CANARY.lower())
    qtbot.waitUntil(field.is_open)
    results = window.findChild(Results)
    assert results.model.rowCount() > 0
    QTest.keyClick(field, Qt.Key.Key_Escape)
    assert results.model.rowCount() == 0


def test_the_lock_closes_the_list_of_results_at_once(qtbot, window) -> None:
    work = unlock_in(qtbot, window)
    field = work.frame.top_bar.quick_find
    QTest.keyClicks(field, CANARY.lower())
    qtbot.waitUntil(field.is_open)
    results = window.findChild(Results)
    QTest.keyClick(field, "x")  # one more question is about to be asked
    window.lock()
    assert not results.isVisible()
    assert results.model.rowCount() == 0


def test_a_secret_on_the_clipboard_goes_with_the_lock(qtbot, window) -> None:
    unlock_in(qtbot, window)
    copy_secret("0K7Q-1X2Y")
    window.lock()
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == "")
