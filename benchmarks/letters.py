"""How long a letter and its preview take, and how large it is (promises 7, 9, 10).

The yardstick is a bare canvas that draws the same lines, already wrapped, in the same
two weights. Both take turns in one run, and only their ratio counts.
"""

import sys
from contextlib import nullcontext
from dataclasses import dataclass
from io import BytesIO

import pypdfium2
from pypdfium2 import raw
from reportlab.pdfgen.canvas import Canvas

from benchmarks._measure import heading, in_turn, report
from benchmarks._typing import measure_typing
from isteam_app.letters.build import build_letter
from isteam_app.letters.finish import archived
from isteam_app.letters.fonts import BOLD, REGULAR, typeface
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.tags import Part, Role, Structure, Tagged
from isteam_app.letters.templates import load

ROUNDS = 80
KIBIBYTE = 1024
BOLD_WEIGHT = 600
MOST_FINISH = 0.5
MOST_SIZE = 20


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a page in one weight, where it stands in points."""

    text: str
    left: float
    bottom: float
    font: str
    size: float


def main() -> int:
    """Print each promise beside what was measured; return how many were missed."""
    typeface()
    heading()
    missed = _speed("rights-acknowledgement", pages=1, most=4.5)
    missed += _speed("access-response", pages=3, most=7.0)
    missed += measure_typing()
    return min(1, missed + _size("rights-acknowledgement"))


def _speed(template: str, *, pages: int, most: float) -> int:
    content = sample_letter(load(template))
    built = build_letter(content)
    if built.pages != pages:
        print(f"{template} has {built.pages} pages, not {pages}")  # noqa: T201  a report
        return 1
    lines = _lines_of(built.pdf)
    structure = Structure()
    drawn = _bare(lines, structure)
    letter, bare, finish = in_turn(
        (
            lambda: build_letter(content),
            lambda: _bare(lines),
            lambda: archived(drawn, structure, title="x", author="x", on=content.on),
        ),
        ROUNDS,
    )
    share = finish / (letter - finish)
    return report(
        f"7  letter of {pages} page(s) / bare canvas", letter / bare, most
    ) + report(f"7  archive finish / the rest, {pages} page(s)", share, MOST_FINISH)


def _size(template: str) -> int:
    size = len(build_letter(sample_letter(load(template))).pdf) / KIBIBYTE
    return report("10 size of a one-page letter, KiB", size, MOST_SIZE)


def _bare(pages: list[list[Line]], structure: Structure | None = None) -> bytes:
    """Draw the lines and nothing else; each is a part of `structure`, if there is one.

    That is at least as many parts as the letter itself has.
    """
    target = BytesIO()
    facts = {"invariant": 1, "pageCompression": 1, "initialFontName": REGULAR}
    if structure is None:
        canvas = Canvas(target, **facts)
    else:
        canvas = Tagged(target, structure=structure, **facts)
    for page in pages:
        for line in page:
            canvas.setFont(line.font, line.size)
            with canvas.part(Part(Role.PARAGRAPH)) if structure else nullcontext():
                canvas.drawString(line.left, line.bottom, line.text)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def _lines_of(pdf: bytes) -> list[list[Line]]:
    """Read a letter back as the lines it was wrapped into."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        return [_lines_on(page) for page in document]
    finally:
        document.close()


def _lines_on(page: pypdfium2.PdfPage) -> list[Line]:
    text = page.get_textpage()
    lines = []
    for number in range(text.count_rects()):
        left, bottom, right, top = text.get_rect(number)
        first = text.get_index(left + 1, (bottom + top) / 2, 4, 4)
        if first is None:
            continue
        heavy = raw.FPDFText_GetFontWeight(text, first) >= BOLD_WEIGHT
        lines.append(
            Line(
                text=text.get_text_bounded(left, bottom, right, top).strip(),
                left=left,
                bottom=bottom,
                font=BOLD if heavy else REGULAR,
                size=raw.FPDFText_GetFontSize(text, first),
            )
        )
    return lines


if __name__ == "__main__":
    sys.exit(main())
