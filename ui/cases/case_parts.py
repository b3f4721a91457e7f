"""The parts of the case page: its story, and the tabs beside it."""

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QScrollArea, QVBoxLayout, QWidget

from isteam_app.services.cases import CasePage
from isteam_app.services.history import case_history
from isteam_app.services.recipients import FORM as RECIPIENT
from isteam_app.services.recipients import given_about
from isteam_app.services.session import Session
from ui.cases.checklist import MONEY, checklist, counts_as_step, reminder_key
from ui.cases.documents_tab import DocumentsTab
from ui.cases.form_list import FormList
from ui.cases.links_tab import LinksTab
from ui.cases.moves import LettersMenu, ask_money
from ui.cases.story import letters
from ui.cases.story_part import StoryPart as StoryPart
from ui.common.background import Background
from ui.common.buttons import secondary
from ui.common.checks import CheckList
from ui.common.empty_state import EmptyState
from ui.common.history_list import HistoryList
from ui.common.listed import Listed
from ui.common.tabs import TabPages
from ui.common.tokens import GAP_CARD

STORY, CHECKLIST, LETTERS, DOCUMENTS, LINKED, HISTORY = (
    "story",
    "checklist",
    "letters",
    "documents",
    "linked",
    "history",
)


class CaseTabs(TabPages):
    """Checklist, letters, documents, linked cases and history of one case."""

    link_chosen = Signal(object)
    next_wanted = Signal()
    asked = Signal(object)  # an Ask
    form_wanted = Signal(str, int)
    recipients_wanted = Signal()

    def __init__(
        self,
        session: Session,
        background: Background,
        start_letter: Callable[[str], object],
    ) -> None:
        super().__init__("About the case")
        self._session = session
        self._page: CasePage | None = None
        self.checklist = CheckList(ordered=True, counts_shown=False)
        self.checklist.jump.connect(self._go)
        self.forms = FormList()
        self.forms.wanted.connect(self.form_wanted)
        self.letters = Listed(
            "Letters",
            EmptyState("letters", "No letters yet", "Start one with the button above."),
        )
        self.write_button = secondary("Write a letter", "edit")
        self._letters_menu = LettersMenu(start_letter, self)
        self.write_button.setMenu(self._letters_menu)
        self.documents = DocumentsTab(session, background)
        self.linked = LinksTab(session, background)
        self.history = HistoryList(session)
        self.linked.asked.connect(self.asked)
        self.forms.asked.connect(self.asked)
        self.forms.recipients_wanted.connect(self.recipients_wanted)
        self.add_page(CHECKLIST, "Checklist", self._checklist_page(), scrolls=True)
        self.add_page(LETTERS, "Letters", self._letters_page())
        self.add_page(DOCUMENTS, "Documents", self.documents)
        self.add_page(LINKED, "Linked", self.linked)
        self.add_page(HISTORY, "History", self.history)
        for part in (self.letters.timeline, self.linked):
            part.link_chosen.connect(self.link_chosen)
        self.chosen.connect(self._turned)

    def show_case(self, page: CasePage) -> None:
        """Fill every tab and count what is in each."""
        self._page = page
        checks = checklist(page)
        steps = [check for check in checks if counts_as_step(check)]
        met = sum(check.state == "met" for check in steps)
        self.checklist.set_checks(checks)
        self.forms.show_case(page, self._given(page))
        self.letters.show_entries(letters(page))
        self._letters_menu.fill(page)
        self.write_button.setVisible(page.case.is_open)
        self.documents.set_documents(page.documents)
        near = self.linked.show_case(page)
        self.history.show_record(
            page.case.id,
            partial(case_history, self._session, page),
            in_sight=self.current() == HISTORY,
        )
        self.set_count(CHECKLIST, f"{met}/{len(steps)}")
        self.set_count(LETTERS, str(len(page.letters) or ""))
        self.set_count(DOCUMENTS, str(len(page.documents) or ""))
        self.set_count(LINKED, str(near or ""))
        self._turned(self.current())

    def _given(self, page: CasePage) -> list[str]:
        """Who was given data about the person, where a change must be told on."""
        if not page.case.is_open or page.definition.form(RECIPIENT) is None:
            return []
        return [each.name for each in given_about(self._session, page.case)]

    def show_document(self, document_id: int) -> None:
        self.set_current(DOCUMENTS)
        self.documents.open_document(document_id)

    def show_form(self, form: str, entry: int) -> None:
        """Take the keyboard to an entry of a form, under the checklist."""
        self.set_current(CHECKLIST)
        self.forms.focus_on(form, entry)
        area = self.page(CHECKLIST).parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        held = self.forms.focusWidget()
        if isinstance(area, QScrollArea) and held is not None:
            area.ensureWidgetVisible(held)

    @Slot(str)
    def _go(self, key: str) -> None:
        """Follow a line of the checklist to where it is dealt with."""
        reminded = reminder_key(key)
        if reminded is not None:
            self.form_wanted.emit(*reminded)
        elif key == MONEY and self._page is not None:
            self.asked.emit(ask_money(self._page))
        else:
            self.next_wanted.emit()

    def _checklist_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_CARD)
        column.addWidget(self.checklist)
        column.addWidget(self.forms)
        column.addStretch(1)
        return page

    def _letters_page(self) -> QWidget:
        page = QWidget()
        column = QVBoxLayout(page)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.write_button)
        column.addWidget(self.letters, 1)
        return page

    @Slot(str)
    def _turned(self, key: str) -> None:
        if key == DOCUMENTS:
            self.documents.show_chosen()
        elif key == HISTORY:
            self.history.turn_to()
