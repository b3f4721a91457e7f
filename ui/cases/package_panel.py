"""Builds the data package of a portability request, and saves it where one chooses."""

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.errors import RuleBroken
from isteam_app.services.cases import CasePage
from isteam_app.services.packages import Attached, file_name, read_attached
from ui.cases.asks import PACKAGE
from ui.cases.case_panel import CasePanel
from ui.common.buttons import link, secondary
from ui.common.choice_fields import RadioField
from ui.common.fields import AreaField
from ui.common.forms import Form
from ui.common.text import BODY, META, label, paragraph
from ui.common.tokens import GAP, GAP_CARD, GAP_ROW

Chooser = Callable[[QWidget, str, Callable[[str], None]], None]
"""Asks for a path, given a name to start from; answers later, or never."""
_FORMATS = (("csv", "CSV"), ("json", "JSON"))
_ABOUT = (
    "One ZIP file: what is typed here, the tables that are attached, and a list of "
    "their checksums. It is not encrypted: hand it over with care."
)
_ROWS = "One a line, such as \u201cEmail: name@example.com\u201d."
_NONE = "No files attached. CSV, JSON and plain text can be."
_MOST = 100_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Packed:
    """What is to be packed and where the file goes."""

    format: str
    rows: tuple[tuple[str, str], ...]
    attached: tuple[Attached, ...]
    path: Path


def choose_files(parent: QWidget, _: str, answer: Callable[[str], None]) -> None:
    """Ask for files without blocking; answer with each of them."""
    dialog = QFileDialog(parent, "Attach files")
    dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
    dialog.setNameFilter("Data (*.csv *.json *.txt)")

    def give(files: list[str]) -> None:
        for file in files:
            answer(file)

    dialog.filesSelected.connect(give)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


def choose_place(parent: QWidget, name: str, answer: Callable[[str], None]) -> None:
    """Ask for a path without blocking, so that a lock can take the question away."""
    dialog = QFileDialog(parent, "Save the package")
    dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
    dialog.setNameFilter("ZIP (*.zip)")
    dialog.setDefaultSuffix("zip")
    dialog.selectFile(name)
    dialog.fileSelected.connect(answer)
    dialog.finished.connect(dialog.deleteLater)
    dialog.open()


class PackagePanel(CasePanel):
    """Asks for the data and its format; saving asks for the place of the file.

    The case's own form then holds the format, the files and the checksum.
    """

    def __init__(
        self,
        page: CasePage,
        files: Chooser = choose_files,
        place: Chooser = choose_place,
    ) -> None:
        super().__init__("Build the data package")
        self._name, self._files, self._place = file_name(page.case), files, place
        self.attached: list[Attached] = []
        self.set_meta("UK GDPR Article 20")
        self.format = RadioField("Format", _FORMATS, required=True)
        self.format.set_value("csv")
        self.rows = AreaField("The data", lines=5, most=_MOST, help_text=_ROWS)
        self.attach_button = secondary("Attach files", "attach")
        self.attach_button.clicked.connect(self._ask_files)
        self.problem = paragraph("", META, tone="danger")
        self._lay_out()
        self.form = Form({"rows": self.rows, "format": self.format}, self)
        self._list()

    def focus_first(self) -> None:
        self.rows.focus_field()

    def typed(self) -> dict[str, str]:
        return {
            "what": PACKAGE,
            "format": self.format.value(),
            "rows": self.rows.value(),
        }

    def fill(self, kept: dict[str, str]) -> None:
        self.format.set_value(kept.get("format", "csv"))
        self.rows.set_value(kept.get("rows", ""))

    def refuse(self, error: RuleBroken) -> bool:
        if error.field in ("files", "path"):
            self._say(str(error))
            return True
        return super().refuse(error)

    def set_busy(self, busy: bool) -> None:
        super().set_busy(busy)
        self.attach_button.setEnabled(not busy)

    @Slot(str)
    def attach(self, file: str) -> None:
        """Read a file and list it; one of the same name takes its place."""
        self._say("")
        try:
            read = read_attached(Path(file))
        except RuleBroken as error:
            self._say(f"{Path(file).name}: {error}")
            return
        self.attached = [each for each in self.attached if each.name != read.name]
        self.attached.append(read)
        self._list()

    @Slot(str)
    def save_to(self, file: str) -> None:
        """Give what is to be packed, and the place of the file."""
        self._say("")
        try:
            rows = _rows(self.rows.value())
        except RuleBroken as error:
            self.form.show(error)
            return
        self.given.emit(
            Packed(
                format=self.format.value(),
                rows=rows,
                attached=tuple(self.attached),
                path=Path(file),
            )
        )

    @Slot()
    def _ask_files(self) -> None:
        self._files(self, "", self.attach)

    @Slot()
    def _give(self) -> None:
        try:
            rows = _rows(self.rows.value())
        except RuleBroken as error:
            self.form.show(error)
            return
        if not rows and not self.attached:
            self._say("Type the data, or attach a file.")
            self.rows.focus_field()
            return
        self._place(self, self._name, self.save_to)

    def _say(self, sentence: str) -> None:
        self.problem.setText(sentence)
        self.problem.setVisible(bool(sentence))

    def _list(self) -> None:
        """Name the attached files, each with a way to take it out again."""
        while (item := self._listed.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if not self.attached:
            self._listed.addWidget(paragraph(_NONE, META))
        for each in self.attached:
            self._listed.addWidget(self._line(each))

    def _line(self, attached: Attached) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(GAP)
        remove = link("Take out", "remove")
        remove.setAccessibleName(f"Take out {attached.name}")
        remove.clicked.connect(lambda: self._take_out(attached))
        row.addWidget(label(attached.name, BODY), 1)
        row.addWidget(remove)
        return line

    def _take_out(self, attached: Attached) -> None:
        self.attached.remove(attached)
        self._list()
        self.attach_button.setFocus()

    def _lay_out(self) -> None:
        self.body.addWidget(paragraph(_ABOUT, BODY, tone="text2"))
        right = QVBoxLayout()
        right.setSpacing(GAP_ROW)
        self._listed = QVBoxLayout()
        self._listed.setSpacing(GAP)
        right.addWidget(self.format)
        right.addLayout(self._listed)
        right.addWidget(self.attach_button, 0, Qt.AlignmentFlag.AlignLeft)
        right.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(2 * GAP_CARD)
        row.addWidget(self.rows, 3)
        row.addLayout(right, 2)
        self.body.addLayout(row)
        self.body.addWidget(self.problem)
        self.problem.hide()
        self.body.addLayout(self._buttons("Save the package"))


def _rows(text: str) -> tuple[tuple[str, str], ...]:
    """Return what was typed as (what it is, the data), a row a line."""
    rows = []
    for line in text.splitlines():
        if not line.strip():
            continue
        name, colon, value = line.partition(":")
        if not colon or not name.strip():
            raise RuleBroken(
                f"Say what \u201c{line.strip()[:40]}\u201d is: its name, a colon, then "
                "the data.",
                field="rows",
            )
        rows.append((name.strip(), value.strip()))
    return tuple(rows)
