"""Approvals, enclosures and further cases of letters: kept, and held as approved."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from vault_makers import AT, MEMBER, engine_of, new_letter, save_case

from isteam_app.domain.letters import (
    MOVES,
    Enclosure,
    Letter,
    LetterState,
    Snapshot,
)
from isteam_app.errors import ChangedMeanwhile, RuleBroken
from isteam_app.storage.engine import writing
from isteam_app.storage.vault import Change, Vault

PDF = b"%PDF-1.7 the exact pages"
SNAPSHOT = Snapshot(recipient=("Ms W\u0177n", "EX1 2AB"), values=(("due", "1 May"),))
APPROVER = "Priya Specimen"


@pytest.fixture
def draft(vault: Vault) -> Letter:
    case = save_case(vault)
    return done(vault, lambda change: change.letters.add(new_letter(case)))


def done(vault: Vault, act: Callable[[Change], Letter], *, by: str = MEMBER) -> Letter:
    with vault.change("letter.edited", by=by, at=AT) as change:
        letter = act(change)
        change.commit()
    return letter


def submitted(vault: Vault, draft: Letter) -> Letter:
    return done(vault, lambda change: change.letters.submit(draft, SNAPSHOT))


def approved(vault: Vault, draft: Letter) -> Letter:
    waits = submitted(vault, draft)
    return done(
        vault,
        lambda change: change.letters.approve(waits, code="as written", note="Clear"),
        by=APPROVER,
    )


def test_an_approval_is_kept_with_who_and_what_was_seen(
    vault: Vault, draft: Letter
) -> None:
    letter = approved(vault, draft)
    assert letter.state is LetterState.APPROVED
    assert (letter.submitted_by, letter.approved_by) == (MEMBER, APPROVER)
    assert (letter.decision_code, letter.approval_note) == ("as written", "Clear")
    assert letter.snapshot == SNAPSHOT
    final = done(
        vault, lambda change: change.letters.freeze(replace(letter, pages=1), PDF)
    )
    assert (final.state, final.approved_by) == (LetterState.FINAL, APPROVER)


def test_an_edit_takes_an_approved_letter_back_to_its_draft(
    vault: Vault, draft: Letter
) -> None:
    letter = approved(vault, draft)
    edited = done(
        vault, lambda change: change.letters.update(replace(letter, body="Other.\n"))
    )
    assert edited.state is LetterState.DRAFT
    assert (edited.approved_by, edited.submitted_by, edited.snapshot) == ("", "", None)
    assert edited.edited_by == (MEMBER,)


def test_everybody_who_edits_is_remembered_once(vault: Vault, draft: Letter) -> None:
    letter = draft
    for by, body in ((MEMBER, "One.\n"), (APPROVER, "Two.\n"), (MEMBER, "Three.\n")):
        changed = replace(letter, body=body)
        letter = done(
            vault, lambda change, new=changed: change.letters.update(new), by=by
        )
    assert letter.edited_by == (MEMBER, APPROVER)


def test_a_letter_sent_back_says_what_is_to_be_changed(
    vault: Vault, draft: Letter
) -> None:
    waits = submitted(vault, draft)
    back = done(
        vault,
        lambda change: change.letters.send_back(waits, code="tone", note="Kinder"),
    )
    assert (back.state, back.approval_note) == (LetterState.DRAFT, "Kinder")
    assert back.submitted_by == ""


@pytest.mark.parametrize("column", ["body", "recipient", "answers", "envelope"])
def test_the_vault_itself_refuses_to_change_an_approved_letter(
    vault: Vault, draft: Letter, column: str
) -> None:
    letter = approved(vault, draft)
    statement = f"UPDATE letters SET {column} = 'x' WHERE id = {letter.id}"  # noqa: S608  a name of the list above
    with (
        writing(engine_of(vault)) as connection,
        connection.begin(),
        pytest.raises(IntegrityError, match="back to its draft"),
    ):
        connection.exec_driver_sql(statement)


@pytest.mark.parametrize("state", LetterState)
def test_the_vault_itself_knows_what_may_follow_what(
    vault: Vault, draft: Letter, state: LetterState
) -> None:
    way = {
        LetterState.FINAL: ("final",),
        LetterState.PRINTED: ("final", "printed"),
        LetterState.POSTED: ("final", "posted"),
        LetterState.RETURNED: ("final", "posted", "returned"),
        LetterState.SUPERSEDED: ("final", "superseded"),
        LetterState.FOR_APPROVAL: ("for_approval",),
        LetterState.APPROVED: ("for_approval", "approved"),
    }.get(state, ())
    for wanted in LetterState:
        with writing(engine_of(vault)) as connection:
            transaction = connection.begin()
            for step in (*way,):
                connection.exec_driver_sql(_moved(draft, step))
            allowed = wanted is state or wanted in MOVES[state]
            if allowed:
                connection.exec_driver_sql(_moved(draft, wanted.value))
            else:
                with pytest.raises(IntegrityError, match="never goes back"):
                    connection.exec_driver_sql(_moved(draft, wanted.value))
            transaction.rollback()


def _moved(letter: Letter, state: str) -> str:
    return f"UPDATE letters SET state = '{state}' WHERE id = {letter.id}"  # noqa: S608  names of ours alone


def test_what_is_enclosed_stays_once_the_letter_is_finished(
    vault: Vault, draft: Letter
) -> None:
    copy = Enclosure(letter_id=draft.id, title="Copy of data", pages=13)
    slip = Enclosure(letter_id=draft.id, title="Return envelope", pages=1)
    with vault.change("letter.enclosed", by=MEMBER, at=AT) as change:
        first = change.enclosures.add(copy)
        second = change.enclosures.add(slip)
        change.enclosures.remove(first)
        with pytest.raises(RuleBroken, match="Count the sheets"):
            change.enclosures.add(replace(copy, pages=0))
        change.commit()
    final = done(
        vault, lambda change: change.letters.freeze(replace(draft, pages=1), PDF)
    )
    with vault.change("letter.enclosed", by=MEMBER, at=AT) as change:
        for attempt in (
            lambda: change.enclosures.add(copy),
            lambda: change.enclosures.remove(second),
        ):
            with pytest.raises(RuleBroken, match="no draft any more"):
                attempt()
        assert change.enclosures.of_letter(final.id) == (second,)
    with (
        writing(engine_of(vault)) as connection,
        connection.begin(),
        pytest.raises(IntegrityError, match="keeps its enclosures"),
    ):
        connection.exec_driver_sql("DELETE FROM letter_enclosures")


def test_a_letter_that_answers_several_cases_is_found_from_each(vault: Vault) -> None:
    first, second = save_case(vault), save_case(vault)
    letter = done(
        vault,
        lambda change: change.letters.add(new_letter(first, also=(second.id,))),
    )
    assert letter.case_ids == (first.id, second.id)
    with vault.read() as reading:
        assert reading.letters.for_case(second.id) == (letter,)
        assert reading.letters.several([letter.id]) == (letter,)
    alone = done(vault, lambda change: change.letters.update(replace(letter, also=())))
    assert alone.also == ()
    with vault.read() as reading:
        assert reading.letters.for_case(second.id) == ()


def test_a_returned_letter_may_go_again_or_be_replaced(
    vault: Vault, draft: Letter
) -> None:
    letter = done(
        vault, lambda change: change.letters.freeze(replace(draft, pages=1), PDF)
    )
    for act in (
        lambda change, one: change.letters.mark_printed(one),
        lambda change, one: change.letters.mark_posted(one, on=date(2026, 11, 20)),
        lambda change, one: change.letters.mark_returned(
            one, on=date(2026, 11, 22), why="Gone away"
        ),
    ):
        held = letter
        letter = done(vault, lambda change, act=act, one=held: act(change, one))
    assert (letter.state, letter.returned_why) == (LetterState.RETURNED, "Gone away")
    held = letter
    again = done(
        vault,
        lambda change: change.letters.mark_posted(
            held, on=date(2026, 11, 23), certificate="C-1"
        ),
    )
    assert (again.posted_on, again.certificate) == (date(2026, 11, 23), "C-1")
    gone = done(vault, lambda change: change.letters.supersede(again))
    with pytest.raises(RuleBroken, match="took the place"):
        done(vault, lambda change: change.letters.supersede(gone))


def test_two_people_do_not_approve_over_each_other(vault: Vault, draft: Letter) -> None:
    waits = submitted(vault, draft)
    done(vault, lambda change: change.letters.send_back(waits, note="Later"))
    with pytest.raises((ChangedMeanwhile, RuleBroken)):
        done(
            vault,
            lambda change: change.letters.approve(waits, code="", note=""),
            by=APPROVER,
        )
