"""A case: one right or complaint of one person, from arrival to close."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from isteam_app.domain.people import Person


class CaseKind(StrEnum):
    """What is asked. The values are the request names of the deadline engine."""

    ACCESS = "access"
    RECTIFICATION = "rectification"
    ERASURE = "erasure"
    RESTRICTION = "restriction"
    PORTABILITY = "portability"
    OBJECTION = "objection"
    MARKETING = "marketing_objection"
    COMPLAINT = "data_protection_complaint"
    SERVICE_COMPLAINT = "service_complaint"
    ENQUIRY = "enquiry"
    PASSED_ON = "passed_to_controller"
    REGULATOR = "regulator"


class CaseState(StrEnum):
    RECEIVED = "received"
    WAITING = "waiting"
    IN_PROGRESS = "in_progress"
    FOR_APPROVAL = "for_approval"
    DECIDED = "decided"
    CLOSED = "closed"


class Channel(StrEnum):
    POST = "post"
    EMAIL = "email"
    PHONE = "phone"
    IN_PERSON = "in_person"
    OTHER = "other"


class EventKind(StrEnum):
    """What happened to a case. The first nine move the clock."""

    RECEIVED = "received"
    IDENTITY_ASKED = "identity_asked"
    IDENTITY_RECEIVED = "identity_received"
    AUTHORITY_ASKED = "authority_asked"
    AUTHORITY_RECEIVED = "authority_received"
    FEE_ASKED = "fee_asked"
    FEE_PAID = "fee_paid"
    CLARIFICATION_ASKED = "clarification_asked"
    CLARIFICATION_RECEIVED = "clarification_received"
    EXTENDED = "extended"
    EXTENSION_LATE = "extension_late"
    ACKNOWLEDGED = "acknowledged"
    PROGRESS_TOLD = "progress_told"
    SUBMITTED = "submitted"
    APPROVED = "approved"
    SENT_BACK = "sent_back"
    DECIDED = "decided"
    WITHDRAWN = "withdrawn"
    ANSWERED = "answered"
    SUPPRESSED = "suppressed"
    RECIPIENT_TOLD = "recipient_told"
    LIFTING_NOTICE = "lifting_notice"
    RESTRICTION_LIFTED = "restriction_lifted"
    LETTER_FINALISED = "letter_finalised"
    LETTER_PRINTED = "letter_printed"
    LETTER_POSTED = "letter_posted"
    LETTER_RETURNED = "letter_returned"
    LETTER_REPLACED = "letter_replaced"
    DOCUMENT_ADDED = "document_added"
    ASSIGNED = "assigned"
    LINKED = "linked"
    DATES_MOVED = "dates_moved"
    NOTE = "note"
    CALL = "call"
    CLOSED = "closed"
    REOPENED = "reopened"


class ClockState(StrEnum):
    RUNNING = "running"
    PAUSED = "paused"
    NOT_STARTED = "not_started"
    NONE = "none"


@dataclass(frozen=True, slots=True, kw_only=True)
class PostItem:
    """One item of post (or call, or visit) as it arrived. It may open several cases."""

    requester: Person
    received: date
    reached_team: date | None = None
    dated: date | None = None
    channel: Channel = Channel.POST
    their_reference: str = ""
    summary: str = ""
    acting_for: str = ""
    reply_to: Person | None = None
    id: int = 0

    @property
    def written_to(self) -> Person:
        """Who answers go to: somebody named for that, or else whoever wrote."""
        return self.reply_to or self.requester


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseEvent:
    """Something that happened on a day. `text` is what the caseworker wrote."""

    kind: EventKind
    on: date
    text: str = ""
    recorded_at: datetime | None = None
    recorded_by: str = ""
    letter_id: int | None = None
    document_id: int | None = None
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One case with everything its page shows except letters and documents.

    `subject` is whose data it is; `post` is the item that opened it and names who
    wrote. `decision` and `ground` are keys of its `CaseType`; a decision that waits for
    approval stands here too (see `state`). `service` is the post its answer goes by,
    "" for the usual one; `comply_by` a day that somebody else set. `due`, `post_by`,
    `clock`, `next_action` and `next_by` are copies for lists, refreshed whenever events
    change: the truth is the events (see `deadlines`).
    """

    reference: str
    kind: CaseKind
    state: CaseState
    subject: Person
    post: PostItem
    events: tuple[CaseEvent, ...]
    owner: str = ""
    clock: ClockState = ClockState.RUNNING
    due: date | None = None
    post_by: date | None = None
    next_action: str = ""
    next_by: date | None = None
    decision: str = ""
    ground: str = ""
    decided_by: str = ""
    service: str = ""
    comply_by: date | None = None
    outcome: str = ""
    closed_on: date | None = None
    id: int = 0
    version: int = 1

    @property
    def is_open(self) -> bool:
        return self.state is not CaseState.CLOSED

    @property
    def received(self) -> date:
        return self.post.received

    @property
    def since_reopened(self) -> tuple[CaseEvent, ...]:
        """What happened since the case was last opened again; all of it, if never."""
        kinds = [event.kind for event in self.events]
        if EventKind.REOPENED not in kinds:
            return self.events
        last = len(kinds) - 1 - kinds[::-1].index(EventKind.REOPENED)
        return self.events[last + 1 :]

    def has(self, kind: EventKind) -> bool:
        """Say whether something happened since the case was last opened again."""
        return any(event.kind is kind for event in self.since_reopened)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseRow:
    """One line of a list of cases: what the table shows, nothing more."""

    id: int
    reference: str
    kind: CaseKind
    state: CaseState
    person: str
    owner: str
    received: date
    clock: ClockState
    due: date | None
    post_by: date | None
    next_action: str
    next_by: date | None


class LinkKind(StrEnum):
    """How one case hangs together with another, read from the first to the second."""

    COMPLAINT_ABOUT = "complaint_about"
    REPEAT_OF = "repeat_of"
    REGULATOR_STAGE_OF = "regulator_stage_of"
    RELATED = "related"


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseLink:
    """A link that somebody made between two cases. Both of them show it."""

    case_id: int
    other_id: int
    kind: LinkKind
    reason: str = ""
    made_at: datetime | None = None
    made_by: str = ""
    id: int = 0
