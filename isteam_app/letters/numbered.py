"""Pages that know how many they are: "Page 2 of 3"."""

from collections.abc import Callable
from io import BytesIO
from typing import Any

from isteam_app.letters.pen import Pen
from isteam_app.letters.tags import Tagged

ClosePage = Callable[[Pen, int, int], None]
"""Called for each page when all are set, with its number and how many there are."""


class Numbered(Tagged):
    """Holds the pages back until their number is known, then writes "Page x of y"."""

    def __init__(
        self, target: BytesIO, *, close_page: ClosePage, **options: Any
    ) -> None:
        super().__init__(target, **options)
        self._close_page = close_page
        self._held: list[dict[str, Any]] = []

    def showPage(self) -> None:  # noqa: N802  reportlab's name
        self._held.append(dict(self.__dict__))
        self._startPage()

    def save(self) -> None:
        held = self._held
        for number, page in enumerate(held, start=1):
            self.__dict__.update(page)
            self._close_page(Pen(self), number, len(held))
            super().showPage()
        super().save()
