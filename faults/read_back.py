"""P11: what is printed is what was meant: random letters, read back from their files.

Each letter is made as it is for a person, then read by another program's library: the
lines in the window, the greeting, every word that was filled in, the reference and the
number on each page, and the number of the case. Each is then held against the letter
before it as well: a check that passes there would prove nothing.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pypdfium2

from faults._random_letters import random_letters
from faults._report import Promise, is_short
from isteam_app.domain.envelopes import (
    POINTS_PER_MM,
    SHEET_HEIGHT,
    SHEET_WIDTH,
    Area,
)
from isteam_app.letters.characters import clean
from isteam_app.letters.checks import address_lines
from isteam_app.letters.content import LetterContent
from isteam_app.letters.fitting import Fitting
from isteam_app.letters.merge import merge
from isteam_app.services.letter_pool import LetterPool

LETTERS, SHORT = 10_000, 150
_SEED = 2026
_EDGE = 0.5
"""Millimetres beyond the safe area that still belong to a line in it."""
_HEAD, _FOOT = 25.0, 24.0
"""Millimetres at the top of later pages, and at the foot of each, beside the text."""


@dataclass(frozen=True, slots=True)
class Read:
    """A letter as it was read back: the window, each page, and the text through all.

    What stands at the head and foot of each page is not in `text`.
    """

    window: tuple[str, ...]
    pages: tuple[str, ...]
    text: str


def main() -> int:
    """Make, read and compare; print a line; return 1 for any difference."""
    promise = Promise("P11 random letters read back")
    for what in ("letters", "pages", "refused", "held against another"):
        promise.count(what, 0)
    wanted = list(random_letters(SHORT if is_short() else LETTERS, _SEED))
    before: LetterContent | None = None
    with LetterPool() as pool:
        made = pool.make(Fitting(content=content) for content in wanted)
        for content, one in zip(wanted, made, strict=True):
            if one.built is None:
                promise.count("refused")
                promise.expect(
                    _is_known("".join(one.refused)),
                    f"{content.print_reference} was refused: {one.refused}",
                )
                continue
            read = _read(one.built.pdf, content)
            promise.count("letters")
            promise.count("pages", len(read.pages))
            for wrong in differences(content, read):
                promise.fail(f"{content.print_reference}: {wrong}")
            if before is not None and before.recipient != content.recipient:
                promise.count("held against another")
                promise.expect(
                    bool(list(differences(before, read))),
                    f"{content.print_reference} passes for {before.print_reference}",
                )
            before = content
    least = len(wanted) * 0.9
    promise.expect(
        promise.counts["letters"] >= least, "fewer letters than planned were made"
    )
    return promise.report()


def differences(content: LetterContent, read: Read) -> Iterator[str]:
    """Yield what a letter read back does not say as it was meant."""
    yield from _in_window(content, read)
    yield from _in_text(content, read)
    yield from _on_each_page(content, read)


def _in_window(content: LetterContent, read: Read) -> Iterator[str]:
    lines = tuple(_even(line) for line in address_lines(content.recipient))
    if read.window != lines:
        yield f"the window shows {read.window}, not {lines}"


def _in_text(content: LetterContent, read: Read) -> Iterator[str]:
    for block in merge(content.body, content.values).blocks:
        for run in block.runs:
            words = _even(run.text)
            if run.field and words not in read.text:
                yield f"“{run.field}” is not on the page: {words[:60]}"


def _on_each_page(content: LetterContent, read: Read) -> Iterator[str]:
    for number, page in enumerate(read.pages, start=1):
        if _even(content.print_reference) not in page:
            yield f"page {number} does not carry the reference"
        if _even(f"Page {number} of {len(read.pages)}") not in page:
            yield f"page {number} does not carry its number"
    if _even(content.your_reference) not in read.pages[0]:
        yield "their reference is not on the first page"


def _read(pdf: bytes, content: LetterContent) -> Read:
    document = pypdfium2.PdfDocument(pdf)
    try:
        whole = Area(0, 0, SHEET_WIDTH, SHEET_HEIGHT)
        pages = tuple(_even(_words(page, whole)) for page in document)
        safe = content.envelope.safe
        window = Area(
            safe.left - _EDGE, safe.top - _EDGE, safe.right + _EDGE, safe.bottom + _EDGE
        )
        lines = (_even(line) for line in _words(document[0], window).splitlines())
        text = "".join(
            _words(page, replace(whole, top=_HEAD, bottom=SHEET_HEIGHT - _FOOT))
            for page in document
        )
        return Read(tuple(line for line in lines if line), pages, _even(text))
    finally:
        document.close()


def _words(page: pypdfium2.PdfPage, area: Area) -> str:
    """Return what stands in a part of the page, line by line."""
    shown = page.get_textpage()
    return str(
        shown.get_text_bounded(
            left=area.left * POINTS_PER_MM,
            right=area.right * POINTS_PER_MM,
            top=(SHEET_HEIGHT - area.top) * POINTS_PER_MM,
            bottom=(SHEET_HEIGHT - area.bottom) * POINTS_PER_MM,
        )
    )


def _even(text: str) -> str:
    """Leave out what only sets words apart: where a line breaks says nothing."""
    return "".join(clean(text).split())


def _is_known(refusal: str) -> bool:
    """Whether a letter may be refused so: the window of its envelope is too small."""
    return "window" in refusal


if __name__ == "__main__":
    sys.exit(main())
