"""Letters: numbered within their case, and frozen once final."""

import hashlib
from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy.exc import IntegrityError
from vault_makers import AT, MEMBER, new_letter, save_case

from isteam_app.domain.letters import Letter, LetterState
from isteam_app.errors import ChangedMeanwhile, NotFound, RuleBroken
from isteam_app.storage.engine import writing
from isteam_app.storage.vault import Vault

PDF = b"%PDF-1.7 the exact pages"


@pytest.fixture
def draft(vault: Vault) -> Letter:
    case = save_case(vault)
    with vault.change("letter.started", by=MEMBER, at=AT) as change:
        letter = change.letters.add(new_letter(case, answers=(("reason", "none"),)))
        change.commit()
    return letter


def freeze(vault: Vault, draft: Letter) -> Letter:
    with vault.change("letter.finalised", by=MEMBER, at=AT) as change:
        final = change.letters.freeze(replace(draft, pages=2), PDF)
        change.commit()
    return final


def test_a_letter_comes_back_as_it_was_kept(vault: Vault, draft: Letter) -> None:
    assert draft.reference == "IS-2026-00001 / L1"
    assert draft.answers == (("reason", "none"),)
    assert draft.made_at == AT
    with vault.read() as reading:
        assert reading.letters.get(draft.id) == draft
        assert reading.letters.for_case(draft.case_id) == (draft,)


def test_each_case_numbers_its_own_letters(vault: Vault, draft: Letter) -> None:
    other = save_case(vault)
    with vault.change("letter.started", by=MEMBER, at=AT) as change:
        same = change.letters.add(draft)
        first = change.letters.add(new_letter(other))
        change.commit()
    assert [same.number, first.number] == [2, 1]


def test_a_draft_may_change_and_be_thrown_away(vault: Vault, draft: Letter) -> None:
    with vault.change("letter.edited", by=MEMBER, at=AT) as change:
        edited = change.letters.update(replace(draft, body="Shorter."))
        with pytest.raises(ChangedMeanwhile):
            change.letters.update(replace(draft, body="Longer."))
        change.letters.drop(edited)
        change.commit()
    with vault.read() as reading:
        assert reading.letters.for_case(draft.case_id) == ()
        assert reading.search.find("L1") == ()


def test_final_bytes_are_the_bytes_given(vault: Vault, draft: Letter) -> None:
    final = freeze(vault, draft)
    assert final.state is LetterState.FINAL
    assert final.sha256 == hashlib.sha256(PDF).hexdigest()
    assert (final.pages, final.finalised_by) == (2, MEMBER)
    with vault.read() as reading:
        assert reading.letters.pdf(final.id) == PDF


def test_a_final_letter_refuses_every_change(vault: Vault, draft: Letter) -> None:
    final = freeze(vault, draft)
    with vault.change("letter.edited", by=MEMBER, at=AT) as change:
        for attempt in (
            lambda: change.letters.update(final),
            lambda: change.letters.freeze(final, b"other"),
            lambda: change.letters.drop(final),
        ):
            with pytest.raises(RuleBroken, match="final"):
                attempt()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE letters SET body = 'other'",
        "UPDATE letters SET sha256 = 'other'",
        "UPDATE letters SET recipient = '[]'",
        "UPDATE letters SET pages = 9",
        "UPDATE letters SET state = 'draft'",
        "DELETE FROM letters",
        "UPDATE letter_pdfs SET pdf = x'00'",
        "DELETE FROM letter_pdfs",
        "INSERT OR REPLACE INTO letter_pdfs VALUES (1, x'00')",
        "INSERT OR REPLACE INTO letters SELECT * FROM letters",
    ],
)
def test_the_database_itself_keeps_a_final_letter(
    vault: Vault, draft: Letter, statement: str
) -> None:
    freeze(vault, draft)
    engine = vault._engine  # noqa: SLF001  goes past the program's own checks
    with pytest.raises(IntegrityError), writing(engine) as connection:
        connection.exec_driver_sql(statement)
    with vault.read() as reading:
        assert reading.letters.pdf(draft.id) == PDF


def test_printed_then_posted_and_never_back(vault: Vault, draft: Letter) -> None:
    final = freeze(vault, draft)
    with vault.change("letter.printed", by=MEMBER, at=AT) as change:
        printed = change.letters.mark_printed(final)
        again = change.letters.mark_printed(printed)
        posted = change.letters.mark_posted(
            again, on=date(2026, 11, 24), service="First class", item_number="X1"
        )
        reprinted = change.letters.mark_printed(posted)
        with pytest.raises(RuleBroken, match="posted already"):
            change.letters.mark_posted(reprinted, on=date(2026, 11, 25))
        change.commit()
    assert printed.state is again.state is LetterState.PRINTED
    assert posted.state is reprinted.state is LetterState.POSTED
    assert (posted.posted_on, posted.service) == (date(2026, 11, 24), "First class")


def test_a_draft_is_neither_printed_nor_posted(vault: Vault, draft: Letter) -> None:
    with vault.change("letter.printed", by=MEMBER, at=AT) as change:
        with pytest.raises(RuleBroken, match="Finalise"):
            change.letters.mark_printed(draft)
        with pytest.raises(RuleBroken, match="Finalise"):
            change.letters.mark_posted(draft, on=date(2026, 11, 24))
        with pytest.raises(RuleBroken, match="no pages"):
            change.letters.freeze(draft, b"")
        with pytest.raises(NotFound, match="Finalise"):
            change.letters.pdf(draft.id)


def test_the_print_desk_is_paged_by_state(vault: Vault, draft: Letter) -> None:
    case = save_case(vault)
    with vault.change("letter.started", by=MEMBER, at=AT) as change:
        for _ in range(5):
            change.letters.add(new_letter(case))
        change.commit()
    freeze(vault, draft)
    with vault.read() as reading:
        counts = reading.letters.counts()
        assert (counts[LetterState.DRAFT], counts[LetterState.FINAL]) == (5, 1)
        assert counts[LetterState.POSTED] == 0
        (row,) = reading.letters.page((LetterState.FINAL,)).rows
        assert (row.reference, row.recipient) == (draft.reference, "Marged Ellwood")
        first = reading.letters.page((LetterState.DRAFT,), limit=3)
        rest = reading.letters.page((LetterState.DRAFT,), first.next, limit=3)
        both = reading.letters.page((LetterState.DRAFT, LetterState.FINAL), limit=9)
        upward = reading.letters.page(limit=9, descending=False)
    assert [row.id for row in (*first.rows, *rest.rows)] == [6, 5, 4, 3, 2]
    assert rest.next is None
    assert [row.id for row in both.rows] == [6, 5, 4, 3, 2, 1]
    assert [row.id for row in upward.rows] == [1, 2, 3, 4, 5, 6]
