"""The steps of setting up a vault: what each asks, one panel for each."""

import re
from collections.abc import Sequence
from itertools import pairwise
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QFileDialog, QFrame, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.text import squeezed
from isteam_app.errors import RuleBroken
from isteam_app.services.passphrases import check_passphrase, strength
from isteam_app.services.unlock import with_suffix
from ui.common.buttons import secondary
from ui.common.chips import Chip
from ui.common.fields import Field, SecretField, TextField
from ui.common.forms import Form
from ui.common.icons import IconLabel
from ui.common.status import Status
from ui.common.strength_meter import StrengthMeter
from ui.common.text import META, STRONG, label, paragraph, set_property
from ui.common.tokens import GAP, GAP_CARD, GAP_LABEL, GAP_ROW

_LOOKS = {
    "done": ("done", "ok", "done"),
    "now": ("under_way", "accent_text", "under way"),
    "todo": ("to_do", "text3", "to do"),
}
_NOT_IN_NAMES = re.compile(r"[^\w\-' ]+")
_RESERVED = re.compile(r"(?i)(con|prn|aux|nul|com\d|lpt\d)")


class StepLine(QWidget):
    """One step in the list: its state as an icon, what to do, and how it stands."""

    def __init__(self, title: str, detail: str) -> None:
        super().__init__()
        self._title = title
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP_ROW)
        self._icon = IconLabel("to_do", "text3", 20)
        row.addWidget(self._icon)
        words = QVBoxLayout()
        words.setSpacing(0)
        self._words = label(title, STRONG)
        self._detail = paragraph(detail, META)
        words.addWidget(self._words)
        words.addWidget(self._detail)
        row.addLayout(words, 1)

    def set_low(self, low: bool) -> None:
        self._detail.setHidden(low)

    def set_state(self, state: str, detail: str = "") -> None:
        """State "done", "now" or "todo"; `detail` replaces the second line."""
        icon, tone, spoken = _LOOKS[state]
        self._icon.set_icon(icon, tone)
        set_property(self._words, "tone", "text2" if state == "todo" else "text")
        if detail:
            self._detail.setText(detail)
        self.setAccessibleName(f"{self._title}: {spoken}")


class Step(QFrame):
    """The panel of one step. `go_on` is emitted when Enter ends its last field."""

    go_on = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.setProperty("k", "sunken")
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(GAP_CARD, 14, GAP_CARD, 14)
        self.column.setSpacing(GAP_ROW)

    def fields(self) -> Sequence[TextField]:
        return ()

    def first_field(self) -> Field | None:
        """The first field with nothing in it, else the first."""
        fields = self.fields()
        for field in fields:
            if not field.value():
                return field
        return fields[0] if fields else None

    def _follow_enter(self) -> None:
        """Enter goes to the next field, and on from the last."""
        for field in self.fields():
            field.edit.returnPressed.connect(self._entered)

    @Slot()
    def _entered(self) -> None:
        fields = self.fields()
        at = next((n for n, f in enumerate(fields) if f.edit.hasFocus()), -1)
        if 0 <= at < len(fields) - 1:
            fields[at + 1].focus_field()
            return
        self.go_on.emit()


class PlaceStep(Step):
    """Whose vault it is, and in which folder it is kept."""

    def __init__(self, organisation: str, folder: Path) -> None:
        super().__init__()
        self.organisation = TextField("Organisation", required=True, most=120)
        self.organisation.set_value(organisation)
        self.folder = TextField("Kept in this folder", required=True, most=1000)
        self.folder.set_value(str(folder))
        self.choose = secondary("Choose", "open_folder")
        self.choose.setAccessibleName("Choose the folder")
        self.choose.clicked.connect(self._choose)
        self.form = Form({"organisation": self.organisation, "folder": self.folder})
        self._where = paragraph("", META)
        self.column.addWidget(self.organisation)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.folder, 1)
        beside = QVBoxLayout()
        beside.setSpacing(GAP_LABEL)
        beside.addWidget(label(" ", META))
        beside.addWidget(self.choose)
        beside.addStretch(1)
        row.addLayout(beside)
        self.column.addLayout(row)
        self.column.addWidget(self._where)
        self.form.changed.connect(self._show_where)
        self._show_where()
        self._follow_enter()

    def fields(self) -> Sequence[TextField]:
        return (self.organisation, self.folder)

    def vault(self) -> Path:
        """Where the vault will be."""
        name = file_name(self.organisation.value())
        return with_suffix(Path(self.folder.value()).expanduser() / name)

    def check(self) -> None:
        """Raise RuleBroken, naming the field, when a vault cannot be made there."""
        if not self.organisation.value():
            raise RuleBroken("Enter the organisation's name.", field="organisation")
        folder = self.folder.value()
        if not folder or not Path(folder).expanduser().is_absolute():
            raise RuleBroken(
                "Type the whole path of a folder, or choose one.", field="folder"
            )
        if self.vault().exists():
            raise RuleBroken(
                "That folder holds a vault of this name already. Open that one, or "
                "choose another folder.",
                field="folder",
            )

    @Slot()
    def _show_where(self) -> None:
        self._where.setText(f"The vault will be the folder {self.vault().name} there.")

    @Slot()
    def _choose(self) -> None:
        dialog = QFileDialog(self, "Where to keep the vault", self.folder.value())
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(self.folder.set_value)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()


class PassphraseStep(Step):
    """Who starts the vault, and the passphrase that only this person knows."""

    def __init__(self) -> None:
        super().__init__()
        self.member = TextField(
            "Your name",
            required=True,
            most=120,
            help_text="It stands on what you record.",
        )
        self.passphrase = SecretField("Passphrase", required=True)
        self.meter = StrengthMeter()
        self.repeated = SecretField("Passphrase again", required=True)
        self.form = Form(
            {
                "member": self.member,
                "passphrase": self.passphrase,
                "repeated": self.repeated,
            }
        )
        for part in (self.member, self.passphrase, self.meter, self.repeated):
            self.column.addWidget(part)
        self.passphrase.changed.connect(self._judge)
        self._follow_enter()

    def fields(self) -> Sequence[TextField]:
        return (self.member, self.passphrase, self.repeated)

    def check(self, hints: Sequence[str]) -> None:
        """Raise RuleBroken for a missing name, or a passphrase that will not do."""
        if not squeezed(self.member.value()):
            raise RuleBroken(
                "Enter your name: it stands on what you record.", field="member"
            )
        check_passphrase(self.passphrase.value(), self.repeated.value(), hints)

    def clear_secrets(self) -> None:
        self.passphrase.clear()
        self.repeated.clear()

    @Slot()
    def _judge(self) -> None:
        typed = self.passphrase.value()
        hints = (self.member.value(),)
        self.meter.show_strength(strength(typed, hints) if typed else None)


class SheetStep(Step):
    """The recovery sheet: onto paper, and three groups of it typed back."""

    save_wanted = Signal()
    print_wanted = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.groups: list[TextField] = []
        self.form = Form({})
        self._title = label("Recovery sheet", STRONG)
        self._state = QHBoxLayout()
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(IconLabel("access", "text2", 18))
        head.addWidget(self._title)
        head.addStretch(1)
        head.addLayout(self._state)
        self.column.addLayout(head)
        self.column.addWidget(
            paragraph(
                "It opens the vault when the passphrase is lost. Print it and keep it "
                "in a safe, then type three groups of it to prove it can be read."
            )
        )
        self.save = secondary("Save the sheet as PDF", "save")
        self.print = secondary("Print the sheet", "print")
        self.save.clicked.connect(self.save_wanted)
        self.print.clicked.connect(self.print_wanted)
        self.printers = paragraph("", META)
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.save)
        row.addWidget(self.print)
        row.addStretch(1)
        self.column.addLayout(row)
        self.column.addWidget(self.printers)
        self._row = QHBoxLayout()
        self._row.setSpacing(GAP_ROW)
        self.column.addLayout(self._row)

    def fields(self) -> Sequence[TextField]:
        return self.groups

    def forget(self) -> None:
        """Take away what belongs to one key."""
        self._empty(self._row)
        self._empty(self._state)
        self.groups = []

    def ask(self, places: Sequence[int]) -> None:
        """Ask for these groups of the key, counted from 1."""
        self.forget()
        self.groups = [
            TextField(f"Group {place}", most=12, width=96, required=False)
            for place in places
        ]
        for field in self.groups:
            self._row.addWidget(field)
        self._row.addStretch(1)
        stops = [self.print, *(field.input for field in self.groups)]
        for one, after in pairwise(stops):
            QWidget.setTabOrder(one, after)
        names = [f"group{place}" for place in places]
        self.form = Form(dict(zip(names, self.groups, strict=True)), self)
        self._follow_enter()

    def typed(self) -> tuple[str, ...]:
        return tuple(field.value() for field in self.groups)

    def show_done(self, words: str) -> None:
        """Show that the sheet is on paper or on disk: "Saved 09:41"."""
        self._empty(self._state)
        self._state.addWidget(Chip(Status(words, "done", "ok")))

    def _empty(self, row: QHBoxLayout) -> None:
        while row.count():
            item = row.takeAt(0)
            old = None if item is None else item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()


def file_name(organisation: str) -> str:
    """A name for the vault's folder that every file system takes."""
    name = " ".join(_NOT_IN_NAMES.sub(" ", organisation).split())[:60].strip(" .")
    return "Team" if not name or _RESERVED.fullmatch(name) else name
