"""What each state of the work is called, and its icon and tone."""

from dataclasses import dataclass
from datetime import date

from isteam_app.domain.cases import CaseKind, CaseState
from isteam_app.domain.dates import short_date
from isteam_app.domain.disclosures import Decision, Told
from isteam_app.domain.letters import LetterState


@dataclass(frozen=True, slots=True)
class Status:
    """A state as the screen shows it: never a colour without its icon and word.

    `icon` is a meaning from `icons.GLYPHS`; `tone` one of "ok", "warn", "danger",
    "pause", "neutral", "accent".
    """

    word: str
    icon: str
    tone: str = "neutral"

    @property
    def ink(self) -> str:
        """The token of the icon and the word."""
        return "accent_text" if self.tone == "accent" else self.tone

    @property
    def soft(self) -> str:
        """The token of the fill behind them."""
        return f"{self.tone}_soft"

    def saying(self, word: str) -> "Status":
        """The same state in other words: "Overdue" as "2 days late"."""
        return Status(word, self.icon, self.tone)


OVERDUE = Status("Overdue", "late", "danger")
DUE_SOON = Status("Due soon", "soon", "warn")
PAUSED = Status("Paused", "paused", "pause")
NOT_STARTED = Status("Not started", "not_started")
BLOCKED = Status("Blocked", "blocked", "danger")
MISSING = Status("Missing", "missing", "warn")
MET = Status("Met", "done", "ok")
OPEN = Status("Open", "open")

CASES = {
    CaseState.RECEIVED: Status("Received", "post"),
    CaseState.WAITING: Status("Waiting", "paused", "pause"),
    CaseState.IN_PROGRESS: Status("In progress", "under_way", "accent"),
    CaseState.FOR_APPROVAL: Status("For approval", "approval", "warn"),
    CaseState.DECIDED: Status("Decided", "decided", "accent"),
    CaseState.CLOSED: Status("Closed", "done", "ok"),
}
LETTERS = {
    LetterState.DRAFT: Status("Draft", "draft"),
    LetterState.FOR_APPROVAL: Status("For approval", "approval", "warn"),
    LetterState.APPROVED: Status("Approved", "decided", "ok"),
    LetterState.FINAL: Status("Final", "sealed", "accent"),
    LetterState.PRINTED: Status("Printed", "printed", "warn"),
    LetterState.POSTED: Status("Posted", "done", "ok"),
    LetterState.RETURNED: Status("Came back", "returned", "warn"),
    LetterState.SUPERSEDED: Status("Replaced", "undo"),
}
DECISIONS = {
    Decision.UNDECIDED: Status("Undecided", "to_do"),
    Decision.DISCLOSE: Status("Disclose", "done", "ok"),
    Decision.PART: Status("Disclose in part", "under_way", "warn"),
    Decision.REFUSE: Status("Refused", "blocked", "danger"),
    Decision.MORE: Status("Asked for more", "ask_more", "pause"),
    Decision.LEGAL: Status("With legal", "unsure", "warn"),
    Decision.NEITHER: Status("Neither confirmed nor denied", "blocked", "danger"),
}
TOLD = {
    Told.NOT_YET: Status("Not told yet", "to_do"),
    Told.TOLD: Status("Told", "done", "ok"),
    Told.MUST_NOT: Status("Must not be told", "held", "danger"),
    Told.NOT_NEEDED: Status("Need not be told", "tick"),
}
KINDS = {
    CaseKind.ACCESS: Status("Access", "access"),
    CaseKind.RECTIFICATION: Status("Correction", "correction"),
    CaseKind.ERASURE: Status("Erasure", "erasure"),
    CaseKind.RESTRICTION: Status("Restriction", "restriction"),
    CaseKind.PORTABILITY: Status("Portability", "transfer"),
    CaseKind.OBJECTION: Status("Objection", "objection"),
    CaseKind.MARKETING: Status("Marketing", "tell"),
    CaseKind.COMPLAINT: Status("Complaint", "complaint"),
    CaseKind.SERVICE_COMPLAINT: Status("Service", "parcel"),
    CaseKind.ENQUIRY: Status("Enquiry", "enquiry"),
    CaseKind.PASSED_ON: Status("Client\u2019s", "client"),
    CaseKind.REGULATOR: Status("Regulator", "court"),
}


def due_status(due: date, today: date) -> Status:
    """How near a day is, for a dense list: "2 days late, Thu 19 Nov", "Today"."""
    late = (today - due).days
    if late > 0:
        days = "1 day" if late == 1 else f"{late} days"
        return OVERDUE.saying(f"{days} late, {short_date(due, today)}")
    if late == 0:
        return DUE_SOON.saying("Today")
    return Status(short_date(due, today), "date")
