"""What saving has opened, and the letter that each case begins with."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QWidget

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseKind
from ui.common.buttons import Button, secondary
from ui.common.notes import OK, Note
from ui.common.tokens import GAP


class OpenedNote(Note):
    """One button for each case: its acknowledgement, or the case itself."""

    letter_wanted = Signal(int, str)  # case, template
    case_opened = Signal(int)

    def __init__(self, cases: Sequence[Case], parent: QWidget | None = None) -> None:
        references = ", ".join(case.reference for case in cases)
        opened = "Opened" if len(cases) == 1 else f"Opened {len(cases)} cases:"
        super().__init__(
            OK,
            f"{opened} {references}",
            "Write their letters now, or go on with the next item.",
            parent=parent,
        )
        self.buttons = [self._button(case) for case in cases]
        grid = QGridLayout()
        grid.setSpacing(GAP)
        for place, button in enumerate(self.buttons):
            grid.addWidget(button, place // 2, place % 2)
        row = self.layout()
        assert isinstance(row, QHBoxLayout)  # noqa: S101 - a note is one row
        row.addLayout(grid)

    def _button(self, case: Case) -> Button:
        definition = CASE_TYPES[case.kind]
        template = first_letter(case.kind)
        act = "Write to them" if template else "Open"
        button = secondary(f"{act}: {definition.name}")
        button.clicked.connect(partial(self._go, case.id, template))
        return button

    def _go(self, case_id: int, template: str, _checked: bool = False) -> None:
        if template:
            self.letter_wanted.emit(case_id, template)
        else:
            self.case_opened.emit(case_id)


def first_letter(kind: CaseKind) -> str:
    """Return the letter a case begins with, "" where it must be worked on first."""
    definition = CASE_TYPES[kind]
    early = definition.acknowledgement != definition.response
    return definition.acknowledgement if early or not definition.is_decided else ""
