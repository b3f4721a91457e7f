"""A timeline, or a sentence where nothing has happened yet."""

from collections.abc import Sequence

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QStackedWidget

from ui.common.empty_state import EmptyState
from ui.common.timeline import Timeline, TimelineEntry

LEAST_LIST = 90


class Listed(QStackedWidget):
    """A timeline, or a sentence where nothing has happened yet."""

    def __init__(self, name: str, empty: EmptyState) -> None:
        super().__init__()
        self.timeline = Timeline(name)
        self.timeline.setMinimumHeight(LEAST_LIST)
        self.empty = empty
        self.addWidget(self.timeline)
        self.addWidget(empty)

    def minimumSizeHint(self) -> QSize:
        return QSize(super().minimumSizeHint().width(), LEAST_LIST)

    def show_entries(self, entries: Sequence[TimelineEntry]) -> None:
        self.timeline.set_entries(entries)
        self.setCurrentWidget(self.timeline if entries else self.empty)
