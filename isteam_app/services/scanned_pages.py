"""Pages of a kept scan, one after the other, for the enclosures behind a letter."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import overload

from isteam_app.letters.page_image import PageImage
from isteam_app.progress import Progress, unwatched
from isteam_app.scan_rendering.reading import PageSize, ScanReading

_DOTS = 150
_SHORT, _LONG = 210 / 25.4 * _DOTS, 297 / 25.4 * _DOTS
"""The sides of a printed page in pixels: fine enough to be read, no more."""


class ScannedPages(Sequence[PageImage]):
    """The pages of a file from outside, read in a process of its own when asked for.

    None is kept, and the process is there only while they are read one by one. Opening
    the file and reading a page raise `CannotBeShown` or `Cancelled`. To be closed.
    """

    def __init__(self, data: bytes, progress: Progress = unwatched) -> None:
        self._reading = ScanReading(data, progress)
        try:
            self._sizes = self._reading.pages()
        finally:
            self._reading.rest()

    def close(self) -> None:
        """Let the file go, and end the process that reads it."""
        self._reading.close()

    def __len__(self) -> int:
        return len(self._sizes)

    @overload
    def __getitem__(self, at: int) -> PageImage: ...

    @overload
    def __getitem__(self, at: slice) -> Sequence[PageImage]: ...

    def __getitem__(self, at: int | slice) -> PageImage | Sequence[PageImage]:
        if isinstance(at, slice):
            return [self._page(page) for page in range(len(self))[at]]
        return self._page(range(len(self))[at])

    def _page(self, page: int) -> PageImage:
        width, height = pixels_of(self._sizes[page])
        shown = self._reading.picture(page, width, height)
        if page == len(self) - 1:
            self._reading.rest()
        return PageImage(width=shown.width, height=shown.height, pixels=shown.pixels)


@contextmanager
def scanned_pages(
    data: bytes, progress: Progress = unwatched
) -> Iterator[ScannedPages]:
    """Open a scan or a picture; its process ends with the block.

    Raises `CannotBeShown` with the reason, and `Cancelled`.
    """
    pages = ScannedPages(data, progress)
    try:
        yield pages
    finally:
        pages.close()


def pixels_of(size: PageSize) -> tuple[int, int]:
    """Return how many pixels a page is printed with, upright or lying."""
    short, long = sorted((size.width, size.height))
    scale = min(_SHORT / short, _LONG / long)
    return max(1, round(size.width * scale)), max(1, round(size.height * scale))
