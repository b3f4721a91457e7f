"""What a template is for, and what every letter made from it must say."""

from collections.abc import Sequence

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.services.letter_templates import Template
from isteam_app.services.template_shelf import must_say, paragraph_marks
from ui.common.buttons import icon_button, secondary
from ui.common.cards import hairline
from ui.common.facts import Fact, Facts
from ui.common.fields import TextField
from ui.common.icons import IconLabel
from ui.common.pick_dialog import pick
from ui.common.text import META, SECTION, label, paragraph
from ui.common.tokens import GAP, GAP_ROW

_TO = {
    "person": "The person who wrote",
    "recipient": "Somebody the data was given to",
    "controller": "The client whose data it is",
    "regulator": "The regulator",
    "requester": "Whoever made the third-party request",
}
_PURPOSES = {
    "acknowledgement": "Acknowledges what arrived",
    "question": "Asks something",
    "notice": "Tells something",
    "response": "Answers",
}


class RulesPart(QWidget):
    """Facts that never change, the title, and the paragraphs that are required."""

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title = TextField("Title", required=True, most=120)
        self.note = TextField(
            "What is new", most=200, help_text="The list of versions shows it."
        )
        self.facts = Facts()
        self.add = secondary("Require a paragraph", "add")
        self._fixed: tuple[str, ...] = ()
        self._required: tuple[str, ...] = ()
        self._editable = False
        self._lines = QVBoxLayout()
        self._lines.setSpacing(2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, GAP_ROW, 8, 0)
        column.setSpacing(GAP_ROW)
        for part in (self.title, self.note, hairline(), self.facts, hairline()):
            column.addWidget(part)
        column.addWidget(label("A letter must say", SECTION))
        column.addWidget(
            paragraph(
                "A letter without one of these cannot be made. Those with a lock are "
                "asked for by the law or by the version in use, and stay.",
                META,
            )
        )
        column.addLayout(self._lines)
        row = QHBoxLayout()
        row.addWidget(self.add)
        row.addStretch(1)
        column.addLayout(row)
        column.addStretch(1)
        self.title.changed.connect(self.edited)
        self.note.changed.connect(self.edited)
        self.add.clicked.connect(self._ask)

    def show_template(
        self, facts: Template, note: str, fixed: Sequence[str], *, editable: bool
    ) -> None:
        """Show a template's facts; `fixed` are the paragraphs that stay required."""
        self.blockSignals(True)
        self.title.set_value(facts.title)
        self.note.set_value(note)
        self.blockSignals(False)
        self.title.set_enabled_input(editable)
        self.note.setVisible(editable)
        self.add.setVisible(editable)
        self._fixed, self._editable = tuple(fixed), editable
        self.show_required(facts.requires)
        kinds = ", ".join(CASE_TYPES[kind].name for kind in facts.kinds)
        self.facts.set_facts(
            [
                Fact("Goes to", _TO.get(facts.to, facts.to)),
                Fact("What for", _PURPOSES.get(facts.purpose, facts.purpose)),
                Fact("Cases", kinds or "Third-party requests"),
                Fact("Like", facts.like),
            ]
        )

    def requires(self) -> tuple[str, ...]:
        """The marks of the required paragraphs."""
        return self._required

    def show_required(self, marks: tuple[str, ...]) -> None:
        """Show which paragraphs a letter must have."""
        self._required = marks
        while (item := self._lines.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for mark, words in must_say(marks):
            self._lines.addWidget(self._line(mark, words))

    def _line(self, mark: str, words: str) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 2, 0, 2)
        row.setSpacing(GAP)
        fixed = mark in self._fixed
        row.addWidget(IconLabel("held" if fixed else "tick", "text3", 14))
        row.addWidget(paragraph(words[:1].upper() + words[1:]), 1)
        if self._editable and not fixed:
            remove = icon_button("remove", f"Require no longer: {words}")
            remove.clicked.connect(lambda: self._drop(mark))
            row.addWidget(remove)
        return line

    def _drop(self, mark: str) -> None:
        self.show_required(tuple(one for one in self._required if one != mark))
        self.add.setFocus()
        self.edited.emit()

    @Slot()
    def _ask(self) -> None:
        picks = [
            (mark, words[:1].upper() + words[1:])
            for mark, words in paragraph_marks()
            if mark not in self._required
        ]
        pick(
            self,
            "Require a paragraph",
            "Every letter made from this version must then say it.",
            picks,
            act="Require",
            then=self._require,
        )

    def _require(self, mark: str) -> None:
        self.show_required((*self._required, mark))
        self.edited.emit()
