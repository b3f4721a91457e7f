"""Backups in the settings: where they go, how often, and which there are."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QApplication,
    QFileDialog,
    QHBoxLayout,
    QVBoxLayout,
    QWidget,
)

from isteam_app.domain.backup_calendar import Why
from isteam_app.domain.dates import short_date
from isteam_app.domain.listing import Page
from isteam_app.domain.settings import Backups, Settings
from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.backup_facts import WHY_WORDS, BackupFacts, count_words
from isteam_app.services.backups import (
    BackupState,
    backup_state,
    check_backup,
    make_backup,
)
from isteam_app.services.look_only import why_nothing_changes
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import quiet, secondary
from ui.common.cards import Card
from ui.common.cells import Cell, Column
from ui.common.fields import TextField
from ui.common.notes import Note
from ui.common.paged_model import PagedModel
from ui.common.progress_panel import ProgressPanel
from ui.common.restore_card import RestoreCard
from ui.common.table import Table
from ui.common.text import BODY, META, label, paragraph
from ui.common.tokens import GAP, GAP_LABEL
from ui.settings.note_place import NotePlace
from ui.settings.section import NumberField, Section

_MOST_IN_SIGHT = 5
"""Rows of the list that are shown before it scrolls."""


class BackupSection(Section):
    """Its fields are saved with the others; its buttons act at once."""

    open_wanted = Signal(object)  # the Path of a vault just restored
    backed_up = Signal()

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__(
            "backups",
            "Backups",
            "restore",
            "A backup is one encrypted file with everything in it: cases, letters, "
            "scans and keys. It counts when it has been read back and opened. All of "
            "the last day are kept, then one a day, a week and a month, up to three "
            "years.",
        )
        self._session, self._background = session, background
        self._loaded = False
        self.folder = TextField("Folder for backups", most=1000)
        self.choose = secondary("Choose", "open_folder")
        self.choose.setAccessibleName("Choose the folder for backups")
        self.choose.clicked.connect(self._choose)
        self.minutes = NumberField(
            "While working, every", "minutes, where something has changed"
        )
        self.fields.update(backup_folder=self.folder, backup_minutes=self.minutes)
        self.warning = NotePlace()
        self.list = BackupList(session, background)
        self.restoring = RestoreCard(
            background,
            session.now,
            session.vault.folder.parent,
            title="Restore elsewhere",
            main=False,
        )
        self.restoring.hide()
        self._lay_out()
        self.list.restore_wanted.connect(self._offer)
        self.list.state_read.connect(self._show_state)
        self.list.backed_up.connect(self.backed_up)
        self.restoring.open_wanted.connect(self.open_wanted)

    def show_settings(self, settings: Settings) -> None:
        self.folder.set_value(settings.backups.folder)
        self.minutes.set_value(str(settings.backups.minutes))
        if self._loaded:
            self.list.reload()

    def taken(self, settings: Settings) -> Settings:
        wanted = Backups(
            folder=self.folder.value(), minutes=self.minutes.number("backup_minutes")
        )
        return replace(settings, backups=wanted)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._loaded = True
        self.list.reload()

    @Slot(object)
    def _show_state(self, state: BackupState) -> None:
        self.warning.say(
            Note("warn", "Keep them on another disk", state.warning)
            if state.warning
            else None
        )

    @Slot(object)
    def _offer(self, file: Path) -> None:
        self.restoring.show()
        self.restoring.offer(file)

    @Slot()
    def _choose(self) -> None:
        here = self.folder.value() or str(self._session.vault.folder.parent)
        dialog = QFileDialog(self, "Folder for backups", here)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder.set_value)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.folder, 1)
        beside = QVBoxLayout()
        beside.setSpacing(GAP_LABEL)
        beside.addWidget(label(" ", META))
        beside.addWidget(self.choose)
        beside.addStretch(1)
        row.addLayout(beside)
        self.card.body.addLayout(row)
        usual = f"{self._session.vault.name} backups"
        self.folder.set_help(f"Left empty: the folder {usual} beside the vault.")
        self.card.body.addWidget(self.minutes)
        self.card.body.addWidget(self.warning)
        column = self.layout()
        assert isinstance(column, QVBoxLayout)  # noqa: S101  a section lays itself out so
        column.setSpacing(12)
        column.insertWidget(1, self.list)
        column.insertWidget(2, self.restoring)


class BackupList(Card):
    """The backups there are, and what can be done with them."""

    restore_wanted = Signal(object)  # the Path of a backup
    state_read = Signal(object)
    backed_up = Signal()

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__("Backups there are")
        self._session, self._background = session, background
        self._backups: tuple[BackupFacts, ...] = ()
        self._job: Job | None = None
        self._pressed: QWidget | None = None
        self.model: PagedModel[BackupFacts] = PagedModel(
            _columns(session), self._read, key=lambda each: str(each.path)
        )
        self.table = Table(self.model, name="Backups")
        self.nothing = paragraph("", BODY, tone="text2")
        self.where = paragraph("", META)
        self.note = NotePlace()
        self.progress = ProgressPanel()
        self.progress.setProperty("k", "sunken")
        self.now = secondary("Back up now", "save")
        self.check = quiet("Check this backup", "tick")
        self.restore = quiet("Restore elsewhere", "restore")
        self._lay_out()
        self.now.clicked.connect(self._back_up)
        self.check.clicked.connect(self._check)
        self.restore.clicked.connect(self._restore)
        self.progress.cancelled.connect(self._cancel)
        self.table.selection_moved.connect(self._follow)
        self.table.opened.connect(self._open)

    @Slot()
    def reload(self) -> None:
        """Read the folder again."""
        job = Job(lambda _: backup_state(self._session))
        job.succeeded.connect(self._show_state)
        job.failed.connect(self._refuse)
        self._background.start(job)

    @Slot(object)
    def _show_state(self, state: BackupState) -> None:
        chosen = self.table.selected()
        self._backups = state.backups
        self.model.reload()
        self.table.setVisible(bool(state.backups))
        self._fit_table()
        self.nothing.setVisible(not state.backups)
        self.nothing.setText("There is no backup yet in the folder for backups.")
        self.set_meta(state.light.words)
        where = "They are in" if state.backups else "They will go to"
        self.where.setText(f"{where} {state.folder}")
        if chosen is None or not self.table.select_key(str(chosen.path)):
            self.table.select_first()
        self._follow()
        self.state_read.emit(state)

    def _fit_table(self) -> None:
        """Few backups leave no empty room under them; many scroll."""
        rows = min(len(self._backups), _MOST_IN_SIGHT)
        row = self.table.verticalHeader().defaultSectionSize()
        head = self.table.horizontalHeader().sizeHint().height()
        self.table.setFixedHeight(head + rows * row + 2)

    @Slot()
    def _back_up(self) -> None:
        self._begin(
            lambda progress: make_backup(self._session, Why.HAND, progress),
            self._show_made,
            "Making a backup and checking it, in MB",
        )

    @Slot()
    def _check(self) -> None:
        chosen = self.table.selected()
        if chosen is not None:
            self._begin(
                partial(_checked, self._session, chosen.path),
                self._show_checked,
                "Reading the backup back and opening it, in MB",
            )

    @Slot()
    def _restore(self) -> None:
        chosen = self.table.selected()
        if chosen is not None:
            self.restore_wanted.emit(chosen.path)

    @Slot(object)
    def _open(self, chosen: BackupFacts) -> None:
        self.restore_wanted.emit(chosen.path)

    def _begin(
        self,
        work: Callable[[Progress], object],
        show: Callable[[Any], None],
        title: str,
    ) -> None:
        if self._job is not None:
            return
        self.note.say(None)
        self._pressed = QApplication.focusWidget()
        job = self._job = Job(work)
        job.progressed.connect(self.progress.set_count)
        job.succeeded.connect(show)
        job.failed.connect(self._refuse)
        job.finished.connect(self._end)
        self.progress.begin(title, "Cancel leaves nothing behind")
        self._follow()
        self._background.start(job)

    @Slot(object)
    def _show_made(self, made: BackupFacts) -> None:
        told = f"{made.path.name}, with {count_words(made.counts)}."
        self.note.say(Note("ok", "The backup is made and checked", told))
        self.backed_up.emit()
        self.reload()

    @Slot(object)
    def _show_checked(self, found: BackupFacts) -> None:
        told = f"{found.path.name} holds {count_words(found.counts)}."
        self.note.say(Note("ok", "This backup is whole and opens", told))

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self.note.say(Note("danger", error.title, str(error)))
        self.backed_up.emit()

    @Slot()
    def _end(self) -> None:
        self._job = None
        self.progress.finish()
        self._follow()
        pressed, self._pressed = self._pressed, None
        if pressed in (self.now, self.check):  # it was disabled meanwhile
            pressed.setFocus()

    @Slot()
    def _cancel(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _follow(self) -> None:
        """What cannot be pressed says why."""
        busy = self._job is not None
        why_not_now = "It is working on another backup." if busy else ""
        why_not_now = why_nothing_changes(self._session) or why_not_now
        _allow(self.now, why_not_now)
        nothing = "" if self.table.selected() else "Choose a backup in the list first."
        for button in (self.check, self.restore):
            _allow(button, why_not_now if busy else nothing)

    def _read(self, _cursor: object, _limit: int) -> Page[BackupFacts]:
        return Page(rows=self._backups)

    def _lay_out(self) -> None:
        self.body.addWidget(self.note)
        self.body.addWidget(self.nothing)
        self.body.addWidget(self.table)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.check)
        row.addWidget(self.restore)
        row.addStretch(1)
        self.body.addLayout(row)
        self.body.addWidget(self.progress)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addWidget(self.where, 1)
        foot.addWidget(self.now)
        self.body.addLayout(foot)
        self.table.hide()
        self._follow()


def _checked(session: Session, path: Path, progress: Progress) -> BackupFacts:
    return check_backup(session, path, progress)


def _allow(button: QWidget, why_not: str) -> None:
    button.setEnabled(not why_not)
    button.setToolTip(why_not)
    button.setAccessibleDescription(why_not)


def _columns(session: Session) -> tuple[Column[BackupFacts], ...]:
    return (
        Column(
            key="made",
            heading="Made",
            cell=lambda each: Cell(_moment(each, session), strong=True),
            sample=Cell("Wed 30 Nov 2026, 10:42", strong=True),
        ),
        Column(
            key="why",
            heading="Why",
            cell=lambda each: Cell(WHY_WORDS[each.why], tone="text2"),
            sample="Before a change of the key",
            drop=2,
            grow=1,
        ),
        Column(
            key="cases",
            heading="Cases",
            cell=lambda each: Cell(f"{each.counts.get('cases', 0):,}"),
            sample="100,000",
            numeric=True,
            drop=1,
        ),
        Column(
            key="size",
            heading="Size",
            cell=lambda each: Cell(_size(each.size)),
            sample="1,000.0 MB",
            numeric=True,
        ),
        Column(key="state", heading="State", cell=_state, sample="Of another copy"),
    )


def _moment(backup: BackupFacts, session: Session) -> str:
    now = session.now()
    at = backup.made_at.astimezone(now.tzinfo)
    return f"{short_date(at.date(), now.date())}, {at:%H:%M}"


def _size(size: int) -> str:
    return f"{size / (1 << 20):,.1f} MB"


def _state(backup: BackupFacts) -> Cell:
    if not backup.is_own:
        return Cell(
            "Of another copy",
            icon="unsure",
            tone="neutral",
            status=True,
            tooltip="Made of a copy of this vault that has gone its own way. It is "
            "neither counted nor removed from here.",
        )
    if not backup.same_key:
        return Cell(
            "Earlier key",
            icon="key",
            tone="neutral",
            status=True,
            tooltip="Verified when it was made, before the vault's key was changed. "
            "It opens with a passphrase of that day.",
        )
    if backup.missing:
        return Cell("Scans missing", icon="warning", tone="warn", status=True)
    return Cell("Verified", icon="done", tone="ok", status=True)
