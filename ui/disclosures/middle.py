"""The middle of a request's page: one view at a time, and the way to all of them."""

from PySide6.QtWidgets import QApplication, QStackedWidget, QVBoxLayout, QWidget

from ui.common.cards import scrolled
from ui.common.tokens import GAP
from ui.disclosures.request_panel import RequestPanel
from ui.disclosures.request_sections import SectionCombo

_ALL = 1000
"""So much more of the height than the empty space below takes."""


class Middle(QWidget):
    """Shows a section, a panel over it, or what is kept beside the sections.

    `combo` stands above where the list of sections has no room at the left.
    """

    def __init__(self) -> None:
        super().__init__()
        self.combo = SectionCombo()
        self.combo.hide()
        self._stack = QStackedWidget()
        self._area, inside = scrolled()
        self._panels = QVBoxLayout(inside)
        self._panels.setContentsMargins(0, 0, 0, 0)
        self._panels.addStretch(1)
        self._stack.addWidget(self._area)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self.combo)
        column.addWidget(self._stack, 1)

    def add(self, view: QWidget) -> None:
        self._stack.addWidget(view)

    def turn_to(self, view: QWidget) -> None:
        self._stack.setCurrentWidget(view)

    def current(self) -> QWidget | None:
        """The view in sight; a panel stands in a view of its own."""
        return self._stack.currentWidget()

    def hold_focus(self) -> None:
        """Hold the keyboard while what has it is made anew: it would go elsewhere."""
        has_it = QApplication.focusWidget()
        if has_it is not None and self.isAncestorOf(has_it):
            self.setFocus()

    def is_panel_shown(self) -> bool:
        return self._stack.currentWidget() is self._area

    def put_panel(self, panel: RequestPanel) -> None:
        """Put a panel in place of the view."""
        self._panels.insertWidget(0, panel, _ALL if panel.fills else 0)
        panel.show()
        self.show_panel()

    def show_panel(self) -> None:
        self._stack.setCurrentWidget(self._area)
        self._area.verticalScrollBar().setValue(0)

    def take_panel(self, panel: RequestPanel) -> None:
        """Put a panel away for good."""
        self._panels.removeWidget(panel)
        panel.hide()
        panel.deleteLater()
