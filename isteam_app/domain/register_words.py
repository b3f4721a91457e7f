"""What the register calls things on paper and in files."""

from collections.abc import Mapping

from isteam_app.domain.disclosure_forms.choices import (
    ANNEX_1,
    ARTICLE_6,
    INSTRUMENTS,
    KINDS,
)
from isteam_app.domain.disclosures import (
    ApprovedHow,
    Decision,
    DisclosureState,
    RequesterKind,
    Told,
)

KIND_WORDS: Mapping[RequesterKind, str] = {
    RequesterKind(key): words for key, words in KINDS
}
DECISION_WORDS: Mapping[Decision, str] = {
    Decision.UNDECIDED: "Not decided yet",
    Decision.DISCLOSE: "Disclosed in full",
    Decision.PART: "Disclosed in part",
    Decision.REFUSE: "Refused",
    Decision.MORE: "Asked for more",
    Decision.LEGAL: "Referred to legal",
    Decision.NEITHER: "Neither confirmed nor denied",
}
STATE_WORDS: Mapping[DisclosureState, str] = {
    DisclosureState.OPEN: "Open",
    DisclosureState.WAITING: "Waits for the requester",
    DisclosureState.AT_LEGAL: "With legal",
    DisclosureState.FOR_APPROVAL: "Waits for approval",
    DisclosureState.TO_RECORD: "Emergency, to be recorded",
    DisclosureState.DECIDED: "Decided",
    DisclosureState.CLOSED: "Closed",
    DisclosureState.WITHDRAWN: "Recorded in error",
}
TOLD_WORDS: Mapping[Told, str] = {
    Told.NOT_YET: "Not told yet",
    Told.TOLD: "Told",
    Told.MUST_NOT: "Must not be told",
    Told.NOT_NEEDED: "Need not be told",
}
APPROVED_WORDS: Mapping[ApprovedHow, str] = {
    ApprovedHow.NOBODY: "",
    ApprovedHow.SECOND: "By a second person",
    ApprovedHow.COVER: "By who prepared it, nobody else could",
    ApprovedHow.AFTERWARDS: "Looked over after an emergency",
    ApprovedHow.NOT_NEEDED: "No second person needed",
}
OTHER_BASIS = "Another basis"
_BASES = frozenset(
    words for choices in (INSTRUMENTS, ARTICLE_6, ANNEX_1) for _, words in choices
)


def gateway_words(legal_basis: str) -> str:
    """Return the basis of a request in words of the program alone.

    What somebody typed is not repeated: a name could stand in it.
    """
    if not legal_basis:
        return "Not recorded yet"
    parts = legal_basis.split("; ")
    return legal_basis if _BASES.issuperset(parts) else OTHER_BASIS
