"""A third party's request to be told about somebody, and what was decided."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class RequesterKind(StrEnum):
    POLICE = "police"
    COURT = "court"
    SOLICITOR = "solicitor"
    TAX_OR_BENEFITS = "tax_or_benefits"
    LOCAL_AUTHORITY = "local_authority"
    REGULATOR = "regulator"
    FRAUD_AGENCY = "fraud_agency"
    CREDIT_REFERENCE = "credit_reference"
    DEBT_RECOVERY = "debt_recovery"
    INSURER = "insurer"
    OTHER = "other"


class Decision(StrEnum):
    UNDECIDED = "undecided"
    DISCLOSE = "disclose"
    PART = "part"
    REFUSE = "refuse"
    MORE = "ask_for_more"
    LEGAL = "refer_to_legal"


class Told(StrEnum):
    """Whether the person the data is about has been told."""

    NOT_YET = "not_yet"
    TOLD = "told"
    MUST_NOT = "must_not_be_told"
    NOT_NEEDED = "not_needed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Disclosure:
    """One third-party request. `about` is the person in the requester's words."""

    received: date
    organisation: str
    kind: RequesterKind
    about: str
    asked: str
    legal_basis: str = ""
    compelled: bool = False
    officer: str = ""
    their_reference: str = ""
    categories: tuple[str, ...] = ()
    comply_by: date | None = None
    decision: Decision = Decision.UNDECIDED
    reason: str = ""
    decided_by: str = ""
    decided_on: date | None = None
    what_left: str = ""
    method: str = ""
    left_on: date | None = None
    told: Told = Told.NOT_YET
    told_reason: str = ""
    person_id: int | None = None
    reference: str = ""
    recorded_at: datetime | None = None
    recorded_by: str = ""
    id: int = 0
    version: int = 1


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
