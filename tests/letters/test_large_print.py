"""Large print: the text grows, the address does not, and nothing falls apart."""

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest
from page_boxes import boxes, overlaps, sizes

from isteam_app.domain.envelopes import SHIPPED
from isteam_app.domain.letters import BODY_SIZES
from isteam_app.letters.build import build_letter
from isteam_app.letters.content import LetterContent
from isteam_app.letters.samples import ORGANISATION, SIGNATORY, sample_letter
from isteam_app.letters.templates import Template, all_templates

Letter = Callable[..., LetterContent]


@pytest.mark.parametrize(
    ("template", "size"),
    list(zip(all_templates(), itertools.cycle((18, 24, 12)), strict=False)),
    ids=lambda each: getattr(each, "key", each),
)
def test_nothing_overlaps_and_the_signature_stays_whole(
    template: Template, size: int
) -> None:
    built = build_letter(replace(sample_letter(template), body_size=size))
    assert overlaps(built.pdf, built.pages) == []
    pages = [[said for said, _ in boxes(built.pdf, n)] for n in range(built.pages)]
    (signed,) = (page for page in pages if SIGNATORY.name in page)
    at = signed.index(SIGNATORY.name)
    assert signed[at - 1] in ("Yours sincerely", "Yours faithfully")
    assert signed[at + 1] == SIGNATORY.role
    head = next(n for n, line in enumerate(signed) if ORGANISATION.name in line)
    assert at - head > 3  # some of the letter stands above it


@pytest.mark.parametrize("size", BODY_SIZES)
@pytest.mark.parametrize("profile", SHIPPED, ids=lambda each: each.key)
def test_only_the_reading_text_grows(letter: Letter, size: int, profile) -> None:
    content = letter(body_size=size, envelope=profile, letter_id=1)
    built = build_letter(content)
    window, below = profile.safe, profile.keep_out.bottom
    drawn = sizes(built.pdf)
    address = {each for top, each, _ in drawn if window.top <= top < window.bottom}
    assert 10.0 in address
    assert max(address) <= 10.0
    text = {each for top, each, _ in drawn if below < top < 270}
    assert text == {size, size + 2}
    assert max(each for top, each, _ in drawn if top > 272) == 8.0


@pytest.mark.parametrize("size", BODY_SIZES)
def test_a_word_wider_than_the_page_is_cut_and_kept(
    letter: Letter, size: int, read: Callable[[bytes], str]
) -> None:
    word = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch" * 2
    content = letter(values={"salutation": word}, body_size=size)
    built = build_letter(content)
    assert overlaps(built.pdf, built.pages) == []
    assert word in read(built.pdf).replace(" ", "")
