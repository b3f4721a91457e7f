"""Where each character of a line stands, when some of it reads from right to left.

The Unicode bidirectional algorithm (UAX 9), without its marks that turn the direction:
those are taken out of every text before it is printed. A level is even where the text
reads from left to right and odd where it reads from right to left.
"""

import unicodedata
from collections.abc import Iterator, Sequence

_PAIRS = "()[]{}⁅⁆〈〉《》「」『』【】〔〕〖〗（）［］｛｝｢｣"  # noqa: RUF001  each is meant
"""The brackets that the letter's fonts can print, in pairs."""
_CLOSING = dict(zip(_PAIRS[::2], _PAIRS[1::2], strict=True))
_OPENING = {closing: opening for opening, closing in _CLOSING.items()}
_MIRRORED = _CLOSING | _OPENING | dict(zip("<>«»‹›", "><»«›‹", strict=True))  # noqa: RUF001
_MOST_OPEN = 63
"""So many brackets may stand open at once (BD16)."""
_NEUTRAL = {"B", "S", "WS", "ON"}
_NUMBERS = {"EN", "AN"}
_LEFTWARD = {"R", "AL", "AN"}


def levels(text: str, *, right_to_left: bool = False) -> list[int]:
    """Return the level of each character of a paragraph that reads in one direction."""
    base = int(right_to_left)
    classes = [unicodedata.bidirectional(character) or "L" for character in text]
    seen = [at for at, kind in enumerate(classes) if kind != "BN"]
    kinds = [classes[at] for at in seen]
    whole = _Paragraph([text[at] for at in seen], kinds, "R" if base else "L")
    whole.resolve()
    found = dict(zip(seen, whole.levels(base), strict=True))
    result: list[int] = []
    for at in range(len(text)):
        result.append(found.get(at, result[-1] if result else base))
    return result


def levels_in_english(text: str) -> list[int]:
    """Return the level of each character of a line of an English letter.

    Each stretch of Hebrew or Arabic stands as if in isolates: a number after a name
    stays after the name, where an English reader looks for it. A line without any
    letter that reads from left to right is read by those who read it leftward.
    """
    kinds = {unicodedata.bidirectional(character) for character in text}
    if "L" not in kinds and not kinds.isdisjoint(_LEFTWARD):
        said = text.rstrip()
        ending = [0] * (len(text) - len(said))
        return [*levels(said, right_to_left=True), *ending]
    result = [0] * len(text)
    for start, end in _leftward(text):
        result[start:end] = levels(text[start:end], right_to_left=True)
    return result


def visual_order(line: Sequence[int]) -> list[int]:
    """Return the places of one line's pieces, given by level, from left to right."""
    order = list(range(len(line)))
    odd = [level for level in line if level % 2]
    for level in range(max(line, default=0), min(odd, default=1) - 1, -1):
        at = 0
        while at < len(order):
            end = at
            while end < len(order) and line[order[end]] >= level:
                end += 1
            order[at:end] = order[at:end][::-1]
            at = max(end, at + 1)
    return order


def mirrored(text: str) -> str:
    """Return characters as they stand where the text reads from right to left."""
    return "".join(_MIRRORED.get(character, character) for character in text)[::-1]


def _leftward(text: str) -> Iterator[tuple[int, int]]:
    """Find what reads from right to left, with the numbers and brackets inside it."""
    kinds = [unicodedata.bidirectional(character) for character in text]
    at = 0
    while at < len(text):
        if kinds[at] not in _LEFTWARD:
            at += 1
            continue
        end = at
        for next_at in range(at, len(text)):
            if kinds[next_at] == "L":
                break
            if kinds[next_at] in _LEFTWARD:
                end = next_at + 1
        end = _with_marks_and_brackets(text, at, end)
        yield at, end
        at = end


def _with_marks_and_brackets(text: str, start: int, end: int) -> int:
    while end < len(text):
        opening = _OPENING.get(text[end], "")
        some = text[start:end]
        closes = opening and some.count(opening) > some.count(text[end])
        if unicodedata.bidirectional(text[end]) != "NSM" and not closes:
            break
        end += 1
    return end


class _Paragraph:
    """The classes of one paragraph's characters while the rules change them."""

    def __init__(self, text: list[str], kinds: list[str], edge: str) -> None:
        self._text, self._kinds, self._edge = text, kinds, edge
        self._marks = [kind == "NSM" for kind in kinds]

    def resolve(self) -> None:
        self._marks_follow()
        self._numbers()
        self._separators()
        self._latin_numbers()
        self._brackets()
        self._neutrals()

    def levels(self, base: int) -> Iterator[int]:
        """Return the level of each character (I1, I2, L1 at the end of the text)."""
        end = len(self._text)
        while end and self._text[end - 1].isspace():
            end -= 1
        for at, kind in enumerate(self._kinds):
            if at >= end:
                yield base
            elif base:
                yield 1 if kind == "R" else 2
            else:
                yield 2 if kind in _NUMBERS else int(kind == "R")

    def _marks_follow(self) -> None:
        before = self._edge
        for at, kind in enumerate(self._kinds):
            self._kinds[at] = before = before if kind == "NSM" else kind

    def _numbers(self) -> None:
        """A number after an Arabic letter is an Arabic number (W2, W3)."""
        strong = self._edge
        for at, kind in enumerate(self._kinds):
            if kind in ("L", "R", "AL"):
                strong = kind
            if kind == "EN" and strong == "AL":
                self._kinds[at] = "AN"
        self._kinds = ["R" if kind == "AL" else kind for kind in self._kinds]

    def _separators(self) -> None:
        """What stands in or at a number belongs to it (W4, W5), or is neutral (W6)."""
        kinds = self._kinds
        for at in range(1, len(kinds) - 1):
            before, kind, after = kinds[at - 1 : at + 2]
            if before == after and (
                (before == "EN" and kind in ("ES", "CS"))
                or (before == "AN" and kind == "CS")
            ):
                kinds[at] = before
        for start, end in self._stretches({"ET"}):
            around = (self._before(start), self._after(end))
            kinds[start:end] = ["EN" if "EN" in around else "ON"] * (end - start)
        self._kinds = ["ON" if kind in ("ES", "CS") else kind for kind in kinds]

    def _latin_numbers(self) -> None:
        strong = self._edge
        for at, kind in enumerate(self._kinds):
            if kind in ("L", "R"):
                strong = kind
            elif kind == "EN" and strong == "L":
                self._kinds[at] = "L"

    def _brackets(self) -> None:
        """A pair of brackets reads as what stands in it, or as what is before (N0)."""
        for opening, closing in sorted(self._pairs()):
            inside = set(map(_strong, self._kinds[opening + 1 : closing]))
            other = "L" if self._edge == "R" else "R"
            if self._edge in inside:
                kind = self._edge
            elif other in inside:
                before = reversed(self._kinds[:opening])
                context = next(filter(None, map(_strong, before)), self._edge)
                kind = other if context == other else self._edge
            else:
                continue
            for bracket in (opening, closing):
                self._kinds[bracket] = kind
                self._take_marks(bracket, kind)

    def _take_marks(self, at: int, kind: str) -> None:
        at += 1
        while at < len(self._marks) and self._marks[at]:
            self._kinds[at] = kind
            at += 1

    def _pairs(self) -> Iterator[tuple[int, int]]:
        stack: list[tuple[str, int]] = []
        for at, character in enumerate(self._text):
            if self._kinds[at] != "ON":
                continue
            if character in _CLOSING:
                if len(stack) == _MOST_OPEN:
                    return
                stack.append((_CLOSING[character], at))
            elif character in _OPENING:
                place = next(
                    (
                        n
                        for n in reversed(range(len(stack)))
                        if stack[n][0] == character
                    ),
                    None,
                )
                if place is not None:
                    yield stack[place][1], at
                    del stack[place:]

    def _neutrals(self) -> None:
        """What is neutral reads as what stands round it, or as the line (N1, N2)."""
        for start, end in self._stretches(_NEUTRAL):
            before = _strong(self._before(start))
            same = before == _strong(self._after(end))
            self._kinds[start:end] = [before if same else self._edge] * (end - start)

    def _before(self, at: int) -> str:
        return self._kinds[at - 1] if at else self._edge

    def _after(self, at: int) -> str:
        return self._kinds[at] if at < len(self._kinds) else self._edge

    def _stretches(self, kinds: set[str]) -> Iterator[tuple[int, int]]:
        at = 0
        while at < len(self._kinds):
            end = at
            while end < len(self._kinds) and self._kinds[end] in kinds:
                end += 1
            if end > at:
                yield at, end
            at = end + 1


def _strong(kind: str) -> str:
    """Return the direction a class pulls in: numbers count as right to left."""
    if kind in _NUMBERS:
        return "R"
    return kind if kind in ("L", "R") else ""
