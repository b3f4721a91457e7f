"""The vault's own key: changed by hand, under everybody's present passphrase."""

from functools import partial

from PySide6.QtCore import Signal, Slot

from isteam_app.domain.dates import long_date
from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.keys import OLD_BACKUPS, KeyFacts, rotate_key
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import secondary
from ui.common.cards import Card
from ui.common.fields import SecretField
from ui.common.foot_row import allow, foot_row
from ui.common.forms import Form
from ui.common.notes import Note
from ui.common.progress_panel import ProgressPanel
from ui.common.text import BODY, paragraph
from ui.settings.note_place import NotePlace


class KeyPart(Card):
    """What a new key does, one's passphrase, and the button."""

    changed = Signal()

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__("The vault's key")
        self._session, self._background = session, background
        self._refused: IsteamError | None = None
        self._reason = ""
        self.says = paragraph("", BODY, tone="text2")
        self.notes = NotePlace()
        self.passphrase = SecretField("Your passphrase", required=True)
        self.form = Form({"passphrase": self.passphrase}, self)
        self.act = secondary("Change the key now", "key")
        self.progress = ProgressPanel()
        for part in (self.says, self.notes, self.passphrase):
            self.body.addWidget(part)
        self.body.addLayout(foot_row(OLD_BACKUPS, self.act))
        self.body.addWidget(self.progress)
        self.act.clicked.connect(self.change_it)
        self.passphrase.edit.returnPressed.connect(self.change_it)

    def show_facts(self, facts: KeyFacts) -> None:
        self._reason = facts.no_new_keys
        changed = facts.key_changed
        when = (
            f" It was last changed on {long_date(changed.astimezone().date())}."
            if changed
            else ""
        )
        self.says.setText(
            "The vault is encrypted under a random key that nobody sees. Change it "
            "when a copy of the vault may have fallen into wrong hands. Everybody's "
            f"passphrase and the recovery sheet go on opening the vault.{when}"
        )
        self.passphrase.setVisible(not self._reason)
        allow(self.act, self._reason)

    def clear_secrets(self) -> None:
        self.passphrase.clear()

    @Slot()
    def change_it(self) -> None:
        if not self.act.isEnabled():
            return
        self.form.clear()
        self.notes.say(None)
        job = Job(partial(_rotated, self._session, self.passphrase.value()))
        job.progressed.connect(self.progress.set_count)
        job.succeeded.connect(self._show_changed)
        job.failed.connect(self._refuse)
        job.cancelled.connect(self._tell_stopped)
        job.finished.connect(self._rest)
        self.progress.cancelled.connect(job.cancel)
        self._set_working(True)
        self.progress.begin(
            "Putting the vault under a new key",
            "Cancel leaves the vault under its old key",
        )
        self._background.start(job)

    @Slot(object)
    def _show_changed(self, _done: object) -> None:
        self.clear_secrets()
        self.form.clear()
        self.notes.say(Note("ok", "The vault is under a new key", OLD_BACKUPS))
        self.changed.emit()

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self._refused = error

    @Slot()
    def _tell_stopped(self) -> None:
        self.notes.say(Note("info", "Stopped", "The vault is under its old key."))

    @Slot()
    def _rest(self) -> None:
        self.progress.finish()
        self._set_working(False)
        refused, self._refused = self._refused, None
        if refused is not None:
            self.notes.refuse(refused, self.form, "The old key stays in force")

    def _set_working(self, on: bool) -> None:
        self.act.setEnabled(not on and not self._reason)
        self.passphrase.set_enabled_input(not on)


def _rotated(session: Session, passphrase: str, progress: Progress) -> bool:
    rotate_key(session, passphrase, progress)
    return True
