"""Whether the kept pages of a letter are whole and say whose they are."""

from collections.abc import Iterator
from hashlib import sha256

from isteam_app.domain.letters import Letter
from isteam_app.letters.checks import Problem
from isteam_app.letters.read_back import wrong_pages


def wrong_pages_of(letter: Letter, pdf: bytes) -> Iterator[Problem]:
    """Say what is wrong with the kept pages of a finalised letter."""
    if sha256(pdf).hexdigest() != letter.sha256:
        yield _problem(
            "The kept pages are not those that were finalised. Do not print them: "
            "check the vault in Settings, then write a new letter."
        )
        return
    yield from unmarked(pdf, letter.reference, letter.pages)


def unmarked(pdf: bytes, reference: str, pages: int) -> Iterator[Problem]:
    """Say which pages lack the reference or their number."""
    wrong = wrong_pages(pdf, reference, pages)
    if wrong:
        yield _problem(
            f"Page {wrong[0]} does not carry the reference {reference} and its number. "
            "Write a new letter: this one could not be put together again if it fell."
        )


def _problem(sentence: str) -> Problem:
    return Problem(kind="pages", sentence=sentence)
