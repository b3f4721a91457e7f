"""A card of a page that offers the two ways a paper leaves the vault."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent

from ui.common.background import Background
from ui.common.cards import Card
from ui.common.paper_ways import Chooser, MakePrinting, Paper, PaperWays
from ui.common.text import BODY, paragraph


class PaperCard(Card):
    """Says what the paper holds, prints it or writes it to a file. Escape closes.

    `went_out`: it was printed or saved; `left`: the card was closed.
    """

    went_out = Signal()
    left = Signal()

    def __init__(
        self,
        title: str,
        holds: str,
        background: Background,
        printing: MakePrinting | None,
        chooser: Chooser,
    ) -> None:
        super().__init__(title)
        self.setProperty("k", "sunken")
        self.ways = PaperWays(background, printing, chooser)
        self.body.addWidget(paragraph(holds, BODY, tone="text2"))
        self.body.addWidget(self.ways)
        self.ways.went_out.connect(self.went_out)
        self.ways.left.connect(self._leave)
        self.hide()

    def offer(self, paper: Paper) -> None:
        """Offer the printers of this computer, and a file."""
        self.show()
        self.ways.begin(paper)
        self.ways.save_button.setFocus()

    @Slot()
    def _leave(self) -> None:
        self.hide()
        self.left.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
