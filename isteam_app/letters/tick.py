"""An item of a slip with an empty box before it, to be ticked by hand."""

from isteam_app.letters import ink
from isteam_app.letters.merge import TICK_BOX
from isteam_app.letters.tags import Words

_SIDE, _FOOT, _LINE = 0.78, 0.98, 0.9
"""The side of the box and how far its foot is below the top, in sizes of the type; the
width of its line, in points."""


class TickItem(Words):
    """The words of an item beside a box. One that goes on overleaf has no second box.

    The box is drawn and not written: no typeface of a letter has one.
    """

    def draw(self) -> None:
        if self.marker and not self.before:
            self.marker.read = TICK_BOX
            with self.canv.part(self.marker):
                self._box()
        super().draw()

    def _box(self) -> None:
        size = self.style.fontSize
        canvas = self.canv
        canvas.saveState()
        canvas.setStrokeColor(ink.TEXT)
        canvas.setLineWidth(_LINE)
        foot = self.height - _FOOT * size
        canvas.rect(self.style.bulletIndent, foot, _SIDE * size, _SIDE * size)
        canvas.restoreState()
