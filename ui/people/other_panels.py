"""Names a representative, merges two records, and limits who sees a person."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from isteam_app.domain.people import Capacity, Person, Representation, SightRule
from isteam_app.errors import RuleBroken
from ui.common.cards import columns
from ui.common.choice_fields import ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import AreaField, TextField
from ui.common.known_name import Find, KnownName
from ui.common.text import BODY, paragraph
from ui.people.panel import PersonPanel, day_of
from ui.people.words import CAPACITIES, RULES

_MERGE = (
    "Cases, letters and everything else of the other record move to this one. The "
    "other record is kept and leaves the lists. You can undo it, and what was moved "
    "goes back."
)
_SIGHT = (
    "Whoever may not see the person finds nothing of them: no case, no letter, no "
    "scan, not in lists, counts or searches. Somebody of the team must still see them."
)


@dataclass(frozen=True, slots=True)
class Merging:
    """The other record, and how one knows that both are the same person."""

    other: Person
    reason: str


@dataclass(frozen=True, slots=True)
class Limiting:
    """Whom to hide the person from, or whom alone to show them to, and why."""

    rule: SightRule
    member: str
    reason: str


class RepresentativePanel(PersonPanel):
    """Who acts for the person, by what authority, how far and until when."""

    key = "representative"

    def __init__(self, subject: Person, today: Callable[[], date], find: Find) -> None:
        super().__init__(f"Who acts for {subject.name}")
        self._subject = subject
        self.who = KnownName("Who acts", find)
        self.capacity = ChoiceField("As", CAPACITIES, width=220)
        self.evidence = TextField(
            "Authority seen", placeholder="Such as a signed letter. Empty: not yet"
        )
        self.seen = DateField("Seen on", today)
        self.scope = TextField("How far it goes", placeholder="Empty: everything")
        self.expires = DateField("Expires", today)
        self.body.addLayout(columns(self.who, self.capacity, stretch=(1, 0)))
        self.body.addLayout(columns(self.evidence, self.seen, stretch=(1, 0)))
        self.body.addLayout(columns(self.scope, self.expires, stretch=(1, 0)))
        self._use(
            {
                "representative": self.who,
                "capacity": self.capacity,
                "evidence": self.evidence,
                "seen_on": self.seen,
                "scope": self.scope,
                "expires": self.expires,
            },
            "Save the representative",
        )

    def read(self) -> Representation:
        return Representation(
            representative=self.who.known or Person(name=self.who.value()),
            subject=self._subject,
            capacity=Capacity(self.capacity.value()),
            evidence=self.evidence.value(),
            seen_on=day_of(self.seen, "seen_on"),
            scope=self.scope.value(),
            expires=day_of(self.expires, "expires"),
        )


class MergePanel(PersonPanel):
    """Chooses the other record of the same person, and asks how one knows."""

    key = "merge"

    def __init__(self, find: Find, other: Person | None) -> None:
        super().__init__("Merge with another record of the same person")
        self.body.addWidget(paragraph(_MERGE, BODY, tone="text2"))
        self.other = KnownName("The other record", find, placeholder="Name or postcode")
        self.reason = AreaField("How do you know?", lines=2, most=4_000, required=True)
        self.body.addLayout(columns(self.other, self.reason))
        self._use({"other": self.other, "reason": self.reason}, "Merge the records")
        if other is not None:
            self.other.use(other)
            self.form.forget_touch()

    def focus_first(self) -> None:
        chosen = self.other.known is not None
        (self.reason if chosen else self.other).focus_field()

    def read(self) -> Merging:
        if self.other.known is None:
            raise RuleBroken(
                "Choose the other record from the list that opens as you type.",
                field="other",
            )
        return Merging(self.other.known, self.reason.value())


class SightPanel(PersonPanel):
    """Limits who of the team sees the person."""

    key = "sight"

    def __init__(self, team: Sequence[str]) -> None:
        super().__init__("Who may see this person")
        self.body.addWidget(paragraph(_SIGHT, BODY, tone="text2"))
        self.rule = ChoiceField("Limit", RULES, width=180)
        self.member = ChoiceField(
            "Team member", [(name, name) for name in team], width=240
        )
        self.reason = TextField("Reason", required=True, most=4_000)
        self.body.addLayout(
            columns(self.rule, self.member, self.reason, stretch=(0, 0, 1))
        )
        self._use(
            {"rule": self.rule, "member": self.member, "reason": self.reason},
            "Set the limit",
        )

    def read(self) -> Limiting:
        return Limiting(
            SightRule(self.rule.value()), self.member.value(), self.reason.value()
        )
