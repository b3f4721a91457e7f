"""The code on each page of a letter, read back before its envelope is sealed.

A code names the letter, not the person: reference, number of the letter, its id in the
vault, the page and how many there are, and a check character (ISO 7064, MOD 37,36) that
catches a wrong or swapped character when it is typed.
"""

import re
from dataclasses import dataclass

from isteam_app.errors import RuleBroken

_ALPHABET = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
_MODULUS = len(_ALPHABET)
_WHOLE = re.compile(
    r"(?P<reference>[A-Z]{1,3}-\d{4}-[0-9A-Z]{1,12})/L(?P<number>\d{1,6})"
    r"(?:/(?P<id>\d{1,12})/(?P<page>\d{1,5})-(?P<pages>\d{1,5})/(?P<check>[0-9A-Z]))?"
)
_LONGEST = 80


@dataclass(frozen=True, slots=True, kw_only=True)
class LetterCode:
    """One page of one letter. `letter_id` is 0 where only the reference was typed."""

    reference: str
    number: int
    letter_id: int = 0
    page: int = 0
    pages: int = 0

    @property
    def print_reference(self) -> str:
        """The reference as it stands on the page: "IS-2026-00042 / L3"."""
        return f"{self.reference} / L{self.number}"


def encoded(code: LetterCode) -> str:
    """Return the code as it is printed: `IS-2026-00042/L3/417/1-3/K`."""
    plain = f"{code.reference}/L{code.number}/{code.letter_id}/{code.page}-{code.pages}"
    return f"{plain}/{_check_character(plain)}"


def read_code(text: str) -> LetterCode:
    """Read a code as scanned, or a reference as typed; spaces and case do not matter.

    Raises RuleBroken for what is neither, and for a code whose check fails.
    """
    plain = "".join(text[:_LONGEST].split()).upper()
    found = _WHOLE.fullmatch(plain)
    if found is None:
        raise RuleBroken(
            "That is not the code of a letter. Scan the square code at the foot of the "
            "page, or type the reference beside it, such as IS-2026-00042 / L3.",
            field="code",
        )
    if found["id"] is None:
        return LetterCode(reference=found["reference"], number=int(found["number"]))
    if _check_character(plain.rpartition("/")[0]) != found["check"]:
        raise RuleBroken(
            "A character of that code is wrong. Scan it again, or type it again from "
            "the foot of the page.",
            field="code",
        )
    return LetterCode(
        reference=found["reference"],
        number=int(found["number"]),
        letter_id=int(found["id"]),
        page=int(found["page"]),
        pages=int(found["pages"]),
    )


def _check_character(text: str) -> str:
    rest = _MODULUS
    for character in text:
        if character not in _ALPHABET:
            continue  # dashes and strokes only set the parts apart
        rest = (rest + _ALPHABET.index(character)) % _MODULUS or _MODULUS
        rest = rest * 2 % (_MODULUS + 1)
    return _ALPHABET[(_MODULUS + 1 - rest) % _MODULUS]
