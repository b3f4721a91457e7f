"""The scanned signatures of others who sign, each beside its name."""

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QVBoxLayout, QWidget

from isteam_app.services.letterhead import SIGNATURE
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.tokens import GAP_ROW
from ui.settings.decisions_field import BoxesField
from ui.settings.picture_field import PictureField


class ScansPart(QWidget):
    """A picture for each name. It stays with its name, whatever line that stands on."""

    changed = Signal()

    def __init__(self, session: Session, background: Background) -> None:
        super().__init__()
        self._session, self._background = session, background
        self._names: list[str] = []
        self.scans: list[PictureField] = []
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(GAP_ROW)
        self.hide()

    def pictures(self) -> dict[str, int]:
        """The picture of each name, 0 for none."""
        kept = zip(self._names, self.scans, strict=True)
        return {name: scan.picture() for name, scan in kept}

    def show_names(self, names: Sequence[str], pictures: Sequence[int]) -> None:
        """Show a picture for each of these names."""
        while self.scans:
            old = self.scans.pop()
            self._column.removeWidget(old)
            old.hide()
            old.deleteLater()
        for name, picture in zip(names, pictures, strict=True):
            made = PictureField(
                f"Signature of {name}", SIGNATURE, self._session, self._background
            )
            made.set_picture(picture)
            made.changed.connect(self.changed)
            self.scans.append(made)
            self._column.addWidget(made)
        self._names = list(names)
        self.setVisible(bool(names))

    def follow(self, names: Sequence[str]) -> None:
        """Take the names as they are typed now; a renamed line keeps its picture."""
        if list(names) == self._names:
            return
        known = self.pictures()
        pictures = [known.get(name, 0) for name in names]
        if len(names) == len(self._names):
            before = [scan.picture() for scan in self.scans]
            pictures = [
                kept if name in known else before[place]
                for place, (name, kept) in enumerate(zip(names, pictures, strict=True))
            ]
        self.show_names(names, pictures)


class TeamBoxes(BoxesField):
    """People of the team to tick; the team may change while the page is open."""

    def __init__(self, name: str, people: Sequence[str], help_text: str) -> None:
        super().__init__(name, [("", [(each, each) for each in people])], help_text)
        self._people = list(people)

    def show_people(self, people: Sequence[str]) -> None:
        """Offer these people; nobody of them is ticked."""
        if list(people) == self._people:
            return
        for box in self.boxes.values():
            self._grid.removeWidget(box)
            box.hide()
            box.deleteLater()
        self.boxes: dict[str, QCheckBox] = {}
        self._people = list(people)
        self._add_group(0, "", [(each, each) for each in people])
