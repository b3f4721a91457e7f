"""Whether this computer remembers the vault for who is signed in."""

from functools import partial

from PySide6.QtCore import Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QVBoxLayout

from isteam_app.device_keyring import Answer, DeviceKeyring
from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.remembering import (
    forget,
    is_remembered,
    remember,
    why_not,
)
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.choice_fields import CheckField
from ui.common.notes import Note
from ui.common.paint import plain_tip
from ui.local_choices import LocalChoices
from ui.settings.section import Section

_OFF = (
    "Whoever can use your account on this computer can then open the vault. Lock the "
    "computer when you leave it."
)
_ELSEWHERE = "Another computer remembers you. Turning this on here turns that off."


class RememberPart(Section):
    """One switch. It takes effect at once, for one person on this computer."""

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        keyring: DeviceKeyring | None = None,
        choices: LocalChoices | None = None,
    ) -> None:
        super().__init__(
            "computer",
            "This computer",
            "computer",
            "This computer's own keyring can unlock the vault for you at the press of "
            "a button. It keeps a secret of its own, never your passphrase, and your "
            "passphrase goes on opening the vault.",
        )
        self._session, self._background = session, background
        self._keyring = keyring or DeviceKeyring()
        self._choices = choices or LocalChoices()
        self._note: Note | None = None
        self._busy = False
        self.switch = CheckField("Remember me on this computer")
        self.card.body.addWidget(self.switch)
        self._notes = QVBoxLayout()
        self.card.body.addLayout(self._notes)
        self.switch.box.clicked.connect(self._turn)

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self.reload()

    def reload(self) -> None:
        """See how it stands; the keyring is only looked for, never asked."""
        if self._busy:
            return
        reason = why_not(self._session)
        if self._is_on() and not reason:
            self._show(on=True, says=f"Kept by {self._keeper()}. {_OFF}")
        elif reason:
            self._show(on=False, says=reason, disabled=True)
            self._clear_away()
        else:
            self._show(on=False, says="Looking for a keyring.", disabled=True)
            job = Job(self._keyring_found)
            job.succeeded.connect(self._show_keyring)
            self._background.start(job)

    def _is_on(self) -> bool:
        return bool(self._keeper()) and is_remembered(self._session)

    def _keeper(self) -> str:
        return self._choices.keeper_of(self._session.vault.id)

    def _keyring_found(self, progress: Progress) -> Answer:
        return self._keyring.look(progress)

    @Slot(object)
    def _show_keyring(self, found: Answer) -> None:
        if self._busy or self._is_on():
            return
        if not found.good:
            self._show(on=False, says=found.sentence, disabled=True)
        elif is_remembered(self._session):
            self._show(on=False, says=_ELSEWHERE)
        else:
            self._show(on=False, says=f"It would be kept by {found.keeper}. {_OFF}")

    @Slot(bool)
    def _turn(self, on: bool) -> None:
        self._say(None)
        job = Job(
            partial(_remembered if on else _forgotten, self._session, self._keyring)
        )
        job.succeeded.connect(self._show_on if on else self._show_off)
        job.failed.connect(self._refuse)
        job.finished.connect(self._rest)
        self._busy = True
        self._show(on=on, says="Asking the keyring.", disabled=True)
        self._background.start(job)

    @Slot(object)
    def _show_on(self, keeper: str) -> None:
        self._choices.remember_keeper(self._session.vault.id, keeper)
        self._say(
            Note(
                "ok",
                "This computer remembers the vault for you",
                "After locking, press the button under the passphrase.",
            )
        )

    @Slot(object)
    def _show_off(self, sentence: str) -> None:
        self._choices.remember_keeper(self._session.vault.id, "")
        self._say(
            Note("ok", "This computer no longer opens the vault for you", sentence)
        )

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self._say(Note("danger", "The switch was not changed", str(error)))

    @Slot()
    def _rest(self) -> None:
        self._busy = False
        self.reload()

    def _clear_away(self) -> None:
        """Take a secret out of the keyring that an administrator made worthless."""
        if self._keeper() and not is_remembered(self._session):
            self._choices.remember_keeper(self._session.vault.id, "")
            job = Job(partial(_forgotten, self._session, self._keyring))
            job.failed.connect(self._pass_over)
            self._background.start(job)

    @Slot(object)
    def _pass_over(self, _error: IsteamError) -> None:
        """What is left in the keyring opens nothing."""

    def _show(self, *, on: bool, says: str, disabled: bool = False) -> None:
        self.switch.set_value(on)
        self.switch.set_enabled_input(not disabled)
        self.switch.set_help(says)
        self.switch.box.setToolTip(plain_tip(says) if disabled else "")

    def _say(self, note: Note | None) -> None:
        if self._note is not None:
            self._notes.removeWidget(self._note)
            self._note.hide()
            self._note.deleteLater()
        self._note = note
        if note is not None:
            self._notes.addWidget(note)

    def said_note(self) -> Note | None:
        return self._note


def _remembered(session: Session, keyring: DeviceKeyring, progress: Progress) -> str:
    return remember(session, keyring, progress)


def _forgotten(session: Session, keyring: DeviceKeyring, progress: Progress) -> str:
    return forget(session, keyring, progress)
