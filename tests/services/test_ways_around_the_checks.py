"""No way leads a letter past its second person, its run or the records of now."""

from dataclasses import replace

import pytest
from builders import new_post
from letter_steps import (
    ANSWER,
    RECEIVED,
    answered,
    approved,
    decided,
    desk_lines,
    final,
    made,
    posted,
    scanned,
    ticks,
)
from PIL import Image

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import EventKind
from isteam_app.domain.letters import LetterState
from isteam_app.domain.people import TeamMember
from isteam_app.domain.print_runs import PrintState
from isteam_app.domain.rights import APPROVER
from isteam_app.errors import RuleBroken
from isteam_app.services import print_runs
from isteam_app.services.cases import case_page, record_event
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_approval import approve, submit
from isteam_app.services.letter_doubts import write_anew
from isteam_app.services.letter_page_choices import choose_page
from isteam_app.services.letterhead import SIGNATURE, keep_picture
from isteam_app.services.letters import discard_draft, finalise, save_draft
from isteam_app.services.people import save_person
from isteam_app.services.print_answers import print_again
from isteam_app.services.print_desk import letter as read_letter
from isteam_app.services.print_desk import mark_posted, mark_printed
from isteam_app.services.print_runs import send, start_run
from isteam_app.services.returned_mail import mark_returned
from isteam_app.services.run_pages import run_page
from isteam_app.services.settings import save_settings
from isteam_app.services.team import rename_person

PRINTER = "Post-room-2"
TO_POST = "Print and post the letter"


class NoQueue:
    """A queue that nothing may reach."""

    def print_pdf(self, *_: object, **__: object) -> str:
        raise AssertionError("It was printed.")

    def jobs_called(self, *_: object, **__: object) -> None:
        return None

    def trouble(self, _printer: str) -> str:
        return ""


class Titles(NoQueue):
    """A queue that takes everything and keeps its titles."""

    def __init__(self) -> None:
        self.titles: list[str] = []

    def print_pdf(self, *_: object, **how: object) -> str:
        self.titles.append(str(how["title"]))
        return "1"


@pytest.fixture
def case(session):
    return receive_post(session, new_post()).cases[0]


def joined(session, name):
    with session.vault.change(
        "member.added", by="Robin Sample", at=session.now()
    ) as work:
        member = work.members.add(TeamMember(name=name, role=APPROVER))
        work.commit()
    return replace(session, member=member)


def post_today(session, letter):
    return mark_posted(session, [letter.id], on=session.today, service="First class")


def test_what_came_back_does_not_go_to_the_old_address_again(session, case):
    gone = scanned(session, final(session, case))
    post_today(session, gone)
    mark_returned(session, gone.id, on=session.today, why="Gone away")
    (left,) = start_run(session, [gone.id], PRINTER).left_out
    assert "came back" in left.why
    with session.vault.read() as vault:
        person = vault.people.get(case.subject.id)
    there = parse_address("1 New Road, Westhaven, ZY2 5LD")
    save_person(session, person, replace(person, address=there))
    with pytest.raises(RuleBroken, match="Address and Postcode"):
        post_today(session, gone)
    assert read_letter(session, gone.id).state is LetterState.RETURNED


def test_an_answer_whose_decision_was_taken_back_stays_here(session, case):
    answer = made(session, answered(session, decided(session, case), ANSWER))
    run = start_run(session, [answer.id], PRINTER).runs[0]
    scanned(session, answer)
    now = case_page(session, case.id).case
    record_event(session, now, EventKind.SENT_BACK, session.today, "Look again.")
    (left,) = send(session, run.id, NoQueue()).left_out
    assert left.reference == answer.reference
    with pytest.raises(RuleBroken, match="Decide the case first"):
        post_today(session, answer)
    assert read_letter(session, answer.id).state is LetterState.PRINTED


def test_what_was_printed_by_hand_is_not_printed_by_its_run_too(session, case):
    letter = final(session, case)
    run = start_run(session, [letter.id], PRINTER).runs[0]
    mark_printed(session, letter.id)
    (left,) = send(session, run.id, NoQueue()).left_out
    assert "printed elsewhere" in left.why


def test_two_people_do_not_put_a_letter_into_two_runs(session, case, monkeypatch):
    letter = final(session, case)
    theirs = []
    check = print_runs.check_again

    def meanwhile(mine, letter_id):
        if not theirs:
            theirs.append(None)
            theirs[0] = start_run(session, [letter.id], PRINTER).runs[0]
        return check(mine, letter_id)

    monkeypatch.setattr(print_runs, "check_again", meanwhile)
    started = start_run(session, [letter.id], PRINTER)
    assert started.runs == ()
    assert "in a print run already" in started.left_out[0].why
    assert len(run_page(session, theirs[0].id).lines) == 1


def test_a_letter_that_was_replaced_is_nothing_to_be_posted_any_more(session, case):
    first = final(session, case)
    second = write_anew(session, first)
    assert case_page(session, case.id).case.next_action != TO_POST
    posted(session, second)
    assert case_page(session, case.id).case.next_action != TO_POST


def test_a_letter_is_replaced_by_one_letter_alone(session, case):
    gone = scanned(session, final(session, case))
    post_today(session, gone)
    again = write_anew(session, read_letter(session, gone.id))
    with pytest.raises(RuleBroken, match=f"begun already: {again.reference}"):
        write_anew(session, read_letter(session, gone.id))
    discard_draft(session, again)
    assert write_anew(session, read_letter(session, gone.id)).replaces == gone.id


def test_another_name_makes_nobody_another_person(session, case):
    pat, kim = joined(session, "Pat Other"), joined(session, "Kim Third")
    refused = decided(session, case, "refused", "unfounded")
    draft = answered(session, refused, "refusal")
    draft = save_draft(pat, draft, f"{draft.body}\n\nMore.\n", dict(draft.answers))
    ticked, postcode = ticks(kim, draft), desk_lines(kim, draft)[-1]
    sent = submit(kim, draft, ticked)
    renamed = replace(pat, member=rename_person(session, pat.member.id, "Pat Newname"))
    with pytest.raises(RuleBroken, match="hand in"):
        approve(renamed, sent, "as_written", ticked=ticked, postcode=postcode)


def test_a_scanned_signature_leaves_words_of_who_may_not_use_it(
    session, case, tmp_path
):
    scan = tmp_path / "signature.png"
    Image.new("RGB", (60, 20), "navy").save(scan, "PNG")
    settings = session.settings()
    kept = keep_picture(session, SIGNATURE, scan)
    mine = replace(settings.signatory, picture=kept.id, users=("Robin Sample",))
    save_settings(session, replace(settings, signatory=mine))
    pat = joined(session, "Pat Other")
    page = {"envelope": "", "body_size": 0, "signatory": "", "with_signature": True}
    signed = choose_page(session, answered(session, case, RECEIVED), **page)
    more = f"{signed.body}\n\nOne more line.\n"
    signed = save_draft(session, signed, more, dict(signed.answers))
    assert signed.with_signature
    first = made(session, signed)
    theirs = write_anew(pat, first)
    assert not theirs.with_signature
    mine_again = choose_page(session, theirs, **page)
    assert mine_again.with_signature
    assert not save_draft(pat, mine_again, "Dear all", {}).with_signature


def test_a_copy_of_one_letter_does_not_print_the_rest_of_its_run(session, case):
    other = receive_post(session, new_post(name="Mr Idris Vane")).cases[0]
    first, second = final(session, case), final(session, other)
    run = start_run(session, [first.id, second.id], PRINTER).runs[0]
    queue = Titles()
    send(session, run.id, queue, only=first.id)
    mark_printed(session, first.id)
    assert print_again(session, [first.id], "Smudged") == run.id
    send(session, run.id, queue, printer="Office", only=first.id)
    assert queue.titles == [first.reference, f"{first.reference} / C2"]
    assert run_page(session, run.id).lines[1].item.state is PrintState.WAITING


def test_nobody_approves_their_own_words_because_another_wrote_them_anew(session, case):
    pat = joined(session, "Pat Other")
    refused = decided(session, case, "refused", "unfounded")
    first = finalise(session, approved(session, answered(session, refused, "refusal")))
    again = write_anew(pat, first)
    ticked, postcode = ticks(pat, again), desk_lines(pat, again)[-1]
    sent = submit(pat, again, ticked)
    with pytest.raises(RuleBroken, match="hand in"):
        approve(session, sent, "as_written", ticked=ticked, postcode=postcode)
