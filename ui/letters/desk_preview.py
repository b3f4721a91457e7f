"""The letter that is chosen on the print desk: its pages, or what is known of it."""

from collections.abc import Iterator

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget

from isteam_app.domain.dates import long_date
from isteam_app.domain.letters import UNFINISHED, LetterRow, LetterState
from ui.common.buttons import link
from ui.common.cards import Card
from ui.common.facts import Fact, Facts
from ui.common.moments import here
from ui.common.pdf_view import PdfView
from ui.common.text import META, paragraph

_DRAFTED = "A draft has no final pages yet. Open it to read and finish it."
_NONE = "Choose a letter to see its pages."


class DeskPreview(Card):
    """`open_wanted` and `case_wanted` are asked of the letter that is shown."""

    open_wanted = Signal()
    case_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Letter", parent=parent)
        self.open_link = link("Open")
        self.case_link = link("Case")
        self.open_link.clicked.connect(self.open_wanted)
        self.case_link.clicked.connect(self.case_wanted)
        self.head.addWidget(self.open_link)
        self.head.addWidget(self.case_link)
        self.facts = Facts()
        self.words = paragraph(_NONE, META)
        self.view = PdfView("The chosen letter")
        self.view.setMinimumHeight(120)
        self.body.addWidget(self.words)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.view, 1)
        self.body.addStretch()
        self.show_letter(None, b"")

    def show_letter(self, row: LetterRow | None, pdf: bytes) -> None:
        """Show a letter; without pages, say why there are none."""
        self.set_title(row.reference if row is not None else "Letter")
        self.setAccessibleName(f"Letter {row.reference}" if row else "Letter")
        self.open_link.setVisible(row is not None)
        self.case_link.setVisible(row is not None)
        request = row is not None and row.disclosure_id is not None
        self.case_link.setText("Request" if request else "Case")
        self.facts.set_facts(tuple(_facts(row)) if row is not None else ())
        self.facts.setVisible(bool(self.facts.facts()))
        self.words.setText(_NONE if row is None else _DRAFTED)
        self.words.setVisible(not pdf)
        self.view.setVisible(bool(pdf))
        if pdf:
            self.view.set_pdf(pdf)
            self.view.verticalScrollBar().setValue(0)
        else:
            self.view.clear()


def _facts(row: LetterRow) -> Iterator[Fact]:
    if row.state in UNFINISHED:
        yield Fact("Letter", row.title)
        yield Fact("Recipient", row.recipient)
        yield Fact("Begun", f"{long_date(here(row.made_at).date())}\n{row.by}")
        yield Fact("Post by", long_date(row.post_by) if row.post_by else "")
    if row.state is LetterState.RETURNED and row.returned_on is not None:
        yield Fact("Came back", long_date(row.returned_on), "returned", "warn")
        yield Fact("Why", row.returned_why)
    if row.posted_on is not None:
        yield Fact("Posted", long_date(row.posted_on), "done", "ok")
        yield Fact("Service", row.service)
        yield Fact("Item number", row.item_number)
