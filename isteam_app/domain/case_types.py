"""Every kind of case: its law, its clock, what may happen to it, its letters."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType

from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.domain.deadlines import Request

IDENTITY = (EventKind.IDENTITY_ASKED, EventKind.IDENTITY_RECEIVED)
AUTHORITY = (EventKind.AUTHORITY_ASKED, EventKind.AUTHORITY_RECEIVED)
FEE = (EventKind.FEE_ASKED, EventKind.FEE_PAID)
CLARIFICATION = (EventKind.CLARIFICATION_ASKED, EventKind.CLARIFICATION_RECEIVED)


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseType:
    """What the program knows of one kind of case.

    `ask` is the tick box at intake; `understood` stands in a letter for what they ask
    where nobody has summed it up, "" for nothing. `clock` is the statutory clock, or
    None where only the house target runs. `answer` names what ends the work: the
    letter that the person waits for.
    """

    kind: CaseKind
    name: str
    ask: str
    understood: str
    law: str
    clock: Request | None
    events: tuple[EventKind, ...]
    acknowledgement: str
    response: str
    answer: str
    other_letters: tuple[str, ...] = ()

    @property
    def letters(self) -> tuple[str, ...]:
        """The keys of the letter templates this kind of case may use."""
        return tuple(
            dict.fromkeys((self.acknowledgement, self.response, *self.other_letters))
        )


_ACCESS = CaseType(
    kind=CaseKind.ACCESS,
    name="Access request",
    ask="Copy of their data",
    understood="a copy of the personal data we hold about you",
    law="UK GDPR Article 15",
    clock=Request.ACCESS,
    events=(*IDENTITY, *AUTHORITY, *FEE, *CLARIFICATION, EventKind.EXTENDED),
    acknowledgement="access-acknowledgement",
    response="access-response",
    answer="Write the response",
    other_letters=("identity-request", "clarification-request"),
)
_COMPLAINT = CaseType(
    kind=CaseKind.COMPLAINT,
    name="Data protection complaint",
    ask="Data protection complaint",
    understood="how we have used your personal data",
    law="Data Protection Act 2018 section 164A",
    clock=Request.DATA_PROTECTION_COMPLAINT,
    events=(),
    acknowledgement="complaint-acknowledgement",
    response="complaint-outcome",
    answer="Write the outcome",
)
_ENQUIRY = CaseType(
    kind=CaseKind.ENQUIRY,
    name="General enquiry",
    ask="General enquiry",
    understood="",
    law="House target",
    clock=None,
    events=(),
    acknowledgement="enquiry-reply",
    response="enquiry-reply",
    answer="Write the answer",
)

CASE_TYPES: Mapping[CaseKind, CaseType] = MappingProxyType(
    {definition.kind: definition for definition in (_ACCESS, _COMPLAINT, _ENQUIRY)}
)
