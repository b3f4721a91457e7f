"""What the text of a template may say besides words.

    {{due}}                        a field
    [[if phone]] ... [[else]] ... [[end]]   kept only where the field has a value
    [[include complaint-routes]]   a block shared by several templates
    [[part complaint-regulator]]   names the paragraph that follows, so that a letter
                                   without it can be refused
    [[slip]]                       what follows comes after the signature, on a page of
                                   its own; a line that ends in ":" is to be filled in

There are no expressions, loops or nested fields: a template cannot compute.
"""

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from functools import cache
from itertools import pairwise
from types import MappingProxyType

from isteam_app import resources
from isteam_app.errors import TemplateBroken
from isteam_app.letters.fields import FIELDS, nearest

PARTS: Mapping[str, str] = MappingProxyType(
    {
        "received": "when the request was received",
        "request": "what is understood to be asked",
        "due": "when the answer is due",
        "clock": "what can change the date, and how",
        "handler": "who handles the case",
        "contact": "how to reach the team",
        "next": "what happens next, and when they will hear",
        "answer": "the answer",
        "remedy": "what is done about it",
        "doubt": "why identity is in doubt",
        "documents": "which documents would do, and how to send them",
        "copies": "what happens to the copies",
        "question": "what is unclear, with examples",
        "not-obliged": "that nobody has to narrow their request",
        "no-reply": "what happens without a reply",
        "reason": "the reason",
        "corrected": "what was corrected",
        "not-corrected": "what was not corrected",
        "dispute": "that a note can say that they disagree",
        "erased": "what was erased",
        "backups": "what happens to backup copies",
        "kept": "what is kept",
        "recipients-told": "who else is told of the change (Article 19)",
        "restricted": "what is restricted",
        "lifting": "when the restriction is lifted",
        "sent": "where the data was sent, and how",
        "files": "the format and the files",
        "checksum": "the checksum of the files",
        "stopped": "what was stopped, and when",
        "production": "that what is in production may still arrive",
        "third-parties": "which companies the data was passed to",
        "weighed": "what was weighed",
        "fee": "the fee and how to pay it",
        "new-date": "the new date of the answer",
        "progress": "what has been done",
        "withdrawn": "that it was withdrawn",
        "again": "that they can ask again",
        "controller": "who answers, and since when they have the request",
        "handover": "what is asked of the client",
        "identifier": "who it is about",
        "change": "what has changed (Article 19)",
        "confirm": "what they are to do, and to confirm",
        "holders": "who has the data",
        "asked": "what the regulator asked",
        "searches": "the searches made",
        "purposes": "the purposes (Article 15(1)(a))",
        "categories": "the categories of data (Article 15(1)(b))",
        "recipients": "the recipients (Article 15(1)(c))",
        "retention": "how long data is kept (Article 15(1)(d))",
        "rights": "the rights to correction, erasure, restriction and objection "
        "(Article 15(1)(e))",
        "complaint-us": "the right to complain to the company (Article 15(1)(ea))",
        "complaint-regulator": "the right to complain to the regulator "
        "(Article 15(1)(f))",
        "complaint-court": "the right to go to court",
        "sources": "where the data came from (Article 15(1)(g))",
        "automated": "automated decisions (Article 15(1)(h))",
        "transfers": "transfers abroad and their safeguards (Article 15(2))",
        "missing": "what is missing from the request",
        "instrument": "which order, warrant or notice would be needed",
        "nothing-confirmed": "that nothing is confirmed or denied",
        "items": "what is enclosed, item by item",
        "basis": "on what it is given",
        "conditions": "on what conditions it is given",
        "receipt": "the slip that confirms receipt",
    }
)
"""The paragraphs a letter can be required to have, and what each one says."""

_MARKUP = re.compile(r"\[\[(?P<directive>[^\[\]\n]*)\]\]|\{\{(?P<field>[^{}\n]*)\}\}")
_STRAY = re.compile(r"\[\[|\]\]|\{\{|\}\}")
_WORDS = ("if", "else", "end", "include", "part", "slip")
_BARE = ("else", "end", "slip")
SLIP = "\uf8ff"
"""Stands in a text that is read where a slip begins: nobody can type it."""


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


@dataclass(frozen=True, slots=True)
class Resolved:
    """A template with its conditions decided and its marks read and taken out."""

    text: str
    parts: frozenset[str]


def check(text: str, *, name: str, first_line: int = 1) -> None:
    """Raise `TemplateBroken` at the first thing that cannot be read."""
    opened: list[Piece] = []
    for piece in pieces(text, name=name, first_line=first_line):
        if piece.kind == "if":
            opened.append(piece)
        elif piece.kind in {"else", "end"}:
            _match(piece, opened, name)
    if opened:
        raise TemplateBroken(
            f"{name}, line {opened[-1].line}: the condition “{opened[-1].text}” is "
            "never closed. Add [[end]] where it should stop."
        )


def _match(piece: Piece, opened: list[Piece], name: str) -> None:
    if not opened:
        raise TemplateBroken(
            f"{name}, line {piece.line}: [[{piece.kind}]] stands without an [[if ...]] "
            "before it. Take it out, or add the condition."
        )
    if opened[-1].kind == "else" and piece.kind == "else":
        raise TemplateBroken(
            f"{name}, line {piece.line}: this condition has two [[else]]. Keep one."
        )
    start = opened.pop()
    if piece.kind == "else":
        opened.append(replace(start, kind="else"))


def pieces(text: str, *, name: str, first_line: int = 1) -> Iterator[Piece]:
    """Cut a template into words, fields and directives, each with its line number.

    A directive alone on its line takes the whole line with it, so that it leaves no
    gap in the letter.
    """
    at = 0
    for found in _MARKUP.finditer(text):
        start, end = _whole_line(text, found)
        line = first_line + text.count("\n", 0, found.start())
        yield from _prose(text[at:start], name, first_line + text.count("\n", 0, at))
        source = text[start:end]
        if found["field"] is not None:
            word = _field(found["field"].strip(), name, line)
            yield Piece("field", word, line, source)
        else:
            yield _directive(found["directive"].split(), source, name, line)
        at = end
    yield from _prose(text[at:], name, first_line + text.count("\n", 0, at))


def expand(text: str) -> str:
    """Put the shared blocks where a template includes them."""
    whole = []
    for piece in pieces(text, name="The letter"):
        shared = piece.kind == "include"
        whole.append(shared_block(piece.text) if shared else piece.source)
    return "".join(whole)


def resolve(text: str, has: Callable[[str], bool]) -> Resolved:
    """Decide the conditions by whether each field `has` a value.

    Fields stay as written. A mark counts only where words follow it before the next
    mark, so that deleting a paragraph and leaving its mark does not pass.
    """
    kept: list[str] = []
    marks: list[tuple[str, int]] = []
    shown: list[bool] = []
    whole = expand(text)
    check(whole, name="The letter")
    for piece in pieces(whole, name="The letter"):
        if piece.kind == "if":
            shown.append(has(piece.text))
        elif piece.kind == "else":
            shown[-1] = not shown[-1]
        elif piece.kind == "end":
            shown.pop()
        elif not all(shown):
            continue
        elif piece.kind == "part":
            marks.append((piece.text, len(kept)))
        elif piece.kind == "slip":
            kept.append(f"\n\n{SLIP}\n\n")
        else:
            kept.append(piece.source)
    marks.append(("", len(kept)))
    parts = (
        mark
        for (mark, start), (_, end) in pairwise(marks)
        if _says_something("".join(kept[start:end]))
    )
    return Resolved("".join(kept), frozenset(parts))


def _says_something(text: str) -> bool:
    """Tell whether more than headings and blank lines stand here."""
    lines = (line.strip() for line in text.splitlines())
    return any(line and line != SLIP and not line.startswith("#") for line in lines)


def _whole_line(text: str, found: re.Match[str]) -> tuple[int, int]:
    start = text.rfind("\n", 0, found.start()) + 1
    end = text.find("\n", found.end())
    after = len(text) if end < 0 else end
    alone = not (text[start : found.start()] + text[found.end() : after]).strip()
    if found["field"] is not None or not alone:
        return found.start(), found.end()
    return start, min(after + 1, len(text))


def _prose(text: str, name: str, line: int) -> Iterator[Piece]:
    stray = _STRAY.search(text)
    if stray:
        raise TemplateBroken(
            f"{name}, line {line + text.count(chr(10), 0, stray.start())}: "
            f"“{stray.group()}” has no partner on its line. Write a field as "
            "{{due}} and a condition as [[if due]], or take the brackets out."
        )
    if text:
        yield Piece("words", text, line, text)


def _field(word: str, name: str, line: int) -> str:
    if word not in FIELDS:
        close = nearest(word)
        meant = f" Did you mean “{close}”?" if close else ""
        raise TemplateBroken(
            f"{name}, line {line}: there is no field called “{word}”.{meant} Choose "
            "one from the list of fields."
        )
    return word


def _directive(words: list[str], source: str, name: str, line: int) -> Piece:
    word, argument = (*words, "", "")[:2]
    bare = word in _BARE
    if word not in _WORDS or len(words) != (1 if bare else 2):
        raise TemplateBroken(
            f"{name}, line {line}: “[[{' '.join(words)}]]” is not something a template "
            "can say. Use [[if field]], [[else]], [[end]], [[include block]], "
            "[[part name]] or [[slip]]."
        )
    if word == "if":
        _field(argument, name, line)
    elif word == "include":
        _known(argument, tuple(_shared()), "block to include", name, line)
    elif word == "part":
        _known(argument, tuple(PARTS), "paragraph mark", name, line)
    return Piece(word, argument, line, source)


def _known(word: str, known: tuple[str, ...], what: str, name: str, line: int) -> None:
    if word in known:
        return
    close = next(iter(get_close_matches(word, known, n=1)), "")
    meant = f" Did you mean “{close}”?" if close else ""
    raise TemplateBroken(
        f"{name}, line {line}: there is no {what} called “{word}”.{meant} "
        f"Use one of {', '.join(known)}."
    )


@cache
def _shared() -> Mapping[str, str]:
    """Return every shared block by its name. A block includes no other block."""
    folder = resources.path("letters", "parts")
    return {
        file.stem: file.read_text(encoding="utf-8").strip() + "\n"
        for file in sorted(folder.glob("*.txt"))
    }


def shared_block(name: str) -> str:
    """Return a shared block by its name, as written."""
    return _shared()[name]
