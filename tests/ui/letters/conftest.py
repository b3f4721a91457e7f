"""Letters to write, a worker that can be waited for, and a printer made of paper."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field

import pytest
from builders import new_post
from letter_steps import RECEIVED
from PySide6.QtWidgets import QApplication

from isteam_app.domain.cases import Case
from isteam_app.domain.letters import Letter
from isteam_app.errors import PrintingFailed
from isteam_app.print_jobs import KnownJob
from isteam_app.printing import Printer
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import start_letter
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.letters.desk_page import DeskPage
from ui.letters.letter_page import LetterPage


@dataclass
class PaperPrinting:
    """Stands where the system's printers are: remembers what it was sent."""

    refuses_after: int = 1000
    known: tuple[Printer, ...] = (
        Printer(name="Post-room-2", default=True),
        Printer(name="Floor-1"),
    )
    sent: list[tuple[str, str, bytes]] = field(default_factory=list)
    lacks: str = ""
    before_each: Callable[[], object] = lambda: None

    def printers(self) -> tuple[Printer, ...]:
        return self.known

    def print_pdf(
        self,
        pdf: bytes,
        *,
        title: str,
        printer: str,
        **_: object,
    ) -> str:
        self.before_each()
        if len(self.sent) >= self.refuses_after:
            raise PrintingFailed(
                "The printer Post-room-2 refused the letter. Try again."
            )
        self.sent.append((title, printer, pdf))
        return f"{printer}-{len(self.sent)}"

    def jobs_called(self, _title: str, **_: object) -> tuple[KnownJob, ...]:
        return ()

    def trouble(self, _printer: str) -> str:
        return self.lacks


@pytest.fixture
def printing() -> PaperPrinting:
    return PaperPrinting()


@pytest.fixture
def background(qapp: QApplication) -> Iterator[Background]:
    worker = Background()
    yield worker
    worker.close()


@pytest.fixture
def case(session: Session) -> Case:
    return receive_post(session, new_post()).cases[0]


@pytest.fixture
def draft(session: Session, case: Case) -> Letter:
    return start_letter(session, case.id, RECEIVED)


@pytest.fixture
def page(qtbot, session, background, printing) -> LetterPage:
    made = LetterPage(session, background, printing=printing)
    qtbot.addWidget(made)
    made.resize(1112, 720)
    made.show()
    return made


@pytest.fixture
def desk(qtbot, session, background, printing) -> DeskPage:
    made = DeskPage(session, background, printing=printing)
    qtbot.addWidget(made)
    made.resize(1112, 720)
    made.show()
    return made


@pytest.fixture
def settled(qtbot, background) -> Callable[[LetterPage], None]:
    """Wait until the preview is built and nothing runs."""

    def wait(page: LetterPage) -> None:
        qtbot.waitUntil(
            lambda: page.work.exact.is_settled and not background.is_busy, timeout=20000
        )

    return wait


@pytest.fixture
def quiet(qtbot, background) -> Callable[[], None]:
    """Wait until nothing runs."""
    return lambda: qtbot.waitUntil(lambda: not background.is_busy, timeout=20000)
