"""A scanned signature, in the room where a letter is otherwise signed by hand."""

from reportlab.platypus import Flowable

from isteam_app.domain.envelopes import POINTS_PER_MM
from isteam_app.letters.logo import Picture, draw
from isteam_app.letters.tags import Part, Role, box

ROOM_TO_SIGN = 34
"""Points between the closing and the name, for a pen."""
_ROOM = 60.0, 11.4
"""How wide and high a scanned signature may stand, in millimetres: no line moves."""
_BELOW = 1.5


class SignaturePicture(Flowable):  # type: ignore[misc]  # reportlab ships no types
    """A scanned signature; `said` is what is read out for it."""

    def __init__(self, picture: Picture, said: str) -> None:
        super().__init__()
        self._picture, self._said = picture, said
        across, high = (side * POINTS_PER_MM for side in picture.fitted(*_ROOM))
        self._across, self._high = across, high

    def wrap(self, width: float, _height: float) -> tuple[float, float]:
        self.width, self.height = width, float(ROOM_TO_SIGN)
        return self.width, self.height

    def draw(self) -> None:
        left, bottom = self.canv.absolutePosition(0, _BELOW)
        where = box(left, bottom, left + self._across, bottom + self._high)
        with self.canv.part(Part(Role.PICTURE, said=self._said, facts=where)):
            draw(self.canv, self._picture, 0, _BELOW, self._across)
