"""What a case puts into the fields of its letters."""

from collections.abc import Mapping
from datetime import date

from isteam_app.domain.case_clock import case_clock, clock_events
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.domain.clock_events import ClockEvent, EventsRefused
from isteam_app.domain.dates import full_date
from isteam_app.domain.deadlines import deadline
from isteam_app.domain.next_steps import CaseClock, last_event
from isteam_app.domain.people import TeamMember
from isteam_app.domain.settings import Settings
from isteam_app.letters.fields import Value, spoken
from isteam_app.letters.templates import PERSON
from isteam_app.services.session import calendar_for

Values = Mapping[str, Value]

_AWAITED = {
    EventKind.IDENTITY_RECEIVED: "proof of who you are",
    EventKind.AUTHORITY_RECEIVED: "proof that your representative may act for you",
    EventKind.FEE_PAID: "the fee that we asked for",
    EventKind.CLARIFICATION_RECEIVED: "your answer to our question",
}

_REQUESTS = {
    CaseKind.ACCESS: "request for a copy of your personal data",
    CaseKind.RECTIFICATION: "request to correct your personal data",
    CaseKind.ERASURE: "request to erase your personal data",
    CaseKind.RESTRICTION: "request to restrict how we use your personal data",
    CaseKind.PORTABILITY: "request for personal data to take elsewhere",
    CaseKind.OBJECTION: "objection to how we use your personal data",
    CaseKind.MARKETING: "request that we stop marketing to you",
    CaseKind.COMPLAINT: "complaint about your personal data",
    CaseKind.SERVICE_COMPLAINT: "complaint about our service",
    CaseKind.ENQUIRY: "enquiry",
    CaseKind.PASSED_ON: "request about another company's data",
    CaseKind.REGULATOR: "letter",
}
"""What a letter calls the request after "your"."""
_UPHELD = ("upheld", "part")
"""The outcomes of a complaint in which the company was at fault."""
_OFFICE = {"salutation": "Sir or Madam", "acting_for": "", "written_about": ""}


def values_for(
    case: Case, settings: Settings, member: TeamMember, today: date, to: str = PERSON
) -> Values:
    """Return the value of every field that the case and the settings can fill.

    `to` is whom the letter goes to (see `Template.to`): nobody but the person is
    greeted by name, or told of whom they act for.

    A date by which something is promised is empty once it has passed, and while the
    clock waits: a letter must not promise what cannot be kept.
    """
    calendar = calendar_for(settings)
    clock = case_clock(case, settings=settings, calendar=calendar, today=today)
    outcome = calendar.forward(case.received, settings.outcome_days)
    complaint = case.kind is CaseKind.COMPLAINT  # its law dates the acknowledgement
    return {
        **_of_case(case, clock, member),
        **(_of_person(case) if to == PERSON else _OFFICE),
        **of_organisation(settings),
        **_of_processing(settings),
        "date_on_letter": full_date(today),
        "due": _promised(outcome if complaint else clock.due, today),
        "outcome_due": _promised(outcome, today),
        "extended_due": _promised(_extended(case, clock, settings, today), today),
    }


def awaited_of(clock: CaseClock) -> str:
    """Return what the person was asked for and has not sent, in words."""
    return spoken(tuple(_AWAITED[kind] for kind in clock.deadline.waiting_for))


def _promised(day: date | None, today: date) -> str:
    return full_date(day) if day and day >= today else ""


def _of_case(case: Case, clock: CaseClock, member: TeamMember) -> Values:
    post = case.post
    acknowledged = last_event(case.events, EventKind.ACKNOWLEDGED) is not None
    return {
        "requester_name": post.requester.name,
        "subject_name": case.subject.name,
        "dated": full_date(post.dated) if post.dated else "",
        "received": full_date(case.received),
        "reached": full_date(post.reached_team) if post.reached_team else "",
        "case_reference": case.reference,
        "their_reference": post.their_reference,
        "request_summary": post.summary or CASE_TYPES[case.kind].understood,
        "request_name": _REQUESTS[case.kind],
        "awaited": awaited_of(clock),
        "unacknowledged": "" if acknowledged else "yes",
        "upheld": "yes" if _is_upheld(case) else "",
        "handler": case.owner or member.name,
    }


def _is_upheld(case: Case) -> bool:
    complaint = case.kind in (CaseKind.COMPLAINT, CaseKind.SERVICE_COMPLAINT)
    return complaint and case.decision in _UPHELD


def _of_person(case: Case) -> Values:
    """Return how whoever answers go to is greeted, and whom it is about for them."""
    post = case.post
    about = case.subject.name
    instead = post.reply_to is not None
    return {
        "salutation": post.written_to.greeting,
        "acting_for": "" if instead else post.acting_for,
        "written_about": about if instead and about != post.written_to.name else "",
    }


def _extended(
    case: Case, clock: CaseClock, settings: Settings, today: date
) -> date | None:
    """Return the date an extension told today gives, or the one it gave already."""
    definition = CASE_TYPES[case.kind]
    if definition.clock is None or EventKind.EXTENDED not in definition.events:
        return None
    if case.has(EventKind.EXTENDED):
        return clock.due
    try:
        return deadline(
            definition.clock,
            (*clock_events(case), ClockEvent(on=today, kind=EventKind.EXTENDED)),
            calendar=calendar_for(settings),
            reading=settings.pause_reading,
        ).due
    except EventsRefused:
        return None


def of_organisation(settings: Settings) -> Values:
    """Return what the settings put into every letter."""
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
