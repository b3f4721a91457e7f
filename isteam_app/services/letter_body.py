"""The words of a letter as whoever gets it reads them."""

from collections.abc import Mapping
from dataclasses import dataclass

from isteam_app.domain.greetings import greeted
from isteam_app.domain.letters import Enclosure
from isteam_app.errors import TemplateBroken
from isteam_app.letters.fields import FIELDS, Value, value_of
from isteam_app.letters.merge import BlockKind, merge
from isteam_app.services.letter_desk import Desk


@dataclass(frozen=True, slots=True)
class Written:
    """A letter's words. `greeting` is whom it greets, "" where it greets nobody."""

    text: str
    greeting: str = ""


def written(desk: Desk, body: str, answers: Mapping[str, str]) -> Written:
    """Return the words of a body as typed; nothing where it cannot be read."""
    try:
        blocks = merge(body, filled(desk, answers)).blocks
    except TemplateBroken:
        return Written("")
    paragraphs = ["".join(run.text for run in block.runs) for block in blocks]
    greeting = ""
    for block, words in zip(blocks, paragraphs, strict=True):
        if block.kind is not BlockKind.PARAGRAPH:
            break
        greeting = greeted(words)
        if greeting:
            break
    return Written("\n".join(paragraphs), greeting)


def filled(desk: Desk, answers: Mapping[str, str]) -> dict[str, Value]:
    """Return what each field of the letter says: what is known, then what is typed.

    What is enclosed stands below what was typed of it.
    """
    given = {
        name: text
        for name, text in answers.items()
        if text.strip() and name in FIELDS and FIELDS[name].asked
    }
    values: dict[str, Value] = {**desk.values, **given}
    if desk.enclosed:
        typed = value_of("enclosures", values)
        kept = (enclosed_line(each) for each in desk.enclosed)
        values["enclosures"] = (*typed, *kept)
    return values


def enclosed_line(enclosure: Enclosure) -> str:
    """Return how an enclosure is listed: "Delivery record, 3 pages"."""
    pages = "1 page" if enclosure.pages == 1 else f"{enclosure.pages:,} pages"
    return f"{enclosure.title}, {pages}"


def merged_values(
    desk: Desk, answers: Mapping[str, str]
) -> tuple[tuple[str, str], ...]:
    """Return every field that has a value, in words, by its name."""
    values = filled(desk, answers)
    found = []
    for name in sorted(FIELDS):
        value = value_of(name, values)
        said = value if isinstance(value, str) else "; ".join(value)
        if said:
            found.append((name, said))
    return tuple(found)
