"""What the text of a template may say besides words.

    {{due}}                        a field
    [[if phone]] ... [[else]] ... [[end]]   kept only where the field has a value
    [[include complaint-routes]]   a block shared by several templates
    [[part complaint-regulator]]   names the paragraph that follows, so that a letter
                                   without it can be refused
    [[locked not-obliged]] ... [[unlocked]]   wording that the law gives: nobody alters
                                   it in a letter, and only an administrator here
    [[slip]]                       what follows comes after the signature, on a page of
                                   its own; a line that ends in ":" is to be filled in
                                   and an item that starts with "[ ]" is to be ticked

There are no expressions, loops or nested fields: a template cannot compute.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from isteam_app.errors import TemplateBroken
from isteam_app.letters.blocks import expanded, shared_blocks
from isteam_app.letters.blocks import shared_block as shared_block
from isteam_app.letters.fields import FIELDS, nearest
from isteam_app.letters.marks import LOCKS
from isteam_app.letters.marks import PARTS as PARTS
from isteam_app.letters.nesting import Fault, Nesting

LONGEST_TEXT = 60_000
"""Characters of a letter's text, the blocks it includes put in: about 25 pages."""

_MARKUP = re.compile(r"\[\[(?P<directive>[^\[\]\n]*)\]\]|\{\{(?P<field>[^{}\n]*)\}\}")
_STRAY = re.compile(r"\[\[|\]\]|\{\{|\}\}")
_ARGUED = ("if", "include", "part", "locked")
_BARE = ("else", "end", "unlocked", "slip")
_LONGEST_QUOTE = 40


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of a template: words, a field or a directive, and its line.

    `text` is the words, the name of the field or the directive's argument; `source`
    is the stretch exactly as written.
    """

    kind: str
    text: str
    line: int
    source: str


def check(
    text: str,
    *,
    name: str,
    first_line: int = 1,
    blocks: Mapping[str, str] | None = None,
) -> None:
    """Raise `TemplateBroken` at the first thing that cannot be read."""
    for fault in faults(text, first_line=first_line, blocks=blocks):
        raise _broken(name, fault)


def faults(
    text: str, *, first_line: int = 1, blocks: Mapping[str, str] | None = None
) -> Iterator[Fault]:
    """Find everything that cannot be read, each with its line and what to do.

    `blocks` are the blocks that may be included, the shipped ones if not given.
    """
    if len(text) > LONGEST_TEXT:
        yield Fault(
            first_line,
            f"the text is longer than {LONGEST_TEXT:,} characters. Move part of it to "
            "an enclosure.",
        )
        return
    nesting = Nesting()
    for piece in _cut(text, first_line, shared_blocks() if blocks is None else blocks):
        if isinstance(piece, Fault):
            yield piece
        else:
            yield from nesting.follow(piece.kind, piece.text, piece.line)
    yield from nesting.left_open()


def pieces(text: str, *, name: str, first_line: int = 1) -> Iterator[Piece]:
    """Cut a template into words, fields and directives, each with its line number.

    A directive alone on its line takes the whole line with it, so that it leaves no
    gap in the letter. Raises `TemplateBroken` at what cannot be read.
    """
    for piece in _cut(text, first_line, shared_blocks()):
        if isinstance(piece, Fault):
            raise _broken(name, piece)
        yield piece


def expand(
    text: str,
    *,
    name: str = "The letter",
    first_line: int = 1,
    blocks: Mapping[str, str] | None = None,
) -> str:
    """Put the shared blocks where a template includes them, blocks in blocks as well.

    Raises `TemplateBroken` for a block that includes itself, for blocks too deep in
    one another, and for a letter that grows too long.
    """
    known = shared_blocks() if blocks is None else blocks

    def cut(block: str, title: str, first: int) -> Iterator[tuple[str, str, int]]:
        for piece in _cut(block, first, known):
            if isinstance(piece, Fault):
                raise _broken(title, piece)
            yield (
                piece.text if piece.kind == "include" else "",
                piece.source,
                (piece.line),
            )

    if "[[include" not in text.replace(" ", ""):
        return text
    return "".join(
        expanded(
            text,
            cut=cut,
            blocks=known,
            name=name,
            first_line=first_line,
            room=LONGEST_TEXT,
        )
    )


def sound(text: str, *, name: str = "The letter") -> list[Piece]:
    """Return the pieces of a text that can be read as a whole, or raise."""
    if len(text) > LONGEST_TEXT:
        check(text, name=name)
    read, nesting = list(pieces(text, name=name)), Nesting()
    for piece in read:
        for fault in nesting.follow(piece.kind, piece.text, piece.line):
            raise _broken(name, fault)
    for fault in nesting.left_open():
        raise _broken(name, fault)
    return read


def _broken(name: str, fault: Fault) -> TemplateBroken:
    return TemplateBroken(f"{name}, line {fault.line}: {fault.sentence}")


def _cut(
    text: str, first_line: int, blocks: Mapping[str, str]
) -> Iterator[Piece | Fault]:
    """Cut a text into its pieces; what cannot be read is a fault among them."""
    at, line = 0, first_line
    for found in _MARKUP.finditer(text):
        start, end = _whole_line(text, found)
        yield from _prose(text[at:start], line)
        line += text.count("\n", at, start)
        source = text[start:end]
        if found["field"] is not None:
            yield _field(found["field"].strip(), line) or Piece(
                "field", found["field"].strip(), line, source
            )
        else:
            yield _directive(found["directive"].split(), source, line, blocks)
        line += source.count("\n")
        at = end
    yield from _prose(text[at:], line)


def _whole_line(text: str, found: re.Match[str]) -> tuple[int, int]:
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    after = len(text) if end < 0 else end
    alone = not (text[start : found.start()] + text[found.end() : after]).strip()
    if found["field"] is not None or not alone:
        return found.start(), found.end()
    return start, min(after + 1, len(text))


def _prose(text: str, line: int) -> Iterator[Piece | Fault]:
    stray = _STRAY.search(text)
    if stray:
        yield Fault(
            line + text.count("\n", 0, stray.start()),
            f"“{stray.group()}” has no partner on its line. Write a field as "
            "{{due}} and a condition as [[if due]], or take the brackets out.",
        )
    elif text:
        yield Piece("words", text, line, text)


def _field(word: str, line: int) -> Fault | None:
    if word in FIELDS:
        return None
    close = nearest(word[:_LONGEST_QUOTE])
    meant = f" Did you mean “{close}”?" if close else ""
    return Fault(
        line,
        f"there is no field called “{_quoted(word)}”.{meant} Choose one from the list "
        "of fields.",
    )


def _directive(
    words: list[str], source: str, line: int, blocks: Mapping[str, str]
) -> Piece | Fault:
    word, argument = (*words, "", "")[:2]
    known = len(words) == 1 if word in _BARE else word in _ARGUED and len(words) == 2
    if not known:
        return Fault(
            line,
            f"“[[{_quoted(' '.join(words))}]]” is not something a template can say. "
            "Use [[if field]], [[else]], [[end]], [[include block]], [[part name]], "
            "[[locked name]], [[unlocked]] or [[slip]].",
        )
    fault = None
    if word == "if":
        fault = _field(argument, line)
    elif word == "include":
        fault = _unknown(argument, tuple(blocks), "block to include", line)
    elif word == "part":
        fault = _unknown(argument, tuple(PARTS), "paragraph mark", line)
    elif word == "locked":
        fault = _unknown(argument, tuple(LOCKS), "locked wording", line)
    return fault or Piece(word, argument, line, source)


def _unknown(word: str, known: tuple[str, ...], what: str, line: int) -> Fault | None:
    if word in known:
        return None
    close = next(iter(get_close_matches(word[:_LONGEST_QUOTE], known, n=1)), "")
    meant = f" Did you mean “{close}”?" if close else ""
    return Fault(
        line,
        f"there is no {what} called “{_quoted(word)}”.{meant} Use one of "
        f"{', '.join(known)}.",
    )


def _quoted(word: str) -> str:
    return word if len(word) <= _LONGEST_QUOTE else f"{word[:_LONGEST_QUOTE]}…"
