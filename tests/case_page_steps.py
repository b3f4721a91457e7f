"""Opens the page of a case and does on it what a caseworker does."""

from PySide6.QtCore import Qt

from isteam_app.services.cases import case_page
from isteam_app.services.session import Session
from ui.cases.case_page import CasePage
from ui.cases.case_panel import CasePanel
from ui.cases.form_panel import FormPanel
from ui.common.background import Background
from ui.common.date_field import DateField

CTRL = Qt.KeyboardModifier.ControlModifier


def opened(qtbot, session: Session, background: Background, case_id: int) -> CasePage:
    """The page of a case in a window of its own, the keyboard on its next step."""
    made = CasePage(session, background)
    qtbot.addWidget(made)
    made.resize(1112, 720)
    made.show()
    made.open(case_id)
    first = made.first_focus()
    assert first is not None
    first.setFocus()
    return made


def next_panel(qtbot, page: CasePage, words: str) -> CasePanel:
    """Press the next step by keyboard; return the panel it opens."""
    assert page.next_button.words() == words
    qtbot.keyClick(page.next_button, Qt.Key.Key_Space)
    assert page.panel is not None
    return page.panel


def next_letter(qtbot, page: CasePage, words: str) -> int:
    """Press the next step by keyboard; return the id of the letter it opens."""
    assert page.next_button.words() == words
    with qtbot.waitSignal(page.letter_opened) as opened_letter:
        qtbot.keyClick(page.next_button, Qt.Key.Key_Space)
    return int(opened_letter.args[0])


def keep(qtbot, page: CasePage) -> None:
    """Save the panel by keyboard, and wait until it has given way."""
    panel = page.panel
    qtbot.keyClick(panel, Qt.Key.Key_Return, CTRL)
    qtbot.waitUntil(lambda: page.panel is not panel)


def refused(qtbot, page: CasePage, name: str) -> str:
    """Save, and return what is then said under a field."""
    page.panel.save_button.click()
    field = page.panel.form[name]
    qtbot.waitUntil(lambda: field.problem() != "")
    qtbot.waitUntil(page.panel.save_button.isEnabled)
    return field.problem()


def answer(panel: CasePanel, **texts: str) -> None:
    """Put answers into the fields of a form, as somebody would type them."""
    assert isinstance(panel, FormPanel)
    for key, text in texts.items():
        field = panel.fields[key]
        if isinstance(field, DateField):
            field.set_text(text)
        else:
            field.set_value(text)


def now(session: Session, page: CasePage):
    """What the vault holds of the case on the page."""
    return case_page(session, page.shown_id)
