"""What can be done with the letters of a tab: print them, post them, open them."""

from collections.abc import Callable
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from ui.common.background import Background
from ui.common.buttons import primary, secondary
from ui.common.cards import Card, columns
from ui.common.choice_fields import ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import TextField
from ui.common.forms import Form
from ui.common.printing import Printing
from ui.common.progress_panel import ProgressPanel
from ui.common.text import META, paragraph
from ui.common.theme import text_scale
from ui.common.tokens import GAP
from ui.letters.printer_choice import PrinterChoice

_LARGE = 1.2
_PROMISE = "Letters the printer took stay marked"


class PrintCard(Card):
    """Choose a printer and print what is ticked."""

    print_wanted = Signal()

    def __init__(
        self,
        printing: Printing,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Print", parent=parent)
        self.printer = PrinterChoice(printing, background)
        self.printer.changed.connect(self._show_state)
        self.reason = paragraph("", META)
        self.button = primary("Print", "print")
        self.button.clicked.connect(self.print_wanted)
        self.progress = ProgressPanel()
        self.body.addWidget(self.printer)
        self.body.addWidget(self.progress)
        self.body.addLayout(_foot(self.reason, self.button))
        self._count, self._running = 0, False
        self._show_state()

    def set_count(self, count: int) -> None:
        """How many letters are ticked."""
        self._count = count
        self._show_state()

    def set_running(self, running: bool) -> None:
        self._running = running
        if running:
            self.progress.begin("Printing", _PROMISE)
        else:
            self.progress.finish()
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        if self._running:
            reason = "Printing"
        elif not self._count:
            reason = "Tick the letters to print"
        else:
            reason = self.printer.reason()
        self.reason.setText(reason)
        self.button.set_words(_counted("Print {}", "Print", self._count))
        self.button.setEnabled(not reason)


class PostCard(Card):
    """Say how and when what is ticked went into the post."""

    post_wanted = Signal()
    again_wanted = Signal()

    def __init__(
        self, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__("Then mark as posted", parent=parent)
        self.service = ChoiceField("Service", ())
        self.on = DateField("Posted on", today, width=0)
        self.item_number = TextField("Item number", most=60)
        self.form = Form(
            {"service": self.service, "on": self.on, "item_number": self.item_number},
            self,
        )
        self.reason = paragraph("", META)
        self.again_button = secondary("Print again", "print")
        self.button = primary("Mark as posted")
        self.again_button.clicked.connect(self.again_wanted)
        self.button.clicked.connect(self.post_wanted)
        if text_scale() > _LARGE:
            self.body.addWidget(self.service)
            self.body.addWidget(self.on)
        else:
            self.body.addLayout(columns(self.service, self.on))
        self.body.addWidget(self.item_number)
        self.body.addWidget(self.reason)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.again_button)
        row.addStretch(1)
        row.addWidget(self.button)
        self.body.addLayout(row)
        self._today = today
        self._count, self._running = 0, False
        self.start_afresh()

    def start_afresh(self) -> None:
        """Today, and no item number."""
        self.on.set_value(self._today())
        self.item_number.set_value("")
        self.form.clear()
        self.form.forget_touch()

    def set_services(self, names: tuple[str, ...]) -> None:
        """The ways a letter may go; the one chosen stays if it is still there."""
        self.service.set_choices(tuple((name, name) for name in names))

    def set_count(self, count: int) -> None:
        """How many letters are ticked; an item number belongs to one of them."""
        self._count = count
        self._show_state()

    def set_running(self, running: bool) -> None:
        self._running = running
        self._show_state()

    def _show_state(self) -> None:
        single = self._count == 1
        self.item_number.setVisible(single)
        if not single:
            self.item_number.set_value("")
        reason = "" if self._count else "Tick the letters that have gone"
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason))
        words = _counted("Mark {} as posted", "Mark as posted", self._count)
        self.button.set_words(words)
        free = bool(self._count) and not self._running
        self.button.setEnabled(free)
        self.again_button.setEnabled(free)


def _foot(reason: QWidget, button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.setSpacing(GAP)
    row.addWidget(reason, 1)
    row.addWidget(button)
    return row


def _counted(many: str, none: str, count: int) -> str:
    return many.format(count) if count else none
