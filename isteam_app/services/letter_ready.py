"""Whether anything still stands between a letter and the next step."""

from collections.abc import Collection, Mapping

from isteam_app.errors import LetterRefused, RuleBroken
from isteam_app.letters.checks import Problem, check_letter
from isteam_app.services.letter_check import Recipient, checked_recipient, doubted
from isteam_app.services.letter_content import letter_content
from isteam_app.services.letter_desk import CaseDesk, Desk
from isteam_app.services.letter_gates import in_the_way
from isteam_app.services.letter_mix_ups import unticked
from isteam_app.services.request_desk import RequestDesk, request_in_the_way
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading


def standing_in_the_way(
    desk: Desk, body: str, answers: Mapping[str, str]
) -> tuple[Problem, ...]:
    """Return what has to happen first on what a letter is about."""
    if isinstance(desk, RequestDesk):
        return request_in_the_way(desk, body, answers)
    return in_the_way(desk, answers) if isinstance(desk, CaseDesk) else ()


def must_be_ready(
    session: Session,
    vault: Reading | Change,
    desk: Desk,
    ticked: Collection[str] = (),
) -> Recipient:
    """Refuse a letter that is not whole, disagrees with the records, or is too early.

    `ticked` are the keys of what somebody looked at twice. Raises RuleBroken for the
    recipient, LetterRefused with every other reason.
    """
    body, answers = desk.letter.body, dict(desk.letter.answers)
    found = checked_recipient(session, vault, desk)
    differing = [line.label for line in found.lines if not line.agrees]
    if differing:
        raise RuleBroken(
            f"{' and '.join(differing)} on the letter no longer agree with the "
            f"{desk.called}. Use the current address, then go on.",
            field="recipient",
        )
    problems = (
        *doubted(desk.letter),
        *check_letter(letter_content(desk, body, answers)),
        *standing_in_the_way(desk, body, answers),
        *found.problems,
    )
    sentences = [*(problem.sentence for problem in problems)]
    sentences += [
        f"{sentence} Look at it again, and tick that this is right."
        for sentence in unticked(found.twice, ticked)
    ]
    if sentences:
        raise LetterRefused(tuple(dict.fromkeys(sentences)))
    return found
