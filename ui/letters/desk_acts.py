"""What can be done with the letters of a tab: print them, and mark them as posted."""

from collections.abc import Callable, Sequence
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isteam_app.errors import RuleBroken
from ui.common.background import Background
from ui.common.buttons import primary
from ui.common.cards import Card, columns
from ui.common.choice_fields import CheckField, ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import TextField
from ui.common.forms import Form
from ui.common.printing import Printing
from ui.common.text import META, paragraph
from ui.common.theme import text_scale
from ui.common.tokens import GAP
from ui.letters.printer_choice import PrinterChoice
from ui.letters.run_words import counted

_LARGE = 1.2


class PrintCard(Card):
    """Choose a printer and print what is ticked, as one run."""

    print_wanted = Signal()

    def __init__(
        self,
        printing: Printing,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("New print run", parent=parent)
        self.printer = PrinterChoice(printing, background)
        self.printer.changed.connect(self._show_state)
        self.separators = CheckField("A sheet before each letter")
        self.duplex = CheckField("Both sides")
        self.reason = paragraph("", META)
        self.button = primary("Print", "print")
        self.button.clicked.connect(self.print_wanted)
        self.body.addWidget(self.printer)
        self.body.addWidget(self.separators)
        self.body.addWidget(self.duplex)
        self.body.addLayout(_foot(self.reason, self.button))
        self._count, self._running, self._checked = 0, False, ""
        self._show_state()

    def set_count(self, count: int) -> None:
        """How many letters are ticked."""
        self._count = count
        self._show_state()

    def set_running(self, running: bool) -> None:
        self._running = running
        self._checked = ""
        self._show_state()

    @Slot(int, int)
    def set_checked(self, done: int, total: int) -> None:
        """How many letters were compared with the records again."""
        self._checked = f"Checking letter {min(done + 1, total)} of {total}"
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        if self._running:
            reason = self._checked or "A print run is under way"
        elif not self._count:
            reason = "Tick the letters to print"
        else:
            reason = self.printer.reason()
        self.reason.setText(reason)
        self.button.set_words(f"Print {self._count}" if self._count else "Print")
        self.button.setEnabled(not reason)


class PostCard(Card):
    """Say how and when what was read back went into the post.

    `to_post` are all that may go; an item number belongs to the chosen one alone.
    """

    post_wanted = Signal()

    def __init__(
        self, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__("Then mark as posted", parent=parent)
        self.service = ChoiceField("Service", ())
        self.on = DateField("Posted on", today, width=0)
        self.item_number = TextField(
            "Item number", most=60, placeholder="Chosen letter"
        )
        self.certificate = TextField("Certificate", most=60, placeholder="Of posting")
        self.form = Form(
            {"service": self.service, "on": self.on, "item_number": self.item_number},
            self,
        )
        self.reason = paragraph("", META)
        self.button = primary("Mark as posted")
        self.button.clicked.connect(self.post_wanted)
        self.item_number.changed.connect(self._show_state)
        if text_scale() > _LARGE:
            for field in (self.service, self.on, self.item_number, self.certificate):
                self.body.addWidget(field)
        else:
            self.body.addLayout(columns(self.service, self.on))
            self.body.addLayout(columns(self.item_number, self.certificate))
        self.body.addLayout(_foot(self.reason, self.button))
        self._today = today
        self._all: tuple[int, ...] = ()
        self._chosen: int | None = None
        self._reason, self._running = "", False
        self.start_afresh()

    def start_afresh(self) -> None:
        """Today, and no item number."""
        self.on.set_value(self._today())
        self.item_number.set_value("")
        self.form.clear()
        self.form.forget_touch()
        self._show_state()

    def set_services(self, names: tuple[str, ...]) -> None:
        """The ways a letter may go; the one chosen stays if it is still there."""
        self.service.set_choices(tuple((name, name) for name in names))

    def offer(self, to_post: Sequence[int], *, chosen: int | None, reason: str) -> None:
        """The letters that may go, the chosen one if it may, and what still waits."""
        self._all, self._chosen = tuple(to_post), chosen
        self._reason = reason
        self._show_state()

    def letter_ids(self) -> tuple[int, ...]:
        """What is about to be marked: all, or the one that a number was typed for."""
        if self.item_number.value():
            return () if self._chosen is None else (self._chosen,)
        return self._all

    def day(self) -> date | None:
        """The day of posting; what is wrong with it is said under its field."""
        try:
            on = self.on.value()
        except RuleBroken as error:
            self.on.show_problem(str(error))
            self.on.focus_field()
            return None
        if on is None:
            self.on.show_problem("Enter the day of posting.")
            self.on.focus_field()
        return on

    def set_running(self, running: bool) -> None:
        self._running = running
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        ids = self.letter_ids()
        reason = self._reason
        if self.item_number.value() and not ids:
            reason = "Choose a letter that was scanned back"
        self.reason.setText(reason)
        words = f"Mark {len(ids)} as posted" if ids else "Mark as posted"
        self.button.set_words(words)
        self.button.setEnabled(bool(ids) and not self._running)


def still_to_scan(count: int) -> str:
    """What stands beside the button while envelopes are open."""
    return f"{counted(count, 'letter')} still to scan" if count else ""


def _foot(reason: QWidget, button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP)
    row.addWidget(reason, 1)
    row.addWidget(button)
    return row
