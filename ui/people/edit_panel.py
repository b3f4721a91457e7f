"""A person's details, to be put right."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout

from isteam_app.domain.addresses import parse_address, postcode_warning
from isteam_app.domain.people import Format, Particulars, Person
from ui.common.cards import columns
from ui.common.choice_fields import CheckField, ChoiceField
from ui.common.date_field import DateField
from ui.common.envelope_card import EnvelopeCard
from ui.common.fields import AreaField, TextField
from ui.common.text import META, paragraph
from ui.common.tokens import GAP, GAP_ROW
from ui.people.panel import PersonPanel, day_of
from ui.people.words import FORMATS

_MOST = 20_000
"""What is pasted is not cut: a name far too long is refused in words."""
_CAPABLE = "In Scotland from 12 on this is presumed; elsewhere say why"


class EditPanel(PersonPanel):
    """Every detail as it is kept. `base` is the person as they were read."""

    key = "edit"

    def __init__(
        self, person: Person, today: Callable[[], date], most_lines: int
    ) -> None:
        super().__init__("Edit the details")
        self.base = person
        known = person.particulars
        self.name = TextField("Name", required=True, most=_MOST)
        self.greeting = TextField("Greeting", width=190, placeholder=person.greeting)
        self.address = AreaField("Address", lines=4, most=2_000)
        self.born = DateField("Born", today)
        self.died = DateField("Died", today)
        self.child = CheckField("A child")
        self.capable = TextField("Why the child may act alone", help_text=_CAPABLE)
        self.format = ChoiceField(
            "Letters in",
            [(each.value, words) for each, words in FORMATS.items()],
            width=220,
        )
        self.language = TextField("Language", width=190, placeholder="English")
        self.do_not_write = TextField(
            "Do not write to this address", placeholder="Why no letter may go there"
        )
        self.vulnerable = TextField("Take care", placeholder="What to heed, and why")
        self.envelope = EnvelopeCard(most_lines)
        self.odd = paragraph("", META, tone="warn")
        self._lay_out()
        self._use(
            {
                "name": self.name,
                "salutation": self.greeting,
                "address": self.address,
                "born": self.born,
                "died_on": self.died,
                "child": self.child,
                "capable": self.capable,
                "format": self.format,
                "language": self.language,
                "do_not_write": self.do_not_write,
                "vulnerable": self.vulnerable,
            },
            "Save",
        )
        self.name.set_value(person.name)
        self.greeting.set_value(person.salutation)
        self.address.set_value(person.address.typed())
        self.born.set_value(known.born)
        self.died.set_value(known.died_on)
        self.child.set_value(known.child)
        self.capable.set_value(known.capable)
        self.format.set_value(known.format.value)
        self.language.set_value(known.language)
        self.do_not_write.set_value(known.do_not_write)
        self.vulnerable.set_value(known.vulnerable)
        self.address.changed.connect(self._show_window)
        self.name.changed.connect(self._show_window)
        self.child.changed.connect(self._show_child)
        self._show_window()
        self._show_child()
        self.form.forget_touch()

    def read(self) -> Person:
        kept, text = self.base.address, self.address.value()
        return replace(
            self.base,
            name=self.name.value(),
            salutation=self.greeting.value(),
            address=kept if text == kept.typed().strip() else parse_address(text),
            particulars=Particulars(
                born=day_of(self.born, "born"),
                died_on=day_of(self.died, "died_on"),
                child=self.child.value(),
                capable=self.capable.value() if self.child.value() else "",
                format=Format(self.format.value()),
                language=self.language.value(),
                do_not_write=self.do_not_write.value(),
                vulnerable=self.vulnerable.value(),
            ),
        )

    @Slot()
    def _show_window(self) -> None:
        address = parse_address(self.address.value())
        self.envelope.show_lines(address.printed(self.name.value()))
        self.odd.setText(postcode_warning(address))
        self.odd.setVisible(bool(self.odd.text()))

    @Slot()
    def _show_child(self) -> None:
        self.capable.setVisible(self.child.value())

    def _lay_out(self) -> None:
        who = QVBoxLayout()
        who.setSpacing(GAP)
        who.addLayout(columns(self.name, self.greeting, stretch=(1, 0)))
        who.addWidget(self.address)
        who.addWidget(self.odd)
        who.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(GAP_ROW)
        row.addLayout(who, 1)
        row.addWidget(self.envelope)
        self.body.addLayout(row)
        self.body.addLayout(
            columns(self.born, self.died, self.format, stretch=(0, 0, 0))
        )
        self.body.addLayout(columns(self.child, self.capable, stretch=(0, 1)))
        self.body.addLayout(columns(self.language, self.do_not_write, stretch=(0, 1)))
        self.body.addWidget(self.vulnerable)
