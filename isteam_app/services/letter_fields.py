"""What a case puts into the fields of its letters."""

from collections.abc import Mapping
from datetime import date

from isteam_app.domain.case_clock import CaseClock, case_clock
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.domain.dates import full_date
from isteam_app.domain.people import TeamMember
from isteam_app.domain.settings import Settings
from isteam_app.letters.fields import Value, spoken
from isteam_app.services.session import calendar_for

Values = Mapping[str, Value]

_AWAITED = {
    EventKind.IDENTITY_RECEIVED: "proof of who you are",
    EventKind.AUTHORITY_RECEIVED: "proof that your representative may act for you",
    EventKind.FEE_PAID: "the fee that we asked for",
    EventKind.CLARIFICATION_RECEIVED: "your answer to our question",
}


def values_for(
    case: Case, settings: Settings, member: TeamMember, today: date
) -> Values:
    """Return the value of every field that the case and the settings can fill.

    A date by which something is promised is empty once it has passed, and while the
    clock waits: a letter must not promise what cannot be kept.
    """
    calendar = calendar_for(settings)
    clock = case_clock(case, settings=settings, calendar=calendar, today=today)
    outcome = calendar.forward(case.received, settings.outcome_days)
    complaint = case.kind is CaseKind.COMPLAINT  # its law dates the acknowledgement
    return {
        **_of_case(case, clock, member),
        **_of_organisation(settings),
        **_of_processing(settings),
        "date_on_letter": full_date(today),
        "due": _promised(outcome if complaint else clock.due, today),
        "outcome_due": _promised(outcome, today),
    }


def _promised(day: date | None, today: date) -> str:
    return full_date(day) if day and day >= today else ""


def _of_case(case: Case, clock: CaseClock, member: TeamMember) -> Values:
    post = case.post
    awaited = tuple(_AWAITED[kind] for kind in clock.deadline.waiting_for)
    return {
        "salutation": post.requester.greeting,
        "requester_name": post.requester.name,
        "subject_name": case.subject.name,
        "acting_for": post.acting_for,
        "dated": full_date(post.dated) if post.dated else "",
        "received": full_date(case.received),
        "reached": full_date(post.reached_team) if post.reached_team else "",
        "case_reference": case.reference,
        "their_reference": post.their_reference,
        "request_summary": post.summary or CASE_TYPES[case.kind].understood,
        "awaited": spoken(awaited),
        "handler": case.owner or member.name,
    }


def _of_organisation(settings: Settings) -> Values:
    ours, regulator = settings.organisation, settings.regulator
    return {
        "organisation": ours.name,
        "team": ours.team,
        "team_address": ", ".join(ours.address.printed()),
        "company_number": ours.company_number,
        "phone": ours.phone,
        "email": ours.email,
        "regulator": regulator.name,
        "regulator_address": ", ".join(regulator.address.printed()),
        "regulator_phone": regulator.phone,
        "regulator_website": regulator.website,
    }


def _of_processing(settings: Settings) -> Values:
    processing = settings.processing
    return {
        "purposes": processing.purposes,
        "categories": processing.categories,
        "recipients": processing.recipients,
        "sources": processing.sources,
        "retention": processing.retention,
        "automated_decisions": processing.automated_decisions,
        "transfers": processing.transfers,
    }
