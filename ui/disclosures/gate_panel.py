"""What a request still needs before it may be decided, beside its form."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QFrame, QVBoxLayout

from ui.common.buttons import link
from ui.common.cards import SidePanel
from ui.common.checks import Check, CheckList
from ui.common.paint import width_of
from ui.common.speech import announce
from ui.common.text import BODY, META, SECTION, paragraph, role_font
from ui.common.theme import text_scale
from ui.common.tokens import GAP_CARD

WIDTH, NARROW = 292, 260
_FRAME = 2


class GatePanel(SidePanel):
    """Counts, then what blocks, what is missing and what is met.

    Enter on a line leads to its field (`jump`), on a law to its text (`law_wanted`).
    """

    jump = Signal(str)
    law_wanted = Signal(str)
    directory_wanted = Signal()

    def __init__(self) -> None:
        super().__init__("What this request needs", width=WIDTH)
        self.list = CheckList()
        self.list.setAccessibleName("What this request needs")
        self.list.jump.connect(self.jump)
        self.list.law_wanted.connect(self._ask_law)
        self.version = paragraph("", META)
        self.body.addWidget(self.list)
        self.directory = link("Add to the directory", "directory")
        self.directory.setAccessibleName("Add who asks to the directory")
        self.directory.clicked.connect(self.directory_wanted)
        self.directory.hide()
        self.body.addWidget(self.directory, 0, Qt.AlignmentFlag.AlignLeft)
        self.sum = QFrame()
        self.sum.setProperty("k", "sunken")
        inside = QVBoxLayout(self.sum)
        inside.setContentsMargins(12, 8, 12, 8)
        self.words = paragraph("", BODY)
        inside.addWidget(self.words)
        self.foot.addWidget(self.version)
        self.foot.addWidget(self.sum)
        self._said = ""
        self.set_narrow(False)

    def set_narrow(self, narrow: bool) -> None:
        """Give way where there is little width, but never cut the heading."""
        heading = width_of(self.title.text(), role_font(SECTION))
        least = heading + 2 * (GAP_CARD + _FRAME)
        self.setFixedWidth(max(side_width(narrow=narrow), least))

    def set_lines(
        self,
        checks: Sequence[Check],
        standing: int,
        rules: str,
        before: str = "before deciding",
    ) -> None:
        """Show the gates as they stand; `standing` of them keep one from going on."""
        self.list.set_checks(checks)
        lines = "line" if standing == 1 else "lines"
        words = f"{standing} {lines} to meet {before}"
        self.words.setText(words if standing else "Nothing stands in the way")
        self.version.setText(rules)
        self.version.setVisible(bool(rules))
        if self._said and self._said != self.words.text():
            announce(self, self.words.text())
        self._said = self.words.text()

    def offer_directory(self, on: bool) -> None:
        """Offer to put who asks into the directory, where they are not in it."""
        self.directory.setVisible(on)

    def to_the_top(self) -> None:
        """Bring the counts into sight."""
        self.area.verticalScrollBar().setValue(0)

    @Slot(str)
    def _ask_law(self, key: str) -> None:
        self.law_wanted.emit(key)


def side_width(*, narrow: bool, most: float = 1.2) -> int:
    """How wide what stands beside the form is, in pixels; `most` times the usual."""
    usual = NARROW if narrow else WIDTH
    return round(usual * max(1.0, min(text_scale(), most)))
