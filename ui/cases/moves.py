"""The other moves of a case: a menu where a refused move says why."""

from collections.abc import Callable
from dataclasses import replace
from functools import partial

from PySide6.QtWidgets import QMenu, QWidget

from isteam_app.domain.cases import CaseState, EventKind
from isteam_app.domain.enclosed_money import RETURNED, money_enclosed, money_of
from isteam_app.services.cases import CasePage
from isteam_app.services.moves import Move
from ui.cases.asks import (
    ASK_APPROVAL,
    ASK_CORRECTION,
    ASK_DECISION,
    ASK_NOTE,
    ASK_OWNER,
    ASK_SERVICE,
    MOVE,
    Ask,
    ask_form,
)
from ui.cases.notices import choices, form_of, ready, waiting
from ui.cases.words import decision_words

_ACTS = {
    EventKind.CLOSED: "Close the case",
    EventKind.REOPENED: "Reopen the case",
    EventKind.EXTENDED: "Extend the time",
}
_HINTS = {
    EventKind.EXTENDED: "Tell the person within the first month, with the reason.",
    EventKind.EXTENSION_LATE: "The date stays as it was: this records the breach.",
    EventKind.CLOSED: "The reason is kept as the outcome. It can be reopened.",
    EventKind.REOPENED: "The clock counts on from what happened before.",
    EventKind.SENT_BACK: "The forms can be changed, and the case is decided anew.",
    EventKind.RESTRICTION_LIFTED: "The data may be used again from that day.",
}
_LONGEST = 110
_FORMS = {EventKind.SUPPRESSED: "suppression"}
"""What is recorded by filling in a form."""
_DECIDE = Move(event=EventKind.DECIDED, label=ASK_DECISION.title)
_DECIDED = (
    "The case is decided. To decide it anew, take the decision back with the reason, "
    "or reopen the case once it was answered and closed."
)


def ask_for(move: Move, page: CasePage) -> Ask:
    """What a move asks for before it is recorded."""
    ask = Ask(
        MOVE,
        move.label,
        _ACTS.get(move.event, "Record it"),
        event=move.event.value,
        label=move.text,
        hint=_HINTS.get(move.event, ""),
    )
    if move.event is EventKind.CLOSED:
        return replace(ask, text=decision_words(page))
    return ask


def ask_event(page: CasePage, event: str) -> Ask | None:
    """What the next step of a case asks for, or None where it cannot be recorded."""
    kind = EventKind(event)
    if kind is EventKind.DECIDED:
        return ASK_DECISION
    if kind is EventKind.APPROVED:
        return ASK_APPROVAL
    if kind in _FORMS:
        return ask_form(_FORMS[kind])
    move = next((move for move in page.moves if move.event is kind), None)
    return ask_for(move, page) if move else None


def ask_money(page: CasePage) -> Ask:
    """Ask how money nobody asked for went back; the note begins as it must."""
    came = money_enclosed(page.case.events)
    money = money_of(came) if came else ""
    return replace(
        ASK_NOTE,
        title="Return the money enclosed",
        hint="Keep the beginning: it settles the line of the checklist. Add how it "
        "went, and the item number.",
        text=f"{RETURNED}: {money}, by ",
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
        for ask in (*_deciding(page), *_allowed(page), *_always(page)):
            self._add(ask.title, ask)
        refused = _refused(page)
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
        for template in choices(page):
            words = template.title + _to_whom(page, template.key)
            self.addAction(words.replace("&", "&&"), partial(self._start, template.key))


def _to_whom(page: CasePage, template: str) -> str:
    """Say to whom a letter to others goes, or what it lacks before it can be begun."""
    form = form_of(page, template)
    if form is None:
        return ""
    entry = ready(page, form)
    if entry is not None:
        return f" ({form.heading(dict(entry.values))})"
    found = waiting(page, form)
    if len(found) > 1:
        return " (choose whom)"
    return " (the address is missing)" if found else " (name them first)"


def _deciding(page: CasePage) -> tuple[Ask, ...]:
    """What may be decided now: early too, where the person withdraws or is silent."""
    if not page.case.is_open or not page.definition.is_decided:
        return ()
    if page.case.state is CaseState.FOR_APPROVAL:
        return (ASK_APPROVAL,)
    return () if page.case.state is CaseState.DECIDED else (ASK_DECISION,)


def _allowed(page: CasePage) -> tuple[Ask, ...]:
    return tuple(ask_for(move, page) for move in page.moves if not move.refused)


def _always(page: CasePage) -> tuple[Ask, ...]:
    usual = (ASK_OWNER, ASK_CORRECTION)
    return (*usual, ASK_SERVICE) if page.case.is_open else usual


def _refused(page: CasePage) -> tuple[Move, ...]:
    """What cannot be recorded now, a second decision among it."""
    refused = tuple(move for move in page.moves if move.refused)
    decided = page.case.state is CaseState.DECIDED
    return (*refused, replace(_DECIDE, refused=_DECIDED)) if decided else refused
