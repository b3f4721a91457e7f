"""What quick find offers: records of the vault, and things to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from isteam_app.domain import listing
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.listing import HitKind
from isteam_app.domain.text import fold
from isteam_app.errors import IsteamError
from isteam_app.services.search import find
from isteam_app.services.session import Session
from ui.common.top_bar import Hit

_ICONS = {
    HitKind.CASE: "case",
    HitKind.PERSON: "person",
    HitKind.DISCLOSURE: "disclosure",
    HitKind.LETTER: "letter",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Action:
    """Something to do: its key, its words, and other words people type for it."""

    key: str
    icon: str
    words: str
    shortcut: str = ""
    also: str = ""


ACTIONS = (
    Action(
        key="intake",
        icon="add",
        words="New item of post",
        shortcut="Ctrl+N",
        also="letter received request complaint enquiry case",
    ),
    Action(
        key="request",
        icon="disclosure",
        words="New third-party request",
        shortcut="Ctrl+Shift+N",
        also="police disclosure court authority",
    ),
    Action(
        key="letters",
        icon="print",
        words="Print desk",
        shortcut="Ctrl+4",
        also="letters queue post print",
    ),
    Action(
        key="people",
        icon="people",
        words="People",
        shortcut="Ctrl+5",
        also="person subject representative address merge",
    ),
    Action(
        key="deadlines",
        icon="deadlines",
        words="Deadline calculator",
        shortcut="Ctrl+6",
        also="due date working days month",
    ),
    Action(
        key="settings",
        icon="settings",
        words="Settings",
        shortcut="Ctrl+,",
        also="letterhead theme dark holidays options preferences",
    ),
    Action(
        key="lock",
        icon="lock",
        words="Lock the vault",
        shortcut="Ctrl+L",
        also="sign out close leave",
    ),
)


@dataclass(frozen=True, slots=True)
class QuickFind:
    """Answers what is typed, from the vault and from the list of actions."""

    session: Session

    def __call__(self, text: str) -> Sequence[Hit]:
        """Actions that match, then records, best first. Nothing for nothing typed."""
        if not text.strip():
            return ()
        return (*_acts(text), *self._records(text))

    def _records(self, text: str) -> list[Hit]:
        try:
            found = find(self.session, text)
        except IsteamError as error:
            return [Hit("error", error.title, str(error))]
        return [_hit(record) for record in found]


def _acts(text: str) -> list[Hit]:
    typed = fold(text).split()
    return [
        Hit(action.icon, action.words, action.shortcut, action.key)
        for action in ACTIONS
        if _suits(typed, action)
    ]


def _suits(typed: Sequence[str], action: Action) -> bool:
    known = fold(f"{action.words} {action.also}").split()
    return all(any(word.startswith(part) for word in known) for part in typed)


def _hit(record: listing.Hit) -> Hit:
    title = f"{record.reference}  {record.title}".strip()
    detail = record.detail
    if record.kind is HitKind.CASE:
        detail = CASE_TYPES[CaseKind(detail)].name
    return Hit(_ICONS[record.kind], title, detail, record)
