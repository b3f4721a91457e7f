"""What goes into the envelope with a letter."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isteam_app.domain.letters import Enclosure
from isteam_app.services.letter_enclosures import Offer
from ui.common.buttons import icon_button, secondary
from ui.common.cards import Card
from ui.common.choice_fields import CheckField, ChoiceField
from ui.common.dialogs import ConfirmDialog
from ui.common.fields import TextField
from ui.common.text import BODY, META, paragraph

_NOTHING = "Nothing else goes with this letter."
_TYPED = "typed"
_BEHIND = "Print it behind the letter"
_ASKED = (
    "It is listed below the signature with its count, and counted again when the "
    "envelope is sealed."
)


class EnclosuresPanel(Card):
    """Each with its count and a way out; below, the button that puts one in."""

    wanted = Signal()
    out = Signal(object)  # an Enclosure

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Goes with it", parent=parent)
        self.nothing = paragraph(_NOTHING, META)
        self.body.addWidget(self.nothing)
        self.button = secondary("Enclose something", "attach")
        self.button.clicked.connect(self.wanted)
        self.body.addWidget(self.button)
        self._lines: list[QWidget] = []

    def set_enclosed(self, enclosed: Sequence[Enclosure]) -> None:
        """List these, in their order."""
        for line in self._lines:
            line.hide()
            line.deleteLater()
        self._lines = [self._line(each) for each in enclosed]
        for place, line in enumerate(self._lines):
            self.body.insertWidget(place, line)
        self.nothing.setVisible(not enclosed)
        sheets = sum(each.pages for each in enclosed)
        self.set_meta(_pages(sheets) if sheets else "")

    def _line(self, enclosure: Enclosure) -> QWidget:
        made = QWidget()
        row = QHBoxLayout(made)
        row.setContentsMargins(0, 0, 0, 0)
        how = ", behind the letter" if enclosure.appended else ""
        words = paragraph(f"{enclosure.title}\n{_pages(enclosure.pages)}{how}", BODY)
        words.setProperty("elides", True)
        row.addWidget(words, 1)
        button = icon_button("remove", f"Take {enclosure.title} out")
        button.clicked.connect(partial(self._take, enclosure))
        row.addWidget(button)
        return made

    def _take(self, enclosure: Enclosure, _checked: bool = False) -> None:
        self.out.emit(enclosure)


class EncloseDialog(ConfirmDialog):
    """Asks what to put in: a kept file of this case, or something that lies beside."""

    def __init__(self, parent: QWidget | None, offers: Sequence[Offer]) -> None:
        super().__init__(parent, "Enclose something", _ASKED, act="Enclose")
        self._offers = tuple(offers)
        kept = [
            (str(place), f"{each.title} ({_pages(each.pages)})")
            for place, each in enumerate(offers)
        ]
        self.what = ChoiceField("What", [*kept, (_TYPED, "Something else")])
        self.title_field = TextField("How the letter lists it", required=True)
        self.pages = TextField("Sheets", width=96, most=5, required=True)
        self.behind = CheckField(_BEHIND)
        for part in (self.what, self.title_field, self.pages, self.behind):
            self.body.addWidget(part)
        self.what.changed.connect(self._turn)
        self._turn()
        self.what.focus_field()

    @property
    def offer(self) -> Offer | None:
        """What is kept and chosen, None for something else."""
        value = self.what.value()
        return self._offers[int(value)] if value.isdecimal() else None

    def sheets(self) -> int:
        typed = self.pages.value()
        return int(typed) if typed.isdecimal() else 0

    def accept(self) -> None:
        if not self.title_field.value():
            self.title_field.show_problem("Say what is enclosed.")
            self.title_field.focus_field()
        elif not self.sheets() and not self.behind.value():
            self.pages.show_problem("Count its sheets.")
            self.pages.focus_field()
        else:
            super().accept()
            return
        self.fit()

    @Slot()
    def _turn(self) -> None:
        offer = self.offer
        self.title_field.set_value(offer.title if offer else "")
        self.pages.set_value(str(offer.pages) if offer and offer.pages else "")
        may = offer is not None and offer.document is not None
        self.behind.setVisible(may)
        ready = may and offer is not None and not offer.why_not_behind
        self.behind.set_enabled_input(ready)
        self.behind.set_value(ready)
        self.behind.set_help(offer.why_not_behind if offer and may else "")
        self.fit()


def _pages(count: int) -> str:
    return "1 page" if count == 1 else f"{count:,} pages"
