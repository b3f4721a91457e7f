"""What is done with a template: begun, used, thrown away, carried as a file."""

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot
from PySide6.QtWidgets import QFileDialog, QWidget

from isteam_app.domain.kept_templates import KeptTemplate
from isteam_app.errors import IsteamError
from isteam_app.services.session import Session
from isteam_app.services.template_checks import stops, warnings
from isteam_app.services.template_files import exported, import_template, save_export
from isteam_app.services.template_versions import (
    copy_template,
    discard_version,
    start_version,
    stop_using,
    take_into_use,
    unlock_wording,
    use_shipped,
)
from ui.common.dialogs import ConfirmDialog, ask, ask_reason
from ui.common.fields import TextField
from ui.common.notes import OK, Note
from ui.templates.template_work import TemplateWork

Chooser = Callable[[QWidget, str, Callable[[str], None]], None]


def choose_file(parent: QWidget, _: str, answer: Callable[[str], None]) -> None:
    """Ask for a template's file without blocking."""
    dialog = QFileDialog(parent, "Read a template")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
    dialog.setNameFilter("Templates (*.txt)")
    _ask_path(dialog, answer)


def choose_place(parent: QWidget, name: str, answer: Callable[[str], None]) -> None:
    """Ask for the place of a file without blocking."""
    dialog = QFileDialog(parent, "Save the template")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("Templates (*.txt)")
    dialog.setDefaultSuffix("txt")
    dialog.selectFile(name)
    _ask_path(dialog, answer)


def _ask_path(dialog: QFileDialog, answer: Callable[[str], None]) -> None:
    dialog.fileSelected.connect(answer)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class TemplateActs(QObject):
    """Asks what has to be asked, does it, and says what was done.

    `done` carries the key of the template to show and a note; `failed` what went wrong.
    """

    done = Signal(str, object)  # the key, a Note or None
    failed = Signal(object)  # an IsteamError

    def __init__(
        self,
        session: Session,
        work: TemplateWork,
        over: QWidget,
        *,
        files: Chooser = choose_file,
        places: Chooser = choose_place,
    ) -> None:
        super().__init__(over)
        self._session, self._work, self._over = session, work, over
        self._files, self._places = files, places

    @Slot()
    def start(self) -> None:
        """Begin a new version of what is shown."""
        self.restore(0)

    @Slot(int)
    def restore(self, number: int) -> None:
        """Begin a new version as a copy of an earlier one."""
        self._do(lambda key: start_version(self._session, key, number), None)

    @Slot()
    def use(self) -> None:
        """Take the draft into use; ask about warnings and what is given up."""
        opened, draft = self._work.opened, self._saved()
        if opened is None or draft is None:
            return
        looked_at = warnings(self._work.found)
        again = "; ".join(one.sentence for one in looked_at[:2])
        text = (
            "New letters are made from it from now on. Letters that exist stay as they "
            f"are.{f' Still to be looked at: {again}' if again else ''}"
        )
        ask(
            self._over,
            f"Take version {draft.number} into use?",
            text,
            act="Take into use",
            then=lambda: self._use(draft),
        )

    def why_not_used(self) -> str:
        """Why the draft cannot be taken into use yet, "" where it can."""
        found = stops(self._work.found)
        if not found:
            return ""
        first = found[0].sentence
        return first if len(found) == 1 else f"{len(found)} things to put right first"

    @Slot()
    def discard(self) -> None:
        """Throw the draft away, once that is sure."""
        draft = self._work.draft
        if draft is not None:
            ask(
                self._over,
                f"Throw version {draft.number} away?",
                "What was written in it is gone. What is in use stays in use.",
                act="Throw away",
                then=lambda: self._discard(draft),
                takes_away=True,
            )

    @Slot()
    def unlock(self) -> None:
        """Let locked wording be changed, for a reason that is kept."""
        draft = self._saved()
        if draft is not None:
            ask_reason(
                self._over,
                "Unlock the wording that the law gives?",
                "Every letter made from this version will say what you write. The "
                "reason is kept with the version and in the audit trail.",
                act="Unlock",
                then=lambda why: self._unlock(draft, why),
                takes_away=False,
            )

    @Slot()
    def shipped(self) -> None:
        """Go back to the text that came with the program."""
        ask(
            self._over,
            "Go back to the shipped text?",
            "New letters are made from the text that came with the program. Your "
            "versions are kept, and letters that exist stay as they are.",
            act="Use the shipped text",
            then=lambda: self._do(
                lambda key: use_shipped(self._session, key),
                "The shipped text is in use",
            ),
        )

    @Slot()
    def stop(self) -> None:
        """Offer an own template no longer."""
        ask(
            self._over,
            "Take this template out of use?",
            "No new letter is made from it. Its versions and letters stay.",
            act="Take out of use",
            then=lambda: self._do(
                lambda key: stop_using(self._session, key), "The template is out of use"
            ),
        )

    @Slot()
    def copy(self) -> None:
        """Begin an own template as a copy of what is shown."""
        sheet = self._work.sheet()
        if sheet is not None:
            dialog = CopyDialog(self._over, f"{sheet.facts.title} (own)"[:120])
            dialog.accepted.connect(lambda: self._copy(dialog.title.value()))
            dialog.open()

    @Slot()
    def read_file(self) -> None:
        """Read a template from a file."""
        self._files(self._over, "", self._read)

    @Slot(int)
    def save_file(self, number: int) -> None:
        """Save a version to a file."""
        opened = self._work.opened
        if opened is None:
            return
        try:
            self._work.save_now()
            name = exported(self._session, opened.key, number).name
        except IsteamError as error:
            self.failed.emit(error)
            return
        self._places(
            self._over, name, lambda path: self._write(opened.key, number, path)
        )

    def _use(self, draft: KeptTemplate) -> None:
        self._do(
            lambda _key: take_into_use(self._session, draft, warnings_seen=True),
            f"Version {draft.number} is in use",
        )

    def _discard(self, draft: KeptTemplate) -> None:
        others = len(self._work.opened.versions) > 1 if self._work.opened else False
        try:
            discard_version(self._session, draft)
        except IsteamError as error:
            self.failed.emit(error)
            return
        self.done.emit(draft.key if others else "", Note(OK, "The draft is gone"))

    def _unlock(self, draft: KeptTemplate, why: str) -> None:
        self._do(lambda _key: unlock_wording(self._session, draft, why), None)

    def _copy(self, title: str) -> None:
        self._new(lambda: copy_template(self._session, self._key(), title), None)

    def _read(self, path: str) -> None:
        self._new(
            lambda: import_template(self._session, Path(path)),
            "The file was read as a draft",
        )

    def _write(self, key: str, number: int, path: str) -> None:
        try:
            save_export(self._session, key, number, Path(path))
        except IsteamError as error:
            self.failed.emit(error)
            return
        self.done.emit(key, Note(OK, "The template was saved to a file"))

    def _key(self) -> str:
        return self._work.opened.key if self._work.opened is not None else ""

    def _saved(self) -> KeptTemplate | None:
        try:
            return self._work.save_now()
        except IsteamError as error:
            self.failed.emit(error)
            return None

    def _do(self, act: Callable[[str], object], says: str | None) -> None:
        key = self._key()
        try:
            act(key)
        except IsteamError as error:
            self.failed.emit(error)
            return
        self.done.emit(key, Note(OK, says) if says else None)

    def _new(self, act: Callable[[], KeptTemplate], says: str | None) -> None:
        try:
            self._work.save_now()
            draft = act()
        except IsteamError as error:
            self.failed.emit(error)
            return
        self.done.emit(draft.key, Note(OK, says) if says else None)


class CopyDialog(ConfirmDialog):
    """Asks what a copy is called."""

    def __init__(self, parent: QWidget, title: str) -> None:
        super().__init__(
            parent,
            "Copy as a template of your own?",
            "It starts as a draft, and means the same to a case as the one it is "
            "copied from.",
            act="Copy",
        )
        self.title = TextField("Title", required=True, most=120)
        self.title.set_value(title)
        self.body.addWidget(self.title)
        self.setTabOrder(self.title.input, self.cancel_button)
        self.title.focus_field()
        self.fit()

    def accept(self) -> None:
        if self.title.is_empty():
            self.title.show_problem("Enter a title: the list shows it.")
            self.fit()
            return
        super().accept()
