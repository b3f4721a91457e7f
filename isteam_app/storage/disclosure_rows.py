"""A request as the columns of a row, and back."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Row, Select, select

from isteam_app.domain.disclosures import (
    ApprovedHow,
    Decision,
    Disclosure,
    DisclosureRow,
    DisclosureState,
    RequesterKind,
    Told,
)
from isteam_app.domain.text import BODY, NOTE, SHORT, SUMMARY, fold
from isteam_app.storage.packed import packed, unpacked
from isteam_app.storage.plain import from_json, to_json
from isteam_app.storage.tables import disclosures
from isteam_app.storage.work import Limit, cleaned, cleaned_each

_LIMITS = {
    "organisation": Limit("The organisation's name"),
    "about": Limit("The person it is about", SUMMARY),
    "asked": Limit("What was asked", NOTE),
    "legal_basis": Limit("The legal basis", SUMMARY),
    "officer": Limit("The officer's name"),
    "their_reference": Limit("Their reference"),
    "reason": Limit("The reason", NOTE),
    "decided_by": Limit("The name of who decided"),
    "what_left": Limit("What was sent", NOTE),
    "method": Limit("How it was sent", SUMMARY),
    "told_reason": Limit("The reason for not telling", SUMMARY),
    "recorded_by": Limit("The name of who recorded it"),
    "prepared_by": Limit("The name of who prepared it"),
    "verdicts": Limit("What the rules said", BODY),
}
LINE: Select[*tuple[Any, ...]] = select(
    disclosures.c.id,
    disclosures.c.reference,
    disclosures.c.received,
    disclosures.c.organisation,
    disclosures.c.kind,
    disclosures.c.about,
    disclosures.c.legal_basis,
    disclosures.c.decision,
    disclosures.c.comply_by,
    disclosures.c.left_on,
    disclosures.c.told,
    disclosures.c.state,
    disclosures.c.waiting_since,
    disclosures.c.record_by,
    disclosures.c.locked,
    disclosures.c.emergency,
)


def values_of(disclosure: Disclosure) -> dict[str, object]:
    """Return a request as the columns of a row, every text checked."""
    values: dict[str, object] = {
        "received": disclosure.received,
        "organisation": disclosure.organisation,
        "kind": disclosure.kind.value,
        "about": disclosure.about,
        "asked": disclosure.asked,
        "legal_basis": disclosure.legal_basis,
        "compelled": int(disclosure.compelled),
        "officer": disclosure.officer,
        "their_reference": disclosure.their_reference,
        "comply_by": disclosure.comply_by,
        "decision": disclosure.decision.value,
        "reason": disclosure.reason,
        "decided_by": disclosure.decided_by,
        "decided_on": disclosure.decided_on,
        "what_left": disclosure.what_left,
        "method": disclosure.method,
        "left_on": disclosure.left_on,
        "told": disclosure.told.value,
        "told_reason": disclosure.told_reason,
        "person_id": disclosure.person_id,
        "state": disclosure.state.value,
        "life_at_risk": int(disclosure.life_at_risk),
        "return_by": disclosure.return_by,
        "prepared_by": disclosure.prepared_by,
        "approved_how": disclosure.approved_how.value,
        "emergency": int(disclosure.emergency),
        "record_by": disclosure.record_by,
        "waiting_since": disclosure.waiting_since,
        "closed_on": disclosure.closed_on,
        "verdicts": disclosure.verdicts,
        "locked": int(disclosure.locked),
        "lock_review": disclosure.lock_review,
        "organisation_id": disclosure.organisation_id,
        "recorded_at": disclosure.recorded_at,
        "recorded_by": disclosure.recorded_by,
        "version": disclosure.version,
    }
    cleaned(values, _LIMITS)
    named = cleaned_each(disclosure.categories, "categories", Limit("A category"))
    return values | {
        "categories": to_json(named),
        "verdicts": packed(disclosure.verdicts),
        "organisation_key": fold(disclosure.organisation),
        "about_key": fold(disclosure.about)[:SHORT],
    }


def words_of(disclosure: Disclosure, subjects: Sequence[str] = ()) -> str:
    """Return the folded words a request is found by; `subjects` whom it is about."""
    parts = (
        disclosure.reference,
        disclosure.organisation,
        disclosure.about,
        disclosure.officer,
        disclosure.their_reference,
        disclosure.asked,
        disclosure.legal_basis,
        disclosure.what_left,
        *subjects,
    )
    return fold(" ".join(parts))


def line_of(row: Row[*tuple[Any, ...]]) -> DisclosureRow:
    """Return a line of the register, read by `LINE`."""
    return DisclosureRow(
        id=row.id,
        reference=row.reference,
        received=row.received,
        organisation=row.organisation,
        kind=RequesterKind(row.kind),
        about=row.about,
        legal_basis=row.legal_basis,
        decision=Decision(row.decision),
        comply_by=row.comply_by,
        left_on=row.left_on,
        told=Told(row.told),
        state=DisclosureState(row.state),
        waiting_since=row.waiting_since,
        record_by=row.record_by,
        locked=bool(row.locked),
        emergency=bool(row.emergency),
    )


def disclosure_of(row: Row[*tuple[Any, ...]]) -> Disclosure:
    """Return a request from its whole row."""
    return Disclosure(
        id=row.id,
        reference=row.reference,
        received=row.received,
        organisation=row.organisation,
        kind=RequesterKind(row.kind),
        about=row.about,
        asked=row.asked,
        legal_basis=row.legal_basis,
        compelled=bool(row.compelled),
        officer=row.officer,
        their_reference=row.their_reference,
        categories=from_json(tuple[str, ...], row.categories),
        comply_by=row.comply_by,
        decision=Decision(row.decision),
        reason=row.reason,
        decided_by=row.decided_by,
        decided_on=row.decided_on,
        what_left=row.what_left,
        method=row.method,
        left_on=row.left_on,
        told=Told(row.told),
        told_reason=row.told_reason,
        person_id=row.person_id,
        state=DisclosureState(row.state),
        life_at_risk=bool(row.life_at_risk),
        return_by=row.return_by,
        prepared_by=row.prepared_by,
        approved_how=ApprovedHow(row.approved_how),
        emergency=bool(row.emergency),
        record_by=row.record_by,
        waiting_since=row.waiting_since,
        closed_on=row.closed_on,
        verdicts=unpacked(row.verdicts),
        locked=bool(row.locked),
        lock_review=row.lock_review,
        organisation_id=row.organisation_id,
        recorded_at=row.recorded_at,
        recorded_by=row.recorded_by,
        version=row.version,
    )
