"""A third-party request: recorded, filled in section by section, and never lost."""

from collections.abc import Mapping
from threading import Event

import pytest
from builders import new_post
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import QMimeData, QObject, QPointF, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QDropEvent, QImage
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication
from request_steps import (
    REQUESTER,
    SECTIONS,
    about,
    fill,
    filled_for_disclosure,
    known_organisation,
    lock_asked,
    recorded,
    second,
)

from isteam_app.domain.disclosure_forms import FORMS, section_of
from isteam_app.domain.disclosures import Decision, LockReason, RequesterKind
from isteam_app.domain.forms import Entry, standing
from isteam_app.domain.listing import DisclosureFilter
from isteam_app.services import half_typed
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.disclosure_decisions import submit
from isteam_app.services.disclosure_locks import set_lock
from isteam_app.services.disclosure_sections import fill_in
from isteam_app.services.disclosures import count_disclosures, disclosure, open_request
from isteam_app.services.intake import receive_post
from isteam_app.services.unlock import lock, unlock
from ui.common.answer_fields import as_typed, put_in
from ui.common.answer_form import AnswerForm
from ui.common.background import Job
from ui.common.law_link import LawLink
from ui.disclosures.lock_panel import NO_LOCK
from ui.disclosures.request_page import RequestPage


def put(form: AnswerForm, answers: Mapping[str, str]) -> None:
    """Answer questions as if they were typed."""
    for key, value in answers.items():
        put_in(form.fields[key], as_typed(form.asked.question(key), value))


def record(qtbot, page: RequestPage) -> int:
    with qtbot.waitSignal(page.saved) as told:
        page.new.record_button.click()
    return int(told.args[0])


def kept(qtbot, page: RequestPage) -> None:
    """Wait until what was typed is kept and shown again."""
    qtbot.waitUntil(lambda: not page.view.is_unsaved and page.acts.more.isEnabled())


def drop(widget, file) -> None:
    """Let a file fall on a part of the page."""
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(file))])
    keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    widget.dropEvent(QDropEvent(QPointF(5, 5), copy, files, *keys))


def entry_of(session, request, form: str):
    return standing(open_request(session, request.id).entries, form)[-1]


def lines(page: RequestPage) -> dict[str, str]:
    return {check.words: check.state for check in page.gate.list.checks()}


@pytest.fixture
def request_(session):
    return recorded(session)


@pytest.fixture
def opened(request_page, request_) -> RequestPage:
    request_page.open(request_.id)
    return request_page


def test_a_request_is_recorded_by_keyboard_with_its_first_section_alone(
    qtbot, session, request_page
):
    page = request_page
    fields = page.new.answers.fields
    put_in(fields["kind"], "court")
    fields["organisation"].focus_field()
    QTest.keyClicks(QApplication.focusWidget(), "Eastbridge County Court")
    with qtbot.waitSignal(page.saved) as told:
        modifier = Qt.KeyboardModifier.ControlModifier
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return, modifier)
    now = open_request(session, told.args[0])
    assert now.request.organisation == "Eastbridge County Court"
    assert now.request.kind is RequesterKind.COURT
    assert now.request.received == session.today
    assert {entry.form for entry in now.entries} == {"requester"}
    assert page.half_typed() is None


@pytest.mark.parametrize(
    ("answers", "field"),
    [
        ({**REQUESTER, "kind": "police", "organisation": ""}, "organisation"),
        ({**REQUESTER, "kind": ""}, "kind"),
        ({**REQUESTER, "kind": "police", "received": "2026-11-24"}, "received"),
    ],
)
def test_what_is_missing_is_refused_in_its_place_and_stays_typed(
    qtbot, session, request_page, answers, field
):
    page = request_page
    put(page.new.answers, answers)
    page.new.lock.put(NO_LOCK, "", None)
    typed = page.new.answers.texts()
    page.new.record_button.click()
    asked = page.new.answers.fields[field]
    qtbot.waitUntil(lambda: bool(asked.problem()))
    assert page.new.answers.texts() == typed
    assert count_disclosures(session, DisclosureFilter()) == 0


def test_the_rules_choose_the_lock_until_somebody_chooses_otherwise(
    qtbot, session, request_page
):
    page = request_page
    lock = page.new.lock
    put(page.new.answers, {**REQUESTER, "kind": "solicitor"})
    assert lock.reason.value() == NO_LOCK
    put(page.new.answers, {"kind": "police"})
    assert lock.reason.value() == LockReason.PREJUDICE.value
    assert lock.review.value() > session.today
    assert lock.authority.value()
    lock.reason.set_value(LockReason.ORDER.value)
    lock.authority.set_value("Order of HHJ Sample")
    put(page.new.answers, {"kind": "solicitor"})
    assert lock.reason.value() == LockReason.ORDER.value
    now = open_request(session, record(qtbot, page))
    assert now.request.locked
    assert now.lock is not None
    assert now.lock.authority == "Order of HHJ Sample"
    assert now.request.reference.startswith("R-")


def test_a_lock_without_who_says_so_is_refused(qtbot, session, request_page):
    page = request_page
    put(page.new.answers, {**REQUESTER, "kind": "police"})
    page.new.lock.authority.set_value("")
    page.new.record_button.click()
    assert page.new.lock.authority.problem()
    assert count_disclosures(session, DisclosureFilter()) == 0


def test_a_known_organisation_brings_its_kind(session, request_page, request_):
    known_organisation(session, request_)
    page = request_page
    page.start_new()
    organisation = page.new.answers.fields["organisation"]
    assert organisation.suggestions() == [request_.organisation]
    organisation.picked.emit(request_.organisation)
    assert page.new.answers.fields["kind"].value() == "police"
    assert "Station Road" in page.new.answers.fields["address"].value()


@pytest.mark.parametrize(
    ("form", "answers"),
    [pair for pair in SECTIONS if not FORMS[pair[0]].many],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_each_section_is_kept_by_next(qtbot, session, opened, request_, form, answers):
    page = opened
    section = section_of(form)
    page.go_to(section.key)
    put(page.view.answers, answers)
    assert page.view.is_unsaved
    page.view.next_button.click()
    kept(qtbot, page)
    assert dict(entry_of(session, request_, form).values) == dict(answers)
    assert page.place != section.key


@pytest.mark.parametrize("form", ["item", "check"])
def test_an_entry_is_added_changed_and_struck_out(
    qtbot, session, opened, request_, form
):
    page = opened
    answers = dict(SECTIONS)[form]
    page.go_to(section_of(form).key)
    part = page.view.parts[form]
    part.add_button.click()
    put(part.editor.answers, answers)
    part.editor.save_button.click()
    kept(qtbot, page)
    assert part.editor is None
    assert dict(entry_of(session, request_, form).values) == dict(answers)
    row = part.rows.buttons()[0]
    row.setFocus()
    QTest.keyClick(row, Qt.Key.Key_Return)
    assert part.editor.answers.entry is not None
    part.editor.strike_button.click()
    part.editor.strike_out_button.click()
    assert part.editor.why.problem()
    part.editor.why.set_value("Written down twice")
    part.editor.strike_out_button.click()
    qtbot.waitUntil(lambda: part.rows.rows()[0].struck)
    assert not standing(open_request(session, request_.id).entries, form)


def test_the_gates_follow_each_key_and_read_nothing(
    qtbot, opened, session, monkeypatch
):
    page = opened
    page.go_to("purpose")
    assert lines(page)["Crime reference"] == "missing"

    def refuse() -> None:
        raise AssertionError("the vault was read while somebody typed")

    monkeypatch.setattr(session.vault, "read", refuse)
    page.view.answers.fields["crime_reference"].focus_field()
    QTest.keyClicks(QApplication.focusWidget(), "26/004417")
    qtbot.waitUntil(lambda: lines(page)["Crime reference"] == "met")


def test_a_line_of_the_gates_leads_to_its_field_and_keeps_what_was_typed(
    qtbot, session, opened, request_
):
    page = opened
    page.go_to("necessity")
    put(page.view.answers, {"why": "Typed before the jump"})
    line = next(one for one in page.gate.list.lines() if "offence" in one.check_key)
    line.setFocus()
    QTest.keyClick(line, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.place == "purpose")
    offence = page.view.answers.fields["offence"].input
    qtbot.waitUntil(lambda: QApplication.focusWidget() is offence)
    assert entry_of(session, request_, "necessity")["why"] == "Typed before the jump"


def test_ctrl_and_the_arrows_go_through_the_sections(opened):
    page = opened
    page.go_to("purpose")
    modifier = Qt.KeyboardModifier.ControlModifier
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down, modifier)
    assert page.place == "asked"
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up, modifier)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Up, modifier)
    assert page.place == "authorisation"
    page.sections.focus_target().setFocus()
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Return)
    assert page.place == "purpose"


def test_tab_goes_from_the_form_to_the_gates_the_sections_and_the_header(opened):
    page = opened
    page.go_to("purpose")
    page.first_focus().setFocus()
    passed = []
    for _ in range(60):
        QTest.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        at = QApplication.focusWidget()
        for name in ("view", "gate", "sections", "acts"):
            if getattr(page, name).isAncestorOf(at) and name not in passed:
                passed.append(name)
    assert passed == ["view", "gate", "sections", "acts"]


def test_what_two_people_changed_is_shown_and_nothing_is_lost(
    qtbot, session, opened, request_
):
    page = opened
    fill(session, request_, "necessity", {"why": "First", "less": "First"})
    page.refresh()
    page.go_to("necessity")
    put(page.view.answers, {"why": "Mine"})
    other = second(session)
    entry = entry_of(session, request_, "necessity")
    fill_in(other, request_, "necessity", {"why": "Theirs", "less": "Newer"}, entry)
    page.refresh()
    assert page.view.answers.fields["why"].value() == "Mine"
    assert page.view.answers.fields["less"].value() == "Newer"
    assert "Sam Okafor changed this" in page.view.note.title.text()
    assert "they wrote \u201cTheirs\u201d" in page.view.note.text.text()
    page.view.save()
    kept(qtbot, page)
    assert entry_of(session, request_, "necessity")["why"] == "Mine"


def test_a_clash_that_was_not_seen_is_refused_with_a_way_on(
    qtbot, session, opened, request_
):
    page = opened
    fill(session, request_, "necessity", {"why": "First"})
    page.refresh()
    page.go_to("necessity")
    entry = entry_of(session, request_, "necessity")
    fill_in(second(session), request_, "necessity", {"why": "Theirs"}, entry)
    put(page.view.answers, {"why": "Mine"})
    page.view.next_button.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    assert page.place == "necessity"
    assert page.view.answers.fields["why"].value() == "Mine"
    page.reload()
    page.view.next_button.click()
    kept(qtbot, page)
    assert entry_of(session, request_, "necessity")["why"] == "Mine"


def test_a_section_begun_by_two_at_once_keeps_what_was_typed(
    qtbot, session, opened, request_
):
    page = opened
    page.go_to("necessity")
    put(page.view.answers, {"why": "Mine", "less": "Only mine"})
    fill_in(second(session), request_, "necessity", {"why": "Theirs"})
    page.view.next_button.click()
    qtbot.waitUntil(lambda: page.said() is not None)
    page.refresh()
    assert page.view.answers.fields["why"].value() == "Mine"
    page.view.next_button.click()
    kept(qtbot, page)
    values = entry_of(session, request_, "necessity")
    assert (values["why"], values["less"]) == ("Mine", "Only mine")


def test_half_typed_text_of_every_kind_comes_back(
    session, background, show, opened, request_
):
    page = opened
    page.go_to("asked")
    put(page.view.answers, {"asked": "Half a sen"})
    page.parts.subjects.name.set_value("Mr Half")
    page.parts.subjects.names.set_value("One\nTwo")
    part = page.view.parts["item"]
    part.begin()
    put_in(part.editor.answers.fields["from"], "2 Oc")
    page.ask("refuse")
    page.panel.text.set_value("Because of")
    text = page.half_typed()
    again = RequestPage(session, background)
    show(again)
    again.open(request_.id)
    again.restore_typing(text)
    assert again.place == "asked"
    assert again.view.answers.fields["asked"].value() == "Half a sen"
    assert again.parts.subjects.name.value() == "Mr Half"
    assert again.parts.subjects.names.value() == "One\nTwo"
    assert again.view.parts["item"].editor.answers.fields["from"].text() == "2 Oc"
    assert again.panel.text.value() == "Because of"


def test_a_half_typed_new_request_comes_back(session, background, show, request_page):
    page = request_page
    put(page.new.answers, {"kind": "police", "organisation": "Eastbridge"})
    page.new.lock.authority.set_value("DI Half")
    text = page.half_typed()
    again = RequestPage(session, background)
    show(again)
    again.restore_typing(text)
    assert again.new.answers.texts() == page.new.answers.texts()
    assert again.new.lock.authority.value() == "DI Half"
    assert again.half_typed() is not None


def test_a_request_that_was_only_looked_at_has_nothing_half_typed(opened):
    for stop in opened.sections.stops():
        opened.go_to(stop.key)
        assert opened.half_typed() is None, stop.key


def test_a_slow_save_does_not_push_away_what_was_opened_since(
    qtbot, session, background, opened, request_
):
    other = recorded(session)
    page = opened
    page.go_to("necessity")
    put(page.view.answers, {"why": "Typed for the first"})
    gate = Event()
    background.start(Job(lambda _progress: gate.wait()))
    page.view.save()
    page.open(other.id)
    page.go_to("necessity")
    put(page.view.answers, {"why": "Typed for the second"})
    gate.set()
    qtbot.waitUntil(lambda: page.acts.more.isEnabled())
    assert page.view.answers.fields["why"].value() == "Typed for the second"
    assert entry_of(session, request_, "necessity")["why"] == "Typed for the first"


def test_people_are_added_one_by_one_and_as_a_list_of_five_hundred(
    qtbot, session, opened, request_
):
    page = opened
    page.go_to("asked")
    people = page.parts.subjects
    people.name.set_value("Mr Jago Merriweather")
    people.details.set_value("27 Lantern Row")
    people.add_button.click()
    qtbot.waitUntil(lambda: people.name.is_empty())
    people.list_button.click()
    people.names.set_value("\n".join(f"Person {n}; item {n}" for n in range(500)))
    assert people.names_button.words() == "Add 500 names"
    people.names_button.click()
    qtbot.waitUntil(lambda: people.count.text() == "501 people")
    now = open_request(session, request_.id)
    assert now.subject_count == 501
    assert now.subjects.rows[0].details == "27 Lantern Row"
    assert len(people.model.rows()) < 501, "read a screenful at a time"
    people.model.fetchMore(people.table.rootIndex())
    assert people.model.rows()[150].name == "Person 149"


def test_somebody_half_named_is_kept_by_next(qtbot, session, opened, request_):
    page = opened
    page.go_to("asked")
    page.parts.subjects.name.set_value("Mr Jago Merriweather")
    page.view.next_button.click()
    qtbot.waitUntil(lambda: page.place == "necessity")
    assert open_request(session, request_.id).request.about == "Mr Jago Merriweather"


def test_somebody_is_taken_off_again(qtbot, session, opened, request_):
    about(session, request_, "Mr One", "Ms Two")
    page = opened
    page.refresh()
    page.go_to("asked")
    people = page.parts.subjects
    people.table.select_first()
    people.drop_button.click()
    qtbot.waitUntil(lambda: people.count.text() == "1 person")
    assert open_request(session, request_.id).subjects.rows[0].name == "Ms Two"


def test_the_lock_is_the_first_thing_under_the_header(session, request_page):
    page = request_page
    locked = recorded(session, lock=lock_asked(session))
    page.open(locked.id)
    settle(page)
    note = page.parts.lock_note
    assert note.isVisible()
    assert "1 person can see this" in note.text.text()
    assert note.y() < page.parts.y()
    page.open(recorded(session).id)
    assert not note.isVisible()


@pytest.mark.parametrize("role", ["auditor"])
def test_an_auditor_reads_and_changes_nothing(
    session, background, show, request_, role
):
    filled_for_disclosure(session, request_)
    page = RequestPage(second(session, role, "Ada Audit"), background)
    show(page)
    page.open(request_.id)
    for stop in page.sections.stops()[:10]:
        page.go_to(stop.key)
        assert page.view.note is not None
        assert "auditor" in page.view.note.text.text()
        assert not page.view.save_button.isVisible()
    refused = {one.key: one.refused for one in page.acts.offered()}
    assert all("auditor" in refused[key] for key in ("more", "refuse", "submit"))


STATES = ("new", "open", "locked", "filled", "urgent")


@pytest.fixture
def in_state(session, request_page):
    def shown(state: str) -> RequestPage:
        if state == "new":
            request_page.start_new()
            put(request_page.new.answers, {**REQUESTER, "kind": "police"})
            return request_page
        name = "The Royal and Ancient Fire, Flood and Parcel Office " * 3
        lock = lock_asked(session) if state == "locked" else None
        request = recorded(session, organisation=name.strip(), lock=lock)
        if state == "urgent":
            urgent = {"purpose": "prevent", "life_at_risk": "yes"}
            fill(session, request, "purpose", urgent)
            fill(session, request, "authorisation", {"comply_by": "2026-11-24"})
        if state == "filled":
            filled_for_disclosure(session, request)
            about(session, request, *(f"Person {n}" for n in range(8)))
        request_page.open(request.id)
        return request_page

    return shown


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("state", STATES)
def test_nothing_is_cut_or_covered(theme, in_state, look, size, state):
    theme.set_choice(look)
    page = in_state(state)
    places = [stop.key for stop in page.sections.stops()]
    for place in places if state == "filled" else places[:2]:
        page.go_to(place)
        settle(page, (size[0] - 56, size[1] - 80))
        assert findings(page) == [], place


@pytest.mark.parametrize("act", ["refuse", "submit", "now", "review_lock", "legal"])
def test_no_panel_is_cut_or_covered(session, request_page, act):
    page = request_page
    request = recorded(session, lock=lock_asked(session))
    page.open(request.id)
    page.ask(act)
    for size in SIZES:
        settle(page, (size[0] - 56, size[1] - 80))
        assert findings(page) == [], size


@pytest.mark.parametrize("size", [(1028, 720), (968, 560), (904, 460)])
def test_larger_text_has_room(theme, in_state, size):
    theme.set_text_scale(1.5)
    for state in ("new", "locked", "urgent"):
        page = in_state(state)
        places = [stop.key for stop in page.sections.stops()]
        for place in places if state == "locked" else places[:1]:
            page.go_to(place)
            settle(page, size)
            assert findings(page) == [], place


def test_where_there_is_little_width_the_sections_fold_into_a_list(opened):
    page = opened
    settle(page, (968, 560))
    assert not page.sections.isVisible()
    assert page.middle.combo.isVisible()
    at = page.middle.combo.findData("grounds")
    page.middle.combo.setCurrentIndex(at)
    page.middle.combo.activated.emit(at)
    assert page.place == "grounds"
    settle(page, (1112, 720))
    assert page.sections.isVisible()
    assert not page.middle.combo.isVisible()


def test_what_is_half_typed_is_kept_encrypted_and_comes_back_after_a_lock(
    qtbot, session, background, clock, show, opened, request_
):
    canary = "Quillfeather"
    page = opened
    page.go_to("necessity")
    put(page.view.answers, {"why": f"{canary} would flee"})
    page.ask("legal")
    page.panel.text.set_value(f"May we tell {canary}?")
    place = f"request/{request_.id}"
    half_typed.keep(session, place, page.half_typed())
    folder = session.vault.folder
    lock(session)
    found = [file for file in folder.rglob("*") if file.is_file()]
    assert found
    assert not [one for one in found if canary.encode() in one.read_bytes()]
    later = unlock(folder, PASSPHRASE, clock)
    again = RequestPage(later, background)
    show(again)
    again.open(request_.id)
    again.restore_typing(half_typed.take_back(later, place))
    assert again.panel.text.value() == f"May we tell {canary}?"
    assert again.half_typed() == page.half_typed()
    again.panel.cancel_button.click()
    again.view.save()
    kept(qtbot, again)
    assert entry_of(later, request_, "necessity")["why"] == f"{canary} would flee"
    lock(later)


def test_typing_who_asks_reads_nothing_of_the_vault(
    qtbot, session, request_page, monkeypatch
):
    page = request_page

    def refuse() -> None:
        raise AssertionError("the vault was read while somebody typed")

    monkeypatch.setattr(session.vault, "read", refuse)
    page.new.answers.fields["organisation"].focus_field()
    QTest.keyClicks(QApplication.focusWidget(), "Eastbridge")
    put_in(page.new.answers.fields["kind"], "police")
    qtbot.waitUntil(lambda: lines(page)["Who asks"] == "met")


def test_somebody_is_linked_to_a_person_of_the_vault_and_unlinked(
    qtbot, session, opened, request_
):
    person = receive_post(session, new_post()).cases[0].subject
    about(session, request_, "Marged")
    page = opened
    page.refresh()
    page.go_to("asked")
    people = page.parts.subjects
    people.table.select_first()
    people.link_button.click()
    assert people.add_button.words() == "Link"
    people.name.use(person)
    people.add_button.click()
    qtbot.waitUntil(lambda: people.model.rows()[0].person_id == person.id)
    assert people.model.rows()[0].name == "Marged", "as they gave it"
    people.table.select_first()
    with qtbot.waitSignal(page.person_opened) as told:
        people.open_button.click()
    assert told.args == [person.id]
    people.link_button.click()
    qtbot.waitUntil(lambda: people.model.rows()[0].person_id is None)


def test_a_number_like_a_formula_stays_as_it_is(qtbot, session, opened, request_):
    page = opened
    page.go_to("requester")
    number = '=HYPERLINK("http://x","y")'
    put(page.view.answers, {"number": number})
    page.view.save()
    kept(qtbot, page)
    assert entry_of(session, request_, "requester")["number"] == number
    assert page.view.answers.fields["number"].value() == number


def test_an_instrument_dated_tomorrow_is_said_beside_the_form(qtbot, opened, session):
    page = opened
    page.go_to("authorisation")
    put(page.view.answers, {"instrument": "court_order", "issued_on": "2026-11-24"})
    qtbot.waitUntil(lambda: "blocked" in lines(page).values())


def test_their_form_is_kept_and_shown(qtbot, session, opened, request_, tmp_path):
    picture = QImage(60, 80, QImage.Format.Format_RGB32)
    picture.fill(Qt.GlobalColor.white)
    file = tmp_path / "their form.png"
    assert picture.save(str(file))
    page = opened
    assert not page.view.scan_button.isVisible()
    page.go_to("documents")
    drop(page.parts.documents, file)
    qtbot.waitUntil(lambda: page.parts.documents.choice.value() != "")
    page.go_to("asked")
    assert page.view.scan_button.isVisible()
    page.view.scan_button.click()
    assert page.place == "documents"
    document = open_request(session, request_.id).documents[0]
    assert document.entry_id is None
    assert document.name == "their form.png"


def test_a_file_that_is_no_scan_is_refused_and_nothing_is_kept(
    qtbot, session, opened, request_, tmp_path
):
    file = tmp_path / "form.pdf"
    file.write_text("no PDF at all")
    page = opened
    page.go_to("documents")
    page.parts.documents.files.added.emit([file])
    qtbot.waitUntil(lambda: page.said() is not None)
    assert not open_request(session, request_.id).documents


def test_the_keyboard_goes_on_to_each_section(qtbot, opened):
    page = opened
    page.go_to("requester")
    for form in ("authorisation", "purpose", "asked", "necessity", "telling"):
        page.view.next_button.setFocus()
        QTest.keyClick(page.view.next_button, Qt.Key.Key_Space)
        assert page.place == section_of(form).key
        assert page.view.isAncestorOf(QApplication.focusWidget())
        assert page.gate.area.verticalScrollBar().value() == 0


def test_what_was_kept_before_a_refusal_is_not_kept_twice(
    qtbot, session, opened, request_
):
    page = opened
    page.go_to("asked")
    put(page.view.answers, {"asked": "Pictures"})
    part = page.view.parts["item"]
    part.begin()
    put(part.editor.answers, {"category": "CCTV video"})
    page.parts.subjects.name.set_value("x" * 2_000)
    page.view.next_button.click()
    qtbot.waitUntil(lambda: bool(page.parts.subjects.name.problem()))
    assert page.place == "asked"
    page.parts.subjects.name.set_value("Mr Short")
    page.view.next_button.click()
    qtbot.waitUntil(lambda: page.place == "necessity")
    now = open_request(session, request_.id)
    assert [each.form for each in now.entries] == ["requester", "asked", "item"]
    assert now.names == ("Mr Short",)


def test_a_section_follows_a_decision_made_elsewhere(session, opened, request_):
    filled_for_disclosure(session, request_)
    page = opened
    page.refresh()
    page.go_to("purpose")
    assert page.view.answers.fields["offence"].input.isEnabled()
    submit(session, open_request(session, request_.id).request, Decision.PART, "Why")
    page.refresh()
    assert not page.view.answers.fields["offence"].input.isEnabled()
    assert "waits for approval" in page.view.note.text.text()


def test_the_keyboard_is_in_what_is_kept_beside_the_sections(opened):
    page = opened
    for place in ("documents", "letters", "story", "history"):
        page.go_to(place)
        assert page.middle.current().isAncestorOf(QApplication.focusWidget()), place


class Browser(QObject):
    """Stands in for the browser of this computer."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


def test_the_law_behind_a_line_is_read_in_the_browser(opened):
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")
    try:
        law = opened.gate.list.findChildren(LawLink)[0]
        law.setFocus()
        QTest.keyClick(law, Qt.Key.Key_Return)
    finally:
        QDesktopServices.unsetUrlHandler("https")
    assert len(browser.opened) == 1
    assert browser.opened[0].startswith("https://www.legislation.gov.uk/")


def test_an_answer_of_an_older_version_stays_chosen(
    qtbot, session, request_page, request_
):
    older = Entry(
        record_id=request_.id, form="item", values=(("category", "Photos of parcels"),)
    )
    with session.vault.change("test.older", by="Robin", at=session.now()) as work:
        work.request_entries.add(older)
        work.commit()
    page = request_page
    page.open(request_.id)
    page.go_to(section_of("item").key)
    part = page.view.parts["item"]
    part.rows.buttons()[0].click()
    field = part.editor.answers.fields["category"]
    assert field.combo.currentText() == "Photos of parcels"
    put(part.editor.answers, {"what": "Three of them"})
    part.editor.save_button.click()
    kept(qtbot, page)
    assert dict(entry_of(session, request_, "item").values) == {
        "category": "Photos of parcels",
        "what": "Three of them",
    }


def test_the_history_tells_each_field_that_changed_and_finds_a_word(
    qtbot, session, opened, request_
):
    page, offence = opened, FORMS["purpose"].question("offence").label
    fill(session, request_, "purpose", {"offence": "Theft of a parcel"})
    fill(session, request_, "purpose", {"offence": "Theft of two parcels"})
    page.refresh()
    page.go_to("history")
    history = page.parts.history.changes
    newest = history.entries()[0]
    assert newest.title == offence
    assert newest.body == (
        f"Purpose, by {session.member.name}\n"
        "Was: Theft of a parcel\nIs: Theft of two parcels"
    )
    history.words.setText("two parcels")
    qtbot.waitUntil(lambda: [one.title for one in history.entries()] == [offence])
    history.words.clear()
    fill(session, request_, "purpose", {"offence": "Theft of three parcels"})
    page.refresh()
    assert "three parcels" in history.entries()[0].body, "it is followed in sight"


def test_a_request_locked_meanwhile_tells_no_more_history(
    session, background, show, request_
):
    handler = second(session, "handler", "Hana Handler")
    page = RequestPage(handler, background)
    show(page)
    page.open(request_.id)
    asked = lock_asked(session)
    kept_now = disclosure(session, request_.id)
    set_lock(session, kept_now, asked.reason, asked.authority, asked.review_on)
    page.go_to("history")
    assert "not in the register" in page.said().text.text()
    assert not page.parts.history.changes.entries()
