"""Takes a third party's request through the real window, by keys wherever it can be."""

from collections.abc import Mapping
from itertools import groupby

from disclosure_journey_table import APPROVER, HANDLER, SUBJECT, Answers
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QRadioButton

from isteam_app.domain.disclosure_forms import FORMS, section_of
from isteam_app.domain.disclosures import Decision, Disclosure
from isteam_app.services.disclosures import RequestPage as Shown
from isteam_app.services.disclosures import open_request
from ui.common.answer_fields import YesNoField
from ui.common.fields import Field
from ui.disclosures.move_panel import (
    APPROVE,
    CLOSE,
    MORE,
    NEITHER,
    NOW,
    REFUSE,
    SUBMIT,
)
from ui.disclosures.request_page import RequestPage
from ui.disclosures.request_panel import RequestPanel
from ui.tour.guide import Guide

PASSPHRASES = {
    HANDLER: "seven paper lanterns drift east",
    APPROVER: "copper kettles hum at midnight",
}
_ENDS = {Decision.REFUSE: REFUSE, Decision.NEITHER: NEITHER, Decision.MORE: MORE}


class Caseworker:
    """Whoever sits at the window now, and a request in front of them."""

    def __init__(self, guide: Guide) -> None:
        self.guide, self.hands = guide, guide.hands
        self._who = ""

    def sign_in(self, name: str) -> None:
        """Lock the vault somebody else has open, and unlock it as oneself."""
        if name == self._who:
            return
        if self.guide.window.workplace is not None:
            self.hands.keys("Ctrl+L")
            self.hands.wait(lambda: self.guide.window.workplace is None, "the lock")
        self.hands.write("Passphrase", PASSPHRASES[name])
        self.hands.key(Qt.Key.Key_Return)
        self.hands.wait(lambda: self.guide.window.workplace, "the vault to open")
        self.guide.rest()
        self._who = name

    def record(self, requester: Answers, locked: str) -> None:
        """Record who asks, with the lock that the rules propose where there is one."""
        self.guide.go("Ctrl+Shift+N", "request")
        new = self.page().new
        for key, value in requester.items():
            self._give(new.answers.fields[key], "requester", key, value)
        assert new.lock.is_locked() is bool(locked)
        if locked:
            self._type(new.lock.authority, locked)
        self.hands.press(new.record_button)
        self.hands.wait(lambda: self.page().request, "the request to be recorded")
        self.guide.rest()

    def fill_in(self, forms: tuple[tuple[str, Answers], ...]) -> None:
        """Go to each section and answer, then keep it."""
        by_section = groupby(forms, key=lambda each: section_of(each[0]).key)
        for section, several in by_section:
            self.go_to(section)
            for form, answers in several:
                self._answer(form, answers)

    def name_subject(self) -> None:
        """Say whom it is about."""
        self.go_to("asked")
        self._type(self.page().view.subjects.name, SUBJECT)
        self.hands.close_lists()
        self._keep()

    def go_to(self, section: str) -> None:
        """Turn to a section in the list at the left."""
        page = self.page()
        if page.place != section:
            self.hands.press(page.sections.button(section))
            self.hands.wait(lambda: page.place == section, "the section")
            self.guide.rest()

    def in_the_way(self) -> tuple[str, ...]:
        """What the list beside the form says is missing or blocked."""
        page = self.page()
        page.judge()
        return tuple(
            check.words
            for check in page.gate.list.checks()
            if check.state in ("missing", "blocked")
        )

    def decide(self, decision: Decision, reason: str) -> None:
        """Decide: where somebody else is to approve, it then waits for them."""
        self._open_panel(_ENDS.get(decision, SUBMIT))
        panel = self._panel()
        chosen = {Decision.PART: "Disclose a part"}.get(decision)
        if decision not in _ENDS:
            words = chosen or "Disclose all that is asked"
            self._tick(words, panel)
        self._say(panel, reason)

    def disclose_now(self, reason: str) -> None:
        self._open_panel(NOW)
        self._say(self._panel(), reason)

    def approve(self) -> None:
        self._open_panel(APPROVE)
        self._finish(self._panel())

    def may_approve(self) -> bool:
        """Open the panel of the approval, and leave it as it is."""
        self._open_panel(APPROVE)
        panel = self._panel()
        allowed = panel.save_button.isEnabled()
        self.hands.key(Qt.Key.Key_Escape)
        return allowed

    def close(self) -> None:
        self._open_panel(CLOSE)
        self._finish(self._panel())

    def open(self, reference: str) -> Shown:
        """Find a request by its reference, from anywhere."""
        self.look_for(reference)
        self.hands.wait(self.guide.work.frame.top_bar.quick_find.is_open, "quick find")
        self.hands.key(Qt.Key.Key_Return)
        self.guide.wait_for_page("request")
        assert self.shown().request.reference == reference
        return self.shown()

    def look_for(self, words: str) -> None:
        self.hands.keys("Ctrl+K")
        self.hands.type_into(self.hands.focused(), words)

    def shown(self) -> Shown:
        """What the vault holds of the request in sight, for whoever is signed in."""
        return open_request(self.guide.work.session, self.request().id)

    def request(self) -> Disclosure:
        request = self.page().request
        assert request is not None
        return request

    def page(self) -> RequestPage:
        """The page in sight."""
        page = self.guide.work.frame.pages.currentWidget()
        assert isinstance(page, RequestPage), page
        return page

    def _answer(self, form: str, answers: Answers) -> None:
        page = self.page()
        if not FORMS[form].many:
            answered = page.view.answers
            assert answered is not None
            self._give_all(answered.fields, form, answers)
            self._keep()
            return
        part = page.view.parts[form]
        self.hands.press(part.add_button)
        assert part.editor is not None
        self._give_all(part.editor.answers.fields, form, answers)
        self.hands.keys("Ctrl+Return")
        self.hands.wait(lambda: part.editor is None, "the entry to be kept")
        self.guide.rest()

    def _give_all(
        self, fields: Mapping[str, Field], form: str, answers: Answers
    ) -> None:
        for key, value in answers.items():
            self._give(fields[key], form, key, value)

    def _give(self, field: Field, form: str, key: str, value: str) -> None:
        self.hands.reach(field)
        field.focus_field()
        if isinstance(field, YesNoField):
            self.hands.press_words(FORMS[form].question(key).words(value), field)
            return
        focused = self.hands.focused()
        if isinstance(focused, QComboBox):
            self._choose(focused, value)
        else:
            self._type(field, value)

    def _choose(self, combo: QComboBox, value: str) -> None:
        """Go down a list to a choice."""
        wanted = combo.findData(value)
        assert wanted >= 0, value
        while combo.currentIndex() != wanted:
            down = combo.currentIndex() < wanted
            QTest.keyClick(combo, Qt.Key.Key_Down if down else Qt.Key.Key_Up)

    def _type(self, field: Field, words: str) -> None:
        field.focus_field()
        focused = self.hands.focused()
        QTest.keySequence(focused, "Ctrl+A")
        self.hands.type_into(focused, words)
        self.hands.close_lists()

    def _keep(self) -> None:
        page = self.page()
        self.hands.press(page.view.save_button)
        self.hands.wait(lambda: not page.view.is_unsaved, "the section to be kept")
        self.guide.rest()

    def _open_panel(self, act: str) -> None:
        page = self.page()
        button = page.acts.buttons.get(act)
        if button is not None:
            self.hands.press(button)
        else:
            page.acts.chosen.emit(act)
        self.hands.wait(lambda: page.panel is not None, "the panel")

    def _panel(self) -> RequestPanel:
        panel = self.page().panel
        assert panel is not None
        return panel

    def _say(self, panel: RequestPanel, reason: str) -> None:
        self._type(panel.fields["reason"], reason)
        self._finish(panel)

    def _finish(self, panel: RequestPanel) -> None:
        page = self.page()
        self.hands.press(panel.save_button)
        self.hands.wait(lambda: page.panel is not panel, "the decision to be kept")
        self.guide.rest()

    def _tick(self, words: str, panel: RequestPanel) -> None:
        for button in self.hands.seen(QRadioButton, panel):
            if words in (button.text(), button.accessibleName()):
                button.setFocus()
                QTest.keyClick(button, Qt.Key.Key_Space)
                assert button.isChecked()
                return
        raise AssertionError(words)
