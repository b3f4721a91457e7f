"""Which printer: the ones this computer has now, the default one first."""

from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.errors import IsteamError
from isteam_app.printing import Printer
from isteam_app.progress import Progress
from ui.common.background import Background, Job
from ui.common.buttons import link
from ui.common.choice_fields import ChoiceField
from ui.common.printing import Printing
from ui.common.text import META, paragraph
from ui.common.tokens import GAP_LABEL

_NONE = (
    "No printer is set up on this computer. Set one up, or ask whoever looks after "
    "the printers."
)


class PrinterChoice(QWidget):
    """Asks the system on the worker: a print service may take its time."""

    changed = Signal()

    def __init__(
        self,
        printing: Printing,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._printing, self._background = printing, background
        self._known: tuple[Printer, ...] = ()
        self._looking = False
        self.field = ChoiceField("Printer", ())
        self.field.changed.connect(self._show_state)
        self.trouble = paragraph("", META, tone="warn")
        self.again = link("Look for printers again", "refresh")
        self.again.clicked.connect(self.look)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_LABEL)
        column.addWidget(self.field)
        column.addWidget(self.trouble)
        column.addWidget(self.again)
        self._show_state()

    def printer(self) -> str:
        """The printer to send to, or nothing while there is none that takes letters."""
        chosen = self._chosen()
        return chosen.name if chosen is not None and chosen.ready else ""

    def reason(self) -> str:
        """Why nothing can be printed, in a few words; nothing if it can."""
        if self.printer():
            return ""
        return "Looking for printers" if self._looking else "No printer to send to"

    @Slot()
    def look(self) -> None:
        """Read the printers of this computer anew."""
        if self._looking:
            return
        self._looking = True
        job = Job(partial(_printers, self._printing))
        job.succeeded.connect(self._show)
        job.failed.connect(self._show_trouble)
        job.finished.connect(self._end)
        self._background.start(job)
        self._show_state()

    def _chosen(self) -> Printer | None:
        name = self.field.value()
        return next((one for one in self._known if one.name == name), None)

    @Slot(object)
    def _show(self, found: tuple[Printer, ...]) -> None:
        self._known = found
        before = self._chosen()
        self.field.set_choices([(one.name, _words(one)) for one in found])
        ready = [one.name for one in found if one.ready]
        if before is None and ready:
            self.field.set_value(ready[0])
        self.trouble.setText("" if found else _NONE)

    @Slot(object)
    def _show_trouble(self, error: IsteamError) -> None:
        self._show(())
        self.trouble.setText(str(error))

    @Slot()
    def _end(self) -> None:
        self._looking = False
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        chosen = self._chosen()
        if chosen is not None:
            held = "is paused" if chosen.paused else "takes nothing now"
            words = f"The printer {chosen.name} {held}. Choose another one."
            self.trouble.setText("" if chosen.ready else words)
        self.field.setVisible(bool(self._known))
        self.trouble.setVisible(bool(self.trouble.text()))
        self.again.setVisible(not self._looking and not self.printer())
        self.changed.emit()


def _words(printer: Printer) -> str:
    words = printer.name
    if printer.default:
        words += ", default"
    if printer.paused:
        words += ", paused"
    elif not printer.accepting:
        words += ", takes nothing"
    return words


def _printers(printing: Printing, _progress: Progress) -> tuple[Printer, ...]:
    return printing.printers()
