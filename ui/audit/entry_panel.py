"""One entry of the audit trail in full: its records, the way to them, its hashes."""

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

from isteam_app.domain.dates import long_date
from isteam_app.services.audit_trail import ShownRecord, TrailLine
from ui.audit.words import grouped, number_words
from ui.common.buttons import link
from ui.common.cards import SidePanel, hairline
from ui.common.facts import Fact, Facts
from ui.common.text import BODY, META, STRONG, label, paragraph

_NONE = "Choose an entry to see all of it."
_SALTED = (
    "A digest tells whether a record is still as it was then. It is salted: once the "
    "record is erased, it tells nothing."
)


class EntryPanel(SidePanel):
    """Stands beside the table and follows the chosen entry."""

    record_opened = Signal(str, int)
    """A record's noun and id."""

    def __init__(self) -> None:
        super().__init__("Entry", width=300)
        self._inside: QWidget | None = None
        self.links: list[QWidget] = []
        self.show_entry(None)

    def show_entry(self, line: TrailLine | None, reason: str = "") -> None:
        """Show another entry, or none."""
        if self._inside is not None:
            self.body.removeWidget(self._inside)
            self._inside.hide()
            self._inside.deleteLater()
        self.links = []
        self._inside = QWidget()
        column = QVBoxLayout(self._inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        self.body.addWidget(self._inside)
        if line is None:
            self.set_title("Entry")
            column.addWidget(paragraph(_NONE, BODY, tone="text2"))
        else:
            self.set_title(f"Entry {number_words(line)}".strip())
            self._fill(column, line, reason)
        column.addStretch(1)

    def _fill(self, column: QVBoxLayout, line: TrailLine, reason: str) -> None:
        column.addWidget(paragraph(line.what, STRONG))
        at = f"{long_date(line.at.date())}, {line.at:%H:%M:%S}"
        facts = [Fact("Who", line.who), Fact("When", at), Fact("Reason", reason)]
        column.addWidget(Facts(facts))
        if line.records:
            column.addWidget(hairline())
            column.addWidget(label("Records", META))
        for record in line.records:
            column.addWidget(self._record(record))
        column.addWidget(hairline())
        if line.hash:
            self._add_hash(column, "Its hash", line.hash)
            self._add_hash(column, "The hash before it", line.previous)
        for record in line.records:
            if record.digest:
                self._add_hash(column, f"Digest of {record.words}", record.digest)
        if any(record.digest for record in line.records):
            column.addWidget(paragraph(_SALTED, META, tone="text3"))

    def _record(self, record: ShownRecord) -> QWidget:
        if not record.opens:
            return paragraph(record.words, BODY, tone="text2")
        way = link(f"{record.words[0].upper()}{record.words[1:]}", "next")
        way.setAccessibleName(f"Open {record.words}")
        way.clicked.connect(partial(self.record_opened.emit, record.opens, record.id))
        self.links.append(way)
        return way

    def _add_hash(self, column: QVBoxLayout, name: str, digits: str) -> None:
        column.addWidget(paragraph(name, META))  # it may name a person
        shown = paragraph(grouped(digits), META, tone="text2")
        shown.setAccessibleName(f"{name}: {grouped(digits)}")
        column.addWidget(shown)
