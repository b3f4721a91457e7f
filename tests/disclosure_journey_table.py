"""What each kind of third party asks in the journeys, and what comes of it."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from isteam_app.domain.disclosures import ApprovedHow, Decision, DisclosureState
from isteam_app.domain.organisations import Requester, RequesterKind

Answers = Mapping[str, str]
"""Answers by question; a day as a person types it, what is chosen by its value."""

HANDLER, APPROVER = "Sam Placeholder", "Priya Specimen"
SUBJECT = "Mr Jago Merriweather"
TODAY, FRIDAY, NEXT_WEEK = "23/11/2026", "20/11/2026", "30/11/2026"
NUMBERS = {
    "Eastbridge Constabulary": "01632 960101",
    "Westhaven County Court": "01632 960155",
    "Ledgerwatch Fraud Prevention": "020 7946 0133",
    "Quill & Candle Solicitors": "01632 960125",
    "Exampleton Benefit Team": "01632 960171",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestJourney:
    """One request on its way. Forms are filled in by section, in their order.

    `in_the_way` names gates that keep it from being disclosed before `late` is filled
    in; `locked` says who wants it locked. `letter` is the template written at the end.
    """

    name: str
    requester: Answers
    forms: tuple[tuple[str, Answers], ...]
    decision: Decision
    reason: str
    in_the_way: tuple[str, ...] = ()
    late: tuple[tuple[str, Answers], ...] = ()
    left: Answers = field(default_factory=dict)
    after: Answers = field(default_factory=dict)
    locked: str = ""
    ends: DisclosureState = DisclosureState.CLOSED
    approved: ApprovedHow = ApprovedHow.SECOND
    basis: str = ""

    def __str__(self) -> str:
        return self.name


def directory() -> tuple[Requester, ...]:
    """Return who asks, with the numbers they are called back on."""
    kinds = {one.requester["organisation"]: one.requester["kind"] for one in JOURNEYS}
    return tuple(
        Requester(
            name=name,
            kind=RequesterKind(kind),
            switchboard=NUMBERS[name],
            source="Their own website",
        )
        for name, kind in kinds.items()
    )


def _police(**more: str) -> Answers:
    return {
        "received": FRIDAY,
        "kind": "police",
        "organisation": "Eastbridge Constabulary",
        "officer": "A. Sampleton",
        "rank": "DC",
        "number": "=4417+1",
        **more,
    }


def _call(number: str) -> tuple[str, Answers]:
    answers = {
        "method": "callback",
        "number": number,
        "directory": "yes",
        "by": HANDLER,
        "on": TODAY,
        "result": "confirmed",
    }
    return "check", answers


_NOTHING_CAME = ("authorisation", {"instrument": "none"})
_COMPELLED = (
    "grounds",
    {"compelled": "yes", "article6": "c", "exemption": "required"},
)
_SENT = {"method": "Secure email", "left_on": TODAY, "sent_by": HANDLER}

JOURNEYS = (
    RequestJourney(
        name="police voluntary",
        requester=_police(),
        locked="DC A. Sampleton: he would move the goods.",
        forms=(
            _NOTHING_CAME,
            (
                "purpose",
                {
                    "purpose": "detect",
                    "crime_reference": "EC/26/4417",
                    "offence": "Theft Act 1968 section 9",
                },
            ),
            (
                "asked",
                {
                    "asked": "CCTV of the counter on one morning",
                    "content": "no",
                    "special": "no",
                },
            ),
            (
                "item",
                {
                    "category": "CCTV video",
                    "what": "Counter, 14:00 to 14:20",
                    "from": "16/11/2026",
                    "to": "16/11/2026",
                },
            ),
            ("necessity", {"why": "Stolen goods were posted.", "less": "One camera."}),
            (
                "grounds",
                {
                    "compelled": "no",
                    "article6": "ea",
                    "annex1": "crime",
                    "exemption": "crime",
                    "prejudice": "He does not know of the receipt and would move "
                    "the goods out of the garage.",
                },
            ),
        ),
        in_the_way=("Counter-signature", "Call back on the published number"),
        late=(
            (
                "authorisation",
                {
                    "signed_by": "M. Placefield",
                    "signed_rank": "Inspector",
                    "signed_on": FRIDAY,
                },
            ),
            _call("01632 960101"),
        ),
        decision=Decision.PART,
        reason="Twenty minutes of one camera are enough.",
        left={"what": "CCTV of one camera", **_SENT},
        basis="(ea) Recognised legitimate interest",
    ),
    RequestJourney(
        name="communications data",
        requester=_police(their_reference="CD-26-0118"),
        locked="The notice: section 82 applies.",
        forms=(
            _NOTHING_CAME,
            (
                "purpose",
                {
                    "purpose": "detect",
                    "crime_reference": "EC/26/2204",
                    "offence": "Misuse of Drugs Act 1971 section 4",
                },
            ),
            (
                "asked",
                {
                    "asked": "Sender and scans of one item",
                    "content": "no",
                    "special": "no",
                },
            ),
            (
                "item",
                {
                    "category": "Mail and parcel records",
                    "what": "Item AB 1180 2120 3GB",
                    "from": "10/11/2026",
                    "to": "16/11/2026",
                },
            ),
            _call("01632 960101"),
            _COMPELLED,
        ),
        in_the_way=("Authority for postal data",),
        late=(
            (
                "authorisation",
                {
                    "instrument": "ipa_notice",
                    "spoc": "I. Pointer",
                    "instrument_number": "CD-26-0118",
                    "issued_by": "J. Warden, authorising officer",
                    "issued_on": FRIDAY,
                    "comply_by": NEXT_WEEK,
                    "terms": "Sender and scans of one item",
                },
            ),
        ),
        decision=Decision.DISCLOSE,
        reason="The notice compels us and names one item.",
        left={"what": "Sender and six scans", **_SENT},
        basis="Communications data notice (IPA Part 3)",
    ),
    RequestJourney(
        name="emergency",
        requester=_police(received=TODAY, officer="M. Placefield", rank="Inspector"),
        locked="Inspector Placefield: contact could drive him further away.",
        forms=(
            (
                "purpose",
                {
                    "purpose": "missing_person",
                    "crime_reference": "EC/INC/0117",
                    "offence": "None: missing person at high risk",
                    "life_at_risk": "yes",
                    "purpose_note": "A letter says that he means to end his life.",
                },
            ),
            (
                "asked",
                {"asked": "The address he gave", "content": "no", "special": "no"},
            ),
        ),
        in_the_way=("Lawful basis",),
        late=(
            (
                "grounds",
                {"compelled": "no", "article6": "d", "exemption": "none"},
            ),
        ),
        left={"what": "The address he gave", **_SENT},
        decision=Decision.DISCLOSE,
        reason="A life was at risk; the address was told by telephone.",
        approved=ApprovedHow.AFTERWARDS,
        basis="(d) Vital interests",
    ),
    RequestJourney(
        name="court order",
        requester={
            "received": FRIDAY,
            "kind": "court",
            "organisation": "Westhaven County Court",
            "officer": "Court office",
        },
        forms=(
            _NOTHING_CAME,
            ("purpose", {"purpose": "civil_claim"}),
            (
                "asked",
                {"asked": "Who signed for one item", "content": "no", "special": "no"},
            ),
            (
                "item",
                {
                    "category": "Signature on delivery",
                    "from": "12/10/2026",
                    "to": "12/10/2026",
                },
            ),
            (
                "telling",
                {"telling": "may", "telling_why": "The order was made before them."},
            ),
            _call("01632 960155"),
            _COMPELLED,
        ),
        in_the_way=("Order, warrant or notice",),
        late=(
            (
                "authorisation",
                {
                    "instrument": "court_order",
                    "instrument_number": "K04WH221",
                    "issued_by": "District Judge Vellacott",
                    "issued_on": FRIDAY,
                    "comply_by": NEXT_WEEK,
                    "terms": "Who signed for one item. Nothing else.",
                },
            ),
        ),
        decision=Decision.DISCLOSE,
        reason="The sealed order compels us.",
        left={"what": "The signature for one item", **_SENT},
        after={"subject_told_on": TODAY, "subject_told_by": HANDLER},
        basis="Court order; (c) Legal obligation",
    ),
    RequestJourney(
        name="fraud agency",
        requester={
            "received": FRIDAY,
            "kind": "fraud_agency",
            "organisation": "Ledgerwatch Fraud Prevention",
            "officer": "G. Ledger",
        },
        forms=(
            _NOTHING_CAME,
            ("purpose", {"purpose": "fraud", "offence": "Facility takeover"}),
            (
                "asked",
                {
                    "asked": "Were three parcels delivered?",
                    "content": "no",
                    "special": "no",
                },
            ),
            (
                "item",
                {
                    "category": "Mail and parcel records",
                    "from": "2/11/2026",
                    "to": "9/11/2026",
                },
            ),
            ("necessity", {"why": "To stop a fourth.", "less": "Three items only."}),
            (
                "telling",
                {"telling": "not_needed", "telling_why": "The privacy notice says."},
            ),
            _call("020 7946 0133"),
            (
                "grounds",
                {
                    "compelled": "no",
                    "article6": "ea",
                    "annex1": "crime",
                    "schedule1": "14",
                    "exemption": "crime",
                    "prejudice": "A fourth order is on its way and would go elsewhere.",
                },
            ),
        ),
        in_the_way=("Membership and evidence", "Filing reference"),
        late=(
            (
                "purpose",
                {"claim": "LW-300418", "proof": "Member since 2019; three refunds."},
            ),
        ),
        decision=Decision.DISCLOSE,
        reason="A member, and three items.",
        left={"what": "Delivery record of three parcels", **_SENT},
        basis="(ea) Recognised legitimate interest",
    ),
    RequestJourney(
        name="solicitor refused",
        requester={
            "received": FRIDAY,
            "kind": "solicitor",
            "organisation": "Quill & Candle Solicitors",
            "officer": "M. Candle",
        },
        forms=(
            _NOTHING_CAME,
            ("asked", {"asked": "Does his wife rent a box?", "content": "no"}),
        ),
        decision=Decision.NEITHER,
        reason="Saying whether a box is rented would tell where she lives.",
    ),
    RequestJourney(
        name="council",
        requester={
            "received": FRIDAY,
            "kind": "benefits",
            "organisation": "Exampleton Benefit Team",
            "officer": "P. Pennyworth",
        },
        locked="The benefit team: warned, they would change the name at the door.",
        forms=(
            _NOTHING_CAME,
            ("asked", {"asked": "Who has post delivered to one address?"}),
        ),
        decision=Decision.MORE,
        reason="The counter-signature and the officer's certificate.",
        ends=DisclosureState.WAITING,
        approved=ApprovedHow.NOBODY,
    ),
)
