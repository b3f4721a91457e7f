"""Enclosures behind a letter: a list of them, and every page with its place."""

import subprocess
import sys
from collections.abc import Callable, Sequence
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pikepdf
import pypdfium2
import pytest
from code_reader import QR, need_reader, printed, read_codes, scanned
from pikepdf import pdfa
from tag_reader import heard, lines, marked_words, places, unmarked

from isteam_app.domain.letter_codes import read_code
from isteam_app.letters.appended import AppendedPart, Bundle, appended
from isteam_app.letters.build import build_letter
from isteam_app.letters.content import LetterContent
from isteam_app.letters.page_image import PageImage, Pixels

ROOT = Path(__file__).resolve().parents[2]
Letter = Callable[..., LetterContent]
WHITE, BLUE = b"\xff\xff\xff", b"\x20\x40\xc0"


def plain(width: int = 124, height: int = 175, colour: bytes = BLUE) -> PageImage:
    pixels = colour * (width * height)
    return PageImage(width=width, height=height, pixels=pixels, kind=Pixels.RGB)


def noise() -> PageImage:
    """A page of more colours than anybody could name."""
    pixels = b"".join(sha256(bytes([n % 256, n // 256])).digest() for n in range(2713))
    return PageImage(width=124, height=175, pixels=pixels[: 124 * 175 * 4])


def grey_scan() -> PageImage:
    """Paper as a scanner sees it: a soft shade with a little grain."""
    rows = []
    for y in range(340):
        grain = b"".join(sha256(bytes([y % 256, n])).digest() for n in range(8))
        rows.append(bytes(150 + (x + y) // 8 + grain[x] % 5 for x in range(240)))
    return PageImage(width=240, height=340, pixels=b"".join(rows), kind=Pixels.GREY)


@pytest.fixture(scope="module")
def content(letter: Letter) -> LetterContent:
    return letter(letter_id=417, number=3)


@pytest.fixture(scope="module")
def bundle(content: LetterContent) -> Bundle:
    parts = (
        AppendedPart(title="Delivery records", pages=[plain(), plain(), noise()]),
        AppendedPart(title="Still pictures", pages=[plain(200, 100)]),
    )
    return appended(build_letter(content).pdf, content, parts)


class TestPages:
    def test_the_letter_stays_first_and_as_it_was(
        self, content: LetterContent, bundle: Bundle, read_pages: Callable
    ) -> None:
        letter = build_letter(content)
        pages = read_pages(bundle.pdf)
        assert (bundle.pages, bundle.enclosed) == (len(pages), 5)
        assert len(pages) == letter.pages + 5
        assert pages[: letter.pages] == read_pages(letter.pdf)
        assert "Page 1 of 1" in pages[0]
        with (
            pikepdf.open(BytesIO(letter.pdf)) as alone,
            pikepdf.open(BytesIO(bundle.pdf)) as behind,
        ):
            drawn = [pdf.pages[0].Contents.read_bytes() for pdf in (alone, behind)]
            assert drawn[0] == drawn[1]

    def test_the_list_says_what_is_where(
        self, bundle: Bundle, read_pages: Callable
    ) -> None:
        listed = read_pages(bundle.pdf)[1]
        assert "Enclosed with this letter" in listed
        for words in ("1 Delivery records 1 to 3", "2 Still pictures 4"):
            assert words in listed
        assert "List of enclosures, page 1 of 1" in listed

    def test_each_page_says_where_it_belongs(
        self, bundle: Bundle, read_pages: Callable
    ) -> None:
        third, last = read_pages(bundle.pdf)[4:]
        assert "IS-2026-00042 / L3, enclosure 1, page 3 of 3" in third
        assert "Delivery records" in third
        assert "Enclosed page 3 of 4" in third
        assert "IS-2026-00042 / L3, enclosure 2, page 1 of 1" in last

    def test_each_page_says_its_place_to_a_machine_too(
        self, bundle: Bundle, tmp_path: Path
    ) -> None:
        need_reader()
        for number in range(2, bundle.pages + 1):
            page = printed(bundle.pdf, number)
            if number == bundle.pages:
                page = scanned(page)
            code = read_code(read_codes(page, tmp_path)[QR])
            assert (code.letter_id, code.number) == (417, 3)
            assert (code.page, code.pages) == (number, bundle.pages)

    def test_a_long_list_goes_on(
        self, content: LetterContent, read_pages: Callable
    ) -> None:
        parts = [AppendedPart(title=f"Part {n}", pages=[plain()]) for n in range(40)]
        made = appended(build_letter(content).pdf, content, parts)
        pages = read_pages(made.pdf)
        assert made.enclosed == 42
        assert "List of enclosures, page 2 of 2" in pages[2]
        assert "40 Part 39 40" in pages[2]

    def test_a_demonstration_says_so_on_every_page(
        self, letter: Letter, read_pages: Callable
    ) -> None:
        content = letter(watermark="DEMO")
        part = AppendedPart(title="Records", pages=[plain()])
        made = appended(build_letter(content).pdf, content, [part])
        assert all("DEMO" in page for page in read_pages(made.pdf))

    def test_a_picture_stands_where_it_should(self, bundle: Bundle) -> None:
        document = pypdfium2.PdfDocument(bundle.pdf)
        try:
            upright = document[2].render(scale=1).to_pil().convert("RGB")
            turned = document[5].render(scale=1).to_pil().convert("RGB")
        finally:
            document.close()
        for image in (upright, turned):
            dots = [
                (x, y)
                for x in range(0, image.width, 4)
                for y in range(0, image.height, 4)
                if image.getpixel((x, y)) == tuple(BLUE)
            ]
            left, right = min(x for x, _ in dots), max(x for x, _ in dots)
            top, bottom = min(y for _, y in dots), max(y for _, y in dots)
            assert left >= 22
            assert right <= 595 - 22
            assert top >= 34
            assert bottom <= 786
            assert bottom - top > right - left


class TestFile:
    def test_it_is_one_for_the_archive(self, bundle: Bundle) -> None:
        with pikepdf.open(BytesIO(bundle.pdf)) as pdf:
            assert pdfa.check(pdf, "2b").findings == []
            assert str(pdf.docinfo.Title) == "IS-2026-00042 / L3"

    def test_it_is_read_out_letter_first(
        self, content: LetterContent, bundle: Bundle
    ) -> None:
        letter = lines(build_letter(content).pdf)
        read = lines(bundle.pdf)
        assert read[: len(letter)] == letter
        assert read[len(letter) :] == [
            ("H1", "Enclosed with this letter"),
            ("TH", "No."),
            ("TH", "What it is"),
            ("TH", "Pages"),
            ("TD", "1"),
            ("TD", "Delivery records"),
            ("TD", "1 to 3"),
            ("TD", "2"),
            ("TD", "Still pictures"),
            ("TD", "4"),
            ("Figure", "Delivery records, page 1 of 3, as a picture"),
            ("Figure", "Delivery records, page 2 of 3, as a picture"),
            ("Figure", "Delivery records, page 3 of 3, as a picture"),
            ("Figure", "Still pictures, page 1 of 1, as a picture"),
        ]
        assert unmarked(bundle.pdf) == []
        assert {place for place in marked_words(bundle.pdf) if place[1] >= 0} <= set(
            places(bundle.pdf)
        )
        row = ("TR", "TD", "TD", "TD")
        *_, table, first, second = heard(bundle.pdf).kids
        assert table.outline() == ("Table", ("TR", "TH", "TH", "TH"), row, row)
        assert first.outline() == ("Sect", "Figure", "Figure", "Figure")
        assert second.outline() == ("Sect", "Figure")

    def test_the_same_enclosures_make_the_same_file(
        self, content: LetterContent, bundle: Bundle
    ) -> None:
        again = appended(
            build_letter(content).pdf,
            content,
            (
                AppendedPart(
                    title="Delivery records", pages=[plain(), plain(), noise()]
                ),
                AppendedPart(title="Still pictures", pages=[plain(200, 100)]),
            ),
        )
        assert again == bundle

    @pytest.mark.parametrize(
        ("page", "colours", "packed"),
        [
            (plain(), "/DeviceRGB", "/FlateDecode"),
            (plain(colour=WHITE), "/DeviceGray", "/FlateDecode"),
            (noise(), "/DeviceRGB", "/DCTDecode"),
            (grey_scan(), "/DeviceGray", "/DCTDecode"),
            (
                PageImage(width=2, height=1, pixels=b"\x00\xff", kind=Pixels.GREY),
                "/DeviceGray",
                "/FlateDecode",
            ),
        ],
    )
    def test_a_picture_is_packed_as_it_is_best(
        self, content: LetterContent, page: PageImage, colours: str, packed: str
    ) -> None:
        part = AppendedPart(title="x", pages=[page])
        made = appended(build_letter(content).pdf, content, [part])
        with pikepdf.open(BytesIO(made.pdf)) as pdf:
            (image,) = pdf.pages[-1].get_images().values()
            assert str(image.ColorSpace) == colours
            assert str(image.Filter) == packed
            assert pdfa.check(pdf, "2b").findings == []

    def test_a_drawn_page_keeps_every_pixel(self, content: LetterContent) -> None:
        part = AppendedPart(title="x", pages=[plain(30, 40)])
        made = appended(build_letter(content).pdf, content, [part])
        with pikepdf.open(BytesIO(made.pdf)) as pdf:
            (image,) = pdf.pages[-1].get_images().values()
            assert image.read_bytes() == BLUE * 1200

    def test_hostile_titles_stay_text(self, content: LetterContent) -> None:
        titles = ['<img src="/etc/passwd"/>', ") Tj /JS (x)", "{0} %s", "x" * 3000]
        parts = [AppendedPart(title=title, pages=[plain()]) for title in titles]
        made = appended(build_letter(content).pdf, content, parts)
        read = [text for role, text in lines(made.pdf) if role == "TD"]
        for title in titles[:3]:
            assert title.replace(" ", "") in {text.replace(" ", "") for text in read}
        with pikepdf.open(BytesIO(made.pdf)) as pdf:
            assert pdfa.check(pdf, "2b").findings == []


class TestRefused:
    def test_pixels_that_do_not_fit(self) -> None:
        for width, height, count in ((2, 2, 15), (0, 2, 0), (9_000, 1, 36_000)):
            with pytest.raises(ValueError, match="pixels"):
                PageImage(width=width, height=height, pixels=bytes(count))

    def test_an_enclosure_without_pages(self, content: LetterContent) -> None:
        with pytest.raises(ValueError, match="no pages"):
            appended(
                build_letter(content).pdf, content, [AppendedPart(title="x", pages=[])]
            )

    def test_nothing_at_all(self, content: LetterContent) -> None:
        with pytest.raises(ValueError, match="nothing goes behind"):
            appended(build_letter(content).pdf, content, [])

    def test_a_page_that_cannot_be_read_makes_nothing(
        self, content: LetterContent
    ) -> None:
        class Torn(Sequence):
            def __len__(self) -> int:
                return 2

            def __getitem__(self, at):
                if at:
                    raise OSError("torn")
                return plain()

        with pytest.raises(OSError, match="torn"):
            appended(
                build_letter(content).pdf,
                content,
                [AppendedPart(title="x", pages=Torn())],
            )


MANY = """
import resource, sys
from collections.abc import Sequence
sys.path.insert(0, "tests/letters")
from conftest import CONTENT
from isteam_app.letters.appended import AppendedPart, appended
from isteam_app.letters.build import build_letter
from isteam_app.letters.page_image import PageImage

class Scan(Sequence):
    def __len__(self):
        return int(sys.argv[1])
    def __getitem__(self, at):
        if at >= len(self):
            raise IndexError
        row = bytes(range(256)) * 20
        row = row[at:at + 1240 * 4]
        return PageImage(width=1240, height=1754, pixels=row * 1754)

letter = build_letter(CONTENT).pdf
made = appended(letter, CONTENT, [AppendedPart(title="Scan", pages=Scan())])
print(made.enclosed, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="it measures as Unix does")
def test_many_scanned_pages_do_not_stand_in_memory_at_once() -> None:
    def peak(pages: int) -> int:
        done = subprocess.run(
            [sys.executable, "-c", MANY, str(pages)],
            cwd=ROOT,
            env={"PYTHONPATH": f"{ROOT}"},
            check=True,
            capture_output=True,
            text=True,
            timeout=120,
        )
        enclosed, megabytes = map(int, done.stdout.split())
        assert enclosed == pages + 1
        return megabytes

    pixels = 30 * 1240 * 1754 * 4 // 2**20
    assert peak(30) - peak(1) < pixels / 4
