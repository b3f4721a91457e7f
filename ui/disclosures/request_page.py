"""A third-party request: its sections one by one, and what it still needs."""

from datetime import date

from PySide6.QtCore import Qt, Signal, Slot
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QWidget

from isteam_app.domain.disclosure_gates import Gate
from isteam_app.domain.disclosures import Disclosure, DisclosureState
from isteam_app.domain.letters import Letter
from isteam_app.errors import ChangedMeanwhile, IsteamError, NotFound, RuleBroken
from isteam_app.services.disclosures import RequestPage as Shown
from isteam_app.services.disclosures import open_request
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.buttons import secondary
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.page import Page
from ui.common.paper_ways import Chooser, MakePrinting
from ui.common.speech import announce
from ui.disclosures.lock_panel import REVIEW
from ui.disclosures.move_panel import NOTE
from ui.disclosures.panel_desk import PanelDesk
from ui.disclosures.reading_on import ReadingOn
from ui.disclosures.record_panel import RecordDesk, choose_file
from ui.disclosures.request_acts import Acts
from ui.disclosures.request_judge import RequestJudge
from ui.disclosures.request_panel import RequestPanel
from ui.disclosures.request_parts import DOCUMENTS, LETTERS, Parts
from ui.disclosures.request_typing import half_typed, put_back
from ui.disclosures.request_words import (
    chips_of,
    meta_of,
    summary_of,
)
from ui.disclosures.request_writer import PANEL, PEOPLE, RequestWriter
from ui.disclosures.section_walk import FIRST, SectionWalk

_WRITE_NEXT = (DisclosureState.WAITING, DisclosureState.DECIDED)
"""The states that begin with a letter to who asks."""
_HALF = "Save it or cancel it, then go on."
_RECORD_FIRST = "Its other sections are filled in afterwards, in any order."
_NO_ACTS = Acts((), None, ())


class RequestPage(Page):
    """Record a request, fill it in, have it decided, and note what left."""

    saved = Signal(int)
    back = Signal()
    person_opened = Signal(int)
    letter_opened = Signal(int)
    organisation_wanted = Signal(str, str)  # a name and a kind for the directory
    name = "request"

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        printing: MakePrinting | None = None,
        choose_path: Chooser = choose_file,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self._session, self._background = session, background
        self._shown: Shown | None = None
        self._reading = ReadingOn(session)
        self.parts = Parts(session, background, self._reading, self._today)
        self.view, self.new = self.parts.view, self.parts.new
        self.gate, self.sections = self.parts.gate, self.parts.sections
        self.acts, self.middle = self.parts.acts, self.parts.middle
        self.writer = RequestWriter(session, background, self.parts.progress)
        self.walk = SectionWalk(
            self.parts, self._reading, self.writer, session.member.name
        )
        record = RecordDesk(
            background=background, printing=printing, chooser=choose_path
        )
        self.desk = PanelDesk(session, self.parts, self._state, record)
        self._judge = RequestJudge(session, self.parts, self.walk, self.desk)
        self.judge = self._judge.judge
        self._build()
        self._connect()
        self.start_new()

    @property
    def request(self) -> Disclosure | None:
        """The request in sight, None for one that is not recorded yet."""
        return self._shown.request if self._shown else None

    @property
    def panel(self) -> RequestPanel | None:
        """The panel over the request, None for none."""
        return self.desk.panel

    @property
    def place(self) -> str:
        """The section in sight, or what is kept beside the sections."""
        return self.walk.place

    def start_new(self) -> None:
        """Show the first section of a request that has just come in."""
        self._shown = self.walk.shown = None
        self.walk.place = FIRST
        self.writer.request = None
        self.desk.close()
        self.say(None)
        self.new.start(self._reading.organisations(), self._reading.settings())
        self.set_title("New third-party request")
        self.set_meta("")
        self.set_summary("")
        self.acts.set_acts(_NO_ACTS)
        self.parts.show_new(on=True)
        self.judge()

    def open(self, disclosure_id: int) -> None:
        """Show one request of the register.

        Raises NotFound when it is not there, or not there for who is signed in.
        """
        shown = open_request(self._session, disclosure_id)
        other = self._shown is None or self._shown.request.id != disclosure_id
        if other:
            self.desk.close()
            self.say(None)
            self.parts.documents.forget()
            self.parts.subjects.clear()
            self.view.forget()
        self._take(shown)
        if other:
            self.walk.go(self.walk.first_place())
            self.gate.to_the_top()

    @Slot()
    def refresh(self) -> None:
        """Read the request again; what stands half typed stays."""
        if self._shown is not None:
            self._take(open_request(self._session, self._shown.request.id))

    @Slot()
    def reload(self) -> None:
        """Read the newest state after somebody else changed the request."""
        self.say(None)
        try:
            self.refresh()
        except IsteamError as error:
            show_error(self, error)

    def first_focus(self) -> QWidget | None:
        """The first unmet question in sight, or the first without an answer."""
        if self._shown is None:
            answers = self.new.answers
            return answers.fields[answers.first_empty()].input
        if self.desk.in_sight is not None:
            return self.desk.in_sight.save_button
        return self.walk.first_focus()

    def half_typed(self) -> str | None:
        """What stands in the fields, while it is not kept."""
        return half_typed(self.parts, self.walk, self.desk)

    def restore_typing(self, text: str) -> None:
        put_back(text, self.parts, self.walk, self.desk)
        self.judge()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.parts.fit(event.size().width(), event.size().height())

    @Slot(str)
    def go_to(self, key: str) -> None:
        """Turn to a section, or to what is kept beside them; typing is kept first."""
        if self._shown is None and key != FIRST:
            self.say(Note("info", "Record the request first", _RECORD_FIRST))
        self.walk.go_to(key)

    @Slot(str)
    def jump(self, key: str) -> None:
        """Turn to the question that a line of the gates names."""
        _, form, field = key.split("/")
        if self._shown is None:
            self.new.answers.fields[field].focus_field()
        else:
            self.walk.jump(form, field)

    @Slot(str)
    def ask(self, key: str) -> None:
        """Open the panel of an act."""
        self.desk.ask(key)

    def _take(self, shown: Shown) -> None:
        """Show a request as it is kept now."""
        self._shown = self.walk.shown = shown
        request = self.writer.request = shown.request
        self.set_title(request.organisation)
        self.set_meta(meta_of(shown), *chips_of(shown))
        self.set_summary(summary_of(shown))
        self._reading.show(shown)
        self.parts.show_request(shown, self.walk.place)
        self.walk.follow()
        self.judge()

    @Slot(object)
    def _done(self, result: Disclosure | Letter) -> None:
        if not self.writer.is_for_what_is_shown:
            return  # another request was opened meanwhile; this one is safe
        if isinstance(result, Letter):
            self.letter_opened.emit(result.id)
        elif self._shown is None:
            self.new.forget()
            self.saved.emit(result.id)
            announce(self, f"{result.reference} is recorded")
        else:
            self._show_kept(self._shown.request, self.writer.kept)

    def _show_kept(self, before: Disclosure, kept: tuple[str, ...]) -> None:
        """Show a request anew after something of it was kept."""
        self._set_busy(False)  # what is disabled could not take the keyboard
        self.say(None)
        self.view.saved(kept)
        if PEOPLE in kept:
            self.parts.subjects.clear()
        if PANEL in kept:
            self.desk.close()
        try:
            now = open_request(self._session, before.id)
        except NotFound:  # it is locked now, or shown to others alone
            self.back.emit()
            return
        self._take(now)
        announce(self, "Kept.")
        if PANEL in kept:
            self.walk.go_on(self._after_panel(before, now.request))
        elif self.writer.then:
            self.walk.go_on(self.writer.then)
        if _named(before) != _named(now.request):
            self.saved.emit(before.id)  # the window's title says something else

    def _after_panel(self, before: Disclosure, now: Disclosure) -> str:
        """Where one goes on: to the letter that a decision asks for, or back."""
        if before.state is not now.state and now.state in _WRITE_NEXT:
            return LETTERS
        return self.walk.place

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self._set_busy(False)
        if not self.writer.is_for_what_is_shown:
            show_error(self, error)
            return
        if self.writer.so_far:
            self.view.saved(self.writer.so_far)
            self.refresh()
        if isinstance(error, ChangedMeanwhile):
            button = secondary("Reload", "refresh")
            button.clicked.connect(self.reload)
            self.say(Note("warn", error.title, str(error), buttons=(button,)))
            announce(self, f"{error.title}. {error}")
            button.setFocus()
        elif not (isinstance(error, RuleBroken) and self._refuse_there(error)):
            show_error(self, error)

    def _refuse_there(self, error: RuleBroken) -> bool:
        """Say a refusal at its field; False where no field has its name."""
        if self._shown is None:
            return self.new.refuse(error)
        if self.desk.in_sight is not None:
            return self.desk.refuse(error)
        if any(self.view.refuse(form, error) for form in self.writer.kept):
            return True
        return self.view.asks_about and self.parts.subjects.refuse(error)

    @Slot()
    def _record(self) -> None:
        self.say(None)
        try:
            answers, lock = self.new.given()
        except RuleBroken:
            return
        self.writer.record(answers, lock)

    def _state(self) -> tuple[Shown | None, tuple[Gate, ...]]:
        return self._shown, self.walk.gates

    @Slot()
    def _leave_panel(self) -> None:
        self.walk.go_on(self.walk.place)

    @Slot()
    def _say_half_typed(self) -> None:
        self.say(Note("info", "Something is half typed", _HALF))

    @Slot()
    def _show_scan(self) -> None:
        self.go_to(DOCUMENTS)

    @Slot()
    def _review_lock(self) -> None:
        self.ask(REVIEW)

    @Slot()
    def _write_note(self) -> None:
        self.ask(NOTE)

    @Slot(object)
    def _follow_letter(self, key: tuple[str, int]) -> None:
        self.letter_opened.emit(key[1])

    @Slot(bool)
    def _set_busy(self, busy: bool) -> None:
        self.view.set_busy(busy)
        self.new.set_busy(busy)
        self.acts.set_busy(busy)
        self.desk.set_busy(busy)

    def _build(self) -> None:
        middle = Qt.AlignmentFlag.AlignVCenter
        self.header_left.addWidget(self.parts.leave, 0, middle)
        self.header_buttons(self.acts)
        self._outer.insertWidget(1, self.parts.lock_note)  # nothing comes between
        self.body.addWidget(self.parts, 1)

    def _connect(self) -> None:
        self.parts.leave.clicked.connect(self.back)
        self.writer.done.connect(self._done)
        self.writer.refused.connect(self._refuse)
        self.writer.busy.connect(self._set_busy)
        self.new.recorded.connect(self._record)
        self.new.left.connect(self.back)
        self.walk.lock_wanted.connect(self.desk.ask)
        self.view.entry_saved.connect(self.writer.keep_entry)
        self.view.entry_struck.connect(self.writer.strike)
        self.view.attached.connect(self.writer.attach)
        self.view.scan_wanted.connect(self._show_scan)
        self.parts.subjects.added.connect(self.writer.add_people)
        self.parts.subjects.linked.connect(self.writer.link)
        self.parts.subjects.dropped.connect(self.writer.drop)
        self.parts.subjects.person_opened.connect(self.person_opened)
        self.parts.documents.files.added.connect(self.writer.attach_here)
        self.parts.letters.link_chosen.connect(self._follow_letter)
        self.parts.letters.letter_wanted.connect(self.writer.write_letter)
        self.gate.jump.connect(self.jump)
        self._judge.directory_wanted.connect(self.organisation_wanted)
        self.sections.chosen.connect(self.go_to)
        self.middle.combo.picked.connect(self.go_to)
        self.acts.chosen.connect(self.desk.ask)
        self.desk.given.connect(self.writer.act)
        self.desk.left.connect(self._leave_panel)
        self.desk.field_wanted.connect(self.jump)
        self.desk.half_typed.connect(self._say_half_typed)
        self.parts.review_button.clicked.connect(self._review_lock)
        self.parts.story.note_wanted.connect(self._write_note)

    def _today(self) -> date:
        return self._session.today


def _named(request: Disclosure) -> tuple[str, bool]:
    return request.reference, request.locked
