"""Where the lines of a page stand, read back from a finished file."""

from io import BytesIO

import pypdfium2
from pypdfium2 import raw

Box = tuple[float, float, float, float]
"""Left, top, right and bottom, in millimetres from the top left corner."""
_TOUCHING = 0.5
_LEFT, _RIGHT = 19.5, 193.0
"""A line may end with a space, in the margin."""


def boxes(pdf: bytes, page: int = 0) -> list[tuple[str, Box]]:
    """Return each line of a page, and its left, top, right and bottom in mm."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        text = document[page].get_textpage()
        found = [text.get_rect(number) for number in range(text.count_rects())]
        return [
            (
                text.get_text_bounded(*box).strip(),
                (
                    box[0] * 25.4 / 72,
                    297 - box[3] * 25.4 / 72,
                    box[2] * 25.4 / 72,
                    297 - box[1] * 25.4 / 72,
                ),
            )
            for box in found
        ]
    finally:
        document.close()


def overlaps(pdf: bytes, pages: int) -> list[tuple[str, str]]:
    """Return lines that stand on each other, or outside the margins."""
    found = []
    for page in range(pages):
        lines = boxes(pdf, page)
        found += [(said, "margin") for said, box in lines if _strays(box)]
        found += [
            (said, other)
            for at, (said, one) in enumerate(lines)
            for other, two in lines[at + 1 :]
            if _touch(one, two)
        ]
    return found


def sizes(pdf: bytes, page: int = 0) -> list[tuple[float, float, str]]:
    """Return each letter of a page: how far down it stands in mm, its size, itself."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        text = document[page].get_textpage()
        count = text.count_chars()
        whole = text.get_text_range(0, count)
        return [
            (
                297 - text.get_charbox(at)[3] * 25.4 / 72,
                round(raw.FPDFText_GetFontSize(text, at), 2),
                whole[at],
            )
            for at in range(count)
            if not whole[at].isspace()
        ]
    finally:
        document.close()


def _strays(box: Box) -> bool:
    return box[0] < _LEFT or box[2] > _RIGHT


def _touch(one: Box, two: Box) -> bool:
    across = min(one[2], two[2]) - max(one[0], two[0])
    down = min(one[3], two[3]) - max(one[1], two[1])
    return across > _TOUCHING and down > _TOUCHING
