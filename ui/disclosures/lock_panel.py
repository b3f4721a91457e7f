"""The do-not-tell lock of a request: set, reviewed, shared with somebody, or lifted."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosures import Lock, LockReason
from isteam_app.errors import RuleBroken
from ui.common.buttons import danger, secondary
from ui.common.cards import columns, hairline
from ui.common.choice_fields import ChoiceField
from ui.common.date_field import DateField
from ui.common.facts import Fact, Facts
from ui.common.fields import AreaField, Field, TextField
from ui.common.forms import Form
from ui.common.moments import here
from ui.common.paint import plain_tip
from ui.common.text import STRONG, label
from ui.common.tokens import GAP, GAP_ROW
from ui.disclosures.request_panel import RequestPanel

REASONS = (
    (LockReason.PREJUDICE.value, "Telling would do harm"),
    (LockReason.IPA.value, "Investigatory Powers Act s.82"),
    (LockReason.POCA.value, "Proceeds of Crime Act"),
    (LockReason.ORDER.value, "An order says so"),
)
LOCK, REVIEW = "lock", "review_lock"
NO_LOCK = "none"
_LONGEST = 20_000


@dataclass(frozen=True, slots=True, kw_only=True)
class LockSet:
    """A lock as somebody asks for it."""

    reason: LockReason
    authority: str
    review_on: date


@dataclass(frozen=True, slots=True, kw_only=True)
class LockReviewed:
    """The next day on which a standing lock is looked at, and a note."""

    review_on: date
    note: str


@dataclass(frozen=True, slots=True, kw_only=True)
class LockLifted:
    """Why the person may be told after all."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Cleared:
    """A member who is to see the request while it is locked."""

    member: str


@dataclass(frozen=True, slots=True, kw_only=True)
class NotCleared:
    """A member who is to see the locked request no longer."""

    member: str


class LockFields(QWidget):
    """Asks whether the person may be told, why not, who says so, and for how long."""

    changed = Signal()

    def __init__(self, today: Callable[[], date], *, may_be_open: bool) -> None:
        super().__init__()
        none = ((NO_LOCK, "None: they may be told"),) if may_be_open else ()
        self.reason = ChoiceField("Do-not-tell lock", (*none, *REASONS), required=True)
        self.authority = TextField("Who says so", most=2_000, required=True)
        self.review = DateField("Review on", today, required=True)
        self.fields: dict[str, Field] = {
            "reason": self.reason,
            "authority": self.authority,
            "review_on": self.review,
        }
        self.form = Form(self.fields, self)
        self.form.changed.connect(self.changed)
        self.reason.changed.connect(self._follow)
        self._more = QWidget()
        column = QVBoxLayout(self._more)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_ROW)
        column.addWidget(self.authority)
        column.addWidget(self.review)
        stack = QVBoxLayout(self)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(GAP_ROW)
        stack.addWidget(self.reason)
        stack.addWidget(self._more)
        self._follow()

    def is_locked(self) -> bool:
        return self.reason.value() != NO_LOCK

    def put(self, reason: str, authority: str, review: date | None) -> None:
        """Show a choice, as not yet typed."""
        self.reason.set_value(reason)
        self.authority.set_value(authority)
        self.review.set_value(review)
        self.form.forget_touch()

    def value(self) -> LockSet | None:
        """Return the lock asked for, None for no lock. Raises RuleBroken."""
        if not self.is_locked():
            return None
        review = _day(self.review, "review_on")
        if self.authority.is_empty():
            raise RuleBroken(
                "Say who says so: an officer, an order.", field="authority"
            )
        if review is None:
            words = "Enter the day on which the lock is looked at again."
            raise RuleBroken(words, field="review_on")
        return LockSet(
            reason=LockReason(self.reason.value()),
            authority=self.authority.value(),
            review_on=review,
        )

    @Slot()
    def _follow(self) -> None:
        self._more.setVisible(self.is_locked())


class SetLockPanel(RequestPanel):
    """Locks a request that was open so far."""

    key = LOCK

    def __init__(self, today: Callable[[], date]) -> None:
        super().__init__("The person must not be told")
        self.asked = LockFields(today, may_be_open=False)
        self.body.addWidget(self.asked)
        self._use(self.asked.fields, "Lock the request")

    @Slot()
    def _give(self) -> None:
        try:
            given = self.asked.value()
        except RuleBroken as error:
            self.form.show(error)
            return
        self.given.emit(given)


class ReviewLockPanel(RequestPanel):
    """Shows a standing lock: why, until when, who sees it; and what can be done.

    `seen_by` are those who see the request, `named` those of them who see it by name,
    `others` whom it can be shown to.
    `may_lift` is "" for who may lift it, else why not.
    """

    key = REVIEW

    def __init__(
        self,
        lock: Lock,
        today: Callable[[], date],
        *,
        seen_by: Sequence[str],
        named: Sequence[str],
        others: Sequence[str],
        may_lift: str,
    ) -> None:
        super().__init__("The lock")
        self.body.addWidget(Facts(lock_facts(lock, seen_by)))
        self.review = DateField("Look at it again on", today)
        self.note = TextField("Why it stands", most=_LONGEST, required=True)
        self.member = ChoiceField("Show the request to", _choose(others))
        self.named = ChoiceField("Show it no longer to", _choose(named))
        self.why = AreaField(
            "Why the person may be told now",
            lines=2,
            most=_LONGEST,
            help_text=may_lift or "The request is seen by everybody from then on.",
        )
        self.clear_button = secondary("Show it to them", "assign")
        self.end_button = secondary("End it", "refuse")
        self.end_button.clicked.connect(self._end)
        self.lift_button = danger("Lift the lock", "unlock")
        self.clear_button.clicked.connect(self._clear)
        self.lift_button.clicked.connect(self._lift)
        self._may_lift = may_lift
        self.body.addLayout(columns(self.review, self.note, stretch=(0, 1)))
        self.body.addWidget(hairline())
        sharing = QHBoxLayout()
        sharing.setSpacing(GAP_ROW)
        sharing.addLayout(_act(self.member, self.clear_button), 1)
        sharing.addLayout(_act(self.named, self.end_button), 1)
        self.body.addLayout(sharing)
        self.body.addWidget(hairline())
        self.body.addWidget(label("Lift the lock", STRONG))
        self.body.addLayout(_act(self.why, self.lift_button))
        fields: dict[str, Field] = {
            "review_on": self.review,
            "note": self.note,
            "member": self.member,
            "named": self.named,
            "reason": self.why,
        }
        self._use(fields, "Keep the lock")
        self.review.set_value(lock.review_on)
        self.form.forget_touch()
        if may_lift:
            self.why.set_enabled_input(False)
            self.lift_button.setToolTip(plain_tip(may_lift))
            self.lift_button.setAccessibleDescription(may_lift)
        self.set_busy(False)

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        self.clear_button.setEnabled(not busy and self.member.combo.count() > 1)
        self.end_button.setEnabled(not busy and self.named.combo.count() > 1)
        self.lift_button.setEnabled(not busy and not self._may_lift)

    @Slot()
    def _give(self) -> None:
        try:
            review = _day(self.review, "review_on")
        except RuleBroken as error:
            self.form.show(error)
            return
        if review is None:
            words = "Enter the day on which the lock is looked at again."
            self.form.show(RuleBroken(words, field="review_on"))
            return
        if self.note.is_empty():
            words = "Say why the person must still not be told."
            self.form.show(RuleBroken(words, field="note"))
            return
        self.given.emit(LockReviewed(review_on=review, note=self.note.value()))

    @Slot()
    def _clear(self) -> None:
        if self.member.is_empty():
            self.form.show(RuleBroken("Choose somebody.", field="member"))
            return
        self.given.emit(Cleared(member=self.member.value()))

    @Slot()
    def _end(self) -> None:
        if self.named.is_empty():
            self.form.show(RuleBroken("Choose somebody.", field="named"))
            return
        self.given.emit(NotCleared(member=self.named.value()))

    @Slot()
    def _lift(self) -> None:
        if self.why.is_empty():
            words = "Say why the person may be told now."
            self.form.show(RuleBroken(words, field="reason"))
            return
        self.given.emit(LockLifted(reason=self.why.value()))


def lock_facts(lock: Lock, seen_by: Sequence[str]) -> tuple[Fact, ...]:
    """Return what is known of a lock, for a list of facts."""
    set_on = f", {long_date(here(lock.set_at).date())}" if lock.set_at else ""
    return (
        Fact("Reason", dict(REASONS)[lock.reason.value]),
        Fact("Who says so", lock.authority),
        Fact("Set by", f"{lock.set_by}{set_on}"),
        Fact("Review on", long_date(lock.review_on)),
        Fact("Seen by", ", ".join(seen_by)),
    )


def _choose(names: Sequence[str]) -> list[tuple[str, str]]:
    return [("", "Choose"), *((name, name) for name in names)]


def _act(field: Field, button: QWidget) -> QVBoxLayout:
    """A field with the button that acts on it below."""
    column = QVBoxLayout()
    column.setSpacing(GAP)
    column.addWidget(field)
    column.addWidget(button, 0, Qt.AlignmentFlag.AlignLeft)
    return column


def _day(field: DateField, name: str) -> date | None:
    try:
        return field.value()
    except RuleBroken as error:
        raise RuleBroken(str(error), field=name) from error
