"""A page that comes as pixels, packed for a file: as small as it stays readable."""

import zlib
from dataclasses import dataclass, field
from enum import Enum
from io import BytesIO

from pikepdf import Dictionary, Name, Pdf, Stream
from PIL import Image, ImageChops

_MOST_COLOURS = 256
_EXACT_MAY_TAKE = 2.0
"""A page is kept exactly where it has few colours and takes so many times the room of a
photograph at most; else it is kept as one."""
_QUALITY = 78
LONGEST_SIDE = 8_192


class Pixels(Enum):
    """How the bytes of a pixel lie: as Pillow calls the result, and the bytes."""

    GREY = ("L", "L")
    RGB = ("RGB", "RGB")
    BGRX = ("RGB", "BGRX")

    @property
    def size(self) -> int:
        """How many bytes a pixel has."""
        return len(self.value[1])


@dataclass(frozen=True, slots=True, kw_only=True)
class PageImage:
    """Rows of pixels from the top, without gaps between them."""

    width: int
    height: int
    pixels: bytes = field(repr=False)
    kind: Pixels = Pixels.BGRX

    def __post_init__(self) -> None:
        """Raise ValueError where the bytes are not as many as the size says."""
        fits = 0 < self.width <= LONGEST_SIDE and 0 < self.height <= LONGEST_SIDE
        if not fits or len(self.pixels) != self.width * self.height * self.kind.size:
            raise ValueError("the pixels of a page do not fit its size")


def packed(pdf: Pdf, page: PageImage) -> Stream:
    """Put a page's pixels into a file. The same pixels give the same bytes."""
    mode, raw = page.kind.value
    image = Image.frombuffer(
        mode, (page.width, page.height), page.pixels, "raw", raw, 0, 1
    )
    if mode == "RGB" and _is_grey(image):
        image = image.getchannel("R")
    data, is_exact = _smallest(image)
    stream = Stream(pdf, data)
    stream.stream_dict = Dictionary(
        Type=Name.XObject,
        Subtype=Name.Image,
        Width=page.width,
        Height=page.height,
        BitsPerComponent=8,
        ColorSpace=Name.DeviceGray if image.mode == "L" else Name.DeviceRGB,
        Interpolate=False,
        Filter=Name.FlateDecode if is_exact else Name.DCTDecode,
    )
    return stream


def _is_grey(image: Image.Image) -> bool:
    red, green, blue = image.split()
    return not any(
        ImageChops.difference(red, other).getbbox() for other in (green, blue)
    )


def _smallest(image: Image.Image) -> tuple[bytes, bool]:
    """Return the packed pixels, and whether they are all kept as they were."""
    photograph = _photographed(image)
    if image.getcolors(_MOST_COLOURS) is None:
        return photograph, False
    exact = zlib.compress(image.tobytes(), 6)
    if len(exact) > _EXACT_MAY_TAKE * len(photograph):
        return photograph, False
    return exact, True


def _photographed(image: Image.Image) -> bytes:
    target = BytesIO()
    image.save(target, "JPEG", quality=_QUALITY, subsampling="4:2:0")
    return target.getvalue()
