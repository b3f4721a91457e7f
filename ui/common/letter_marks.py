"""What in a letter's text is not words: fields, conditions and paragraph marks."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from isteam_app.services.letter_editing import field_label, locked_says, paragraph_says

_MARK = re.compile(r"\{\{[^{}\n]*\}\}|\[\[[^\[\]\n]*\]\]")
_NOT_TYPED = {ord(sign): None for sign in "\x00\ufffc\ufdd0\ufdd1"}
FIELD, CONDITION, PARAGRAPH = "field", "condition", "paragraph"
LOCKED = "locked"


@dataclass(frozen=True, slots=True)
class Mark:
    """One mark as written, and how it is shown. `name` is a field or a paragraph."""

    source: str
    kind: str
    name: str
    words: str
    known: bool = True


def clean_text(text: str) -> str:
    """Text as the editor can hold it: one kind of line end, nothing unseen."""
    plain = text.replace("\r\n", "\n").replace("\r", "\n")
    plain = plain.replace("\u2028", "\n").replace("\u2029", "\n")
    return plain.translate(_NOT_TYPED)


def cut(text: str) -> Iterator[str | Mark]:
    """Words and marks in the order they stand; joined again they are the text."""
    at = 0
    for found in _MARK.finditer(text):
        if found.start() > at:
            yield text[at : found.start()]
        yield read_mark(found.group())
        at = found.end()
    if at < len(text):
        yield text[at:]


def read_mark(source: str) -> Mark:
    """How a mark is shown; one that means nothing is shown as written."""
    inside = source[2:-2].strip()
    if source.startswith("{{"):
        words = field_label(inside)
        return Mark(source, FIELD, inside, words or inside or source, bool(words))
    word, _, name = inside.partition(" ")
    name = name.strip()
    if word == "part":
        says = paragraph_says(name)
        return Mark(source, PARAGRAPH, name, says or source, bool(says))
    if word == "locked":
        says = locked_says(name)
        return Mark(source, LOCKED, name, f"Fixed wording: {says}", bool(says))
    words = _condition(word, name)
    return Mark(source, CONDITION, name, words or source, bool(words))


def field_source(name: str) -> str:
    return "{{" + name + "}}"


def _condition(word: str, name: str) -> str:
    if word == "if" and field_label(name):
        return f"If there is: {field_label(name)}"
    bare = {
        "else": "Otherwise",
        "end": "End of if",
        "unlocked": "End of fixed wording",
        "slip": "After the signature, on a page of its own",
    }
    if word in bare and not name:
        return bare[word]
    shared = name.replace("-", " ")
    return f"Shared paragraph: {shared}" if word == "include" and name else ""
