"""Linked cases, the filtered timeline, the chronology and the history, by keyboard."""

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import new_post
from picture_checks import SIZES, THEMES, findings, settle
from pypdfium2 import PdfDocument
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.domain.people import TeamMember
from isteam_app.errors import PrintingFailed
from isteam_app.printing import Printer, chronology_title
from isteam_app.services.cases import add_note, assign, case_page
from isteam_app.services.chronology import chronology
from isteam_app.services.entries import add_entry, change_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from ui.cases.case_page import CasePage
from ui.cases.story_part import StoryPart
from ui.common.background import Background
from ui.common.theme import Theme

Key = Qt.Key
COMPLAINT, ACCESS = CaseKind.COMPLAINT, CaseKind.ACCESS


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def cases(session: Session) -> tuple[Case, Case, Case]:
    """An access request, the same asked again, and a complaint, all of one person."""
    (first,) = receive_post(session, new_post(kinds=(ACCESS,))).cases
    again = new_post(kinds=(ACCESS, COMPLAINT), person=first.subject)
    second, complaint = receive_post(session, again).cases
    return first, second, complaint


def opened(qtbot, session: Session, background: Background, case: Case) -> CasePage:
    page = CasePage(session, background)
    qtbot.addWidget(page)
    page.resize(1112, 760)
    page.show()
    page.open(case.id)
    return page


def groups(page: CasePage) -> list[tuple[str, str]]:
    return [(one.group, one.row.reference) for one in page.tabs.linked.lines()]


def test_a_link_is_made_followed_and_undone_by_keyboard(
    qtbot, session, background, cases
) -> None:
    first, second, complaint = cases
    page = opened(qtbot, session, background, complaint)
    page.tabs.set_current("linked")
    tab = page.tabs.linked
    assert groups(page) == [("post", second.reference), ("person", first.reference)]
    assert page.tabs.bar.count_of("linked") == "2"
    tab.add_button.setFocus()
    qtbot.keyClick(tab.add_button, Key.Key_Space)
    panel = page.panel
    for typed, said in (
        (complaint.reference, "this case itself"),
        ('"*)OR(', "No case has that reference"),
    ):
        panel.other.set_value(typed)
        panel.save_button.click()
        qtbot.waitUntil(lambda said=said: said in panel.other.problem())
        qtbot.waitUntil(panel.save_button.isEnabled)
    panel.other.edit.clear()
    qtbot.keyClicks(panel.other.edit, first.reference.lower())
    assert panel.kind.value() == "complaint_about"
    qtbot.keyClick(
        panel.other.edit, Key.Key_Return, Qt.KeyboardModifier.ControlModifier
    )
    qtbot.waitUntil(lambda: page.panel is None)
    assert groups(page)[0] == ("linked", first.reference)
    assert tab.lines()[0].words == "Complaint about"
    assert page.tabs.bar.count_of("linked") == "2"
    assert page.story.timeline.entries()[0].title == "Linked with another case"
    assert tab.table.select_key(("linked", first.id, tab.lines()[0].link.id))
    with qtbot.waitSignal(page.case_opened) as went:
        qtbot.keyClick(tab.table, Key.Key_Return)
    assert went.args == [first.id]
    page.open(first.id)
    assert ("Complained about in", complaint.reference) in [
        (one.words, one.row.reference) for one in tab.lines()
    ]
    page.open(complaint.id)
    tab.table.setFocus()
    tab.table.select_first()
    assert tab.undo_button.isVisibleTo(page)
    qtbot.keyClick(tab.table, Key.Key_Delete)
    qtbot.waitUntil(lambda: "linked" not in dict(groups(page)))
    assert "No longer: complaint about" in page.story.timeline.entries()[0].body
    assert not tab.undo_button.isVisibleTo(page)


def test_a_repeat_is_suggested_and_linked_with_one_key(
    qtbot, session, background, cases
) -> None:
    first, second, complaint = cases
    page = opened(qtbot, session, background, second)
    page.tabs.set_current("linked")
    tab = page.tabs.linked
    assert groups(page) == [
        ("repeat", first.reference),
        ("post", complaint.reference),
    ]
    tab.table.select_first()
    page.ask_note()
    page.panel.text.set_value("Half typed")
    qtbot.keyClick(tab.repeat_button, Key.Key_Space)
    qtbot.waitUntil(lambda: groups(page)[0] == ("linked", first.reference))
    assert page.panel.text.value() == "Half typed", "a link costs no typing"
    assert tab.lines()[0].words == "Repeat of"


def test_a_complaint_is_taken_to_the_regulator(
    qtbot, session, background, cases
) -> None:
    first, _, complaint = cases
    page = opened(qtbot, session, background, first)
    page.tabs.set_current("linked")
    assert not page.tabs.linked.regulator_button.isVisibleTo(page)
    page.open(complaint.id)
    page.tabs.linked.regulator_button.click()
    panel = page.panel
    panel.answer_by.set_text("14 dec 2026")
    panel.save_button.click()
    qtbot.waitUntil(lambda: "needed" in panel.reference.problem())
    qtbot.waitUntil(panel.save_button.isEnabled)
    kept = page.half_typed()
    page.close_panel()
    page.restore_typing(kept)
    panel = page.panel
    assert panel.answer_by.text() == "Mon 14 Dec 2026"
    qtbot.keyClicks(panel.reference.edit, "REG/77/26")
    panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    assert page.tabs.linked.lines()[0].words == "Went to the regulator in"
    theirs = case_page(session, page.tabs.linked.lines()[0].row.id).case
    assert theirs.kind is CaseKind.REGULATOR
    assert theirs.subject == complaint.subject


def test_the_timeline_is_narrowed_by_kind_and_by_words(
    qtbot, session, background, cases
) -> None:
    first = cases[0]
    add_note(session, first, "She rang about the Ŵyn parcel", EventKind.CALL)
    add_note(session, first, "<b>Nothing</b> more")
    assign(session, case_page(session, first.id).case, "")
    page = opened(qtbot, session, background, first)
    story = page.story
    words = [story.filter.itemText(n) for n in range(story.filter.count())]
    assert words == [
        "All (4)",
        "Letters (0)",
        "Post and scans (1)",
        "Clock (0)",
        "Notes and calls (2)",
        "Decisions (0)",
        "Other (1)",
    ]
    story.filter.set_current("notes")
    assert len(story.timeline.entries()) == 2
    qtbot.keyClicks(story.words, "wyn RANG")
    qtbot.keyClick(story.words, Key.Key_Return)
    assert [one.title for one in story.timeline.entries()] == ["Call"]
    story.words.setText('"*)OR(')
    qtbot.keyClick(story.words, Key.Key_Return)
    assert story.listed.currentWidget() is story.listed.empty
    story.listed.empty.button.click()
    assert len(story.timeline.entries()) == 4
    story.filter.set_current("clock")
    page.open(cases[1].id)
    assert story.filter.current() == "all", "another case is shown whole"


def test_two_people_at_one_entry_see_what_the_other_wrote(
    qtbot, session, background, cases
) -> None:
    first = cases[0]
    read = {"system": "Attic", "notes": "First floor"}
    entry = add_entry(session, first, "search", read)
    page = opened(qtbot, session, background, first)
    page.fill_in("search", entry.id)
    panel = page.panel
    panel.fields["notes"].set_value("Mine")
    panel.fields["terms"].set_value("Her name")
    sam = replace(session, member=TeamMember(name="Sam Okafor"))
    change_entry(sam, entry, read | {"notes": "Theirs", "who": "Sam"})
    panel.save_button.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert "Sam Okafor changed \u201cWhat was found" in page.said().text.text()
    assert "at 10:42" in page.said().text.text()
    assert panel.fields["notes"].value() == "Mine", "nothing typed is lost"
    with session.vault.read() as vault:
        assert vault.entries.get(entry.id)["notes"] == "Theirs"
    page.reload()
    assert panel.fields["notes"].value() == "Mine"
    assert panel.fields["who"].value() == "Sam"
    assert "they wrote \u201cTheirs\u201d" in panel.note.text.text()
    panel.save_button.click()
    qtbot.waitUntil(lambda: page.panel is None)
    with session.vault.read() as vault:
        kept = vault.entries.get(entry.id)
    assert (kept["notes"], kept["who"], kept["terms"]) == ("Mine", "Sam", "Her name")
    page.tabs.set_current("history")
    changes = [(one.title, one.body) for one in page.tabs.history.entries()]
    assert any("Was: Theirs\nIs: Mine" in body for _, body in changes)


class Paper:
    """A printer that keeps what it is sent."""

    def __init__(self) -> None:
        self.sent: list[tuple[bytes, str, str]] = []
        self.broken = False

    def printers(self) -> tuple[Printer, ...]:
        return (Printer(name="Office", default=True),)

    def print_pdf(self, pdf: bytes, *, title: str, printer: str, **_: object) -> None:
        if self.broken:
            raise PrintingFailed("The printer did not take it.")
        self.sent.append((pdf, title, printer))


def actions(session: Session, count: int) -> list[str]:
    with session.vault.read() as vault:
        return [entry.action for entry in vault.audit.page(limit=count).rows]


def text_of(pdf: bytes) -> str:
    """What the first page says, but for where the audit trail ended."""
    text = PdfDocument(pdf)[0].get_textpage().get_text_bounded()
    return re.sub(r"Audit \d+: [0-9a-f ]+", "", text)


def test_the_chronology_goes_to_paper_and_to_a_chosen_file(
    qtbot, session, background, cases, tmp_path: Path
) -> None:
    first, paper = cases[0], Paper()
    asked: list[str] = []

    def choose(_parent: object, name: str, answer) -> None:
        asked.append(name)
        answer(str(tmp_path / name))

    part = StoryPart(session, background, lambda: paper, choose)
    qtbot.addWidget(part)
    part.resize(640, 600)
    part.show()
    part.show_case(case_page(session, first.id))
    panel = part.panel.ways
    part.print_button.click()
    qtbot.waitUntil(panel.print_button.isEnabled)
    panel.print_button.click()
    qtbot.waitUntil(lambda: panel.said.text() == "Sent to the printer.")
    qtbot.waitUntil(panel.save_button.isEnabled)
    title = f"{first.reference} chronology"
    job = chronology_title(first.reference)
    ((sent, *named),) = paper.sent
    assert named == [job, "Office"]
    assert text_of(sent) == text_of(chronology(session, first.id))
    assert actions(session, 1) == ["case.printed"]
    panel.save_button.click()
    qtbot.waitUntil(lambda: panel.said.text() == f"Saved as {title}.pdf.")
    qtbot.waitUntil(panel.save_button.isEnabled)
    assert asked == [f"{title}.pdf"]
    assert (tmp_path / asked[0]).read_bytes().startswith(b"%PDF")
    assert actions(session, 1) == ["case.exported"]
    qtbot.keyClick(part.panel, Key.Key_Escape)
    assert part.panel.isHidden()
    assert QApplication.focusWidget() is part.print_button
    paper.broken = True
    part.print_button.click()
    qtbot.waitUntil(panel.print_button.isEnabled)
    panel.print_button.click()
    qtbot.waitUntil(panel.print_button.isEnabled)
    assert actions(session, 1) == ["case.exported"], "what was not printed is not noted"


def test_history_tells_each_field_and_reads_on(
    qtbot, session, background, cases, monkeypatch
) -> None:
    first = cases[0]
    monkeypatch.setattr("ui.common.history_list.PAGE", 5)
    entry = add_entry(session, first, "search", {"system": "Old <b>archive</b>"})
    change_entry(session, entry, {"system": "Old <b>archive</b>", "result": "nothing"})
    page = opened(qtbot, session, background, first)
    tab = page.tabs.history
    assert not tab.entries(), "nothing is read before it is looked at"
    page.tabs.set_current("history")
    assert len(tab.entries()) == 5
    newest = tab.entries()[0]
    assert newest.title == "Result"
    assert newest.when == "Mon 23 Nov, 10:42"
    assert newest.body.endswith("by Robin Sample\nIs: Nothing found")
    assert "Old <b>archive</b>" in newest.body
    qtbot.keyClick(tab.more, Key.Key_Space)
    assert len(tab.entries()) > 5
    assign(session, case_page(session, first.id).case, "")
    page.refresh()
    assert (
        tab.entries()[0].body == "Case, by Robin Sample\nWas: Robin Sample\nIs: nothing"
    )
    tab.words.setText("archive nothing")
    qtbot.keyClick(tab.words, Key.Key_Return)
    assert [one.title for one in tab.entries()] == []
    tab.words.setText('"*)OR(')
    qtbot.keyClick(tab.words, Key.Key_Return)
    assert tab.listed.empty.title.text() == "No change says that"
    tab.listed.empty.button.click()
    tab.read()
    assert len(tab.entries()) == 5


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("choice", THEMES)
def test_the_tabs_look_right(qtbot, demo, background, choice: str, size) -> None:
    Theme(choice).apply(QApplication.instance())
    page = opened(qtbot, demo, background, case_page(demo, 57).case)
    narrow = size[0] < 1180
    page.set_narrow(narrow)
    settle(page, (size[0] - (56 if narrow else 168), size[1] - 80))
    for tab in ("linked", "history"):
        page.tabs.set_current(tab)
        assert findings(page) == []
    if narrow:
        page.tabs.set_current("story")
    page.story.print_button.click()
    qtbot.waitUntil(page.story.panel.ways.save_button.isEnabled)
    assert findings(page) == []
