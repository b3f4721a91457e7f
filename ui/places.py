"""The places one can be at, and what each is called."""

from dataclasses import dataclass

from isteam_app.errors import IsteamError
from isteam_app.services.session import Session
from ui.common.rail import RailItem
from ui.window_titles import PROGRAM, title_of

PLACES = (
    RailItem("today", "Today", "today", "Ctrl+1"),
    RailItem("cases", "Cases", "cases", "Ctrl+2"),
    RailItem("disclosures", "Disclosures", "disclosures", "Ctrl+3"),
    RailItem("letters", "Letters", "letters", "Ctrl+4"),
    RailItem("people", "People", "people", "Ctrl+5"),
    RailItem("deadlines", "Deadlines", "deadlines", "Ctrl+6"),
)
FOOT = (
    RailItem("settings", "Settings", "settings", "Ctrl+,"),
    RailItem("lock", "Lock", "lock", "Ctrl+L"),
)
_NEW = {
    "intake": "New item of post",
    "request": "New third-party request",
    "audit": "Audit trail",
    "templates": "Templates",
    "batch": "Letters to many people",
    "directory": "Directory of organisations",
    "numbers": "Numbers of the register",
}


@dataclass(frozen=True, slots=True)
class Place:
    """A page, and which record it shows (0 where it shows none)."""

    key: str
    id: int = 0

    @property
    def draft(self) -> str:
        """Under which name its half typed text is kept."""
        return f"{self.key}/{self.id}" if self.id else self.key


def place_of_draft(draft: str) -> Place | None:
    """The place whose half typed text is kept under a name."""
    key, _, number = draft.partition("/")
    if number and not number.isdecimal():
        return None
    return Place(key, int(number or 0))


def place_words(session: Session, place: Place) -> str:
    """What a place is called: its reference, its name in the rail, or new post."""
    try:
        title = title_of(session, place.key, place.id)
    except IsteamError:
        return "Something that is not there any more"
    names = {item.key: item.word for item in (*PLACES, *FOOT)} | _NEW
    reference = title.removesuffix(PROGRAM).rstrip(" -")
    if place.id and place.key == "request" and not reference:
        return "A third-party request"  # a lock says nothing of it
    return reference or names.get(place.key, "Another page")
