"""Approves what somebody else decided, or sends it back with the reason."""

from dataclasses import dataclass

from PySide6.QtCore import Slot

from isteam_app.domain.cases import EventKind
from isteam_app.domain.dates import long_date
from isteam_app.domain.next_steps import last_event
from isteam_app.services.cases import CasePage
from ui.cases.asks import APPROVE
from ui.cases.case_panel import CasePanel
from ui.common.buttons import secondary
from ui.common.facts import Fact, Facts
from ui.common.fields import AreaField
from ui.common.forms import Form
from ui.common.paint import plain_tip

_WHY = "Needed to send it back: say what is to be changed."


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """Whether a decision was approved or sent back, and the note or the reason."""

    approved: bool
    text: str


class ApprovePanel(CasePanel):
    """Shows what was decided, why and by whom, and asks for a yes or a no."""

    def __init__(self, page: CasePage) -> None:
        super().__init__("Approve or send back")
        self.facts = Facts(_facts(page))
        self.text = AreaField("Note", lines=3, most=20_000, help_text=_WHY)
        self.send_back_button = secondary("Send back", "undo")
        self.send_back_button.clicked.connect(self._send_back)
        self.body.addWidget(self.facts)
        self.body.addWidget(self.text)
        self.body.addLayout(self._buttons("Approve", self.send_back_button))
        self.form = Form({"text": self.text}, self)
        self._show_right(page)

    def focus_first(self) -> None:
        self.text.focus_field()

    def typed(self) -> dict[str, str]:
        return {"what": APPROVE, "text": self.text.value()}

    def fill(self, kept: dict[str, str]) -> None:
        self.text.set_value(kept.get("text", ""))

    def follow_page(self, page: CasePage) -> None:
        self.facts.set_facts(_facts(page))
        self._show_right(page)

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        self.save_button.setEnabled(not busy and not self._no_approval)
        self.send_back_button.setEnabled(not busy)

    def _show_right(self, page: CasePage) -> None:
        """Say at the button why it cannot be pressed, where it cannot."""
        self._no_approval = page.no_approval
        self.save_button.setEnabled(not page.no_approval)
        self.save_button.setToolTip(plain_tip(page.no_approval or "Ctrl+Enter"))
        self.save_button.setAccessibleDescription(page.no_approval)
        self.text.set_help(page.no_approval or _WHY)

    @Slot()
    def _give(self) -> None:
        self.given.emit(Judged(approved=True, text=self.text.value()))

    @Slot()
    def _send_back(self) -> None:
        self.given.emit(Judged(approved=False, text=self.text.value()))


def _facts(page: CasePage) -> tuple[Fact, ...]:
    case = page.case
    outcome = page.definition.outcome(case.decision)
    ground = page.definition.ground(case.ground)
    asked = last_event(case.events, EventKind.SUBMITTED)
    law = f", {ground.law}" if ground and ground.law else ""
    on = f", {long_date(asked.on)}" if asked else ""
    return (
        Fact("Outcome", outcome.name if outcome else ""),
        Fact("Ground", f"{ground.name}{law}" if ground else ""),
        Fact("Reason", asked.text if asked else ""),
        Fact("Decided by", f"{case.decided_by}{on}" if case.decided_by else ""),
    )
