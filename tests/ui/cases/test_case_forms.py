"""Any form of a case: its questions as fields, its answers kept, changed and struck."""

from collections.abc import Iterator
from datetime import date

import pytest
from builders import Clock, new_post
from case_page_steps import answer, keep, now, opened, refused
from picture_checks import SIZES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from isteam_app.domain.cases import Case, CaseKind
from isteam_app.domain.forms import Answer, Form, Question
from isteam_app.services import half_typed
from isteam_app.services.cases import case_page
from isteam_app.services.decisions import decide
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.entries import add_entry, change_entry, strike_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.unlock import lock, unlock
from ui.cases.asks import ask_form
from ui.cases.case_page import CasePage
from ui.cases.form_panel import FilledIn, FormPanel
from ui.common.background import Background

TODAY = date(2026, 11, 23)
EVERY = Form(
    key="every",
    title="Every kind of question",
    law="Fictional Act section 1",
    questions=(
        Question(key="line", label="A line", needed=True),
        Question(key="text", label="A text", answer=Answer.TEXT, hint="One a line"),
        Question(key="day", label="A day", answer=Answer.DAY),
        Question(
            key="one",
            label="One of these",
            answer=Answer.ONE,
            choices=(("a", "First"), ("b", "Second")),
        ),
        Question(
            key="several",
            label="Any of these",
            answer=Answer.SEVERAL,
            choices=(("x", "Post"), ("y", "Email"), ("z", "Phone")),
        ),
        Question(key="yes", label="Is it so?", answer=Answer.YES_NO),
    ),
)


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def case(session) -> Case:
    return receive_post(session, new_post()).cases[0]


@pytest.fixture
def page(qtbot, session, background, case) -> CasePage:
    return opened(qtbot, session, background, case.id)


@pytest.fixture
def panel(qtbot) -> FormPanel:
    made = FormPanel(EVERY, None, lambda: TODAY, "")
    qtbot.addWidget(made)
    made.resize(1000, 500)
    made.show()
    made.form.forget_touch()
    return made


def entry_of(session, case: Case, form: str):
    return next(one for one in case_page(session, case.id).entries if one.form == form)


def type_all(qtbot, panel: FormPanel) -> None:
    """Answer every question by keyboard."""
    fields = panel.fields
    qtbot.keyClicks(fields["line"].edit, "Mail tracking")
    qtbot.keyClicks(fields["text"].edit, "Bay 3 ")
    qtbot.keyClicks(fields["day"].edit, "+28d")
    qtbot.keyClick(fields["one"].combo, Qt.Key.Key_S)
    qtbot.keyClick(fields["several"].boxes["x"], Qt.Key.Key_Space)
    qtbot.keyClick(fields["several"].boxes["z"], Qt.Key.Key_Space)
    qtbot.keyClick(fields["yes"].segments.focusProxy(), Qt.Key.Key_Right)


def test_every_kind_of_question_is_answered_by_keyboard(qtbot, panel) -> None:
    assert panel.fields["line"].input.accessibleName() == "A line, required"
    assert panel.fields["yes"].segments.accessibleName() == "Is it so?"
    type_all(qtbot, panel)
    with qtbot.waitSignal(panel.given) as given:
        panel.save_button.click()
    assert given.args == [
        FilledIn(
            form="every",
            entry=None,
            answers={
                "line": "Mail tracking",
                "text": "Bay 3",
                "day": "2026-12-21",
                "one": "b",
                "several": "x\nz",
                "yes": "yes",
            },
        )
    ]


def test_half_typed_answers_of_every_kind_come_back(qtbot, panel) -> None:
    type_all(qtbot, panel)
    panel.fields["day"].edit.setText("31/1")
    again = FormPanel(EVERY, None, lambda: TODAY, "")
    qtbot.addWidget(again)
    again.fill(panel.typed())
    assert again.typed() == panel.typed() | {"answer.day": again.fields["day"].text()}
    assert again.fields["several"].value() == "x\nz"
    assert again.fields["yes"].value() == "yes"


def test_a_day_that_is_none_is_said_under_its_field(qtbot, panel) -> None:
    answer(panel, line="CCTV", day="31/11")
    panel.save_button.click()
    assert "has 30 days" in panel.fields["day"].problem()


def test_a_text_grows_with_what_is_written(qtbot, panel) -> None:
    edit = panel.fields["text"].edit
    before = edit.height()
    edit.setPlainText("One\nTwo\nThree\nFour\nFive")
    assert edit.height() > before
    edit.setPlainText("\n".join("line" for _ in range(400)))
    assert edit.height() < 300


def test_a_form_is_kept_changed_and_struck_out(qtbot, page, session, case) -> None:
    section = page.tabs.forms.section("identity")
    section.add_button.setFocus()
    qtbot.keyClick(section.add_button, Qt.Key.Key_Space)
    assert "needed" in refused(qtbot, page, "doubt")
    answer(page.panel, doubt="Another address than ours")
    keep(qtbot, page)
    line = section.entries.lines()[0]
    assert line.accessibleName().startswith("To do: Another address than ours")
    line.setFocus()
    qtbot.keyClick(line, Qt.Key.Key_Return)
    answer(page.panel, seen="Utility bill", decided="yes")
    keep(qtbot, page)
    line = section.entries.lines()[0]
    assert line.hasFocus()
    assert "Does it settle the doubt?: Yes" in line.accessibleName()
    line.click()
    page.panel.strike_button.click()
    page.panel.strike_out_button.click()
    qtbot.waitUntil(lambda: page.panel.why.problem() != "")
    qtbot.waitUntil(page.panel.strike_out_button.isEnabled)
    qtbot.keyClicks(page.panel.why.edit, "Another case")
    page.panel.strike_out_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    assert entry_of(session, case, "identity").struck == "Another case"
    struck = section.entries.lines()[0]
    assert "Struck out: Another case" in struck.accessibleName()
    struck.click()
    assert page.panel.save_button.isHidden()
    assert not page.panel.fields["doubt"].input.isEnabled()


def test_a_half_typed_form_survives_the_lock(
    qtbot, session, background, case, clock: Clock
) -> None:
    page = opened(qtbot, session, background, case.id)
    entry = entry_of(session, case, "search")
    page.fill_in("search", entry.id)
    assert page.half_typed() is None
    answer(page.panel, terms="Ellwood*, 27 Lantern Row", asked_on="mon", result="found")
    half_typed.keep(session, f"case/{case.id}", page.half_typed())
    folder = session.vault.folder
    lock(session)
    later = unlock(folder, PASSPHRASE, clock)
    again = opened(qtbot, later, background, case.id)
    again.restore_typing(half_typed.take_back(later, f"case/{case.id}"))
    assert isinstance(again.panel, FormPanel)
    assert again.panel.typed() == page.panel.typed()
    assert again.half_typed() == page.half_typed()
    keep(qtbot, again)
    assert entry_of(later, case, "search")["result"] == "found"
    lock(later)


def test_two_people_change_the_same_entry(qtbot, page, session, case) -> None:
    entry = entry_of(session, case, "search")
    page.fill_in("search", entry.id)
    answer(page.panel, terms="Ellwood", who="Sam")
    theirs = {"system": "Mail tracking", "terms": "Price", "result": "nothing"}
    change_entry(session, entry, theirs)
    page.panel.save_button.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert page.said().title.text() == "Somebody changed this meanwhile"
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert page.panel.fields["result"].value() == "nothing"
    assert page.panel.fields["terms"].value() == "Ellwood"
    said = page.panel.note.text.text()
    assert "Search terms and dates: they wrote \u201cPrice\u201d." in said
    keep(qtbot, page)
    after = entry_of(session, case, "search")
    assert (after["terms"], after["who"], after["result"]) == (
        "Ellwood",
        "Sam",
        "nothing",
    )


def test_an_entry_struck_meanwhile_can_only_be_read(page, session, case) -> None:
    entry = entry_of(session, case, "search")
    page.fill_in("search", entry.id)
    strike_entry(session, entry, "We do not use it any more")
    page.reload()
    assert "We do not use it any more" in page.panel.note.text.text()
    assert page.panel.save_button.isHidden()


def test_the_forms_of_a_closed_case_can_only_be_read(
    qtbot, session, background
) -> None:
    kept = receive_post(session, new_post(kinds=(CaseKind.SERVICE_COMPLAINT,)))
    case = kept.cases[0]
    add_entry(session, case, "issue", {"issue": "A late parcel"})
    held = case_page(session, case.id).case
    decide(session, held, outcome="withdrawn", reason="Rang")
    page = opened(qtbot, session, background, case.id)
    next(
        one for one in page.moves.actions() if one.text() == "Close the case"
    ).trigger()
    keep(qtbot, page)
    section = page.tabs.forms.section("issue")
    assert section.add_button.isHidden()
    section.entries.lines()[0].click()
    assert page.panel.save_button.isHidden()
    assert "closed" in page.panel.note.text.text()


def test_another_form_is_not_opened_over_what_is_half_typed(qtbot, page) -> None:
    page.tabs.forms.section("fee").add_button.click()
    answer(page.panel, amount="12.50")
    page.tabs.forms.section("identity").add_button.click()
    assert page.panel.asked.key == "fee"
    assert page.said().title.text() == "Something is half typed"


@pytest.mark.parametrize("size", SIZES)
def test_every_form_looks_right(qtbot, session, background, size) -> None:
    kinds = (CaseKind.ACCESS, CaseKind.MARKETING, CaseKind.ERASURE)
    for case in receive_post(session, new_post(kinds=kinds)).cases:
        page = opened(qtbot, session, background, case.id)
        narrow = size[0] < 1180
        page.set_narrow(narrow)
        settle(page, (size[0] - (56 if narrow else 168), size[1] - 80))
        assert findings(page) == []
        for form in now(session, page).definition.forms:
            page.ask(ask_form(form.key))
            assert findings(page) == [], form.key


def test_tab_goes_through_the_questions_in_order(qtbot, panel) -> None:
    panel.focus_first()
    met = []
    while QApplication.focusWidget() is not panel.cancel_button:
        met.append(QApplication.focusWidget())
        qtbot.keyClick(met[-1], Qt.Key.Key_Tab)
    passed = [
        key
        for one in met
        for key, field in panel.fields.items()
        if field.isAncestorOf(one)
    ]
    assert list(dict.fromkeys(passed)) == list(panel.fields)
