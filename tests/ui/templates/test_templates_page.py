"""The page of templates, through a real vault: read, written, tried, taken into use."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from builders import new_post
from picture_checks import findings as picture_findings
from picture_checks import settle
from PySide6.QtCore import Qt
from PySide6.QtGui import QTextCursor
from PySide6.QtWidgets import QDialog, QPushButton

from isteam_app.domain.cases import CaseKind
from isteam_app.domain.kept_templates import TemplateState
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import start_letter
from isteam_app.services.session import Session
from isteam_app.services.template_shelf import open_template, template_rows
from isteam_app.services.template_texts import sheet_of
from isteam_app.services.template_versions import (
    Typed,
    copy_template,
    discard_version,
    save_version,
    start_version,
    take_into_use,
)
from ui.common.background import Background
from ui.common.dialogs import ConfirmDialog, ReasonDialog
from ui.common.pick_dialog import PickDialog
from ui.templates.templates_page import TemplatesPage

KEY, LOCKED = "access-acknowledgement", "clarification-request"
OURS = "We write to you from the post room."


@pytest.fixture
def chosen(tmp_path: Path) -> list[Path]:
    """The files that the dialogs for files answer with, in turn."""
    return []


@pytest.fixture
def page(qtbot, session: Session, chosen: list[Path]) -> Iterator[TemplatesPage]:
    background = Background()

    def answer(_parent, _name, then) -> None:
        if chosen:
            then(str(chosen.pop(0)))

    made = TemplatesPage(session, background, files=answer, places=answer)
    made.resize(1112, 720)
    made.show()
    qtbot.waitExposed(made)
    made.opened()
    shown(qtbot, made, KEY)
    yield made
    background.close()
    made.close()


def shown(qtbot, page: TemplatesPage, key: str) -> None:
    """Show a template and wait until its pages are built."""
    page.show_template(key)
    built(qtbot, page)


def built(qtbot, page: TemplatesPage) -> None:
    qtbot.waitUntil(
        lambda: page.work.build.is_settled and bool(page.space.pdf.meta.text())
    )


def edit(qtbot, page: TemplatesPage, key: str = KEY) -> None:
    shown(qtbot, page, key)
    page.edit_button.click()
    built(qtbot, page)
    assert page.work.draft is not None


def type_in(page: TemplatesPage, words: str, after: str = "") -> None:
    """Type words at the start of the first line that follows some text."""
    text = page.space.text.edit
    cursor = text.document().find(after) if after else QTextCursor(text.document())
    cursor.movePosition(QTextCursor.MoveOperation.EndOfBlock)
    text.setTextCursor(cursor)
    text.insertPlainText(words)


def dialog(page: TemplatesPage, kind: type[QDialog]) -> QDialog:
    found = [each for each in page.findChildren(kind) if each.isVisible()]
    return found[-1]


def checks(page: TemplatesPage) -> list[str]:
    return [line.accessibleName() for line in page.space.checks.lines()]


def test_every_template_is_listed_in_its_group(page, session):
    rows = {row.key for row in template_rows(session)}
    listed = [page.list.list.item(n) for n in range(page.list.list.count())]
    keys = {
        item.data(Qt.ItemDataRole.UserRole).key
        for item in listed
        if item.flags() & Qt.ItemFlag.ItemIsSelectable
    }
    assert keys == rows
    headings = [
        item.data(Qt.ItemDataRole.UserRole)[0]
        for item in listed
        if not item.flags() & Qt.ItemFlag.ItemIsSelectable
    ]
    assert headings == ["Rights requests", "Complaints", "Disclosures", "Others"]


def test_a_template_is_found_by_its_title_and_opened_by_keyboard(qtbot, page):
    qtbot.keyClicks(page.list.finder, "more time")
    qtbot.keyClick(page.list.finder, Qt.Key.Key_Return)
    assert page.work.opened.key == "extension-notice"
    assert page.title_line.text() == page.work.opened.sheet().facts.title


def test_what_is_in_use_cannot_be_typed_in(page):
    assert page.space.text.edit.isReadOnly()
    assert not page.space.text.bold_button.isVisible()
    assert page.use_button.isHidden()


def test_a_version_is_written_checked_and_taken_into_use(qtbot, page, session):
    edit(qtbot, page)
    type_in(page, f"\n\n{OURS}", after="We have received")
    qtbot.waitUntil(lambda: not page.work.is_unsaved(), timeout=10_000)
    kept = open_template(session, KEY).draft
    assert OURS in sheet_of(kept.text).letter
    built(qtbot, page)
    page.use_button.click()
    dialog(page, ConfirmDialog).act_button.click()
    assert open_template(session, KEY).in_use.version == kept.number
    assert page.said() is not None
    assert "is in use" in page.said().title.text()
    case = receive_post(session, new_post(kinds=(CaseKind.ACCESS,))).cases[0]
    assert OURS in start_letter(session, case.id, KEY).body


def test_an_unknown_field_stops_it_and_go_leads_there(qtbot, page):
    edit(qtbot, page)
    type_in(page, " {{nobody}}", after="We have received")
    qtbot.waitUntil(lambda: any("no field called" in line for line in checks(page)))
    assert not page.use_button.isEnabled()
    assert "no field called" in page.use_button.toolTip()
    page.list.finder.setFocus()
    page.space.checks.lines()[0].click()
    assert page.space.text.edit.hasFocus()
    assert page.space.text.edit.textCursor().hasSelection()


def test_a_condition_is_put_around_lines_and_taken_away(qtbot, page):
    edit(qtbot, page)
    text = page.space.text.edit
    before = text.text()
    text.setTextCursor(text.document().find("We have received"))
    page.space.text.ask_condition()
    asked = dialog(page, PickDialog)
    qtbot.keyClicks(asked.finder.edit, "their reference")
    qtbot.keyClick(asked.finder.edit, Qt.Key.Key_Return)
    assert "[[if their_reference]]\n" in text.text()
    assert text.in_condition()
    text.remove_condition()
    assert text.text() == before


def test_a_field_is_found_by_its_label(qtbot, page):
    edit(qtbot, page)
    page.space.text.ask_field()
    asked = dialog(page, PickDialog)
    qtbot.keyClicks(asked.finder.edit, "nothing is called this")
    assert not asked.act_button.isEnabled()
    asked.finder.set_value("")
    qtbot.keyClicks(asked.finder.edit, "who handles")
    qtbot.keyClick(asked.finder.edit, Qt.Key.Key_Return)
    assert page.space.text.edit.text().startswith("{{handler}}")


def test_headings_and_shared_paragraphs_stand_on_their_own_line(qtbot, page):
    edit(qtbot, page)
    text = page.space.text.edit
    line = "You do not have to do anything"
    text.set_text(f"Dear {{{{salutation}}}}\n\n{line} now.\n")
    text.setTextCursor(text.document().find(line))
    text.toggle_heading()
    assert f"\n## {line}" in text.text()
    text.toggle_heading()
    assert f"\n{line} now.\n" in text.text()
    text.insert_lines("[[include other-formats]]")
    assert "\n[[include other-formats]]\n" in text.text()


def test_locked_wording_stays_until_an_administrator_unlocks_it(qtbot, page, session):
    edit(qtbot, page, LOCKED)
    text = page.space.text.edit
    before = text.text()
    assert text.show_locked("not-obliged")
    text.moveCursor(QTextCursor.MoveOperation.EndOfBlock)
    text.moveCursor(QTextCursor.MoveOperation.Down)
    qtbot.keyClicks(text, "Perhaps. ")
    qtbot.waitUntil(lambda: text.text() == before)
    text.selectAll()
    qtbot.keyClick(text, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: text.text() == before)
    page.space.text.unlock_button.click()
    asked = dialog(page, ReasonDialog)
    asked.act_button.click()
    assert asked.isVisible()  # a reason is wanted
    asked.field.set_value("Counsel's advice.")
    asked.act_button.click()
    assert open_template(session, LOCKED).draft.unlocked_why == "Counsel's advice."
    text.show_locked("not-obliged")
    text.moveCursor(QTextCursor.MoveOperation.Down)
    qtbot.keyClicks(text, "Perhaps. ")
    settle(page)
    assert text.text() != before


def test_the_preview_follows_the_test_data(qtbot, page):
    before = page.space.pdf.view.accessibleDescription()
    page.try_button.click()
    assert page.space.tabs.current() == "facts"
    page.space.facts.boxes["handler"].set_value("Somebody Else Entirely")
    qtbot.waitUntil(
        lambda: "Somebody Else Entirely" in page.space.pdf.view.accessibleDescription()
    )
    page.space.facts.again.click()
    qtbot.waitUntil(lambda: page.space.pdf.view.accessibleDescription() == before)


def test_a_required_paragraph_can_be_added_and_only_that_one_dropped(qtbot, page):
    edit(qtbot, page)
    rules = page.space.rules
    usual = rules.requires()
    page.space.tabs.set_current("rules")
    rules.add.click()
    asked = dialog(page, PickDialog)
    qtbot.keyClicks(asked.finder.edit, "the fee")
    qtbot.keyClick(asked.finder.edit, Qt.Key.Key_Return)
    assert rules.requires() == (*usual, "fee")
    qtbot.waitUntil(lambda: any("the fee" in line for line in checks(page)))
    removers = [
        each
        for each in rules.findChildren(QPushButton)
        if each.accessibleName().startswith("Require no longer") and each.isVisible()
    ]
    assert len(removers) == 1
    removers[0].click()
    assert rules.requires() == usual


def test_versions_are_compared_and_restored(qtbot, page, session):
    first = used(session, "The first of our sentences stands here.")
    used(session, "Another sentence stands here instead.")
    shown(qtbot, page, KEY)
    page.space.versions.menus[first].actions()[0].trigger()
    compare = page.space.compare
    assert (compare.before.value(), compare.after.value()) == (
        str(first - 1),
        str(first),
    )
    assert "+  The first of our sentences stands here." in compare.text.toPlainText()
    assert "{{" not in compare.text.toPlainText()
    compare.close_button.click()
    page.space.versions.menus[first].actions()[1].trigger()
    assert page.work.draft.note == f"Version {first} again"
    assert "The first of our sentences" in page.space.text.edit.text()


def used(session: Session, words: str) -> int:
    draft = start_version(session, KEY)
    sheet = sheet_of(draft.text)
    typed = Typed(
        letter=sheet.letter.replace("[[part ", f"{words}\n\n[[part ", 1),
        title=sheet.facts.title,
        requires=sheet.facts.requires,
    )
    return take_into_use(
        session, save_version(session, draft, typed), warnings_seen=True
    ).number


def test_back_to_the_shipped_text_and_a_draft_thrown_away(qtbot, page, session):
    used(session, OURS)
    shown(qtbot, page, KEY)
    act(page, "Go back to the shipped text").trigger()
    dialog(page, ConfirmDialog).act_button.click()
    assert open_template(session, KEY).in_use == open_template(session, KEY).shipped
    page.edit_button.click()
    act(page, "Throw the draft away").trigger()
    dialog(page, ConfirmDialog).act_button.click()
    assert open_template(session, KEY).draft is None
    assert page.edit_button.isVisible()


def act(page: TemplatesPage, words: str):
    return next(each for each in page.more.actions() if each.text().startswith(words))


def test_a_copy_is_named_and_listed(qtbot, page, session):
    act(page, "Copy").trigger()
    asked = dialog(page, ConfirmDialog)
    asked.title.set_value("")
    asked.act_button.click()
    assert asked.isVisible()
    asked.title.set_value("Ours & theirs")
    asked.act_button.click()
    assert page.title_line.text() == "Ours & theirs"
    assert page.list.current() == page.work.opened.key != KEY


def test_a_template_goes_out_and_comes_in_as_a_file(
    qtbot, page, session, chosen, tmp_path
):
    path = tmp_path / "out.txt"
    chosen.extend([path, path])
    number = page.work.opened.versions[0].number
    act(page, f"Save version {number}").trigger()
    assert path.read_text().startswith("---\nkey: access-acknowledgement\n")
    page.import_button.click()
    assert page.work.draft.state is TemplateState.DRAFT
    chosen.append(path)
    page.import_button.click()
    assert "is being written already" in page.said().text.text()


@pytest.mark.parametrize("content", [b"\x00\xff\x00", b"x" * 5_000_000, b"---\n---\n"])
def test_a_hostile_file_says_one_sentence(page, session, chosen, tmp_path, content):
    path = tmp_path / "in.txt"
    path.write_bytes(content)
    chosen.append(path)
    page.import_button.click()
    assert page.said().text.text()
    assert not any(row.draft for row in template_rows(session))


def test_somebody_else_changed_it_meanwhile(qtbot, page, session):
    edit(qtbot, page)
    draft = open_template(session, KEY).draft
    sheet = sheet_of(draft.text)
    theirs = Typed(
        letter=f"{sheet.letter}\nTheirs.\n",
        title=sheet.facts.title,
        requires=sheet.facts.requires,
    )
    save_version(session, draft, theirs)
    type_in(page, " Mine.", after="We have received")
    page.work.save()
    qtbot.waitUntil(lambda: page.said() is not None)
    again = [
        each
        for each in page.said().findChildren(QPushButton)
        if each.accessibleName() == "Read it again"
    ]
    again[0].click()
    assert "Theirs." in page.space.text.edit.text()


def test_half_typed_text_comes_back(qtbot, page, session):
    edit(qtbot, page)
    type_in(page, " Half typed.", after="We have received")
    kept = page.half_typed()
    assert kept is not None
    page.work.show_template(open_template(session, KEY))
    assert "Half typed." not in page.space.text.edit.text()
    page.restore_typing(kept)
    assert "Half typed." in page.space.text.edit.text()
    assert page.work.is_unsaved()
    discard_version(session, open_template(session, KEY).draft)
    page.restore_typing(kept)  # what it was typed into is gone
    assert "Half typed." not in page.space.text.edit.text()


def test_a_handler_writes_and_an_administrator_takes_into_use(qtbot, session):
    with session.vault.change("member.added", by="A", at=session.now()) as work:
        handler = replace(session.member, id=0, name="Hana Marsh", role="handler")
        member = work.members.add(handler)
        work.commit()
    background = Background()
    page = TemplatesPage(replace(session, member=member), background)
    page.resize(1112, 720)
    page.show()
    page.opened()
    edit(qtbot, page, LOCKED)
    assert not page.use_button.isEnabled()
    assert not page.space.text.unlock_button.isEnabled()
    assert "administrator" in page.use_button.toolTip()
    background.close()
    page.close()


@pytest.mark.parametrize("size", [(1112, 720), (968, 560), (904, 460)])
@pytest.mark.parametrize("mode", ["light", "dark"])
@pytest.mark.parametrize("scale", [1.0, 1.5])
def test_nothing_is_cut_off(qtbot, page, theme, size, mode, scale):
    theme.set_choice(mode)
    theme.set_text_scale(scale)
    edit(qtbot, page)
    page.resize(*size)
    settle(page)
    for key in ("text", "rules", "facts", "layout", "checks", "versions"):
        page.space.show_part(key)
        settle(page)
        assert picture_findings(page) == [], key


def test_one_own_template_can_be_taken_out_of_use(qtbot, page, session):
    draft = copy_template(session, KEY, "Ours")
    take_into_use(session, draft, warnings_seen=True)
    page.refresh()
    shown(qtbot, page, draft.key)
    act(page, "Take out of use").trigger()
    dialog(page, ConfirmDialog).act_button.click()
    assert open_template(session, draft.key).in_use is None
    assert page.edit_button.words().startswith("Edit as version 2")
