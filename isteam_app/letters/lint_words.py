"""What is wrong with the words of a template, as they stand on their lines."""

import re
from collections.abc import Callable, Iterator, Sequence

from isteam_app.letters.characters import named
from isteam_app.letters.finding import Finding, error, warning
from isteam_app.letters.placed import Placed
from isteam_app.letters.plain_words import official_words
from isteam_app.letters.scripts import unprintable

_MONTHS = (
    "January|February|March|April|May|June|July|August|September|October|November|"
    "December"
)
_TYPED: tuple[tuple[re.Pattern[str], str], ...] = (
    (
        re.compile(
            rf"\b\d{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})\b|\b(?:{_MONTHS}) \d{{4}}\b|"
            r"\b\d{1,2}[/.]\d{1,2}[/.]\d{2,4}\b|\b\d{4}-\d{2}-\d{2}\b"
        ),
        "a date",
    ),
    (re.compile(r"\b(?:Mr|Mrs|Ms|Miss|Mx|Dr|Prof)\.? [A-ZÀ-Þ]\w+"), "a name"),
    (re.compile(r"\b[A-Z]{1,2}\d[A-Z\d]? \d[A-Z]{2}\b"), "a postcode"),
    (
        re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[\w-]{1,63}\.[\w.]{1,63}"),
        "an email address",
    ),
    (re.compile(r"\b(?:https?://|www\.)\S+|\bico\.org\.uk\b"), "a website"),
    (re.compile(r"\b0\d{2,4}[ -]?\d{3,4}[ -]?\d{3,4}\b"), "a telephone number"),
    (re.compile(r"£ ?\d"), "an amount"),
    (re.compile(r"\b[A-Z]{2,4}-\d{4}-\d{3,}\b"), "a reference"),
    (
        re.compile(r"\bInformation Commission(?:er)?\b|\bICO\b|\bWilmslow\b"),
        "the regulator",
    ),
)
"""What a template must leave to a field: it is another one in each letter, or next
year."""
_ITALIC = re.compile(
    r"(?<![*\\])\*(?![*\s])[^*\n]+(?<!\s)\*(?!\*)|(?<![\w\\])_(?![_\s])[^_\n]+_(?!\w)"
)
_CAPITALS = re.compile(r"\b[A-ZÀ-Þ]{2,}(?:[ ,/-]+[A-ZÀ-Þ]{2,})*\b")
_SHORT_FORMS = frozenset(
    {"UK", "EU", "GDPR", "DPA", "CCTV", "SHA", "CSV", "XML", "JSON", "PDF", "DVD"}
    | {"CD", "USB", "BSL", "PACE", "IPA", "PECR", "PO", "BFPO", "QR", "ID", "VAT"}
)
_SHORTEST_SHOUT = 4
_UNPRINTED = re.compile(
    r"</?[a-zA-Z][^<>\n]*>|!?\[[^\[\]\n]+\]\([^()\n]*\)|^ {0,3}>|^ *\|.*\|\s*$|^```|"
    r"^ {0,3}(?:\* ?\* ?\*|- ?- ?-|_ ?_ ?_)[-*_ ]*$|~~",
    re.MULTILINE,
)
_DEEP_HEADING = re.compile(r"^#{3,6} ", re.MULTILINE)
_ADVICE = 60


def word_findings(pieces: Sequence[Placed], names: Sequence[str]) -> Iterator[Finding]:
    """Return what is wrong with the words; `names` must not be typed in them."""
    own = _named(names)
    for each in pieces:
        if each.piece.kind == "words":
            for rule in (_officialese, _clear_print, _typed, _unprinted):
                yield from rule(each)
            yield from own(each)


def _officialese(each: Placed) -> Iterator[Finding]:
    for at, said, plain in official_words(each.piece.text):
        better = f"Leave “{said}” out." if "leave" in plain else f"Try: {plain}."
        yield _at(
            each, at, said, "plain-words", f"“{said}” is how offices write. {better}"
        )


def _clear_print(each: Placed) -> Iterator[Finding]:
    text = each.piece.text
    for found in _ITALIC.finditer(text):
        yield _at(
            each,
            found.start(),
            found.group(),
            "clear-print",
            f"“{_cut(found.group())}” asks for italics, which are hard to read. Use "
            "**bold**, or leave the signs out.",
        )
    for found in _CAPITALS.finditer(text):
        shouted = [word for word in _words(found.group()) if word not in _SHORT_FORMS]
        if len(shouted) > 1 or any(len(word) >= _SHORTEST_SHOUT for word in shouted):
            yield _at(
                each,
                found.start(),
                found.group(),
                "clear-print",
                f"“{_cut(found.group())}” is all capitals, which are hard to read. "
                "Write it in small letters.",
            )
    for at in (at for at, sign in enumerate(text) if sign == "!"):
        yield _at(
            each, at, "!", "clear-print", "A letter does not shout. Take the “!” out."
        )


def _typed(each: Placed) -> Iterator[Finding]:
    for pattern, what in _TYPED:
        for found in pattern.finditer(each.piece.text):
            yield _at(
                each,
                found.start(),
                found.group(),
                "typed",
                f"“{_cut(found.group())}” is {what} typed by hand, the same in every "
                "letter. Insert a field instead.",
            )


def _named(names: Sequence[str]) -> Callable[[Placed], Iterator[Finding]]:
    """Return the search for names that the settings hold, and no template should."""
    wanted = [name for name in names if name.strip()]

    def search(each: Placed) -> Iterator[Finding]:
        for name in wanted:
            pattern = rf"(?<!\w){re.escape(name)}(?!\w)"
            for found in re.finditer(pattern, each.piece.text, re.IGNORECASE):
                yield _at(
                    each,
                    found.start(),
                    found.group(),
                    "typed",
                    f"“{_cut(found.group())}” stands in the settings and can change. "
                    "Insert its field instead.",
                )

    return search


def _unprinted(each: Placed) -> Iterator[Finding]:
    for sign in unprintable(each.piece.text):
        yield error(
            "signs",
            f"{named(sign)} cannot be printed in the letter's typefaces. Take it out, "
            "or write it in other letters.",
            line=_line(each, each.piece.text.index(sign)),
            where=sign,
        )
    for found in _UNPRINTED.finditer(each.piece.text):
        said = found.group().strip()
        yield error(
            "signs",
            f"“{_cut(said)}” would be printed as it stands: a letter has paragraphs, "
            "headings, lists and bold words, and nothing else. Take it out.",
            line=_line(each, found.start()),
            where=said,
        )
    for found in _DEEP_HEADING.finditer(each.piece.text):
        yield warning(
            "signs",
            "A letter has two sizes of heading: “#” for its subject and “##” below "
            "it. Take a sign out.",
            line=_line(each, found.start()),
            where=found.group().strip(),
        )


def _at(each: Placed, at: int, said: str, rule: str, sentence: str) -> Finding:
    return warning(rule, sentence, line=_line(each, at), where=said)


def _line(each: Placed, at: int) -> int:
    if each.block:
        return each.line
    return each.line + each.piece.text.count("\n", 0, at)


def _words(text: str) -> list[str]:
    return [word for word in re.split(r"[^A-ZÀ-Þ]+", text) if word]


def _cut(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= _ADVICE else f"{plain[:_ADVICE]}…"
