"""What helps whoever is asked to find a fault: shown first, then saved as it stands."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6 import __version__ as qt_version
from PySide6.QtCore import Slot
from PySide6.QtGui import QFontDatabase
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QPlainTextEdit, QWidget

from isteam_app import places
from isteam_app.device_keyring import DeviceKeyring
from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.diagnostics import FILE, Diagnostics, gather, save
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import secondary
from ui.common.cards import Card
from ui.common.text import BODY, META, paragraph

Chooser = Callable[[QWidget, str, Callable[[str], None]], None]
"""Asks for a path, given a name to start from; answers later, or never."""
_SAYS = (
    "If something goes wrong, this helps to find out why. It holds versions, sizes, "
    "settings of the program and what its log noted: no names, no texts, no paths. "
    "Read it before you give it away."
)
_HEIGHT = 260


def choose_zip(parent: QWidget, name: str, answer: Callable[[str], None]) -> None:
    """Ask for a path without blocking, so that a lock can take the question away."""
    dialog = QFileDialog(parent, "Save as ZIP")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("ZIP (*.zip)")
    dialog.setDefaultSuffix("zip")
    dialog.selectFile(name)
    dialog.fileSelected.connect(answer)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class DiagnosticsPart(Card):
    """Shows the diagnostics as text, and saves exactly that."""

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        keyring: DeviceKeyring | None = None,
        logs: Path | None = None,
        chooser: Chooser = choose_zip,
    ) -> None:
        super().__init__("Diagnostics")
        self._session, self._background = session, background
        self._keyring = keyring or DeviceKeyring()
        self._logs = logs or places.logs()
        self._chooser = chooser
        self._found: Diagnostics | None = None
        self.show_it = secondary("Show what is in it", "show")
        self.save = secondary("Save as ZIP", "save")
        self.said = paragraph("", META)
        self.text = QPlainTextEdit()
        self.text.setReadOnly(True)
        self.text.setAccessibleName("What the diagnostics hold")
        self.text.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.text.setLineWrapMode(QPlainTextEdit.LineWrapMode.WidgetWidth)
        self.text.setMinimumHeight(_HEIGHT)
        self.text.setTabChangesFocus(True)
        self.text.hide()
        self.body.addWidget(paragraph(_SAYS, BODY, tone="text2"))
        self.body.addWidget(self.text)
        row = QHBoxLayout()
        row.addWidget(self.show_it)
        row.addWidget(self.save)
        row.addWidget(self.said, 1)
        self.body.addLayout(row)
        self.save.setEnabled(False)
        self.save.setToolTip("Read first what is in it.")
        self.save.setAccessibleDescription("Read first what is in it.")
        self.show_it.clicked.connect(self._gather)
        self.save.clicked.connect(self._ask_where)

    @Slot()
    def _gather(self) -> None:
        job = Job(partial(_gathered, self._session, self._keyring, self._logs))
        job.succeeded.connect(self._show)
        job.failed.connect(self._refuse)
        self.show_it.setEnabled(False)
        self.said.setText("Looking at the program and the vault.")
        self._background.start(job)

    @Slot(object)
    def _show(self, found: Diagnostics) -> None:
        self._found = found
        self.text.setPlainText(found.text)
        self.text.show()
        self.text.setFocus()
        self.said.setText("This is all that would be saved.")
        self.show_it.setEnabled(True)
        self.save.setEnabled(True)
        self.save.setToolTip("")
        self.save.setAccessibleDescription("")

    @Slot()
    def _ask_where(self) -> None:
        self._chooser(self, FILE, self.write_to)

    def write_to(self, file: str) -> None:
        """Save what is shown."""
        if self._found is None or not file:
            return
        job = Job(partial(_saved, self._found, Path(file)))
        job.succeeded.connect(self._tell)
        job.failed.connect(self._refuse)
        self.save.setEnabled(False)
        self._background.start(job)

    @Slot(object)
    def _tell(self, _: object) -> None:
        self.save.setEnabled(True)
        self.said.setText("Saved. It holds what you read above, and nothing more.")

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self.show_it.setEnabled(True)
        self.save.setEnabled(self._found is not None)
        self.said.setText(str(error))


def _gathered(
    session: Session, keyring: DeviceKeyring, logs: Path, progress: Progress
) -> Diagnostics:
    return gather(
        session,
        window={"Qt": qt_version},
        keeper=keyring.look(progress).keeper,
        logs=logs,
        progress=progress,
    )


def _saved(found: Diagnostics, path: Path, _: Progress) -> None:
    save(found, path)
