"""The buttons in the header of a request: the next step, and all else in a menu."""

from dataclasses import dataclass

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QMenu, QWidget

from isteam_app.domain.disclosures import DisclosureState
from isteam_app.services.disclosures import RequestPage
from isteam_app.services.request_rights import RequestRights
from ui.common.buttons import Button, danger, primary, secondary
from ui.common.paint import plain_tip
from ui.common.tokens import GAP
from ui.disclosures.lock_panel import LOCK, REVIEW
from ui.disclosures.move_panel import (
    ANSWERED,
    APPROVE,
    CAME,
    CLOSE,
    LEGAL,
    MORE,
    MOVES,
    NEITHER,
    NOTE,
    NOW,
    REFUSE,
    REOPEN,
    SUBMIT,
    WITHDRAW,
)
from ui.disclosures.record_panel import RECORD

_State = DisclosureState
_BEING_FILLED = (_State.OPEN, _State.TO_RECORD)
_WORDS = {
    APPROVE: ("Approve or send back", "approval"),
    LOCK: ("The person must not be told", "held"),
    REVIEW: ("Review the lock", "held"),
    RECORD: ("Decision record", "document"),
}


@dataclass(frozen=True, slots=True)
class Offered:
    """An act as the header offers it; `refused` says why it cannot be done now."""

    key: str
    refused: str = ""

    @property
    def words(self) -> str:
        return _WORDS[self.key][0] if self.key in _WORDS else MOVES[self.key].title

    @property
    def icon(self) -> str:
        return _WORDS[self.key][1] if self.key in _WORDS else MOVES[self.key].icon


@dataclass(frozen=True, slots=True)
class Acts:
    """What the header offers: buttons from the left, the primary one, and the menu."""

    buttons: tuple[Offered, ...]
    primary: Offered | None
    menu: tuple[Offered, ...]


def acts_of(page: RequestPage, standing: int) -> Acts:
    """Return what may be done now; `standing` lines keep one from going on."""
    rights, state = page.rights, page.request.state
    buttons: tuple[Offered, ...] = ()
    first: Offered | None = None
    if state in _BEING_FILLED:
        waits = _waits(standing, "before deciding")
        buttons = (Offered(MORE, rights.decide), Offered(REFUSE, rights.decide))
        if page.request.life_at_risk and state is _State.OPEN:
            buttons = (Offered(NOW, rights.disclose_now), *buttons)
        first = Offered(SUBMIT, rights.decide or waits)
    elif state is _State.FOR_APPROVAL:
        first = Offered(APPROVE, rights.send_back)
    elif state is _State.WAITING:
        first = Offered(CAME, rights.answer_came)
    elif state is _State.AT_LEGAL:
        first = Offered(ANSWERED, rights.answer_came)
    elif state is _State.DECIDED:
        buttons = (Offered(REOPEN, rights.reopen),)
        waits = _waits(standing, "before closing")
        first = Offered(CLOSE, rights.close or waits)
    elif state is _State.CLOSED:
        buttons = (Offered(REOPEN, rights.reopen),)
    taken = {one.key for one in buttons} | ({first.key} if first else set())
    rest = [one for one in _menu(page, rights) if one.key not in taken]
    return Acts(buttons, first, tuple(rest))


def _waits(standing: int, before: str) -> str:
    lines = "line" if standing == 1 else "lines"
    return f"{standing} {lines} to meet {before}." if standing else ""


def _menu(page: RequestPage, rights: RequestRights) -> list[Offered]:
    state = page.request.state
    found = []
    if state in _BEING_FILLED:
        found = [Offered(key, rights.decide) for key in (NEITHER, LEGAL)]
        found.append(Offered(NOW, rights.disclose_now))
    lock = REVIEW if page.lock is not None else LOCK
    if state is _State.WITHDRAWN:
        return [Offered(RECORD)]
    found.append(Offered(NOTE, rights.note))
    found.append(Offered(lock, "" if lock == REVIEW else rights.lock))
    found.append(Offered(RECORD))
    found.append(Offered(WITHDRAW, rights.withdraw))
    return found


class ActsBar(QWidget):
    """The buttons. Where there is little width, most of them fold into a menu: the
    primary one and what saves a life stay.

    A button that cannot be pressed says why, in its tooltip and to a screen reader.
    """

    chosen = Signal(str)

    def __init__(self) -> None:
        super().__init__()
        self._acts = Acts((), None, ())
        self._narrow = self._busy = False
        self.buttons: dict[str, Button] = {}
        self.more = secondary("More", "unfold")
        self.menu = QMenu(self.more)
        self.menu.setAccessibleName("More acts")
        self.menu.setToolTipsVisible(True)
        self.menu.triggered.connect(self._choose)
        self.more.setMenu(self.menu)
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(GAP)
        self._row.addWidget(self.more)

    def set_acts(self, acts: Acts) -> None:
        """Offer other acts."""
        if acts != self._acts:
            self._acts = acts
            self._lay_out()

    def set_narrow(self, narrow: bool) -> None:
        if narrow != self._narrow:
            self._narrow = narrow
            self._lay_out()

    def set_busy(self, busy: bool) -> None:
        self._busy = busy
        self.more.setEnabled(not busy)
        self._allow()

    def offered(self) -> tuple[Offered, ...]:
        """Every act, wherever it stands."""
        first = (self._acts.primary,) if self._acts.primary else ()
        return (*self._acts.buttons, *first, *self._acts.menu)

    def _lay_out(self) -> None:
        held = next((key for key, one in self.buttons.items() if one.hasFocus()), "")
        for button in self.buttons.values():
            self._row.removeWidget(button)
            button.hide()
            button.deleteLater()
        self.buttons = {}
        beside = [
            one for one in self._acts.buttons if one.key == NOW or not self._narrow
        ]
        for place, offered in enumerate(beside, start=1):
            make = danger if offered.key in (REFUSE, NOW) else secondary
            self._add(make(offered.words, offered.icon), offered, place)
        if self._acts.primary is not None:
            first = self._acts.primary
            self._add(primary(first.words, first.icon), first, len(beside) + 1)
        folded = [one for one in self._acts.buttons if one not in beside]
        self._fill_menu((*folded, *self._acts.menu))
        self._allow()
        if held in self.buttons:
            self.buttons[held].setFocus()

    def _add(self, button: Button, offered: Offered, place: int) -> None:
        self.buttons[offered.key] = button
        button.setProperty("act", offered.key)
        button.clicked.connect(self._press)
        self._row.insertWidget(place, button)
        button.show()

    def _fill_menu(self, acts: tuple[Offered, ...]) -> None:
        self.menu.clear()
        for offered in acts:
            action = self.menu.addAction(offered.words)
            action.setData(offered.key)
            action.setEnabled(not offered.refused)
            action.setToolTip(plain_tip(offered.refused))
            action.setStatusTip(offered.refused)

    def _allow(self) -> None:
        by_key = {one.key: one for one in self.offered()}
        for key, button in self.buttons.items():
            refused = by_key[key].refused
            button.setEnabled(not refused and not self._busy)
            button.setToolTip(plain_tip(refused))
            button.setAccessibleDescription(refused)

    @Slot()
    def _press(self) -> None:
        pressed = self.sender()
        if isinstance(pressed, Button):
            self.chosen.emit(str(pressed.property("act")))

    @Slot(QAction)
    def _choose(self, action: QAction) -> None:
        self.chosen.emit(str(action.data()))
