"""The page of one person: what is known of them, and all that is kept about them."""

import json
from collections.abc import Callable
from functools import partial
from typing import Any

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.people import Merge, Person, Representation, Sight
from isteam_app.errors import ChangedMeanwhile, IsteamError, RuleBroken
from isteam_app.services import people
from isteam_app.services.intake import window_lines
from isteam_app.services.merging import merge_people, undo_merge
from isteam_app.services.representatives import end_representation, name_representative
from isteam_app.services.session import Session
from isteam_app.services.sight import lift_limit, limit_sight
from ui.common.background import Background
from ui.common.buttons import primary, secondary
from ui.common.cards import Card
from ui.common.dialogs import ask
from ui.common.facts import Facts
from ui.common.messages import show_error
from ui.common.notes import INFO, OK, WARN, Note
from ui.common.page import Page
from ui.common.speech import announce
from ui.common.tokens import GAP_ROW
from ui.people.edit_panel import EditPanel
from ui.people.other_panels import (
    Limiting,
    MergePanel,
    Merging,
    RepresentativePanel,
    SightPanel,
)
from ui.people.panel import PersonPanel
from ui.people.person_parts import PersonTabs, facts
from ui.people.words import chips

_BESIDE = 860
"""The least width at which the facts stand beside the lists."""


class PersonPage(Page):
    """One person. What is edited opens over the page and is kept with Save."""

    case_opened = Signal(int)
    letter_opened = Signal(int)
    request_opened = Signal(int)
    person_opened = Signal(int)
    back = Signal()
    name = "person"

    def __init__(
        self,
        session: Session,
        _background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("", parent)
        self._session = session
        self.page: people.PersonPage | None = None
        self.panel: PersonPanel | None = None
        self._build()

    def open(self, person_id: int) -> None:
        """Show a person. Raises NotFound when they are not there to be seen."""
        page = people.person_page(self._session, person_id)
        self._close_panel()
        self.say(None)
        self.tabs.set_current("cases")
        self._show(page)

    def refresh(self) -> None:
        if self.page is not None:
            self._show(people.person_page(self._session, self.page.person.id))

    def first_focus(self) -> QWidget | None:
        return self.tabs.bar if self.panel is None else self.panel

    def half_typed(self) -> str | None:
        if self.panel is None or not self.panel.form.is_touched:
            return None
        return json.dumps({"panel": self.panel.key, "typed": self.panel.typed()})

    def restore_typing(self, text: str) -> None:
        kept = json.loads(text)
        opener = self._openers.get(kept.get("panel", ""))
        if opener is None:
            return
        opener()
        if self.panel is not None:
            self.panel.fill(kept["typed"])

    def on_width(self, width: int) -> None:
        way = QBoxLayout.Direction
        beside = width >= _BESIDE
        self._row.setDirection(way.LeftToRight if beside else way.TopToBottom)

    @Slot()
    def edit(self) -> None:
        page = self._known()
        lines = window_lines(self._session)
        panel = EditPanel(page.person, lambda: self._session.today, lines)
        panel.given.connect(self._save)
        self._open_panel(panel)

    @Slot()
    def add_representative(self) -> None:
        panel = RepresentativePanel(
            self._known().person, lambda: self._session.today, self._find
        )
        panel.given.connect(self._name)
        self._open_panel(panel)

    def merge_with(self, other_id: int = 0) -> None:
        """Ask for the other record of the same person; it may be known already."""
        likely = {each.id: each for each in self._known().duplicates}
        panel = MergePanel(self._find, likely.get(other_id))
        panel.given.connect(self._merge)
        self._open_panel(panel)

    @Slot()
    def limit(self) -> None:
        panel = SightPanel(self._known().team)
        panel.given.connect(self._limit)
        self._open_panel(panel)

    def _known(self) -> people.PersonPage:
        assert self.page is not None  # noqa: S101  nothing can be pressed before one opens
        return self.page

    def _find(self, text: str) -> tuple[Person, ...]:
        here = self._known().person.id
        found = people.find_people(self._session, text)
        return tuple(each for each in found if each.id != here)

    @Slot(object)
    def _save(self, yours: Person) -> None:
        panel = self.panel
        base = panel.base if isinstance(panel, EditPanel) else self._known().person
        self._do(lambda: people.save_person(self._session, base, yours), "Saved")

    @Slot(object)
    def _name(self, given: Representation) -> None:
        def name() -> object:
            return name_representative(self._session, given)

        self._do(name, "The representative is kept", "acting")

    @Slot(object)
    def _merge(self, given: Merging) -> None:
        person = self._known().person

        def merge() -> object:
            return merge_people(self._session, person, given.other, given.reason)

        self._do(merge, "The two records are one now", "same")

    @Slot(object)
    def _limit(self, given: Limiting) -> None:
        person = self._known().person

        def limit() -> object:
            return limit_sight(
                self._session, person, given.rule, given.member, given.reason
            )

        self._do(limit, "The limit is set", "sight")

    def _end(self, given: Representation) -> None:
        def end() -> object:
            return end_representation(self._session, given, self._session.today)

        ask(
            self,
            f"End the authority of {given.representative.name}?",
            "From tomorrow they act no more. The authority stays in the list.",
            act="End the authority",
            then=lambda: self._do(end, "The authority ends today", "acting"),
        )

    def _undo(self, merge: Merge) -> None:
        self._do(
            lambda: undo_merge(self._session, merge),
            "There are two records again",
            "same",
        )

    def _lift(self, limit: Sight) -> None:
        self._do(
            lambda: lift_limit(self._session, limit), "The limit is lifted", "sight"
        )

    def _do(self, act: Callable[[], object], said: str, tab: str = "") -> None:
        """Do something and show what became of it, or why it was refused."""
        try:
            act()
            page = people.person_page(self._session, self._known().person.id)
        except RuleBroken as error:
            if self.panel is None or not self.panel.form.show(error):
                show_error(self, error)
            return
        except ChangedMeanwhile as error:
            self._show_clash(error)
            return
        except IsteamError as error:  # one who hid the person from themselves, too
            self._close_panel()
            show_error(self, error)
            return
        self._close_panel()
        self._show(page)
        if tab:
            self.tabs.set_current(tab)
        self.say(Note(OK, said))
        announce(self, said)

    def _show_clash(self, error: ChangedMeanwhile) -> None:
        """Say field by field what the other wrote, and go on from their state."""
        told = "\n".join(
            f"{clash.field}: theirs {clash.theirs or 'nothing'}, yours "
            f"{clash.yours or 'nothing'}"
            for clash in error.clashes
        )
        self.say(Note(WARN, error.title, f"{error}\n{told}".strip()))
        announce(self, str(error))
        page = people.person_page(self._session, self._known().person.id)
        self._show(page)
        if isinstance(self.panel, EditPanel):
            self.panel.base = page.person  # saving again is a choice made knowingly

    def _show(self, page: people.PersonPage) -> None:
        self.page = page
        person = page.person
        self.set_title(person.name)
        self.set_meta("Person", *chips(person, limited=bool(page.sight)))
        self.facts.set_facts(facts(page))
        self._show_notes(page)
        self.tabs.show_page(page, self._local)
        gone = person.merged_into is not None
        for button in self._acts:
            button.setVisible(not gone and self.panel is None)

    def _local(self, at: Any) -> Any:
        return at.astimezone(self._session.now().tzinfo)

    def _show_notes(self, page: people.PersonPage) -> None:
        while (item := self._heed.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if page.kept_as is not None:
            go = secondary("Open that record")
            go.clicked.connect(partial(self.person_opened.emit, page.kept_as.id))
            self._heed.addWidget(
                Note(
                    INFO,
                    f"Merged into the record of {page.kept_as.name}",
                    "Everything was moved there. This record is kept as it was.",
                    buttons=(go,),
                )
            )
        for sentence in page.warnings:
            first, _, rest = sentence.partition(": ")
            whole = len(first) > 60 or not rest
            words = (sentence, "") if whole else (first, rest)
            self._heed.addWidget(Note(WARN, *words))

    def _open_panel(self, panel: PersonPanel) -> None:
        self._close_panel()
        self.say(None)
        self.panel = panel
        panel.cancelled.connect(self._give_up)
        self._shown.hide()
        self._slot.addWidget(panel)
        for button in self._acts:
            button.hide()
        panel.focus_first()

    @Slot()
    def _give_up(self) -> None:
        self._close_panel()
        self.say(None)
        if self.page is not None:
            self._show(self.page)
        self.edit_button.setFocus()

    def _close_panel(self) -> None:
        if self.panel is not None:
            self._slot.removeWidget(self.panel)
            self.panel.hide()
            self.panel.deleteLater()
            self.panel = None
        self._shown.show()

    def _build(self) -> None:
        self.edit_button = primary("Edit the details", "correction")
        self.act_button = secondary("Representative", "add")
        self.merge_button = secondary("Merge")
        self.sight_button = secondary("Who may see")
        self._acts = (
            self.sight_button,
            self.merge_button,
            self.act_button,
            self.edit_button,
        )
        self.header_buttons(*self._acts)
        self.edit_button.clicked.connect(self.edit)
        self.act_button.clicked.connect(self.add_representative)
        self.merge_button.clicked.connect(lambda: self.merge_with())
        self.sight_button.clicked.connect(self.limit)
        self._openers: dict[str, Callable[[], None]] = {
            "edit": self.edit,
            "representative": self.add_representative,
            "merge": self.merge_with,
            "sight": self.limit,
        }
        self.use_scroll()
        self._heed = QVBoxLayout()
        self._heed.setSpacing(GAP_ROW)
        self.body.addLayout(self._heed)
        self._slot = QVBoxLayout()
        self.body.addLayout(self._slot)
        self._shown = QWidget()
        self._row = QBoxLayout(QBoxLayout.Direction.LeftToRight, self._shown)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(16)
        self.facts = Facts()
        known = Card("Details")
        known.body.addWidget(self.facts)
        known.body.addStretch(1)
        self.tabs = PersonTabs(
            open_case=self.case_opened.emit,
            open_letter=self.letter_opened.emit,
            open_request=self.request_opened.emit,
            open_person=self.person_opened.emit,
            end=self._end,
            merge=self.merge_with,
            undo=self._undo,
            lift=self._lift,
        )
        self.tabs.setMinimumHeight(260)
        kept = Card()
        kept.body.addWidget(self.tabs, 1)
        self._row.addWidget(known, 2)
        self._row.addWidget(kept, 5)
        self.body.addWidget(self._shown, 1)
        self.body.addStretch(0)
