"""Makes a letter: checks it, sets it on paper and finishes the file."""

from dataclasses import dataclass

from isteam_app.letters.content import LetterContent


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """One reason why a letter must not be made yet.

    `kind` is "field" (a fact is missing), "paragraph" (a required one is gone),
    "glyph" (a character cannot be printed), "address" or "template". `field` names the
    field or the paragraph mark, so that the window can go there.
    """

    kind: str
    sentence: str
    field: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class BuiltLetter:
    """A finished PDF. `missing` is only ever filled in a preview."""

    pdf: bytes
    sha256: str
    pages: int
    missing: tuple[str, ...] = ()


def check_letter(content: LetterContent) -> tuple[Problem, ...]:
    """Return everything that stands in the way of finalising, in reading order."""
    raise NotImplementedError


def build_letter(content: LetterContent, *, preview: bool = False) -> BuiltLetter:
    """Make the letter's PDF/A-2b file; the same content gives the same bytes.

    Raises `LetterRefused` with every problem. A preview is refused only for a template
    that cannot be read: what is missing stands in it in red brackets.
    """
    raise NotImplementedError
