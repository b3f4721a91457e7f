"""What a print run waits for before its letters can be read back.

It is sent and can be paused; it stopped and goes on, here or with another printer; a
letter is in doubt; or everything was sent and somebody says what came out.
"""

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.print_runs import PrintState
from isteam_app.services.print_answers import Doubt
from isteam_app.services.run_pages import RunLine, RunPage
from ui.common.background import Background
from ui.common.buttons import link, primary, secondary
from ui.common.cards import Card
from ui.common.printing import Printing
from ui.common.text import BODY, META, paragraph
from ui.common.tokens import GAP
from ui.letters.printer_choice import PrinterChoice
from ui.letters.run_words import counted

_PAUSED = "What was sent stays sent, and the rest waits"


class StageCard(Card):
    """Shown while a run wants an answer; `is_wanted` says whether it does."""

    pause_wanted = Signal()
    resume_wanted = Signal(str)
    rest_left = Signal()
    all_out = Signal()
    one_out = Signal()
    not_out = Signal()
    spoilt = Signal()
    settled = Signal(int, bool)

    def __init__(
        self,
        printing: Printing,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Printing", parent=parent)
        self.words = paragraph("", BODY)
        self.chosen = paragraph("", META, tone="text2")
        self.printer = PrinterChoice(printing, background)
        self.pause = secondary("Pause", "pause")
        self.resume = primary("Go on printing", "print")
        self.rest = secondary("Leave the rest for later")
        self.all_button = primary("All came out", "tick")
        self.spoilt_button = secondary("Spoilt: print it again")
        self.not_button = secondary("It did not come out")
        self.it_did = primary("It came out", "tick")
        self.it_did_not = secondary("It did not: print it")
        self.printer_link = link("Another printer", "print")
        self._page: RunPage | None = None
        self._doubt: Doubt | None = None
        self._line: RunLine | None = None
        self._sending = self._busy = False
        self._trouble = ""
        self._lay_out()
        self._connect()

    @property
    def is_wanted(self) -> bool:
        page = self._page
        return page is not None and bool(
            self._sending
            or page.in_state(PrintState.WAITING, PrintState.SENDING, PrintState.SENT)
        )

    def show_page(self, page: RunPage | None, doubt: Doubt | None) -> None:
        """Show what this run waits for; a letter in doubt comes before all else."""
        self._page, self._doubt = page, doubt
        self._show()

    def show_line(self, line: RunLine | None) -> None:
        """Which letter of the table an answer is about."""
        self._line = line
        self._show()

    def set_trouble(self, sentence: str) -> None:
        """Why it stopped, "" once it goes on."""
        self._trouble = sentence
        self._show()

    def set_sending(self, *, sending: bool) -> None:
        self._sending = sending
        self.pause.setEnabled(True)
        self._show()

    def set_busy(self, *, busy: bool) -> None:
        self._busy = busy
        self._show()

    @Slot(int, int)
    def set_count(self, done: int, total: int) -> None:
        if self._sending:
            self.words.setText(f"Sending letter {min(done + 1, total)} of {total}.")

    def _show(self) -> None:
        page = self._page
        waiting = len(page.in_state(PrintState.WAITING)) if page else 0
        sent = len(page.in_state(PrintState.SENT)) if page else 0
        doubtful = (
            bool(page and page.in_state(PrintState.SENDING)) and not self._sending
        )
        resting = bool(waiting) and not self._sending and not doubtful
        asking = bool(sent) and not (self._sending or doubtful or resting)
        doubt = self._doubt if doubtful else None
        self.pause.setVisible(self._sending)
        self.resume.setVisible(resting)
        self.rest.setVisible(resting)
        self.printer_link.setVisible(resting and self.printer.isHidden())
        if not resting:
            self.printer.hide()
        self.all_button.setVisible(asking)
        line = self._line
        about = line is not None and (
            line.item.state is PrintState.SENT and not self._sending and not doubtful
        )
        self.spoilt_button.setVisible(about)
        self.not_button.setVisible(about)
        self.chosen.setVisible(about)
        if line is not None:
            self.chosen.setText(f"{line.letter.reference} is chosen in the list.")
        self.it_did.setVisible(doubt is not None)
        self.it_did_not.setVisible(doubt is not None)
        self.setVisible(self.is_wanted)
        self._say(waiting, sent, doubt, resting=resting, doubtful=doubtful)
        for button in self._buttons:
            button.setEnabled(not self._busy or button is self.pause)

    def _say(
        self,
        waiting: int,
        sent: int,
        doubt: Doubt | None,
        *,
        resting: bool,
        doubtful: bool,
    ) -> None:
        if self._sending:
            self.set_title("Printing")
            self.words.setText(f"{_PAUSED}.")
        elif doubt is not None:
            self.set_title("Look at the printer")
            self.words.setText(
                f"{doubt.reference} was being sent when the program stopped. "
                f"{doubt.says} Did it come out whole?"
            )
        elif doubtful:
            self.set_title("Look at the printer")
            self.words.setText("Asking the print service what became of one letter.")
        elif resting:
            self.set_title("Printing stopped" if sent else "Ready to print")
            waits = "waits" if waiting == 1 else "wait"
            said = f"{counted(waiting, 'letter')} {waits} to be sent."
            self.words.setText(f"{self._trouble} {said}".strip())
        else:
            self.set_title("Did they come out?" if sent > 1 else "Did it come out?")
            self.words.setText(
                f"{counted(sent, 'letter')} lie at the printer. Look at the paper: "
                "choose a letter that is spoilt or missing, or scan them back."
                if sent > 1
                else "The letter lies at the printer. Look at the paper, or scan it "
                "back."
            )
            if self._trouble:
                self.words.setText(f"{self._trouble} {self.words.text()}")
        self.all_button.set_words(
            "It came out" if sent == 1 else f"All {sent} came out"
        )

    @Slot()
    def _choose_printer(self) -> None:
        self.printer.show()
        self.printer.look()
        self.printer_link.hide()

    @Slot()
    def _resume(self) -> None:
        other = self.printer.printer() if self.printer.isVisible() else ""
        self.resume_wanted.emit(other)

    def _settle(self, *, came_out: bool) -> None:
        if self._doubt is not None:
            self.settled.emit(self._doubt.item.id, came_out)

    def _connect(self) -> None:
        self.pause.clicked.connect(self._pause)
        self.resume.clicked.connect(self._resume)
        self.rest.clicked.connect(self.rest_left)
        self.all_button.clicked.connect(self.all_out)
        self.spoilt_button.clicked.connect(self.spoilt)
        self.not_button.clicked.connect(self.not_out)
        self.it_did.clicked.connect(lambda: self._settle(came_out=True))
        self.it_did_not.clicked.connect(lambda: self._settle(came_out=False))
        self.printer_link.clicked.connect(self._choose_printer)

    @Slot()
    def _pause(self) -> None:
        self.pause.setEnabled(False)
        self.pause_wanted.emit()

    def _lay_out(self) -> None:
        self._buttons = (
            self.pause,
            self.resume,
            self.rest,
            self.all_button,
            self.spoilt_button,
            self.not_button,
            self.it_did,
            self.it_did_not,
        )
        self.body.addWidget(self.words)
        self.body.addWidget(self.printer)
        self.body.addWidget(self.printer_link)
        column = QVBoxLayout()
        column.setSpacing(GAP)
        for button in (
            self.all_button,
            self.it_did,
            self.it_did_not,
            self.resume,
            self.rest,
            self.pause,
        ):
            column.addWidget(button)
        self.body.addLayout(column)
        self.body.addWidget(self.chosen)
        self.body.addWidget(self.spoilt_button)
        self.body.addWidget(self.not_button)
        self.printer.hide()
