"""Whether the letter goes to whom its case says: quiet when it does."""

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QWidget

from isteam_app.services.letter_check import Compared
from ui.common.buttons import secondary
from ui.common.cards import Card
from ui.common.icon_words import IconWords
from ui.common.icons import IconLabel
from ui.common.paint import plain_tip
from ui.common.text import BODY, LABEL, META, label, paragraph

_TOP = Qt.AlignmentFlag.AlignTop


class RecipientPanel(Card):
    """The lines on the letter against the case."""

    renewal_wanted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Recipient agrees", parent=parent)
        self.mark = IconLabel("done", "ok", 18)
        self.head.insertWidget(0, self.mark)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(8)
        self._grid.setVerticalSpacing(6)
        self.body.addLayout(self._grid)
        self.foot = paragraph("", META)
        self.body.addWidget(self.foot)
        self.renew_button = secondary("Use the current address", "recipient")
        self.renew_button.clicked.connect(self.renewal_wanted)
        self.body.addWidget(self.renew_button)
        self._lines: tuple[Compared, ...] = ()
        self._about = "case"

    def lines(self) -> tuple[Compared, ...]:
        return self._lines

    def agrees(self) -> bool:
        return all(line.agrees for line in self._lines)

    def set_lines(
        self, lines: Sequence[Compared], at: str, about: str = "case"
    ) -> None:
        """Compare these; `at` is when the case or request was read."""
        self._about = about
        self._lines = tuple(lines)
        agrees = self.agrees()
        self.mark.set_icon(
            "done" if agrees else "blocked", "ok" if agrees else "danger"
        )
        self.set_title("Recipient agrees" if agrees else "Recipient does not agree")
        self.renew_button.setVisible(not agrees)
        self.foot.setText(
            f"Letter and {about} compared at {at}. Compared again when it is made."
            if agrees
            else f"The {about} was changed after this letter was started."
            if about == "request"
            else "The person moved or was corrected after this letter was started."
        )
        self._clear()
        if agrees:
            self._show_one_column()
        else:
            self._show_two_columns()

    def _show_one_column(self) -> None:
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(2, 0)
        for row, line in enumerate(filter(_says, self._lines)):
            self._grid.addWidget(label(line.label, META), row, 0, _TOP)
            value = _whole(paragraph(line.on_letter, BODY))
            value.setAccessibleName(f"{line.label}: {line.on_letter}")
            self._grid.addWidget(value, row, 1)
            self._grid.addWidget(IconLabel("done", "ok"), row, 2, _TOP)

    def _show_two_columns(self) -> None:
        self._grid.setColumnStretch(1, 0)
        for column in (0, 1):
            self._grid.setColumnStretch(column, 1)
        self._grid.addWidget(label("On the letter", LABEL), 0, 0)
        self._grid.addWidget(label(f"On the {self._about}", LABEL), 0, 1)
        for row, line in enumerate(filter(_says, self._lines), start=1):
            left: QLabel
            if line.agrees:
                left = paragraph(line.on_letter, BODY, tone="text2")
            else:
                left = IconWords(
                    line.on_letter or "Nothing",
                    "late",
                    tone="danger",
                    icon_tone="danger",
                )
                left.setWordWrap(True)
            left.setAccessibleName(f"{line.label} on the letter: {line.on_letter}")
            right = _whole(paragraph(line.on_case or "Nothing", BODY))
            _whole(left)
            right.setAccessibleName(
                f"{line.label} on the {self._about}: {line.on_case}"
            )
            self._grid.addWidget(left, row, 0, _TOP)
            self._grid.addWidget(right, row, 1, _TOP)

    def _clear(self) -> None:
        while (item := self._grid.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()


def _whole(words: QLabel) -> QLabel:
    """A name without a place to break may be cut: the tooltip has all of it."""
    words.setProperty("elides", True)
    words.setToolTip(plain_tip(words.text()))
    return words


def _says(line: Compared) -> bool:
    return bool(line.on_letter or line.on_case)
