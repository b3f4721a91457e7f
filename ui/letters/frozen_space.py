"""A letter that cannot change any more: its exact pages, its facts, its printing."""

from collections.abc import Iterator
from datetime import datetime

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.dates import long_date
from isteam_app.domain.letters import GONE, Letter
from isteam_app.services.letter_editing import Window
from ui.common.background import Background
from ui.common.cards import Card, scrolled
from ui.common.facts import Fact, Facts
from ui.common.moments import long_moment
from ui.common.pdf_part import PdfPart
from ui.common.printing import Printing
from ui.common.progress_panel import ProgressPanel
from ui.common.text import META, paragraph
from ui.common.tokens import GAP_CARD, GAP_ROW
from ui.letters.gate import pages_of
from ui.letters.printer_choice import PrinterChoice

_SIDE = 300
_GROUP = 16


class FrozenSpace(QWidget):
    """The frozen pages at the left; what is known of them at the right."""

    changed = Signal()

    def __init__(
        self,
        printing: Printing,
        background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.pdf = PdfPart("The letter")
        self.facts = Facts()
        self.printer = PrinterChoice(printing, background)
        self.printer.changed.connect(self._tell)
        self.progress = ProgressPanel()
        self.print_card = Card("Print")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_CARD)
        row.addWidget(self.pdf, 1)
        row.addWidget(self._side())

    def show_letter(self, letter: Letter, pdf: bytes, window: Window | None) -> None:
        """Show a finalised letter as it lies in the vault."""
        self.pdf.set_window(window)
        self.pdf.show_pdf(pdf, pages_of(letter.pages))
        self.facts.set_facts(tuple(_facts(letter)))
        self.print_card.setVisible(letter.state not in GONE)

    def _side(self) -> QWidget:
        area, inside = scrolled()
        area.setFixedWidth(_SIDE)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_ROW)
        facts = Card("Frozen")
        facts.body.addWidget(self.facts)
        facts.body.addWidget(
            paragraph(
                "Neither text nor pages can change. A correction is a new letter.", META
            )
        )
        self.print_card.body.addWidget(self.printer)
        column.addWidget(facts)
        column.addWidget(self.print_card)
        column.addWidget(self.progress)
        column.addStretch(1)
        return area

    @Slot()
    def _tell(self) -> None:
        self.changed.emit()


def _facts(letter: Letter) -> Iterator[Fact]:
    if letter.approved_at is not None:
        yield Fact("Approved", _when(letter.approved_at, letter.approved_by), "decided")
    yield Fact("Finalised", _when(letter.finalised_at, letter.finalised_by), "sealed")
    if letter.printed_at is not None:
        yield Fact("Printed", _when(letter.printed_at, letter.printed_by), "printed")
    if letter.posted_on is not None:
        yield Fact(
            "Posted", f"{long_date(letter.posted_on)}\n{letter.posted_by}", "done"
        )
    yield Fact("Service", letter.service)
    yield Fact("Item number", letter.item_number)
    if letter.returned_on is not None:
        came = f"{long_date(letter.returned_on)}\n{letter.returned_why}"
        yield Fact("Came back", came, "returned")
    yield Fact("Pages", _pages(letter))
    yield Fact("SHA-256", _in_lines(letter.sha256))


def _pages(letter: Letter) -> str:
    if not letter.enclosed_pages:
        return str(letter.pages)
    return f"{letter.pages}, and {letter.enclosed_pages} behind it"


def _when(at: datetime | None, by: str) -> str:
    return f"{long_moment(at)}\n{by}" if at else by


def _in_lines(digest: str) -> str:
    """A long number in lines that fit the panel and can be compared by eye."""
    starts = range(0, len(digest), _GROUP)
    return "\n".join(digest[start : start + _GROUP] for start in starts)
