"""From a request to the directory: whoever asks is one press away from being in it."""

from request_steps import POLICE, known_organisation, recorded

from ui.disclosures.request_page import RequestPage


def offered(page: RequestPage) -> bool:
    return not page.gate.directory.isHidden()


def test_one_who_is_not_in_it_is_offered(qtbot, session, request_page):
    request = recorded(session)
    request_page.open(request.id)
    assert offered(request_page)
    with qtbot.waitSignal(request_page.organisation_wanted) as told:
        request_page.gate.directory.click()
    assert told.args == [POLICE, "police"]
    known_organisation(session, request)
    request_page.refresh()
    assert not offered(request_page)


def test_a_new_request_offers_it_as_one_types(qtbot, session, request_page):
    known_organisation(session, recorded(session))
    request_page.start_new()
    assert not offered(request_page)
    field = request_page.new.answers.fields["organisation"]
    qtbot.keyClicks(field.edit, "Westbridge")
    request_page.judge()
    assert offered(request_page)
    field.set_value(POLICE.upper())
    request_page.judge()
    assert not offered(request_page)
