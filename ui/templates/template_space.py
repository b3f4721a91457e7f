"""Text, exact PDF, checks and versions of a template, as there is room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.common.cards import Card, scrolled
from ui.common.checks import CheckList
from ui.common.pdf_part import PdfPart
from ui.common.tabs import TabPages
from ui.common.theme import text_scale
from ui.common.tokens import GAP_ROW
from ui.templates.compare_panel import ComparePanel
from ui.templates.facts_part import FactsPart
from ui.templates.rules_part import RulesPart
from ui.templates.text_part import TextPart
from ui.templates.versions_part import VersionsPart

TEXT, RULES, FACTS, LAYOUT = "text", "rules", "facts", "layout"
CHECKS, VERSIONS = "checks", "versions"
_WORDS = {
    TEXT: "Text",
    RULES: "Rules",
    FACTS: "Test data",
    LAYOUT: "Layout",
    CHECKS: "Checks",
    VERSIONS: "Versions",
}
_BESIDE = 760
"""Pixels of width from which the exact PDF stands beside the text."""
_BELOW = 560
"""Pixels of height from which checks and versions stand under the text."""
_CARD = 216


class TemplateSpace(QStackedWidget):
    """The parts in tabs; with room, the PDF beside them and two cards below."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.rules, self.facts = TextPart(), RulesPart(), FactsPart()
        self.pdf = PdfPart("Exact PDF")
        self.pdf.foot.hide()
        self.checks, self.versions = CheckList(), VersionsPart()
        self.compare = ComparePanel()
        self.tabs = TabPages("Template")
        self._cards = {
            CHECKS: _card("Checks", self.checks),
            VERSIONS: _card("Versions", self.versions),
        }
        self._layout: tuple[bool, bool] | None = None
        self._count = ""
        self._lay_out()
        self.arrange(0, 0)  # what needs least room must not keep a window wide

    def arrange(self, width: int, height: int) -> None:
        """Lay the parts out for so much room; larger text needs more."""
        scale = text_scale()
        beside, below = width / scale >= _BESIDE, height / scale >= _BELOW
        if self._layout == (beside, below):
            return
        held = QApplication.focusWidget()
        self._place_pdf(beside)
        self._place_cards(below)
        self._layout = (beside, below)
        self.set_count(self._count)
        if held is not None and self.isAncestorOf(held):
            held.setFocus(Qt.FocusReason.OtherFocusReason)

    def show_part(self, key: str) -> None:
        """Bring a part into sight."""
        self.setCurrentIndex(0)
        if self.tabs.has_page(key):
            self.tabs.set_current(key)

    def show_compare(self) -> None:
        """Show two versions in place of the text."""
        self.setCurrentWidget(self.compare)

    def set_count(self, count: str) -> None:
        """How many checks are not met, on their tab or card."""
        self._count = count
        if self.tabs.has_page(CHECKS):
            self.tabs.set_count(CHECKS, count)

    def _place_pdf(self, beside: bool) -> None:
        if self._layout is not None and self._layout[0] == beside:
            return
        if self.tabs.has_page(LAYOUT):
            self.tabs.take_page(LAYOUT)
        if beside:
            self._columns.addWidget(self.pdf)
            self._columns.setSizes([560, 440])
            self.pdf.show()
        else:
            self.tabs.add_page(LAYOUT, _WORDS[LAYOUT], self.pdf, at=3)

    def _place_cards(self, below: bool) -> None:
        if self._layout is not None and self._layout[1] == below:
            return
        for key, card in self._cards.items():
            if self.tabs.has_page(key):
                self.tabs.take_page(key)
            if below:
                self._under.addWidget(card, 1)
                card.setFixedHeight(round(_CARD * text_scale()))
                card.show()
            else:
                self._under.removeWidget(card)
                card.setMinimumHeight(0)
                card.setMaximumHeight(16_777_215)
                self.tabs.add_page(key, _WORDS[key], card)

    def _lay_out(self) -> None:
        self.tabs.add_page(TEXT, _WORDS[TEXT], self.text)
        self.tabs.add_page(RULES, _WORDS[RULES], self.rules, scrolls=True)
        self.tabs.add_page(FACTS, _WORDS[FACTS], self.facts, scrolls=True)
        self._columns = QSplitter(Qt.Orientation.Horizontal)
        self._columns.setChildrenCollapsible(False)
        self._columns.setHandleWidth(GAP_ROW)
        self._columns.addWidget(self.tabs)
        self._under = QHBoxLayout()
        self._under.setSpacing(GAP_ROW)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_ROW)
        column.addWidget(self._columns, 1)
        column.addLayout(self._under)
        self.addWidget(whole)
        self.addWidget(self.compare)
        self.setMinimumWidth(320)


def _card(title: str, part: QWidget) -> Card:
    card = Card(title)
    area, inside = scrolled()
    column = QVBoxLayout(inside)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(part)
    column.addStretch(1)
    card.body.addWidget(area)
    return card
