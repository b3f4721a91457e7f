"""Where one works while the vault is open: the pages, and the ways between them."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QWidget

from isteam_app.domain.letters import Letter
from isteam_app.domain.listing import Hit, HitKind
from isteam_app.domain.rights import Act, refusal
from isteam_app.errors import IsteamError, VaultReadOnly
from isteam_app.services.backups import Light
from isteam_app.services.half_typed import Typed
from isteam_app.services.letters import start_letter
from isteam_app.services.look_only import why_nothing_changes
from isteam_app.services.print_desk import letters_waiting
from isteam_app.services.session import Session
from isteam_app.services.trail_checks import TrailHealth
from ui.barred import Barred
from ui.common.background import Background, Job
from ui.common.buttons import secondary
from ui.common.frame import Frame
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.rail import Rail
from ui.common.status_bar import StatusBar
from ui.common.top_bar import Hit as FoundHit
from ui.common.top_bar import TopBar
from ui.damage.state_banner import StateBanner
from ui.page_typing import PageTyping
from ui.places import FOOT, PLACES, Place, place_words
from ui.quick_actions import QuickFind
from ui.screen import Narrows, Screen
from ui.trail_watch import TrailWatch
from ui.typing_watch import TypingWatch
from ui.window_titles import PROGRAM, title_of

_UNDER = {
    "case": "cases",
    "letter": "letters",
    "request": "disclosures",
    "directory": "disclosures",
    "numbers": "disclosures",
    "person": "people",
    "audit": "settings",
    "templates": "settings",
}
"""Which place is shown as current while a page without a place of its own is open."""
_DAMAGE = Place("damage")
_MAKES = ("intake", "request", "batch")
"""Pages that only make something new."""
_COUNT_MS = 20_000
_MOST_BACK = 50


class Workplace(QObject):
    """Builds pages when they are first wanted and leads from one to the next."""

    lock_wanted = Signal()
    other_wanted = Signal(object)  # the Path of another vault to open
    titled = Signal(str)
    theme_chosen = Signal(str)
    text_chosen = Signal(float)
    settings_changed = Signal()
    backups_changed = Signal()

    def __init__(
        self,
        session: Session,
        background: Background,
        makers: "dict[str, Maker]",
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self.session, self.background = session, background
        self.place = self._asked_at = Place("")
        self._makers = makers
        self._screens: dict[str, Screen] = {}
        self._shown: dict[str, int] = {}
        self._looked: dict[str, str] = {}
        self._way: list[Place] = []
        self._closing = False
        self._kept_at = self.place
        self._build_frame()
        self._typing = PageTyping(
            session, background, self.frame, self._screens, self._shown, self
        )
        background.unheard.connect(self.show_trouble)
        self._set_shortcuts()
        self.trail = TrailWatch(session, background, self)
        self.trail.found_fault.connect(self._tell_fault)
        self.trail.start()
        self.watch = TypingWatch(self._see_typing, self)
        self.watch.rested.connect(self.keep_draft)
        self._counting = QTimer(self)
        self._counting.setInterval(_COUNT_MS)
        self._counting.timeout.connect(self.show_waiting)
        self._counting.start()
        self.state = StateBanner(session, self.frame, self)
        self.barred = Barred(session, self.frame, self)
        self.state.damaged.connect(self.show_damage)
        self.state.help_wanted.connect(self.show_damage)

    @Slot()
    def show_damage(self) -> None:
        """Show what is safe of a vault that is not whole, and every way on.

        Nothing of the vault is read for it: there may be nothing left to read.
        """
        self._counting.stop()
        if self._closing or self.place == _DAMAGE:
            return
        screen = self.screen(_DAMAGE.key)
        screen.refresh()
        if self.place.key:
            self._way = [*self._way, self.place][-_MOST_BACK:]
        self.place = _DAMAGE
        self.frame.show_page(_DAMAGE.key)
        self.frame.rail.set_current(_DAMAGE.key)
        self.titled.emit(PROGRAM)

    def screen(self, key: str) -> Screen:
        """The page of a key, built when first wanted."""
        if key not in self._screens:
            screen, widget = self._makers[key](self)
            self._screens[key] = screen
            self.frame.add_page(key, widget)
            words = self._looked.pop(key, None)
            if words is not None and isinstance(screen, Narrows):
                screen.look_for(words)
        return self._screens[key]

    def looked_for(self) -> dict[str, str]:
        """The words by which each list is narrowed, by the page's key."""
        found = self._screens.items()
        now = {key: one.looked_for() for key, one in found if isinstance(one, Narrows)}
        return {**self._looked, **now}

    def look_again(self, words: Mapping[str, str]) -> None:
        """Narrow each list as before, when it is first shown."""
        self._looked = dict(words)

    @Slot(str)
    def go(self, key: str) -> None:
        """Go to a page that shows no one record; "lock" locks."""
        refused = why_nothing_changes(self.session)
        role = refusal(self.session.member.role, Act.WORK)
        if key == "lock":
            self.lock_wanted.emit()
        elif key in _MAKES and (refused or role):
            kind = VaultReadOnly if refused else IsteamError
            self.show_trouble(kind(refused or role))
        else:
            self.show_place(Place(key))

    @Slot(int)
    def open_case(self, case_id: int) -> None:
        self.show_place(Place("case", case_id))

    @Slot(int)
    def open_letter(self, letter_id: int) -> None:
        self.show_place(Place("letter", letter_id))

    @Slot(int)
    def open_request(self, disclosure_id: int) -> None:
        self.show_place(Place("request", disclosure_id))

    @Slot(int)
    def open_person(self, person_id: int) -> None:
        self.show_place(Place("person", person_id))

    @Slot()
    def new_post(self) -> None:
        self.go("intake")

    @Slot()
    def new_request(self) -> None:
        self.go("request")

    @Slot()
    def open_desk(self) -> None:
        self.go("letters")

    @Slot(str)
    def open_desk_at(self, state: str) -> None:
        """Open the print desk on the letters of one state."""
        self.go("letters")
        self.screen("letters").show_state(state)  # type: ignore[attr-defined] # only the desk has it

    @Slot(object)
    def note_saved(self, _ids: object) -> None:
        """An item of post is in the vault now: drop the draft of it, from anywhere."""
        self._typing.forget(Place("intake"))
        self.show_waiting()

    @Slot()
    def open_register(self) -> None:
        self.go("disclosures")

    @Slot(str)
    def open_requests_of(self, organisation: str) -> None:
        """Open the register on what one organisation asked."""
        self.go("disclosures")
        self.screen("disclosures").show_organisation(organisation)  # type: ignore[attr-defined] # only the register has it

    @Slot(str, str)
    def add_organisation(self, name: str, kind: str) -> None:
        """Open the directory on an organisation that is not in it yet."""
        self.go("directory")
        self.screen("directory").offer_new(name, kind)  # type: ignore[attr-defined] # only the directory has it

    @Slot()
    def back(self) -> None:
        """Return to where one came from."""
        while self._way:
            place = self._way.pop()
            if place != self.place:
                self.show_place(place, back=True)
                return
        self.go(_UNDER.get(self.place.key, "today"))

    @Slot()
    def leave_gone(self) -> None:
        """Return from a record that is no more, and never go back to it."""
        gone = self.place
        self._typing.forget(gone)
        self._way = [place for place in self._way if place != gone]
        self.place = Place("")
        if self._way:
            self.back()
        else:
            self.go(_UNDER.get(gone.key, "today"))

    @Slot(int, str)
    def write_letter(self, case_id: int, template: str) -> None:
        """Start a letter about a case, then open it."""
        self._asked_at = self.place
        job = Job(partial(_started, self.session, case_id, template))
        job.succeeded.connect(self._open_started)
        job.failed.connect(self.show_trouble)
        self.background.start(job)

    @Slot(object)
    def write_to_each(self, case_ids: Sequence[int]) -> None:
        """Ask which letter to write for several cases."""
        self.go("batch")
        if self.place == Place("batch"):
            self.screen("batch").begin(case_ids)  # type: ignore[attr-defined] # only a batch has it

    @Slot(int)
    def open_batch(self, letter_id: int) -> None:
        """Show the batch that a letter was begun in."""
        self.show_place(Place("batch", letter_id))

    @Slot(object)
    def choose_hit(self, hit: FoundHit) -> None:
        """Go where a line of quick find leads."""
        record = hit.value
        if isinstance(record, str):
            self._act(*record.split(":", 1))
        elif isinstance(record, Hit):
            self._open_record(record)

    def _act(self, key: str, part: str = "") -> None:
        """Go to a page, and to the part of it that an action names."""
        self.go(key)
        if part and self.place.key == key:
            self.screen(key).show_part(part)  # type: ignore[attr-defined] # pages with parts

    def show_place(self, place: Place, *, back: bool = False) -> None:
        """Turn to a page. What stood half typed in it for another record is kept."""
        if self._closing:
            return
        if place == _DAMAGE:
            if self.session.vault.damage:
                self.show_damage()
                return
            place = Place("today")  # where one locked before it was put right
        try:
            self._typing.leave(self.place, place)
            screen = self.screen(place.key)
            self._turn(screen, place)
        except IsteamError as error:
            self.show_trouble(error)
            return
        became = self.place.key == place.key and not self.place.id  # it was saved
        if not back and self.place.key and self.place != place and not became:
            self._way = [*self._way, self.place][-_MOST_BACK:]
        if place != self.place:
            self.trail.note(place.key, place.id)
        self.place = place
        self.frame.show_page(place.key)
        self.frame.rail.set_current(_UNDER.get(place.key, place.key))
        self.titled.emit(title_of(self.session, place.key, place.id))
        self._typing.give_back(place)
        self.barred.look()
        self.show_waiting()

    @Slot(object)
    def _tell_fault(self, found: TrailHealth) -> None:
        """Say on Today what the weekly check of the audit trail found."""
        if self._closing:
            return
        button = secondary("Open the audit trail", "next")
        button.clicked.connect(partial(self.go, "audit"))
        text = f"{' '.join(found.faults)} Keep this vault as it is and tell whoever "
        text += "answers for the record."
        title = "The audit trail is not as it was written"
        self.screen("today").say(Note("danger", title, text, buttons=(button,)))

    @Slot(object)
    def show_trouble(self, error: IsteamError) -> None:
        """Say it in the page in sight; while the vault locks there is none."""
        if self._closing:
            return
        here = self.frame.pages.currentWidget()
        show_error(self.frame if here is None else here, error)

    @Slot()
    def show_waiting(self) -> None:
        """Count the letters that wait for the printer and the post."""
        self.frame.status_bar.set_waiting(letters_waiting(self.session))

    @Slot(object)
    def show_backup(self, light: Light) -> None:
        """Say at the foot of the window how old the last verified backup is."""
        if not self._closing:
            self.frame.status_bar.set_backup(light.words, light.tone)

    def offer_kept(self) -> None:
        """Say what was half typed when the program ended unasked, and lead to it."""
        known = [one for one in self._typing.left_over() if one.key in self._makers]
        screen = self._screens.get(self.place.key)
        if not known or screen is None or known[0] == self.place:
            return
        self._kept_at = known[0]
        more = f" and {len(known) - 1} more" if len(known) > 1 else ""
        words = place_words(self.session, self._kept_at)
        button = secondary("Go on with it", "next")
        button.clicked.connect(self._go_on)
        text = f"{words}{more}. It comes back where it was typed."
        screen.say(Note("info", "Half typed text was kept", text, buttons=(button,)))

    @Slot()
    def _go_on(self) -> None:
        self.show_place(self._kept_at)

    def _see_typing(self) -> tuple[Place, str | None]:
        screen = None if self._closing else self._screens.get(self.place.key)
        return self.place, screen.half_typed() if screen is not None else None

    def take_in(self, typed: Mapping[str, Typed]) -> None:
        """Hold typing that no disk would take at the last lock."""
        self._typing.keeper.take_in(typed)

    @Slot()
    def keep_draft(self) -> None:
        """Keep what is half typed on the page in sight, on the worker."""
        self._typing.keep(self.place)

    def stop_moving(self) -> None:
        """From here on no signal leads anywhere: the vault is about to close."""
        self._closing = True
        self._typing.stop()
        self.watch.stop()
        self.trail.stop()
        self._counting.stop()
        self.state.stop()
        self.barred.stop()

    def keep_typing(self) -> dict[str, Typed]:
        """Keep what is half typed on every page; return what the vault would not take.

        The background must be closed: nothing else may be changing the vault.
        """
        self.trail.flush()
        return self._typing.keep_all()

    def gather_loose(self) -> None:
        """Take note of what is typed where no page keeps it, while it is in sight."""
        self._typing.gather_loose()

    def tell_loose(self) -> None:
        """Say once what was typed in a question that the last lock closed."""
        self._typing.tell_loose(self._screens.get(self.place.key))

    def _turn(self, screen: Screen, place: Place) -> None:
        if self._shown.get(place.key) == place.id:
            screen.refresh()
        elif place.id:
            screen.open(place.id)  # type: ignore[attr-defined] # pages of one record
        elif place.key == "request":
            screen.start_new()  # type: ignore[attr-defined] # only this page has it
        else:
            screen.refresh()
        self._shown[place.key] = place.id

    def _open_record(self, record: Hit) -> None:
        if record.kind is HitKind.CASE:
            self.open_case(record.id)
        elif record.kind is HitKind.DISCLOSURE:
            self.open_request(record.id)
        elif record.kind is HitKind.LETTER:
            self.open_letter(record.id)
        else:
            self.open_person(record.id)

    @Slot(object)
    def _open_started(self, letter: Letter) -> None:
        if self.place == self._asked_at:  # whoever went elsewhere is not called back
            self.open_letter(letter.id)

    @Slot()
    def refresh_shell(self) -> None:
        """Show the organisation's name and the marks again after a change."""
        self.frame.rail.set_organisation(self.session.settings().organisation.name)
        self.settings_changed.emit()

    def _build_frame(self) -> None:
        settings = self.session.settings()
        rail = Rail(settings.organisation.name, PLACES, foot=FOOT)
        self.find = QuickFind(self.session)
        top_bar = TopBar(self.find)
        status_bar = StatusBar()
        status_bar.set_member(f"{self.session.member.name}, {self.session.member.role}")
        watermark = "DEMO: made-up people" if settings.demonstration else ""
        self.frame = Frame(rail, top_bar, status_bar, watermark=watermark)
        rail.chosen.connect(self.go)
        top_bar.hit_chosen.connect(self.choose_hit)
        top_bar.new_post.connect(self.new_post)
        top_bar.new_request.connect(self.new_request)

    def _set_shortcuts(self) -> None:
        for item in (*PLACES, *FOOT):
            self._shortcut(item.shortcut, partial(self.go, item.key))
        self._shortcut("Ctrl+N", self.new_post)
        self._shortcut("Ctrl+Shift+N", self.new_request)

    def _shortcut(self, keys: str, act: Callable[[], None]) -> None:
        QShortcut(QKeySequence(keys), self.frame, act)


Maker = Callable[[Workplace], tuple[Screen, QWidget]]


def _started(session: Session, case_id: int, template: str, _: object) -> Letter:
    return start_letter(session, case_id, template)
