"""The versions of a template: what each is, and how many letters were made from it."""

from collections.abc import Sequence
from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QMenu, QVBoxLayout, QWidget

from isteam_app.domain.dates import long_date
from isteam_app.domain.kept_templates import TemplateState
from isteam_app.services.template_shelf import Version
from ui.common.buttons import icon_button
from ui.common.cards import hairline
from ui.common.chips import Chip
from ui.common.one_line import OneLine
from ui.common.status import Status
from ui.common.text import BODY, META, STRONG, label
from ui.common.tokens import GAP

_STATES = {
    TemplateState.DRAFT: Status("Draft", "draft"),
    TemplateState.IN_USE: Status("In use", "done", "ok"),
}


class VersionsPart(QWidget):
    """A line for each version, newest first, with what can be done with it."""

    compare_wanted = Signal(int)
    restore_wanted = Signal(int)
    export_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.menus: dict[int, QMenu] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 8, 0)
        self._column.setSpacing(0)

    def show_versions(self, versions: Sequence[Version], *, can_restore: bool) -> None:
        """Show these; `can_restore` where no new version is being written."""
        self.menus = {}
        while (item := self._column.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        for place, version in enumerate(versions):
            if place:
                self._column.addWidget(hairline())
            self._column.addWidget(self._line(version, can_restore))
        self._column.addStretch(1)

    def _line(self, version: Version, can_restore: bool) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 6, 0, 6)
        row.setSpacing(GAP)
        number = label(str(version.number), STRONG, tnum=True)
        number.setMinimumWidth(20)
        row.addWidget(number)
        words = QVBoxLayout()
        words.setSpacing(0)
        what, when = OneLine(BODY), OneLine(META)
        what.setText(_what(version))
        when.setText(f"{_letters(version.letters)}, {_when(version)}")
        words.addWidget(what)
        words.addWidget(when)
        row.addLayout(words, 1)
        status = _STATES.get(version.state)
        if status is not None:
            row.addWidget(Chip(status))
        row.addWidget(self._ways(version, can_restore))
        return line

    def _ways(self, version: Version, can_restore: bool) -> QWidget:
        button = icon_button(
            "more", f"Version {version.number}: compare, restore, save"
        )
        menu = QMenu(button)
        number = version.number
        menu.addAction("Compare…", partial(self.compare_wanted.emit, number))
        restore = menu.addAction(
            "Start a new version from it", partial(self.restore_wanted.emit, number)
        )
        restore.setEnabled(can_restore and version.state is not TemplateState.DRAFT)
        menu.addAction("Save to a file…", partial(self.export_wanted.emit, number))
        button.setMenu(menu)
        self.menus[number] = menu
        return button


def _what(version: Version) -> str:
    if version.kept is None:
        return "As it came with the program"
    if version.kept.note:
        return version.kept.note
    return "Being written" if version.state is TemplateState.DRAFT else "Changed"


def _when(version: Version) -> str:
    kept = version.kept
    if kept is None:
        return "shipped"
    moment = kept.used_from or kept.made_at
    when = long_date(moment.date()) if moment else ""
    why = f"; unlocked: {kept.unlocked_why}" if kept.unlocked_why else ""
    return f"{when}, {kept.used_by or kept.made_by}{why}"


def _letters(count: int) -> str:
    return "1 letter" if count == 1 else f"{count:,} letters"
