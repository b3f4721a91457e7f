"""Records as a person reads them: each field's label and its value in words."""

from datetime import date

from isteam_app.domain.addresses import Address
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, PostItem
from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.disclosure_forms.choices import KINDS
from isteam_app.domain.disclosures import Disclosure, Subject
from isteam_app.domain.forms import Entry
from isteam_app.domain.history import Facts
from isteam_app.domain.organisations import Requester
from isteam_app.domain.people import Person, Representation
from isteam_app.domain.register_words import (
    APPROVED_WORDS,
    DECISION_WORDS,
    STATE_WORDS,
)


def facts_of_person(person: Person) -> Facts:
    """Return what is kept about a person."""
    known = person.particulars
    return {
        "Name": person.name,
        "Greeting": person.salutation,
        "Address": _address(person.address),
        "Born": _day(known.born),
        "Died": _day(known.died_on),
        "Child": _yes(answer=known.child),
        "Why the child may act alone": known.capable,
        "Letters in": known.format.value.replace("_", " "),
        "Language": known.language,
        "Do not write": known.do_not_write,
        "Take care": known.vulnerable,
    }


def facts_of_representation(given: Representation) -> Facts:
    """Return by what authority somebody acts for a person, names left out."""
    return {
        "Acts as": given.capacity.words,
        "Authority seen": given.evidence,
        "Seen on": _day(given.seen_on),
        "Seen by": given.seen_by,
        "Covers": given.scope,
        "Expires": _day(given.expires),
        "Ended": _day(given.ended_on),
    }


def facts_of_post(post: PostItem) -> Facts:
    """Return what is kept about an item of post, who wrote it left out."""
    return {
        "Date on the letter": _day(post.dated),
        "Received": _day(post.received),
        "Reached the team": _day(post.reached_team),
        "Their reference": post.their_reference,
        "Summary": post.summary,
        "Acts for": post.acting_for,
        "Answers go to": post.reply_to.name if post.reply_to else "",
    }


def facts_of_case(case: Case) -> Facts:
    """Return what people decide about a case, what follows from its events left out."""
    definition = CASE_TYPES[case.kind]
    outcome = definition.outcome(case.decision)
    ground = definition.ground(case.ground)
    return {
        "Owner": case.owner,
        "Decision": outcome.name if outcome else "",
        "Ground": ground.name if ground else "",
        "Decided by": case.decided_by,
        "Post": case.service,
        "To be answered by": _day(case.comply_by),
        "Outcome": case.outcome,
        "Closed": _day(case.closed_on),
    }


def facts_of_entry(entry: Entry) -> Facts:
    """Return the answers of an entry under its questions' labels."""
    forms = (definition.form(entry.form) for definition in CASE_TYPES.values())
    form = next((each for each in forms if each), None)
    if form is None:
        return dict(entry.values)
    facts = {
        question.label: question.words(entry[question.key])
        for question in form.questions
    }
    return facts | {"Struck out": entry.struck}


def facts_of_request(request: Disclosure) -> Facts:
    """Return how far a request has come, what follows from its sections left out."""
    return {
        "State": STATE_WORDS[request.state],
        "Decision": DECISION_WORDS[request.decision],
        "Reason": request.reason,
        "Prepared by": request.prepared_by,
        "Decided by": request.decided_by,
        "Decided on": _day(request.decided_on),
        "How it was approved": APPROVED_WORDS[request.approved_how],
        "To be recorded by": _day(request.record_by),
        "Closed on": _day(request.closed_on),
    }


def facts_of_request_entry(entry: Entry) -> Facts:
    """Return the answers of a request's entry under its questions' labels."""
    form = FORMS.get(entry.form)
    if form is None:
        return dict(entry.values) | {"Struck out": entry.struck}
    facts = {each.label: each.words(entry[each.key]) for each in form.questions}
    return facts | {"Struck out": entry.struck}


def facts_of_subject(subject: Subject) -> Facts:
    """Return whom a request is about."""
    return {"About": subject.name, "Details": subject.details}


def facts_of_organisation(asker: Requester) -> Facts:
    """Return what the directory keeps about an organisation."""
    return {
        "Name": asker.name,
        "Kind": dict(KINDS)[asker.kind],
        "Address": ", ".join(asker.address.split("\n")),
        "Switchboard": asker.switchboard,
        "Found in": asker.source,
        "Checked on": _day(asker.checked_on),
        "Checked by": asker.checked_by,
        "E-mail ends in": asker.domain,
        "Note": asker.note,
        "Retired": _yes(answer=asker.retired),
    }


def _address(address: Address) -> str:
    return ", ".join(address.typed().split("\n"))


def _day(day: date | None) -> str:
    return long_date(day) if day else ""


def _yes(*, answer: bool) -> str:
    return "Yes" if answer else ""
