"""What is asked of cases, people and post while the canary sits in the vault."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from builders import new_post
from locked_canary import AUDITOR, HANDLER, LEAD, PERSON, STEM, sung

from isteam_app.domain.cases import CaseKind, EventKind, LinkKind
from isteam_app.domain.listing import CaseFilter, CaseOrder
from isteam_app.domain.people import Capacity, Representation, SightRule
from isteam_app.services import (
    bulk,
    cases,
    chronology,
    corrections,
    history,
    intake,
    intake_hints,
    links,
    merging,
    people,
    recipients,
    refreshing,
    representatives,
    sight,
    today,
)
from locked_canary_table.at import At, case, person, seen

LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


def _merged(at: At) -> object:
    other = intake.receive_post(at.session, new_post(name="Mr Idris Vane")).cases[0]
    return merging.merge_people(
        at.session, person(at), other.subject, "The same hand wrote both"
    )


READS: Mapping[str, Callable[[At], Any]] = {
    "bulk.ids_of": lambda at: bulk.ids_of(at.session, CaseFilter(), CaseOrder()),
    "bulk.plan_assign": lambda at: bulk.plan_assign(at.session, [1], HANDLER),
    "bulk.plan_hand_over": lambda at: bulk.plan_hand_over(at.session, LEAD, HANDLER),
    "bulk.plan_note": lambda at: bulk.plan_note(at.session, [1], "A note"),
    "cases.case_by_reference": lambda at: cases.case_by_reference(
        at.session, at.aviary.case.reference
    ),
    "cases.case_page": lambda at: cases.case_page(at.session, at.aviary.case.id),
    "cases.count_cases": lambda at: cases.count_cases(at.session, CaseFilter()),
    "cases.list_cases": lambda at: [
        cases.list_cases(at.session, each, CaseOrder())
        for each in (CaseFilter(), CaseFilter(text=STEM))
    ],
    "cases.read_document": lambda at: at.stale(
        lambda canary: cases.read_document(at.session, canary.document.id)
    ),
    "cases.reference_of": lambda at: cases.reference_of(at.session, 1),
    "chronology.chronology": lambda at: chronology.chronology(at.session, 1),
    "chronology.export_chronology": lambda at: (
        chronology.export_chronology(at.session, 1, at.file("story.pdf")),
        at.file("story.pdf"),
    ),
    "corrections.acting_as": lambda at: corrections.acting_as(at.session, case(at)),
    "history.case_history": lambda at: [
        history.case_history(at.session, cases.case_page(at.session, 1), text)
        for text in ("", STEM)
    ],
    "history.changed_since": lambda at: (
        history.changed_since(at.session, seen(at), LONG_AGO),
        at.stale(
            lambda canary: history.changed_since(at.session, seen(at, canary), LONG_AGO)
        ),
    ),
    "history.request_history": lambda at: (
        [history.request_history(at.session, seen(at), text) for text in ("", STEM)],
        at.stale(lambda canary: history.request_history(at.session, seen(at, canary))),
    ),
    "intake.likely_same": lambda at: [
        intake.likely_same(at.session, name, "QX4 7TB")
        for name in (PERSON, sung("subject"))
    ],
    "intake.opening_cases": lambda at: intake.opening_cases(
        at.session, tuple(CaseKind), at.session.today
    ),
    "intake.people_matching": lambda at: [
        intake.people_matching(at.session, text) for text in (PERSON, STEM)
    ],
    "intake.window_lines": lambda at: intake.window_lines(at.session),
    "intake_hints.case_hints": lambda at: intake_hints.case_hints(
        at.session, person(at), (CaseKind.ACCESS,)
    ),
    "links.nearby": lambda at: links.nearby(at.session, cases.case_page(at.session, 1)),
    "people.count_people": lambda at: people.count_people(at.session),
    "people.find_people": lambda at: [
        people.find_people(at.session, text) for text in (STEM, PERSON)
    ],
    "people.list_people": lambda at: people.list_people(at.session),
    "people.person_page": lambda at: people.person_page(
        at.session, at.aviary.person.id
    ),
    "recipients.given_about": lambda at: recipients.given_about(at.session, case(at)),
    "recipients.recipients_told": lambda at: recipients.recipients_told(
        at.session, case(at)
    ),
    "representatives.authorities": lambda at: representatives.authorities(
        at.session, case(at)
    ),
    "today.figures": lambda at: today.figures(at.session),
    "today.worklist": lambda at: today.worklist(at.session),
}

BESIDE: Mapping[str, Callable[[At], Any]] = {
    "cases.add_note": lambda at: cases.add_note(at.session, case(at), "A note"),
    "cases.assign": lambda at: cases.assign(at.session, case(at), HANDLER),
    "cases.record_event": lambda at: cases.record_event(
        at.session, case(at), EventKind.ACKNOWLEDGED, at.session.today
    ),
    "intake.receive_post": lambda at: intake.receive_post(
        at.session, new_post(name="Mr Idris Vane")
    ),
    "links.link": lambda at: links.link(
        at.session,
        case(at),
        "IS-2026-00002",
        LinkKind.RELATED,
        "The same street",
    ),
    "merging.merge_people": _merged,
    "people.save_person": lambda at: people.save_person(
        at.session, person(at), replace(person(at), salutation="Aoife")
    ),
    "refreshing.catch_up": lambda at: refreshing.catch_up(at.session),
    "representatives.name_representative": lambda at: (
        representatives.name_representative(
            at.session,
            Representation(
                representative=person(at),
                subject=person(at),
                capacity=Capacity.FRIEND,
            ),
        )
    ),
    "sight.limit_sight": lambda at: sight.limit_sight(
        at.session, person(at), SightRule.HIDDEN_FROM, AUDITOR, "Neighbours"
    ),
    "recipients.name_recipients": lambda at: recipients.name_recipients(
        at.session, case(at)
    ),
}
