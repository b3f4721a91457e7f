"""To whom data about the person of a case went, as the register of requests has it.

What the person must not be told of is in none of it, whoever asks: a locked request,
and one of which its own form says so.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from isteam_app.domain.cases import Case, CaseKind
from isteam_app.domain.dates import full_date
from isteam_app.domain.disclosures import Disclosure, DisclosureState, Told
from isteam_app.domain.forms import Entry, standing
from isteam_app.domain.text import fold
from isteam_app.services.entries import add_entry
from isteam_app.services.rights import is_cleared
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

FORM = "recipient"


@dataclass(frozen=True, slots=True, kw_only=True)
class Recipients:
    """What an access response says of them, a line each.

    `withheld`: something left that no line tells of. Only whoever sees every request
    is told that; for everybody else there is nothing.
    """

    lines: tuple[str, ...] = ()
    withheld: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Given:
    """What one organisation was given about a person, and when the last of it left."""

    name: str
    address: str
    had: str
    on: date


def recipients_told(session: Session, case: Case) -> Recipients:
    """Return what an access response says of those who were given data."""
    with session.vault.read() as vault:
        return told_in(session, vault, case)


def told_in(session: Session, vault: Reading | Change, case: Case) -> Recipients:
    """Return the same inside a look or a change that is already open."""
    if case.kind is not CaseKind.ACCESS:
        return Recipients()
    lines, withheld = [], False
    for request in _sent(vault, case):
        if not may_be_told(request):
            withheld = withheld or is_cleared(session)
            continue
        lines += [
            f"{request.organisation}: {what}, on {full_date(on)}"
            for what, on in _items(vault, request)
        ]
    return Recipients(lines=tuple(dict.fromkeys(lines)), withheld=withheld)


def may_be_told(request: Disclosure) -> bool:
    """Say whether the person may be told of a request at all."""
    return not request.locked and request.told is not Told.MUST_NOT


def given_about(session: Session, case: Case) -> tuple[Given, ...]:
    """Return who was given data about the person, once each, in the order of giving.

    Those that the case names already are left out. It is offered where a change must be
    told on (UK GDPR Article 19).
    """
    with session.vault.read() as vault:
        named = {
            fold(entry["name"])
            for entry in standing(vault.entries.for_case(case.id), FORM)
        }
        found: dict[str, Given] = {}
        for request in _sent(vault, case):
            key = fold(request.organisation)
            if key not in named and may_be_told(request):
                given = _given(vault, request, found.get(key))
                found |= {key: given} if given else {}
    return tuple(found.values())


def name_recipients(session: Session, case: Case) -> tuple[Entry, ...]:
    """Put everybody whom the register names on the case, to be told of the change."""
    return tuple(
        add_entry(session, case, FORM, _answers(given))
        for given in given_about(session, case)
    )


def _answers(given: Given) -> Mapping[str, str]:
    return {
        "name": given.name,
        "address": given.address,
        "had": given.had,
        "disclosed_on": given.on.isoformat(),
    }


def _given(vault: Reading, request: Disclosure, before: Given | None) -> Given | None:
    items = list(_items(vault, request))
    if not items:
        return before
    had = [what for what, _ in items]
    on = max(day for _, day in items)
    if before is not None:
        had = list(dict.fromkeys([*before.had.split("; "), *had]))
        return Given(
            name=before.name,
            address=before.address,
            had="; ".join(had),
            on=max(before.on, on),
        )
    known = vault.organisations.named(request.organisation)
    return Given(
        name=request.organisation,
        address=known.address if known else "",
        had="; ".join(dict.fromkeys(had)),
        on=on,
    )


def _sent(vault: Reading | Change, case: Case) -> tuple[Disclosure, ...]:
    """Return the requests about the person after which something left, oldest first."""
    rows = vault.disclosures.for_person(case.subject.id)
    ids = [
        row.id
        for row in rows
        if row.left_on is not None and row.state is not DisclosureState.WITHDRAWN
    ]
    found = vault.disclosures.several(ids)
    return tuple(sorted(found, key=lambda each: (each.left_on or date.min, each.id)))


def _items(vault: Reading | Change, request: Disclosure) -> Iterator[tuple[str, date]]:
    """Yield what left and when, as it is noted item by item."""
    entries = vault.request_entries.belonging_to(request.id)
    for entry in standing(entries, "left"):
        day = entry.day("left_on")
        if day is not None:
            yield " ".join(entry["what"].split()), day
