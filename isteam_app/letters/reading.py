"""How hard a text is to read: its words, sentences and syllables counted.

The reading age is the Flesch-Kincaid grade (Kincaid and others, 1975: American school
years) and five: a text of reading age 12 suits most people who left school at 16.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass

LONGEST_SENTENCE = 30
"""Words that a sentence may have before it should be cut in two."""
OLDEST = 14
"""The reading age above which a letter asks too much of many people."""
_YOUNGEST = 6
_NAMED = 3

_WORD = re.compile(r"[A-Za-zÀ-ɏ]+(?:['\u2019-][A-Za-zÀ-ɏ]+)*|\d[\d.,:/-]*")
_END = re.compile(r"(?<=[.!?])[\"”\u2019)]*\s+(?=[\"“\u2018(]?[A-Z0-9À-Þ])|\n+")
_VOWELS = re.compile(r"[aeiouyà-öø-ÿ]+")
_SILENT = re.compile(r"[^aeiouy](?<![^aeiouy]l)e$|[^aeiouytd]ed$|[^aeiouyscgzx]es$")
_SPOKEN = re.compile(r"(?:ch|sh)es$|[^aeiouy]les$")
_APART = re.compile(
    r"[bdfhkmnprvwz]i[ao]|[lc]ien|iet|ua[lt]|uin[eg]|[oi]ing$|ying$|uen"
)
_KNOWN = {"area": 3, "areas": 3, "being": 2, "create": 2, "created": 3, "idea": 3}
"""Words that the rules get wrong and letters use."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Reading:
    """What was counted. `longest` are the sentences that take longest to say."""

    words: int
    sentences: int
    syllables: int
    longest: tuple[str, ...]

    @property
    def age(self) -> int:
        """The reading age in years; of no text at all, the youngest there is."""
        if not self.sentences or not self.words:
            return _YOUNGEST
        grade = (
            0.39 * self.words / self.sentences
            + 11.8 * self.syllables / self.words
            - 15.59
        )
        return max(_YOUNGEST, round(grade + 5))


def measure(texts: Iterable[str]) -> Reading:
    """Count paragraphs and list items, each a text of its own."""
    sentences = [
        sentence for text in texts for sentence in sentences_of(text) if words(sentence)
    ]
    said = {one: sum(map(syllables, words(one))) for one in sentences}
    longest = sorted(said, key=lambda one: said[one], reverse=True)
    return Reading(
        words=sum(len(words(one)) for one in sentences),
        sentences=len(sentences),
        syllables=sum(said[one] for one in sentences),
        longest=tuple(longest[:_NAMED]),
    )


def sentences_of(text: str) -> tuple[str, ...]:
    """Cut a text into its sentences; a line of its own is one."""
    return tuple(part.strip() for part in _END.split(text) if part and part.strip())


def words(sentence: str) -> tuple[str, ...]:
    """Return the words of a sentence; a number or a date in figures is one."""
    return tuple(_WORD.findall(sentence))


def syllables(word: str) -> int:
    """Count the syllables of an English word, near enough; a number counts as two."""
    small = word.lower()
    if small[:1].isdigit():
        return 2
    parts = re.split(r"[-'\u2019]", small)
    return sum(_of_part(part) for part in parts if len(part) > 1) or 1


def _of_part(part: str) -> int:
    if part in _KNOWN:
        return _KNOWN[part]
    count = len(_VOWELS.findall(part)) + len(_APART.findall(part))
    if count > 1 and _SILENT.search(part) and not _SPOKEN.search(part):
        count -= 1
    return max(count, 1)
