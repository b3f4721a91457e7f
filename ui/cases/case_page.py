"""One case: where it stands and why, what comes next, and all that happened."""

import json
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QScrollArea, QVBoxLayout, QWidget

from isteam_app.domain.cases import Case
from isteam_app.domain.forms import Form
from isteam_app.domain.letters import Letter
from isteam_app.errors import ChangedMeanwhile, IsteamError, RuleBroken
from isteam_app.services.cases import CasePage as Shown
from isteam_app.services.cases import case_page
from isteam_app.services.recipients import name_recipients
from isteam_app.services.session import Session
from ui.cases.asks import ASK_NOTE, Ask, ask_form
from ui.cases.case_panel import CasePanel
from ui.cases.case_parts import STORY, CaseTabs, StoryPart
from ui.cases.clock_view import clock_view
from ui.cases.in_sight import InSight
from ui.cases.moves import MovesMenu, ask_event
from ui.cases.notices import draft_of, form_of, ready, waiting
from ui.cases.panels import ask_kept, panel_for
from ui.cases.subject_notes import SubjectNotes
from ui.cases.words import case_states, case_summary
from ui.cases.writing import Given, recording, starting
from ui.common.background import Background, Job
from ui.common.buttons import icon_button, primary, secondary
from ui.common.cards import Card
from ui.common.clock_card import ClockCard
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.page import Page
from ui.common.speech import announce

TABS_WIDTH = 456
_BEFORE = "before"
"""What was half typed in the panel that a form is filled in for."""
_FIRST = "Save it or cancel it, then go on."


class CasePage(Page):
    """A case with its clock, its next step, and everything kept about it."""

    letter_opened = Signal(int)
    case_opened = Signal(int)
    back = Signal()
    name = "case"

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self._session, self._background = session, background
        self._shown: Shown | None = None
        self._narrow = False
        self.panel: CasePanel | None = None
        self._unfinished: dict[str, str] = {}
        self._back_to: tuple[str, int] | None = None
        self._saving = 0
        self._build()

    @property
    def shown_id(self) -> int:
        """The id of the case in sight, 0 for none."""
        return self._shown.case.id if self._shown else 0

    def open(self, case_id: int) -> None:
        """Show a case. Raises NotFound when there is none with that id."""
        shown = case_page(self._session, case_id)
        other = self._shown is None or self._shown.case.id != case_id
        if other:
            self.close_panel()
            self.say(None)
            self.tabs.documents.forget()
            self.clock.set_unfolded(False)
        self._show(shown)

    @Slot()
    def refresh(self) -> None:
        """Read the case again; what stands half typed stays."""
        if self._shown is not None:
            self._show(case_page(self._session, self._shown.case.id))

    @Slot()
    def reload(self) -> None:
        """Read the newest state after somebody else changed the case."""
        self.say(None)
        try:
            self.refresh()
        except IsteamError as error:
            show_error(self, error)
        if self.panel is not None:
            self.panel.focus_first()

    def first_focus(self) -> QWidget | None:
        if self.next_button.isVisibleTo(self):
            return self.next_button
        return self.moves_button

    def half_typed(self) -> str | None:
        if self.panel is None or not self.panel.form.is_touched:
            return None
        kept = self.panel.typed()
        if self._unfinished:
            kept[_BEFORE] = json.dumps(self._unfinished)
        return json.dumps(kept)

    def restore_typing(self, text: str) -> None:
        kept = {str(key): str(value) for key, value in json.loads(text).items()}
        ask = ask_kept(self._shown, kept) if self._shown else None
        if ask is not None:
            self.ask(ask)
            if self.panel is not None:
                self.panel.fill(kept)
                self._unfinished = json.loads(kept.get(_BEFORE, "{}"))

    def set_narrow(self, narrow: bool) -> None:
        """Let the timeline become the first tab where there is little width."""
        self.clock.set_narrow(narrow)
        if narrow == self._narrow:
            return
        self._narrow = narrow
        if narrow:
            self.tabs.add_page(STORY, "Timeline", self.story, at=0)
            self.tabs.set_current(STORY)
        else:
            self._story_card.body.addWidget(self.tabs.take_page(STORY), 1)
            self.story.show()
        self.story.title.setVisible(not narrow)
        self._story_card.setVisible(not narrow)
        self._fit_tabs()

    @Slot()
    def take_next_step(self) -> None:
        """Lead on to the next step: a letter, or something to record."""
        step = self._shown.clock.next_step if self._shown else None
        if step is None or self.panel is not None:
            return
        if step.letter_id is not None:
            self.letter_opened.emit(step.letter_id)
        elif step.event is not None:
            ask = ask_event(self._shown, step.event) if self._shown else None
            if ask is not None:
                self.ask(ask)
        elif step.template:
            self.write_letter(step.template)

    def write_letter(self, template: str) -> None:
        """Go on with the draft there is, or start a letter from a template."""
        if self._shown is None:
            return
        form, to = form_of(self._shown, template), None
        if form is not None:
            to = ready(self._shown, form)
            if to is None:
                self._name_first(form)
                return
        draft = draft_of(self._shown, template, to)
        if draft is not None:
            self.letter_opened.emit(draft.id)
            return
        self._set_busy(True)
        work = starting(self._session, self._shown.case.id, template, to)
        self._start(Job(work), self._open_letter)

    def _name_first(self, form: Form) -> None:
        """Lead to where whoever a letter goes to is named, or chosen among several."""
        found = waiting(self._shown, form) if self._shown else ()
        if len(found) > 1:
            self.tabs.show_form(form.key, found[0].id)
        else:
            self.fill_in(form.key, found[0].id if found else 0)

    def ask(self, ask: Ask) -> None:
        """Open the panel that asks for what is to be written down."""
        if self._shown is None:
            return
        panel = panel_for(self._session, self._shown, ask)
        if panel is None:
            return
        self.close_panel()
        self.panel = panel
        panel.form.forget_touch()
        panel.given.connect(self._keep)
        panel.cancelled.connect(self.give_up)
        panel.form_wanted.connect(self._fill_in_first)
        self._panel_place.addWidget(panel)
        self.next_button.hide()
        panel.show()
        self._scroll_up()
        panel.focus_first()

    def offer(self, ask: Ask) -> bool:
        """Open a panel, unless something is half typed in another."""
        if self.half_typed() is None:
            self.ask(ask)
            return self.panel is not None
        self.say(Note("info", "Something is half typed", _FIRST))
        self._scroll_up()
        if self.panel is not None:
            self.panel.focus_first()
        return False

    @Slot(str, int)
    def fill_in(self, form: str, entry: int) -> None:
        """Open a form of the case from the checklist; `entry` 0 begins a new one."""
        if self.offer(ask_form(form, entry)):
            self._back_to = (form, entry)

    @Slot(str, int)
    def _fill_in_first(self, form: str, entry: int) -> None:
        """Open a form for the panel that needs it, which then comes back as it was."""
        unfinished = self.panel.typed() if self.panel is not None else {}
        self.ask(ask_form(form, entry))
        self._unfinished = unfinished

    @Slot()
    def give_up(self) -> None:
        self.say(None)
        self._leave_panel()

    def _leave_panel(self) -> None:
        """Go back to the panel that a form was filled in for, or to the header."""
        unfinished, back_to = self._unfinished, self._back_to
        self.close_panel()
        if unfinished:
            self.restore_typing(json.dumps(unfinished))
        elif back_to is None or not self.tabs.forms.focus_on(*back_to):
            self._focus_header()

    def close_panel(self) -> None:
        self._unfinished, self._back_to = {}, None
        if self.panel is not None:
            if self._in_sight is not None:
                self._in_sight.let_go()
            self._panel_place.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
        self._show_next()

    def _build(self) -> None:
        back = icon_button("back", "Back")
        back.clicked.connect(self.back)
        self.header_left.addWidget(back, 0, Qt.AlignmentFlag.AlignVCenter)
        self.moves_button = secondary("Other moves", "unfold")
        self.moves = MovesMenu(self.offer, self)
        self.moves_button.setMenu(self.moves)
        self.next_button = primary("Next step")
        self.next_button.clicked.connect(self.take_next_step)
        self.header_buttons(self.moves_button, self.next_button)
        self.use_scroll()
        area = self.findChild(QScrollArea)
        self._in_sight = InSight(area) if area is not None else None
        self._flags = SubjectNotes(self._session)
        self._panel_place = QVBoxLayout()
        self.clock = ClockCard()
        self.story = StoryPart(self._session, self._background)
        self.story.note_button.clicked.connect(self.ask_note)
        self.story.timeline.link_chosen.connect(self._follow)
        self._story_card = Card()
        self._story_card.body.addWidget(self.story, 1)
        self.tabs = CaseTabs(self._session, self._background, self.write_letter)
        self.tabs.link_chosen.connect(self._follow)
        self.tabs.next_wanted.connect(self.take_next_step)
        self.tabs.form_wanted.connect(self.fill_in)
        self.tabs.asked.connect(self.offer)
        self.tabs.recipients_wanted.connect(self._name_recipients)
        self.tabs.linked.changed.connect(self.refresh)
        self._tabs_card = Card()
        self._tabs_card.body.addWidget(self.tabs, 1)
        inside = self._tabs_card.layout()
        if inside is not None:
            inside.setContentsMargins(16, 4, 16, 16)
        lower = QHBoxLayout()
        lower.setSpacing(16)
        lower.addWidget(self._story_card, 1)
        lower.addWidget(self._tabs_card)
        self._lower = lower
        self.body.addWidget(self._flags)
        self.body.addLayout(self._panel_place)
        self.body.addWidget(self.clock)
        self.body.addLayout(lower, 1)
        self._fit_tabs()

    def _fit_tabs(self) -> None:
        most = 16_777_215  # Qt's own word for "no limit"
        self._tabs_card.setMinimumWidth(0 if self._narrow else TABS_WIDTH)
        self._tabs_card.setMaximumWidth(most if self._narrow else TABS_WIDTH)
        self._lower.setStretch(1, 1 if self._narrow else 0)

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        case = shown.case
        states = case_states(case, shown.clock, shown.today)
        self.set_meta(f"{case.reference}  \u00b7  {shown.definition.name}", *states)
        self.set_title(case.subject.name)
        self.set_summary(case_summary(shown))
        self._flags.show_case(shown)
        self.clock.set_clock(clock_view(shown))
        self.moves.fill(shown)
        self.story.show_case(shown)
        self.tabs.show_case(shown)
        if self.panel is not None:
            self.panel.follow_page(shown)
        self._show_next()

    def _show_next(self) -> None:
        step = self._shown.clock.next_step if self._shown else None
        self.next_button.setVisible(step is not None and self.panel is None)
        if step is not None:
            self.next_button.set_words(step.text)
            letter = step.template or step.letter_id is not None
            self.next_button.set_icon("letter" if letter else "tick")

    @Slot()
    def ask_note(self) -> None:
        self.offer(ASK_NOTE)

    @Slot(object)
    def _keep(self, given: Given) -> None:
        if self._shown is None:
            return
        self._set_busy(True)
        work = recording(self._session, self._shown.case, given)
        self._saving = self._shown.case.id
        self._start(Job(work), self._kept)

    @Slot()
    def _name_recipients(self) -> None:
        """Put those on the case whom the register says were given data."""
        if self._shown is not None:
            self._set_busy(True)
            self._saving = self._shown.case.id
            self._start(
                Job(partial(_named, self._session, self._shown.case)), self._kept
            )

    def _start(self, job: Job, then: Callable[..., None]) -> None:
        job.succeeded.connect(then)
        job.failed.connect(self._fail)
        self._background.start(job)

    @Slot(object)
    def _kept(self, result: object) -> None:
        self._set_busy(False)
        if self._shown is None or self._shown.case.id != self._saving:
            return
        self.say(None)
        before = self._shown.case
        self._show(case_page(self._session, self._saving))
        same = isinstance(result, Case) and result.version == before.version
        announce(self, "Nothing changed." if same else "Kept.")
        self._leave_panel()
        if isinstance(result, Letter):
            self.letter_opened.emit(result.id)

    @Slot(object)
    def _open_letter(self, letter: Letter) -> None:
        self._set_busy(False)
        self.letter_opened.emit(letter.id)

    @Slot(object)
    def _fail(self, error: IsteamError) -> None:
        self._set_busy(False)
        if isinstance(error, ChangedMeanwhile):
            button = secondary("Reload", "refresh")
            button.clicked.connect(self.reload)
            self.say(Note("warn", error.title, str(error), buttons=(button,)))
            button.setFocus()
        elif not (
            isinstance(error, RuleBroken)
            and self.panel is not None
            and self.panel.refuse(error)
        ):
            show_error(self, error)

    def _set_busy(self, busy: bool) -> None:
        self.next_button.setEnabled(not busy)
        self.moves_button.setEnabled(not busy)
        self.story.note_button.setEnabled(not busy)
        self.tabs.write_button.setEnabled(not busy)
        if self.panel is not None:
            self.panel.set_busy(busy)

    def _scroll_up(self) -> None:
        """Bring the panel into sight, which stands over the rest of what scrolls."""
        QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
        if self.panel is not None and self._in_sight is not None:
            self._in_sight.hold(self.panel)

    def _focus_header(self) -> None:
        first = self.first_focus()
        if first is not None:
            first.setFocus()

    @Slot(object)
    def _follow(self, key: tuple[str, int]) -> None:
        kind, record_id = key
        if kind == "letter":
            self.letter_opened.emit(record_id)
        elif kind == "case":
            self.case_opened.emit(record_id)
        else:
            self.tabs.show_document(record_id)


def _named(session: Session, case: Case, _: object) -> object:
    return name_recipients(session, case)
