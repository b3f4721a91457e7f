"""What an administrator can do for one person: another name, passphrase, or goodbye."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFrame, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.people import TeamMember
from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.keys import reset_passphrase
from isteam_app.services.leaving import remove_person
from isteam_app.services.session import Session
from isteam_app.services.team import rename_person
from ui.common.background import Background, Job
from ui.common.buttons import Button, icon_button
from ui.common.forms import Form
from ui.common.notes import Note
from ui.common.one_line import OneLine
from ui.common.progress_panel import ProgressPanel
from ui.common.segments import Segments
from ui.common.text import STRONG
from ui.common.tokens import GAP_CARD, GAP_ROW
from ui.settings.note_place import NotePlace
from ui.settings.person_parts import LeavePart, NamePart, PassphrasePart

NAME, PASSPHRASE, LEAVE = "name", "passphrase", "leave"
_PARTS = ((NAME, "Name"), (PASSPHRASE, "New passphrase"), (LEAVE, "Leaves the team"))


class PersonPanel(QFrame):
    """One person of the team. `done` carries the note of what was done."""

    done = Signal(object)  # a Note
    renamed = Signal(object)  # the TeamMember by the new name
    closed = Signal()

    def __init__(
        self, session: Session, background: Background, member: TeamMember
    ) -> None:
        super().__init__()
        self.setProperty("k", "sunken")
        self.member = member
        self._session, self._background = session, background
        self._refused: IsteamError | None = None
        self.name = NamePart(member)
        self.passphrase = PassphrasePart(session, member)
        self.leave = LeavePart(session, member)
        self._parts = {
            NAME: self.name,
            PASSPHRASE: self.passphrase,
            LEAVE: self.leave,
        }
        self.choice = Segments(f"What changes for {member.name}", _PARTS)
        self.notes = NotePlace()
        self.progress = ProgressPanel()
        self.close_button = icon_button("close", f"Close {member.name}")
        self._lay_out()
        self.choice.chosen.connect(self.show_part)
        self.close_button.clicked.connect(self.closed)
        self.name.act.clicked.connect(self._rename)
        self.name.field.edit.returnPressed.connect(self._rename)
        self.passphrase.act.clicked.connect(self._reset)
        self.leave.act.clicked.connect(self._remove)
        self.show_part(NAME)

    @Slot(str)
    def show_part(self, key: str) -> None:
        """Show what belongs to one change."""
        self.choice.set_current(key)
        self.notes.say(None)
        for name, part in self._parts.items():
            part.setVisible(name == key)
        if key == LEAVE:
            self.leave.look()

    def clear_secrets(self) -> None:
        self.passphrase.new.clear()
        self.leave.passphrase.clear()

    @Slot()
    def _rename(self) -> None:
        work = partial(_renamed, self._session, self.member.id, self.name.field.value())
        self._start(work, self._show_renamed, self.name.form, self.name.act)

    @Slot(object)
    def _show_renamed(self, member: TeamMember) -> None:
        self.renamed.emit(member)
        self.done.emit(
            Note(
                "ok",
                f"{self.member.name} is now {member.name}",
                "The audit trail keeps the old name for what was done under it.",
            )
        )

    @Slot()
    def _reset(self) -> None:
        given = self.passphrase.new.values()
        work = partial(_reset_for, self._session, self.member.id, given)
        self._start(work, self._show_reset, self.passphrase.form, self.passphrase.act)

    @Slot(object)
    def _show_reset(self, member: TeamMember) -> None:
        self.clear_secrets()
        self.done.emit(
            Note(
                "ok",
                f"{member.name} has a new passphrase",
                "The old one opens nothing any more, except backups made before.",
            )
        )

    @Slot()
    def _remove(self) -> None:
        work = partial(
            _removed,
            self._session,
            self.member.id,
            self.leave.passphrase.value(),
            self.leave.taker.value(),
        )
        self.progress.begin(
            f"Removing {self.member.name}, and putting the vault under a new key",
            "Cancel leaves them in the team, under the old key",
        )
        self._start(work, self._show_removed, self.leave.form, self.leave.act)

    @Slot(object)
    def _show_removed(self, member: TeamMember) -> None:
        self.clear_secrets()
        self.done.emit(
            Note(
                "ok",
                f"{member.name} has left the team",
                "The vault is under a new key. Backups made before still open with "
                "the key and the passphrases of then.",
            )
        )

    def _start(
        self,
        work: Callable[[Progress], object],
        succeeded: Callable[[TeamMember], None],
        form: Form,
        act: Button,
    ) -> None:
        if not act.isEnabled():
            return
        self._form = form
        form.clear()
        self.notes.say(None)
        job = Job(work)
        job.progressed.connect(self.progress.set_count)
        job.succeeded.connect(succeeded)
        job.failed.connect(self._refuse)
        job.cancelled.connect(self._tell_stopped)
        job.finished.connect(self._rest)
        self.progress.cancelled.connect(job.cancel)
        self._set_working(True)
        self._background.start(job)

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self._refused = error

    @Slot()
    def _tell_stopped(self) -> None:
        says = f"{self.member.name} is in the team as before."
        self.notes.say(Note("info", "Stopped", says))

    @Slot()
    def _rest(self) -> None:
        self.progress.finish()
        self._set_working(False)
        refused, self._refused = self._refused, None
        if refused is not None:
            self.notes.refuse(refused, self._form, "Nothing was changed")

    def _set_working(self, on: bool) -> None:
        self.choice.setEnabled(not on)
        self.close_button.setEnabled(not on)
        for part in self._parts.values():
            part.set_working(on)

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_CARD, 12, GAP_CARD, 14)
        column.setSpacing(GAP_ROW)
        head = QHBoxLayout()
        whose = OneLine(STRONG)
        whose.setText(self.member.name)
        head.addWidget(whose, 1)
        head.addWidget(self.close_button)
        column.addLayout(head)
        row = QHBoxLayout()
        row.addWidget(self.choice)
        row.addStretch(1)
        column.addLayout(row)
        column.addWidget(self.notes)
        shown: tuple[QWidget, ...] = tuple(self._parts.values())
        for part in shown:
            column.addWidget(part)
        column.addWidget(self.progress)


def _renamed(session: Session, member_id: int, name: str, _: Progress) -> TeamMember:
    return rename_person(session, member_id, name)


def _reset_for(
    session: Session, member_id: int, given: dict[str, str], _: Progress
) -> TeamMember:
    return reset_passphrase(session, member_id, **given)


def _removed(
    session: Session, member_id: int, passphrase: str, taker: str, progress: Progress
) -> TeamMember:
    return remove_person(
        session, member_id, passphrase=passphrase, taker=taker, progress=progress
    )
