"""Money that came with a letter though nobody asked for it, and goes back."""

from collections.abc import Iterable

from isteam_app.domain.cases import CaseEvent, EventKind
from isteam_app.domain.text import fold

RETURNED = "Money returned"
"""How a note begins that says the money has gone back."""
_ENCLOSED = " enclosed; nobody asked for a fee: return it."


def enclosed_note(money: str) -> str:
    """Return the note of money found in the envelope: "£10 banknote"."""
    return f"{money}{_ENCLOSED}"


def money_of(event: CaseEvent) -> str:
    """Return what money an event says was enclosed, "" for every other event."""
    if event.kind is not EventKind.NOTE or not event.text.endswith(_ENCLOSED):
        return ""
    return event.text.removesuffix(_ENCLOSED)


def money_enclosed(events: Iterable[CaseEvent]) -> CaseEvent | None:
    """Return the event that says money was enclosed, None where none was."""
    return next((event for event in events if money_of(event)), None)


def money_returned(events: Iterable[CaseEvent]) -> CaseEvent | None:
    """Return the later note that says it has gone back, None while it is still here."""
    events = tuple(events)
    came = money_enclosed(events)
    if came is None:
        return None
    start = fold(RETURNED)
    for event in events[events.index(came) + 1 :]:
        if event.kind is EventKind.NOTE and fold(event.text).startswith(start):
            return event
    return None
