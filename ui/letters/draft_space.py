"""Text, exact PDF and checks of a draft, side by side or in tabs as there is room."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from ui.common.cards import Card, scrolled
from ui.common.checks import CheckList
from ui.common.editor_part import EditorPart
from ui.common.fields import TextField
from ui.common.pdf_part import PdfPart
from ui.common.tabs import TabPages
from ui.common.theme import text_scale
from ui.common.tokens import GAP_CARD, GAP_ROW
from ui.letters.answers_panel import AnswersPanel
from ui.letters.approval_panel import ApprovalPanel
from ui.letters.enclosures_panel import EnclosuresPanel
from ui.letters.page_panel import PagePanel
from ui.letters.recipient_panel import RecipientPanel
from ui.letters.twice_panel import TwicePanel

_WIDE, _TWO = 1012, 800
_CHECKS_WIDTH = 292
_LEAST = 600
_POSTCODE = "Postcode of whoever it goes to"
_TYPE_IT = "Type it from the case, not from the letter."
_TEXT, _PDF, _CHECKS = "text", "pdf", "checks"
_WORDS = {_TEXT: "Text", _PDF: "Exact PDF", _CHECKS: "Checks"}


class DraftSpace(QWidget):
    """Three columns; below 1180 pixels of window the checks become a tab."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.editor = EditorPart()
        self.pdf = PdfPart("Exact PDF")
        self.checks = CheckList()
        self.answers = AnswersPanel()
        self.recipient = RecipientPanel()
        self.approval = ApprovalPanel()
        self.twice = TwicePanel()
        self.enclosures = EnclosuresPanel()
        self.page = PagePanel()
        self.postcode = TextField(_POSTCODE, most=40, width=160, help_text=_TYPE_IT)
        self.postcode.hide()
        self.side, inside = scrolled()
        self._fill_side(inside)
        self.tabs = TabPages("Letter")
        self.tabs.setParent(self)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP_CARD)
        self._parts = {_TEXT: self.editor, _PDF: self.pdf, _CHECKS: self.side}
        self._in_tabs: tuple[str, ...] | None = None
        self._count = ""
        # the columns of a wide window must not keep it from being made narrower
        self.setMinimumWidth(_LEAST)
        self.arrange(round(_WIDE * text_scale()))

    def arrange(self, width: int) -> None:
        """Lay the parts out for a page of this width; larger text needs more."""
        room = width / text_scale()
        if room >= _WIDE:
            wanted: tuple[str, ...] = ()
        else:
            wanted = (_TEXT, _CHECKS) if room >= _TWO else (_TEXT, _PDF, _CHECKS)
        if wanted == self._in_tabs:
            return
        held = QApplication.focusWidget()
        self._take_all()
        for key in wanted:
            self.tabs.add_page(key, _WORDS[key], self._parts[key])
        self._in_tabs = wanted
        self._fill_row(wanted)
        self.set_stops(self._count)
        if held is not None and self.isAncestorOf(held):
            held.setFocus(Qt.FocusReason.OtherFocusReason)

    def set_stops(self, count: str) -> None:
        """How many checks are not met, on the tab."""
        self._count = count
        if self.tabs.has_page(_CHECKS):
            self.tabs.set_count(_CHECKS, count)

    def order_focus(self) -> None:
        """After the text comes the first thing to put right, then the toolbar."""
        last: QWidget = self.editor.edit
        stops = [
            line
            for line in self.checks.lines()
            if line.focusPolicy() is not Qt.FocusPolicy.NoFocus
        ]
        for part in (*stops, *self.editor.tools(), *self.pdf.tools()):
            QWidget.setTabOrder(last, part)
            last = part

    def show_text(self) -> None:
        """Bring the text into sight."""
        self._show(_TEXT)

    def show_checks(self, part: QWidget) -> None:
        """Bring a part of the checks into sight."""
        self._show(_CHECKS)
        self.side.ensureWidgetVisible(part)

    def _show(self, key: str) -> None:
        if self.tabs.has_page(key):
            self.tabs.set_current(key)

    def _take_all(self) -> None:
        for key in self._in_tabs or ():
            self.tabs.take_page(key)
        while self._row.count():
            self._row.takeAt(0)

    def _fill_row(self, in_tabs: tuple[str, ...]) -> None:
        self.tabs.setVisible(bool(in_tabs))
        if in_tabs:
            self._row.addWidget(self.tabs, 1)
        for key, part in self._parts.items():
            if key in in_tabs:
                continue
            self._row.addWidget(part, 0 if key == _CHECKS else 1)
            part.show()
        wide = not in_tabs
        self.side.setMinimumWidth(_CHECKS_WIDTH if wide else 0)
        self.side.setMaximumWidth(_CHECKS_WIDTH if wide else 16_777_215)

    def _fill_side(self, inside: QWidget) -> None:
        self.gate_card = gate = Card("Before it is made")
        gate.body.addWidget(self.checks)
        gate.body.addWidget(self.postcode)
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_ROW)
        for part in (
            self.approval,
            gate,
            self.twice,
            self.answers,
            self.recipient,
            self.enclosures,
            self.page,
        ):
            column.addWidget(part)
        column.addStretch(1)
