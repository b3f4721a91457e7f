"""Whom a request is about, and the files that came with it."""

from builders import new_post
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from request_page_steps import entry_of, kept, put
from request_steps import about

from isteam_app.services.disclosures import open_request
from isteam_app.services.intake import receive_post


def drop(widget, file) -> None:
    """Let a file fall on a part of the page."""
    files = QMimeData()
    files.setUrls([QUrl.fromLocalFile(str(file))])
    keys = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    copy = Qt.DropAction.CopyAction
    widget.dropEvent(QDropEvent(QPointF(5, 5), copy, files, *keys))


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
