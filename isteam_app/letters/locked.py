"""Wording that the law gives: found in a template, compared, and put back."""

import re
from dataclasses import dataclass

from isteam_app.letters.directives import expand, pieces
from isteam_app.letters.resolve import SLIP, Resolved

_LINE = re.compile(r"^\[\[(?:locked [a-z0-9-]+|unlocked|part [a-z0-9-]+)\]\][ \t]*$")
_SLIP = "[[slip]]"
_PART = re.compile(r"^\[\[part ([a-z0-9-]+)\]\]", re.MULTILINE)
_NEXT = re.compile(r"^\[\[(?:part|locked|unlocked|slip)\b", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class LockedBlock:
    """A stretch of locked wording as written, and the conditions it stands in."""

    name: str
    text: str
    conditions: tuple[str, ...] = ()


def locked_blocks(text: str) -> tuple[LockedBlock, ...]:
    """Return the locked wording of a template's text, that of its blocks included.

    Raises `TemplateBroken` where the text cannot be cut into its pieces.
    """
    found: list[LockedBlock] = []
    around: list[str] = []
    name, words = "", ""
    for piece in pieces(expand(text), name="The template"):
        if piece.kind == "locked":
            name, words = piece.text, ""
        elif piece.kind == "unlocked" and name:
            found.append(LockedBlock(name, words, tuple(around)))
            name = ""
        elif name:
            words += piece.source
        elif piece.kind == "if":
            around.append(f"if {piece.text}")
        elif piece.kind == "else" and around:
            around[-1] = f"not {around[-1]}"
        elif piece.kind == "end" and around:
            around.pop()
    return tuple(found)


def locked_changed(before: str, now: str) -> tuple[str, ...]:
    """Name the locked wording of a template that another text of it says no longer.

    What is moved, or wrapped at another place, is not changed; what is left out,
    reworded, unlocked or put under another condition is. Wording that `now` locks in
    addition is no change.
    """
    kept = {one.name: one for one in locked_blocks(now)}
    return tuple(
        one.name
        for one in locked_blocks(before)
        if one.name not in kept
        or _lines(kept[one.name].text) != _lines(one.text)
        or kept[one.name].conditions != one.conditions
    )


def locked_altered(wording: Resolved, letter: Resolved) -> tuple[str, ...]:
    """Name the locked wording of a template that does not stand whole in a letter.

    Both are resolved with the facts of the letter. The marks need not be in it: the
    words are what counts, on lines of their own, without a gap, and before
    the slip unless the template has them on it.
    """
    kept, whole = _lines(letter.text.partition(SLIP)[0]), _lines(letter.text)
    own = _lines(wording.text.partition(SLIP)[0])
    return tuple(
        name
        for name, text in wording.locked.items()
        if not _stands(_lines(text), kept if _stands(_lines(text), own) else whole)
    )


def put_locked_back(body: str, template: str, name: str) -> str:
    """Return a letter with the template's locked wording in it again, as shipped.

    It takes the place of what is left between its marks, else of the paragraphs it
    names, else stands at the end of the letter, before any slip.
    """
    text = expand(template)
    found = _wording(name).search(text)
    if found is None:
        return body
    whole = found.group().rstrip("\n") + "\n"
    if _SLIP in text[: found.start()] or _SLIP not in body:
        return _put(body, whole, name)
    letter, mark, slip = body.partition(_SLIP)
    mended = _put(letter, whole, name).rstrip("\n")
    return f"{mended}\n\n{mark}{_wording(name).sub('', slip)}"


def _wording(name: str) -> re.Pattern[str]:
    """Return what finds a stretch of locked wording, its marks included."""
    opens, closes = rf"^\[\[locked {re.escape(name)}\]\]", r"^\[\[unlocked\]\]"
    return re.compile(
        rf"{opens}[^\n]*\n.*?{closes}[^\n]*(?:\n|\Z)", re.MULTILINE | re.DOTALL
    )


def _put(body: str, whole: str, name: str) -> str:
    start, end = _place(body, name, set(_PART.findall(whole)))
    if body.startswith("[[locked ", start):
        return body[:start] + whole + body[end:]
    before = body[:start].rstrip("\n")
    after = body[end:].lstrip("\n")
    return "\n\n".join(filter(None, (before, whole + ("\n" if after else "")))) + after


def _place(body: str, name: str, parts: set[str]) -> tuple[int, int]:
    """Find the stretch of a letter that locked wording takes the place of."""
    marked = re.search(rf"^\[\[locked {re.escape(name)}\]\]", body, re.MULTILINE)
    if marked:
        stop = re.compile(r"^\[\[(unlocked\]\][^\n]*\n?|locked)", re.MULTILINE)
        closed = stop.search(body, marked.end())
        if closed is None:
            line = body.find("\n", marked.end()) + 1
            return marked.start(), line or len(body)
        own = closed[1].startswith("unlocked")
        return marked.start(), closed.end() if own else closed.start()
    own_parts = [one for one in _PART.finditer(body) if one[1] in parts]
    if own_parts:
        last = own_parts[-1]
        following = _NEXT.search(body, last.end())
        return own_parts[0].start(), following.start() if following else len(body)
    return len(body), len(body)


def _lines(text: str) -> list[str]:
    """Return the lines that say something, marks and spaces at their ends left out."""
    lines = (" ".join(line.split()) for line in text.splitlines())
    return [line for line in lines if line and not _LINE.match(line)]


def _stands(wording: list[str], said: list[str]) -> bool:
    length = len(wording)
    return any(
        said[at : at + length] == wording for at in range(len(said) - length + 1)
    )
