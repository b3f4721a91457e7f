"""Form fields as people use them."""

from collections.abc import Callable, Iterator
from datetime import date

import pytest
from picture_checks import findings
from PySide6.QtCore import QDate, Qt
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import QApplication, QLabel, QLineEdit, QVBoxLayout, QWidget

from isteam_app.errors import RuleBroken
from ui.common.choice_fields import CheckField, ChoiceField, RadioField
from ui.common.date_field import CalendarPopup, DateField
from ui.common.fields import AreaField, Field, SecretField, TextField
from ui.common.forms import Form
from ui.common.inner_button import InnerButton

MONDAY = date(2026, 11, 23)
CHANNELS = (("post", "Post"), ("email", "Email"), ("phone", "Telephone"))


def monday() -> date:
    return MONDAY


Show = Callable[..., QWidget]


@pytest.fixture
def show(qtbot) -> Iterator[Show]:
    """Puts fields under each other in a window that lives as long as the test."""
    kept: list[QWidget] = []

    def _show(*fields: Field) -> QWidget:
        window = QWidget()
        column = QVBoxLayout(window)
        for field in fields:
            column.addWidget(field)
        qtbot.addWidget(window)
        window.resize(500, 400)
        window.show()
        kept.append(window)
        return window

    yield _show
    kept.clear()


def heard(widget: QWidget, what: QAccessible.Text) -> str:
    return QAccessible.queryAccessibleInterface(widget).text(what)


@pytest.fixture
def received(show) -> DateField:
    field = DateField("Received at any site", monday, required=True)
    show(field, TextField("Name"))
    return field


def test_a_reader_hears_the_label_and_that_it_is_required(received) -> None:
    name = heard(received.input, QAccessible.Text.Name)
    assert name == "Received at any site, required"


def test_a_problem_is_shown_spoken_and_taken_away_by_typing(qtbot, received) -> None:
    received.show_problem("Type the day it came.")
    assert received.input.property("bad") == "true"
    assert (
        heard(received.input, QAccessible.Text.Description) == "Type the day it came."
    )
    sentences = [x.text() for x in received.findChildren(QLabel) if x.isVisible()]
    assert "Type the day it came." in sentences
    qtbot.keyClicks(received.edit, "1")
    assert received.problem() == ""
    assert received.input.property("bad") == ""


def test_a_typed_date_is_written_out_with_its_weekday(qtbot, received) -> None:
    qtbot.keyClicks(received.edit, "17 nov")
    qtbot.keyClick(received.edit, Qt.Key.Key_Return)
    assert received.text() == "Tue 17 Nov 2026"
    assert received.value() == date(2026, 11, 17)


def test_an_impossible_date_says_what_to_type(qtbot, received) -> None:
    qtbot.keyClicks(received.edit, "31 apr")
    assert received.parsed() is None
    qtbot.keyClick(received.edit, Qt.Key.Key_Return)
    assert received.problem() == "April 2026 has 30 days. Type 30 Apr or 1 May."
    assert received.text() == "31 apr"
    with pytest.raises(RuleBroken):
        received.value()


def test_a_date_may_be_empty(received) -> None:
    received.set_value(MONDAY)
    received.set_value(None)
    assert received.value() is None
    assert received.is_empty()


def test_a_day_picked_in_the_calendar_is_taken(qtbot, received) -> None:
    received.set_value(date(2026, 2, 3))
    qtbot.keyClick(received.edit, Qt.Key.Key_Down)
    popup = received.findChild(CalendarPopup)
    assert popup.isVisible()
    assert popup.month.selectedDate() == QDate(2026, 2, 3)
    popup.month.clicked.emit(QDate(2026, 2, 5))
    assert not popup.isVisible()
    assert received.value() == date(2026, 2, 5)


def test_a_passphrase_is_hidden_until_the_eye_is_pressed(qtbot, show) -> None:
    field = SecretField("Passphrase")
    show(field)
    qtbot.keyClicks(field.edit, " two words ")
    assert field.value() == " two words "
    eye = field.findChild(InnerButton)
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password
    qtbot.mouseClick(eye, Qt.MouseButton.LeftButton)
    assert field.edit.echoMode() is QLineEdit.EchoMode.Normal
    assert heard(eye, QAccessible.Text.Name) == "Hide what is typed"
    field.clear()
    assert field.edit.echoMode() is QLineEdit.EchoMode.Password
    assert field.value() == ""


def test_a_choice_keeps_what_was_chosen_when_offered_anew(qtbot, show) -> None:
    field = ChoiceField("Came by", CHANNELS)
    show(field)
    field.set_value("phone")
    field.set_choices(CHANNELS[1:])
    assert field.value() == "phone"
    field.set_choices(CHANNELS[:1])
    assert field.value() == "post"


def test_a_radio_without_a_choice_is_empty(qtbot, show) -> None:
    field = RadioField("Tell the person", (("may", "May be told"), ("no", "Must not")))
    show(field)
    assert field.is_empty()
    with qtbot.waitSignal(field.changed):
        field.buttons["no"].click()
    assert field.value() == "no"
    field.set_value("unknown")
    assert field.value() == ""


def test_a_paste_without_end_is_cut_before_it_is_laid_out(qtbot) -> None:
    area = AreaField("Summary", most=10)
    qtbot.addWidget(area)
    added = []
    area.edit.document().contentsChange.connect(
        lambda _at, _gone, came: added.append(came)
    )
    QApplication.clipboard().setText("x" * 1_000_000)
    area.edit.paste()
    assert max(added) <= 12
    assert area.value() == "x" * 10
    assert area.problem() == "Shortened to 10 characters."


def test_pasted_text_is_cut_to_what_is_kept(qtbot, show) -> None:
    line, area = TextField("Name", most=10), AreaField("Summary", most=10)
    show(line, area)
    line.set_value("x" * 1_000_000)
    area.edit.setPlainText("x" * 50_000)
    assert line.value() == area.value() == "x" * 10
    assert "10 characters" in area.problem()


def test_typed_markup_stays_words(qtbot, show) -> None:
    field = TextField("Name")
    show(field)
    field.show_problem("<b>Smith</b> is known already.")
    sentence = next(x for x in field.findChildren(QLabel) if x.text().startswith("<b>"))
    assert sentence.textFormat() is Qt.TextFormat.PlainText


def test_a_refusal_goes_under_its_field_and_takes_the_focus(qtbot, show) -> None:
    name, day = TextField("Name", required=True), DateField("Received", monday)
    window = show(name, day)
    window.activateWindow()
    form = Form({"requester": name, "received": day})
    assert form.show(RuleBroken("Type the name.", field="requester"))
    assert name.problem() == "Type the name."
    assert window.focusWidget() is name.edit
    assert form.show(RuleBroken("Type the day it came.", field="received"))
    assert name.problem() == ""
    assert not form.show(RuleBroken("Too many cases.", field="elsewhere"))
    assert day.problem() == ""


def test_a_form_knows_whether_it_was_touched(qtbot, show) -> None:
    name = TextField("Name")
    form = Form({"requester": name})
    show(name)
    assert not form.is_touched
    with qtbot.waitSignal(form.changed):
        qtbot.keyClicks(name.edit, "A")
    assert form.is_touched
    form.forget_touch()
    assert not form.is_touched


@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_fields_with_problems_are_whole(qtbot, show, theme, scale: float) -> None:
    theme.set_text_scale(scale)
    fields: list[Field] = [
        TextField("Their reference", width=112, placeholder="None"),
        DateField("Received at any site", monday, required=True),
        ChoiceField("Came by", CHANNELS, width=160),
        CheckField("Acting for somebody else", help_text="Their authority is asked."),
    ]
    for field in fields:
        field.show_problem("Type what stands at the top right of the letter, or None.")
    window = show(*fields)
    window.resize(520, 640)
    assert findings(window) == []
    if scale == 1.0:
        assert {f.input.height() for f in fields[:3]} == {32}


def test_a_line_tells_that_what_was_pasted_did_not_fit(qtbot) -> None:
    field = TextField("Organisation", most=10)
    qtbot.addWidget(field)
    field.edit.insert("Constabulary of Eastbridge")
    assert field.value() == "Constabula"
    assert field.problem() == "Shortened to 10 characters."
    field.edit.insert("more")
    assert field.problem() == "Shortened to 10 characters."
    field.edit.backspace()
    assert field.problem() == ""
    field.set_value("Eastbridge")
    assert field.problem() == ""
