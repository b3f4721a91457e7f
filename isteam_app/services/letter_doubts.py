"""What to do about a letter that the records have moved away from.

Unsent letters are noted as doubtful in the change that alters the record (see
`storage.letter_doubts`). Such a letter is neither printed nor posted until somebody
found it right, or wrote another in its place.
"""

from dataclasses import replace

from isteam_app.domain.cases import EventKind
from isteam_app.domain.letters import UNSENT, Letter, LetterState
from isteam_app.domain.text import NOTE, checked
from isteam_app.errors import RuleBroken
from isteam_app.services.letter_check import recipient_check
from isteam_app.services.letter_opening import desk_of
from isteam_app.services.letter_page_choices import stays_signed
from isteam_app.services.letter_traces import note_letter
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change


def still_right(session: Session, letter: Letter, reason: str) -> Letter:
    """Note that a doubtful letter was looked at and may go as it is.

    Raises RuleBroken without a reason, and where the lines of the envelope are not
    those of the records: then only another letter helps. ChangedMeanwhile.
    """
    reason = checked(reason.strip(), field="reason", label="The reason", longest=NOTE)
    if not letter.doubt:
        raise RuleBroken("Nothing changed since this letter was addressed.")
    if not reason:
        raise RuleBroken("Say how you know that the letter is right.", field="reason")
    with session.vault.change(
        "letter.still_right", by=session.member.name, at=session.now()
    ) as work:
        desk = desk_of(session, work, work.letters.get(letter.id))
        if any(not line.agrees for line in recipient_check(desk)):
            raise RuleBroken(
                "The address on the letter is not the one on the records. Write a new "
                "letter in its place."
                if not letter.is_unfinished
                else "The address on the letter is not the one on the records. Use the "
                "current address."
            )
        saved = work.letters.doubt(letter, "")
        work.give_reason(reason)
        work.commit()
    return saved


def write_anew(session: Session, letter: Letter) -> Letter:
    """Start a draft in the place of a finalised letter, addressed as records stand.

    One that has not gone yet is replaced at once and never goes; one that was posted
    is replaced when the new one is finalised. Raises RuleBroken for a draft.
    """
    if letter.is_unfinished:
        raise RuleBroken("This letter is not finalised yet. Change its text instead.")
    if letter.state is LetterState.SUPERSEDED:
        raise RuleBroken("Another letter took the place of this one already.")
    signed = stays_signed(session, letter)
    with session.vault.change(
        "letter.rewritten", by=session.member.name, at=session.now()
    ) as work:
        held = work.letters.get(letter.id)
        if held.version != letter.version:
            raise work.letters.changed_meanwhile(letter.id, "this letter")
        _must_be_the_only_one(work, held)
        lines = desk_of(session, work, held).recipient()
        started = work.letters.add(
            replace(
                Letter(
                    case_reference=held.case_reference,
                    number=0,
                    template=held.template,
                    template_version=held.template_version,
                    title=held.title,
                    body=held.body,
                    recipient=lines,
                ),
                case_id=held.case_id,
                disclosure_id=held.disclosure_id,
                answers=held.answers,
                also=held.also,
                to_entry=held.to_entry,
                envelope=held.envelope,
                body_size=held.body_size,
                language=held.language,
                signatory=held.signatory,
                with_signature=signed,
                made_at=session.now(),
                made_by=session.member.name,
                edited_by=held.edited_by or (held.made_by,),
                replaces=held.id,
            )
        )
        for enclosed in work.enclosures.of_letter(held.id):
            work.enclosures.add(replace(enclosed, letter_id=started.id, id=0))
        if held.state in UNSENT:
            _replaced(session, work, held)
        work.commit()
    return started


def replace_old(session: Session, work: Change, letter: Letter) -> None:
    """Mark the letter that a finalised one stands in for, inside its change."""
    if letter.replaces is None:
        return
    old = work.letters.get(letter.replaces)
    if old.state is not LetterState.SUPERSEDED and not old.is_unfinished:
        _replaced(session, work, old)


def _replaced(session: Session, work: Change, old: Letter) -> None:
    """Tell its case too: nothing of that letter is left to be done."""
    kept = work.letters.supersede(old)
    note_letter(session, work, kept, EventKind.LETTER_REPLACED)


def _must_be_the_only_one(work: Change, held: Letter) -> None:
    """Refuse a second letter in the place of one: both would go."""
    if held.case_id is not None:
        found = work.letters.for_case(held.case_id)
    else:
        found = work.letters.for_request(held.disclosure_id or 0)
    for each in found:
        if each.replaces == held.id and each.state is not LetterState.SUPERSEDED:
            raise RuleBroken(
                f"A letter in the place of this one was begun already: "
                f"{each.reference}. Go on with that one, or discard it first."
            )
