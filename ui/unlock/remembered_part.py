"""The button that opens a vault as this computer remembers it."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QSizePolicy, QVBoxLayout, QWidget

from isteam_app.device_keyring import DeviceKeyring
from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.remembering import (
    ask_keyring,
    open_remembered,
    remembered_vault,
)
from isteam_app.services.session import Session
from isteam_app.services.unlock import local_now
from ui.common.background import Background, Job
from ui.common.buttons import secondary

_WORDS = "Unlock as remembered on this computer"


def _nobody(_vault: str) -> str:
    return ""


class RememberedPart(QWidget):
    """Shown where this computer remembers the vault, and does nothing until pressed.

    While the keyring is asked the page goes on as usual; `stop` leaves the keyring
    alone. `keeper_of` says which keyring has the secret of a vault, "" for none.
    """

    begun = Signal()
    opening = Signal()
    opened = Signal(object)  # the Session
    failed = Signal(object)  # an IsteamError

    def __init__(
        self,
        background: Background,
        now: Callable[[], datetime] = local_now,
        *,
        keyring: DeviceKeyring | None = None,
        keeper_of: Callable[[str], str] = _nobody,
    ) -> None:
        super().__init__()
        self._background, self._now = background, now
        self._keyring = keyring or DeviceKeyring()
        self._keeper_of = keeper_of
        self._folder, self._keeper = Path(), ""
        self._asking: Job | None = None
        self.button = secondary(_WORDS, "computer")
        self.button.setSizePolicy(
            QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed
        )
        self.button.clicked.connect(self._ask)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self.button)
        self.hide()

    def show_vault(self, folder: Path) -> None:
        """Offer to open a vault, where this computer remembers it."""
        self.stop()
        self._folder = folder
        try:
            vault = remembered_vault(folder)
            self._keeper = self._keeper_of(vault) if vault else ""
        except IsteamError:  # the page says what is wrong with the vault
            self._keeper = ""
        tip = f"Asks {self._keeper}." if self._keeper else ""
        self.button.setToolTip(tip)
        self.button.setAccessibleDescription(tip)
        self.setVisible(bool(self._keeper))

    def stop(self) -> None:
        """Wait for the keyring no longer; what it still says is not listened to."""
        if self._asking is not None:
            self._asking.cancel()
        self._rest()

    def set_working(self, on: bool) -> None:
        """Let nothing be pressed while the vault is being opened."""
        self.button.setEnabled(not on)

    @Slot()
    def _ask(self) -> None:
        if self._asking is not None:
            return
        job = self._asking = Job(
            partial(_asked, self._folder, self._keyring, self._keeper)
        )
        job.succeeded.connect(self._open)
        job.failed.connect(self._tell)
        self.button.setEnabled(False)
        self.button.set_words("Asking the keyring")
        self.begun.emit()
        self._background.start(job)

    @Slot(object)
    def _open(self, secret: bytes) -> None:
        if self.sender() is not self._asking:
            return
        self._rest()
        job = Job(partial(_opened, self._folder, secret, self._now))
        job.succeeded.connect(self.opened)
        job.failed.connect(self.failed)
        self.opening.emit()
        self._background.start(job)

    @Slot(object)
    def _tell(self, error: IsteamError) -> None:
        if self.sender() is self._asking:
            self._rest()
            self.failed.emit(error)

    def _rest(self) -> None:
        self._asking = None
        self.button.setEnabled(True)
        self.button.set_words(_WORDS)


def _asked(
    folder: Path, keyring: DeviceKeyring, keeper: str, progress: Progress
) -> bytes:
    return ask_keyring(folder, keyring, kept_by=keeper, progress=progress)


def _opened(
    folder: Path, secret: bytes, now: Callable[[], datetime], _progress: Progress
) -> Session:
    return open_remembered(folder, secret, now)
