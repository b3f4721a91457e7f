"""One letter: written as a draft, then frozen, printed and posted."""

import json

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QStackedLayout, QWidget

from isteam_app.domain.letters import GONE, UNFINISHED, Letter, LetterState
from isteam_app.errors import ChangedMeanwhile, IsteamError, RuleBroken
from isteam_app.services.letter_editing import window_of
from isteam_app.services.letters import (
    Desk,
    letter_pdf,
    open_desk,
)
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.buttons import icon_button, primary, quiet, secondary
from ui.common.dialogs import ask, ask_reason
from ui.common.messages import show_error
from ui.common.notes import DANGER, INFO, OK, Note
from ui.common.page import Page
from ui.common.printing import Printing, printing_here
from ui.common.status import LETTERS
from ui.common.text import META, elided, label, role_font
from ui.common.theme import text_scale
from ui.letters.around_acts import AroundActs
from ui.letters.draft_work import DraftWork
from ui.letters.frozen_space import FrozenSpace
from ui.letters.letter_acts import LetterActs
from ui.letters.print_run import Printed, PrintRun
from ui.letters.replacing import Replacing
from ui.letters.run_words import SPOILT, SPOILT_REASONS
from ui.letters.second_person import SecondPerson
from ui.letters.stage_notes import StageNotes

_KIND_ROOM = 240
"""Pixels for words of any length: the header fits the narrowest page with them."""
_LARGE = 1.2
"""From this size of text on, the header has less beside its title."""
_FREEZING = (
    "From then on neither its text nor its pages can change: these exact pages are "
    "printed, posted and kept with their checksum. A correction is a new letter."
)
_MOVED = {
    LetterState.FOR_APPROVAL: (
        "Sent for approval",
        "It waits under Today for somebody who had no hand in it.",
    ),
    LetterState.APPROVED: ("Approved", "Finalise it next."),
    LetterState.DRAFT: ("A draft again", "Its text can be changed."),
}
_REPLACED_BY_HAND = (
    LetterState.FINAL,
    LetterState.PRINTED,
    LetterState.POSTED,
    LetterState.RETURNED,
)
_WITHHELD = (
    "Something about this person is withheld from this letter",
    "They must not be told of it. Nobody who may not see it is shown this note.",
)
_DISCARDING = "Its text is thrown away and cannot be brought back. The {about} stays."


class LetterPage(Page):
    """The editor of a draft, or the frozen pages of a finalised letter."""

    name = "letter"
    case_opened = Signal(int)
    request_opened = Signal(int)
    desk_opened = Signal()
    discarded = Signal()
    waiting_changed = Signal()  # one letter more waits for printer and post

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        printing: Printing | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Letter", parent)
        self._session, self._background = session, background
        way = printing or printing_here()
        self._letter: Letter | None = None
        self.work = DraftWork(session, background, self)
        self.acts = LetterActs(session, background, self.work.keeper, self)
        self.around = AroundActs(session, self.work, self.acts, self)
        self.second = SecondPerson(self.work, self.acts, self)
        self.replacing = Replacing(session, self)
        self.frozen = FrozenSpace(way, background)
        self.run = PrintRun(session, background, way, self)
        self.withheld = Note(INFO, *_WITHHELD)
        self.withheld.hide()
        self.body.addWidget(self.withheld)
        self.stage = StageNotes()
        self.body.addWidget(self.stage)
        self._stack = QStackedLayout()
        # in the page first: a stack without a parent shows its first part as a window
        self.body.addLayout(self._stack, 1)
        self._stack.addWidget(self.work.space)
        self._stack.addWidget(self.frozen)
        self._make_buttons()
        self._connect()

    @property
    def letter(self) -> Letter | None:
        """The letter as the page last read it."""
        return self._letter

    def open(self, letter_id: int) -> None:
        """Show a letter: to be written while it is a draft, else as it was frozen."""
        self.work.keeper.save()
        self.say(None)
        self._show(open_desk(self._session, letter_id))

    def refresh(self) -> None:
        """Read the letter, its case and the settings again; typing stays."""
        if self._letter is None or self.acts.is_working:
            return
        desk = open_desk(self._session, self._letter.id)
        self.withheld.setVisible(desk.withheld)
        if self.work.still_holds(desk.letter):
            self.work.read_again(desk)
        else:
            self._show(desk)

    def half_typed(self) -> str | None:
        if not self.work.keeper.is_unsaved():
            return None
        body, answers = self.work.written()
        return json.dumps({"body": body, "answers": answers})

    def restore_typing(self, text: str) -> None:
        kept = json.loads(text)
        if self.work.desk is not None:
            self.work.write_over(str(kept["body"]), _texts(kept["answers"]))

    def first_focus(self) -> QWidget | None:
        if self.work.desk is not None:
            say = self.work.space.approval.say
            return say.input if say.isVisibleTo(self) else self.work.space.editor.edit
        shown = (self.print_button, self.desk_button)
        return next((b for b in shown if b.isVisibleTo(self)), self.frozen.pdf.view)

    def on_width(self, width: int) -> None:
        self.work.space.arrange(width)

    def hideEvent(self, event: QHideEvent) -> None:
        self.work.keeper.save()
        super().hideEvent(event)

    def _make_buttons(self) -> None:
        self.reason = label("", META)
        self.case_button = icon_button("back", "Open the case")
        self.discard_button = quiet("Discard draft", "remove")
        self.finalise_button = primary("Finalise", "sealed")
        self.submit_button = primary("Send for approval", "approval")
        self.back_button = quiet("Change the text", "draft")
        self.anew_button = quiet("Write a new one", "draft")
        self.again_button = secondary("Print again", "print")
        self.print_button = primary("Print", "print")
        self.desk_button = primary("To the print desk", "next")
        self.header_left.addWidget(self.case_button)
        self.header_buttons(
            self.discard_button,
            self.back_button,
            self.anew_button,
            self.reason,
            self.finalise_button,
            self.submit_button,
            self.print_button,
            self.desk_button,
        )
        self.reason.setFixedHeight(32)
        self.frozen.print_card.body.addWidget(self.again_button)

    def _connect(self) -> None:
        self.case_button.clicked.connect(self._open_case)
        self.discard_button.clicked.connect(self._ask_discard)
        self.finalise_button.clicked.connect(self._ask_finalise)
        self.submit_button.clicked.connect(self.second.submit)
        self.back_button.clicked.connect(self.second.ask_back)
        self.anew_button.clicked.connect(self.replacing.ask_anew)
        self.stage.right_wanted.connect(self.replacing.ask_right)
        self.stage.anew_wanted.connect(self.replacing.ask_anew)
        self.replacing.found_right.connect(self._show_anew)
        self.replacing.begun.connect(self._open_new)
        self.acts.moved.connect(self._show_moved)
        self.print_button.clicked.connect(self._print)
        self.again_button.clicked.connect(self._ask_again)
        self.desk_button.clicked.connect(self.desk_opened)
        self.frozen.changed.connect(self._show_buttons)
        self.frozen.progress.cancelled.connect(self.run.cancel)
        self.run.progressed.connect(self.frozen.progress.set_count)
        self.run.ended.connect(self._note_printed)
        self.work.checked.connect(self._show_buttons)
        self.work.case_wanted.connect(self._open_case)
        self.work.renewal_wanted.connect(self.acts.readdress)
        self.acts.turned.connect(self._show_working)
        self.acts.finalised.connect(self._show_final)
        self.acts.readdressed.connect(self._show_anew)
        self.acts.discarded.connect(self._leave)
        self.acts.failed.connect(self._show_trouble)
        self.work.failed.connect(self._show_trouble)
        self.work.keeper.changed_meanwhile.connect(self._ask_whose)

    def _show(self, desk: Desk) -> None:
        self._letter = desk.letter
        self.withheld.setVisible(desk.withheld)
        drafted = desk.letter.is_unfinished
        if drafted:
            self.work.show_desk(desk)
        else:
            self.work.let_go()
            pdf = letter_pdf(self._session, desk.letter.id)
            self.frozen.show_letter(
                desk.letter, pdf, window_of(desk, desk.letter.pages)
            )
            self.frozen.printer.look()
        self._stack.setCurrentWidget(self.work.space if drafted else self.frozen)
        self._show_heading(desk.letter)
        self.stage.show_letter(desk.letter)
        self.replacing.hold(desk.letter)
        self._show_buttons()

    def _show_heading(self, letter: Letter) -> None:
        kind = f"{letter.title}, version {letter.template_version}"
        short = elided(kind, role_font(META), _KIND_ROOM)
        large = text_scale() > _LARGE
        meta = letter.reference if large else f"{letter.reference}  ·  {short}"
        self.set_meta(meta, LETTERS[letter.state])
        title = f"Letter to {next(iter(letter.recipient), 'somebody')}"
        self.set_title(title)
        self.case_button.setToolTip(f"Open the {about(letter)}")
        self.case_button.setAccessibleName(f"Open the {about(letter)}")

    @Slot()
    def _show_buttons(self) -> None:
        state = self._letter.state if self._letter is not None else None
        standing = self.work.standing
        drafted = state is LetterState.DRAFT
        second = drafted and standing is not None and standing.second_person
        sent = state in (LetterState.FOR_APPROVAL, LetterState.APPROVED)
        self.discard_button.setVisible(drafted)
        self.submit_button.setVisible(second)
        self.finalise_button.setVisible(
            (drafted and not second) or state is LetterState.APPROVED
        )
        self.back_button.setVisible(sent and standing is not None and standing.is_mine)
        self.anew_button.setVisible(state in _REPLACED_BY_HAND)
        self.print_button.setVisible(state is LetterState.FINAL)
        self.again_button.setVisible(state is LetterState.PRINTED)
        self.desk_button.setVisible(state is LetterState.PRINTED)
        reason = self._reason(state)
        large = text_scale() > _LARGE
        self.reason.setText(reason)
        self.reason.setVisible(bool(reason) and not large)
        self.set_summary(reason if large else "")
        free = not self.acts.is_working and not self.run.is_running
        for button in (self.print_button, self.again_button):
            button.setEnabled(free and not reason)
        for button in (self.discard_button, self.back_button, self.anew_button):
            button.setEnabled(free)
        ready = free and self.work.may_be_made()
        self.finalise_button.setEnabled(ready)
        self.submit_button.setEnabled(ready)

    def _reason(self, state: LetterState | None) -> str:
        """Why the next step cannot be taken yet."""
        if self.acts.is_working or state is None:
            return ""
        if state in UNFINISHED:
            return self.work.gate.reason
        if state in GONE:
            return ""
        if self._letter is not None and self._letter.doubt:
            return "Look at what changed first"
        return "Printing" if self.run.is_running else self.frozen.printer.reason()

    @Slot()
    def _open_case(self) -> None:
        if self._letter is None:
            return
        if self._letter.disclosure_id is not None:
            self.request_opened.emit(self._letter.disclosure_id)
        else:
            self.case_opened.emit(self._letter.case_id)

    @Slot()
    def _ask_finalise(self) -> None:
        title = "Finalise this letter?"
        ask(self, title, _FREEZING, act="Finalise", then=self.second.finalise)

    @Slot(object)
    def _show_moved(self, letter: Letter) -> None:
        self._show(open_desk(self._session, letter.id))
        title, text = _MOVED[letter.state]
        self.say(Note(OK, title, text))

    @Slot(object)
    def _open_new(self, letter: Letter) -> None:
        self.open(letter.id)
        self.waiting_changed.emit()

    @Slot(object)
    def _show_final(self, letter: Letter) -> None:
        self._show(open_desk(self._session, letter.id))
        self.say(Note(OK, "Finalised", "These exact pages are now kept. Print next."))
        self.frozen.pdf.view.setFocus()
        self.waiting_changed.emit()

    @Slot()
    def _ask_discard(self) -> None:
        ask(
            self,
            "Discard this draft?",
            _DISCARDING.format(about=about(self._letter)),
            act="Discard draft",
            then=self.acts.discard,
            takes_away=True,
        )

    @Slot()
    def _leave(self) -> None:
        self.work.let_go()
        self._letter = None
        self.discarded.emit()

    @Slot(object)
    def _show_anew(self, letter: Letter) -> None:
        self._show(open_desk(self._session, letter.id))

    @Slot()
    def _print(self) -> None:
        if self._letter is None:
            return
        self._print_for("")

    @Slot()
    def _ask_again(self) -> None:
        if self._letter is None:
            return
        ask_reason(
            self,
            f"Print {self._letter.reference} again?",
            SPOILT,
            act="Print again",
            label="What was wrong",
            choices=SPOILT_REASONS,
            takes_away=False,
            then=self._print_for,
        )

    def _print_for(self, why: str) -> None:
        if self._letter is None:
            return
        self.say(None)
        self.frozen.progress.begin("Printing", "A letter the printer took stays marked")
        self.run.start([self._letter.id], self.frozen.printer.printer(), why)
        self._show_buttons()

    @Slot(object)
    def _note_printed(self, printed: Printed) -> None:
        self.frozen.progress.finish()
        self.refresh()
        if printed.error is not None:
            show_error(self, printed.error)
        elif printed.whole:
            self.say(Note(OK, "Printed", "Mark it as posted when it has gone."))

    @Slot()
    def _show_working(self) -> None:
        self.work.set_working(self.acts.is_working)
        self._show_buttons()

    @Slot(object)
    def _show_trouble(self, error: IsteamError) -> None:
        self.acts.stop()
        if isinstance(error, ChangedMeanwhile):
            self._ask_whose(error)
            return
        if isinstance(error, RuleBroken) and self.second.show_refused(error):
            return
        self._read_if_moved()
        show_error(self, error)

    def _read_if_moved(self) -> None:
        """An approved letter that differs went back to its draft: show it so."""
        if self._letter is None:
            return
        desk = open_desk(self._session, self._letter.id)
        if desk.letter.state is not self._letter.state:
            self._show(desk)

    @Slot(object)
    def _ask_whose(self, error: ChangedMeanwhile) -> None:
        """Two people wrote: neither text is lost without being seen."""
        self.acts.stop()
        theirs, mine = secondary("Show their text"), secondary("Keep my text")
        theirs.clicked.connect(self._take_theirs)
        mine.clicked.connect(self._keep_mine)
        differs = ", ".join(clash.field for clash in error.clashes)
        also = f" What differs: {differs}." if differs else ""
        text = (
            f"{error.changed}{also} What you typed is still here and is not saved. "
            "Which text shall stand?"
        )
        self.say(Note(DANGER, error.title, text, buttons=(theirs, mine)))

    @Slot()
    def _take_theirs(self) -> None:
        self.say(None)
        if self._letter is not None:
            self._show(open_desk(self._session, self._letter.id))

    @Slot()
    def _keep_mine(self) -> None:
        self.say(None)
        if self._letter is not None:
            desk = open_desk(self._session, self._letter.id)
            if not desk.letter.is_unfinished:
                self._show(desk)
                return
            self.work.read_again(desk)
            self.work.keeper.keep_over(desk.letter)


def about(letter: Letter | None) -> str:
    """What a letter is about, in a word."""
    request = letter is not None and letter.disclosure_id is not None
    return "request" if request else "case"


def _texts(answers: dict[str, object]) -> dict[str, str]:
    return {name: str(text) for name, text in answers.items()}
