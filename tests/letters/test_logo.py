"""Which pictures a letter carries, and that it shows them as they were drawn."""

import warnings
import zlib
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from io import BytesIO

import pikepdf
import pypdfium2
import pytest
from hypothesis import given
from hypothesis import strategies as st
from letter_pictures import (
    BOX,
    DRAWINGS,
    LOGO,
    blank,
    saved,
    signature,
    svg,
)
from pikepdf import pdfa
from PIL import Image, ImageChops, ImageStat
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QImage, QPainter
from PySide6.QtSvg import QSvgRenderer
from reportlab.pdfgen.canvas import Canvas

from isteam_app.domain.envelopes import SHIPPED, EnvelopeProfile
from isteam_app.errors import RuleBroken
from isteam_app.letters.build import build_letter
from isteam_app.letters.content import LetterContent
from isteam_app.letters.logo import Picture, PictureKind, draw, read_picture

Letter = Callable[..., LetterContent]
SIDE = 200
SPACE = 'xmlns="http://www.w3.org/2000/svg"'


def shown(picture: Picture) -> Image.Image:
    """Return a picture as a page shows it, so many pixels wide."""
    target = BytesIO()
    height = SIDE * picture.rows / picture.columns
    canvas = Canvas(target, pagesize=(SIDE, height))
    draw(canvas, picture, 0, 0, SIDE)
    canvas.save()
    document = pypdfium2.PdfDocument(target.getvalue())
    try:
        return document[0].render().to_pil().convert("RGB")
    finally:
        document.close()


def drawn_by_qt(data: bytes) -> Image.Image:
    image = QImage(SIDE, SIDE, QImage.Format.Format_RGB888)
    image.fill(0xFFFFFFFF)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    QSvgRenderer(QByteArray(data)).render(painter)
    painter.end()
    line = image.bytesPerLine()
    return Image.frombytes(
        "RGB", (SIDE, SIDE), bytes(image.constBits()), "raw", "RGB", line
    )


def differing(one: Image.Image, other: Image.Image) -> float:
    """Return how much two pictures differ, from 0 to 255 on average."""
    return max(ImageStat.Stat(ImageChops.difference(one, other)).mean)


def pixels(picture: Picture) -> Image.Image:
    size = int(picture.columns), int(picture.rows)
    return Image.frombytes("RGB", size, zlib.decompress(picture.data))


@pytest.mark.parametrize("name", DRAWINGS)
def test_a_drawing_is_shown_as_another_program_shows_it(
    qapp: object, name: str
) -> None:
    data = svg(DRAWINGS[name])
    picture = read_picture(data)
    assert picture.kind is PictureKind.DRAWING
    paper = Image.new("RGB", (SIDE, SIDE), "white")
    assert differing(shown(picture), paper) > 1
    assert differing(shown(picture), drawn_by_qt(data)) < 1


@pytest.mark.parametrize(
    ("head", "columns", "rows"),
    [
        ('viewBox="0 0 30 20"', 30, 20),
        ('width="60mm" height="20mm"', 60, 20),
        ('width="1" height="1" viewBox="-10 -10 40 10"', 40, 10),
    ],
)
def test_a_drawing_has_the_shape_it_says(head: str, columns: int, rows: int) -> None:
    picture = read_picture(svg('<rect width="9" height="9"/>', f"{SPACE} {head}"))
    assert picture.columns / picture.rows == pytest.approx(columns / rows)
    assert picture.width / picture.height == pytest.approx(columns / rows)


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "not a PNG, JPEG or SVG"),
        (b"GIF89a" + b"\0" * 50, "not a PNG, JPEG or SVG"),
        (b"%PDF-1.7", "not a PNG, JPEG or SVG"),
        (saved(blank(9, 9), "BMP"), "not a PNG, JPEG or SVG"),
        (b"x" * (2 * 1024**2 + 1), "larger than 2 MB"),
        (saved(blank(20_000, 20_000, "1")), "20,000 by 20,000 pixels. Save it with at"),
        (saved(blank(5_000, 9), "JPEG"), "5,000 by 9 pixels. Save it with at most"),
        (saved(blank(4_001, 2)), "4,001 by 2 pixels. Save it with at most 4,000"),
        (saved(blank(90, 90))[:80], "damaged"),
        (saved(blank(90, 90), "JPEG")[:80], "damaged"),
        (b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "damaged"),
        (b"<svg", "not an SVG drawing that can be read"),
        (b"<html></html>", "not an SVG drawing that can be read"),
        (b"<svg viewBox='0 0 9 9'/>", "not an SVG drawing that can be read"),
        (b'<?xml version="1.0" encoding="idna"?>' + LOGO, "not an SVG drawing"),
        (svg("<rect>"), "not an SVG drawing that can be read"),
        (svg(""), "The drawing is empty"),
        (svg("<defs><rect width='9' height='9'/></defs>"), "The drawing is empty"),
        (svg("<g/>" * 150_000), "larger than 512 KB"),
        (svg("", SPACE), "how wide and how high"),
        (svg("", f'{SPACE} viewBox="0 0 0 9"'), "how wide and how high"),
        (svg("", f'{SPACE} width="100%" height="9"'), "how wide and how high"),
        (svg("<a href='https://x.example'><rect/></a>"), "holds a link"),
        (
            svg("<a xlink:href='x'/>", f'{BOX} xmlns:xlink="urn:x"'),
            "holds a link",
        ),
        (svg("<defs><a/></defs>"), "holds a link"),
        (svg("<rect href='x' width='9' height='9'/>"), "holds a link"),
        (svg("<script>1</script>"), "holds a script"),
        (svg("<rect onclick='x()' width='9' height='9'/>"), "holds a script"),
        (svg("<metadata><x onload='y'/></metadata>"), "holds a script"),
        (svg("", f'{BOX} onload="x()"'), "holds a script"),
        (svg("<image width='9' height='9'/>"), "an embedded picture"),
        (svg("<text>Words</text>"), "words that are not drawn as shapes"),
        (svg("<use/>"), "a reference to another shape"),
        (svg("<foreignObject/>"), "a part of a web page"),
        (svg("<animate/>"), "a moving part"),
        (svg("<linearGradient/>"), "a part of the kind “linearGradient”"),
        (svg("<rect fill='url(#x)' width='9' height='9'/>"), "shading or a pattern"),
        (svg("<rect fill='mauvish' width='9' height='9'/>"), "a colour that cannot"),
        (svg("<rect clip-path='url(#x)' width='9' height='9'/>"), "cut out or shaded"),
        (svg("<rect style='filter:url(#x)' width='9' height='9'/>"), "cut out or sh"),
        (svg("<style>@import 'x';</style>"), "a style that cannot be read"),
        (svg("<style>rect{fill:red}</style>"), "a style that cannot be read"),
        (svg("<style>" + "/*" * 90_000 + "</style>"), "The drawing is empty"),
        (svg("<line x2='9' stroke='red' stroke-dasharray='2'/>"), "a dashed line"),
        (svg("<path d='M0 0L'/>"), "a shape that cannot be read"),
        (svg("<path d='L1e999 0'/>"), "a shape that cannot be read"),
        (svg("<path d='M0 0 nonsense'/>"), "a shape that cannot be read"),
        (svg("<rect width='1e9' height='9'/>"), "a shape that cannot be read"),
        (svg("<g transform='fold(2)'/>"), "a shape that cannot be read"),
        (svg("<polygon points='1 2 3'/>"), "a shape that cannot be read"),
        (svg("<g>" * 50 + "</g>" * 50), "a drawing within a drawing"),
        (svg("<svg/>"), "a drawing within a drawing"),
        (svg("<rect width='9' height='9'/>" * 2_001), "too many shapes"),
        (svg(f"<path d='M0 0{'h1' * 50_001}'/>"), "too many shapes"),
        (
            svg("<rect width='9' height='9'/><circle r='9' opacity='.5'/>"),
            "a see-through shape over another one",
        ),
        (b"<?xml-stylesheet href='x'?>" + LOGO, "instructions to other programs"),
        (b"<!DOCTYPE svg [<!ENTITY a 'b'>]>" + LOGO, "definitions of its own"),
        (b"<!DOCTYPE svg SYSTEM 'x.dtd'>" + svg("&a;"), "definitions of its own"),
    ],
)
def test_what_a_letter_cannot_carry_is_refused(data: bytes, sentence: str) -> None:
    with pytest.raises(RuleBroken, match=sentence) as refused:
        read_picture(data)
    assert refused.value.field == "picture"
    assert str(refused.value).count(". ") <= 1


def test_a_common_doctype_is_no_reason_to_refuse() -> None:
    doctype = (
        b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://x.example/x.dtd">'
    )
    assert read_picture(doctype + LOGO) == read_picture(LOGO)
    assert read_picture(LOGO.decode().encode("utf-16")) == read_picture(LOGO)
    assert read_picture(b"\xef\xbb\xbf" + LOGO) == read_picture(LOGO)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [
        *((mode, "PNG") for mode in ("RGB", "RGBA", "L", "LA", "P", "1", "I;16")),
        *((mode, "JPEG") for mode in ("RGB", "L", "CMYK")),
    ],
)
def test_pixels_become_red_green_and_blue(mode: str, kind: str) -> None:
    picture = read_picture(saved(blank(60, 30, mode), kind))
    found = pixels(picture)
    assert (found.mode, found.size) == ("RGB", (60, 30))
    clear = mode in ("RGBA", "LA", "CMYK")
    assert found.getpixel((5, 5)) == ((255,) * 3 if clear else (0, 0, 0))
    assert differing(shown(picture), found.resize((SIDE, SIDE // 2))) < 1


def test_sixteen_bits_of_grey_keep_their_shade() -> None:
    grey = Image.new("I;16", (20, 10), 32_896)
    assert pixels(read_picture(saved(grey))).getpixel((5, 5)) == (128, 128, 128)


def test_a_photograph_stands_as_it_was_held() -> None:
    image = blank(40, 20)
    notes = Image.Exif()
    notes[0x0112] = 6
    turned = read_picture(saved(image, "JPEG", exif=notes))
    assert (turned.columns, turned.rows) == (20, 40)


def test_a_large_picture_is_kept_small() -> None:
    picture = read_picture(saved(blank(4_000, 2_000)))
    assert (picture.columns, picture.rows) == (600, 300)


@pytest.mark.parametrize("size", [(1000, 30), (30, 300), (40, 40)])
def test_a_picture_keeps_to_its_room_and_its_shape(size: tuple[int, int]) -> None:
    picture = read_picture(saved(blank(*size)))
    width, height = picture.fitted(85, 16)
    assert width <= 85.001
    assert height <= 16.001
    assert width / height == pytest.approx(size[0] / size[1])


@pytest.mark.parametrize("profile", SHIPPED, ids=lambda each: each.key)
@pytest.mark.parametrize("tall", [False, True])
def test_a_logo_stands_above_every_window(
    letter: Letter, profile: EnvelopeProfile, tall: bool
) -> None:
    dark = blank(100, 900) if tall else blank(1000, 60)
    content = letter(logo=read_picture(saved(dark)), envelope=profile)
    document = pypdfium2.PdfDocument(build_letter(content).pdf)
    try:
        (found,) = document[0].get_objects(filter=[3])
        left, bottom, right, top = (side * 25.4 / 72 for side in found.get_bounds())
    finally:
        document.close()
    assert left == pytest.approx(20, abs=0.1)
    assert right < 126
    assert 297 - top == pytest.approx(12, abs=0.1)
    assert 297 - bottom < profile.keep_out.top - 5


def test_letters_with_pictures_are_archive_files_and_the_same_each_time(
    letter: Letter,
) -> None:
    for logo in (LOGO, saved(blank(90, 30)), saved(blank(90, 30, "CMYK"), "JPEG")):
        content = letter(
            logo=read_picture(logo), signature=read_picture(signature()), letter_id=1
        )
        built = build_letter(content)
        again = replace(content, logo=read_picture(logo))
        assert build_letter(again).pdf == built.pdf
        with pikepdf.open(BytesIO(built.pdf)) as pdf:
            assert pdfa.check(pdf, "2b").findings == []


def test_pictures_are_read_out(letter: Letter) -> None:
    content = letter(logo=read_picture(LOGO), signature=read_picture(signature()))
    with pikepdf.open(BytesIO(build_letter(content).pdf)) as pdf:
        said = [
            str(part.Alt)
            for part in pdf.objects
            if isinstance(part, pikepdf.Dictionary) and part.get("/S") == "/Figure"
        ]
    assert sorted(said) == ["Fernleigh Post & Print Ltd", "Signature of R. Adeyemi"]


@pytest.mark.parametrize("size", [12, 24])
def test_a_signature_moves_no_word(
    letter: Letter, size: int, read_pages: Callable[[bytes], list[str]]
) -> None:
    signed = read_picture(signature())
    for count in range(16, 26):
        body = "Dear you\n\n# Subject\n\n" + "Some words of a letter.\n\n" * count
        content = letter(body=body, body_size=size)
        plain = read_pages(build_letter(content).pdf)
        pages = read_pages(build_letter(replace(content, signature=signed)).pdf)
        assert pages == plain
        assert "Yours sincerely R. Adeyemi Information Security Officer" in pages[-1]


PIECES = ("M", "l", "a", "Q", "z", "1 ", "-2.5", "0,", "1e3 ", "\\", "9" * 30, " ", "é")


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_any_path_is_drawn_or_refused(text: str) -> None:
    with suppress(RuleBroken):
        read_picture(svg(f'<path d="{text}"/>'))


@given(st.integers(0, len(DRAWINGS["classes"])), st.binary(max_size=6))
def test_any_damage_to_a_drawing_is_drawn_or_refused(at: int, put: bytes) -> None:
    whole = svg(DRAWINGS["classes"])
    with suppress(RuleBroken):
        read_picture(whole[:at] + put + whole[at + 3 :])


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
@given(at=st.integers(0, 400), put=st.binary(max_size=6))
def test_any_damage_to_pixels_is_read_or_refused(
    kind: str, at: int, put: bytes
) -> None:
    whole = saved(blank(30, 20), kind)
    damaged = whole[:at] + put + whole[at + len(put) :]
    with warnings.catch_warnings(), suppress(RuleBroken):
        warnings.simplefilter("ignore")
        read_picture(damaged)


def test_hostile_drawings_are_answered_at_once() -> None:
    many = " ".join("abcdefgh" for _ in range(50_000))
    for inside in (
        f'<style>.a{{{"fill:red;" * 40_000}}}</style><rect class="{many}"/>',
        f'<rect class="{many}" width="9" height="9"/>',
        f'<g transform="{"rotate(1)" * 40_000}"/>',
        f'<path d="{"M" * 400_000}"/>',
        f'<path d="M{"1" * 400_000}"/>',
        '<rect width="9" height="9" opacity=".5"/>' * 2_000,
        "<g>" * 100_000,
    ):
        with suppress(RuleBroken):
            read_picture(svg(inside))
