"""Opens a PDF or a picture and paints its pages; runs in the closed-off process only.

JavaScript, links and embedded files are never asked for, and forms cannot be filled in:
of a PDF only the page sizes are read and pages painted. The library has no script
engine in it.
"""

import math
import warnings
from io import BytesIO
from typing import Protocol

import pypdfium2
from PIL import (
    Image,
    ImageFile,
    JpegImagePlugin,
    MpoImagePlugin,
    PngImagePlugin,
    TiffImagePlugin,
)
from pypdfium2 import raw

from isteam_app.scan_rendering.limits import PAGES, PAINTED, PIXELS
from isteam_app.scan_rendering.wire import Reason

# loaded now, since nothing can be loaded once the process is confined
_LOADED = (JpegImagePlugin, MpoImagePlugin, PngImagePlugin, TiffImagePlugin)
_READY = Image.init()

PDF = b"%PDF-"
LONGEST = 14_400.0
"""The longest side a page is said to have, in points: 200 inches, as in PDF itself."""
_SCREEN_DPI = 96
_ORIENTATION = 0x0112
_TURNED = {
    2: (Image.Transpose.FLIP_LEFT_RIGHT,),
    3: (Image.Transpose.ROTATE_180,),
    4: (Image.Transpose.FLIP_TOP_BOTTOM,),
    5: (Image.Transpose.TRANSPOSE,),
    6: (Image.Transpose.ROTATE_270,),
    7: (Image.Transpose.TRANSVERSE,),
    8: (Image.Transpose.ROTATE_90,),
}
_CLOCKWISE = (
    (),
    (Image.Transpose.ROTATE_270,),
    (Image.Transpose.ROTATE_180,),
    (Image.Transpose.ROTATE_90,),
)

Points = tuple[float, float]


class Refused(Exception):
    """The file or the page is not shown, and why."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason.name)
        self.reason = reason


class Pages(Protocol):
    """What an opened file offers: the size of each page, and each page painted."""

    @property
    def sizes(self) -> tuple[Points, ...]: ...

    def paint(self, page: int, width: int, height: int, turn: int, /) -> bytes:
        """Return rows of pixels of four bytes: blue, green, red, and 255."""


def open_pages(data: bytes) -> Pages:
    """Open a file; raises Refused when it is not fit to be shown."""
    return PdfPages(data) if data.startswith(PDF) else PicturePage(data)


class PdfPages:
    """A PDF in memory."""

    def __init__(self, data: bytes) -> None:
        try:
            self._document = pypdfium2.PdfDocument(data)
        except pypdfium2.PdfiumError as error:
            locked = raw.FPDF_GetLastError() == raw.FPDF_ERR_PASSWORD
            reason = Reason.PASSWORD if locked else Reason.DAMAGED
            raise Refused(reason) from error
        count = len(self._document)
        if count > PAGES:
            raise Refused(Reason.TOO_MANY_PAGES)
        if count < 1:
            raise Refused(Reason.DAMAGED)
        self.sizes = tuple(self._size(page) for page in range(count))
        self._flattened: set[int] = set()

    def paint(self, page: int, width: int, height: int, turn: int, /) -> bytes:
        try:
            loaded = self._flat(page)
            bitmap = pypdfium2.PdfBitmap.new_native(width, height, raw.FPDFBitmap_BGRx)
        except pypdfium2.PdfiumError as error:
            raise Refused(Reason.DAMAGED) from error
        try:
            bitmap.fill_rect((255, 255, 255, 255), 0, 0, width, height)
            raw.FPDF_RenderPageBitmap(
                bitmap, loaded, 0, 0, width, height, turn, raw.FPDF_ANNOT
            )
            return bytes(bitmap.buffer)
        finally:
            bitmap.close()
            loaded.close()

    def _flat(self, page: int) -> pypdfium2.PdfPage:
        """Load a page with what was typed into its fields as plain marks on it."""
        loaded = self._document[page]
        if page in self._flattened or raw.FPDFPage_GetAnnotCount(loaded) <= 0:
            return loaded
        self._flattened.add(page)
        done = raw.FPDFPage_Flatten(loaded, raw.FLAT_NORMALDISPLAY)
        if done != raw.FLATTEN_SUCCESS:
            return loaded
        loaded.close()
        return self._document[page]

    def _size(self, page: int) -> Points:
        try:
            width, height = self._document.get_page_size(page)
        except pypdfium2.PdfiumError:
            return (595.0, 842.0)  # a page that cannot be read has the place of an A4
        return bounded(width, height)


class PicturePage:
    """A PNG or JPEG in memory; of several pictures in one file, the first."""

    def __init__(self, data: bytes) -> None:
        Image.MAX_IMAGE_PIXELS = PIXELS
        ImageFile.LOAD_TRUNCATED_IMAGES = False
        warnings.simplefilter("error", Image.DecompressionBombWarning)
        self._data = data
        self._made: Image.Image | None = None
        image = self._opened()
        if image.width * image.height > PIXELS:
            raise Refused(Reason.TOO_MANY_PIXELS)
        self._upright = _TURNED.get(_orientation(image), ())
        self._lies = _orientation(image) >= 5
        across, down = _dots_per_inch(image)
        wide, high = image.width * 72 / across, image.height * 72 / down
        self.sizes = (bounded(high, wide) if self._lies else bounded(wide, high),)
        self._whole = image.size

    def paint(self, _page: int, width: int, height: int, turn: int, /) -> bytes:
        lies = self._lies != bool(turn % 2)
        size = (height, width) if lies else (width, height)
        try:
            image = self._at_least(size).resize(
                size, Image.Resampling.BICUBIC, reducing_gap=2.0
            )
        except (OSError, ValueError, SyntaxError, EOFError, OverflowError) as error:
            raise Refused(Reason.DAMAGED) from error
        for way in (*self._upright, *_CLOCKWISE[turn % 4]):
            image = image.transpose(way)
        return image.convert("RGBA").tobytes("raw", "BGRA")

    def _at_least(self, size: tuple[int, int]) -> Image.Image:
        """Return the picture in plain colours, no smaller than needed if it can be."""
        enough = min(size[0], self._whole[0]), min(size[1], self._whole[1])
        if self._made is None or any(map(_less, self._made.size, enough)):
            self._made = None
            image = self._opened()
            if image.format == "PNG":  # all of it is read anyway, and slowly: once only
                wide, high = self._largest()
                enough = max(enough[0], wide), max(enough[1], high)
            image.draft(None, enough)
            image.load()
            self._made = _plain(_reduced(image, enough))
        return self._made

    def _largest(self) -> tuple[int, int]:
        """Return the size of the whole picture, or as much of it as is ever painted."""
        wide, high = self._whole
        share = min(1.0, math.sqrt(PAINTED / (wide * high)))
        return max(int(wide * share), 1), max(int(high * share), 1)

    def _opened(self) -> Image.Image:
        try:
            return Image.open(BytesIO(self._data), formats=("PNG", "JPEG"))
        except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
            raise Refused(Reason.TOO_MANY_PIXELS) from error
        except (OSError, ValueError, SyntaxError, EOFError, OverflowError) as error:
            raise Refused(Reason.DAMAGED) from error


def bounded(width: float, height: float) -> Points:
    """Return the size a page is said to have: its shape, but never beyond reason."""
    if not (math.isfinite(width) and math.isfinite(height)):
        return (595.0, 842.0)
    wide, high = max(width, 1.0), max(height, 1.0)
    share = min(LONGEST / max(wide, high), 1.0)
    return max(wide * share, 1.0), max(high * share, 1.0)


def _less(has: int, needs: int) -> bool:
    return has < needs


def _reduced(image: Image.Image, enough: tuple[int, int]) -> Image.Image:
    """Shrink early, by whole steps, so that what follows needs little memory."""
    factor = min(image.width // max(enough[0], 1), image.height // max(enough[1], 1))
    if image.mode == "1":
        image = image.convert("L")
    if factor < 2 or image.mode not in ("L", "LA", "RGB", "RGBA", "CMYK"):
        return image
    return image.reduce(factor)


def _plain(image: Image.Image) -> Image.Image:
    """Return the picture in red, green and blue, on white paper where it is clear."""
    if image.mode.startswith("I"):
        image = _eight_bits(image)
    if image.mode in ("LA", "PA", "RGBA") or "transparency" in image.info:
        clear = image.convert("RGBA")
        paper = Image.new("RGBA", clear.size, "white")
        paper.alpha_composite(clear)
        return paper.convert("RGB")
    return image.convert("RGB")


def _eight_bits(image: Image.Image) -> Image.Image:
    """Return 16-bit greys as 8-bit ones; converting alone would cut all to white."""
    return image.convert("I").point(lambda value: value * (1 / 257) + 0).convert("L")


def _orientation(image: Image.Image) -> int:
    """Return how the camera was held; read apart, since Pillow would load the whole."""
    exif = Image.Exif()
    try:
        exif.load(image.info.get("exif", b""))
        found = exif.get(_ORIENTATION, 1)
    except Exception:  # noqa: BLE001 - whatever is wrong with it, the picture is upright
        return 1
    return found if isinstance(found, int) and 1 <= found <= 8 else 1


def _dots_per_inch(image: Image.Image) -> Points:
    try:
        across, down = (float(dots) for dots in image.info["dpi"])
    except (KeyError, TypeError, ValueError, ZeroDivisionError):
        return _SCREEN_DPI, _SCREEN_DPI
    sound = all(30 <= dots <= 1200 for dots in (across, down))
    return (across, down) if sound else (_SCREEN_DPI, _SCREEN_DPI)
