"""One letter that answers several cases of the same item of post."""

from collections.abc import Collection
from dataclasses import replace

from isteam_app.domain.cases import CaseRow
from isteam_app.domain.letters import Letter
from isteam_app.errors import RuleBroken
from isteam_app.letters.templates import PERSON
from isteam_app.services.letter_desk import CaseDesk
from isteam_app.services.letter_opening import desk_of
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading


def could_also_answer(session: Session, letter_id: int) -> tuple[CaseRow, ...]:
    """Return the further cases of its post that a letter could answer, by reference.

    There are none for a letter to anybody but whoever wrote.
    """
    with session.vault.read() as vault:
        return _others(session, vault, vault.letters.get(letter_id))


def answer_also(session: Session, letter: Letter, cases: Collection[int]) -> Letter:
    """Have a draft answer these further cases, and no others.

    Raises RuleBroken for a case that came with other post; ChangedMeanwhile.
    """
    if not letter.is_unfinished:
        raise RuleBroken("This letter is finalised and answers what it answers.")
    with session.vault.change(
        "letter.answers_also", by=session.member.name, at=session.now()
    ) as work:
        held = work.letters.get(letter.id)
        known = {row.id for row in _others(session, work, held)}
        if not known.issuperset(cases):
            raise RuleBroken(
                "Only cases of the same item of post are answered by one letter.",
                field="also",
            )
        saved = work.letters.update(replace(letter, also=tuple(sorted(cases))))
        work.commit()
    return saved


def _others(
    session: Session, vault: Reading | Change, letter: Letter
) -> tuple[CaseRow, ...]:
    if letter.case_id is None:
        return ()
    desk = desk_of(session, vault, letter)
    if not isinstance(desk, CaseDesk) or desk.template.to != PERSON:
        return ()
    rows = vault.cases.for_post(desk.case.post.id)
    return tuple(row for row in rows if row.id != desk.case.id)
