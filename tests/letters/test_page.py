"""The address stands where the window shows it, and nothing else stands there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO

import pypdfium2
import pytest
from PIL import Image

from isteam_app.domain.envelopes import Area, EnvelopeProfile, profiles
from isteam_app.letters import sheet
from isteam_app.letters.build import build_letter
from isteam_app.letters.content import LetterContent

Letter = Callable[..., LetterContent]
DOTS_PER_MM = 6
WHITE = 255
ENVELOPES = profiles()
PROFILES = pytest.mark.parametrize("profile", ENVELOPES.values(), ids=list(ENVELOPES))


@pytest.mark.parametrize(
    ("key", "safe", "keep_out", "lines"),
    [
        ("dl-99", Area(20, 57, 100, 81), Area(10, 46, 110, 92), 5),
        ("dl-105", Area(20, 57, 100, 87), Area(10, 52, 110, 92), 7),
        ("c5", Area(20, 67, 91, 88.5), Area(1, 53.5, 110, 102), 5),
        ("c4", Area(24, 67, 110, 90), Area(5, 40, 129, 117), 5),
    ],
)
def test_areas_follow_from_envelope_and_fold(
    key: str, safe: Area, keep_out: Area, lines: int
) -> None:
    profile = ENVELOPES[key]
    assert (profile.safe, profile.keep_out) == (safe, keep_out)
    assert profile.most_lines == lines


def test_a_tighter_envelope_shows_more() -> None:
    tight = replace(ENVELOPES["dl-99"], width=212, height=101, window_bottom=9)
    assert tight.safe.width > ENVELOPES["dl-99"].safe.width
    assert tight.safe.height > ENVELOPES["dl-99"].safe.height


@contextmanager
def first_page(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        yield document[0]
    finally:
        document.close()


def picture(pdf: bytes) -> Image.Image:
    with first_page(pdf) as page:
        bitmap = page.render(scale=DOTS_PER_MM * 25.4 / 72, grayscale=True)
        return bitmap.to_pil().convert("L")


def ink_between(page: Image.Image, profile: EnvelopeProfile) -> int:
    """Count dark dots in the keep-out area outside the safe area."""
    outside = page.crop(_dots(profile.keep_out))
    safe, keep_out = _dots(profile.safe), _dots(profile.keep_out)
    hole = (
        safe[0] - keep_out[0],
        safe[1] - keep_out[1],
        safe[2] - keep_out[0],
        safe[3] - keep_out[1],
    )
    outside.paste(WHITE, hole)
    return sum(outside.histogram()[:WHITE])


def _dots(area: Area) -> tuple[int, int, int, int]:
    edges = (area.left, area.top, area.right, area.bottom)
    left, top, right, bottom = (round(edge * DOTS_PER_MM) for edge in edges)
    return left, top, right, bottom


def full_letter(letter: Letter, profile: EnvelopeProfile) -> LetterContent:
    """Return a letter with everything near the window as large as it may be."""
    lines = ("Ŵ" * 8 + "gjpqy",) * profile.most_lines
    return letter(
        recipient=lines,
        envelope=profile,
        your_reference="REF " * 12,
        watermark="DEMO",
        body="Dear you\n\n# Subject\n\n" + "Some words.\n\n" * 20,
    )


@PROFILES
def test_the_address_stands_in_the_safe_area(
    letter: Letter, profile: EnvelopeProfile
) -> None:
    content = full_letter(letter, profile)
    page = picture(build_letter(content).pdf)
    safe = page.crop(_dots(profile.safe))
    safe_ink = sum(safe.histogram()[:128])
    assert safe_ink > 1000
    assert ink_between(page, profile) == 0


@PROFILES
def test_the_count_sees_ink_that_strays(
    letter: Letter, profile: EnvelopeProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "ADDRESS_LEADING", 15.5)
    content = full_letter(letter, profile)
    page = picture(build_letter(content, preview=True).pdf)
    assert ink_between(page, profile) > 0


@PROFILES
def test_folds_are_marked_in_the_margin(
    letter: Letter, profile: EnvelopeProfile
) -> None:
    page = picture(build_letter(letter(envelope=profile)).pdf)
    margin = page.crop((4 * DOTS_PER_MM, 0, 8 * DOTS_PER_MM, page.height))
    rows = [
        row
        for row in range(margin.height)
        if margin.crop((0, row, margin.width, row + 1)).getextrema()[0] < WHITE
    ]
    marked = {round(row / DOTS_PER_MM) for row in rows}
    expected = {round(fold) for fold in profile.folds}
    assert len(marked) >= len(expected)
    assert all(min(abs(at - fold) for fold in profile.folds) <= 1 for at in marked)


def test_long_words_are_cut_to_the_room() -> None:
    lines = sheet.wrapped("short " + "x" * 200, 40, size=9)
    assert lines[0] == "short"
    assert len(lines) > 2
    assert "".join(lines) == "short" + "x" * 200
