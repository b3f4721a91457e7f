"""How one letter is set, and which further cases it answers."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseRow
from isteam_app.domain.letters import Letter
from isteam_app.services.letter_page_choices import PageChoices
from ui.common.cards import Card
from ui.common.choice_fields import CheckField, ChoiceField
from ui.common.paint import plain_tip
from ui.common.text import LABEL, label

_LIST_EDGE = 24


class PagePanel(Card):
    """Envelope, print size, who signs; below, the other cases of the same post."""

    page_chosen = Signal()
    also_chosen = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Page", parent=parent)
        self.envelope = ChoiceField("Envelope", ())
        self.print_size = ChoiceField("Print size", ())
        self.signatory = ChoiceField("Signed by", ())
        self.signature = CheckField("With the scanned signature")
        self.also_head = label("Also answers", LABEL)
        for part in (self.envelope, self.print_size, self.signatory, self.signature):
            self.body.addWidget(part)
            part.changed.connect(self._page)
        self.body.addWidget(self.also_head)
        for choice in (self.envelope, self.signatory):
            # a long name is whole in the list that unfolds, and in the tooltip
            choice.combo.setProperty("elides", True)
        self._also: dict[int, CheckField] = {}
        self._showing = False

    def show_letter(
        self, letter: Letter, choices: PageChoices, others: Sequence[CaseRow]
    ) -> None:
        """Show what is chosen for a letter; that is not a choice."""
        self._showing = True
        for field, offered, value in (
            (self.envelope, choices.envelopes, letter.envelope),
            (self.print_size, choices.sizes, str(letter.body_size)),
            (self.signatory, choices.signatories, letter.signatory),
        ):
            field.set_choices(offered)
            field.set_value(value)
            combo = field.combo
            combo.setToolTip(plain_tip(combo.currentText()))
            combo.view().setMinimumWidth(combo.view().sizeHintForColumn(0) + _LIST_EDGE)
        self.signatory.setVisible(len(choices.signatories) > 1)
        self.signature.setVisible(choices.can_sign)
        self.signature.set_value(letter.with_signature)
        self._show_others(letter, others)
        self._showing = False

    def also(self) -> tuple[int, ...]:
        """The further cases that are ticked."""
        return tuple(key for key, box in self._also.items() if box.value())

    def _show_others(self, letter: Letter, others: Sequence[CaseRow]) -> None:
        for old in self._also.values():
            self.body.removeWidget(old)
            old.hide()
            old.deleteLater()
        self._also = {}
        self.also_head.setVisible(bool(others))
        for row in others:
            kind = CASE_TYPES[row.kind].name
            box = CheckField(row.reference, help_text=kind)
            box.box.setAccessibleName(f"{row.reference}, {kind}")
            box.set_value(row.id in letter.also)
            box.changed.connect(self._cases)
            self._also[row.id] = box
            self.body.addWidget(box)

    @Slot()
    def _page(self) -> None:
        if not self._showing:
            self.page_chosen.emit()

    @Slot()
    def _cases(self) -> None:
        if not self._showing:
            self.also_chosen.emit()
