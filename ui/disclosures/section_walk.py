"""The ways through a request: from section to section, to the question one needs."""

from collections.abc import Sequence

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from isteam_app.domain.disclosure_forms import SECTIONS, SUBJECT, Section
from isteam_app.domain.disclosure_gates import Gate
from isteam_app.domain.forms import Entry, standing
from isteam_app.errors import RuleBroken
from isteam_app.services.disclosures import RequestPage
from isteam_app.services.request_rights import why_no_filling
from ui.common.buttons import secondary
from ui.common.notes import Note
from ui.disclosures.live_gates import section_stops
from ui.disclosures.lock_panel import LOCK
from ui.disclosures.offers import offers_of
from ui.disclosures.reading_on import ReadingOn
from ui.disclosures.request_parts import DOCUMENTS, HISTORY, Parts
from ui.disclosures.request_words import leaves_something
from ui.disclosures.request_writer import RequestWriter
from ui.disclosures.section_view import ABOUT, Offers

FIRST = SECTIONS[0].key
TELLING, LEFT = "telling", "left"
_BY_KEY = {section.key: section for section in SECTIONS}
_NOT_LOCKED = (
    "The request is not locked",
    "Everybody here can find it. Lock it, and it exists for those who are cleared.",
)


class SectionWalk(QObject):
    """Knows where one is in a request. What was typed is kept before one goes on.

    `shown` is the request in sight, None for one that is not recorded yet, `gates`
    what the rules say of it. `turned` tells that another place is in sight.
    """

    turned = Signal()
    lock_wanted = Signal(str)

    def __init__(
        self, parts: Parts, reading: ReadingOn, writer: RequestWriter, me: str
    ) -> None:
        super().__init__(parts)
        self._parts, self._view = parts, parts.view
        self._reading, self._writer, self._me = reading, writer, me
        self.shown: RequestPage | None = None
        self.gates: tuple[Gate, ...] = ()
        self.place = FIRST
        self._view.moved.connect(self.move_by)
        for keys, act in (("Ctrl+Down", self._step_down), ("Ctrl+Up", self._step_up)):
            shortcut = QShortcut(QKeySequence(keys), parts, act)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)

    def first_place(self) -> str:
        """The section to begin with: the first that lacks something."""
        shown = self._open()
        if not shown.request.is_open:
            return LEFT if leaves_something(shown.request) else FIRST
        stops = section_stops(self.gates, shown.entries, shown.subject_count)
        lacking = (one.key for one in stops if one.state in ("blocked", "missing"))
        return next(lacking, FIRST)

    def first_focus(self) -> QWidget | None:
        """The first unmet question of the section, or the first without an answer."""
        if self._parts.middle.current() is not self._view:
            return self._parts.first_beside(self.place)
        unmet = [
            self._view.input_of(gate.form, gate.field)
            for gate in self.gates
            if gate.section == self.place and gate.holds_up
        ]
        found = self._view.uppermost(one for one in unmet if one is not None)
        return found or self._view.first_field() or self._parts.sections.focus_target()

    def focus_first(self) -> None:
        first = self.first_focus()
        if first is not None and first.isVisible():
            first.setFocus(Qt.FocusReason.OtherFocusReason)

    @Slot(str)
    def go_to(self, key: str) -> None:
        """Turn to a place of an open request; what was typed is kept first."""
        if self.shown is not None and not self.keep_typing(then=key):
            self.go_on(key)

    def jump(self, form: str, field: str) -> None:
        """Turn to a question of an open request; what was typed is kept first."""
        section = next((one.key for one in SECTIONS if _asks(one, form)), self.place)
        target = f"{section}/{form}/{field}"
        if section == self.place or not self.keep_typing(then=target):
            self.go_on(target)

    def go_on(self, target: str) -> None:
        """Go where one was led to: a place, or "section/form/question"."""
        place, _, question = target.partition("/")
        self.go(place)
        if question:
            self._view.focus_on(*question.split("/"))
        else:
            self.focus_first()

    def go(self, key: str) -> None:
        """Turn to a section as it is kept, or to what is kept beside the sections."""
        self.place = key
        self._parts.middle.hold_focus()
        self._parts.acts.show()
        if key in _BY_KEY:
            if not self._view.holds_typing_of(key):
                self._show_section(_BY_KEY[key])
            self._parts.middle.turn_to(self._view)
        elif key in self._parts.beside:
            self._parts.middle.turn_to(self._parts.beside[key])
            if key == DOCUMENTS:
                self._parts.documents.show_chosen()
            elif key == HISTORY:
                self._parts.history.changes.turn_to()
        self.turned.emit()

    def follow(self) -> None:
        """Let the section follow what is kept, and whether it may still be changed."""
        shown, section = self._open(), self._view.section
        if section is None:
            return
        if self._locked(section) == self._view.locked or self._view.is_unsaved:
            self._view.follow(shown.entries, self._offers(), shown.documents)
        else:
            self._show_section(section)

    def keep_typing(self, then: str) -> bool:
        """Keep what was typed in the section, then go on; False for nothing typed."""
        if self.shown is None or not self._view.is_unsaved:
            return False
        try:
            filled = self._view.pending()
        except RuleBroken:
            return True
        named = self._parts.subjects.pending() if self._view.asks_about else ()
        self._writer.keep(filled, named, then)
        return True

    @Slot(int)
    def move_by(self, by: int) -> None:
        """Keep what was typed, and go to the next section or the one before."""
        keys = list(_BY_KEY)
        at = keys.index(self.place) + by
        target = keys[max(0, min(at, len(keys) - 1))]
        if not self.keep_typing(then=target if by else "") and by:
            self.go_on(target)

    def _step(self, by: int) -> None:
        """Go to the place above or below in the list, whatever it is."""
        keys = [stop.key for stop in self._parts.sections.stops()]
        self.go_to(keys[(keys.index(self.place) + by) % len(keys)])

    @Slot()
    def _step_down(self) -> None:
        self._step(1)

    @Slot()
    def _step_up(self) -> None:
        self._step(-1)

    @Slot()
    def _want_lock(self) -> None:
        self.lock_wanted.emit(LOCK)

    def _show_section(self, section: Section) -> None:
        shown, at = self._open(), SECTIONS.index(section)
        locked = self._locked(section)
        self._view.show_section(
            section,
            shown.entries,
            self._offers(),
            documents=shown.documents,
            before=SECTIONS[at - 1].title if at else "",
            after=SECTIONS[at + 1].title if at + 1 < len(SECTIONS) else "",
            locked=locked,
        )
        unlocked = not (shown.request.locked or locked)
        if section.key == TELLING and unlocked and _must_not_be_told(shown.entries):
            button = secondary("Lock the request", "held")
            button.clicked.connect(self._want_lock)
            self._view.say(Note("warn", *_NOT_LOCKED, buttons=(button,)))

    def _locked(self, section: Section) -> str:
        """Why nothing may be changed in a section, "" where all may."""
        shown = self._open()
        return shown.rights.lock or why_no_filling(shown.request, section.forms[0].key)

    def _offers(self) -> Offers:
        return offers_of(self._open(), self._me, self._reading.organisations())

    def _open(self) -> RequestPage:
        assert self.shown is not None  # noqa: S101  asked of a recorded request only
        return self.shown


def _asks(section: Section, form: str) -> bool:
    if form == SUBJECT.key:
        return section.key == ABOUT
    return any(one.key == form for one in section.forms)


def _must_not_be_told(entries: Sequence[Entry]) -> bool:
    return any(each["telling"] == "must_not" for each in standing(entries, TELLING))
