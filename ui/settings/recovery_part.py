"""A new recovery sheet: onto paper first, proved from it, and only then in force."""

from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout

from isteam_app.domain.dates import long_date
from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.services.keys import KeyFacts, new_sheet_key, use_new_sheet
from isteam_app.services.session import Session
from isteam_app.services.unlock import Created, asked_back
from ui.common.background import Background, Job
from ui.common.buttons import primary, quiet, secondary
from ui.common.cards import Card
from ui.common.chips import Chip
from ui.common.fields import NO_DRAFT, TextField
from ui.common.foot_row import allow, foot_row
from ui.common.forms import Form
from ui.common.notes import Note
from ui.common.printing import Printing
from ui.common.sheet_paper import SheetPaper
from ui.common.status import Status
from ui.common.text import BODY, META, STRONG, label, paragraph
from ui.common.tokens import GAP, GAP_CARD, GAP_ROW
from ui.settings.note_place import NotePlace


class RecoveryPart(Card):
    """When the sheet was made, and the steps to a new one."""

    replaced = Signal()

    def __init__(
        self, session: Session, background: Background, printing: Printing
    ) -> None:
        super().__init__("Recovery sheet")
        self._session, self._background = session, background
        self._refused: IsteamError | None = None
        self._created: Created | None = None
        self._paper = SheetPaper(background, printing, session.now, self)
        self.made = paragraph("", BODY, tone="text2")
        self.notes = NotePlace()
        self.begin = secondary("New recovery sheet", "access")
        self.steps = _SheetSteps()
        self.body.addWidget(self.made)
        self.body.addWidget(self.notes)
        self.body.addWidget(self.steps)
        self._foot = foot_row(
            "The old sheet opens the vault until the new one is proved.", self.begin
        )
        self.body.addLayout(self._foot)
        self.steps.hide()
        self._connect()

    def show_facts(self, facts: KeyFacts) -> None:
        made = facts.sheet_made
        self.made.setText(
            "It opens the vault when every passphrase is lost. Keep it in a safe. "
            + (
                f"The sheet in force was made on {long_date(made.astimezone().date())}."
                if made
                else "When the sheet in force was made is not known."
            )
        )
        allow(self.begin, facts.no_new_keys)

    def give_up(self) -> None:
        """Forget a sheet that was not proved: the old one stays in force."""
        self._created = None
        self.steps.forget()
        self.steps.hide()
        self.begin.show()

    def typed(self) -> Created | None:
        """The sheet that is being made."""
        return self._created

    @Slot()
    def _begin(self) -> None:
        self.notes.say(None)
        try:
            key = new_sheet_key(self._session)
        except IsteamError as error:
            self.notes.say(Note("danger", "No new sheet was made", str(error)))
            return
        self._created = Created(session=self._session, recovery_key=key)
        self.steps.ask(asked_back(key))
        self.steps.show()
        self.begin.hide()
        self._paper.look_for_printers()
        self.steps.save.setFocus()

    @Slot()
    def _prove(self) -> None:
        if self._created is None or not self.steps.act.isEnabled():
            return
        self.steps.form.clear()
        self.notes.say(None)
        key = self._created.recovery_key
        job = Job(partial(_used, self._session, key, self.steps.typed()))
        job.succeeded.connect(self._show_used)
        job.failed.connect(self._refuse)
        job.finished.connect(self._rest)
        self.steps.act.setEnabled(False)
        self._background.start(job)

    @Slot(object)
    def _show_used(self, _done: object) -> None:
        self.give_up()
        self.notes.say(
            Note(
                "ok",
                "The new recovery sheet is in force",
                "Destroy the old one: it opens only backups made before today.",
            )
        )
        self.replaced.emit()

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self._refused = error

    @Slot()
    def _rest(self) -> None:
        self.steps.act.setEnabled(True)
        refused, self._refused = self._refused, None
        if refused is not None:
            self.notes.refuse(refused, self.steps.form, "The old sheet stays in force")

    @Slot()
    def _save(self) -> None:
        name = f"Recovery sheet {self._session.vault.id[:8]}.pdf"
        dialog = QFileDialog(self, "Save the recovery sheet")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(name)
        dialog.fileSelected.connect(self.save_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def save_to(self, file: str) -> None:
        """Write the sheet as a PDF."""
        if self._created is not None:
            self._paper.save(self._created, Path(file))

    @Slot()
    def _print(self) -> None:
        if self._created is not None and self._paper.printer:
            self._paper.print_out(self._created)

    @Slot(object)
    def _show_trouble(self, error: IsteamError) -> None:
        self.notes.say(Note("danger", error.title, str(error)))

    def _connect(self) -> None:
        self.begin.clicked.connect(self._begin)
        self.steps.act.clicked.connect(self._prove)
        self.steps.entered.connect(self._prove)
        self.steps.cancel.clicked.connect(self.give_up)
        self.steps.save.clicked.connect(self._save)
        self.steps.print.clicked.connect(self._print)
        self._paper.done.connect(self.steps.show_done)
        self._paper.failed.connect(self._show_trouble)
        self._paper.printer_found.connect(self.steps.show_printer)


class _SheetSteps(QFrame):
    """Save or print it, then type three groups of it back."""

    entered = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("k", "sunken")
        self.groups: list[TextField] = []
        self.form = Form({})
        self.save = secondary("Save the sheet as PDF", "save")
        self.print = secondary("Print the sheet", "print")
        self.cancel = quiet("Keep the old sheet")
        self.act = primary("Use the new sheet")
        self._printers = paragraph("", META)
        self._state = QHBoxLayout()
        self._row = QHBoxLayout()
        self._lay_out()

    def ask(self, places: tuple[int, ...]) -> None:
        """Ask for these groups of the key, counted from 1."""
        self.forget()
        self.groups = [TextField(f"Group {at}", most=12, width=96) for at in places]
        for group in self.groups:  # a part of the key
            group.edit.setProperty(NO_DRAFT, True)
        for field in self.groups:
            self._row.addWidget(field)
            field.edit.returnPressed.connect(self.entered)
        self._row.addStretch(1)
        names = (f"group{at}" for at in places)
        self.form = Form(dict(zip(names, self.groups, strict=True)), self)

    def typed(self) -> tuple[str, ...]:
        return tuple(field.value() for field in self.groups)

    def forget(self) -> None:
        """Take away what belongs to one sheet."""
        for row in (self._row, self._state):
            while row.count():
                item = row.takeAt(0)
                old = None if item is None else item.widget()
                if old is not None:
                    old.hide()
                    old.deleteLater()
        self.groups = []

    @Slot(str)
    def show_done(self, words: str) -> None:
        """Show that the sheet is on paper or on disk: "Saved 09:41"."""
        self._state.addWidget(Chip(Status(words, "done", "ok")))

    @Slot(str)
    def show_printer(self, name: str) -> None:
        allow(self.print, "" if name else "No printer is ready on this computer.")
        self._printers.setText(
            f"Prints on {name}."
            if name
            else "No printer is ready on this computer: save the PDF, print it "
            "elsewhere and delete the file."
        )

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(GAP_CARD, 14, GAP_CARD, 14)
        column.setSpacing(GAP_ROW)
        head = QHBoxLayout()
        head.addWidget(label("1  Put the new sheet on paper", STRONG), 1)
        head.addLayout(self._state)
        column.addLayout(head)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.save)
        buttons.addWidget(self.print)
        buttons.addStretch(1)
        column.addLayout(buttons)
        column.addWidget(self._printers)
        column.addWidget(label("2  Type three groups of it from the paper", STRONG))
        self._row.setSpacing(GAP_ROW)
        column.addLayout(self._row)
        foot = QHBoxLayout()
        foot.setSpacing(GAP)
        foot.addStretch(1)
        foot.addWidget(self.cancel)
        foot.addWidget(self.act)
        column.addLayout(foot)


def _used(
    session: Session, key: str, typed: tuple[str, ...], _: Progress
) -> tuple[str, ...]:
    use_new_sheet(session, key, typed)
    return typed
