"""What saving would open: each case with its date and the reason for it."""

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QVBoxLayout, QWidget

from isteam_app.domain.dates import long_date, short_date
from isteam_app.services.intake import OpeningCase
from ui.common.icons import IconLabel
from ui.common.status import KINDS
from ui.common.text import BODY, META, STRONG, label, paragraph
from ui.common.tokens import GAP

_UNSURE = "Public holidays are not known that far ahead: the date could still move."


class OpeningPart(QFrame):
    """Appears with the first tick."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setProperty("k", "note")
        self.setProperty("tone", "info")
        self.setAccessibleName("What saving opens")
        self.title = label("", STRONG, tone="accent_text")
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(6)
        column.addWidget(self.title)
        self._lines = QVBoxLayout()
        column.addLayout(self._lines)
        self._shown: QWidget | None = None
        self.hide()

    def show_cases(
        self, cases: Sequence[OpeningCase], *, dated: bool, ask: str = ""
    ) -> None:
        """List the cases; without a date of receipt, `ask` says what is wanted."""
        if self._shown is not None:
            self._shown.hide()
            self._shown.deleteLater()
            self._shown = None
        noun = "1 case" if len(cases) == 1 else f"{len(cases)} linked cases"
        self.title.setText(
            f"Saving opens {noun}"
            if dated
            else ask or "Enter the day it was received to see the dates"
        )
        if dated and cases:
            self._shown = _grid(cases)
            self._lines.addWidget(self._shown)

    def lines(self) -> list[str]:
        """The words shown, for whoever reads them aloud."""
        shown = self._shown
        names = shown.findChildren(QWidget, "opening") if shown is not None else []
        return [name.accessibleName() for name in names]


def _grid(cases: Sequence[OpeningCase]) -> QWidget:
    inside = QWidget()
    grid = QGridLayout(inside)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(12)
    grid.setVerticalSpacing(GAP // 2)
    for row, case in enumerate(cases):
        day = long_date(case.due) if case.due else "No date"
        then = _then(case)
        icon = IconLabel(KINDS[case.kind].icon, "accent_text")
        name = label(case.name, STRONG)
        name.setObjectName("opening")
        name.setAccessibleName(f"{case.name}, {day}. {case.reason}. {then}")
        why = paragraph(case.reason, BODY, tone="text2")
        parts = (icon, name, label(day, STRONG, tnum=True), why)
        for column, part in enumerate(parts):
            grid.addWidget(part, 2 * row, column, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(paragraph(then, META), 2 * row + 1, 1, 1, 3)
    grid.setColumnStretch(3, 1)
    return inside


def _then(case: OpeningCase) -> str:
    """Return by when the answer is posted, and what comes before it."""
    parts = [case.first] if case.first else []
    if case.post_by:
        parts.append(f"Post the answer by {short_date(case.post_by)}")
    if case.unsure:
        parts.append(_UNSURE)
    return ". ".join(parts)
