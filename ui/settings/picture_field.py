"""A picture for letters: chosen from a file, kept in the vault, taken out again."""

from collections.abc import Callable
from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QWidget

from isteam_app.domain.kept_templates import KeptPicture
from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.letterhead import keep_picture, picture_name
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import quiet, secondary
from ui.common.fields import Field
from ui.common.paint import plain_tip
from ui.common.speech import announce
from ui.common.text import BODY, elided, label
from ui.common.tokens import GAP

_WIDEST = 220
"""Pixels of a file's name before it is shortened."""
Chooser = Callable[[QWidget, Callable[[str], None]], None]


def choose_picture(parent: QWidget, answer: Callable[[str], None]) -> None:
    """Ask for a picture without blocking, so that a lock can take the question away."""
    dialog = QFileDialog(parent, "Choose a picture")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter("Pictures (*.png *.jpg *.jpeg *.svg)")
    dialog.fileSelected.connect(answer)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class PictureField(Field):
    """The name of a picture, with a way to choose another and to do without.

    A chosen picture is kept at once; letters show it once the settings are saved.
    """

    def __init__(
        self,
        name: str,
        kind: str,
        session: Session,
        background: Background,
        *,
        help_text: str = "",
        chooser: Chooser = choose_picture,
    ) -> None:
        super().__init__(name, help_text=help_text)
        self._kind, self._session, self._background = kind, session, background
        self._chooser = chooser
        self._id = 0
        self.shown = label("", BODY)
        self.shown.setTextFormat(Qt.TextFormat.PlainText)
        self.choose = secondary("Choose a picture", "attach")
        self.remove = quiet("Remove")
        self.remove.setAccessibleName(f"Remove: {name}")
        inside = QWidget()
        row = QHBoxLayout(inside)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        row.addWidget(self.shown)
        row.addWidget(self.choose)
        row.addWidget(self.remove)
        row.addStretch(1)
        inside.setFocusProxy(self.choose)
        self._frame(inside)
        self.choose.setAccessibleName(f"Choose a picture: {name}")
        self.choose.clicked.connect(self._ask)
        self.remove.clicked.connect(self._take_out)
        self._show()

    def picture(self) -> int:
        """The picture's id, 0 for none."""
        return self._id

    def set_picture(self, picture_id: int) -> None:
        self._id = picture_id
        self._show()
        self._touched()

    def value(self) -> str:
        """The id as text, for a draft."""
        return str(self._id)

    def set_value(self, value: str) -> None:
        self.set_picture(int(value) if value.isascii() and value.isdigit() else 0)

    def is_empty(self) -> bool:
        return not self._id

    @Slot()
    def _ask(self) -> None:
        self._chooser(self, self._keep)

    def _keep(self, path: str) -> None:
        self.clear_problem()
        self.choose.setEnabled(False)
        job = Job(partial(_kept, self._session, self._kind, Path(path)))
        job.succeeded.connect(self._take)
        job.failed.connect(self._refuse)
        job.finished.connect(self._end)
        self._background.start(job)

    @Slot(object)
    def _take(self, kept: KeptPicture) -> None:
        self.set_picture(kept.id)
        announce(self, f"{self.name}: {kept.name}")

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self.show_problem(str(error))

    @Slot()
    def _end(self) -> None:
        self.choose.setEnabled(True)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot()
    def _take_out(self) -> None:
        self.set_picture(0)
        self.choose.setFocus(Qt.FocusReason.OtherFocusReason)

    def _show(self) -> None:
        name = picture_name(self._session, self._id)
        self.shown.setText(elided(name, self.shown.font(), _WIDEST) or "None")
        self.shown.setToolTip(plain_tip(name))
        self.remove.setVisible(bool(self._id))

    def _mark(self, *, bad: bool) -> None:
        """A button is never wrong by itself: the sentence says it."""


def _kept(session: Session, kind: str, path: Path, _progress: Progress) -> KeptPicture:
    return keep_picture(session, kind, path)
