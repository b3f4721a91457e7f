"""A request that has just come in: who asks, and whether the person may be told."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.disclosures import Disclosure, RequesterKind
from isteam_app.domain.forms import Entry
from isteam_app.domain.gateways import Rules
from isteam_app.domain.organisations import Requester
from isteam_app.domain.settings import Requests
from isteam_app.domain.text import fold
from isteam_app.errors import RuleBroken
from ui.common.answer_fields import put_in, typed_in
from ui.common.answer_form import AnswerForm
from ui.common.buttons import primary, quiet
from ui.common.cards import Card, SidePanel, scrolled
from ui.common.suggest_field import SuggestField
from ui.common.text import META, paragraph
from ui.common.tokens import GAP, GAP_ROW
from ui.disclosures.lock_panel import NO_LOCK, LockFields, LockSet

_LOCK = "lock."
FORM = FORMS["requester"]


class NewRequest(Card):
    """The first section, the lock, and nothing else. Ctrl+Enter records it.

    `lock_panel` stands beside it, where it is always in sight.
    """

    changed = Signal()
    recorded = Signal()
    left = Signal()

    def __init__(
        self, today: Callable[[], date], rules: Rules, settings: Requests
    ) -> None:
        super().__init__("1  Requester")
        self._today, self._rules, self.settings = today, rules, settings
        self._shown_default = ""
        self._known: dict[str, Requester] = {}
        self.answers = AnswerForm(FORM, today, ("organisation",), dense=True)
        self.lock = LockFields(today, may_be_open=True)
        self.why = paragraph("", META)
        self.record_button = primary("Record the request")
        self.record_button.setToolTip("Ctrl+Enter")
        self.cancel_button = quiet("Cancel")
        self.record_button.clicked.connect(self.recorded)
        self.cancel_button.clicked.connect(self.left)
        area, inside = scrolled()
        self._area = area
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(GAP_ROW)
        column.addWidget(self.answers)
        column.addStretch(1)
        self.lock_panel = SidePanel("May the person be told?")
        for part in (self, self.lock_panel):
            for keys in ("Ctrl+Return", "Ctrl+Enter"):
                record = QShortcut(QKeySequence(keys), part, self.record_button.click)
                record.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        self.lock_panel.body.addWidget(self.lock)
        self.lock_panel.body.addWidget(self.why)
        self.lock_panel.body.addStretch(1)
        self.body.addWidget(area, 1)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addStretch(1)
        row.addWidget(self.cancel_button)
        row.addWidget(self.record_button)
        self.body.addLayout(row)
        organisation = self.answers.fields["organisation"]
        if isinstance(organisation, SuggestField):
            organisation.picked.connect(self._use_known)
        self.answers.changed.connect(self._follow)
        self.lock.changed.connect(self.changed)
        self.start((), self.settings)

    def start(self, organisations: Sequence[Requester], settings: Requests) -> None:
        """Empty the form for another request, with the directory to choose from."""
        self.settings = settings
        self._known = {one.name: one for one in organisations}
        self.answers.suggest("organisation", list(self._known))
        for key, field in self.answers.fields.items():
            today = self._today().isoformat() if key == "received" else ""
            self.answers.begin({key: today})
            field.clear_problem()
        self._shown_default = NO_LOCK
        self.lock.put(NO_LOCK, "", None)
        self.lock.form.clear()
        self._follow()

    def knows(self, name: str) -> bool:
        """Whether an organisation is among those of the directory."""
        return fold(name) in {fold(each) for each in self._known}

    @property
    def is_half_typed(self) -> bool:
        return self.answers.is_unsaved or self.lock.form.is_touched

    def given(self) -> tuple[dict[str, str], LockSet | None]:
        """Return the answers and the lock.

        Raises RuleBroken, said at its field, for what cannot be kept.
        """
        form = self.answers.form
        try:
            answers = self.answers.answers()
        except RuleBroken as error:
            form.show(error)
            raise
        form = self.lock.form
        try:
            return answers, self.lock.value()
        except RuleBroken as error:
            form.show(error)
            raise

    def forget(self) -> None:
        """What stands here is kept now."""
        self.start((), self.settings)

    def refuse(self, error: RuleBroken) -> bool:
        """Say a refusal at its field; False where no field has its name."""
        for form in (self.answers.form, self.lock.form):
            if form.show(error):
                self._area.ensureWidgetVisible(form[error.field], 0, 48)
                return True
        return False

    def draft(self) -> tuple[Disclosure, Entry]:
        """Return the request as it stands, for what the rules say of it."""
        values = dict(self.answers.so_far())
        received = values.get("received")
        request = Disclosure(
            received=date.fromisoformat(received) if received else self._today(),
            organisation=values.get("organisation", ""),
            kind=self._kind() or RequesterKind.OTHER,
            locked=self.lock.is_locked(),
        )
        entry = Entry(record_id=0, form=FORM.key, values=tuple(values.items()))
        return request, entry

    def typed(self) -> dict[str, str]:
        lock = {_LOCK + key: typed_in(field) for key, field in self.lock.fields.items()}
        return self.answers.typed() | lock

    def fill(self, kept: Mapping[str, str]) -> None:
        self.answers.fill(kept)
        for key, field in self.lock.fields.items():
            put_in(field, kept.get(_LOCK + key, typed_in(field)))
        self.lock.form.is_touched = True

    def focus_first(self) -> None:
        self.answers.fields[self.answers.first_empty()].focus_field()

    def set_busy(self, busy: bool) -> None:
        self.record_button.setEnabled(not busy)
        self.answers.setEnabled(not busy)
        self.lock.setEnabled(not busy)

    def _kind(self) -> RequesterKind | None:
        chosen = typed_in(self.answers.fields["kind"])
        return RequesterKind(chosen) if chosen else None

    @Slot(str)
    def _use_known(self, name: str) -> None:
        """Take over what the directory says of who asks, where nothing stands."""
        known = self._known.get(name)
        if known is None:
            return
        for key, value in (("kind", known.kind.value), ("address", known.address)):
            field = self.answers.fields[key]
            if field.is_empty():
                put_in(field, value)

    @Slot()
    def _follow(self) -> None:
        """Show what the rules say of telling, until somebody chooses otherwise."""
        kind = self._kind()
        reason = self._rules.lock_default(kind) if kind is not None else None
        usual = reason.value if reason is not None else NO_LOCK
        if usual != self._shown_default and not self.lock.form.is_touched:
            law = self._rules.locks[reason].name if reason is not None else ""
            review = self._today() + timedelta(days=self.settings.lock_review_days)
            self.lock.put(usual, law, review if reason is not None else None)
            self._shown_default = usual
        self.why.setText(self._why(kind))
        self.changed.emit()

    def _why(self, kind: RequesterKind | None) -> str:
        if kind is None:
            return "Choose the kind of requester: the rules say what is usual."
        gateway = self._rules.gateways[kind]
        told = self._rules.lock_default(kind) is None
        usual = "there is usually no lock" if told else "the request is usually locked"
        return (
            f"{gateway.name}: {usual}. You may choose otherwise. A locked request does "
            "not exist for anybody who is not cleared to see it."
        )
