"""A request as the text in its fields, and what no field shows."""

from dataclasses import replace

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosures import Decision, Disclosure, Told

Typed = dict[str, str | list[str]]
"""What stands in the fields, as a draft keeps it."""
VOLUNTARY, COMPELLED = "voluntary", "compelled"

NOTHING: Typed = {
    "organisation": "",
    "kind": "",
    "officer": "",
    "their_reference": "",
    "comply_by": "",
    "about": "",
    "asked": "",
    "categories": [],
    "legal_basis": "",
    "compelled": VOLUNTARY,
    "decision": Decision.UNDECIDED.value,
    "reason": "",
    "what_left": "",
    "method": "",
    "left_on": "",
    "told": Told.NOT_YET.value,
    "told_reason": "",
}


def typed_of(request: Disclosure) -> Typed:
    """Return a request as its fields would hold it."""
    days = {
        name: long_date(day) if day else ""
        for name, day in (
            ("received", request.received),
            ("comply_by", request.comply_by),
            ("left_on", request.left_on),
        )
    }
    return (
        NOTHING
        | days
        | {
            "organisation": request.organisation,
            "kind": request.kind.value,
            "officer": request.officer,
            "their_reference": request.their_reference,
            "about": request.about,
            "asked": request.asked,
            "categories": list(request.categories),
            "legal_basis": request.legal_basis,
            "compelled": COMPELLED if request.compelled else VOLUNTARY,
            "decision": request.decision.value,
            "reason": request.reason,
            "what_left": request.what_left,
            "method": request.method,
            "told": request.told.value,
            "told_reason": request.told_reason,
        }
    )


def carried(read: Disclosure, before: Disclosure) -> Disclosure:
    """Take from before what no field shows. Another decision is signed anew."""
    same = read.decision is before.decision
    return replace(
        read,
        decided_by=before.decided_by if same else "",
        decided_on=before.decided_on if same else None,
        person_id=before.person_id,
        reference=before.reference,
        recorded_at=before.recorded_at,
        recorded_by=before.recorded_by,
        id=before.id,
        version=before.version,
    )
