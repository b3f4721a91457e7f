"""The others a letter may name: whom the writer acts for, and who answers go to."""

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.people_words import CAPACITIES
from ui.common.buttons import link
from ui.common.cards import columns
from ui.common.choice_fields import ChoiceField
from ui.common.fields import AreaField, TextField
from ui.common.tokens import GAP

Fields = dict[str, TextField | AreaField | ChoiceField]
"""Fields by the name of what they correct."""
_CAPACITIES = tuple((each.value, words) for each, words in CAPACITIES.items())
_UNKNOWN = ("", "Not known")
_NOBODY = "Without a name answers go to whoever wrote."


class OthersPart(QWidget):
    """Two groups of fields, each out of sight until it applies.

    `unfolded` is told when who else answers go to comes into sight.
    """

    unfolded = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.acting_for = TextField("Whom they act for", required=True, most=2_000)
        self.capacity = ChoiceField("As", _CAPACITIES, width=190)
        self.name = TextField("Answers go to", most=2_000, help_text=_NOBODY)
        self.address = AreaField("Address for answers", lines=4, most=2_000)
        self.acting: Fields = {
            "acting_for": self.acting_for,
            "capacity": self.capacity,
        }
        self.reply: Fields = {"reply_name": self.name, "reply_address": self.address}
        self.unfold_button = link("Answers go to somebody else", "add")
        self.unfold_button.clicked.connect(self._unfold_by_hand)
        self._acting = _group(columns(self.acting_for, self.capacity, stretch=(1, 0)))
        self._reply = _group(columns(self.name, self.address))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._acting)
        column.addWidget(self.unfold_button, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self._reply)
        self._acting.hide()
        self._reply.hide()

    def show_acting(self, *, known: bool) -> None:
        """Ask whom the writer acts for; `known` says that it is kept as what."""
        self.capacity.set_choices(_CAPACITIES if known else (_UNKNOWN, *_CAPACITIES))
        self._acting.show()

    def unfold(self) -> None:
        """Ask who else answers go to; once in sight it stays."""
        if self._reply.isHidden():
            self._reply.show()
            self.unfold_button.hide()
            self.unfolded.emit()

    @Slot()
    def _unfold_by_hand(self) -> None:
        self.unfold()
        self.name.focus_field()


def _group(row: QHBoxLayout) -> QWidget:
    group = QWidget()
    row.setContentsMargins(0, 0, 0, 0)
    group.setLayout(row)
    return group
