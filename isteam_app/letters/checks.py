"""What stands in the way of a letter, each reason in a sentence."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from isteam_app.domain.envelopes import (
    ADDRESS_INSET,
    ADDRESS_SIZE,
    POINTS_PER_MM,
    EnvelopeProfile,
)
from isteam_app.domain.letters import LONGEST_REFERENCE
from isteam_app.errors import TemplateBroken
from isteam_app.letters.characters import (
    clean,
    is_picture,
    named,
    named_picture,
)
from isteam_app.letters.content import LetterContent
from isteam_app.letters.fields import FIELDS, spoken
from isteam_app.letters.ink import styles
from isteam_app.letters.letterhead import does_not_fit
from isteam_app.letters.marks import LOCKS, PARTS
from isteam_app.letters.merge import LONGEST_VALUE, MOST_ENTRIES, Merged, merge
from isteam_app.letters.scripts import undivided, unprintable, width

LONGEST_BODY = 60_000
LONGEST_LINE = 300
"""Characters of an address line worth looking at: no window shows half of them."""
_FEWEST_LINES = 2
"""A name alone is no address."""
_NAMED_AT_MOST = 6
_SHOWN_OF_A_WORD = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One reason why a letter must not be made yet.

    `kind` is "field" (a fact is missing or too long), "paragraph" (a required one is
    gone), "locked" (wording that the law gives was changed), "glyph" (a character
    cannot be printed), "address", "template" or "case" (something has to happen on the
    case first). `field` names the field, the paragraph mark or the locked wording, so
    that the window can go there.
    """

    kind: str
    sentence: str
    field: str = ""


def check_letter(content: LetterContent) -> tuple[Problem, ...]:
    """Return everything that stands in the way of finalising, top of the page first."""
    try:
        merged = merge(content.body[:LONGEST_BODY], content.values, content.wording)
    except TemplateBroken as error:
        return (*_around(content), Problem(kind="template", sentence=str(error)))
    return check_filled(content, merged)


def check_filled(content: LetterContent, merged: Merged) -> tuple[Problem, ...]:
    """Return the same for a letter whose text is filled already."""
    return (
        *_around(content),
        *_missing(merged),
        *_paragraphs(content, merged),
        *_locked(merged),
        *_unprintable_words(merged),
        *_undivided_words(content, merged),
    )


def _around(content: LetterContent) -> Iterator[Problem]:
    yield from _address(content)
    yield from _letterhead(content)
    yield from _too_long(content)


def address_lines(recipient: tuple[str, ...]) -> tuple[str, ...]:
    """Return the lines for the window, trimmed and without empty ones."""
    lines = (" ".join(clean(line[:LONGEST_LINE]).split()) for line in recipient)
    return tuple(line for line in lines if line)


def _address(content: LetterContent) -> Iterator[Problem]:
    lines = address_lines(content.recipient)
    if len(lines) < _FEWEST_LINES:
        yield _misplaced(
            "There is no address to send the letter to. Add one to the person's record."
        )
    else:
        yield from _address_room(lines, content.envelope)
    yield from _unprintable("\n".join(lines), "the address", "recipient")


def _address_room(
    lines: tuple[str, ...], profile: EnvelopeProfile
) -> Iterator[Problem]:
    if len(lines) > profile.most_lines:
        yield _misplaced(
            f"The address has {len(lines)} lines, and the window of this envelope "
            f"({profile.label}) shows {profile.most_lines}. Shorten the address, or "
            "choose an envelope with more room."
        )
    room = (profile.safe.width - ADDRESS_INSET) * POINTS_PER_MM
    for number, line in enumerate(lines, start=1):
        if width(line, ADDRESS_SIZE) > room:
            which = "The name" if number == 1 else f"Line {number} of the address"
            yield _misplaced(
                f"{which} is too wide for the window of the envelope. Put part of it "
                "on a line of its own, or shorten it."
            )


def _misplaced(sentence: str) -> Problem:
    return Problem(kind="address", sentence=sentence, field="recipient")


def _letterhead(content: LetterContent) -> Iterator[Problem]:
    company = content.organisation
    printed = {
        "the company's name": company.name,
        "the team's name": company.team,
        "the company's address": "\n".join(company.address.printed()),
        "the company's number": company.company_number,
        "the company's telephone": company.phone,
        "the company's email": company.email,
        "the name that signs": content.signatory.name,
        "the role that signs": content.signatory.role,
        "our reference": content.our_reference,
        "the reference on the page": content.print_reference,
        "their reference": content.your_reference,
    }
    for where, text in printed.items():
        yield from _unprintable(clean(text), where, "")
    if len(content.your_reference) > LONGEST_REFERENCE:
        yield Problem(
            kind="field",
            sentence=f"Their reference is longer than {LONGEST_REFERENCE} characters. "
            "Keep the part that they need to find their papers.",
            field="their_reference",
        )
    for sentence in does_not_fit(company):
        yield Problem(kind="field", sentence=sentence)


def _too_long(content: LetterContent) -> Iterator[Problem]:
    if len(content.body) > LONGEST_BODY:
        yield Problem(
            kind="template",
            sentence=f"The letter is longer than {LONGEST_BODY:,} characters. Move "
            "part of it to an enclosure.",
        )
    for name, value in content.values.items():
        if name not in FIELDS:
            continue
        entries = (value,) if isinstance(value, str) else value
        if len(entries) > MOST_ENTRIES or sum(map(len, entries)) > LONGEST_VALUE:
            yield Problem(
                kind="field",
                sentence=f"“{FIELDS[name].label}” is too long for a letter. Shorten "
                "it, or send it as an enclosure.",
                field=name,
            )


def _missing(merged: Merged) -> Iterator[Problem]:
    for name in merged.missing:
        yield Problem(
            kind="field",
            sentence=f"“{FIELDS[name].label}” has no value yet. Fill it in, or take "
            "it out of the letter.",
            field=name,
        )


def _paragraphs(content: LetterContent, merged: Merged) -> Iterator[Problem]:
    for mark in content.requires:
        if mark not in merged.parts:
            yield Problem(
                kind="paragraph",
                sentence=f"The letter must say {PARTS.get(mark, mark)}, and that "
                "paragraph is gone. Put it back from the template.",
                field=mark,
            )


def _locked(merged: Merged) -> Iterator[Problem]:
    for name in merged.altered:
        yield Problem(
            kind="locked",
            sentence=f"The letter must say {LOCKS[name]} in the words of its template, "
            "and they were changed. Put them back.",
            field=name,
        )


def _unprintable_words(merged: Merged) -> Iterator[Problem]:
    seen: dict[str, list[str]] = {}
    for block in merged.blocks:
        for run in block.runs:
            seen.setdefault(run.field, []).append(run.text)
        for name in {run.field for run in block.runs}:
            seen[name].append("\n")
    for name, texts in seen.items():
        where = f"“{FIELDS[name].label}”" if name else "the text of the letter"
        yield from _unprintable("".join(texts), where, name)


def _undivided_words(content: LetterContent, merged: Merged) -> Iterator[Problem]:
    size = styles(content.body_size).subject.fontSize
    for block in merged.blocks:
        text = "".join(run.text for run in block.runs)
        for word in undivided(text, size)[:1]:
            yield Problem(
                kind="glyph",
                sentence=f"“{word[:_SHOWN_OF_A_WORD]}…” is too long for a line, and "
                "its script must not be divided just anywhere. Put a space into it.",
            )


def _unprintable(text: str, where: str, field: str) -> Iterator[Problem]:
    found = unprintable(text)
    pictures = tuple(character for character in found if is_picture(character))
    others = tuple(character for character in found if not is_picture(character))
    sentences = [
        *_about_pictures(pictures, where),
        *_about_characters(others, where),
    ]
    for sentence in sentences:
        yield Problem(kind="glyph", sentence=sentence, field=field)


def _about_characters(found: tuple[str, ...], where: str) -> Iterator[str]:
    if found:
        yield (
            f"{_listed(found, named)} in {where}{_more(found)} cannot be printed in "
            "the letter's typefaces. Write it in other letters, or take it out."
        )


def _about_pictures(found: tuple[str, ...], where: str) -> Iterator[str]:
    if found:
        yield (
            f"{_listed(found, named_picture)} in {where}{_more(found)} cannot be "
            "printed: a letter prints no emoji. Take it out, or say it in words."
        )


def _listed(found: tuple[str, ...], name: Callable[[str], str]) -> str:
    return spoken(tuple(name(character) for character in found[:_NAMED_AT_MOST]))


def _more(found: tuple[str, ...]) -> str:
    more = len(found) - _NAMED_AT_MOST
    return f", with {more} more characters," if more > 0 else ""
