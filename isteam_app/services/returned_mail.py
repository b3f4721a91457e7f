"""Letters that came back: found by their code, noted with the reason, sent anew."""

from datetime import date

from isteam_app.domain.dates import long_date
from isteam_app.domain.letter_codes import read_code
from isteam_app.domain.letters import Letter, LetterState
from isteam_app.domain.text import SHORT, checked
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.services.letter_traces import note_returned
from isteam_app.services.session import Session

REASONS = (
    "Gone away",
    "No such address",
    "Address incomplete",
    "Refused",
    "Deceased",
    "Not called for",
    "Damaged on the way",
)
"""What the post writes on what it brings back."""
_UNKNOWN = "No letter of this vault has that code. Look for the one in its footer."


def find_returned(session: Session, typed: str) -> Letter:
    """Return the posted letter that a code or a reference names.

    Raises RuleBroken, naming the field `code`, where it is no code, no letter, or a
    letter that cannot have come back.
    """
    code = read_code(typed)
    with session.vault.read() as vault:
        try:
            letter = vault.letters.numbered(code.reference, code.number)
        except NotFound:
            raise RuleBroken(_UNKNOWN, field="code") from None
    if code.letter_id not in (0, letter.id):
        raise RuleBroken(_UNKNOWN, field="code")
    refused = _why_not(letter)
    if refused:
        raise RuleBroken(refused, field="code")
    return letter


def mark_returned(session: Session, letter_id: int, *, on: date, why: str) -> Letter:
    """Record that a posted letter came back undelivered: its address is to be checked.

    Raises RuleBroken, naming the field, for a day that cannot be and without a reason.
    """
    why = checked(why.strip(), field="why", label="The reason", longest=SHORT)
    if not why:
        raise RuleBroken("Say why it came back.", field="why")
    if on > session.today:
        raise RuleBroken(
            f"{long_date(on)} is in the future. Enter the day it came back.",
            field="on",
        )
    with session.vault.change(
        "letter.returned", by=session.member.name, at=session.now()
    ) as work:
        letter = work.letters.get(letter_id)
        refused = _why_not(letter)
        if refused:
            raise RuleBroken(refused, field="code")
        if letter.posted_on is not None and on < letter.posted_on:
            raise RuleBroken(
                f"It was posted on {long_date(letter.posted_on)}. Enter a day since.",
                field="on",
            )
        saved = work.letters.mark_returned(letter, on=on, why=why)
        note_returned(session, work, saved, on)
        work.commit()
    return saved


def _why_not(letter: Letter) -> str:
    match letter.state:
        case LetterState.POSTED:
            return ""
        case LetterState.RETURNED:
            return f"{letter.reference} is marked as returned already."
        case LetterState.SUPERSEDED:
            return f"Another letter took the place of {letter.reference} already."
        case _:
            return f"{letter.reference} was not posted, so it cannot have come back."
