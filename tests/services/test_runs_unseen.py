"""A print run tells nothing of locked requests to whoever is not cleared."""

import pytest
from builders import new_post
from letter_steps import filled_in, final, made, page_text
from locked_canary import APPROVER, HANDLER, MORE, aviary, found_in
from request_steps import fill, recorded

from isteam_app.domain.disclosures import LockReason
from isteam_app.domain.people import TeamMember
from isteam_app.errors import NotFound
from isteam_app.services.disclosure_decisions import ask_for_more
from isteam_app.services.disclosure_letters import start_request_letter
from isteam_app.services.disclosure_locks import set_lock
from isteam_app.services.disclosures import disclosure
from isteam_app.services.intake import receive_post
from isteam_app.services.manifests import manifest_of
from isteam_app.services.print_runs import send, start_run
from isteam_app.services.run_pages import letters_in_runs, open_runs, run_page
from isteam_app.services.scan_back import Verdict, scan
from isteam_app.services.unlock import lock, unlock
from isteam_app.storage.key_changes import add_member


class Tray:
    def print_pdf(self, _pdf, **_):
        return "1"

    def jobs_called(self, _title, **_):
        return ()

    def trouble(self, _printer):
        return ""


@pytest.fixture(scope="module")
def birds(tmp_path_factory):
    return aviary(tmp_path_factory.mktemp("birds"))


def printed_run(session, letters):
    started = start_run(session, [one.id for one in letters], "Post")
    assert started.left_out == ()
    for run in started.runs:
        send(session, run.id, Tray())
    return started.runs


def to_somebody(session, name):
    return final(session, receive_post(session, new_post(name=name)).cases[0])


def test_the_runs_of_locked_letters_leave_no_gap_in_the_names(birds, tmp_path):
    session = birds.opened(HANDLER, tmp_path / "v.isvault")
    assert open_runs(session) == ()
    (run,) = printed_run(session, [to_somebody(session, "Ms Ada Sample")])
    assert run.name.endswith(" A")
    assert [each.id for each in open_runs(session)] == [run.id]
    (bird,) = birds.canaries
    found = scan(session, run.id, bird.letter.reference)
    assert found.verdict is Verdict.WRONG
    assert "no letter of this vault" in found.says
    assert found_in((found, run_page(session, run.id).lines), birds.secrets) == []
    lock(session)


def test_letters_of_locked_requests_make_a_run_of_their_own(birds, tmp_path):
    place = tmp_path / "v.isvault"
    session = birds.opened(APPROVER, place)
    (bird,) = birds.canaries
    names = [run.name for run in open_runs(session)]
    assert [name.partition(" ")[0] for name in names] == ["Held"]
    usual = to_somebody(session, "Ms Ada Sample")
    (run,) = printed_run(session, [usual])
    assert not run.name.startswith("Held")
    assert bird.letter.id in letters_in_runs(session)
    lock(session)


def test_a_letter_locked_later_leaves_its_run_without_a_gap(session, clock):
    words = "six lanterns over the weir at dusk"
    add_member(
        session.vault,
        TeamMember(name=HANDLER, role="handler"),
        words,
        by=session.member.name,
        at=session.now(),
    )
    first = to_somebody(session, "Ms Ada Sample")
    request = recorded(session)
    address = "1 Station Road\nEastbridge QX4 7TB"
    fill(session, request, "requester", {"address": address})
    asked = ask_for_more(session, disclosure(session, request.id), "An authority")
    hidden = made(
        session, filled_in(session, start_request_letter(session, asked, MORE))
    )
    last = to_somebody(session, "Mr Bo Vane")
    (run,) = printed_run(session, [first, hidden, last])
    assert [line.number for line in run_page(session, run.id).lines] == [1, 2, 3]
    set_lock(
        session,
        disclosure(session, request.id),
        LockReason.ORDER,
        "An order of a court",
        session.today.replace(year=2027),
    )
    folder = session.vault.folder
    lock(session)
    hana = unlock(folder, words, clock)
    page = run_page(hana, run.id)
    assert [(line.number, line.letter.id) for line in page.lines] == [
        (1, first.id),
        (2, last.id),
    ]
    words_of_it = page_text(manifest_of(hana, run.id))
    assert "2 letters" in words_of_it
    assert hidden.reference not in words_of_it
    found = scan(hana, run.id, first.reference)
    assert found.says.startswith("Letter 1 of 2")
    assert scan(hana, run.id, last.reference).verdict is Verdict.RIGHT
    lock(hana)


def test_a_run_out_of_sight_is_not_there(birds, tmp_path):
    session = birds.opened(APPROVER, tmp_path / "a.isvault")
    (held,) = open_runs(session)
    lock(session)
    session = birds.opened(HANDLER, tmp_path / "b.isvault")
    with pytest.raises(NotFound):
        run_page(session, held.id)
    with pytest.raises(NotFound):
        manifest_of(session, held.id)
    lock(session)
