"""Whether a letter goes to whom it is meant for: the letter against the records.

What cannot be right stops the letter. What may well be right, and is how letters get
into the wrong envelope, has to be looked at twice and said to be right.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isteam_app.domain.addresses import postcode_of
from isteam_app.domain.letters import Letter
from isteam_app.letters.checks import Problem
from isteam_app.services.letter_body import Written, written
from isteam_app.services.letter_desk import CaseDesk, Desk
from isteam_app.services.letter_gates import no_longer_decided, not_to_be_written_to
from isteam_app.services.letter_mix_ups import (
    Twice,
    foreign_words,
    lapsed_authority,
    look_twice,
    strange_enclosures,
    unsuited_greeting,
)
from isteam_app.services.letter_opening import desk_of
from isteam_app.services.letter_pages import wrong_pages_of
from isteam_app.services.request_desk import RequestDesk, no_longer_told
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

__all__ = [
    "Compared",
    "Recipient",
    "Twice",
    "check_again",
    "checked_recipient",
    "recipient_check",
    "recipient_of",
    "recipient_problems",
    "still_wrong",
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """One line of the recipient check."""

    label: str
    on_letter: str
    on_case: str

    @property
    def agrees(self) -> bool:
        return self.on_letter == self.on_case


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipient:
    """What the recipient check found.

    `problems` stop the letter; `twice` is what somebody has to look at again and tick.
    """

    lines: tuple[Compared, ...]
    problems: tuple[Problem, ...] = ()
    twice: tuple[Twice, ...] = ()

    @property
    def agrees(self) -> bool:
        return not self.problems and all(line.agrees for line in self.lines)


def recipient_check(desk: Desk) -> tuple[Compared, ...]:
    """Compare the lines on the letter with the records as they stand."""
    expected = desk.recipient()
    on_letter = desk.letter.recipient
    return (
        Compared(label="Name", on_letter=_at(on_letter, 0), on_case=_at(expected, 0)),
        Compared(label="Role", on_letter=_role(desk, on_letter), on_case=desk.role),
        Compared(
            label="Address",
            on_letter=", ".join(on_letter[1:-1]),
            on_case=", ".join(expected[1:-1]),
        ),
        Compared(
            label="Postcode" if postcode_of(expected) else "Last line",
            on_letter=_at(on_letter, -1),
            on_case=_at(expected, -1),
        ),
        Compared(
            label=desk.called.capitalize(),
            on_letter=desk.letter.case_reference,
            on_case=desk.reference,
        ),
    )


def checked_recipient(
    session: Session,
    vault: Reading | Change,
    desk: Desk,
    body: str | None = None,
    answers: dict[str, str] | None = None,
) -> Recipient:
    """Check a letter against the records, its text as typed or as it is kept."""
    text = written(
        desk,
        desk.letter.body if body is None else body,
        dict(desk.letter.answers) if answers is None else answers,
    )
    lines = recipient_check(desk)
    return Recipient(
        lines=lines,
        problems=(
            *recipient_problems(desk, lines),
            *_wrong(session, vault, desk, text),
        ),
        twice=tuple(look_twice(session, vault, desk, text)),
    )


def recipient_of(
    session: Session,
    letter_id: int,
    body: str | None = None,
    answers: dict[str, str] | None = None,
) -> Recipient:
    """Check a letter of the vault, its text as typed or as it is kept."""
    with session.vault.read() as vault:
        desk = desk_of(session, vault, vault.letters.get(letter_id))
        return checked_recipient(session, vault, desk, body, answers)


def recipient_problems(desk: Desk, lines: Sequence[Compared]) -> Iterator[Problem]:
    """Say which lines of the envelope the records do not bear out."""
    differing = [line.label for line in lines if not line.agrees]
    if not differing:
        return
    verb = "agrees" if len(differing) == 1 else "agree"
    yield Problem(
        kind="recipient",
        sentence=f"{' and '.join(differing)} on the letter no longer {verb} with the "
        f"{desk.called}. Use the current address, or put the {desk.called} right.",
        field="recipient",
    )


def check_again(session: Session, letter_id: int) -> tuple[Problem, ...]:
    """Return why a letter must not be printed or posted, as the records stand now.

    A finalised letter is compared as well: its lines, what it enclosed, and the
    reference and number on each of its kept pages. Nothing means that it may go.
    """
    with session.vault.read() as vault:
        letter = vault.letters.get(letter_id)
        found = [*still_wrong(session, vault, letter)]
        if not letter.is_unfinished:
            found += wrong_pages_of(letter, vault.letters.pdf(letter.id))
    return tuple(found)


def still_wrong(
    session: Session, vault: Reading | Change, letter: Letter
) -> Iterator[Problem]:
    """Say what the records of now have against a letter, its kept pages left aside."""
    desk = desk_of(session, vault, letter)
    yield from doubted(letter)
    yield from recipient_problems(desk, recipient_check(desk))
    text = written(desk, letter.body, dict(letter.answers))
    yield from _wrong(session, vault, desk, text)
    if isinstance(desk, CaseDesk):
        yield from not_to_be_written_to(desk)
        yield from no_longer_decided(desk)
    elif isinstance(desk, RequestDesk):
        yield from no_longer_told(desk)


def _wrong(
    session: Session, vault: Reading | Change, desk: Desk, text: Written
) -> Iterator[Problem]:
    yield from unsuited_greeting(desk, text)
    yield from lapsed_authority(session, desk)
    yield from foreign_words(vault, desk, text)
    yield from strange_enclosures(vault, desk)


def doubted(letter: Letter) -> Iterator[Problem]:
    """Say what changed in the records since a letter was addressed."""
    if letter.doubt:
        yield Problem(
            kind="doubt",
            sentence=f"{letter.doubt} Open the letter and say whether it is still "
            "right, or write a new one.",
            field="recipient",
        )


def _role(desk: Desk, lines: Sequence[str]) -> str:
    """Return how whoever stands in the window stands to the case."""
    if desk.letter.snapshot is not None and desk.letter.snapshot.role:
        return desk.letter.snapshot.role
    if lines[:1] == desk.recipient()[:1] and lines:
        return desk.role
    roles = desk.roles()
    found = next((roles[line] for line in lines if line in roles), "")
    return found or f"Nobody of this {desk.called}"


def _at(lines: Sequence[str], index: int) -> str:
    return lines[index] if lines else ""
