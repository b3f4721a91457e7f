"""The other moves of a case: a menu where a refused move says why."""

from collections.abc import Callable
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from isteam_app.domain.cases import EventKind
from isteam_app.services.cases import CasePage
from isteam_app.services.letters import letter_choices
from isteam_app.services.moves import Move
from ui.cases.record_panel import ASSIGN, CORRECT, MOVE, NOTE, Ask

_ACTS = {
    EventKind.CLOSED: "Close the case",
    EventKind.REOPENED: "Reopen the case",
    EventKind.EXTENDED: "Extend the time",
}
_HINTS = {
    EventKind.EXTENDED: "Tell the person within the first month, with the reason.",
    EventKind.CLOSED: "The reason is kept as the outcome. It can be reopened.",
    EventKind.REOPENED: "The clock counts on from what happened before.",
}
_LONGEST = 110
ASK_NOTE = Ask(NOTE, "Write a note", "Keep the note")
ASK_OWNER = Ask(ASSIGN, "Assign the case", "Assign")
ASK_CORRECTION = Ask(CORRECT, "Correct the details", "Save")


def ask_for(move: Move) -> Ask:
    """What a move asks for before it is recorded."""
    return Ask(
        MOVE,
        move.label,
        _ACTS.get(move.event, "Record it"),
        event=move.event.value,
        needs_text=move.needs_text,
        hint=_HINTS.get(move.event, ""),
    )


class MovesMenu(QMenu):
    """Every move of a case. What is not allowed now stands there with its reason."""

    def __init__(self, ask: Callable[[Ask], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._ask = ask
        self.setToolTipsVisible(True)
        self.setAccessibleName("Other moves")

    def fill(self, page: CasePage) -> None:
        """Offer the moves of a case as it stands now."""
        self.clear()
        refused = [move for move in page.moves if move.refused]
        for move in page.moves:
            if not move.refused:
                self._add(move.label, ask_for(move))
        for ask in (ASK_OWNER, ASK_CORRECTION):
            self._add(ask.title, ask)
        if refused:
            self.addSeparator()
        for move in refused:
            self._add_refused(move)

    def _add(self, words: str, ask: Ask) -> None:
        self.addAction(words, partial(self._ask, ask))

    def _add_refused(self, move: Move) -> None:
        why = move.refused.split(". ")[0].rstrip(".")
        words = f"{move.label}: {why}"
        if len(words) > _LONGEST:
            words = f"{words[: _LONGEST - 1].rstrip()}\u2026"
        action = self.addAction(words.replace("&", "&&"))
        action.setToolTip(move.refused)
        action.setEnabled(False)


class LettersMenu(QMenu):
    """The letters that a case of this type may start."""

    def __init__(self, start: Callable[[str], object], parent: QWidget) -> None:
        super().__init__(parent)
        self._start = start
        self.setAccessibleName("Write a letter")

    def fill(self, page: CasePage) -> None:
        self.clear()
        for template in letter_choices(page.case, page.definition.letters):
            words = template.title.replace("&", "&&")
            self.addAction(words, partial(self._start, template.key))
