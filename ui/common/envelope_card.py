"""The lines of an address as the window of the envelope shows them."""

import re
from collections.abc import Sequence

from PySide6.QtWidgets import QWidget

from ui.common.cards import Card
from ui.common.text import META, paragraph
from ui.common.theme import text_scale
from ui.common.tokens import GAP_ROW

_WIDTH, _NARROW = 250, 200
_LONGEST = 60


class EnvelopeCard(Card):
    """What will print, line by line, and whether the window has room for it.

    `most` is how many lines the envelope chosen in Settings shows, name included.
    """

    def __init__(self, most: int, parent: QWidget | None = None) -> None:
        super().__init__("In the envelope window", padding=GAP_ROW, parent=parent)
        self._most = most
        self.preview = paragraph("", "body")
        self.fits = paragraph("", META)
        self.body.addWidget(self.preview)
        self.body.addStretch(1)
        self.body.addWidget(self.fits)
        self.set_narrow(narrow=False)
        self.show_lines(())

    def show_lines(self, lines: Sequence[str]) -> None:
        """Show these lines, and say when there are too many."""
        shown = [_short(line) for line in lines[: self._most + 2]]
        self.preview.setText("\n".join(shown) or "Nothing yet")
        count = len(lines)
        if count > self._most:
            self.fits.setText(
                f"{count} lines; this envelope shows {self._most}. Shorten it."
            )
        else:
            noun = "line" if count == 1 else "lines"
            self.fits.setText(f"{count} {noun}; fits the window" if count else "")

    def set_narrow(self, narrow: bool) -> None:
        """Take less room where there is little."""
        self.setFixedWidth(round((_NARROW if narrow else _WIDTH) * text_scale()))


def _short(line: str) -> str:
    return re.sub(r"\s+", " ", line)[:_LONGEST]
