"""Each page of a letter says which page of which letter it is, to a machine."""

import itertools
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from code_reader import BARS, QR, need_reader, printed, read_codes, scanned
from hypothesis import given
from hypothesis import strategies as st

from isteam_app.domain.envelopes import DL_99, SHIPPED, EnvelopeProfile
from isteam_app.domain.letter_codes import LetterCode, encoded, read_code
from isteam_app.letters import codes
from isteam_app.letters.build import build_letter
from isteam_app.letters.content import LetterContent
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.stamp import stamped
from isteam_app.letters.templates import load

Letter = Callable[..., LetterContent]
PROFILES = pytest.mark.parametrize("profile", SHIPPED, ids=lambda each: each.key)
LONGEST = LetterCode(
    reference="ISX-2026-ABCDEFGHIJ12",
    number=999_999,
    letter_id=123_456_789_012,
    page=10_000,
    pages=10_000,
)


def coded(letter: Letter, **changes: object) -> LetterContent:
    return letter(letter_id=100_417, number=3, **changes)


@pytest.mark.parametrize(
    ("profile", "size"),
    list(zip(SHIPPED, itertools.cycle((12, 18)), strict=False)),
    ids=lambda each: getattr(each, "key", each),
)
def test_both_codes_are_read_back_from_the_printed_page(
    letter: Letter, profile: EnvelopeProfile, size: int, tmp_path: Path
) -> None:
    need_reader()
    body = "Dear you\n\n# A subject\n\n" + "Some words of a letter.\n\n" * 10
    content = coded(letter, envelope=profile, body_size=size, body=body)
    built = build_letter(replace(content, watermark="DEMO"))
    said = f"IS-2026-00042/L3/100417/1-{built.pages}/"
    once_more = stamped(built.pdf, "Printed once more on Tuesday 24 November 2026")
    found = read_codes(scanned(printed(once_more)), tmp_path)
    assert found.keys() == {QR, BARS}
    assert found[QR] == found[BARS]
    assert found[QR].startswith(said)
    assert read_code(found[QR]).letter_id == 100_417


def test_a_code_hidden_by_a_thumb_is_not_read(letter: Letter, tmp_path: Path) -> None:
    need_reader()
    page = printed(build_letter(coded(letter)).pdf)
    page.paste(255, (0, page.height // 2, page.width, page.height))
    assert read_codes(page, tmp_path) == {}


def test_every_page_has_its_own_square(tmp_path: Path) -> None:
    need_reader()
    built = build_letter(sample_letter(load("access-response")))
    assert built.pages > 2
    for number in range(1, built.pages + 1):
        found = read_codes(printed(built.pdf, number), tmp_path)
        code = read_code(found[QR])
        assert (code.page, code.pages) == (number, built.pages)
        assert (BARS in found) == (number == 1)


def test_a_letter_in_no_vault_has_no_code(letter: Letter, tmp_path: Path) -> None:
    need_reader()
    assert read_codes(printed(build_letter(letter()).pdf), tmp_path) == {}


def test_a_code_moves_no_word_of_the_letter(
    letter: Letter, read_pages: Callable[[bytes], list[str]]
) -> None:
    body = "Dear you\n\n# Subject\n\n" + "Some words of a letter.\n\n" * 60
    without, with_code = letter(body=body), coded(letter, body=body)
    pages = [read_pages(build_letter(each).pdf) for each in (without, with_code)]
    assert pages[0] == pages[1]


@pytest.mark.parametrize(
    "code",
    [
        LONGEST,
        *(
            LetterCode(reference="IS-2026-00042", number=n, letter_id=n * 7919, page=1)
            for n in range(1, 5)
        ),
    ],
    ids=encoded,
)
def test_codes_of_every_length_are_read(
    letter: Letter, code: LetterCode, tmp_path: Path
) -> None:
    need_reader()
    content = letter(
        our_reference=code.reference, number=code.number, letter_id=code.letter_id
    )
    found = read_codes(printed(build_letter(content).pdf), tmp_path)
    assert found[QR] == found[BARS]
    assert read_code(found[QR]) == replace(code, page=1, pages=1)


class TestTheStripOfTheBars:
    @PROFILES
    @pytest.mark.parametrize("columns", [300, 365, 700])
    def test_it_crosses_no_fold_and_no_window(
        self, profile: EnvelopeProfile, columns: int
    ) -> None:
        end, module = codes.bars_strip(profile, columns)
        top = end - columns * module
        quiet = codes.BAR_QUIET * module
        assert top - quiet > profile.keep_out.bottom
        assert end + quiet < 292
        for fold in profile.folds:
            assert not top - quiet <= fold <= end + quiet
        assert 0 < module <= codes.BAR_MODULE

    @given(st.lists(st.floats(60, 296), max_size=4).map(sorted))
    def test_it_is_somewhere_on_any_sheet(self, folds: list[float]) -> None:
        folded = replace(DL_99, height=300, window_bottom=180, folds=tuple(folds))
        end, module = codes.bars_strip(folded, 365)
        top = end - 365 * module
        assert module <= codes.BAR_MODULE
        assert top > folded.keep_out.bottom
        assert not any(top < fold < end for fold in folds)

    def test_low_folds_send_it_to_the_longest_part(self) -> None:
        folded = replace(DL_99, height=200, folds=(190, 250))
        end, module = codes.bars_strip(folded, 365)
        assert 190 < end < 250
        assert module < codes.BAR_MODULE


def test_codes_are_let_go(letter: Letter) -> None:
    build_letter(coded(letter))
    assert codes.square.cache_info().currsize > 0
    codes.forget_codes()
    assert codes.square.cache_info().currsize == codes.bars.cache_info().currsize == 0
