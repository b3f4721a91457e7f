"""Where a letter stands between its writer and whoever approves it."""

from collections.abc import Iterator

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QWidget

from isteam_app.domain.letter_decisions import decision_words
from isteam_app.domain.letters import Letter, LetterState
from isteam_app.services.letter_approval import APPROVING, SENDING_BACK, Standing
from ui.common.buttons import primary
from ui.common.cards import Card
from ui.common.choice_fields import ChoiceField
from ui.common.facts import Fact, Facts
from ui.common.fields import AreaField, TextField
from ui.common.moments import long_moment
from ui.common.text import META, paragraph

_APPROVING = {each.code for each in APPROVING}
_NOTED = {each.code for each in (*APPROVING, *SENDING_BACK) if each.noted}
_CHOICES = (
    *((each.code, f"Approve: {each.words.lower()}") for each in APPROVING),
    *((each.code, f"Send back: {each.words.lower()}") for each in SENDING_BACK),
)
_POSTCODE = "Postcode of whoever it goes to"
_TYPE_IT = "Type it from the case, not from the letter."


class ApprovalPanel(Card):
    """Who sent it, who approved it, and the approver's own say."""

    approved = Signal()
    sent_back = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("Approval", parent=parent)
        self.facts = Facts()
        self.why_not = paragraph("", META)
        self.say = ChoiceField("What you say", _CHOICES)
        self.note = AreaField("Note", lines=2, most=2000)
        self.postcode = TextField(_POSTCODE, most=40, help_text=_TYPE_IT, width=160)
        self.button = primary("Approve", "approval")
        for part in (
            self.facts,
            self.why_not,
            self.say,
            self.note,
            self.postcode,
            self.button,
        ):
            self.body.addWidget(part)
        self._asks = self._alone = False
        self.say.changed.connect(self._turn)
        self.button.clicked.connect(self._go)
        self.hide()

    @property
    def code(self) -> str:
        return self.say.value()

    def show_letter(self, letter: Letter, standing: Standing) -> None:
        """Show where a letter stands; the form only to whoever may approve it."""
        waits = letter.state is LetterState.FOR_APPROVAL
        self.setVisible(
            letter.state in (LetterState.FOR_APPROVAL, LetterState.APPROVED)
        )
        self.facts.set_facts(tuple(_facts(letter)))
        may = waits and not standing.why_not
        self.why_not.setText(standing.why_not)
        self.why_not.setVisible(waits and bool(standing.why_not))
        for part in (self.say, self.note, self.button):
            part.setVisible(may)
        self._asks, self._alone = may and standing.postcode, standing.alone
        self.say.set_value(APPROVING[0].code)
        self.note.set_value("")
        self.postcode.set_value("")
        self.postcode.setVisible(self._asks)
        self._turn()

    def set_ready(self, ready: bool, why: str) -> None:
        """Whether nothing else stands in the way of approving."""
        approves = self.code in _APPROVING
        self.button.setEnabled(ready or not approves)
        self.button.setToolTip(why if approves and not ready else "")

    def show_refused(self, field: str, sentence: str) -> bool:
        """Show a sentence at the input it is about; False where there is none."""
        fields = {"postcode": self.postcode, "note": self.note, "code": self.say}
        found = fields.get(field)
        if found is None or not found.isVisibleTo(self):
            return False
        found.show_problem(sentence)
        found.focus_field()
        return True

    @Slot()
    def _turn(self) -> None:
        approves = self.code in _APPROVING
        self.button.setText(" Approve" if approves else " Send back")
        self.button.setAccessibleName("Approve" if approves else "Send back")
        self.postcode.setVisible(self._asks and approves)
        wants = self.code in _NOTED or (approves and self._alone)
        self.note.set_help(
            "You wrote this yourself: say why it cannot wait for somebody else."
            if approves and self._alone
            else "Say what you mean."
            if wants
            else ""
        )

    @Slot()
    def _go(self) -> None:
        (self.approved if self.code in _APPROVING else self.sent_back).emit()


def _facts(letter: Letter) -> Iterator[Fact]:
    if letter.submitted_at is not None:
        sent = f"{long_moment(letter.submitted_at)}\n{letter.submitted_by}"
        yield Fact("Sent", sent, "approval")
    if letter.approved_at is not None:
        good = f"{long_moment(letter.approved_at)}\n{letter.approved_by}"
        yield Fact("Approved", good, "decided")
        said = decision_words(letter.decision_code)
        yield Fact("Said", f"{said}\n{letter.approval_note}".strip())
