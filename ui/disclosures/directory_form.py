"""An organisation of the directory as a form: its name, its number, who found it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosures import RequesterKind
from isteam_app.domain.organisations import Requester
from isteam_app.errors import RuleBroken
from ui.common.buttons import quiet
from ui.common.cards import columns
from ui.common.choice_fields import ChoiceField
from ui.common.date_field import DateField
from ui.common.fields import AreaField, Field, TextField
from ui.common.forms import Form
from ui.common.text import META, paragraph
from ui.common.tokens import GAP, GAP_ROW
from ui.disclosures.directory_words import KIND_CHOICES, NUMBER_HELP, SOURCE_HELP

_MOST = 20_000
"""What is pasted is not cut: a name far too long is refused in words."""
_NEW = Requester(name="", kind=RequesterKind.POLICE)


class DirectoryForm(QWidget):
    """The fields of one organisation. `base` is it as it was read."""

    def __init__(
        self, today: Callable[[], date], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._today = today
        self.base = _NEW
        self.name = TextField("Organisation", most=_MOST, required=True)
        self.kind = ChoiceField("Kind", KIND_CHOICES)
        self.address = AreaField("Address", lines=3, most=_MOST)
        self.switchboard = TextField("Switchboard", most=_MOST, help_text=NUMBER_HELP)
        self.source = TextField("Found in", most=_MOST, help_text=SOURCE_HELP)
        self.checked_on = DateField("Looked up on", today, width=180)
        self.today_button = quiet("Today", "date")
        self.today_button.setAccessibleName("Looked up today")
        self.domain = TextField(
            "Their e-mail addresses end in",
            most=_MOST,
            placeholder="force.police.uk",
        )
        self.note = AreaField("Note", lines=2, most=_MOST)
        self.checker = paragraph("", META)
        self.fields: dict[str, Field] = {
            "name": self.name,
            "kind": self.kind,
            "address": self.address,
            "switchboard": self.switchboard,
            "source": self.source,
            "checked_on": self.checked_on,
            "domain": self.domain,
            "note": self.note,
        }
        self.form = Form(self.fields, self)
        self.today_button.clicked.connect(self._found_today)
        self._lay_out()

    def show_organisation(self, asker: Requester) -> None:
        """Fill the fields with what is kept."""
        self.base = asker
        self.form.clear()
        self.name.set_value(asker.name)
        self.kind.set_value(asker.kind.value)
        self.address.set_value(asker.address)
        self.switchboard.set_value(asker.switchboard)
        self.source.set_value(asker.source)
        self.checked_on.set_value(asker.checked_on)
        self.domain.set_value(asker.domain)
        self.note.set_value(asker.note)
        self.checker.setText(_checked(asker))
        self.checker.setVisible(bool(asker.checked_by))
        self.form.forget_touch()

    def start_new(self, name: str = "", kind: RequesterKind | None = None) -> None:
        """Empty the fields for another organisation; a name may be known already."""
        self.show_organisation(_NEW)
        self.name.set_value(name)
        if kind is not None:
            self.kind.set_value(kind.value)
        self.form.is_touched = bool(name)

    def read(self) -> Requester:
        """What is typed. Raises RuleBroken, with the field, for a day that is none."""
        try:
            checked_on = self.checked_on.value()
        except RuleBroken as error:
            raise RuleBroken(str(error), field="checked_on") from error
        return replace(
            self.base,
            name=self.name.edit.text(),
            kind=RequesterKind(self.kind.value()),
            address=self.address.value(),
            switchboard=self.switchboard.value(),
            source=self.source.value(),
            checked_on=checked_on,
            domain=self.domain.value(),
            note=self.note.value(),
        )

    def typed(self) -> dict[str, str]:
        """What stands in the fields, to be kept while the vault is locked."""
        return {
            "name": self.name.edit.text(),
            "kind": self.kind.value(),
            "address": self.address.value(),
            "switchboard": self.switchboard.value(),
            "source": self.source.value(),
            "checked_on": self.checked_on.text(),
            "domain": self.domain.value(),
            "note": self.note.value(),
        }

    def fill(self, kept: dict[str, str]) -> None:
        """Put back what was kept."""
        for name, text in kept.items():
            field = self.fields.get(name)
            if isinstance(field, DateField):
                field.set_text(text)
            elif isinstance(field, TextField | AreaField | ChoiceField):
                field.set_value(text)
        self.form.is_touched = True

    def allow(self, on: bool) -> None:
        """Let the fields be typed in, or only read."""
        for field in self.fields.values():
            field.set_enabled_input(on)
        self.today_button.setEnabled(on)

    @Slot()
    def _found_today(self) -> None:
        self.checked_on.set_value(self._today())

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_ROW)
        column.addWidget(self.name)
        column.addWidget(self.kind)
        column.addWidget(self.switchboard)
        column.addWidget(self.source)
        day = QHBoxLayout()
        day.setSpacing(GAP)
        day.addLayout(columns(self.checked_on, stretch=(0,)))
        column.addLayout(day)
        beside = QVBoxLayout()
        beside.addStretch(1)
        beside.addWidget(self.today_button)
        day.addLayout(beside)
        day.addStretch(1)
        column.addWidget(self.checker)
        column.addWidget(self.domain)
        column.addWidget(self.address)
        column.addWidget(self.note)


def _checked(asker: Requester) -> str:
    if not asker.checked_by:
        return ""
    day = f" on {long_date(asker.checked_on)}" if asker.checked_on else ""
    return f"Number found by {asker.checked_by}{day}"
