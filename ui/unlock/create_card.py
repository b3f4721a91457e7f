"""Creating a vault: where, who, and the recovery sheet typed back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout

from isteam_app.domain.settings import Settings
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.services.defaults import default_settings
from isteam_app.services.unlock import (
    Created,
    asked_back,
    check_asked_back,
    lock,
)
from ui.common.background import Background, Job
from ui.common.buttons import primary, secondary
from ui.common.cards import Card, hairline
from ui.common.notes import Note
from ui.common.printing import Printing
from ui.common.sheet_paper import SheetPaper
from ui.common.text import META, label
from ui.common.tokens import GAP, GAP_ROW, MARGIN
from ui.unlock.fitting_area import FittingArea
from ui.unlock.steps import PassphraseStep, PlaceStep, SheetStep, Step, StepLine

Create = Callable[..., Created]
_WHERE, _WHO, _SHEET = range(3)


class CreateCard(Card):
    """Three steps. The vault is finished when part of its sheet was typed back."""

    finished = Signal(object)  # the Session
    left = Signal()

    def __init__(
        self,
        background: Background,
        *,
        create: Create,
        now: Callable[[], datetime],
        folder: Path,
        printing: Printing,
    ) -> None:
        super().__init__("Create a new vault", padding=MARGIN)
        self._background, self._create, self._now = background, create, now
        self._created: Created | None = None
        self._paper = SheetPaper(background, printing, now, self)
        self._at = _WHERE
        self._note: Note | None = None
        self.place = PlaceStep(default_settings().organisation.name, folder)
        self.who = PassphraseStep()
        self.sheet = SheetStep()
        self._steps: tuple[Step, ...] = (self.place, self.who, self.sheet)
        self._lines = (
            StepLine("Name the organisation and choose where", "On this computer"),
            StepLine("Say who you are and choose a passphrase", "Four words or more"),
            StepLine(
                "Print the recovery sheet and type part of it back",
                "The only way in if every passphrase is lost",
            ),
        )
        self.back = secondary("Back")
        self.go_on = primary("Continue")
        self._lay_out()
        self._connect()
        self._show_step(focus=False)

    @property
    def is_half_done(self) -> bool:
        """Whether a vault exists whose recovery sheet is not proven yet."""
        return self._created is not None

    def take_focus(self) -> None:
        """Go to the first field of the step with nothing in it."""
        field = self._steps[self._at].first_field()
        if field is not None:
            self._area.show_whole(self._steps[self._at])
            field.focus_field()

    def set_low(self, low: bool) -> None:
        """Give up the second line of each step where the window is low."""
        for line in self._lines:
            line.set_low(low)

    def warn(self) -> None:
        """Say in place what leaving now would mean; it deletes nothing."""
        leave = secondary("Leave it for now")
        leave.clicked.connect(self._leave)
        self._say(
            Note(
                "warn",
                "The recovery sheet is not proven yet",
                "The vault is made and stays where it is. Without the sheet its "
                "passphrase is the only way in, and this key is not shown again.",
                buttons=(leave,),
                below=True,
            )
        )

    def start_again(self) -> None:
        """Go back to the first step, for another vault."""
        self._at = _WHERE
        self._say(None)
        self.sheet.forget()
        self._show_step(focus=False)

    def close_unfinished(self) -> None:
        """Close a vault that was made and not finished; it opens by its passphrase."""
        if self._created is not None:
            lock(self._created.session)
            self._created = None

    @Slot()
    def _next(self) -> None:
        if not self.go_on.isEnabled():
            return
        self._say(None)
        form = (self.place.form, self.who.form, self.sheet.form)[self._at]
        form.clear()
        try:
            (self._check_place, self._make, self._finish)[self._at]()
        except RuleBroken as error:
            if not form.show(error):
                self._say(Note("danger", error.title, str(error)))

    @Slot()
    def _step_back(self) -> None:
        self._at -= 1
        self._show_step()

    def _check_place(self) -> None:
        self.place.check()
        self._at = _WHO
        self._show_step()

    def _make(self) -> None:
        self.who.check((self.place.organisation.value(),))
        member = self.who.member.value()
        job = Job(
            partial(
                _made,
                self._create,
                self.place.vault(),
                self.who.passphrase.value(),
                member,
                _settings(self.place.organisation.value(), member),
                self._now,
            )
        )
        job.succeeded.connect(self._show_sheet)
        job.failed.connect(self._show_trouble)
        job.finished.connect(self._stop_working)
        self._set_working(True)
        self._background.start(job)

    @Slot(object)
    def _show_sheet(self, created: Created) -> None:
        self._created = created
        self.who.clear_secrets()
        self.sheet.ask(asked_back(created.recovery_key))
        self._at = _SHEET
        self._show_step()
        self._paper.look_for_printers()

    def _finish(self) -> None:
        created = self._created
        if created is None:
            return
        check_asked_back(created.recovery_key, self.sheet.typed())
        self._created = None
        self.finished.emit(created.session)

    @Slot()
    def _leave(self) -> None:
        self.close_unfinished()
        self.left.emit()

    @Slot()
    def _save_sheet(self) -> None:
        if self._created is None:
            return
        name = f"Recovery sheet {self._created.session.vault.id[:8]}.pdf"
        dialog = QFileDialog(self, "Save the recovery sheet")
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.setNameFilter("PDF (*.pdf)")
        dialog.setDefaultSuffix("pdf")
        dialog.selectFile(name)
        dialog.fileSelected.connect(self.save_sheet_to)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    @Slot(str)
    def save_sheet_to(self, file: str) -> None:
        """Write the sheet as a PDF."""
        if self._created is not None:
            self._paper.save(self._created, Path(file))

    @Slot()
    def _print_sheet(self) -> None:
        if self._created is not None and self._paper.printer:
            self._paper.print_out(self._created)

    @Slot()
    def _begin_paper(self) -> None:
        self._say(None)
        self._set_working(True)

    @Slot(str)
    def _note_on_paper(self, words: str) -> None:
        self._set_working(False)
        self.sheet.show_done(words)
        self.take_focus()

    @Slot(str)
    def _show_printer(self, name: str) -> None:
        self.sheet.print.setEnabled(bool(name) and self.go_on.isEnabled())
        self.sheet.printers.setText(
            f"Prints on {name}."
            if name
            else "No printer is ready on this computer: save the PDF, print it "
            "elsewhere and delete the file."
        )

    @Slot(object)
    def _show_trouble(self, error: IsteamError) -> None:
        self._set_working(False)
        form = (self.place.form, self.who.form, self.sheet.form)[self._at]
        if not (isinstance(error, RuleBroken) and form.show(error)):
            self._say(Note("danger", error.title, str(error)))

    @Slot()
    def _stop_working(self) -> None:
        self._set_working(False)

    def _set_working(self, on: bool) -> None:
        self.go_on.setEnabled(not on)
        self.back.setEnabled(not on)
        self.sheet.save.setEnabled(not on)
        self.sheet.print.setEnabled(not on and bool(self._paper.printer))
        for field in self._steps[self._at].fields():
            field.set_enabled_input(not on)
        self.go_on.set_words("Working" if on else self._go_on_words())

    def _go_on_words(self) -> str:
        return ("Continue", "Create the vault", "Finish")[self._at]

    def _show_step(self, *, focus: bool = True) -> None:
        for place, (line, step) in enumerate(
            zip(self._lines, self._steps, strict=True)
        ):
            here = "now" if place == self._at else "todo"
            line.set_state("done" if place < self._at else here)
            step.setVisible(place == self._at)
            for field in step.fields():
                field.set_enabled_input(True)
        if self._at > _WHERE:
            self._lines[_WHERE].set_state("done", self.place.vault().name)
        if self._at > _WHO:
            self._lines[_WHO].set_state("done", self.who.member.value())
        self.set_meta(f"step {self._at + 1} of {len(self._steps)}")
        self.back.setHidden(self._at != _WHO)
        self.sheet.print.setEnabled(False)
        self.go_on.set_words(self._go_on_words())
        self._area.updateGeometry()
        if focus:
            self.take_focus()

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

    def _lay_out(self) -> None:
        self._area = FittingArea()
        self._area.column.setSpacing(GAP_ROW)
        for line, step in zip(self._lines, self._steps, strict=True):
            self._area.column.addWidget(line)
            self._area.column.addWidget(step)
        self.body.addWidget(self._area)
        self._notes = QVBoxLayout()
        self.body.addLayout(self._notes)
        self.body.addWidget(hairline())
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.back)
        row.addStretch(1)
        row.addWidget(label("Enter goes on", META))
        row.addSpacing(GAP)
        row.addWidget(self.go_on)
        self.body.addLayout(row)

    def _connect(self) -> None:
        self.go_on.clicked.connect(self._next)
        self.back.clicked.connect(self._step_back)
        for step in self._steps:
            step.go_on.connect(self._next)
        self.sheet.save_wanted.connect(self._save_sheet)
        self.sheet.print_wanted.connect(self._print_sheet)
        self._paper.begun.connect(self._begin_paper)
        self._paper.done.connect(self._note_on_paper)
        self._paper.failed.connect(self._show_trouble)
        self._paper.printer_found.connect(self._show_printer)


def _settings(organisation: str, member: str) -> Settings:
    shipped = default_settings(member)
    if organisation == shipped.organisation.name:
        return shipped
    named = replace(shipped.organisation, name=organisation)
    return replace(shipped, organisation=named)


def _made(
    create: Create,
    folder: Path,
    passphrase: str,
    member: str,
    settings: Settings,
    now: Callable[[], datetime],
    _progress: object,
) -> Created:
    try:
        folder.parent.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise RuleBroken(
            "That folder cannot be made. Choose another one.",
            field="folder",
            detail=type(error).__name__,
        ) from error
    return create(
        folder, passphrase=passphrase, member=member, settings=settings, now=now
    )
