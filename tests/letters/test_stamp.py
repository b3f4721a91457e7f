"""A letter printed once more says so at its head, and is otherwise the same."""

import os
import subprocess
import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from pikepdf import pdfa
from PIL import Image, ImageChops
from tag_reader import lines, unmarked

from isteam_app.domain.envelopes import POINTS_PER_MM
from isteam_app.letters.appended import AppendedPart, appended
from isteam_app.letters.build import build_letter
from isteam_app.letters.content import LetterContent
from isteam_app.letters.page_image import PageImage, Pixels
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.stamp import stamped
from isteam_app.letters.templates import all_templates

ROOT = Path(__file__).resolve().parents[2]
Letter = Callable[..., LetterContent]
WORDS = "REPRINT 2, Tuesday 24 November 2026"
MARGIN = round(10.5 * POINTS_PER_MM)
"""What the line may fill, in points from the top."""


def pictures(pdf: bytes) -> list[Image.Image]:
    document = pypdfium2.PdfDocument(pdf)
    try:
        return [page.render(scale=1).to_pil().convert("L") for page in document]
    finally:
        document.close()


@pytest.fixture
def whole(letter: Letter) -> bytes:
    """A letter of two pages with an enclosure behind it."""
    content = letter(
        body="Dear you\n\n" + "Some words.\n\n" * 30, letter_id=417, number=3
    )
    pixels = b"\x40" * (124 * 175)
    page = PageImage(width=124, height=175, pixels=pixels, kind=Pixels.GREY)
    part = AppendedPart(title="Records", pages=[page])
    return appended(build_letter(content).pdf, content, [part]).pdf


def test_every_page_says_it(
    whole: bytes, read_pages: Callable[[bytes], list[str]]
) -> None:
    before, after = read_pages(whole), read_pages(stamped(whole, WORDS))
    assert len(before) == 4
    for plain, said in zip(before, after, strict=True):
        assert WORDS in said
        assert said.replace(WORDS, "").split() == plain.split()


@pytest.mark.parametrize("template", all_templates(), ids=lambda one: one.key)
def test_only_the_top_margin_changes_and_it_was_free(template) -> None:
    pdf = build_letter(sample_letter(template)).pdf
    for plain, said in zip(pictures(pdf), pictures(stamped(pdf, WORDS)), strict=True):
        head = (0, 0, plain.width, MARGIN)
        assert plain.crop(head).getextrema() == (255, 255)
        changed = ImageChops.difference(plain, said).getbbox()
        assert changed is not None
        assert changed[3] <= MARGIN


def test_the_pages_behind_a_letter_leave_it_room_too(whole: bytes) -> None:
    for plain in pictures(whole):
        assert plain.crop((0, 0, plain.width, MARGIN)).getextrema() == (255, 255)


def test_it_is_one_for_the_archive_and_read_out_alike(whole: bytes) -> None:
    made = stamped(whole, WORDS)
    assert lines(made) == lines(whole)
    assert unmarked(made) == []
    with pikepdf.open(BytesIO(made)) as pdf:
        assert pdfa.check(pdf, "2b").findings == []
        assert str(pdf.docinfo.Title) == "IS-2026-00042 / L3"


def test_the_frozen_letter_is_in_it_untouched(whole: bytes) -> None:
    kept = bytes(whole)
    with (
        pikepdf.open(BytesIO(stamped(whole, WORDS))) as made,
        pikepdf.open(BytesIO(whole)) as plain,
    ):
        for page, was in zip(made.pages, plain.pages, strict=True):
            _, middle, _ = page.obj.Contents
            assert middle.read_bytes() == was.obj.Contents.read_bytes()
    assert whole == kept


def test_a_letter_can_be_stamped_again(
    whole: bytes, read: Callable[[bytes], str]
) -> None:
    twice = stamped(stamped(whole, "REPRINT 1"), "A second line")
    text = read(twice)
    assert "REPRINT 1" in text
    assert "A second line" in text
    with pikepdf.open(BytesIO(twice)) as pdf:
        assert pdfa.check(pdf, "2b").findings == []


@pytest.mark.parametrize(
    "words", ["", "\n", "<b>x</b> {0} ) Tj", "\u202e\x00\ud800x", "毛", "x" * 5000]
)
def test_odd_words_do_no_harm(whole: bytes, words: str) -> None:
    with pikepdf.open(BytesIO(stamped(whole, words))) as pdf:
        assert pdfa.check(pdf, "2b").findings == []


def test_the_same_words_make_the_same_file_everywhere() -> None:
    program = (
        "from hashlib import sha256\n"
        "from isteam_app.letters.build import build_letter\n"
        "from isteam_app.letters.samples import sample_letter\n"
        "from isteam_app.letters.stamp import stamped\n"
        "from isteam_app.letters.templates import load\n"
        "pdf = build_letter(sample_letter(load('access-response'))).pdf\n"
        f"print(sha256(stamped(pdf, {WORDS!r})).hexdigest())\n"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program],
            cwd=ROOT,
            env={
                **os.environ,
                "PYTHONHASHSEED": seed,
                "PYTHONPATH": f"{ROOT}",
                "TZ": zone,
            },
            check=True,
            capture_output=True,
            text=True,
        ).stdout
        for seed, zone in (("1", "Pacific/Auckland"), ("2", "America/Los_Angeles"))
    }
    assert len(printed) == 1
