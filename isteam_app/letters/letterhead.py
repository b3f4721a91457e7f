"""The head of a letter in lines: the company's name, its address, the references.

What does not fit is found here, before the letter is made; no letter is shown a part.
"""

from collections.abc import Iterator
from functools import lru_cache

from isteam_app.domain.dates import full_date
from isteam_app.domain.settings import Organisation
from isteam_app.letters.characters import clean
from isteam_app.letters.content import LetterContent
from isteam_app.letters.page import LEFT, RIGHT, SIDE_COLUMN
from isteam_app.letters.pen import wrapped

NAME_SIZES = (17.0, 14.0, 11.0, 9.0)
TEAM_SIZE, SENDER_SIZE, REFERENCE_SIZE = 9.5, 9.0, 9.5
MOST_NAME_LINES, MOST_SENDER_LINES = 2, 9
REFERENCES_TOP = 58.0
BELOW_MARKING, FACT_LEADING, BELOW_FACT = 6.6, 4.4, 6.2
"""Where the references begin and how their lines follow, in millimetres."""
_LONGEST_FACT = 100
_NAME_ROOM = SIDE_COLUMN - LEFT - 6
_SIDE_ROOM = RIGHT - SIDE_COLUMN
_KEPT = 32


@lru_cache(maxsize=_KEPT)
def name_lines(name: str) -> tuple[tuple[str, ...], float]:
    """Return the name in the largest size that two lines hold, or in the smallest."""
    for size in NAME_SIZES:
        lines = wrapped(clean(name), _NAME_ROOM, size=size, bold=True)
        if len(lines) <= MOST_NAME_LINES:
            break
    return tuple(lines), size


@lru_cache(maxsize=_KEPT)
def sender_lines(company: Organisation) -> tuple[str, ...]:
    """Return the lines at the top right: who writes, and how they are reached."""
    who = (company.team, company.name, *company.address.printed())
    return tuple(
        part
        for line in (*who, company.phone, company.email)
        for part in wrapped(clean(line), _SIDE_ROOM, size=SENDER_SIZE)
    )


def references(content: LetterContent) -> tuple[tuple[str, tuple[str, ...]], ...]:
    """Return what stands at the right: each label and the lines of its fact."""
    facts = (
        ("Date", full_date(content.on)),
        ("Our reference", content.our_reference),
        ("Also about", ", ".join(content.also_about)),
        ("Your reference", content.your_reference),
    )
    return tuple((label, _column(fact)) for label, fact in facts if fact.strip())


def references_end(content: LetterContent) -> float:
    """Return where the references end, in millimetres from the top."""
    shown = references(content)
    lines = sum(len(lines) for _, lines in shown)
    between = BELOW_FACT * (len(shown) - 1)
    return REFERENCES_TOP + BELOW_MARKING + lines * FACT_LEADING + between


def _column(fact: str) -> tuple[str, ...]:
    fact = clean(fact[:_LONGEST_FACT])
    return tuple(wrapped(fact, _SIDE_ROOM, size=REFERENCE_SIZE, bold=True))


def does_not_fit(company: Organisation) -> Iterator[str]:
    """Return a sentence for each thing that the head of a letter has no room for."""
    named = wrapped(clean(company.team), _NAME_ROOM, size=TEAM_SIZE)
    if len(name_lines(company.name)[0]) > MOST_NAME_LINES or len(named) > 1:
        yield (
            "The name of the company or of the team is too long for the head of a "
            "letter. Shorten it in the settings."
        )
    lines = len(sender_lines(company))
    if lines > MOST_SENDER_LINES:
        yield (
            f"The company's address and the ways to reach it take {lines} lines, and "
            f"the head of a letter holds {MOST_SENDER_LINES}. Shorten them in the "
            "settings."
        )
