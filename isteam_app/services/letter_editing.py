"""What a letter's editor needs to know of fields, paragraphs and envelopes."""

import re
from dataclasses import replace
from difflib import SequenceMatcher

from isteam_app.domain.envelopes import Overlay as Window
from isteam_app.domain.envelopes import window_overlay
from isteam_app.domain.letters import LetterState
from isteam_app.errors import TemplateBroken
from isteam_app.letters.checks import Problem as Problem
from isteam_app.letters.fields import FIELDS
from isteam_app.letters.fields import Field as Field
from isteam_app.letters.locked import put_locked_back as put_locked_back
from isteam_app.letters.marks import LOCKS, PARTS
from isteam_app.letters.put_back import put_part_back as put_part_back
from isteam_app.services.letter_approval import what_differs
from isteam_app.services.letter_check import Recipient, doubted, recipient_of
from isteam_app.services.letter_making import envelope_in_use
from isteam_app.services.letters import Desk, Preview, asked_fields, preview
from isteam_app.services.session import Session

__all__ = [
    "Field",
    "Problem",
    "Window",
    "all_fields",
    "asked",
    "exact",
    "field_label",
    "locked_says",
    "looked",
    "paragraph_says",
    "paragraphs_left_out",
    "put_locked_back",
    "put_part_back",
    "spoken_value",
    "typed",
    "window_of",
    "words_changed",
]

_MARK = re.compile(r"\[\[part ([a-z-]+)\]\]")


def all_fields() -> tuple[Field, ...]:
    """Return every field a letter may name, in the order a composer lists them."""
    return tuple(FIELDS.values())


def field_label(name: str) -> str:
    """Return what a field is called, or nothing if there is no such field."""
    return FIELDS[name].label if name in FIELDS else ""


def paragraph_says(mark: str) -> str:
    """Return what a marked paragraph tells its reader; unknown marks say nothing."""
    return PARTS.get(mark, "")


def locked_says(name: str) -> str:
    """Return what locked wording tells its reader; unknown wording says nothing."""
    return LOCKS.get(name, "")


def spoken_value(desk: Desk, name: str) -> str:
    """Return what stands in the letter for a field the case can fill."""
    value = desk.values.get(name, "")
    return value if isinstance(value, str) else "; ".join(value)


def asked(body: str) -> tuple[Field, ...] | None:
    """Return the fields to be typed for a letter; None while it cannot be read."""
    try:
        return asked_fields(body)
    except TemplateBroken:
        return None


def exact(desk: Desk, body: str, answers: dict[str, str]) -> Preview:
    """Build the PDF of what is typed. Without pages where the text cannot be read."""
    try:
        return preview(desk, body, answers)
    except TemplateBroken as error:
        problem = Problem(kind="template", sentence=str(error))
        return Preview(pdf=b"", pages=0, problems=(problem,))


def looked(session: Session, desk: Desk, body: str, answers: dict[str, str]) -> Preview:
    """Build the PDF of what is typed, and check its recipient against the records.

    A letter that was sent for approval is compared with what was sent, too.
    """
    built = exact(desk, body, answers)
    found = recipient_of(session, desk.letter.id, body, answers)
    sent = desk.letter.state is not LetterState.DRAFT and desk.letter.is_unfinished
    return replace(
        built,
        problems=_all_problems(desk, built, found),
        recipient=found,
        changed=words_changed(body, desk.template.body),
        differs=what_differs(desk) if sent and built.pdf else (),
    )


def typed(desk: Desk, body: str, answers: dict[str, str], last: Preview) -> Preview:
    """Build the PDF between two keys; what was found `last` in the records stands.

    They are asked again by `looked`, and once more before a letter is made.
    """
    built = exact(desk, body, answers)
    if last.recipient is None:
        return built
    return replace(
        built,
        problems=_all_problems(desk, built, last.recipient),
        recipient=last.recipient,
        changed=last.changed,
        differs=last.differs,
    )


def _all_problems(desk: Desk, built: Preview, found: Recipient) -> tuple[Problem, ...]:
    known = {problem.sentence for problem in built.problems}
    more = (each for each in found.problems if each.sentence not in known)
    return (*doubted(desk.letter), *built.problems, *more)


def paragraphs_left_out(desk: Desk, body: str) -> tuple[tuple[str, str], ...]:
    """Return the marked paragraphs that the template has and a text has not.

    Each is its mark and what it tells its reader.
    """
    there = set(_MARK.findall(body))
    marks = dict.fromkeys(_MARK.findall(desk.template.body))
    return tuple(
        (mark, _capital(paragraph_says(mark))) for mark in marks if mark not in there
    )


def _capital(text: str) -> str:
    return text[:1].upper() + text[1:]


def words_changed(body: str, template: str) -> tuple[int, int]:
    """Return how many words of a text its template does not have, and how many it has.

    What the template has and the text has not counts as changed as well.
    """
    said, meant = body.split(), template.split()
    same = sum(
        block.size
        for block in SequenceMatcher(
            a=meant, b=said, autojunk=False
        ).get_matching_blocks()
    )
    return max(len(said), len(meant)) - same, len(said)


def window_of(desk: Desk, pages: int = 1) -> Window:
    """Return where the window lies when the folded letter is in mid-envelope.

    `pages` are the letter's: a thick one goes into another envelope.
    """
    return window_overlay(envelope_in_use(desk, pages))
