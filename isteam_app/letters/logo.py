"""Pictures in letters: the company's logo and a scanned signature.

A picture is read once, from a file that may come from anywhere, and becomes what a
page needs of it: a few rows of pixels, or the steps of a drawing. Both are opaque, as
PDF/A-2b is easiest to keep, and in red, green and blue.
"""

import zlib
from dataclasses import dataclass, field
from enum import StrEnum
from io import BytesIO

from PIL import Image, ImageOps
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

from isteam_app.errors import RuleBroken
from isteam_app.letters.drawing import read_drawing
from isteam_app.letters.picture_size import pixel_size

MOST_BYTES = 2 * 1024 * 1024
MOST_DRAWN_BYTES = 512 * 1024
LONGEST_SIDE = 4_000
"""Pixels of a picture that is read."""
_KEPT_WIDE, _KEPT_HIGH = 1_000, 300
"""Pixels of a picture that is kept: what its place on the page takes at 300 dpi."""
_COARSEST = 25.4 / 120
"""Millimetres: no pixel is printed larger."""
_VECTOR_SIDE = 500.0
_STARTS = b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"
_WRONG = (
    *(OSError, ValueError, SyntaxError, EOFError, OverflowError, MemoryError),
    *(Image.DecompressionBombError, Image.DecompressionBombWarning),
)


class PictureKind(StrEnum):
    """How the bytes of a picture are drawn."""

    PIXELS = "pixels"
    DRAWING = "drawing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Picture:
    """A picture ready for a page. `width` and `height` are the largest, in mm.

    The `data` of pixels are rows of red, green and blue, packed by zlib; of a drawing
    the steps of a PDF page. They fill `columns` by `rows`.
    """

    kind: PictureKind
    width: float
    height: float
    columns: float
    rows: float
    data: bytes = field(repr=False)

    def fitted(self, width: float, height: float) -> tuple[float, float]:
        """Return how wide and high it stands in a room of so many millimetres."""
        scale = min(1.0, width / self.width, height / self.height)
        return self.width * scale, self.height * scale


def read_picture(data: bytes) -> Picture:
    """Read a PNG, a JPEG or an SVG file.

    Raises RuleBroken, for the field `picture`, with what stands in its way.
    """
    return _drawing(data) if pixels_wanted(data) is None else _pixels(data)


def pixels_wanted(data: bytes) -> tuple[int, int] | None:
    """Return how many pixels of a PNG or JPEG are worth keeping; None for a drawing.

    Only the first few bytes are looked at. Raises RuleBroken as `read_picture` does.
    """
    if len(data) > MOST_BYTES:
        raise _refused(
            f"The picture is larger than {MOST_BYTES // 1024**2} MB. Save it smaller "
            "and choose it again."
        )
    if not data.startswith(_STARTS):
        if _may_be_drawing(data):
            return None
        raise _refused(
            "That is not a PNG, JPEG or SVG picture. Save it as one of these and "
            "choose it again."
        )
    width, height = pixel_size(data)
    if not (width and height):
        raise _damaged()
    if max(width, height) > LONGEST_SIDE:
        raise _refused(
            f"The picture is {width:,} by {height:,} pixels. Save it with at most "
            f"{LONGEST_SIDE:,} on each side and choose it again."
        )
    return _kept_size(width, height)


def kept_pixels(width: int, height: int, pixels: bytes) -> bytes:
    """Return a PNG of pixels of four bytes each: blue, green, red and one unused."""
    image = Image.frombytes("RGB", (width, height), pixels, "raw", "BGRX")
    target = BytesIO()
    image.save(target, "PNG", optimize=True)
    return target.getvalue()


def _kept_size(width: int, height: int) -> tuple[int, int]:
    share = min(1.0, _KEPT_WIDE / width, _KEPT_HIGH / height)
    return max(1, round(width * share)), max(1, round(height * share))


def _may_be_drawing(data: bytes) -> bool:
    start = data[:4096].removeprefix(b"\xef\xbb\xbf").replace(b"\0", b"").lstrip()
    return start.startswith((b"<", b"\xff\xfe<", b"\xfe\xff<"))


def _drawing(data: bytes) -> Picture:
    if len(data) > MOST_DRAWN_BYTES:
        raise _refused(
            f"The drawing is larger than {MOST_DRAWN_BYTES // 1024} KB. Save it with "
            "fewer shapes, or as PNG."
        )
    drawing = read_drawing(data)
    scale = _VECTOR_SIDE / max(drawing.width, drawing.height)
    return Picture(
        kind=PictureKind.DRAWING,
        width=drawing.width * scale,
        height=drawing.height * scale,
        columns=drawing.width,
        rows=drawing.height,
        data=drawing.steps,
    )


def _pixels(data: bytes) -> Picture:
    try:
        image = _small(data)
    except _WRONG as error:
        raise _damaged() from error
    return Picture(
        kind=PictureKind.PIXELS,
        width=image.width * _COARSEST,
        height=image.height * _COARSEST,
        columns=image.width,
        rows=image.height,
        data=zlib.compress(image.tobytes(), 9),
    )


def _small(data: bytes) -> Image.Image:
    """Return the picture on white paper, no larger than a page can use."""
    with Image.open(BytesIO(data), formats=("PNG", "JPEG")) as image:
        image.load()
        plain = _on_paper(_upright(image))
    size = _kept_size(*plain.size)
    if size == plain.size:
        return plain
    return plain.resize(size, Image.Resampling.LANCZOS)


def _upright(image: Image.Image) -> Image.Image:
    """Return a photograph as it was held; one that does not know stays as it is."""
    try:
        return ImageOps.exif_transpose(image)
    except Exception:  # noqa: BLE001  whatever is wrong with its notes, it is a picture
        return image


def _on_paper(image: Image.Image) -> Image.Image:
    """Return the picture in red, green and blue, white where it is clear."""
    if image.mode.startswith("I"):  # 16 bits a pixel: converting alone cuts to white
        image = image.convert("I").point(lambda value: value * (1 / 257) + 0)
        return image.convert("L").convert("RGB")
    if "A" in image.mode or "a" in image.mode or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        paper.alpha_composite(clear)
        return paper.convert("RGB")
    return image.convert("RGB")


def _damaged() -> RuleBroken:
    return _refused(
        "The picture is damaged and cannot be read. Save it again and choose it again."
    )


def _refused(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, field="picture")


def draw(
    canvas: Canvas, picture: Picture, left: float, bottom: float, width: float
) -> None:
    """Draw a picture on a page; where it stands and its width in points."""
    scale = width / picture.columns
    if picture.kind is PictureKind.PIXELS:
        canvas.drawImage(_image(picture), left, bottom, width, picture.rows * scale)
        return
    canvas.saveState()
    canvas.translate(left, bottom)
    canvas.scale(scale, scale)
    canvas.addLiteral(picture.data.decode())
    canvas.restoreState()


def _image(picture: Picture) -> ImageReader:
    size = int(picture.columns), int(picture.rows)
    rows = zlib.decompress(picture.data)
    return ImageReader(Image.frombytes("RGB", size, rows))
