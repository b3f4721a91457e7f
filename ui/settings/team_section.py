"""The team: who signs in, what each may do, and who is away."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QHideEvent, QShowEvent
from PySide6.QtWidgets import QHBoxLayout, QLayout, QVBoxLayout, QWidget

from isteam_app.domain.dates import short_date
from isteam_app.domain.people import TeamMember
from isteam_app.domain.settings import Absence
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.session import Session
from isteam_app.services.team import (
    ROLES,
    Team,
    add_absence,
    add_person,
    change_role,
    end_absence,
    team,
)
from ui.common.background import Background, Job
from ui.common.buttons import Button, quiet, secondary
from ui.common.cards import Card, columns
from ui.common.choice_fields import ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import SecretField, TextField
from ui.common.foot_row import allow
from ui.common.forms import Form
from ui.common.notes import Note
from ui.common.one_line import OneLine
from ui.common.paint import plain_tip
from ui.common.text import BODY, META, STRONG, paragraph
from ui.common.tokens import GAP
from ui.settings.note_place import bring_into_sight
from ui.settings.person_panel import PersonPanel
from ui.settings.section import Section

_ROLES = tuple((key, word) for key, word, _ in ROLES)
_WHAT = " ".join(f"{word}: {what.lower()}." for _, word, what in ROLES)


class TeamSection(Section):
    """Each change is kept at once. Only an administrator may make one."""

    renamed_self = Signal()

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__("team", "Team", "people", _WHAT)
        self._session, self._background = session, background
        self.roles: dict[int, ChoiceField] = {}
        self.changes: dict[int, Button] = {}
        self.panel: PersonPanel | None = None
        self._note: Note | None = None
        self._note_place = QVBoxLayout()
        self._members = QVBoxLayout()
        self.card.body.addLayout(self._members)
        self.adding = _AddPerson()
        self.away = _Absences(session)
        column = self.layout()
        if isinstance(column, QVBoxLayout):
            column.setSpacing(12)
            column.insertLayout(0, self._note_place)
            column.insertWidget(2, self.adding)
            column.insertWidget(3, self.away)
        self.adding.act.clicked.connect(self._add)
        self.away.act.clicked.connect(self._add_absence)

    def reload(self) -> None:
        """Read the team again."""
        self._show(team(self._session))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def hideEvent(self, event: QHideEvent) -> None:
        """Nothing secret stays typed in a section that nobody looks at."""
        super().hideEvent(event)
        self.adding.clear_secrets()
        if self.panel is not None:
            self.panel.clear_secrets()

    def _show(self, found: Team) -> None:
        open_for = self.panel.member.id if self.panel is not None else 0
        if self.panel is not None:
            self._members.removeWidget(self.panel)
        _empty(self._members)
        self.roles, self.changes = {}, {}
        for member in found.members:
            self._members.addWidget(self._row(member, found.no_change))
            if self.panel is not None and member.id == open_for:
                self._members.addWidget(self.panel)
        self.adding.setVisible(found.may_change)
        self.away.show_team(found, self._end_absence)
        rows = (self._members.itemAt(at) for at in range(self._members.count()))
        shown = (row.widget() for row in rows if row is not None)
        stops = [stop for row in shown if row is not None for stop in _stops(row)]
        _tab_before(self.adding.name.input, stops)
        if not found.may_change:
            self._say(Note("info", found.no_change))

    def _row(self, member: TeamMember, no_change: str) -> QWidget:
        row = QWidget()
        line = QHBoxLayout(row)
        line.setContentsMargins(0, 0, 0, 0)
        line.setSpacing(GAP)
        name = member.name
        mine = member.id == self._session.member.id
        shown = OneLine(STRONG)
        shown.setText(f"{name} (you)" if mine else name)
        line.addWidget(shown, 1)
        role = ChoiceField(f"Role of {name}", _ROLES, width=180)
        role.combo.setAccessibleName(f"Role of {name}")
        role.set_value(member.role)
        role.combo.setEnabled(not no_change)
        role.combo.setToolTip(plain_tip(no_change) if no_change else "")
        role.combo.setAccessibleDescription(no_change)
        role.changed.connect(partial(self._change_role, member))
        self.roles[member.id] = role
        line.addWidget(role.combo)
        change = quiet("Change", "edit")
        change.setAccessibleName(f"Change {name}")
        allow(change, no_change)
        change.clicked.connect(partial(self.open_person, member))
        self.changes[member.id] = change
        line.addWidget(change)
        return row

    def open_person(self, member: TeamMember) -> None:
        """Show what can be done for a person, under their line; again closes it."""
        again = self.panel is not None and self.panel.member.id == member.id
        self.close_person()
        if again:
            return
        panel = self.panel = PersonPanel(self._session, self._background, member)
        panel.done.connect(self._show_done)
        panel.renamed.connect(self._note_renamed)
        panel.closed.connect(self.close_person)
        self.reload()
        panel.name.field.focus_field()

    @Slot()
    def close_person(self) -> None:
        panel, self.panel = self.panel, None
        if panel is not None:
            panel.clear_secrets()
            self._members.removeWidget(panel)
            panel.hide()
            panel.deleteLater()

    @Slot(object)
    def _show_done(self, note: Note) -> None:
        self.close_person()
        self._say(note)
        self.reload()

    @Slot(object)
    def _note_renamed(self, member: TeamMember) -> None:
        if member.id == self._session.member.id:
            self.renamed_self.emit()  # what is open still goes by the old name

    def _change_role(self, member: TeamMember) -> None:
        wanted = self.roles[member.id].value()
        try:
            changed = change_role(self._session, member.id, wanted)
        except IsteamError as error:
            self._say(Note("danger", "The role was not changed", str(error)))
        else:
            word = dict(_ROLES)[changed.role]
            self._say(Note("ok", f"{member.name} is now: {word}", _FROM_NEXT))
        self.reload()

    @Slot()
    def _add(self) -> None:
        self.adding.form.clear()
        job = Job(partial(_added, self._session, self.adding.values()))
        job.succeeded.connect(self._show_added)
        job.failed.connect(self._refuse_person)
        job.finished.connect(self._end)
        self.adding.act.setEnabled(False)
        self._background.start(job)

    @Slot()
    def _end(self) -> None:
        self.adding.act.setEnabled(True)

    @Slot(object)
    def _show_added(self, member: TeamMember) -> None:
        self.adding.empty()
        self._say(
            Note(
                "ok",
                f"{member.name} is in the team",
                "They unlock the vault with their own passphrase.",
            )
        )
        self.reload()

    @Slot(object)
    def _refuse_person(self, error: IsteamError) -> None:
        if isinstance(error, RuleBroken) and self.adding.form.show(error):
            return
        self._say(Note("danger", "Nobody was added", str(error)))

    @Slot()
    def _add_absence(self) -> None:
        self.away.form.clear()
        try:
            add_absence(self._session, self.away.value())
        except IsteamError as error:
            shown = isinstance(error, RuleBroken) and self.away.form.show(error)
            if not shown:
                self._say(Note("danger", "The absence was not kept", str(error)))
            return
        self.away.empty()
        self._say(Note("ok", "The absence is kept", "It shows on the cover's Today."))
        self.reload()

    def _end_absence(self, absence: Absence) -> None:
        try:
            end_absence(self._session, absence)
        except IsteamError as error:
            self._say(Note("danger", "The absence was not taken away", str(error)))
        self.reload()

    def _say(self, note: Note) -> None:
        if self._note is not None:
            self._note_place.removeWidget(self._note)
            self._note.hide()
            self._note.deleteLater()
        self._note = note
        self._note_place.addWidget(note)
        bring_into_sight(note)


class _AddPerson(Card):
    """A name, a role, and the passphrase that the person types twice."""

    def __init__(self) -> None:
        super().__init__("Add a person")
        self.name = TextField("Name", most=100, required=True)
        self.role = ChoiceField("Role", _ROLES, width=180)
        self.first = SecretField("Their passphrase", required=True)
        self.again = SecretField("Again", required=True)
        self.form = Form(
            {
                "name": self.name,
                "role": self.role,
                "passphrase": self.first,
                "repeated": self.again,
            },
            self,
        )
        self.act = secondary("Add to the team", "add")
        self.body.addLayout(columns(self.name, self.role, stretch=(1, 0)))
        self.body.addLayout(columns(self.first, self.again))
        says = "They type it themselves: four or five words that only they know."
        self.body.addLayout(_with_button(says, self.act))

    def values(self) -> dict[str, str]:
        return {
            "name": self.name.value(),
            "role": self.role.value(),
            "passphrase": self.first.edit.text(),
            "repeated": self.again.edit.text(),
        }

    def clear_secrets(self) -> None:
        self.first.clear()
        self.again.clear()

    def empty(self) -> None:
        self.name.set_value("")
        self.clear_secrets()
        self.form.forget_touch()


class _Absences(Card):
    """Who is away, from when to when, and who takes their cases."""

    def __init__(self, session: Session) -> None:
        super().__init__("Away")
        self._session = session
        self.remove: list[QWidget] = []
        self._list = QVBoxLayout()
        self.body.addLayout(self._list)
        self.member = ChoiceField("Who is away", ())
        self.cover = ChoiceField("Who takes their cases", ())
        self.first = DateField("First day", lambda: session.today, width=180)
        self.last = DateField("Last day", lambda: session.today, width=180)
        self.form = Form(
            {
                "member": self.member,
                "cover": self.cover,
                "first": self.first,
                "last": self.last,
            },
            self,
        )
        self.act = secondary("Keep the absence", "add")
        self._fields = QWidget()
        inside = QVBoxLayout(self._fields)
        inside.setContentsMargins(0, 0, 0, 0)
        inside.setSpacing(12)
        inside.addLayout(columns(self.member, self.cover))
        inside.addLayout(columns(self.first, self.last, stretch=(0, 0)))
        says = "Their cases stand in the cover's list on those days."
        inside.addLayout(_with_button(says, self.act))
        self.body.addWidget(self._fields)

    def value(self) -> Absence:
        """What is typed. Raises RuleBroken for a day that is missing or none."""
        days = []
        for name, field in (("first", self.first), ("last", self.last)):
            try:
                day = field.value()
            except RuleBroken as error:
                raise RuleBroken(str(error), field=name) from error
            if day is None:
                raise RuleBroken("Type a day, such as 3/12 or mon.", field=name)
            days.append(day)
        return Absence(
            member=self.member.value(),
            cover=self.cover.value(),
            first=days[0],
            last=days[1],
        )

    def empty(self) -> None:
        self.first.set_text("")
        self.last.set_text("")
        self.form.forget_touch()

    def show_team(self, found: Team, end: Callable[[Absence], object]) -> None:
        names = [("", "Choose"), *((one.name, one.name) for one in found.members)]
        self.member.set_choices(names)
        self.cover.set_choices(names)
        self._fields.setVisible(found.may_change)
        _empty(self._list)
        self.remove = []
        for absence in found.absences:
            self._list.addLayout(self._row(absence, end, found.may_change))
        _tab_before(self.member.input, self.remove)
        if not found.absences:
            self._list.addWidget(paragraph("Everybody is here.", BODY, tone="text2"))

    def _row(
        self, absence: Absence, end: Callable[[Absence], object], may_change: bool
    ) -> QHBoxLayout:
        today = self._session.today
        first, last = short_date(absence.first, today), short_date(absence.last, today)
        days = first if first == last else f"{first} to {last}"
        row = QHBoxLayout()
        who = OneLine(STRONG)
        who.setText(absence.member)
        row.addWidget(who)
        row.addWidget(paragraph(f"{days}, covered by {absence.cover}", BODY), 1)
        taken = quiet("Take away", "remove")
        taken.setAccessibleName(f"Take away the absence of {absence.member}")
        taken.clicked.connect(partial(end, absence))
        taken.setVisible(may_change)
        self.remove.append(taken)
        row.addWidget(taken)
        return row


_FROM_NEXT = "It holds from the next time they unlock the vault."


def _with_button(says: str, button: QWidget) -> QHBoxLayout:
    row = QHBoxLayout()
    row.addWidget(paragraph(says, META), 1)
    row.addWidget(button)
    return row


def _stops(part: QWidget) -> list[QWidget]:
    """Where the Tab key stops inside a part, in its order."""
    found = []
    at = part.nextInFocusChain()
    while at is not None and at is not part:
        if part.isAncestorOf(at) and at.focusPolicy() & Qt.FocusPolicy.TabFocus:
            found.append(at)
        at = at.nextInFocusChain()
    return found


def _tab_before(stop: QWidget, earlier: list[QWidget]) -> None:
    """Let the Tab key come to what was made later, but stands above, first."""
    before = stop.previousInFocusChain()
    for each in earlier:
        if before is not None and before is not each:
            QWidget.setTabOrder(before, each)
        before = each


def _empty(layout: QLayout) -> None:
    while layout.count():
        item = layout.takeAt(0)
        if item is None:
            return
        widget, inner = item.widget(), item.layout()
        if widget is not None:
            widget.hide()
            widget.deleteLater()
        elif inner is not None:
            _empty(inner)


def _added(session: Session, values: dict[str, str], _: Progress) -> TeamMember:
    return add_person(session, **values)
