"""Harmless scans of odd kinds are shown properly, and the process is kept short."""

import io
import struct
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from threading import Thread

import pikepdf
import pytest
from PIL import Image
from reportlab.pdfgen.canvas import Canvas

from faults._hostile_pdfs import page_of, stream
from isteam_app.errors import Cancelled
from isteam_app.scan_rendering import limits, process
from isteam_app.scan_rendering.process import Failed
from isteam_app.scan_rendering.reading import (
    CannotBeShown,
    ScanReading,
    close_all,
    within_limits,
)
from isteam_app.scan_rendering.wire import Reason

RED, WHITE, BLACK = (255, 0, 0), (255, 255, 255), (0, 0, 0)


def cross(mode: str, kind: str, **how: object) -> bytes:
    """A red left half and a white right half, 40 by 20."""
    image = Image.new("RGB", (40, 20), WHITE)
    image.paste(RED, (0, 0, 20, 20))
    out = io.BytesIO()
    image.convert(mode).save(out, kind, **how)
    return out.getvalue()


def seen(
    data: bytes, width: int, height: int, turn: int = 0, page: int = 0
) -> Image.Image:
    with closing(ScanReading(data)) as reading:
        picture = reading.picture(page, width, height, turn)
    assert (picture.width, picture.height) == (width, height)
    size = (picture.width, picture.height)
    return Image.frombytes("RGB", size, picture.pixels, "raw", "BGRX")


def near(pixel: object, colour: tuple[int, int, int], most: int = 12) -> bool:
    assert isinstance(pixel, tuple)
    return all(abs(a - b) <= most for a, b in zip(pixel, colour, strict=True))


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("RGB", "PNG"), ("RGB", "JPEG"), ("RGBA", "PNG"), ("P", "PNG"), ("CMYK", "JPEG")],
)
def test_colours_come_out_as_they_are(mode: str, kind: str) -> None:
    image = seen(cross(mode, kind), 40, 20)
    assert near(image.getpixel((4, 10)), RED)
    assert near(image.getpixel((36, 10)), WHITE)


def test_sixteen_bits_of_grey_are_not_cut_to_white() -> None:
    image = Image.new("I;16", (4, 4), 0x8080)
    out = io.BytesIO()
    image.save(out, "PNG")
    assert near(seen(out.getvalue(), 4, 4).getpixel((1, 1)), (128, 128, 128), 1)


def test_a_black_and_white_fax_is_shrunk_to_greys() -> None:
    image = Image.new("1", (400, 400), 1)
    for x in range(0, 400, 2):
        image.paste(0, (x, 0, x + 1, 400))
    out = io.BytesIO()
    image.save(out, "PNG")
    assert near(seen(out.getvalue(), 40, 40).getpixel((20, 20)), (128, 128, 128), 12)


def test_what_is_clear_stands_on_white_paper() -> None:
    out = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(out, "PNG")
    assert seen(out.getvalue(), 4, 4).getpixel((1, 1)) == WHITE
    out = io.BytesIO()
    Image.new("L", (4, 4), 0).save(out, "PNG", transparency=0)
    assert seen(out.getvalue(), 4, 4).getpixel((1, 1)) == WHITE


def test_of_a_picture_that_moves_the_first_is_shown() -> None:
    out = io.BytesIO()
    first, second = Image.new("RGB", (4, 4), RED), Image.new("RGB", (4, 4), WHITE)
    first.save(out, "PNG", save_all=True, append_images=[second])
    assert seen(out.getvalue(), 4, 4).getpixel((1, 1)) == RED


@pytest.mark.parametrize(
    ("way", "red"),
    [(1, "left"), (2, "right"), (3, "right"), (6, "top"), (8, "bottom"), (5, "top")],
)
def test_a_photograph_stands_upright(way: int, red: str) -> None:
    exif = Image.Exif()
    exif[0x0112] = way
    data = cross("RGB", "JPEG", exif=exif, quality=95)
    with closing(ScanReading(data)) as reading:
        (size,) = reading.pages()
    assert (size.width > size.height) is (way < 5)
    wide, high = (40, 20) if way < 5 else (20, 40)
    places = {"left": (4, 10), "right": (36, 10), "top": (10, 4), "bottom": (10, 36)}
    image = seen(data, wide, high)
    assert near(image.getpixel(places[red]), RED)


@pytest.mark.parametrize(("turn", "red"), [(1, (10, 4)), (2, (36, 10)), (3, (10, 36))])
def test_pages_are_turned_to_the_right(turn: int, red: tuple[int, int]) -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(40, 20))
    canvas.setFillColorRGB(1, 0, 0)
    canvas.rect(0, 0, 20, 20, fill=1, stroke=0)
    canvas.save()
    size = (20, 40) if turn % 2 else (40, 20)
    for data in (out.getvalue(), cross("RGB", "PNG")):
        assert near(seen(data, *size, turn).getpixel(red), RED)


def test_dots_per_inch_decide_how_large_a_picture_is() -> None:
    for dots, width in ((300, 40 * 72 / 300), (9_999, 40 * 72 / 96)):
        with closing(ScanReading(cross("RGB", "PNG", dpi=(dots, dots)))) as reading:
            assert reading.pages()[0].width == pytest.approx(width, abs=0.1)


def test_what_was_typed_into_a_form_is_seen() -> None:
    typed = stream(b"0 0 400 400 re f", b"/Type/XObject/Subtype/Form/BBox[0 0 400 400]")
    field = (
        b"<</Type/Annot/Subtype/Widget/FT/Tx/T(name)/V(Ellwood)/Rect[50 50 450 450]"
        b"/F 4/AP<</N 6 0 R>>>>"
    )
    data = page_of(
        stream(b""),
        field,
        typed,
        page=b"/Annots[5 0 R]",
        catalog=b"/AcroForm<</Fields[5 0 R]>>",
    )
    assert seen(data, 60, 84).convert("L").getextrema()[0] < 60


def test_words_in_a_font_that_is_not_in_the_file_are_seen() -> None:
    out = io.BytesIO()
    canvas = Canvas(out, pagesize=(200, 100))
    canvas.setFont("Helvetica", 60)
    canvas.drawString(10, 30, "Aber")
    canvas.save()
    assert seen(out.getvalue(), 200, 100).convert("L").getextrema()[0] < 60


def letters(count: int) -> bytes:
    out = io.BytesIO()
    with pikepdf.new() as document:
        for _ in range(count):
            document.add_blank_page()
        document.save(out)
    return out.getvalue()


@pytest.mark.parametrize(("count", "shown"), [(500, True), (501, False)])
def test_500_pages_are_shown_and_no_more(count: int, shown: bool) -> None:
    with closing(ScanReading(letters(count))) as reading:
        if shown:
            assert len(reading.pages()) == count
        else:
            with pytest.raises(CannotBeShown, match="more than 500 pages"):
                reading.pages()


def test_no_page_is_painted_larger_than_is_safe() -> None:
    assert within_limits(600, 800) == (600, 800)
    for asked in ((10**6, 10**6), (10**9, 1), (1, 10**9), (0, 0)):
        wide, high = within_limits(*asked)
        assert 1 <= wide <= limits.SIDE
        assert 1 <= high <= limits.SIDE
        assert wide * high <= limits.PAINTED
    with closing(ScanReading(letters(1))) as reading:
        picture = reading.picture(0, 10**6, 10**6)
    assert picture.width == picture.height == 4_000


def test_a_file_that_keeps_killing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    started = []

    class Dying:
        id, is_alive = 0, False

        def __init__(self) -> None:
            started.append(self)

        def ask(self, *_: object) -> tuple[int, bytes]:
            if len(started) == 1 and not hasattr(self, "opened"):
                self.opened = True
                return 1, struct.pack("<ff", 595, 842)
            raise Failed(Reason.BROKE)

        def kill(self) -> None:
            """It is dead already."""

    monkeypatch.setattr("isteam_app.scan_rendering.reading.ScanProcess", Dying)
    reading = ScanReading(b"%PDF-1.7 whatever")
    for _ in range(9):
        with pytest.raises(CannotBeShown, match="broke what opens it"):
            reading.picture(0, 60, 80)
    assert len(started) == limits.DEATHS


def test_closing_sets_free_whoever_waits() -> None:
    with processes_that_never_answer():
        reading = ScanReading(letters(1))
        told: list[str] = []

        def wait() -> None:
            try:
                reading.pages()
            except Cancelled:
                told.append("cancelled")

        waiting = Thread(target=wait)
        waiting.start()
        while not reading.process_id:
            waiting.join(0.01)
        close_all()
        waiting.join(10)
    assert told == ["cancelled"]
    assert reading.process_id == 0
    with pytest.raises(Cancelled):
        reading.pages()


@contextmanager
def processes_that_never_answer() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        silent = [sys.executable, "-c", "import time; time.sleep(600)"]
        patch.setattr(process, "command", lambda: silent)
        yield
