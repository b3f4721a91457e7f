"""Third parties' requests, filled in for the gates to judge."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from isteam_app.domain.disclosure_gates import (
    Asked,
    Gate,
    State,
    gates,
    in_the_way,
)
from isteam_app.domain.disclosures import (
    Decision,
    Disclosure,
    RequesterKind,
)
from isteam_app.domain.forms import Entry
from isteam_app.domain.organisations import Requester
from isteam_app.domain.settings import Requests
from isteam_app.services.gateways import rules

TODAY = date(2026, 11, 23)
RECEIVED = date(2026, 11, 16)
SWITCHBOARD = "01632 960 100"
CALLED = {
    "method": "callback",
    "number": SWITCHBOARD,
    "directory": "yes",
    "by": "Robin Sample",
    "on": "2026-11-17",
    "result": "confirmed",
}
VIDEO = {
    "category": "CCTV video",
    "what": "Yard camera",
    "from": "2026-11-02",
    "to": "2026-11-02",
}
SCANS = {
    "category": "Mail and parcel records",
    "what": "Scans of two items",
    "from": "2026-10-01",
    "to": "2026-10-20",
}
SIGNATURE = {**SCANS, "category": "Signature on delivery"}
PARCEL = {"category": "Contents of post", "what": "One parcel"}
CARD = {"category": "Contact details"}
LEFT = {"what": "Two stills", "method": "Tracked post", "left_on": "2026-11-20"}
HARM = "He would move the stolen parcels before the search of his flat"
VOLUNTARY = {
    "requester": {"officer": "DC Ada Thorn", "phone": "01632 960 555"},
    "authorisation": {
        "instrument": "none",
        "signed_by": "Insp. Bo Lund",
        "signed_rank": "Inspector",
        "signed_on": "2026-11-15",
    },
    "purpose": {
        "purpose": "detect",
        "crime_reference": "EC/1234/26",
        "offence": "Theft",
        "client": "The Crown",
        "claim": "CL-77",
        "proof": "Their contract, seen",
    },
    "asked": {"asked": "Video of the yard", "content": "no", "special": "no"},
    "necessity": {"why": "To name the thief", "less": "There is no other camera"},
    "telling": {"telling": "must_not", "telling_why": HARM},
    "grounds": {
        "compelled": "no",
        "article6": "ea",
        "annex1": "crime",
        "exemption": "crime",
        "prejudice": HARM,
    },
}
"""A voluntary request that needs nothing more, whoever asks."""
INSTRUMENT = {
    "instrument_number": "CO-2026-7",
    "issued_by": "The court",
    "issued_on": "2026-11-10",
    "comply_by": "2026-12-11",
    "terms": "Video of the yard on 2 November",
}
LEGAL = {
    "legal_by": "J. Okafor",
    "legal_on": "2026-11-20",
    "legal_note": "May be told: see the memo",
}
"""What legal adds under Authorisation."""

Forms = Mapping[str, Mapping[str, str]]


def request(
    kind: RequesterKind = RequesterKind.POLICE,
    forms: Forms | None = None,
    *,
    base: Forms = VOLUNTARY,
    items: Sequence[Mapping[str, str]] = (VIDEO,),
    checks: Sequence[Mapping[str, str]] = (CALLED,),
    left: Sequence[Mapping[str, str]] = (),
    names: Sequence[str] = ("Jago Merriweather-Dunn",),
    switchboard: str | None = SWITCHBOARD,
    **line: object,
) -> Asked:
    """Return a request; `forms` are laid over `base`, question by question."""
    over = forms or {}
    filled = {
        key: {**base.get(key, {}), **over.get(key, {})} for key in {**base, **over}
    }
    many = {"item": items, "check": checks, "left": left}
    entries = [entry(form, values) for form, values in filled.items()]
    entries += [entry(form, each) for form, rows in many.items() for each in rows]
    kept = Disclosure(
        received=RECEIVED, organisation="Eastbridge", kind=kind, locked=True
    )
    directory = None
    if switchboard is not None:
        directory = Requester(
            name="Eastbridge",
            kind=kind,
            switchboard=switchboard,
            domain="eastbridge.example",
        )
    return Asked(
        request=replace(kept, **line),  # type: ignore[arg-type]
        entries=tuple(entries),
        names=tuple(names),
        organisation=directory,
    )


def with_answer(place: str, value: str, **more: object) -> Asked:
    """Return the complete voluntary request with one answer changed."""
    form, _, question = place.partition(".")
    return request(forms={form: {question: value}}, **more)  # type: ignore[arg-type]


def entry(form: str, values: Mapping[str, str], struck: str = "") -> Entry:
    kept = tuple((key, value) for key, value in values.items() if value)
    return Entry(record_id=1, form=form, values=kept, struck=struck)


def compelled(instrument: str, **more: str) -> dict[str, dict[str, str]]:
    """Return what a request that compels says, laid over the voluntary one."""
    return {
        "authorisation": {"instrument": instrument, **INSTRUMENT, **more},
        "grounds": {
            "compelled": "yes",
            "article6": "c",
            "annex1": "",
            "exemption": "required",
        },
    }


def judged(
    asked: Asked, settings: Requests | None = None, today: date = TODAY
) -> dict[str, Gate]:
    """Return every gate by its key."""
    found = gates(asked, rules(), settings or Requests(), today)
    named = {gate.key: gate for gate in found}
    assert len(named) == len(found), "two gates share a key"
    return named


def state(asked: Asked, key: str, settings: Requests | None = None) -> State | None:
    """Return how a gate stands, None where the request does not meet it at all."""
    gate = judged(asked, settings).get(key)
    return gate and gate.state


def in_way(
    asked: Asked, decision: Decision = Decision.DISCLOSE, *, emergency: bool = False
) -> set[str]:
    """Return the keys of what keeps a decision from being made."""
    return {
        gate.key
        for gate in in_the_way(judged(asked).values(), decision, emergency=emergency)
    }
