"""What each kind of case is taken through, from the scan to its end, as a table."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from isteam_app.domain.cases import CaseKind, EventKind

DATED, RECEIVED = date(2026, 11, 17), date(2026, 11, 20)
A_MONTH, HOUSE = date(2026, 12, 21), date(2026, 12, 18)
"""What the law gives a right that came on 20 November, and what the house allows."""

RECIPIENT = {
    "name": "Harbourline Parcels",
    "address": "4 Quay Street\nWesthaven\nQY1 3AB",
    "had": "Name and address",
}

ANSWERS: Mapping[str, Mapping[str, str]] = {
    "search": {"who": "Depot office", "terms": "Name, address", "result": "found"},
    "article_15": {
        **dict.fromkeys(("a", "b", "c", "d", "e", "ea", "f", "g"), "yes"),
        "h": "no",
        "transfers": "no",
        "delivery": "signed",
    },
    "hold": {"confirmed_by": "Security desk", "released_on": "today"},
    "item": {"item": "Delivery records, 4 pages", "decision": "given"},
    "correction": {
        "item": "House number",
        "old": "21 Lantern Row",
        "new": "12 Lantern Row",
        "evidence": "A council tax bill",
        "decision": "corrected",
        "systems": "Mail tracking",
    },
    "erasure": {
        "ground": "unneeded",
        "erased": "The account and its address book",
        "erased_on": "today",
        "systems": "Customer records",
        "backups": "Overwritten within 30 days",
        "suppressed": "yes",
    },
    "restriction": {
        "ground": "accuracy",
        "scope": "Delivery notes of October",
        "start": "today",
        "systems": "Mail tracking",
        "lift_reason": "The notes were checked and put right.",
    },
    "package": {
        **dict.fromkeys(("provided", "basis", "automated"), "yes"),
        "format": "csv",
        "destination": "person",
        "files": "data.csv",
        "checksum": "9f86d081884c7d659a2feaa0c55ad015",
    },
    "objection": {
        "use": "Planning of rounds",
        "claimed": "They work at night",
        "basis": "legitimate",
        "balance": "The rounds can be planned without them",
        "systems": "Route planning",
        "stopped_on": "today",
    },
    "suppression": {
        "channels": "post\nemail",
        "scopes": "own\nthird_party",
        "effective": "today",
        "keys": "Name and address",
        "systems": "Mailing list",
        "third_parties": "Fairmark Catalogues Ltd",
    },
    "issue": {
        "issue": "A parcel was opened",
        "enquiries": "We asked the depot",
        "findings": "The label had come off",
        "finding": "upheld",
    },
    "remedy": {"remedy": "An apology", "root_cause": "process", "breach": "no"},
    "redress": {"category": "lost", "redress": "The postage back", "amount": "4.45"},
    "controller": {
        "name": "Thornfield Seeds",
        "address": "8 Harrow Lane\nWesthaven\nQY2 1AB",
        "asked": "A copy of what they hold",
        "passed_on": "today",
        "how": "Tracked post",
    },
    "regulator": {
        "reference": "IC-118204-T7",
        "asked": "How the request was dealt with",
        "answer_by": "4/12/2026",
        "view": "No further action",
    },
    "recipient": RECIPIENT,
}
"""What is typed into each form: by question, with days as a person types them."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """One kind of case on its way. Letters are named by their titles.

    `forms` are filled in before the decision though nothing asks for them; `early` and
    `late` letters are written before the decision and after the answer. `after` are
    forms gone back to before the case is closed, `moves` what is recorded then.
    """

    kind: CaseKind
    person: str
    outcome: str
    due: date
    letters: tuple[str, ...]
    forms: tuple[str, ...] = ()
    early: tuple[str, ...] = ()
    late: tuple[str, ...] = ()
    after: tuple[str, ...] = ()
    moves: tuple[tuple[str, str], ...] = ()
    tells: tuple[EventKind, ...] = field(default=())
    approved: bool = False

    def __str__(self) -> str:
        return self.kind.value


JOURNEYS = (
    Journey(
        kind=CaseKind.ACCESS,
        person="Ms Marged Ellwood-Price",
        outcome="given",
        due=A_MONTH,
        forms=("item",),
        after=("hold",),
        letters=("access-acknowledgement", "access-response"),
    ),
    Journey(
        kind=CaseKind.RECTIFICATION,
        person="Mr Idris Vipond",
        outcome="corrected",
        due=A_MONTH,
        forms=("recipient",),
        late=("Recipient: told of a change (Harbourline Parcels)",),
        letters=("rights-acknowledgement", "correction-made", "recipient-notice"),
        tells=(EventKind.RECIPIENT_TOLD,),
    ),
    Journey(
        kind=CaseKind.ERASURE,
        person="Mrs Odile Nightingale",
        outcome="erased",
        due=A_MONTH,
        forms=("recipient",),
        late=("Recipient: told of a change (Harbourline Parcels)",),
        letters=("rights-acknowledgement", "erasure-done", "recipient-notice"),
        tells=(EventKind.RECIPIENT_TOLD,),
        approved=True,
    ),
    Journey(
        kind=CaseKind.RESTRICTION,
        person="Mr Casimir Thackeray",
        outcome="restricted",
        due=A_MONTH,
        late=("Restriction: before we lift it",),
        moves=(("Restriction lifted", "The notes were put right."),),
        letters=("rights-acknowledgement", "restriction-applied", "lifting-notice"),
        tells=(EventKind.LIFTING_NOTICE, EventKind.RESTRICTION_LIFTED),
    ),
    Journey(
        kind=CaseKind.PORTABILITY,
        person="Miss Juno Abernethy-Cole",
        outcome="sent",
        due=A_MONTH,
        letters=("rights-acknowledgement", "portability-sent"),
    ),
    Journey(
        kind=CaseKind.OBJECTION,
        person="Dr Ruaridh Pennyfeather",
        outcome="stopped",
        due=A_MONTH,
        letters=("rights-acknowledgement", "objection-upheld"),
    ),
    Journey(
        kind=CaseKind.MARKETING,
        person="Mx Kezia Lovelace",
        outcome="suppressed",
        due=A_MONTH,
        letters=("marketing-confirmation",),
        tells=(EventKind.SUPPRESSED,),
    ),
    Journey(
        kind=CaseKind.COMPLAINT,
        person="Mrs Amara Swithinbank",
        outcome="upheld",
        due=HOUSE,
        early=("Complaint: how far we have got",),
        letters=(
            "complaint-acknowledgement",
            "complaint-progress",
            "complaint-outcome",
        ),
        tells=(EventKind.PROGRESS_TOLD,),
    ),
    Journey(
        kind=CaseKind.SERVICE_COMPLAINT,
        person="Mr Osian Inchbald",
        outcome="upheld",
        due=HOUSE,
        letters=("service-acknowledgement", "service-outcome"),
    ),
    Journey(
        kind=CaseKind.ENQUIRY,
        person="Mr Jago Merriweather",
        outcome="",
        due=HOUSE,
        letters=("enquiry-reply",),
    ),
    Journey(
        kind=CaseKind.PASSED_ON,
        person="Ms Saskia Trevanion",
        outcome="passed_on",
        due=HOUSE,
        late=("Client's data: handed over to the client (Thornfield Seeds)",),
        letters=("passed-to-controller", "controller-handover"),
        tells=(EventKind.RECIPIENT_TOLD,),
    ),
    Journey(
        kind=CaseKind.REGULATOR,
        person="Office of the Example Commissioner",
        outcome="no_action",
        due=date(2026, 12, 4),
        forms=("regulator",),
        early=("Regulator: our reply",),
        letters=("regulator-reply",),
    ),
)
