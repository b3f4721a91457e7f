"""Who wrote: typed, or chosen among the people already known."""

from collections.abc import Sequence

from PySide6.QtCore import QTimer, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.addresses import Address, parse_address
from isteam_app.domain.people import Person, greeting_for
from isteam_app.errors import VaultUnavailable
from isteam_app.services.intake import likely_same, people_matching, window_lines
from isteam_app.services.session import Session
from ui.common.buttons import secondary
from ui.common.cards import columns
from ui.common.envelope_card import EnvelopeCard
from ui.common.fields import AreaField, TextField
from ui.common.known_name import KnownName
from ui.common.notes import Note
from ui.common.tokens import GAP, GAP_ROW

_PAUSE_MS = 250


class PersonPart(QWidget):
    """Name, greeting and address, with the lines as the envelope shows them.

    A known person that was chosen stays chosen until the name is changed.
    """

    changed = Signal()

    def __init__(self, session: Session, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._session = session
        self._offered: Sequence[Person] = ()
        self._note: Note | None = None
        self.name = KnownName("Who wrote", self._matching)
        self.greeting = TextField("Greeting", placeholder="Dear ...", width=150)
        self.address = AreaField(
            "Paste the address", lines=3, most=2_000, placeholder="Commas or new lines"
        )
        self._build()
        self._pause = QTimer(self)
        self._pause.setSingleShot(True)
        self._pause.setInterval(_PAUSE_MS)
        self._pause.timeout.connect(self.look_for_same)
        self._connect()
        self._show_window()

    @property
    def known(self) -> Person | None:
        """The person chosen among those already known."""
        return self.name.known

    def typed_address(self) -> Address:
        return parse_address(self.address.value())

    def typed_greeting(self) -> str:
        """What is typed, or else the usual greeting for the name."""
        return self.greeting.value() or self.greeting.edit.placeholderText()

    def use(self, person: Person) -> None:
        """Take a known person: their name, greeting and address come with them."""
        self.name.use(person)

    def clear(self) -> None:
        for field in (self.name, self.greeting, self.address):
            field.set_value("")
        self._pause.stop()
        self._say(None)

    def set_narrow(self, narrow: bool) -> None:
        """Give the preview of the envelope less room where there is little."""
        self.envelope.set_narrow(narrow)

    @Slot()
    def look_for_same(self) -> None:
        """Warn when somebody known looks like the person typed."""
        if self.known is not None:
            return
        try:
            found = likely_same(
                self._session, self.name.value(), self.typed_address().postcode
            )
        except VaultUnavailable:
            return  # locked since the last key: a hint is not worth an error
        if not found:
            self._say(None)
            return
        self._offered = found[:1]
        use = secondary("Use this person")
        use.clicked.connect(self._use_offered)
        self._say(
            Note(
                "warn",
                f"Likely the same person: {found[0].name}",
                ", ".join(found[0].address.printed()),
                buttons=(use,),
            )
        )

    def _matching(self, text: str) -> Sequence[Person]:
        return people_matching(self._session, text)

    @Slot()
    def _use_offered(self) -> None:
        if self._offered:
            self.use(self._offered[0])

    @Slot(object)
    def _take(self, person: Person) -> None:
        self.greeting.set_value(person.salutation or greeting_for(person.name))
        self.address.set_value(person.address.typed())
        self._say(
            Note("ok", "Known person", "Their address and earlier cases are kept.")
        )

    @Slot()
    def _follow_name(self) -> None:
        if self.known is None:
            self._drop_known()
        self.greeting.edit.setPlaceholderText(greeting_for(self.name.value()))
        self._show_window()
        self._pause.start()
        self.changed.emit()

    def _drop_known(self) -> None:
        if self._note is not None and self._note.title.text() == "Known person":
            self._say(None)

    @Slot()
    def _follow_address(self) -> None:
        self._show_window()
        self._pause.start()
        self.changed.emit()

    def _show_window(self) -> None:
        lines = self.typed_address().printed(self.name.value())
        self.envelope.show_lines(lines)

    def _say(self, note: Note | None) -> None:
        if self._note is not None:
            self._note.hide()
            self._note.deleteLater()
        self._note = note
        if note is not None:
            self._notes.addWidget(note)

    def _connect(self) -> None:
        self.name.chosen.connect(self._take)
        self.name.changed.connect(self._follow_name)
        self.address.changed.connect(self._follow_address)
        self.greeting.changed.connect(self.changed)

    def _build(self) -> None:
        self.envelope = EnvelopeCard(window_lines(self._session))
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addLayout(columns(self.name, self.greeting, stretch=(1, 0)))
        left.addWidget(self.address)
        left.addStretch(1)
        row = QHBoxLayout()
        row.setSpacing(GAP_ROW)
        row.addLayout(left, 1)
        row.addWidget(self.envelope)
        self._notes = QVBoxLayout()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(row)
        column.addLayout(self._notes)
