"""A kept scan becomes pages behind a letter, read in a process of its own."""

from io import BytesIO
from pathlib import Path

import pikepdf
import pytest
from pikepdf import pdfa
from PIL import Image

from isteam_app.errors import Cancelled
from isteam_app.letters.appended import AppendedPart, appended
from isteam_app.letters.build import build_letter
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import load
from isteam_app.scan_rendering.reading import CannotBeShown, PageSize
from isteam_app.services.scanned_pages import pixels_of, scanned_pages


def a_letter() -> bytes:
    return build_letter(sample_letter(load("access-response"))).pdf


def a_picture() -> bytes:
    target = BytesIO()
    Image.new("RGB", (300, 200), "#2040c0").save(target, "PNG")
    return target.getvalue()


def test_a_scan_of_several_pages_goes_behind_its_letter() -> None:
    content = sample_letter(load("rights-acknowledgement"))
    letter = build_letter(content).pdf
    with scanned_pages(a_letter()) as scan, scanned_pages(a_picture()) as picture:
        assert (len(scan), len(picture)) == (3, 1)
        parts = [
            AppendedPart(title="What we sent", pages=scan),
            AppendedPart(title="A picture", pages=picture),
        ]
        made = appended(letter, content, parts)
    assert made.enclosed == 5
    with pikepdf.open(BytesIO(made.pdf)) as pdf:
        assert pdfa.check(pdf, "2b").findings == []
        sizes = [
            (int(image.Width), int(image.Height))
            for page in pdf.pages
            for image in page.get_images().values()
        ]
    assert sizes == [(1240, 1754)] * 3 + [(1754, 1169)]


def test_a_page_is_asked_for_by_its_place() -> None:
    with scanned_pages(a_letter()) as scan:
        assert scan[-1] == scan[2]
        assert [*scan[1:]] == [scan[1], scan[2]]
        with pytest.raises(IndexError):
            scan[3]


@pytest.mark.parametrize(
    ("size", "pixels"),
    [
        (PageSize(595.28, 841.89), (1240, 1754)),
        (PageSize(841.89, 595.28), (1754, 1240)),
        (PageSize(100, 100), (1240, 1240)),
        (PageSize(14_400, 1), (1754, 1)),
    ],
)
def test_a_page_of_any_shape_fits_the_paper(
    size: PageSize, pixels: tuple[int, int]
) -> None:
    assert pixels_of(size) == pixels


def test_what_cannot_be_shown_stops_the_letter() -> None:
    with pytest.raises(CannotBeShown), scanned_pages(b"%PDF-1.7 torn"):
        raise AssertionError("it was opened")


def test_a_cancelled_reading_makes_nothing() -> None:
    content = sample_letter(load("rights-acknowledgement"))
    with scanned_pages(a_letter()) as scan:
        part = AppendedPart(title="Scan", pages=scan)
        scan[0]
    with pytest.raises(Cancelled):
        appended(build_letter(content).pdf, content, [part])


def test_the_letters_never_reach_for_the_reader_themselves() -> None:
    root = Path(__file__).resolve().parents[2]
    modules = (root / "isteam_app" / "letters").glob("*.py")
    for module in modules:
        assert "scan_rendering" not in module.read_text("utf-8"), module.name
