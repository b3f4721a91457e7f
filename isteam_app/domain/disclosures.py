"""A third party's request to be told about somebody, and what was decided."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RequesterKind(StrEnum):
    """Who asks. What each may be told, and on what grounds, is in `gateways`."""

    POLICE = "police"
    LAW_ENFORCEMENT = "law_enforcement"
    COURT = "court"
    PROSECUTION_DEFENCE = "prosecution_defence"
    SOLICITOR = "solicitor"
    HMRC = "hmrc"
    BENEFITS = "benefits"
    LOCAL_AUTHORITY = "local_authority"
    REGULATOR = "regulator"
    CORONER = "coroner"
    FRAUD_AGENCY = "fraud_agency"
    CREDIT_REFERENCE = "credit_reference"
    DEBT_RECOVERY = "debt_recovery"
    INSURER = "insurer"
    ELECTED_REPRESENTATIVE = "elected_representative"
    NEXT_OF_KIN = "next_of_kin"
    CLIENT_CONTROLLER = "client_controller"
    OTHER = "other"


class Decision(StrEnum):
    UNDECIDED = "undecided"
    DISCLOSE = "disclose"
    PART = "part"
    REFUSE = "refuse"
    MORE = "ask_for_more"
    LEGAL = "refer_to_legal"
    NEITHER = "neither"
    """Neither confirm nor deny that anything is held."""


LEAVES = frozenset({Decision.DISCLOSE, Decision.PART})
"""The decisions after which something leaves."""


class DisclosureState(StrEnum):
    """How far a request has come."""

    OPEN = "open"
    WAITING = "waiting"
    """More was asked of the requester."""
    AT_LEGAL = "at_legal"
    FOR_APPROVAL = "for_approval"
    TO_RECORD = "to_record"
    """Disclosed in an emergency; the record and the second look are still to come."""
    DECIDED = "decided"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    """Recorded in error: kept, and shown to those alone who may see locked requests."""


BEING_CHECKED = frozenset(
    {
        DisclosureState.OPEN,
        DisclosureState.WAITING,
        DisclosureState.AT_LEGAL,
        DisclosureState.TO_RECORD,
    }
)
"""The states in which the sections of a request are filled in."""


class Told(StrEnum):
    """Whether the person the data is about has been told."""

    NOT_YET = "not_yet"
    TOLD = "told"
    MUST_NOT = "must_not_be_told"
    NOT_NEEDED = "not_needed"


class ApprovedHow(StrEnum):
    """In what way a decision was approved."""

    NOBODY = ""
    SECOND = "second"
    COVER = "cover"
    """By whoever prepared it: nobody else in the team may approve."""
    AFTERWARDS = "afterwards"
    """By a second person, after an emergency disclosure."""
    NOT_NEEDED = "not_needed"


class LockReason(StrEnum):
    """Why the person must not be told."""

    PREJUDICE = "prejudice"
    IPA = "ipa_82"
    POCA = "poca"
    ORDER = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One third-party request, as a line of the register tells of it.

    What was filled in stands in the entries of its sections (see `disclosure_forms`);
    the fields here down to `return_by` follow from them (see `followed`). `about` is
    the person in the requester's words. `gateway` is the legal basis in a few words.
    `verdicts` are the gates as they stood when it was decided, "" before that.
    """

    received: date
    organisation: str
    kind: RequesterKind
    about: str = ""
    asked: str = ""
    legal_basis: str = ""
    compelled: bool = False
    officer: str = ""
    their_reference: str = ""
    categories: tuple[str, ...] = ()
    comply_by: date | None = None
    what_left: str = ""
    method: str = ""
    left_on: date | None = None
    told: Told = Told.NOT_YET
    told_reason: str = ""
    life_at_risk: bool = False
    return_by: date | None = None
    decision: Decision = Decision.UNDECIDED
    reason: str = ""
    state: DisclosureState = DisclosureState.OPEN
    prepared_by: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    approved_how: ApprovedHow = ApprovedHow.NOBODY
    emergency: bool = False
    record_by: date | None = None
    waiting_since: date | None = None
    closed_on: date | None = None
    verdicts: str = ""
    locked: bool = False
    lock_review: date | None = None
    organisation_id: int | None = None
    person_id: int | None = None
    reference: str = ""
    recorded_at: datetime | None = None
    recorded_by: str = ""
    id: int = 0
    version: int = 1

    @property
    def to_look_over(self) -> bool:
        """Whether it was disclosed in an emergency that nobody has looked over yet."""
        return self.emergency and self.record_by is not None

    @property
    def is_open(self) -> bool:
        """Whether its sections may still be filled in."""
        return self.state in BEING_CHECKED


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureRow:
    """One line of the register."""

    id: int
    reference: str
    received: date
    organisation: str
    kind: RequesterKind
    about: str
    legal_basis: str
    decision: Decision
    comply_by: date | None
    left_on: date | None
    told: Told
    state: DisclosureState = DisclosureState.OPEN
    waiting_since: date | None = None
    record_by: date | None = None
    locked: bool = False
    emergency: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Subject:
    """Somebody a request is about: a person of the vault, or as they are described."""

    disclosure_id: int
    name: str
    details: str = ""
    person_id: int | None = None
    id: int = 0
    version: int = 1


class RequestEvent(StrEnum):
    """What happened to a request."""

    RECORDED = "recorded"
    ASKED_MORE = "asked_more"
    MORE_CAME = "more_came"
    REFERRED = "referred"
    LEGAL_ANSWERED = "legal_answered"
    SUBMITTED = "submitted"
    SENT_BACK = "sent_back"
    APPROVED = "approved"
    DECIDED = "decided"
    EMERGENCY = "emergency"
    REOPENED = "reopened"
    LETTER = "letter"
    LEFT = "left"
    LOCKED = "locked"
    LOCK_REVIEWED = "lock_reviewed"
    LIFTED = "lifted"
    CLEARED = "cleared"
    CLOSED = "closed"
    WITHDRAWN = "withdrawn"
    NOTE = "note"


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestStep:
    """One thing that happened to a request: when, by whom, in which words."""

    disclosure_id: int
    kind: RequestEvent
    on: date
    text: str = ""
    recorded_at: datetime | None = None
    recorded_by: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Lock:
    """A do-not-tell lock. It stands until somebody who approves lifts it."""

    disclosure_id: int
    reason: LockReason
    authority: str
    review_on: date
    set_at: datetime | None = None
    set_by: str = ""
    lifted_at: datetime | None = None
    lifted_by: str = ""
    lifted_why: str = ""
    id: int = 0
    version: int = 1

    @property
    def stands(self) -> bool:
        return self.lifted_at is None
