"""What stands between a draft and the letter, line by line."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isteam_app.services.letter_editing import Problem
from isteam_app.services.letters import Compared
from ui.common.checks import Check

RECIPIENT = "recipient:"
TWICE = "twice:"
_STATES = {"field": "missing", "paragraph": "missing"}
_MET = {
    "field": "Every field has a value",
    "paragraph": "Every required paragraph is there",
    "locked": "The wording that the law gives is unchanged",
    "glyph": "Every character can be printed",
    "address": "The address fits the window",
    "template": "The text can be read",
}


@dataclass(frozen=True, slots=True)
class Gate:
    """The lines of the list. `stops` counts those that keep the letter a draft."""

    checks: tuple[Check, ...]

    @property
    def stops(self) -> int:
        return sum(check.state != "met" for check in self.checks)

    @property
    def reason(self) -> str:
        """Why the letter cannot be made yet, in a few words."""
        if not self.stops:
            return ""
        return (
            "1 thing to put right" if self.stops == 1 else f"{self.stops} to put right"
        )


def gate(
    problems: Sequence[Problem],
    compared: Sequence[Compared],
    pages: int,
    about: str = "case",
    *,
    twice: int = 0,
    differs: Sequence[str] = (),
) -> Gate:
    """Return the list for a preview and a recipient check.

    `twice` counts what has to be looked at and ticked; `differs` is what a letter says
    otherwise than when it was sent for approval.
    """
    found = [_stop(place, problem) for place, problem in enumerate(problems)]
    return Gate(
        (
            *(Check(f"differs:{each}", "blocked", each) for each in differs),
            *found,
            *_recipient(compared, about),
            *_twice(twice),
            *_met(problems, pages),
        )
    )


def problem_of(key: str, problems: Sequence[Problem]) -> Problem | None:
    """The problem that a line stands for."""
    place = key.partition(":")[0]
    if not place.isdecimal() or int(place) >= len(problems):
        return None
    return problems[int(place)]


def _stop(place: int, problem: Problem) -> Check:
    words, rule = _parted(problem.sentence)
    go = "Insert" if problem.kind in ("paragraph", "locked") else "Go"
    state = _STATES.get(problem.kind, "blocked")
    return Check(f"{place}:{problem.kind}", state, words, rule, go)


def _recipient(compared: Sequence[Compared], about: str) -> Iterator[Check]:
    differing = [line.label.lower() for line in compared if not line.agrees]
    if not differing:
        yield Check(RECIPIENT, "met", f"The recipient agrees with the {about}")
        return
    words = f"The {' and the '.join(differing)} on the letter differ from the {about}"
    rule = f"Use the current address, or put the {about} right."
    yield Check(RECIPIENT, "blocked", words, rule, "Go")


def _twice(count: int) -> Iterator[Check]:
    if count:
        words = (
            "1 thing to look at twice" if count == 1 else f"{count} to look at twice"
        )
        rule = "Tick each that is right."
        yield Check(TWICE, "missing", words, rule, "Go")


def _met(problems: Sequence[Problem], pages: int) -> Iterator[Check]:
    stopped = {problem.kind for problem in problems}
    if "template" in stopped:
        return
    for kind, words in _MET.items():
        if kind not in stopped:
            yield Check(f"met:{kind}", "met", words)
    if pages:
        yield Check("met:pages", "met", pages_of(pages))


def pages_of(pages: int) -> str:
    return "1 page" if pages == 1 else f"{pages} pages"


def _parted(sentence: str) -> tuple[str, str]:
    """The first sentence, and the rest that says what to do."""
    first, stop, rest = sentence.partition(". ")
    return (first if stop else sentence.rstrip(".")), rest
