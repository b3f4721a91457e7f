"""One kind of letter to many people: each is checked alone and holds up no other."""

from dataclasses import replace

import pytest
from builders import new_post
from letter_steps import RECEIVED

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.letters import LetterState
from isteam_app.errors import Cancelled, RuleBroken
from isteam_app.letters.read_back import wrong_pages
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_batches import (
    MOST,
    begin_batch,
    fill_in_each,
    finalise_each,
    look_over,
    open_batch,
    send_each,
    unfinished_batches,
)
from isteam_app.services.letters import letter_pdf, open_desk, save_draft
from isteam_app.services.session import Session

PROGRESS = "complaint-progress"


def cases(session: Session, count: int, kind: CaseKind = CaseKind.ACCESS) -> list[int]:
    made = []
    for number in range(count):
        surname = f"Sample{chr(97 + number % 26)}{chr(97 + number // 26)}"
        post = new_post(
            name=f"Ms Petra {surname}",
            salutation=f"Ms {surname}",
            address=parse_address(
                f"{number + 1} {surname} Street\nEastbridge\nQX4 7TB"
            ),
            kinds=(kind,),
        )
        made.append(receive_post(session, post).cases[0].id)
    return made


def test_each_case_has_its_own_letter_and_its_own_name_on_it(session: Session) -> None:
    chosen = cases(session, 25)
    begun = begin_batch(session, chosen, RECEIVED)
    assert [letter.case_id for letter in begun.letters] == chosen
    assert not begun.left_out
    (waits,) = unfinished_batches(session)
    assert (waits.name, waits.letters) == (begun.name, 25)
    assert waits.first_letter_id == begun.letters[0].id
    assert begun.name.endswith(waits.title)
    went = finalise_each(session, begun.name)
    assert (len(went.done), went.stays, went.stopped) == (25, (), False)
    with session.vault.read() as vault:
        for letter in vault.letters.of_batch(begun.name):
            assert letter.state is LetterState.FINAL
            pdf = vault.letters.pdf(letter.id)
            assert wrong_pages(pdf, letter.reference, letter.pages) == ()
    assert unfinished_batches(session) == ()


def test_pages_made_elsewhere_are_those_made_here(session: Session) -> None:
    chosen = cases(session, 21)
    alone = begin_batch(session, chosen, RECEIVED)
    finalise_each(session, alone.name, processes=1)
    first = letter_pdf(session, alone.letters[0].id)
    both = begin_batch(session, chosen, RECEIVED)
    finalise_each(session, both.name, processes=2)
    second = letter_pdf(session, both.letters[0].id)
    assert first != second  # they carry their own number
    assert len(first) == pytest.approx(len(second), rel=0.02)


def test_a_case_of_another_kind_is_left_out_and_said(session: Session) -> None:
    (other,) = cases(session, 1, CaseKind.COMPLAINT)
    begun = begin_batch(session, [*cases(session, 2), other], RECEIVED)
    assert len(begun.letters) == 2
    (left,) = begun.left_out
    assert (left.case_id, left.why[:26]) == (other, "That letter is for another")
    assert left.reference.startswith("IS-")


def test_what_does_not_pass_stays_behind_and_the_others_go_on(
    session: Session,
) -> None:
    begun = begin_batch(session, cases(session, 5), RECEIVED)
    spoilt = begun.letters[3]
    save_draft(session, spoilt, "Dear {{salutation}}\n", {})
    waiting = [each for each in look_over(session, begun.name) if each.why]
    assert [each.letter_id for each in waiting] == [spoilt.id]
    assert "paragraph is gone" in waiting[0].why
    went = finalise_each(session, begun.name)
    assert len(went.done) == 4
    assert [each.letter_id for each in went.stays] == [spoilt.id]
    assert open_batch(session, begun.name).drafts == (spoilt.id,)


def test_the_same_words_go_into_every_empty_field(session: Session) -> None:
    begun = begin_batch(session, cases(session, 3, CaseKind.COMPLAINT), PROGRESS)
    field = open_batch(session, begun.name).shared[0].name
    first = begun.letters[0]
    own = {**dict(first.answers), field: "Typed for this one alone"}
    save_draft(session, first, first.body, own)
    fill_in_each(session, begun.name, {field: "The depot answered"})
    texts = [
        dict(open_desk(session, letter.id).letter.answers)[field]
        for letter in begun.letters
    ]
    assert texts[0] == "Typed for this one alone"
    assert "The depot answered" in texts[1:] or texts[1] == texts[2]
    with pytest.raises(RuleBroken, match="Write something"):
        fill_in_each(session, begun.name, {field: "  "})


def test_letters_that_somebody_else_reads_wait_for_them(session: Session) -> None:
    settings = session.settings()
    rules = replace(settings.letters, second_person=(RECEIVED,))
    with session.vault.change(
        "settings.changed", by=session.member.name, at=session.now()
    ) as work:
        work.settings.save(replace(settings, letters=rules), session.today)
        work.commit()
    begun = begin_batch(session, cases(session, 2), RECEIVED)
    assert open_batch(session, begun.name).ready == ()
    sent = send_each(session, begun.name)
    assert len(sent.done) == 2
    assert [each.why for each in look_over(session, begun.name)] == [
        "Waits for approval."
    ] * 2
    assert finalise_each(session, begun.name).done == ()


def test_a_batch_that_is_stopped_leaves_whole_letters_and_whole_drafts(
    session: Session,
) -> None:
    begun = begin_batch(session, cases(session, 24), RECEIVED)

    def stop_at_nine(done: int, _total: int) -> None:
        if done >= 9:
            raise Cancelled("stopped")

    went = finalise_each(session, begun.name, stop_at_nine, processes=1)
    assert went.stopped
    assert 0 < len(went.done) < 24
    batch = open_batch(session, begun.name)
    assert len(batch.drafts) == 24 - len(went.done)
    again = finalise_each(session, begun.name, processes=1)
    assert len(again.done) == len(batch.drafts)


def test_too_many_or_none_are_refused(session: Session) -> None:
    with pytest.raises(RuleBroken, match="Choose the cases"):
        begin_batch(session, [], RECEIVED)
    with pytest.raises(RuleBroken, match="at most 1,000"):
        begin_batch(session, list(range(MOST + 1)), RECEIVED)
    with pytest.raises(RuleBroken, match="None of the letters"):
        open_batch(session, "2026-11-23 nothing")
