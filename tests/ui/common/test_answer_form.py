"""A form of any screen: what it offers, what it lays out, and whose answer stands."""

from datetime import UTC, date, datetime

import pytest
from picture_checks import findings, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from isteam_app.domain.forms import Answer, Entry, Form, Question
from isteam_app.errors import RuleBroken
from ui.common.answer_fields import put_in
from ui.common.answer_form import AnswerForm
from ui.common.suggest_field import SuggestField

TODAY = date(2026, 11, 23)
CHOICES = (("a", "First"), ("b", "Second"), ("c", "Third"))
FORM = Form(
    key="form",
    title="A form",
    questions=(
        Question(key="who", label="Who", needed=True),
        Question(key="rank", label="Rank"),
        Question(key="on", label="On", answer=Answer.DAY),
        Question(key="one", label="One", answer=Answer.ONE, choices=CHOICES),
        Question(key="why", label="Why", answer=Answer.TEXT),
    ),
)


def entry(version: int = 1, by: str = "Sam", **values: str) -> Entry:
    return Entry(
        record_id=1,
        form="form",
        values=tuple(values.items()),
        changed_by=by,
        changed_at=datetime(2026, 11, 23, 10, tzinfo=UTC),
        id=7,
        version=version,
    )


@pytest.fixture
def form(qtbot) -> AnswerForm:
    made = AnswerForm(FORM, lambda: TODAY, ("who",), dense=True, later=("why",))
    qtbot.addWidget(made)
    made.show()
    settle(made, (534, 300))
    return made


def test_known_words_unfold_and_one_is_taken(qtbot, form):
    field = form.fields["who"]
    assert isinstance(field, SuggestField)
    form.suggest("who", ["Eastbridge Constabulary", "West Court", "Eastern Bank"])
    QTest.keyClick(field.edit, Qt.Key.Key_Down)
    assert field.completer.completionCount() == 3
    popup = field.completer.popup()
    with qtbot.waitSignal(field.picked) as told:
        QTest.keyClick(popup, Qt.Key.Key_Down)
        QTest.keyClick(popup, Qt.Key.Key_Return)
    assert told.args == ["Eastbridge Constabulary"]
    assert field.value() == "Eastbridge Constabulary"
    field.set_value("")
    QTest.keyClicks(field.edit, "COURT")
    assert field.completer.completionCount() == 1, "wherever it stands in the words"


def test_a_list_offers_fewer_choices_and_keeps_the_one_chosen(form):
    field = form.fields["one"]
    put_in(field, "c")
    form.offer("one", (("a", "First"), ("b", "Second")))
    offered = [field.combo.itemData(at) for at in range(field.combo.count())]
    assert offered == ["", "a", "b", "c"]
    assert field.value() == "c"


def test_short_answers_stand_two_by_two_and_what_comes_later_by_itself(form):
    who, rank = form.fields["who"], form.fields["rank"]
    assert (who.y(), who.x() < rank.x()) == (rank.y(), True)
    assert form.later is not None
    assert form.later.isAncestorOf(form.fields["why"])
    assert not form.grid.isAncestorOf(form.fields["why"])
    assert findings(form) == []
    settle(form, (260, 500))
    assert rank.y() > who.y()


def test_a_new_entry_begins_with_what_most_likely_holds(form):
    form.begin({"on": "2026-11-23", "rank": "Inspector"})
    assert not form.is_unsaved
    assert form.answers()["on"] == "2026-11-23"
    put_in(form.fields["rank"], "Sergeant")
    assert form.is_unsaved
    form.undo()
    assert form.fields["rank"].value() == "Inspector"
    assert not form.is_unsaved


def test_what_stands_so_far_leaves_half_typed_days_out(form):
    put_in(form.fields["who"], "DC Sample")
    form.fields["on"].edit.setText("31 Feb")
    assert form.so_far() == (("who", "DC Sample"),)
    with pytest.raises(RuleBroken) as refused:
        form.answers()
    assert refused.value.field == "on"


def test_what_others_changed_comes_in_and_what_was_typed_stays(form):
    assert form.take(entry(who="First", rank="First")) == []
    put_in(form.fields["who"], "Mine")
    assert form.take(entry(2, who="Theirs", rank="Newer")) == [
        "Who: they wrote \u201cTheirs\u201d."
    ]
    assert form.fields["who"].value() == "Mine"
    assert form.fields["rank"].value() == "Newer"
    assert form.is_unsaved


def test_a_draft_says_what_was_changed_while_it_was_away(qtbot, form):
    form.take(entry(who="First", rank="First"))
    put_in(form.fields["who"], "Mine")
    kept = form.typed()
    again = AnswerForm(FORM, lambda: TODAY)
    qtbot.addWidget(again)
    again.take(entry(2, who="Theirs", rank="First"))
    assert again.fill(kept) == ["Who: they wrote \u201cTheirs\u201d."]
    assert again.fields["who"].value() == "Mine"
    same = AnswerForm(FORM, lambda: TODAY)
    qtbot.addWidget(same)
    same.take(entry(who="First", rank="First"))
    assert same.fill(kept) == []
