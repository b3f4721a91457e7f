"""How long from a keystroke to the drawn page (promise 9), in the real editor.

The yardstick is building the same letter. A keystroke and a build take turns.
"""

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

from PySide6.QtCore import (
    QEvent,
    QEventLoop,
    QMessageLogContext,
    QObject,
    Qt,
    QtMsgType,
    qInstallMessageHandler,
)
from PySide6.QtTest import QTest

from benchmarks._measure import ratio, report
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.listing import OPEN_STATES, CaseFilter, CaseOrder
from isteam_app.letters.build import build_letter
from isteam_app.services.cases import list_cases
from isteam_app.services.letters import letter_content, start_letter
from isteam_app.services.sample import make_sample
from isteam_app.services.session import Session
from isteam_app.services.unlock import lock
from isteam_app.storage.kdf import FLOOR_COST
from ui.app import application
from ui.common.background import Background
from ui.common.theme import Theme
from ui.letters.letter_page import LetterPage

ROUNDS = 30
MOST = 2.5
_PATIENCE_MS = 10_000
_TEMPLATES = {"access-acknowledgement": "short", "access-response": "long"}


class _Drawn(QObject):
    """Notes when the pages built last have been painted."""

    def __init__(self, page: LetterPage) -> None:
        super().__init__(page)
        self._built = self.seen = False
        page.work.exact.built.connect(self._note)
        page.work.space.pdf.view.viewport().installEventFilter(self)

    def forget(self) -> None:
        self._built = self.seen = False

    def _note(self, _preview: object) -> None:
        self._built = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802  Qt's name
        if self._built and event.type() == QEvent.Type.Paint:
            self.seen = True
        return super().eventFilter(watched, event)


def measure_typing() -> int:
    """Print the promise for a short and a long letter; return how many were missed."""
    qInstallMessageHandler(_note)
    app = application()
    Theme("light").apply(app)
    missed = 0
    with _throw_away() as session:
        for template, length in _TEMPLATES.items():
            missed += _measure(session, template, length)
    return missed


def _note(_kind: QtMsgType, _where: QMessageLogContext, text: str) -> None:
    if not text.startswith("This plugin does not support"):  # said of every window
        sys.stderr.write(f"{text}\n")


@contextmanager
def _throw_away() -> Iterator[Session]:
    with TemporaryDirectory(prefix="isteam-bench-") as place:
        session = make_sample(
            Path(place) / "typing.isvault",
            passphrase="never typed",  # noqa: S106  nothing is opened with it
            cases=400,
            seed=1,
            cost=FLOOR_COST,
        )
        try:
            yield session
        finally:
            lock(session)


def _measure(session: Session, template: str, length: str) -> int:
    wanted = CaseFilter(states=OPEN_STATES, kinds=(CaseKind.ACCESS,))
    case = list_cases(session, wanted, CaseOrder(), limit=1).rows[0]
    letter = start_letter(session, case.id, template)
    background = Background()
    page = LetterPage(session, background)
    page.resize(1280, 800)
    drawn = _Drawn(page)
    page.show()
    page.open(letter.id)
    _wait(drawn)
    desk = page.work.desk
    if desk is None:
        raise RuntimeError("The letter did not open.")
    edit = page.work.space.editor.edit
    edit.setFocus()

    def type_a_letter() -> None:
        drawn.forget()
        QTest.keyClick(edit, Qt.Key.Key_A)
        _wait(drawn)

    def build() -> None:
        body, answers = page.work.written()
        build_letter(letter_content(desk, body, answers), preview=True)

    measured = ratio(type_a_letter, build, most=MOST, rounds=ROUNDS)
    page.work.let_go()
    background.close()
    page.close()
    return report(f"9  keystroke to drawn page / building, {length}", measured, MOST)


def _wait(drawn: _Drawn) -> None:
    loop = QEventLoop()
    for _ in range(_PATIENCE_MS):
        if drawn.seen:
            return
        loop.processEvents(QEventLoop.ProcessEventsFlag.WaitForMoreEvents)
    raise RuntimeError("The page was never drawn.")
