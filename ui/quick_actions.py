"""What quick find offers: records of the vault, and things to do."""

from collections.abc import Sequence
from dataclasses import dataclass

from isteam_app.domain import listing
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.listing import HitKind
from isteam_app.domain.text import fold
from isteam_app.errors import IsteamError, VaultUnavailable
from isteam_app.services.replies import Reply, find_reply
from isteam_app.services.search import find
from isteam_app.services.session import Session
from isteam_app.services.views import BUILT_IN, REQUESTS_BUILT_IN
from ui.common.top_bar import Hit

_ICONS = {
    HitKind.CASE: "case",
    HitKind.PERSON: "person",
    HitKind.DISCLOSURE: "disclosure",
    HitKind.LETTER: "letter",
}


LONGEST, _FEW = 200, 4


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
        key="audit",
        icon="registers",
        words="Audit trail",
        also="log who did viewed opened check seal tamper history",
    ),
    Action(
        key="templates",
        icon="document",
        words="Templates of letters",
        also="wording paragraph version lint edit letter text import export",
    ),
    Action(
        key="directory",
        icon="directory",
        words="Directory of organisations",
        also="police council switchboard number call back requester",
    ),
    Action(
        key="numbers",
        icon="reports",
        words="Numbers of the register",
        also="statistics year requests disclosures chart median",
    ),
    Action(
        key="lock",
        icon="lock",
        words="Lock the vault",
        shortcut="Ctrl+L",
        also="sign out close leave",
    ),
)
_SETTINGS = (
    ("team", "Team", "people role administrator approver away absence passphrase"),
    ("organisation", "Organisation", "letterhead address company"),
    ("regulator", "Regulator", "commissioner complaint"),
    ("signatory", "Signatory", "sign name role"),
    ("targets", "Targets", "days acknowledge outcome progress"),
    ("deadlines", "Calendar", "holidays nation working days"),
    ("post", "Post", "delivery service first class"),
    ("searches", "Searches", "systems checklist"),
    ("approvals", "Second person", "approve decisions"),
    ("requests", "Third parties", "police rank counter-sign lock review emergency"),
    ("letters", "Letters", "envelope window"),
    ("templates", "Templates", "wording versions"),
    ("security", "Security", "idle lock minutes minimise screenshot remember"),
    ("computer", "This computer", "keyring remember unlock without passphrase"),
    ("audit", "Audit trail", "log check seal"),
    ("appearance", "Appearance", "theme dark light text size"),
    ("about", "About", "version test"),
)


def _go(key: str, icon: str, words: str, shortcut: str) -> Action:
    return Action(key=key, icon=icon, words=f"Go to {words}", shortcut=shortcut)


EVERY_ACTION = (
    *ACTIONS,
    _go("today", "today", "Today", "Ctrl+1"),
    _go("cases", "cases", "Cases", "Ctrl+2"),
    _go("disclosures", "disclosures", "Disclosures", "Ctrl+3"),
    *(
        Action(
            key=f"intake:{kind.value}",
            icon="add",
            words=f"New {definition.name[0].lower()}{definition.name[1:]}",
            also=f"{definition.ask} {definition.word}",
        )
        for kind, definition in CASE_TYPES.items()
        if definition.at_intake
    ),
    *(
        Action(key=f"cases:{view.words}", icon="cases", words=f"Cases: {view.name}")
        for view in BUILT_IN
    ),
    *(
        Action(
            key=f"disclosures:{view.words}",
            icon="disclosures",
            words=f"Disclosures: {view.name}",
        )
        for view in REQUESTS_BUILT_IN
        if view.words
    ),
    *(
        Action(
            key=f"settings:{key}", icon="settings", words=f"Settings: {word}", also=also
        )
        for key, word, also in _SETTINGS
    ),
)
"""Those with a key of their own, then every page, kind of case, view and section."""


@dataclass(frozen=True, slots=True)
class QuickFind:
    """Answers what is typed, from the vault and from the list of actions."""

    session: Session

    def __call__(self, text: str) -> Sequence[Hit]:
        """Actions that match, then records, best first. Nothing for nothing typed."""
        if not text.strip():
            return ()
        slip = self._slip(text)
        if slip is not None:
            return (slip,)
        acts, records = _acts(text), self._records(text)
        # the records must not be pushed out of sight
        return (*acts[:_FEW], *records, *acts[_FEW:])

    def _slip(self, text: str) -> Hit | None:
        """Answer the code of a slip that came back: one line, the right record."""
        try:
            reply = find_reply(self.session, text[:LONGEST])
        except VaultUnavailable:
            return None  # the search below says it
        except IsteamError as error:
            return Hit("error", error.title, str(error))
        return None if reply is None else _reply_hit(reply)

    def _records(self, text: str) -> list[Hit]:
        try:
            found = find(self.session, text[:LONGEST])
        except IsteamError as error:
            return [Hit("error", error.title, str(error))]
        return [_hit(record) for record in found]


def _acts(text: str) -> list[Hit]:
    typed = fold(text[:LONGEST]).replace("-", " ").split()
    if not typed:
        return []
    return [
        Hit(action.icon, action.words, action.shortcut, action.key)
        for action in EVERY_ACTION
        if _suits(typed, action)
    ]


def _suits(typed: Sequence[str], action: Action) -> bool:
    known = (
        fold(f"{action.words} {action.also}".replace(":", " "))
        .replace("-", " ")
        .split()
    )
    return all(any(word.startswith(part) for word in known) for part in typed)


def _reply_hit(reply: Reply) -> Hit:
    request = reply.disclosure_id
    record = listing.Hit(
        kind=HitKind.CASE if request is None else HitKind.DISCLOSURE,
        id=reply.case_id or request or 0,
        reference=reply.letter.reference,
        title=reply.words,
    )
    icon = _ICONS[record.kind]
    return Hit(icon, f"Reply to {record.reference}", record.title, record)


def _hit(record: listing.Hit) -> Hit:
    title = f"{record.reference}  {record.title}".strip()
    detail = record.detail
    if record.kind is HitKind.CASE:
        detail = CASE_TYPES[CaseKind(detail)].name
    return Hit(_ICONS[record.kind], title, detail, record)
