"""A name that is typed, or chosen among the people already known."""

from collections.abc import Callable, Sequence

from PySide6.QtCore import QStringListModel, QTimer, Signal, Slot
from PySide6.QtWidgets import QCompleter

from isteam_app.domain.people import Person
from ui.common.fields import TextField

Find = Callable[[str], Sequence[Person]]
_MOST = 20_000
"""What is pasted is not cut: a name far too long is refused in words."""


class KnownName(TextField):
    """Offers known people while one types.

    Who was chosen stays chosen until the name is changed.
    """

    chosen = Signal(object)  # a Person

    def __init__(
        self,
        name: str,
        find: Find,
        *,
        placeholder: str = "Name, with title",
        required: bool = True,
    ) -> None:
        super().__init__(name, required=required, placeholder=placeholder, most=_MOST)
        self._find = find
        self._known: Person | None = None
        self._offered: Sequence[Person] = ()
        self._next: Person | None = None
        self._names = QStringListModel(self)
        completer = QCompleter(self._names, self)
        completer.setCompletionMode(QCompleter.CompletionMode.UnfilteredPopupCompletion)
        self.edit.setCompleter(completer)
        self.edit.textEdited.connect(self._suggest)
        self.edit.textChanged.connect(self._follow)
        completer.activated.connect(self._choose)

    @property
    def known(self) -> Person | None:
        """The person chosen among those already known."""
        return self._known

    def use(self, person: Person) -> None:
        """Take a known person, name and all."""
        self.set_value(person.name)
        self._known = person
        self.chosen.emit(person)
        self.changed.emit()

    @Slot(str)
    def _suggest(self, text: str) -> None:
        self._offered = self._find(text)
        self._names.setStringList([_line(person) for person in self._offered])

    @Slot(str)
    def _choose(self, line: str) -> None:
        self._next = next((one for one in self._offered if _line(one) == line), None)
        # the completer writes its own line after this slot: come after it
        QTimer.singleShot(0, self, self._use_next)

    @Slot()
    def _use_next(self) -> None:
        if self._next is not None:
            self.use(self._next)

    @Slot()
    def _follow(self) -> None:
        if self._known is not None and self.value() != self._known.name:
            self._known = None


def _line(person: Person) -> str:
    where = ", ".join(person.address.printed())
    return f"{person.name}, {where}" if where else person.name
