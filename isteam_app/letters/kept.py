"""Keeps a heading with what it is a heading of."""

from reportlab.platypus import Flowable, KeepTogether

from isteam_app.letters.tags import Words


class WithNext(KeepTogether):  # type: ignore[misc]  # reportlab ships no types
    """A heading with the first lines of what follows; the rest may go on overleaf.

    The setter's own way keeps all that follows on one page, and leaves the page before
    it half empty.
    """

    def split(self, width: float, height: float) -> list[Flowable]:
        self.wrap(width, height)
        *heads, last = self._content
        if heads and height < self._H and isinstance(last, Words):
            above = self._H - last.wrap(width, height)[1]
            pieces = last.split(width, height - above)
            if len(pieces) > 1:
                return [*heads, *pieces]
        kept: list[Flowable] = super().split(width, height)
        return kept
