"""Whom a request is about: one by one, linked to people known, or a whole list."""

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.disclosures import Subject
from isteam_app.domain.listing import Page
from isteam_app.domain.people import Person
from isteam_app.errors import RuleBroken
from ui.common.buttons import link, quiet, secondary
from ui.common.cards import columns
from ui.common.cells import Cell, Column, status_cell
from ui.common.fields import AreaField, TextField
from ui.common.forms import Form
from ui.common.known_name import Find, KnownName
from ui.common.paged_model import PagedModel
from ui.common.status import Status
from ui.common.table import Table
from ui.common.text import META, label
from ui.common.theme import text_scale
from ui.common.tokens import GAP, HEADER_ROW, ROW

Fetch = Callable[[Any, int], Page[Subject]]
KNOWN = Status("Known", "person", "accent")
_MOST_ROWS, _SHORT = 5, 24
_NAME, _DETAILS, _LIST = "subject.name", "subject.details", "subject.list"
_NOTHING = "Type a name, or as they describe the person."


class SubjectsPart(QWidget):
    """The people a request is about, read a screenful at a time.

    `added` carries (name, details, person or None) for each that is to be kept.
    """

    changed = Signal()
    added = Signal(object)
    linked = Signal(object, object)  # the Subject, and the Person or None
    dropped = Signal(object)
    person_opened = Signal(int)

    def __init__(self, fetch: Fetch, find: Find) -> None:
        super().__init__()
        self._linking: Subject | None = None
        self.name = KnownName("About", find, placeholder="Name or description")
        self.details = TextField("What else they give", most=2_000)
        self.add_button = secondary("Add", "add")
        self.add_button.clicked.connect(self._add)
        self.list_button = link("Paste a list of names", "list")
        self.list_button.clicked.connect(self._unfold)
        self.names = AreaField(
            "Names, one a line",
            lines=5,
            most=200_000,
            help_text="What stands after a semicolon is kept as what is known of them.",
        )
        self.names_button = secondary("Add these names", "add")
        self.names_button.clicked.connect(self._add_list)
        self.count = label("", META)
        self.model = PagedModel(_COLUMNS, fetch, key=lambda row: row.id)
        self.table = Table(self.model, name="People this request is about")
        self.link_button = quiet("Link to a known person", "link")
        self.open_button = quiet("Open the person", "person")
        self.drop_button = quiet("Take off", "remove")
        self._lay_out()
        self.form = Form(
            {"name": self.name, "details": self.details, "names": self.names}, self
        )
        self.form.changed.connect(self.changed)
        self.names.changed.connect(self._count_names)
        self.table.selection_moved.connect(self._show_acts)
        self.table.opened.connect(self._open)
        self.link_button.clicked.connect(self._begin_link)
        self.open_button.clicked.connect(self._open_chosen)
        self.drop_button.clicked.connect(self._drop)
        self._show_acts(None)
        self.show_count(0)

    def show_count(self, count: int) -> None:
        """Show how many there are, and read those in sight."""
        self.model.reload(at_least=len(self.model.rows()))
        many = f"{count:,} people" if count != 1 else "1 person"
        self.count.setText(many if count else "")
        self.table.setVisible(bool(count))
        self._acts.setVisible(bool(count) and not self._read_only)
        lines = min(max(count, 1), _MOST_ROWS)
        height = HEADER_ROW + lines * (ROW + 1) + 4
        self.table.setFixedHeight(round(height * max(1.0, text_scale())))

    def lacks_anybody(self) -> bool:
        """Whether nobody is named yet, and no name is half typed."""
        return not self.model.rows() and not self.is_half_typed()

    def is_half_typed(self) -> bool:
        return not (
            self.name.is_empty() and self.details.is_empty() and self.names.is_empty()
        )

    def pending(self) -> tuple[tuple[str, str, Person | None], ...]:
        """Return whom the fields name and nobody has added yet."""
        found = []
        if not self.name.is_empty():
            found.append((self.name.value(), self.details.value(), self.name.known))
        found += [(*each, None) for each in listed(self.names.value())]
        return tuple(found)

    def clear(self) -> None:
        """Empty the fields: what stood there is kept now."""
        self.name.set_value("")
        self.details.set_value("")
        self.names.set_value("")
        self._show_list(on=False)
        self._link_to(None)
        self.form.clear()
        self.form.forget_touch()

    def typed(self) -> dict[str, str]:
        return {
            _NAME: self.name.value(),
            _DETAILS: self.details.value(),
            _LIST: self.names.value(),
        }

    def fill(self, kept: Mapping[str, str]) -> None:
        self.name.set_value(kept.get(_NAME, ""))
        self.details.set_value(kept.get(_DETAILS, ""))
        self.names.set_value(kept.get(_LIST, ""))
        self._show_list(on=bool(kept.get(_LIST)))

    def set_read_only(self, on: bool) -> None:
        self._read_only = on
        self._asking.setVisible(not on)
        self._acts.setVisible(not on and self.table.isVisibleTo(self))

    def refuse(self, error: RuleBroken) -> bool:
        return self.form.show(error)

    @Slot()
    def _add(self) -> None:
        if self.name.is_empty():
            self.form.show(RuleBroken(_NOTHING, field="name"))
        elif self._linking is not None:
            self.linked.emit(self._linking, self.name.known)
        else:
            self.added.emit(self.pending()[:1])

    @Slot()
    def _add_list(self) -> None:
        found = [(*each, None) for each in listed(self.names.value())]
        if found:
            self.added.emit(tuple(found))
        else:
            self.form.show(RuleBroken("Paste the names, one a line.", field="names"))

    @Slot()
    def _unfold(self) -> None:
        self._show_list(on=True)
        self.names.focus_field()

    def _show_list(self, *, on: bool) -> None:
        self._listing.setVisible(on)
        self.list_button.setVisible(not on)

    @Slot()
    def _count_names(self) -> None:
        count = len(listed(self.names.value()))
        words = "Add these names" if count == 0 else f"Add {count:,} names"
        self.names_button.set_words("Add 1 name" if count == 1 else words)

    @Slot(object)
    def _show_acts(self, chosen: Subject | None) -> None:
        known = chosen is not None and chosen.person_id is not None
        self.link_button.setEnabled(chosen is not None)
        self.link_button.set_words("Unlink" if known else "Link to a known person")
        self.open_button.setVisible(known)
        self.drop_button.setEnabled(chosen is not None)

    @Slot()
    def _begin_link(self) -> None:
        chosen: Subject | None = self.table.selected()
        if chosen is None:
            return
        if chosen.person_id is not None:
            self.linked.emit(chosen, None)
            return
        self._link_to(chosen)
        self.name.set_value(chosen.name)
        self.name.set_help("Choose the person among those that are offered.")
        self.name.focus_field()

    def _link_to(self, subject: Subject | None) -> None:
        self._linking = subject
        self.add_button.set_words("Add" if subject is None else "Link")
        self.details.setVisible(subject is None)
        if subject is None:
            self.name.set_help("")

    @Slot(object)
    def _open(self, chosen: Subject) -> None:
        if chosen.person_id is not None:
            self.person_opened.emit(chosen.person_id)

    @Slot()
    def _open_chosen(self) -> None:
        chosen = self.table.selected()
        if chosen is not None:
            self._open(chosen)

    @Slot()
    def _drop(self) -> None:
        chosen = self.table.selected()
        if chosen is not None:
            self.dropped.emit(chosen)

    def _lay_out(self) -> None:
        self._read_only = False
        self._asking = QWidget()
        asking = QVBoxLayout(self._asking)
        asking.setContentsMargins(0, 0, 0, 0)
        asking.setSpacing(GAP)
        asking.addLayout(columns(self.name, self.details, stretch=(3, 2)))
        row = QHBoxLayout()
        row.setSpacing(GAP)
        row.addWidget(self.add_button)
        row.addWidget(self.list_button)
        row.addStretch(1)
        row.addWidget(self.count)
        asking.addLayout(row)
        self._listing = QWidget()
        listing = QVBoxLayout(self._listing)
        listing.setContentsMargins(0, 0, 0, 0)
        listing.setSpacing(GAP)
        listing.addWidget(self.names)
        listing.addWidget(self.names_button, 0, Qt.AlignmentFlag.AlignLeft)
        self._listing.hide()
        asking.addWidget(self._listing)
        self._acts = QWidget()
        acts = QHBoxLayout(self._acts)
        acts.setContentsMargins(0, 0, 0, 0)
        acts.setSpacing(GAP)
        for button in (self.link_button, self.open_button, self.drop_button):
            acts.addWidget(button)
        acts.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addWidget(self._asking)
        column.addWidget(self.table)
        column.addWidget(self._acts)


def listed(text: str) -> tuple[tuple[str, str], ...]:
    """Return (name, details) for each line of a pasted list, empty lines left out."""
    found = []
    for line in text.splitlines():
        name, _, details = line.replace("\t", ";").partition(";")
        if name.strip():
            found.append((name.strip(), details.strip(" ;")))
    return tuple(found)


def _known(row: Subject) -> Cell:
    return Cell() if row.person_id is None else status_cell(KNOWN, chip=True)


_COLUMNS: tuple[Column[Subject], ...] = (
    Column(
        key="name",
        heading="Name",
        cell=lambda row: Cell(row.name, strong=True, tooltip=row.name),
        grow=5,
        smallest=140,
    ),
    Column(
        key="details",
        heading="What is known of them",
        cell=lambda row: Cell(row.details, tone="text2", tooltip=row.details),
        grow=3,
        smallest=120,
        drop=1,
    ),
    Column(key="known", heading="", cell=_known, sample=status_cell(KNOWN, chip=True)),
)
