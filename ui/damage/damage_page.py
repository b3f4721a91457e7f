"""The page of a damaged vault: what happened, what is safe, and every way on."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from isteam_app.errors import IsteamError, RuleBroken, WrongPassphrase
from isteam_app.progress import Progress
from isteam_app.services.damage import (
    Key,
    NewestBackup,
    backup_of_folder,
    backup_of_session,
    has_copy_of_keys,
    salvage_folder,
    salvage_session,
    typed_key,
    use_copy_of_keys,
)
from isteam_app.services.damage_report import (
    report_of_folder,
    report_of_session,
    save_report,
)
from isteam_app.services.look_only import look, may_look
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import Button, link, secondary
from ui.common.cards import Card
from ui.common.fields import SecretField
from ui.common.notes import Note
from ui.common.page import Page
from ui.common.restore_card import RestoreCard
from ui.common.text import BODY, STRONG, label, paragraph
from ui.common.tokens import GAP_CARD
from ui.damage.salvage_card import Salvage, SalvageCard
from ui.damage.way_row import WayRow

WIDTH = 760
_ONCE = Qt.ConnectionType.SingleShotConnection
_MET = (
    "The program met a part of the vault that is not as it was written. All work on "
    "the vault stopped at that moment. This comes from a failing disk, from a copy "
    "that was cut short, or from another program; not from anything you did."
)
_SAFE = (
    "Everything saved before is on the disk as it was: nothing has been written to "
    "the vault since. Pages that can still be read can be looked at. Backups are "
    "files of their own, and are not touched by this."
)
_RESTORE = (
    "A new vault is made of the backup and checked before it counts. The damaged vault "
    "stays where it is, so that nothing is lost by this."
)
_NO_BACKUP = (
    "No backup of this vault is in sight. It may be on a disk that is not connected. "
    "Connect it and choose the file."
)


class DamagePage(Page):
    """Shows one damaged vault, in a session that met the damage or before one."""

    open_wanted = Signal(object)  # the Path of a new vault
    looked_at = Signal(object)  # a Session that only looks
    mended = Signal()
    left = Signal()  # to the unlock page: locks, where a session is open

    def __init__(
        self,
        background: Background,
        *,
        session: Session | None = None,
        now: Callable[[], datetime],
    ) -> None:
        super().__init__("" if session is None else "What to do about the damage")
        self._background, self._session, self._now = background, session, now
        self._folder = Path() if session is None else session.vault.folder
        self._error: IsteamError | None = None
        self._backup: NewestBackup | None = None
        self.use_scroll()
        self._make_parts()
        self._lay_out()
        self.refresh()

    @property
    def name(self) -> str:
        return "Damage"

    def half_typed(self) -> str | None:
        """Nothing on this page is kept."""
        return None

    def restore_typing(self, text: str) -> None:
        """Nothing on this page was kept."""

    def opened(self) -> None:
        self.refresh()

    def first_focus(self) -> QWidget | None:
        return self.restore.button if self._session else self.key.input

    @Slot()
    def refresh(self) -> None:
        """Look for the newest backup again."""
        if self._session is not None:
            self._show_backup(backup_of_session(self._session))

    def show_vault(self, folder: Path, error: IsteamError) -> None:
        """Stand before a vault that did not open, and why."""
        self._folder, self._error = folder, error
        self._card.set_title(error.title)
        self.setAccessibleName(error.title)
        self._happened.setText(str(error))
        self.key.clear()
        self.key.clear_problem()
        self.salvage_card.hide()
        self.restore_card.hide()
        self.say(None)
        has_copy = has_copy_of_keys(folder, error)
        self.copy.setVisible(has_copy)
        self.look.setVisible(may_look(error) and not has_copy)
        self._show_backup(backup_of_folder(folder))

    @Slot()
    def _restore(self) -> None:
        self.say(None)
        self.key.clear_problem()
        self.salvage_card.hide()
        found = None if self._backup is None else self._backup.path
        self.restore_card.show()
        self.restore_card.offer(found, folder=self._folder.parent)
        self._show_foot()

    @Slot()
    def _show_salvage(self) -> None:
        salvage: Salvage
        if self._session is not None:
            session = self._session
            salvage = lambda target, progress: salvage_session(  # noqa: E731
                session, target, progress
            )
        else:
            key = self._typed()
            if key is None:
                return
            folder, at = self._folder, self._now()
            salvage = lambda target, progress: salvage_folder(  # noqa: E731
                folder, key, target, at, progress
            )
        self.say(None)
        self.restore_card.hide()
        self.salvage_card.show_for(self._folder, salvage)
        self._show_foot()

    @Slot()
    def _look(self) -> None:
        key = self._typed()
        error = self._error
        if key is None or error is None:
            return
        folder, now = self._folder, self._now
        job = Job(lambda _: look(folder, key, error, now))
        job.succeeded.connect(self._looked)
        job.failed.connect(self._refused)
        self._background.start(job)

    @Slot(object)
    def _looked(self, session: Session) -> None:
        self.key.clear()
        self.looked_at.emit(session)

    @Slot()
    def _use_copy(self) -> None:
        key = self._typed()
        if key is None:
            return
        folder = self._folder
        job = Job(lambda _: use_copy_of_keys(folder, key))
        job.succeeded.connect(self._mended)
        job.failed.connect(self._refused)
        self._background.start(job)

    @Slot(object)
    def _mended(self, _: object) -> None:
        self.key.clear()
        self.mended.emit()

    @Slot(object)
    def _refused(self, error: IsteamError) -> None:
        if isinstance(error, WrongPassphrase | RuleBroken) and not self._session:
            self.key.show_problem(str(error))
            self.key.focus_field()
            return
        self.say(Note("danger", error.title, str(error)))

    @Slot()
    def _report(self) -> None:
        job = Job(self._report_work())
        job.succeeded.connect(self._ask_where)
        job.failed.connect(self._refused)
        self._background.start(job)

    def _report_work(self) -> Callable[[Progress], str]:
        session, folder, error = self._session, self._folder, self._error
        if session is not None:
            return lambda _: report_of_session(session)
        typed = self.key.value()
        key = typed_key(typed) if typed else None
        assert error is not None  # noqa: S101  shown with every vault
        return lambda _: report_of_folder(folder, error, key)

    @Slot(object)
    def _ask_where(self, text: str) -> None:
        self._text = text
        dialog = QFileDialog(self, "Save the report", "damage report.txt")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setDefaultSuffix("txt")
        dialog.fileSelected.connect(self.save_report)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def save_report(self, path: str) -> None:
        """Write the report to the file chosen, and say so."""
        try:
            save_report(self._text, Path(path))
        except IsteamError as error:
            self._refused(error)
            return
        self.say(
            Note(
                "ok",
                "The report was saved",
                "It holds versions, sizes and counts, and nothing of anybody. Send it "
                "to whoever helps you.",
            )
        )

    @Slot()
    def _show_foot(self) -> None:
        area = self.findChild(QScrollArea)
        if area is None:
            return
        bar = area.verticalScrollBar()
        bar.setValue(bar.maximum())
        # a card, or what it says, has its height only when the page is next laid out
        bar.rangeChanged.connect(self._to_the_foot, _ONCE)

    @Slot(int, int)
    def _to_the_foot(self, _least: int, most: int) -> None:
        area = self.findChild(QScrollArea)
        if area is not None:
            area.verticalScrollBar().setValue(most)

    def _typed(self) -> Key | None:
        typed = self.key.value()
        if not typed:
            self.key.show_problem("Type the passphrase or the recovery key first.")
            self.key.focus_field()
            return None
        self.key.clear_problem()
        return typed_key(typed)

    def _show_backup(self, backup: NewestBackup | None) -> None:
        self._backup = backup
        if backup is None:
            self.newest.setText("None in sight")
            self.restore.set_sentence(_NO_BACKUP)
            return
        at = backup.made_at.astimezone(self._now().tzinfo)
        self.newest.setText(f"{backup.path.name}, made {at:%H:%M} on {at:%a %d %b %Y}")
        self.restore.set_sentence(
            "Make a new vault of the newest good backup. What was saved after it was "
            "made is not in it; salvage may find that too."
        )

    def _make_parts(self) -> None:
        self._text = ""
        self._happened = paragraph(_MET, BODY)
        self.newest = paragraph("", STRONG)
        self.key = SecretField("Passphrase or recovery key")
        self.key.set_help(
            "Needed to look, to salvage, and to use the copy of the keys."
        )
        self.restore = self._way(
            "restore", "Restore it elsewhere", "", "Restore", self._restore
        )
        self.look = self._way(
            "view",
            "Look at it only",
            "Open what can still be read, and change nothing.",
            "Look only",
            self._look,
        )
        self.copy = self._way(
            "key",
            "Use the copy of the key file",
            "The key file cannot be used, and a copy of it lies beside it. It is put "
            "in its place only if it opens.",
            "Use the copy",
            self._use_copy,
        )
        self.salvage = self._way(
            "find",
            "Salvage what can be read",
            "Go through the vault page by page and carry all that is whole into a new "
            "one. Nothing in the damaged one is changed.",
            "Salvage",
            self._show_salvage,
        )
        self.report = self._way(
            "document",
            "Save a report",
            "Versions, sizes, which pages are not whole. Nothing of anybody is in it.",
            "Save report",
            self._report,
        )
        self.salvage_card = SalvageCard(self._background)
        self.salvage_card.open_wanted.connect(self.open_wanted)
        self.salvage_card.told.connect(self._show_foot)
        self.salvage_card.hide()
        self.restore_card = RestoreCard(
            self._background,
            self._now,
            self._folder.parent,
            title="Restore a backup elsewhere",
            what=_RESTORE,
        )
        self.restore_card.open_wanted.connect(self.open_wanted)
        self.restore_card.told.connect(self._show_foot)
        self.restore_card.hide()
        self.leave: Button = (
            secondary("Lock the vault", "lock")
            if self._session is not None
            else link("Back to the unlock page", "back")
        )
        self.leave.clicked.connect(self.left)

    def _way(
        self,
        icon: str,
        title: str,
        sentence: str,
        words: str,
        act: Callable[[], None],
    ) -> WayRow:
        button = secondary(words)
        button.clicked.connect(act)
        return WayRow(icon, title, sentence, button)

    def _lay_out(self) -> None:
        column = QVBoxLayout()
        column.setSpacing(GAP_CARD)
        holder = QWidget()
        holder.setMaximumWidth(WIDTH)
        holder.setLayout(column)
        column.setContentsMargins(0, 0, 0, 0)
        self._card = self._facts()
        column.addWidget(self._card)
        column.addWidget(self._ways())
        column.addWidget(self.restore_card)
        column.addWidget(self.salvage_card)
        column.addStretch(1)
        row = QHBoxLayout()
        if self._session is None:  # no rail stands at its left
            row.addStretch(1)
        row.addWidget(holder, 100)
        row.addStretch(1)
        self.body.addLayout(row)
        self.foot_buttons(left=(self.leave,))

    def _facts(self) -> Card:
        card = Card("" if self._session else "The vault is damaged")
        known: tuple[tuple[str, QWidget], ...] = (
            ("What happened", self._happened),
            ("What is safe", paragraph(_SAFE, BODY)),
            ("Newest good backup", self.newest),
        )
        for title, words in known:
            part = QVBoxLayout()
            part.setSpacing(1)
            part.addWidget(label(title, BODY, tone="text2"))
            part.addWidget(words)
            card.body.addLayout(part)
        return card

    def _ways(self) -> Card:
        card = Card("What you can do")
        if self._session is None:
            card.body.addWidget(self.key)
        rows = [self.restore, self.salvage, self.report]
        if self._session is None:
            rows[1:1] = [self.copy, self.look]
        for row in rows:
            card.body.addWidget(row)
        return card
