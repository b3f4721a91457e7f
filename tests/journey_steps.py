"""Takes a case through the real window, as a caseworker would, by mouse and keys."""

from collections.abc import Iterable
from typing import TypeVar

from journey_table import ANSWERS, DATED, RECEIVED, Journey
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QWidget

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.forms import Answer, Question
from isteam_app.domain.people import Person
from isteam_app.letters.fields import FIELDS
from isteam_app.services.cases import CasePage as Shown
from isteam_app.services.cases import case_page
from isteam_app.services.sample_scan import sample_scan
from ui.cases.approve_panel import ApprovePanel
from ui.cases.case_page import CasePage
from ui.cases.case_panel import CasePanel
from ui.cases.decide_panel import DecidePanel
from ui.cases.form_panel import FormPanel
from ui.common.answer_fields import SeveralField, YesNoField
from ui.common.fields import AreaField
from ui.intake.scan_part import ScanPart
from ui.letters.answers_panel import AnswersPanel
from ui.letters.run_view import RunView
from ui.tour.guide import Guide
from ui.tour.making import make_letter

Kind = TypeVar("Kind", bound=CasePanel)
ADDRESS = "Flat 4, 27 Lantern Row, Eastbridge QX4 7TB"
_EXAMPLES = {
    field.label: field.example
    if isinstance(field.example, str)
    else "\n".join(field.example)
    for field in FIELDS.values()
}


class Traveller:
    """Whoever takes a case from the scan to its end."""

    def __init__(self, guide: Guide, passphrase: str) -> None:
        self.guide, self.hands = guide, guide.hands
        self._passphrase = passphrase

    def unlock(self) -> None:
        self.hands.write("Passphrase", self._passphrase)
        self.hands.key(Qt.Key.Key_Return)
        self.hands.wait(lambda: self.guide.window.workplace, "the vault to open")
        self.guide.rest()

    def reopen_vault(self) -> None:
        """Lock, so that nothing is left in memory, and unlock again."""
        self.hands.keys("Ctrl+L")
        self.hands.wait(lambda: self.guide.window.workplace is None, "the lock")
        self.unlock()

    def receive(self, journey: Journey) -> None:
        """Drop the scan, type who wrote and what they ask, and save."""
        hands, definition = self.hands, CASE_TYPES[journey.kind]
        self.guide.go("Ctrl+N", "intake")
        person = Person(name=journey.person, address=parse_address(ADDRESS))
        file = self.guide.scratch / "letter.pdf"
        file.write_bytes(sample_scan(person, dated=DATED, stamped=RECEIVED))
        part = next(hands.seen(ScanPart))
        hands.drop(file, part)
        hands.wait(part.scans, "the scan to be read")
        hands.write("Who wrote", journey.person)
        hands.close_lists()
        hands.write("Paste the address", ADDRESS)
        hands.write("Date on the letter", f"{DATED:%d/%m/%Y}")
        hands.write("Received at any site", f"{RECEIVED:%d/%m/%Y}")
        _tick(hands.button(definition.ask))
        hands.write("Summary", "Two parcels in September")
        hands.press(self.guide.work.screen("intake").save)
        hands.wait(
            lambda: self._page_key() in ("letter", "case"), "what comes after the post"
        )
        self.guide.rest()

    def case(self) -> CasePage:
        """The case page in sight."""
        self.guide.wait_for_page("case")
        page = self.guide.work.frame.pages.currentWidget()
        assert isinstance(page, CasePage)
        return page

    def open_case(self, reference: str) -> CasePage:
        """Find a case by its reference, from anywhere."""
        hands = self.hands
        hands.keys("Ctrl+K")
        hands.type_into(hands.focused(), reference)
        hands.wait(self.guide.work.frame.top_bar.quick_find.is_open, "quick find")
        hands.key(Qt.Key.Key_Return)
        return self.case()

    def shown(self) -> Shown:
        """What the vault holds of the case in sight."""
        return case_page(self.guide.work.session, self.case().shown_id)

    def take_next_step(self, words: str) -> None:
        """Press the one big button, which says what comes next."""
        page = self.case()
        assert page.next_button.words() == words
        self.hands.press(page.next_button)
        self.guide.rest()

    def write_and_post(self) -> None:
        """Fill in what the letter in sight asks for, freeze it, print it, post it."""
        hands = self.hands
        self.guide.wait_for_page("letter")
        for field in _empty(hands.seen(AnswersPanel)):
            hands.write(field.name, _EXAMPLES[field.name])
        make_letter(self.guide)
        before = len(self.guide.printing.files)
        hands.press_words("Print")
        hands.wait(lambda: len(self.guide.printing.files) > before, "the paper")
        hands.wait(lambda: hands.has_button("To the print desk"), "the next step")
        hands.press_words("To the print desk")
        self.guide.wait_for_page("letters")
        self._mark_posted()

    def start_letter(self, title: str) -> None:
        """Start a letter from the menu of the case."""
        self.case()
        self.hands.turn_to("Letters")
        self.hands.pick("Write a letter", title)

    def fill_in(self, form: str) -> None:
        """Open a form on the checklist, the one begun already if there is one."""
        page = self.case()
        self.hands.turn_to("Checklist")
        section = page.tabs.forms.section(form)
        lines = section.entries.lines() if section.entries.isVisible() else []
        self.hands.press(lines[0] if lines else section.add_button)
        self.answer_form()

    def answer_form(self) -> None:
        """Answer the questions of the form in sight, and save."""
        panel = self._panel(FormPanel)
        for question in panel.asked.questions:
            words = ANSWERS[panel.asked.key].get(question.key, "")
            if words and panel.fields[question.key].is_empty():
                self._give(panel, question, words)
        self._save(panel)

    def decide(self, outcome: str) -> None:
        """Choose what is decided; fill in first what it still lacks."""
        hands = self.hands
        panel = self._panel(DecidePanel)
        _tick(panel.outcome.buttons[outcome])
        hands.write("Reason", "All that was asked could be done.", panel)
        while panel.lacking.isVisible():
            hands.press(panel.lacking.lines()[0])
            self.answer_form()
            panel = self._panel(DecidePanel)
        self._save(panel)

    def approve(self, note: str) -> None:
        panel = self._panel(ApprovePanel)
        self.hands.write("Note", note, panel)
        self._save(panel)

    def record(self, move: str, text: str = "") -> None:
        """Record another move of the case from its menu."""
        self.case()
        self.hands.pick("Other moves", move)
        self.keep(text)

    def keep(self, text: str = "") -> None:
        """Keep what the panel in sight asks for."""
        panel = self._panel(CasePanel)
        if text:
            area = next(self.hands.seen(AreaField, panel))
            self.hands.write(area.name, text, panel)
        self._save(panel)

    def _mark_posted(self) -> None:
        hands = self.hands
        hands.turn_to("Printed")
        self.guide.rest()
        runs = next(hands.seen(RunView))
        assert runs.page is not None
        field = runs.scan_card.field.edit
        hands.type_into(field, runs.page.lines[0].letter.reference)
        hands.key(Qt.Key.Key_Return, field)
        self.guide.rest()
        card = runs.scan_card
        if card.count.isVisible():
            hands.write(card.count.name, str(runs.page.lines[0].sheets))
            hands.key(Qt.Key.Key_Return, card.count.edit)
            self.guide.rest()
        hands.choose("Service", "Signed for")
        hands.press_words("Mark 1 as posted")
        self.guide.rest()

    def _give(self, panel: FormPanel, question: Question, words: str) -> None:
        field = panel.fields[question.key]
        if isinstance(field, SeveralField):
            for value in words.splitlines():
                _tick(field.boxes[value])
        elif isinstance(field, YesNoField):
            self.hands.press_words(question.words(words), field)
        elif question.answer is Answer.ONE:
            self.hands.choose(field.name, question.words(words), field)
        else:
            self.hands.write(field.name, words, field)

    def _panel(self, kind: type[Kind]) -> Kind:
        page = self.case()
        panel = page.panel
        assert isinstance(panel, kind), panel
        return panel

    def _save(self, panel: CasePanel) -> None:
        page = self.case()
        self.hands.press(panel.save_button)
        self.hands.wait(lambda: page.panel is not panel, "the answers to be kept")
        self.guide.rest()

    def _page_key(self) -> str:
        return self.guide.work.frame.current_page()


def _tick(button: QAbstractButton) -> None:
    """Press a box or a round button where its mark is."""
    at = QPoint(10, button.height() // 2)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=at)
    assert button.isChecked()


def _empty(panels: Iterable[QWidget]) -> list[AreaField]:
    return [
        field
        for panel in panels
        for field in panel.findChildren(AreaField)
        if field.is_empty()
    ]
