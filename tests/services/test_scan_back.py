"""Whatever does not belong into the envelope stops before it is sealed."""

from dataclasses import replace

import pytest
from builders import new_post
from letter_steps import final
from letter_steps import made as finished

from isteam_app.domain.letter_codes import LetterCode, encoded
from isteam_app.domain.letters import Enclosure, LetterState
from isteam_app.domain.print_runs import PrintState
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.services.cases import case_page
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_doubts import write_anew
from isteam_app.services.letters import start_letter
from isteam_app.services.people import save_person
from isteam_app.services.print_answers import print_again
from isteam_app.services.print_desk import letter, mark_posted
from isteam_app.services.print_runs import send, start_run
from isteam_app.services.run_pages import run_page
from isteam_app.services.scan_back import Verdict, last_scans, scan, scan_letter
from isteam_app.services.settings import save_settings


class Tray:
    def print_pdf(self, _pdf, **_):
        return "1"

    def jobs_called(self, _title, **_):
        return ()

    def trouble(self, _printer):
        return ""


def made(session, name):
    return final(session, receive_post(session, new_post(name=name)).cases[0])


def printed_run(session, letters):
    run = start_run(session, [one.id for one in letters], "Post").runs[0]
    send(session, run.id, Tray())
    return run.id


@pytest.fixture
def three(session):
    return [made(session, f"Ms Sample {word}") for word in ("One", "Two", "Three")]


@pytest.fixture
def run_id(session, three):
    return printed_run(session, three)


def code_of(one, **changes):
    code = LetterCode(
        reference=one.case_reference,
        number=one.number,
        letter_id=one.id,
        page=1,
        pages=one.pages,
    )
    return encoded(replace(code, **changes))


def stopped(session, run_id, typed, said, **how):
    found = scan(session, run_id, typed, **how)
    assert found.verdict is Verdict.WRONG, found
    assert said in found.says
    newest = run_page(session, run_id).scans[0]
    assert not newest.right


@pytest.mark.parametrize("typed", ["code", "reference", "spaced"])
def test_the_right_letter_may_be_sealed(session, three, run_id, typed):
    one = three[0]
    text = {
        "code": code_of(one),
        "reference": one.reference,
        "spaced": f"  {one.reference.lower().replace(' ', '')} ",
    }[typed]
    found = scan(session, run_id, text)
    assert found.verdict is Verdict.RIGHT
    assert found.says == "Letter 1 of 3, 1 sheet, DL envelope"
    assert found.line.letter.recipient[0] == "Ms Sample One"
    line = run_page(session, run_id).lines[0]
    assert line.item.scanned_by == session.member.name
    assert line.item.state is PrintState.PRINTED
    assert letter(session, one.id).state is LetterState.PRINTED


def test_a_letter_of_another_run_stops(session, three, run_id):
    other = made(session, "Mr Idris Vane")
    second = printed_run(session, [other])
    stopped(session, run_id, code_of(other), "not in print run 2026-11-23 A")
    stopped(session, second, code_of(three[0]), "It belongs to print run 2026-11-23 A")
    lonely = made(session, "Mx Kim Hart")
    stopped(session, run_id, code_of(lonely), "never printed")


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "not the code"),
        ("x" * 5000, "not the code"),
        ("IS-2026-99999 / L1", "no letter of this vault"),
        ("' OR 1=1 --", "not the code"),
        ("<img src=x>", "not the code"),
        ("IS-2026-00001/L1/1/1-1/0", "character of that code is wrong"),
    ],
)
def test_what_is_no_code_of_ours_stops(session, run_id, typed, said):
    stopped(session, run_id, typed, said)


def test_a_code_of_another_vault_stops(session, three, run_id):
    strange = code_of(three[0], letter_id=three[0].id + 500)
    stopped(session, run_id, strange, "no letter of this vault")


def test_out_of_order_asks_and_a_meant_one_goes_on(session, three, run_id):
    found = scan(session, run_id, code_of(three[2]))
    assert found.verdict is Verdict.ORDER
    assert three[0].reference in found.says
    assert run_page(session, run_id).scans == ()
    meant = scan(session, run_id, code_of(three[2]), out_of_order=True)
    assert meant.verdict is Verdict.RIGHT
    assert scan(session, run_id, code_of(three[0])).verdict is Verdict.RIGHT


def test_a_page_of_another_length_stops(session, three, run_id):
    stopped(session, run_id, code_of(three[0], page=1, pages=4), "page 1 of 4")
    stopped(session, run_id, code_of(three[0], page=9), "page 9 of 1")


def test_the_same_letter_twice_stops(session, three, run_id):
    scan(session, run_id, code_of(three[0]))
    stopped(session, run_id, code_of(three[0]), "read back already")
    mark_posted(session, [three[0].id], on=session.today, service="First class")
    stopped(session, run_id, code_of(three[0]), "was posted on Mon 23 Nov 2026")


def test_a_replaced_letter_stops(session, three, run_id):
    write_anew(session, letter(session, three[0].id))
    stopped(session, run_id, code_of(three[0]), "Another letter took the place")


def test_a_spoilt_copy_stops_until_the_new_one_is_printed(session, three, run_id):
    print_again(session, [three[0].id], "Creased")
    stopped(session, run_id, code_of(three[0]), "This copy was spoilt: Creased")
    send(session, run_id, Tray())
    found = scan(session, run_id, code_of(three[0]))
    assert found.verdict is Verdict.RIGHT
    assert found.line.item.copy == 2


def test_what_was_not_sent_yet_stops(session, three):
    run = start_run(session, [three[0].id], "Post").runs[0]
    stopped(session, run.id, code_of(three[0]), "not printed yet")


def test_an_address_changed_since_stops(session, three, run_id):
    person = case_page(session, three[0].case_id).case.subject
    moved = replace(
        person, address=replace(person.address, lines=("99 Elsewhere Road",))
    )
    save_person(session, person, moved)
    stopped(session, run_id, code_of(three[0]), "the records changed")


def test_enclosures_are_counted_into_the_envelope(session, three):
    case = receive_post(session, new_post(name="Ms Copy Sample")).cases[0]
    draft = start_letter(session, case.id, "access-acknowledgement")
    with session.vault.change(
        "letter.edited", by=session.member.name, at=session.now()
    ) as work:
        work.enclosures.add(
            Enclosure(letter_id=draft.id, title="A leaflet on your rights", pages=2)
        )
        work.commit()
    kept = finished(session, letter(session, draft.id))
    run_id = printed_run(session, [kept])
    asked = scan(session, run_id, code_of(kept))
    assert asked.verdict is Verdict.COUNT
    assert "A leaflet on your rights (2)" in asked.says
    whole = run_page(session, run_id).lines[0].sheets
    stopped(session, run_id, code_of(kept), "1 sheet is missing", counted=whole - 1)
    stopped(session, run_id, code_of(kept), "2 sheets too many", counted=whole + 2)
    found = scan(session, run_id, code_of(kept), counted=whole)
    assert found.verdict is Verdict.RIGHT


def test_nothing_goes_unscanned_unless_settings_say_so(session, three, run_id):
    with pytest.raises(RuleBroken, match=three[0].reference):
        mark_posted(session, [three[0].id], on=session.today, service="First class")
    settings = session.settings()
    letters = replace(settings.letters, scan_back=False)
    save_settings(session, replace(settings, letters=letters))
    mark_posted(session, [three[0].id], on=session.today, service="First class")
    assert letter(session, three[0].id).state is LetterState.POSTED


def test_the_last_scans_are_told_with_their_place_in_the_run(session, three, run_id):
    scan(session, run_id, code_of(three[0]))
    scan(session, run_id, "IS-2026-99999 / L1")
    scan(session, run_id, code_of(three[1]))
    told = last_scans(run_page(session, run_id))
    assert [(one.number, one.scan.right) for one in told] == [
        (2, True),
        (0, False),
        (1, True),
    ]
    assert told[1].words == "IS-2026-99999 / L1, not in this run"


def test_a_letter_that_was_never_printed_has_no_run(session, three):
    with pytest.raises(NotFound):
        scan_letter(session, three[0].reference)
    with pytest.raises(NotFound):
        scan_letter(session, "IS-2026-99999 / L1")
