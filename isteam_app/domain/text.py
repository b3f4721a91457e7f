"""What text the vault takes, and how it is folded for sorting and finding."""

import re
import unicodedata

from isteam_app.errors import RuleBroken

SHORT = 200
SUMMARY = 4_000
NOTE = 20_000
BODY = 100_000
"""The most characters of a name or short line, a summary, a note and a letter."""

# Letters that Unicode does not take apart into a plain letter and a mark.
_PLAIN = str.maketrans(
    {
        "ł": "l",
        "ø": "o",
        "đ": "d",
        "ð": "d",
        "þ": "th",
        "æ": "ae",
        "œ": "oe",
        "ħ": "h",
        "ŧ": "t",
        "ŋ": "n",
        "\u0131": "i",
        "ĸ": "k",
        "\u2018": "'",
        "\u2019": "'",
        "\u02bc": "'",
        "\u2010": "-",
        "\u2011": "-",
        "\u2013": "-",
    }
)
_CONTROLS = re.compile("[\x01-\x08\x0b\x0c\x0e-\x1f\x7f\x80-\x9f]")
_WORDS = re.compile(r"[^\W_]+")


def fold(text: str) -> str:
    """Return the text as it sorts and is found: small letters, no accents.

    "Łukasz Ó Súilleabháin" becomes "lukasz o suilleabhain".
    """
    if text.isascii():
        return " ".join(text.lower().split())  # the same, many times faster
    apart = unicodedata.normalize("NFKD", text.casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return " ".join(bare.translate(_PLAIN).split())


def words(text: str) -> tuple[str, ...]:
    """Return the folded words of a text, punctuation left out."""
    return tuple(_WORDS.findall(fold(text)))


def squeezed(text: str) -> str:
    """Return letters and digits only, folded: a postcode however it is typed."""
    return "".join(words(text))


def checked(text: str, *, field: str, label: str, longest: int = SHORT) -> str:
    """Return the text as it may be kept: control characters left out.

    Line breaks and tabs stay; "\\r\\n" becomes "\\n".

    Raises:
        RuleBroken: it is too long, or holds characters that no file can keep.
    """
    if len(text) > longest:
        raise RuleBroken(
            f"{label} is too long: {len(text):,} characters, at most {longest:,} "
            "can be kept. Shorten it and save again.",
            field=field,
        )
    if text.isprintable():
        return text  # nothing below can apply; nearly every text ends here
    if "\0" in text or any("\ud800" <= char <= "\udfff" for char in text):
        raise RuleBroken(
            f"{label} holds characters that are not text. Type it again instead of "
            "pasting it.",
            field=field,
        )
    return _CONTROLS.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
