"""Lays out the window: places, quick find, the page and the line at the foot."""

from PySide6.QtCore import QEvent, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QResizeEvent, QShortcut
from PySide6.QtWidgets import (
    QApplication,
    QGridLayout,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from ui.common.page import Page
from ui.common.rail import Rail
from ui.common.status_bar import StatusBar
from ui.common.theme import text_scale
from ui.common.tokens import MARGIN
from ui.common.top_bar import TopBar

NARROW, SMALL = 1180, 1000
LEAST = QSize(900, 480)
SHORTCUT = Qt.FocusReason.ShortcutFocusReason


class Pages(QStackedWidget):
    """The pages; only the one in sight says how small the window may be."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.currentChanged.connect(self.updateGeometry)

    def hasHeightForWidth(self) -> bool:
        # Qt would ask every page, also those out of sight.
        return False

    def sizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.sizeHint() if page else super().sizeHint()

    def minimumSizeHint(self) -> QSize:
        page = self.currentWidget()
        return page.minimumSizeHint() if page else QSize(0, 0)


class Frame(QWidget):
    """The shell around the pages. F6 goes from the page to the shell and back.

    Below 1180 px the rail becomes icons; pages with a `set_narrow` are told.
    """

    narrow_changed = Signal(bool)

    def __init__(
        self,
        rail: Rail,
        top_bar: TopBar,
        status_bar: StatusBar,
        *,
        watermark: str = "",
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.rail, self.top_bar, self.status_bar = rail, top_bar, status_bar
        self.pages = Pages()
        self.is_narrow = False
        self._by_key: dict[str, QWidget] = {}
        self._left_at: QWidget | None = None
        if watermark:
            top_bar.set_watermark(watermark)
        self.setMinimumSize(LEAST)
        self._build()
        for keys in ("F6", "Shift+F6"):
            QShortcut(QKeySequence(keys), self, self.change_side)
        QShortcut(QKeySequence("Ctrl+K"), self, top_bar.focus_find)

    def _build(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(0)
        side = QVBoxLayout()
        side.setSpacing(0)
        side.addWidget(self.top_bar)
        self._banner = QVBoxLayout()
        side.addLayout(self._banner)
        side.addWidget(self.pages, 1)
        side.addWidget(self.status_bar)
        # The pages come first so that Tab starts in them.
        grid.addLayout(side, 0, 1)
        grid.addWidget(self.rail, 0, 0)
        grid.setColumnStretch(1, 1)
        QWidget.setTabOrder(self.top_bar.post_button, self.rail)

    def set_banner(self, banner: QWidget | None) -> None:
        """Put one line over every page, in place of the last; None takes it away."""
        while self._banner.count():
            item = self._banner.takeAt(0)
            old = None if item is None else item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        margin = MARGIN if banner is not None else 0
        self._banner.setContentsMargins(margin, margin // 2, margin, 0)
        if banner is not None:
            self._banner.addWidget(banner)

    def banner(self) -> QWidget | None:
        item = self._banner.itemAt(0)
        return None if item is None else item.widget()

    def add_page(self, key: str, page: QWidget) -> None:
        """Puts a page into the window; it is shown by `show_page`."""
        self._by_key[key] = page
        self.pages.addWidget(page)
        self._tell(page)

    def has_page(self, key: str) -> bool:
        return key in self._by_key

    def page(self, key: str) -> QWidget:
        return self._by_key[key]

    def current_page(self) -> str:
        here = self.pages.currentWidget()
        return next((key for key, page in self._by_key.items() if page is here), "")

    def show_page(self, key: str) -> None:
        """Turns to a page and takes the keyboard to its first item."""
        page = self._by_key[key]
        self._left_at = None
        self.pages.setCurrentWidget(page)
        if isinstance(page, Page):
            page.opened()
        self._enter(page)

    @Slot()
    def change_side(self) -> None:
        """Takes the keyboard from the page to the shell, or back to where it was."""
        focused = QApplication.focusWidget()
        page = self.pages.currentWidget()
        if focused is not None and page is not None and page.isAncestorOf(focused):
            self._left_at = focused
            self.top_bar.focus_find()
        elif self._left_at is not None:
            self._left_at.setFocus(SHORTCUT)
        elif page is not None:
            self._enter(page)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._measure()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange:
            self._measure()

    def _measure(self) -> None:
        self.status_bar.set_narrow(self.width() < SMALL)
        narrow = self.width() < NARROW * max(text_scale(), 1.0)
        if narrow != self.is_narrow:
            self.is_narrow = narrow
            self._settle()

    def _settle(self) -> None:
        self.rail.set_collapsed(self.is_narrow)
        self.top_bar.set_narrow(self.is_narrow)
        for page in self._by_key.values():
            self._tell(page)
        self.narrow_changed.emit(self.is_narrow)

    def _tell(self, page: QWidget) -> None:
        told = getattr(page, "set_narrow", None)
        if callable(told):
            told(self.is_narrow)

    def _enter(self, page: QWidget) -> None:
        wanted = page.first_focus() if isinstance(page, Page) else page.focusProxy()
        first = wanted or _first_stop(page)
        if first is not None:
            first.setFocus(SHORTCUT)


def _first_stop(page: QWidget) -> QWidget | None:
    """The first part of a page that the Tab key would reach."""
    stop = page.nextInFocusChain()
    while stop is not None and stop is not page:
        tabs = stop.focusPolicy() & Qt.FocusPolicy.TabFocus
        if tabs and stop.isVisibleTo(page) and stop.isEnabled():
            return stop if page.isAncestorOf(stop) else None
        stop = stop.nextInFocusChain()
    return None
