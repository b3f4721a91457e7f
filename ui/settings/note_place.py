"""The one note of a section: what was just done, or why it was not."""

from functools import partial

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from isteam_app.errors import IsteamError, RuleBroken, TooManyAttempts
from ui.common.forms import Form
from ui.common.notes import Note


class NotePlace(QWidget):
    """Shows one note at a time; a new one takes the place of the old."""

    def __init__(self) -> None:
        super().__init__()
        self.note: Note | None = None
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self.hide()

    def say(self, note: Note | None) -> None:
        if self.note is not None:
            self._column.removeWidget(self.note)
            self.note.hide()
            self.note.deleteLater()
        self.note = note
        self.setVisible(note is not None)
        if note is not None:
            self._column.addWidget(note)
            bring_into_sight(note)

    def refuse(self, error: IsteamError, form: Form, title: str) -> None:
        """Put a refusal under the field it is about, else here."""
        if isinstance(error, RuleBroken) and form.show(error):
            return
        if isinstance(error, TooManyAttempts):
            title = error.title
        self.say(Note("danger", title, str(error)))


def bring_into_sight(note: Note) -> None:
    """Scroll to a note, once it has been given its place."""
    area = note.parentWidget()
    while area is not None and not isinstance(area, QScrollArea):
        area = area.parentWidget()
    if isinstance(area, QScrollArea):
        QTimer.singleShot(0, note, partial(area.ensureWidgetVisible, note))
