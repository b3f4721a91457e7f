"""The facts that a caseworker writes, or looks over, for one letter."""

from collections.abc import Mapping
from dataclasses import replace
from types import MappingProxyType

from isteam_app.domain.cases import CaseKind
from isteam_app.letters.field import asked

RIGHTS = frozenset(
    {
        CaseKind.ACCESS,
        CaseKind.RECTIFICATION,
        CaseKind.ERASURE,
        CaseKind.RESTRICTION,
        CaseKind.PORTABILITY,
        CaseKind.OBJECTION,
    }
)
"""The requests that UK GDPR Articles 15 to 21 give people a right to make."""
_TOLD = frozenset({CaseKind.RECTIFICATION, CaseKind.ERASURE, CaseKind.RESTRICTION})
"""Those of whose outcome other recipients are told (Article 19)."""
_COMPLAINTS = frozenset({CaseKind.COMPLAINT, CaseKind.SERVICE_COMPLAINT})
_KINDS: Mapping[frozenset[CaseKind], tuple[str, ...]] = MappingProxyType(
    {
        RIGHTS | {CaseKind.MARKETING}: (
            "identity_doubt",
            "identity_documents",
            "authority_doubt",
            "authority_documents",
            "unanswered",
            "asked_on",
        ),
        RIGHTS: (
            "searches",
            "refusal_reason",
            "refusal_ground",
            "fee_amount",
            "fee_payment",
            "fee_basis",
            "fee_reason",
            "fee_reckoned",
            "extension_reason",
        ),
        frozenset({CaseKind.ACCESS}): (
            "withheld",
            "withheld_reason",
            "question",
            "examples",
        ),
        frozenset({CaseKind.RECTIFICATION}): (
            "corrected",
            "not_corrected",
            "dispute_note",
        ),
        frozenset({CaseKind.ERASURE}): (
            "erased",
            "backups",
            "kept",
            "kept_reason",
            "suppressed",
        ),
        _TOLD: (
            "changed_on",
            "change_made",
            "recipients_told",
            "recipients_not_told",
            "holders",
            "recipient_had",
            "given_on",
        ),
        _TOLD | {CaseKind.PASSED_ON}: ("identifier",),
        frozenset({CaseKind.RESTRICTION, CaseKind.RECTIFICATION}): (
            "restricted",
            "restriction_ground",
            "restriction_start",
            "restriction_review",
        ),
        frozenset({CaseKind.RESTRICTION}): ("lift_reason", "lift_on"),
        frozenset({CaseKind.PORTABILITY}): (
            "package_format",
            "package_files",
            "package_checksum",
            "package_sent",
        ),
        frozenset({CaseKind.OBJECTION}): (
            "objection_use",
            "objection_claimed",
            "objection_ours",
            "objection_balance",
            "stopped_on",
        ),
        frozenset({CaseKind.MARKETING}): ("marketing_stopped", "third_parties"),
        _COMPLAINTS: ("remedy", "done_so_far", "next_steps", "expected_by"),
        frozenset({CaseKind.PASSED_ON}): (
            "controller_name",
            "controller_address",
            "controller_asked",
            "controller_ours",
            "passed_on",
        ),
        frozenset({CaseKind.REGULATOR}): ("regulator_letter", "regulator_asked"),
    }
)
"""Which kinds of case can fill a field; those not named here are for every kind."""

_FIELDS = (
    # finding and giving
    asked(
        "searches",
        "What was searched",
        "We searched our delivery records, our customer records and our CCTV by your "
        "name and address, from 1 January 2024 to 19 November 2026.",
    ),
    asked(
        "enclosures",
        "What is enclosed",
        ("Delivery records, 4 pages", "Still pictures from CCTV, 2 pages"),
    ),
    asked("withheld", "What is held back", ()),
    asked("withheld_reason", "Why it is held back", ""),
    asked(
        "identity_doubt",
        "Why identity is in doubt",
        "The address on your letter is not one that we hold for anybody of your name.",
    ),
    asked(
        "identity_documents",
        "Documents that would do",
        (
            "a council tax bill or a bank statement from the last three months",
            "a copy of the photograph page of your passport or driving licence",
        ),
    ),
    asked(
        "question",
        "What is unclear",
        "You ask for everything we hold. We have worked with you as a customer and as "
        "an employee, and hold a large amount of information from both.",
    ),
    asked(
        "examples",
        "Examples that would help",
        (
            "the dates you are interested in",
            "the parcel or letter it is about",
            "whether you want your employment records as well",
        ),
    ),
    asked(
        "answer",
        "The answer",
        "On 3 November our driver left your parcel with a neighbour and did not leave "
        "a card to say so.",
    ),
    asked(
        "remedy",
        "What is done about it",
        "We are sorry. The driver has been shown again what to do when nobody is at "
        "home, and your address is now marked for delivery to you only.",
    ),
    # refusing and asking
    asked(
        "refusal_reason",
        "Why not",
        "You asked for the same data on 2 October, and we sent it to you on 28 "
        "October. Nothing has been added to it since then.",
    ),
    asked(
        "refusal_ground",
        "Ground in law",
        "Manifestly excessive (UK GDPR Article 12(5))",
    ),
    asked(
        "authority_doubt",
        "Why authority is in doubt",
        "Your letter does not come with a note from the person it is about.",
    ),
    asked(
        "authority_documents",
        "Proof that would do",
        (
            "a letter signed by the person, which says that you may act for them",
            "a certified copy of a power of attorney",
        ),
    ),
    asked("fee_amount", "The fee", "£12.50"),
    asked(
        "fee_payment",
        "How to pay",
        "by cheque made out to Fernleigh Post & Print Ltd",
    ),
    asked("fee_basis", "Why the law allows a fee", ("Further copies",)),
    asked(
        "fee_reason",
        "Why we ask for a fee",
        "You ask for three more copies of the papers that we sent you in October.",
    ),
    asked(
        "fee_reckoned",
        "How the fee was reckoned",
        "Printing 150 pages costs £9.00 and posting them £3.50.",
    ),
    asked(
        "extension_reason",
        "Why more time is needed",
        "Your request covers six years and four of our sites. The records of two of "
        "them are on paper and have to be read by hand.",
    ),
    asked("unanswered", "What they were asked for", "proof of who you are"),
    asked("asked_on", "When they were asked", "Tuesday 20 October 2026"),
    # corrections, erasure, restriction
    asked(
        "corrected",
        "What was corrected",
        ("Your surname: it was “Win-Harris” and is now “Ŵyn-Harries”.",),
    ),
    asked(
        "not_corrected",
        "What was not corrected",
        ("The time of a delivery on 3 November 2026",),
    ),
    asked(
        "dispute_note",
        "The note that they disagree",
        ("Ms Ŵyn-Harries says that nobody was at the door at 10:42.",),
    ),
    asked("changed_on", "When it was changed", "Friday 20 November 2026"),
    asked(
        "erased",
        "What was erased",
        ("your customer account and its address book", "your email address"),
    ),
    asked(
        "backups",
        "What happens to backups",
        "Our backup copies are overwritten after 35 days. Until then nobody uses them.",
    ),
    asked(
        "kept",
        "What is kept",
        ("the delivery records of parcels addressed to you",),
    ),
    asked(
        "kept_reason",
        "Why it is kept",
        "A claim about one of the parcels has not been settled.",
    ),
    asked(
        "suppressed",
        "What is kept so that it does not come back",
        "your name and address on a list of people not to be added again",
    ),
    asked(
        "recipients_told",
        "Others who are told",
        ("Sampleton Couriers Ltd", "Exampleford Returns Ltd"),
    ),
    asked("recipients_not_told", "Others who are not told, and why", ()),
    asked(
        "holders",
        "Who has the data",
        ("Sampleton Couriers Ltd: your name and address, given on 3 November 2026",),
    ),
    asked(
        "restricted",
        "What is restricted",
        "The delivery records of 3 November 2026.",
    ),
    asked(
        "restriction_ground",
        "Ground of the restriction",
        ("Accuracy is disputed (UK GDPR Article 18(1)(a))",),
    ),
    asked("restriction_start", "In force from", "Friday 20 November 2026"),
    asked("restriction_review", "When it is looked at again", ""),
    asked(
        "lift_reason",
        "Why it is lifted",
        "We have checked the records with the driver, and they are right.",
    ),
    asked("lift_on", "When it is lifted", "Tuesday 8 December 2026"),
    # portability, objections, marketing
    asked("package_format", "Format", "CSV"),
    asked("package_files", "Files", ("account.csv", "deliveries.csv")),
    asked(
        "package_checksum",
        "Checksum",
        ("9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",),
    ),
    asked(
        "package_sent",
        "Where it was sent, and how",
        "to you on a memory stick, signed for",
    ),
    asked(
        "objection_use",
        "The use objected to",
        "The use of your delivery records to improve our rounds.",
    ),
    asked(
        "objection_claimed",
        "Their reasons",
        "You do not want it to be known when you are at home.",
    ),
    asked(
        "objection_ours",
        "Our grounds",
        "The rounds can only be planned safely with the times of all deliveries.",
    ),
    asked(
        "objection_balance",
        "How they weigh against each other",
        "The times are used without names and are erased after 13 months. Nobody can "
        "see from them who was at home.",
    ),
    asked("stopped_on", "When it was stopped", "Monday 23 November 2026"),
    asked(
        "marketing_stopped",
        "Marketing that was stopped",
        (
            "by post and email, for our own products, from Monday 23 November 2026",
            "by phone, for other companies' products, from Monday 23 November 2026",
        ),
    ),
    asked("third_parties", "Companies it was passed to", ("Sample Homeware Ltd",)),
    # complaints
    asked(
        "done_so_far",
        "What has been done",
        "We have read the delivery records and talked to the driver.",
    ),
    asked(
        "next_steps",
        "What comes next",
        "We are waiting for the pictures of the camera at the depot.",
    ),
    asked("expected_by", "When they will hear", "Friday 18 December 2026"),
    # letters to others
    asked("controller_name", "The client", "Exampleford Savings Bank"),
    asked(
        "controller_address",
        "Where the client is written to",
        "7 Placeholder Square, EXAMPLEFORD, EX1 9ZZ",
    ),
    asked("controller_asked", "What is asked of the client", "A copy of a statement"),
    asked("controller_ours", "What we answer ourselves", ""),
    asked("passed_on", "When it was passed on", "Monday 23 November 2026"),
    asked(
        "identifier",
        "How they find the person",
        "Ms Marged Ŵyn-Harries, 14 Chapel Row, EXAMPLEFORD, EX1 2AB",
    ),
    asked("recipient_had", "What they had from us", ("Name and address",)),
    asked("given_on", "When they were given it", "Tuesday 3 November 2026"),
    asked(
        "change_made",
        "What has changed",
        "The surname was “Win-Harris” and is now “Ŵyn-Harries”.",
    ),
    asked("regulator_letter", "Date of the regulator's letter", "3 November 2026"),
    asked(
        "regulator_asked",
        "What the regulator asks",
        "When the complaint reached you, and what you have done about it.",
    ),
)
_KIND_OF = {name: kinds for kinds, names in _KINDS.items() for name in names}
ASKED_FIELDS = tuple(
    replace(field, kinds=_KIND_OF.get(field.name, frozenset())) for field in _FIELDS
)
