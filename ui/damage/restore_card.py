"""Making a vault of a backup, in a new place beside the damaged one."""

from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from isteam_app.errors import IsteamError, RuleBroken, WrongPassphrase
from isteam_app.services.damage import typed_key
from isteam_app.services.restoring import restore
from ui.common.background import Background
from ui.common.buttons import secondary
from ui.common.fields import Field, SecretField, TextField
from ui.common.text import META, label
from ui.common.tokens import GAP, GAP_LABEL
from ui.damage.new_vault_card import Came, Make, NewVaultCard, beside


class RestoreCard(NewVaultCard):
    """Asks for the backup and a key of its day, and makes a vault of it."""

    def __init__(self, background: Background) -> None:
        super().__init__(
            background,
            title="Restore a backup elsewhere",
            what="A new vault is made of the backup and checked before it counts. The "
            "damaged vault stays where it is, so that nothing is lost by this.",
            act="Restore now",
            doing="Restoring the backup and checking it",
        )
        self.file = TextField("The backup", required=True, most=1000)
        self.pick = secondary("Choose", "open_folder")
        self.pick.setAccessibleName("Choose the backup")
        self.pick.clicked.connect(self._pick)
        self.key = SecretField("Passphrase or recovery key")
        self.key.set_help("One that opened the vault when the backup was made.")
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.file, 1)
        beside_it = QVBoxLayout()
        beside_it.setSpacing(GAP_LABEL)
        beside_it.addWidget(label(" ", META))
        beside_it.addWidget(self.pick)
        beside_it.addStretch(1)
        row.addLayout(beside_it)
        self.asked.addLayout(row)
        self.asked.addWidget(self.key)
        self._at: datetime | None = None

    def show_for(self, folder: Path, backup: Path | None, at: datetime) -> None:
        """Offer to restore a backup, the newest unless another is chosen."""
        self._at = at
        self.file.set_value("" if backup is None else str(backup))
        self.key.clear()
        self.offer(beside(folder, "restored"))
        (self.file if backup is None else self.key).focus_field()

    def work_for(self, target: Path) -> Make | None:
        for field, missing in (
            (self.file, "Choose the backup."),
            (self.key, "Type a passphrase or the recovery key."),
        ):
            field.clear_problem()
            if not field.value():
                field.show_problem(missing)
                field.focus_field()
                return None
        file, key, at = Path(self.file.value()), typed_key(self.key.value()), self._at
        assert at is not None  # noqa: S101  shown with every backup
        return lambda progress: restore(
            file,
            target,
            passphrase=key.passphrase,
            recovery_key=key.recovery_key,
            at=at,
            progress=progress,
        )

    def what_came(self, result: object) -> Came:
        self.key.clear()
        folder: Path = result.folder  # type: ignore[attr-defined] # what a restore gives
        return Came(
            folder,
            "ok",
            "The backup is restored",
            f"The new vault is {folder}. It opens with the passphrases of the day the "
            "backup was made.",
        )

    def field_of(self, error: IsteamError) -> Field | None:
        if isinstance(error, WrongPassphrase):
            return self.key
        if isinstance(error, RuleBroken) and error.field in ("passphrase", "file"):
            return self.key if error.field == "passphrase" else self.file
        return super().field_of(error)

    @Slot()
    def _pick(self) -> None:
        dialog = QFileDialog(self, "Choose the backup", self.file.value())
        dialog.setNameFilter("Backups (*.isbackup)")
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.fileSelected.connect(self.file.set_value)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()
