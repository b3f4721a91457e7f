"""The exact letter, with the envelope's window over it if one wants."""

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.envelopes import Overlay
from ui.common.buttons import icon_button
from ui.common.pdf_view import PdfView
from ui.common.text import META, STRONG, label
from ui.common.tokens import GAP

_EXACT = "This exact file is printed, posted and kept"


class PdfPart(QWidget):
    """A title, the pages, and a line below that says what they are."""

    def __init__(self, title: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = label(title, STRONG)
        self.meta = label("", META, tnum=True)
        self.window_box = QCheckBox("Envelope window")
        self.window_box.setChecked(True)
        self.window_box.toggled.connect(self._show_window)
        self.zoom_out = icon_button("zoom_out", "Smaller")
        self.zoom_in = icon_button("zoom_in", "Larger")
        self.view = PdfView("The letter as it will be printed")
        self.foot = label(_EXACT, META)
        self.zoom_in.clicked.connect(self.view.zoom_in)
        self.zoom_out.clicked.connect(self.view.zoom_out)
        self._window: Overlay | None = None
        self._lay_out()

    def set_window(self, window: Overlay | None) -> None:
        """Where the window of the envelope in the settings lies."""
        self._window = window
        self.window_box.setVisible(window is not None)
        self._show_window()

    def show_pdf(self, pdf: bytes, meta: str, built: str = "") -> None:
        """Show these pages and when they were built."""
        self.view.set_pdf(pdf)
        self.meta.setText(meta)
        self.foot.setText(f"{built}. {_EXACT}" if built else _EXACT)

    def keep_last(self) -> None:
        """The text cannot be read: what could be read last stays in sight."""
        self.meta.setText("")
        self.foot.setText("The last text that could be read is shown")

    def tools(self) -> tuple[QWidget, ...]:
        """The controls over the pages, then the pages, in their order."""
        return (self.window_box, self.zoom_out, self.zoom_in, self.view)

    @Slot()
    def _show_window(self) -> None:
        self.view.set_window(self._window if self.window_box.isChecked() else None)

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.title)
        head.addWidget(self.meta)
        head.addStretch(1)
        head.addWidget(self.window_box)
        head.addWidget(self.zoom_out)
        head.addWidget(self.zoom_in)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.view, 1)
        column.addWidget(self.foot)
