"""Who wrote: typed, or chosen among the people already known."""

from collections.abc import Sequence

from PySide6.QtCore import QStringListModel, Qt, QTimer, Signal, Slot
from PySide6.QtWidgets import QCompleter, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.addresses import Address, parse_address
from isteam_app.domain.people import Person, greeting_for
from isteam_app.errors import VaultUnavailable
from isteam_app.services.intake import likely_same, people_matching, window_lines
from isteam_app.services.session import Session
from ui.common.buttons import secondary
from ui.common.choice_fields import CheckField
from ui.common.envelope_card import EnvelopeCard
from ui.common.fields import AreaField, TextField
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
        self._known: Person | None = None
        self._offered: Sequence[Person] = ()
        self._chosen: Person | None = None
        self._note: Note | None = None
        self.name = TextField(
            "Who wrote", required=True, placeholder="Name, with title", most=2_000
        )
        self.greeting = TextField("Greeting", placeholder="Dear ...", width=190)
        self.address = AreaField(
            "Paste the address", lines=3, most=2_000, placeholder="Commas or new lines"
        )
        self.acting = CheckField("Acting for somebody else")
        self.acting_for = TextField("Whom they act for", required=True)
        self._names = QStringListModel(self)
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
        return self._known

    def typed_address(self) -> Address:
        return parse_address(self.address.value())

    def typed_acting_for(self) -> str:
        return self.acting_for.value() if self.acting.value() else ""

    def use(self, person: Person) -> None:
        """Take a known person: their name, greeting and address come with them."""
        self.name.set_value(person.name)
        self.greeting.set_value(person.salutation or greeting_for(person.name))
        self.address.set_value(person.address.typed())
        self._known = person
        self._say(
            Note("ok", "Known person", "Their address and earlier cases are kept.")
        )
        self._show_window()
        self.changed.emit()

    def clear(self) -> None:
        self._known = None
        for field in (self.name, self.greeting, self.address, self.acting_for):
            field.set_value("")
        self.acting.set_value(value=False)
        self._pause.stop()
        self._say(None)

    @Slot()
    def look_for_same(self) -> None:
        """Warn when somebody known looks like the person typed."""
        if self._known is not None:
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
        person = found[0]
        use = secondary("Use this person")
        use.clicked.connect(self._use_offered)
        where = ", ".join(person.address.printed())
        self._say(
            Note(
                "warn",
                f"Likely the same person: {person.name}",
                where,
                buttons=(use,),
            )
        )

    @Slot()
    def _use_offered(self) -> None:
        if self._offered:
            self.use(self._offered[0])

    @Slot(str)
    def _suggest(self, text: str) -> None:
        self._known = None
        self._offered = people_matching(self._session, text)
        self._names.setStringList([_line(person) for person in self._offered])

    @Slot(str)
    def _choose(self, line: str) -> None:
        self._chosen = next((one for one in self._offered if _line(one) == line), None)
        # the completer writes its own line after this slot: come after it
        QTimer.singleShot(0, self, self._use_chosen)

    @Slot()
    def _use_chosen(self) -> None:
        if self._chosen is not None:
            self.use(self._chosen)

    @Slot()
    def _follow_name(self) -> None:
        if self._known is not None and self.name.value() != self._known.name:
            self._known = None
            self._say(None)
        self.greeting.edit.setPlaceholderText(greeting_for(self.name.value()))
        self._show_window()
        self._pause.start()
        self.changed.emit()

    @Slot()
    def _follow_address(self) -> None:
        self._show_window()
        self._pause.start()
        self.changed.emit()

    @Slot()
    def _follow_acting(self) -> None:
        self.acting_for.setVisible(self.acting.value())
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
        self.name.edit.textEdited.connect(self._suggest)
        self.name.changed.connect(self._follow_name)
        self.address.changed.connect(self._follow_address)
        self.acting.changed.connect(self._follow_acting)
        self.greeting.changed.connect(self.changed)
        self.acting_for.changed.connect(self.changed)
        self._completer.activated.connect(self._choose)

    def _build(self) -> None:
        self._completer = QCompleter(self._names, self)
        self._completer.setCompletionMode(
            QCompleter.CompletionMode.UnfilteredPopupCompletion
        )
        self.name.edit.setCompleter(self._completer)
        self.acting_for.hide()
        self.envelope = EnvelopeCard(window_lines(self._session))
        left = QVBoxLayout()
        left.setSpacing(GAP)
        left.addWidget(self.name)
        left.addWidget(self.address)
        greeted = QHBoxLayout()
        greeted.setSpacing(GAP_ROW)
        greeted.addWidget(self.greeting)
        greeted.addWidget(self.acting, 1, Qt.AlignmentFlag.AlignBottom)
        left.addLayout(greeted)
        left.addWidget(self.acting_for)
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

    def set_narrow(self, narrow: bool) -> None:
        """Give the preview of the envelope less room where there is little."""
        self.envelope.set_narrow(narrow)


def _line(person: Person) -> str:
    where = ", ".join(person.address.printed())
    return f"{person.name}, {where}" if where else person.name
