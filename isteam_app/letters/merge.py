"""Fills a letter's text with its facts, after the text has been read.

The template is cut into paragraphs, headings and list items first. Only then are the
values put into the words, so that nothing in a value - a star, a bar, a tag, a field
name - can ever become part of the layout.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from markdown_it import MarkdownIt
from markdown_it.token import Token

from isteam_app.letters.characters import clean
from isteam_app.letters.fields import FIELDS, Value, spoken, value_of
from isteam_app.letters.locked import locked_altered
from isteam_app.letters.resolve import SLIP, Resolved, resolve

LONGEST_VALUE = 20_000
"""Characters that one fact may hold, about eight pages; the rest is left off."""
MOST_ENTRIES = 200
"""Entries that a list may hold."""


TICK_BOX = "\N{BALLOT BOX}"
"""The marker of an item to be ticked. It stands for a box that is drawn."""


class BlockKind(StrEnum):
    SUBJECT = "subject"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    ITEM = "item"
    SLIP = "slip"
    """Where the letter ends and a slip of its own page begins."""


@dataclass(frozen=True, slots=True)
class Run:
    """Words in one weight. `field` says which fact they came from, if any.

    `missing`: the fact has no value, and the words are its name in brackets. A line
    break is a newline character.
    """

    text: str
    bold: bool = False
    field: str = ""
    missing: bool = False


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph, heading or list item. `depth` is how far a list is nested.

    `marker` is the bullet or the number of an item, or `TICK_BOX`.
    """

    kind: BlockKind
    runs: tuple[Run, ...]
    depth: int = 0
    marker: str = ""


@dataclass(frozen=True, slots=True)
class Merged:
    """A letter's text with its facts in place.

    `missing` are the fields named without a value, in reading order; `parts` the
    marks of the paragraphs it really has; `altered` the locked wording of its template
    that it does not say as the template does.
    """

    blocks: tuple[Block, ...]
    missing: tuple[str, ...]
    parts: frozenset[str]
    altered: tuple[str, ...] = ()


_FIRST_STAND_IN = 0xE000
"""A field is one private character while the text is read, and so has no meaning."""

_STAND_INS = {name: chr(_FIRST_STAND_IN + number) for number, name in enumerate(FIELDS)}
_NAMES = {stand_in: name for name, stand_in in _STAND_INS.items()}
_PRIVATE = re.compile("[\ue000-\uf8ff]")
_FIELD = re.compile(r"\{\{\s*([^{}\s]+)\s*\}\}")
_STAND_IN = re.compile(f"([{min(_NAMES)}-{max(_NAMES)}])")
_BLANK_LINES = re.compile(r"\n\s*\n")
_TICK = re.compile(r"\[ ?\] +")

_reader = MarkdownIt("zero").enable(["emphasis", "list", "heading", "escape"])


def merge(body: str, values: Mapping[str, Value], wording: str = "") -> Merged:
    """Fill a letter's text. Raises `TemplateBroken` where the text cannot be read.

    A fact longer than `LONGEST_VALUE` is cut: `checks` refuses such a letter.
    `wording` is the text of its template, for the locked wording to be compared.
    """
    facts = {name: _printable(value_of(name, values)) for name in FIELDS}

    def decided(text: str) -> Resolved:
        return resolve(_PRIVATE.sub("", clean(text)), lambda name: bool(facts[name]))

    resolved = decided(body)
    same = not wording or wording == body
    altered = () if same else locked_altered(decided(wording), resolved)
    text = _FIELD.sub(lambda found: _STAND_INS[found[1]], resolved.text)
    blocks = tuple(_blocks(_reader.parse(text), facts))
    missing = dict.fromkeys(
        run.field for block in blocks for run in block.runs if run.missing
    )
    return Merged(blocks, tuple(missing), resolved.parts, altered)


def _printable(value: Value) -> Value:
    """Return a value as it is printed, and no more of it than a letter can hold."""
    if isinstance(value, str):
        return clean(value[:LONGEST_VALUE]).strip()
    entries = (clean(entry[:LONGEST_VALUE]).strip() for entry in value[:MOST_ENTRIES])
    return tuple(entry for entry in entries if entry)


class _Lists:
    """Where the reader stands among nested lists, and which marker comes next."""

    def __init__(self) -> None:
        self._numbers: list[int | None] = []
        self._fresh = False

    def follow(self, token: Token) -> None:
        if token.type == "bullet_list_open":
            self._numbers.append(None)
        elif token.type == "ordered_list_open":
            self._numbers.append(int(token.attrs.get("start", 1)))
        elif token.type in {"bullet_list_close", "ordered_list_close"}:
            self._numbers.pop()
        elif token.type == "list_item_open":
            self._fresh = True

    @property
    def depth(self) -> int:
        return len(self._numbers)

    def marker(self, box: str = "") -> str:
        """Return the next item's marker; a second paragraph of an item has none."""
        if not self._fresh:
            return ""
        self._fresh = False
        if box:
            return box
        number = self._numbers[-1]
        if number is None:
            return "•"
        self._numbers[-1] = number + 1
        return f"{number}."

    def another(self) -> None:
        """Start one more item in the same list."""
        self._fresh = True


def _blocks(tokens: list[Token], facts: Mapping[str, Value]) -> Iterator[Block]:
    """Turn the reader's tokens into filled blocks."""
    lists = _Lists()
    kind = BlockKind.PARAGRAPH
    for token in tokens:
        lists.follow(token)
        if token.type == "heading_open":
            kind = BlockKind.SUBJECT if token.tag == "h1" else BlockKind.HEADING
        elif token.type == "heading_close":
            kind = BlockKind.PARAGRAPH
        elif token.type == "inline":
            read = tuple(_read(token))
            if token.content == SLIP:
                yield Block(BlockKind.SLIP, ())
            elif lists.depth:
                yield from _items(read, facts, lists)
            else:
                yield from _paragraphs(kind, read, facts)


def _read(inline: Token) -> Iterator[Run]:
    """Return the words of a paragraph, fields still standing in."""
    bold = 0
    for token in inline.children or ():
        if token.type.endswith("_open"):
            bold += 1
        elif token.type.endswith("_close"):
            bold -= 1
        elif token.type == "softbreak":
            yield Run(" ", bold > 0)
        elif token.content:
            yield Run(token.content.replace("\n", " "), bold > 0)


def _items(
    read: tuple[Run, ...], facts: Mapping[str, Value], lists: _Lists
) -> Iterator[Block]:
    """Return a list item; one that is only a list field becomes an item an entry."""
    box, read = _to_tick(read)
    alone = _only_field(read)
    value = facts.get(alone, "")
    if isinstance(value, tuple) and value:
        for position, entry in enumerate(value):
            if position:
                lists.another()
            run = Run(entry, read[0].bold, alone)
            yield Block(BlockKind.ITEM, (run,), lists.depth, lists.marker(box))
        return
    yield Block(BlockKind.ITEM, _fill(read, facts), lists.depth, lists.marker(box))


def _to_tick(read: tuple[Run, ...]) -> tuple[str, tuple[Run, ...]]:
    """Take the "[ ]" off an item that is to be ticked."""
    found = _TICK.match(read[0].text) if read else None
    if found is None:
        return "", read
    first = replace(read[0], text=read[0].text[found.end() :])
    return TICK_BOX, (first, *read[1:]) if first.text else read[1:]


def _paragraphs(
    kind: BlockKind, read: tuple[Run, ...], facts: Mapping[str, Value]
) -> Iterator[Block]:
    """Return a paragraph; one that is only a typed field keeps its blank lines."""
    alone = _only_field(read)
    value = facts.get(alone, "")
    if isinstance(value, str) and value and kind is BlockKind.PARAGRAPH:
        for text in _BLANK_LINES.split(value):
            yield Block(kind, (Run(text.strip(), read[0].bold, alone),))
        return
    yield Block(kind, _fill(read, facts))


def _only_field(read: tuple[Run, ...]) -> str:
    return _NAMES.get(read[0].text.strip(), "") if len(read) == 1 else ""


def _fill(read: tuple[Run, ...], facts: Mapping[str, Value]) -> tuple[Run, ...]:
    """Put the facts where their stand-ins are. Nothing is read after this."""
    runs = []
    for run in read:
        for words in filter(None, _STAND_IN.split(run.text)):
            name = _NAMES.get(words, "")
            runs.append(_fact(name, facts, run.bold) if name else Run(words, run.bold))
    return tuple(runs)


def _fact(name: str, facts: Mapping[str, Value], bold: bool) -> Run:
    value = facts[name]
    text = value if isinstance(value, str) else spoken(value)
    if not text:
        return Run(f"[{FIELDS[name].label}]", bold, name, missing=True)
    return Run(text, bold, name)
