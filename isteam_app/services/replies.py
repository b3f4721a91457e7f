"""Finds what a reply belongs to, by the code on the slip that came back with it."""

from dataclasses import dataclass

from isteam_app.domain.cases import Case, EventKind
from isteam_app.domain.clock_events import ANSWERED_BY
from isteam_app.domain.event_words import EVENT_NAMES
from isteam_app.domain.letter_codes import LetterCode, read_code
from isteam_app.domain.letters import Letter
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.services.letter_templates import template_of
from isteam_app.services.session import Session
from isteam_app.storage.vault import Reading

_SHORTEST = 8
_UNKNOWN = "No letter of this vault has that code. Look for the case by name instead."


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The letter whose slip came back, and where the reply belongs.

    It belongs to the case `case_id` or to the third party's request `disclosure_id`.
    `answers` is the event to record when what was asked for has come, None where the
    letter asked for nothing, or the case has its answer already.
    """

    letter: Letter
    case_id: int | None = None
    disclosure_id: int | None = None
    answers: EventKind | None = None

    @property
    def words(self) -> str:
        """What to do now: "Record: proof of identity received"."""
        if self.answers is None:
            return self.letter.title
        name = EVENT_NAMES[self.answers]
        return f"Record: {name[0].lower()}{name[1:]}"


def find_reply(session: Session, text: str) -> Reply | None:
    """Return what a scanned or typed code answers, None for what is no code.

    Raises:
        RuleBroken: a character of the code is wrong.
        NotFound: no letter of this vault, in sight of this person, has that code.
    """
    code = _code_in(text)
    if code is None:
        return None
    with session.vault.read() as vault:
        letter = _letter(vault, code)
        if letter.disclosure_id is not None:
            return Reply(letter=letter, disclosure_id=letter.disclosure_id)
        asked = template_of(vault, letter).event
        wanted = None if asked is None else ANSWERED_BY.get(asked)
        of_letter = [vault.cases.get(each) for each in letter.case_ids]
        waits = next(
            (case for case in of_letter if wanted and _awaits(case, wanted)), None
        )
        case = waits or of_letter[0]
        return Reply(letter=letter, case_id=case.id, answers=wanted if waits else None)


def _code_in(text: str) -> LetterCode | None:
    if len(text.strip()) < _SHORTEST or "/" not in text:
        return None
    try:
        return read_code(text)
    except RuleBroken:
        if text.count("/") >= 4:  # it was scanned, or typed whole, and is damaged
            raise
        return None


def _letter(vault: Reading, code: LetterCode) -> Letter:
    try:
        found = vault.letters.numbered(code.reference, code.number)
    except NotFound as error:
        raise NotFound(_UNKNOWN) from error
    if code.letter_id not in (0, found.id):
        raise NotFound(_UNKNOWN)  # it is of another vault: the numbers agree by chance
    return found


def _awaits(case: Case, answer: EventKind) -> bool:
    asked = next(kind for kind, reply in ANSWERED_BY.items() if reply is answer)
    times = [event.kind for event in case.events]
    return times.count(asked) > times.count(answer)
