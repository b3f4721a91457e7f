"""Keeps a third-party request as one flat form; on its way out."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from typing import Any

from isteam_app import resources
from isteam_app.domain.disclosure_needs import Need, PostalCaution, needs
from isteam_app.domain.disclosures import (
    Decision,
    Disclosure,
    RequesterKind,
)
from isteam_app.errors import RuleBroken
from isteam_app.services.session import Session


def save_disclosure(session: Session, request: Disclosure) -> Disclosure:
    """Keep a new third-party request, or a change to one already in the register.

    Raises RuleBroken, naming the field, when something is missing or contradicts
    another answer; ChangedMeanwhile when somebody else changed it.
    """
    request = _tidied(request)
    request = _signed(request, session)
    check_disclosure(request, session.today)
    action = "disclosure.changed" if request.id else "disclosure.recorded"
    now = session.now()
    with session.vault.change(action, by=session.member.name, at=now) as work:
        if request.id:
            saved = work.disclosures.update(request)
        else:
            saved = work.disclosures.add(
                replace(request, recorded_at=now, recorded_by=session.member.name)
            )
        work.commit()
    return saved


def check_disclosure(request: Disclosure, today: date) -> None:
    """Raise RuleBroken for the first thing that is missing or contradictory."""
    for need in needs(request, today):
        if need.binding and not need.met:
            raise RuleBroken(need.rule, field=need.field)


def what_it_needs(request: Disclosure, today: date) -> tuple[Need, ...]:
    """Return the list that stands beside the form, for a request as typed so far."""
    return needs(_tidied(request), today, _caution())


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What the form offers; anything else may be typed instead."""

    categories: tuple[str, ...]
    methods: tuple[str, ...]
    bases: Mapping[RequesterKind, tuple[str, ...]]


@cache
def choices() -> Choices:
    """Return the company's categories of data, the ways to send, the legal bases."""
    facts = _facts()
    return Choices(
        categories=tuple(facts["categories"]),
        methods=tuple(facts["methods"]),
        bases={kind: tuple(facts["bases"][kind.value]) for kind in RequesterKind},
    )


@cache
def _caution() -> PostalCaution:
    facts = _facts()
    return PostalCaution(
        categories=frozenset(facts["postal"]),
        requesters=frozenset(facts["public_authorities"]),
    )


@cache
def _facts() -> dict[str, Any]:
    facts: dict[str, Any] = json.loads(resources.text("disclosures.json"))
    return facts


def _signed(request: Disclosure, session: Session) -> Disclosure:
    """Return the request with who decided and when; a decision taken back has none."""
    if request.decision is Decision.UNDECIDED:
        return replace(request, decided_by="", decided_on=None)
    return replace(
        request,
        decided_by=request.decided_by or session.member.name,
        decided_on=request.decided_on or session.today,
    )


def _tidied(request: Disclosure) -> Disclosure:
    return replace(
        request,
        organisation=" ".join(request.organisation.split()),
        officer=" ".join(request.officer.split()),
        about=" ".join(request.about.split()),
        asked=request.asked.strip(),
        legal_basis=request.legal_basis.strip(),
        reason=request.reason.strip(),
        what_left=request.what_left.strip(),
        method=request.method.strip(),
        told_reason=request.told_reason.strip(),
        their_reference=request.their_reference.strip(),
    )
