"""The address stands where the window shows it, and nothing else stands there."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from io import BytesIO
from math import ceil, floor

import pypdfium2
import pytest
from PIL import Image

from isteam_app.domain.envelopes import (
    SHEET_HEIGHT,
    SHIPPED,
    Area,
    EnvelopeProfile,
)
from isteam_app.domain.letters import BODY_SIZES
from isteam_app.letters import pen, sheet
from isteam_app.letters.build import build_letter
from isteam_app.letters.content import LetterContent
from isteam_app.letters.pen import wrapped
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import Template, all_templates

Letter = Callable[..., LetterContent]
DOTS_PER_MM = 300 / 25.4
WHITE = 255
PROFILES = pytest.mark.parametrize("profile", SHIPPED, ids=lambda each: each.key)
TEMPLATES = pytest.mark.parametrize(
    "template", all_templates(), ids=lambda each: each.key
)


@contextmanager
def first_page(pdf: bytes) -> Iterator[pypdfium2.PdfPage]:
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        yield document[0]
    finally:
        document.close()


def dots(area: Area) -> tuple[int, int, int, int]:
    """Return the dots an area touches: left, top, right and bottom."""
    return (
        floor(area.left * DOTS_PER_MM),
        floor(area.top * DOTS_PER_MM),
        ceil(area.right * DOTS_PER_MM),
        ceil(area.bottom * DOTS_PER_MM),
    )


def picture(pdf: bytes, area: Area) -> Image.Image:
    """Return a part of the first page as dots of grey, 300 to the inch."""
    with first_page(pdf) as page:
        bitmap = page.render(scale=300 / 72, grayscale=True)
        return bitmap.to_pil().convert("L").crop(dots(area))


def ink(dots: Image.Image) -> int:
    return sum(dots.histogram()[:WHITE])


def ink_between(pdf: bytes, profile: EnvelopeProfile) -> int:
    """Count dark dots in the keep-out area outside the safe area."""
    outside = picture(pdf, profile.keep_out)
    left, top, _, _ = dots(profile.keep_out)
    safe = dots(profile.safe)
    hole = (safe[0] - left, safe[1] - top, safe[2] - left, safe[3] - top)
    outside.paste(WHITE, hole)
    return ink(outside)


def full_letter(letter: Letter, profile: EnvelopeProfile, **more: object) -> bytes:
    """Return a letter with everything near the window as large as it may be."""
    content = letter(
        recipient=("Ŵ" * 8 + "gjpqy",) * profile.most_lines,
        envelope=profile,
        your_reference="REF " * 12,
        letter_id=417,
        number=3,
        watermark="DEMO",
        body="Dear you\n\n# Subject\n\n" + "Some words.\n\n" * 20,
        **more,
    )
    return build_letter(content, preview=True).pdf


@PROFILES
@pytest.mark.parametrize("size", BODY_SIZES)
def test_the_address_stands_in_the_safe_area(
    letter: Letter, profile: EnvelopeProfile, size: int
) -> None:
    pdf = full_letter(letter, profile, body_size=size)
    assert ink(picture(pdf, profile.safe)) > 4000
    assert ink_between(pdf, profile) == 0


NAMES = (
    *("Ẫ Ễ Ỗ gjpqyç", "मुहम्मद ज्ज्ञी", "ที่ปั้น ญี่ปุ่น", "毛利 龍之介", "தமிழ் ஸ்ரீ"),
    *("বাংলা কৃষ্ণ", "ਪੰਜਾਬੀ ਸਿੰਘ", "יִשְׂרָאֵל לֵוִי", "محمد العربي", "김민수"),
)


@PROFILES
@pytest.mark.parametrize("name", NAMES)
def test_names_of_any_script_stay_in_the_safe_area(
    letter: Letter, profile: EnvelopeProfile, name: str
) -> None:
    for more in (1, profile.most_lines - 1):
        lines = (name, *("14 Ẫny Rgjpqy",) * more)
        content = letter(recipient=lines, envelope=profile)
        assert ink_between(build_letter(content).pdf, profile) == 0


@TEMPLATES
def test_no_letter_shows_more_than_the_address(template: Template) -> None:
    """In two envelopes, the one in large print; all four in turn."""
    first = all_templates().index(template)
    for size, at in ((12, first), (18, first + 1)):
        profile = SHIPPED[at % len(SHIPPED)]
        asked = replace(sample_letter(template), envelope=profile, body_size=size)
        assert ink_between(build_letter(asked).pdf, profile) == 0


@PROFILES
def test_the_count_sees_an_address_that_strays(
    letter: Letter, profile: EnvelopeProfile, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheet, "ADDRESS_LEADING", 15.5)
    assert ink_between(full_letter(letter, profile), profile) > 0


@PROFILES
@pytest.mark.parametrize(("across", "down"), [(-3, 0), (0, -3)])
def test_the_count_sees_a_page_moved_by_three_millimetres(
    letter: Letter,
    profile: EnvelopeProfile,
    across: float,
    down: float,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    write = pen.Pen.text

    def moved(
        self: pen.Pen, text: str, left: float, baseline: float, **more: object
    ) -> None:
        write(self, text, left + across, baseline + down, **more)  # type: ignore[arg-type]

    monkeypatch.setattr(pen.Pen, "text", moved)
    assert ink_between(full_letter(letter, profile), profile) > 0


@PROFILES
def test_folds_are_marked_in_the_margin(
    letter: Letter, profile: EnvelopeProfile
) -> None:
    pdf = build_letter(letter(envelope=profile)).pdf
    margin = picture(pdf, Area(4, 0, 8, SHEET_HEIGHT))
    rows = [
        row
        for row in range(margin.height)
        if margin.crop((0, row, margin.width, row + 1)).getextrema()[0] < WHITE
    ]
    marked = {round(row / DOTS_PER_MM * 2) / 2 for row in rows}
    assert len(marked) == len(profile.folds)
    for fold in profile.folds:
        assert min(abs(at - fold) for at in marked) <= 0.5


def test_long_words_are_cut_to_the_room() -> None:
    lines = wrapped("short " + "x" * 200, 40, size=9)
    assert lines[0] == "short"
    assert len(lines) > 2
    assert "".join(lines) == "short" + "x" * 200
