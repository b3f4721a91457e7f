"""Nothing typed on a request is lost: to others, to a lock, to a slow disk."""

from threading import Event

from request_page_steps import entry_of, kept, put
from request_steps import fill, filled_for_disclosure, lock_asked, recorded, second

from isteam_app.domain.disclosure_forms import FORMS, section_of
from isteam_app.domain.disclosures import Decision
from isteam_app.domain.forms import Entry
from isteam_app.services import half_typed
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.disclosure_decisions import submit
from isteam_app.services.disclosure_locks import set_lock
from isteam_app.services.disclosure_sections import fill_in
from isteam_app.services.disclosures import disclosure, open_request
from isteam_app.services.unlock import lock, unlock
from ui.common.answer_fields import put_in
from ui.common.background import Job
from ui.disclosures.request_page import RequestPage


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
