"""What can be done with several chosen cases at once."""

from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from isteam_app.services.bulk import MOST
from ui.common.buttons import link, quiet, secondary
from ui.common.text import STRONG, label


class BulkBar(QFrame):
    """Stands under the list while more than one case is chosen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("k", "note")
        self.setProperty("tone", "info")
        self.words = label("", STRONG, tone="accent_text")
        self.all_link = link("")
        self.assign_button = secondary("Assign", "assign")
        self.note_button = secondary("Add a note", "note")
        self.write_button = secondary("Write to each", "letter")
        self.clear_button = quiet("Clear")
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 8, 6)
        row.setSpacing(8)
        row.addWidget(self.words)
        row.addWidget(self.all_link)
        row.addStretch(1)
        for button in (
            self.assign_button,
            self.note_button,
            self.write_button,
            self.clear_button,
        ):
            row.addWidget(button)
        self.hide()

    def buttons(self) -> tuple[QWidget, ...]:
        """What can be reached by the keyboard, in order."""
        return (
            self.all_link,
            self.assign_button,
            self.note_button,
            self.write_button,
            self.clear_button,
        )

    def show_count(self, chosen: int, total: int, *, whole: bool) -> None:
        """Say how many are chosen of the list; `whole`: all of it, or all allowed."""
        self.words.setText(f"{chosen:,} chosen")
        more = total > chosen and not whole
        self.all_link.setVisible(more)
        if more:
            every = f"all {total:,}" if total <= MOST else f"the first {MOST:,}"
            self.all_link.set_words(f"Choose {every} in this list")
        self.show()
