"""Decides a case: the outcome, its ground in law and the reason."""

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from isteam_app.domain.case_types import CaseType, Ground, Outcome
from isteam_app.domain.settings import Settings
from isteam_app.services.cases import CasePage
from isteam_app.services.decisions import Gap, gaps, wants_second_person
from ui.cases.asks import DECIDE
from ui.cases.case_panel import CasePanel
from ui.common.checks import Check, CheckList
from ui.common.choice_fields import ChoiceField, RadioField
from ui.common.fields import AreaField
from ui.common.forms import Form
from ui.common.text import META, paragraph
from ui.common.tokens import GAP_CARD, GAP_ROW

_ALONE = "Decide"
_SENT = "Send for approval"
_SECOND = "Somebody else approves this before the person is told."
_NO_LETTER = "No letter follows from it."
_WHY = "Kept with the case; the letter is written from it."


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What was decided: keys of the case's type, and why."""

    outcome: str
    ground: str
    reason: str


class DecidePanel(CasePanel):
    """Offers the outcomes of the case's type and lists what each still lacks.

    A line of the list leads to the form to fill in; what was typed here comes back
    with `kept`.
    """

    def __init__(self, page: CasePage, settings: Settings) -> None:
        super().__init__("Decide")
        self._page, self._settings = page, settings
        self.set_meta(page.definition.law)
        self.outcome = RadioField(
            "What is decided", _outcomes(page.definition), upright=True, required=True
        )
        grounds = [("", "Choose"), *map(_ground, page.definition.grounds)]
        self.ground = ChoiceField("Ground in law", grounds, required=True)
        self.reason = AreaField("Reason", lines=4, most=20_000, help_text=_WHY)
        self.follows = paragraph("", META)
        self.lacking = CheckList(ordered=True, counts_shown=False)
        self.lacking.setAccessibleName("To be filled in first")
        self.lacking.jump.connect(self._fill_in)
        self._lay_out()
        self.form = Form(
            {"outcome": self.outcome, "ground": self.ground, "reason": self.reason},
            self,
        )
        self.outcome.changed.connect(self._follow_outcome)
        self._follow_outcome()

    def focus_first(self) -> None:
        self.outcome.focus_field()

    def typed(self) -> dict[str, str]:
        return {
            "what": DECIDE,
            "outcome": self.outcome.value(),
            "ground": self.ground.value(),
            "reason": self.reason.value(),
        }

    def fill(self, kept: dict[str, str]) -> None:
        self.outcome.set_value(kept.get("outcome", ""))
        self.ground.set_value(kept.get("ground", ""))
        self.reason.set_value(kept.get("reason", ""))

    def follow_page(self, page: CasePage) -> None:
        self._page = page
        self._follow_outcome()

    def chosen(self) -> Outcome | None:
        """The outcome that is chosen now."""
        return self._page.definition.outcome(self.outcome.value())

    @Slot()
    def _give(self) -> None:
        chosen = self.chosen()
        self.given.emit(
            Decided(
                outcome=self.outcome.value(),
                ground=self.ground.value() if chosen and chosen.grounds else "",
                reason=self.reason.value(),
            )
        )

    @Slot()
    def _follow_outcome(self) -> None:
        chosen = self.chosen()
        self.ground.setVisible(bool(chosen and chosen.grounds))
        self.follows.setVisible(chosen is not None)
        if chosen is None:
            self.lacking.hide()
            self.save_button.set_words(_ALONE)
            return
        second = wants_second_person(self._page.case, chosen, self._settings)
        self.save_button.set_words(_SENT if second else _ALONE)
        after = "" if chosen.letter else _NO_LETTER
        self.follows.setText(_SECOND if second else after)
        self.follows.setVisible(second or bool(after))
        missing = gaps(self._page.definition, chosen, self._page.entries)
        self.lacking.set_checks(_checks(missing))
        self.lacking.setVisible(bool(missing))

    @Slot(str)
    def _fill_in(self, key: str) -> None:
        form, entry = key.split("/")[:2]
        self.form_wanted.emit(form, int(entry))

    def _lay_out(self) -> None:
        left, right = QVBoxLayout(), QVBoxLayout()
        for column in (left, right):
            column.setSpacing(GAP_ROW)
        left.addWidget(self.outcome)
        left.addWidget(self.follows)
        left.addStretch(1)
        right.addWidget(self.ground)
        right.addWidget(self.reason)
        right.addWidget(self.lacking)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(2 * GAP_CARD)
        row.addLayout(left, 2)
        row.addLayout(right, 3)
        row.setAlignment(left, Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.body.addLayout(self._buttons(_ALONE))


def _outcomes(definition: CaseType) -> list[tuple[str, str]]:
    return [(outcome.key, outcome.name) for outcome in definition.outcomes]


def _ground(ground: Ground) -> tuple[str, str]:
    law = f" ({ground.law})" if ground.law else ""
    return ground.key, f"{ground.name}{law}"


def _checks(missing: Sequence[Gap]) -> list[Check]:
    """One line for each entry or form, with its open questions under it."""
    lines: dict[tuple[str, int], list[str]] = {}
    for gap in missing:
        lines.setdefault((gap.form, gap.entry), []).append(gap.words)
    found = []
    for (form, entry), words in lines.items():
        title, _, first = words[0].partition(": ")
        rest = [each.partition(": ")[2] for each in words[1:]]
        rule = ", ".join(part for part in (first, *rest) if part)
        found.append(
            Check(
                f"{form}/{entry}", "missing", title, rule or "Not filled in", "Fill in"
            )
        )
    return found
