"""What each thing that happens to a case is called."""

from collections.abc import Mapping

from isteam_app.domain.cases import EventKind

EVENT_NAMES: Mapping[EventKind, str] = {
    EventKind.RECEIVED: "Request received",
    EventKind.IDENTITY_ASKED: "Identity asked for",
    EventKind.IDENTITY_RECEIVED: "Proof of identity received",
    EventKind.AUTHORITY_ASKED: "Authority asked for",
    EventKind.AUTHORITY_RECEIVED: "Proof of authority received",
    EventKind.FEE_ASKED: "Fee asked for",
    EventKind.FEE_PAID: "Fee paid",
    EventKind.CLARIFICATION_ASKED: "Clarification asked for",
    EventKind.CLARIFICATION_RECEIVED: "Clarification received",
    EventKind.EXTENDED: "Extended by two months",
    EventKind.EXTENSION_LATE: "Extension told too late",
    EventKind.ACKNOWLEDGED: "Acknowledged",
    EventKind.PROGRESS_TOLD: "Told how it is going",
    EventKind.SUBMITTED: "Decision sent for approval",
    EventKind.APPROVED: "Decision approved",
    EventKind.SENT_BACK: "Decision sent back",
    EventKind.DECIDED: "Decided",
    EventKind.WITHDRAWN: "Withdrawn by the person",
    EventKind.ANSWERED: "Answered",
    EventKind.SUPPRESSED: "Marketing stopped",
    EventKind.RECIPIENT_TOLD: "Recipient told",
    EventKind.LIFTING_NOTICE: "Lifting notice posted",
    EventKind.RESTRICTION_LIFTED: "Restriction lifted",
    EventKind.LETTER_FINALISED: "Letter finalised",
    EventKind.LETTER_PRINTED: "Letter printed",
    EventKind.LETTER_POSTED: "Letter posted",
    EventKind.LETTER_RETURNED: "Letter came back",
    EventKind.LETTER_REPLACED: "Letter replaced",
    EventKind.DOCUMENT_ADDED: "Scan kept",
    EventKind.ASSIGNED: "Given to somebody",
    EventKind.LINKED: "Linked with another case",
    EventKind.DATES_MOVED: "Dates moved",
    EventKind.NOTE: "Note",
    EventKind.CALL: "Call",
    EventKind.CLOSED: "Case closed",
    EventKind.REOPENED: "Case reopened",
}
