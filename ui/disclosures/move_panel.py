"""Asks for what a decision about a request needs: a reason, and what else it takes."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Slot

from isteam_app.domain.disclosures import Decision
from isteam_app.errors import RuleBroken
from ui.common.buttons import secondary
from ui.common.checks import Check, CheckList
from ui.common.choice_fields import RadioField
from ui.common.facts import Fact, Facts
from ui.common.fields import AreaField, Field
from ui.common.notes import Note
from ui.common.paint import plain_tip
from ui.common.text import BODY, LABEL, label, paragraph
from ui.disclosures.request_panel import RequestPanel

_LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Move:
    """One thing that can be done with a request.

    `follows` says what comes of it. `label` names the box of the reason, which must be
    written where it is `needed`; without a label none is asked. `decisions` are those
    to choose from, or the one that the move takes. `warning` stands over the fields.
    """

    key: str
    title: str
    act: str
    follows: str
    label: str
    hint: str = ""
    needed: bool = True
    decisions: tuple[tuple[Decision, str], ...] = ()
    warning: str = ""
    icon: str = ""

    @property
    def decision(self) -> Decision:
        """The decision it takes before one is chosen."""
        return self.decisions[0][0] if self.decisions else Decision.UNDECIDED


MORE, REFUSE, NEITHER, LEGAL = "more", "refuse", "neither", "legal"
SUBMIT, NOW, CLOSE, REOPEN = "submit", "now", "close", "reopen"
CAME, ANSWERED, WITHDRAW, NOTE = "came", "answered", "withdraw", "note"
APPROVE = "approve"

MOVES = {
    move.key: move
    for move in (
        Move(
            key=MORE,
            title="Ask for more",
            act="Ask for more",
            icon="ask_more",
            follows="The request waits until the answer comes. Write the letter next: "
            "it asks for what you name here.",
            label="What is still needed",
            decisions=((Decision.MORE, ""),),
        ),
        Move(
            key=REFUSE,
            title="Refuse",
            act="Refuse",
            icon="refuse",
            follows="The letter says that nothing is disclosed. It does not say "
            "whether anything is held.",
            label="Why it is refused",
            decisions=((Decision.REFUSE, ""),),
        ),
        Move(
            key=NEITHER,
            title="Neither confirm nor deny",
            act="Neither confirm nor deny",
            icon="hide",
            follows="The letter neither confirms nor denies that anything is held.",
            label="Why saying so would itself tell them something",
            decisions=((Decision.NEITHER, ""),),
        ),
        Move(
            key=LEGAL,
            title="Refer to legal",
            act="Refer to legal",
            icon="court",
            follows="The request waits until legal answers. Write down their answer "
            "under Authorisation.",
            label="What legal is asked",
            decisions=((Decision.LEGAL, ""),),
        ),
        Move(
            key=SUBMIT,
            title="Send to second person",
            act="Send to second person",
            icon="next",
            follows="Somebody else approves it before anything leaves. The sections "
            "stay as they are until then.",
            label="Why, and how far",
            decisions=(
                (Decision.DISCLOSE, "Disclose all that is asked"),
                (Decision.PART, "Disclose a part"),
            ),
        ),
        Move(
            key=NOW,
            title="Disclose now",
            act="Disclose now",
            icon="late",
            follows="Only what is necessary to save a life may leave. The record must "
            "be complete within one working day, and somebody else looks it over. "
            "This is written to the audit trail and reported.",
            label="Whose life is at risk, and who says so",
            warning="For a life at risk only",
        ),
        Move(
            key=CLOSE,
            title="Close the request",
            act="Close",
            icon="done",
            follows="What left is noted. A receipt that is still to come can be noted "
            "afterwards. A closed request can be reopened.",
            label="",
            needed=False,
        ),
        Move(
            key=REOPEN,
            title="Reopen the request",
            act="Reopen",
            icon="reopen",
            follows="Its sections can be filled in again, and it is decided anew.",
            label="Why it is reopened",
        ),
        Move(
            key=CAME,
            title="More has come",
            act="More has come",
            icon="returned",
            follows="The request goes on. Fill in what came in its section.",
            label="What came",
        ),
        Move(
            key=ANSWERED,
            title="Legal has answered",
            act="Legal has answered",
            icon="court",
            follows="The request goes on. Note who signed it off under Authorisation.",
            label="What legal said",
        ),
        Move(
            key=WITHDRAW,
            title="Recorded in error",
            act="Withdraw the record",
            icon="undo",
            follows="It stays in the vault and is shown to those alone who may see "
            "locked requests. Its number is noted as not used.",
            label="Why it was recorded in error",
        ),
        Move(
            key=NOTE,
            title="Add a note",
            act="Keep the note",
            icon="note",
            follows="A call, an e-mail, what legal said. It stands in the timeline and "
            "in the decision record, and is never changed.",
            label="Note",
        ),
    )
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Moved:
    """What somebody does with a request, and the words they give for it."""

    move: str
    text: str
    decision: Decision = Decision.UNDECIDED


class MovePanel(RequestPanel):
    """Says what follows, asks for the reason, and lists what stands in the way.

    `in_the_way` are the lines for the decision that is chosen; a line leads to its
    field, and what is typed here comes back afterwards.
    """

    def __init__(self, move: Move) -> None:
        super().__init__(move.title)
        self.asked_move = move
        self.key = move.key
        fields: dict[str, Field] = {}
        if move.warning:
            self.body.addWidget(Note("danger", move.warning, move.follows))
        else:
            self.body.addWidget(paragraph(move.follows, BODY, tone="text2"))
        self.choice: RadioField | None = None
        if len(move.decisions) > 1:
            named = [(decision.value, words) for decision, words in move.decisions]
            self.choice = RadioField("Decision", named, upright=True, required=True)
            fields["decision"] = self.choice
        self.text = AreaField(
            move.label,
            lines=4,
            most=_LONGEST,
            required=move.needed,
            help_text=move.hint,
        )
        if move.label:
            fields["reason"] = self.text
        for field in fields.values():
            self.body.addWidget(field)
        self._lacking_title = label("In the way", LABEL)
        self.lacking = CheckList(ordered=True, counts_shown=False)
        self.lacking.setAccessibleName("In the way")
        self.lacking.jump.connect(self.field_wanted)
        self.body.addWidget(self._lacking_title)
        self.body.addWidget(self.lacking)
        self._use(fields, move.act)
        self.set_in_the_way(())

    def decision(self) -> Decision:
        """The decision chosen now."""
        if self.choice is None:
            return self.asked_move.decision
        return Decision(self.choice.value() or Decision.UNDECIDED)

    def set_in_the_way(self, checks: Sequence[Check]) -> None:
        """Show what keeps the decision from being taken."""
        self.lacking.set_checks(checks)
        self.lacking.setVisible(bool(checks))
        self._lacking_title.setVisible(bool(checks))

    @Slot()
    def _give(self) -> None:
        if self.choice is not None and self.choice.is_empty():
            self.form.show(RuleBroken("Choose what is decided.", field="decision"))
        elif self.asked_move.needed and self.text.is_empty():
            words = f"{self.asked_move.label}: write it down."
            self.form.show(RuleBroken(words, field="reason"))
        else:
            given = Moved(
                move=self.key, text=self.text.value(), decision=self.decision()
            )
            self.given.emit(given)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Whether a decision was approved or sent back, and the note or the reason."""

    approved: bool
    text: str


class ApprovePanel(RequestPanel):
    """Shows what was decided, why and by whom, and asks for a yes or a no.

    `barred` says why one may not approve, "" where one may; `cover` that a note is
    asked because nobody else may.
    """

    key = APPROVE

    def __init__(self, facts: Sequence[Fact], barred: str, *, cover: bool) -> None:
        super().__init__("Approve or send back")
        self.body.addWidget(Facts(facts))
        if cover:
            words = "Nobody else may approve it. Say why it cannot wait for anybody."
            self.body.addWidget(Note("warn", "You approve your own decision", words))
        why = "Needed to send it back: say what is to be changed."
        self.text = AreaField(
            "Note", lines=3, most=_LONGEST, required=cover, help_text=barred or why
        )
        self.body.addWidget(self.text)
        self.send_back_button = secondary("Send back", "undo")
        self.send_back_button.clicked.connect(self._send_back)
        self._use({"reason": self.text}, "Approve", self.send_back_button)
        self._barred = barred
        self.set_busy(False)
        if barred:
            self.save_button.setToolTip(plain_tip(barred))
            self.save_button.setAccessibleDescription(barred)

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        self.save_button.setEnabled(not busy and not self._barred)
        self.send_back_button.setEnabled(not busy)

    @Slot()
    def _give(self) -> None:
        self.given.emit(Judged(approved=True, text=self.text.value()))

    @Slot()
    def _send_back(self) -> None:
        if self.text.is_empty():
            self.form.show(RuleBroken("Say what is to be changed.", field="reason"))
            return
        self.given.emit(Judged(approved=False, text=self.text.value()))
