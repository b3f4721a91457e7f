"""Whether a template's conditions and locked wording open and close as they should."""

from collections.abc import Iterator
from dataclasses import dataclass

DEEPEST = 8
"""Conditions that may stand in one another."""


@dataclass(frozen=True, slots=True)
class Fault:
    """Something in a template that cannot be read: its line, and what to do."""

    line: int
    sentence: str


@dataclass(slots=True)
class _Open:
    kind: str
    name: str
    line: int


class Nesting:
    """Follows a template from its top and finds what does not close, or too late."""

    def __init__(self) -> None:
        self._open: list[_Open] = []
        self._locked: set[str] = set()
        self._slip = False

    def follow(self, kind: str, name: str, line: int) -> Iterator[Fault]:
        """Take in the next piece; yield what is wrong with where it stands."""
        if kind == "if":
            yield from self._begin(_Open("if", name, line))
        elif kind == "locked":
            yield from self._lock(_Open("locked", name, line))
        elif kind in {"else", "end"}:
            yield from self._turn(kind, line)
        elif kind == "unlocked":
            yield from self._unlock(line)
        elif kind == "slip":
            yield from self._begin_slip(line)

    def left_open(self) -> Iterator[Fault]:
        """Find what is still open where the template ends, the last one first."""
        for one in reversed(self._open):
            if one.kind == "locked":
                yield Fault(
                    one.line,
                    f"the locked wording “{one.name}” is never closed. Add "
                    "[[unlocked]] where it should stop.",
                )
            else:
                yield Fault(
                    one.line,
                    f"the condition “{one.name}” is never closed. Add [[end]] where "
                    "it should stop.",
                )

    def _begin(self, one: _Open) -> Iterator[Fault]:
        self._open.append(one)
        if len(self._open) == DEEPEST + 1:
            yield Fault(
                one.line,
                f"more than {DEEPEST} conditions stand in one another. Take one out, "
                "or write two templates.",
            )

    def _lock(self, one: _Open) -> Iterator[Fault]:
        if any(other.kind == "locked" for other in self._open):
            yield Fault(
                one.line,
                "locked wording stands in other locked wording. Close the first with "
                "[[unlocked]].",
            )
        if one.name in self._locked:
            yield Fault(
                one.line,
                f"the locked wording “{one.name}” stands in the template twice. Keep "
                "one.",
            )
        self._locked.add(one.name)
        self._open.append(one)

    def _turn(self, kind: str, line: int) -> Iterator[Fault]:
        last = self._open[-1] if self._open else None
        if last is None:
            yield Fault(
                line,
                f"[[{kind}]] stands without an [[if ...]] before it. Take it out, or "
                "add the condition.",
            )
        elif last.kind == "locked":
            yield Fault(
                line,
                f"[[{kind}]] stands in the locked wording “{last.name}”, its "
                "condition outside it. Close the wording with [[unlocked]] first.",
            )
        elif kind == "end":
            self._open.pop()
        elif last.kind == "else":
            yield Fault(line, "this condition has two [[else]]. Keep one.")
        else:
            last.kind = "else"

    def _unlock(self, line: int) -> Iterator[Fault]:
        last = self._open[-1] if self._open else None
        if last is not None and last.kind == "locked":
            self._open.pop()
        elif last is not None and any(one.kind == "locked" for one in self._open):
            yield Fault(
                line,
                f"[[unlocked]] stands in the condition “{last.name}”, which began in "
                "the locked wording. Close the condition with [[end]] first.",
            )
        else:
            yield Fault(
                line,
                "[[unlocked]] stands without a [[locked ...]] before it. Take it out.",
            )

    def _begin_slip(self, line: int) -> Iterator[Fault]:
        if self._open:
            yield Fault(
                line,
                "the slip begins inside a condition or locked wording. Put [[slip]] "
                "on a line of its own, outside.",
            )
        elif self._slip:
            yield Fault(line, "there are two slips. A letter has one: keep one.")
        self._slip = True
