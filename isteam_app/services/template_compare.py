"""What two versions of a template say differently, line by line and word by word."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from enum import StrEnum

from isteam_app.services.session import Session
from isteam_app.services.template_files import exported
from isteam_app.services.template_texts import sheet_of

_WORDS = re.compile(r"\{\{[^{}\n]*\}\}|\[\[[^\[\]\n]*\]\]|\s+|\S+")
_LONGEST_BY_WORDS = 4_000


class Said(StrEnum):
    """Whether both versions say something, or only one of them."""

    BOTH = "both"
    BEFORE = "before"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Stretch:
    """Some words of a line."""

    said: Said
    text: str


@dataclass(frozen=True, slots=True)
class ComparedLine:
    """One line, of either version or of both."""

    said: Said
    stretches: tuple[Stretch, ...]

    @property
    def text(self) -> str:
        return "".join(each.text for each in self.stretches)


def compare_versions(
    session: Session, key: str, before: int, after: int
) -> tuple[ComparedLine, ...]:
    """Return two versions as one list of lines, in the order they stand.

    Raises:
        RuleBroken: there is no such version.
    """
    texts = [
        sheet_of(exported(session, key, number).text).letter
        for number in (before, after)
    ]
    return compared(*texts)


def compared(before: str, after: str) -> tuple[ComparedLine, ...]:
    """Return two texts as one list of lines, in the order they stand."""
    old, new = before.splitlines(), after.splitlines()
    lines: list[ComparedLine] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(
        None, old, new, autojunk=False
    ).get_opcodes():
        if tag == "equal":
            lines.extend(_whole(Said.BOTH, line) for line in old[i1:i2])
        elif tag == "replace" and i2 - i1 == j2 - j1:
            for one, other in zip(old[i1:i2], new[j1:j2], strict=True):
                lines.extend(_by_words(one, other))
        else:
            lines.extend(_whole(Said.BEFORE, line) for line in old[i1:i2])
            lines.extend(_whole(Said.AFTER, line) for line in new[j1:j2])
    return tuple(lines)


def _by_words(old: str, new: str) -> Iterator[ComparedLine]:
    if len(old) + len(new) > _LONGEST_BY_WORDS:
        yield _whole(Said.BEFORE, old)
        yield _whole(Said.AFTER, new)
        return
    before, after = _WORDS.findall(old), _WORDS.findall(new)
    gone: list[Stretch] = []
    come: list[Stretch] = []
    for tag, i1, i2, j1, j2 in SequenceMatcher(
        None, before, after, autojunk=False
    ).get_opcodes():
        both = tag == "equal"
        _put(gone, Said.BOTH if both else Said.BEFORE, before[i1:i2])
        _put(come, Said.BOTH if both else Said.AFTER, after[j1:j2])
    yield ComparedLine(Said.BEFORE, tuple(gone))
    yield ComparedLine(Said.AFTER, tuple(come))


def _put(to: list[Stretch], said: Said, words: Sequence[str]) -> None:
    if words:
        to.append(Stretch(said, "".join(words)))


def _whole(said: Said, line: str) -> ComparedLine:
    return ComparedLine(said, (Stretch(said, line),))
