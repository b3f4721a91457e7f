"""A letter starts from what was written on the forms of its case."""

import pytest
from builders import new_post
from letter_steps import entries_of

from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.domain.forms import standing
from isteam_app.services.cases import case_page, record_event
from isteam_app.services.decisions import decide
from isteam_app.services.entries import add_entry, change_entry, strike_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import start_letter


def received(session, kind, **changes):
    return receive_post(session, new_post(kinds=(kind,), **changes)).cases[0]


def begun(session, case, template):
    return dict(start_letter(session, case.id, template).answers)


def test_an_access_answer_lists_searches_and_items(session):
    case = received(session, CaseKind.ACCESS)
    for entry in standing(entries_of(session, case), "search"):
        if entry["system"] == "CCTV":
            answers = {"terms": "the counter on 3 November", "result": "found"}
            change_entry(session, entry, dict(entry.values) | answers)
        if entry["system"] == "Payments":
            change_entry(session, entry, dict(entry.values) | {"result": "nothing"})
    for item in (
        {"item": "Delivery records", "decision": "given"},
        {"item": "A letter", "decision": "redacted", "exemption": "third_party"},
        {
            "item": "A note of our lawyer",
            "decision": "withheld",
            "exemption": "legal",
            "reason": "Advice.",
        },
        {
            "item": "A report to the police",
            "decision": "withheld",
            "exemption": "crime",
            "say": "no",
        },
        {"item": "A page blacked out", "decision": "redacted", "say": "no"},
    ):
        add_entry(session, case, "item", item)
    answers = begun(session, case, "access-partial")
    assert answers["searches"] == (
        "CCTV, for the counter on 3 November. We found data.\n"
        "Payments. We found nothing."
    )
    assert answers["enclosures"].splitlines() == [
        "Delivery records",
        "A letter (parts are blacked out)",
        "A page blacked out",
    ]
    assert answers["withheld"].splitlines() == [
        "Parts of A letter",
        "A note of our lawyer",
    ]
    assert answers["withheld_reason"].splitlines() == [
        "A letter: It is about other people as well.",
        "A note of our lawyer: It is confidential between us and our lawyers. Advice.",
    ]
    assert "police" not in " ".join(answers.values())


def test_a_struck_entry_is_not_written_about(session):
    case = received(session, CaseKind.ACCESS)
    entry = add_entry(session, case, "item", {"item": "A page", "decision": "given"})
    strike_entry(session, entry, "It is about somebody else of that name.")
    assert "enclosures" not in begun(session, case, "access-response")


def test_a_correction_says_how_it_stood_and_who_is_told(session):
    case = received(session, CaseKind.RECTIFICATION)
    for correction in (
        {"item": "Surname", "old": "Elwood", "new": "Ellwood", "decision": "corrected"},
        {
            "item": "Time of delivery",
            "decision": "accurate",
            "dispute": "Nobody was at the door.",
        },
        {"item": "Flat", "new": "Flat 4", "decision": "completed"},
    ):
        add_entry(session, case, "correction", correction)
    add_entry(session, case, "recipient", {"name": "Sampleton Couriers Ltd"})
    add_entry(
        session,
        case,
        "recipient",
        {"name": "Gone Ltd", "told": "impossible", "reason": "Dissolved"},
    )
    answers = begun(session, case, "correction-part")
    assert answers["corrected"].splitlines() == [
        "Surname: it was “Elwood” and is now “Ellwood”",
        "Flat: your statement “Flat 4” was added",
    ]
    assert answers["not_corrected"] == "Time of delivery"
    assert answers["dispute_note"] == "Nobody was at the door."
    assert answers["changed_on"] == "Monday 23 November 2026"
    assert answers["recipients_told"] == "Sampleton Couriers Ltd"
    assert answers["recipients_not_told"] == (
        "Gone Ltd: it is impossible to tell them. Dissolved"
    )


def test_an_erasure_says_what_is_kept_and_why(session):
    case = received(session, CaseKind.ERASURE)
    add_entry(
        session,
        case,
        "erasure",
        {
            "ground": "consent",
            "exceptions": "claims",
            "erased": "email address\ntelephone number",
            "erased_on": "2026-11-21",
            "systems": "CRM",
            "backups": "Overwritten after 35 days.",
            "kept": "Delivery records",
            "kept_why": "A claim is not settled.",
            "suppressed": "yes",
        },
    )
    decide(
        session,
        case_page(session, case.id).case,
        outcome="part",
        ground="claims",
        reason="The claim goes on.",
    )
    answers = begun(session, case, "erasure-part")
    assert answers["erased"].splitlines() == ["email address", "telephone number"]
    assert answers["changed_on"] == "Saturday 21 November 2026"
    assert answers["backups"] == "Overwritten after 35 days."
    assert (answers["kept"], answers["kept_reason"]) == (
        "Delivery records",
        "A claim is not settled.",
    )
    assert answers["suppressed"] == "a short note of your name and address"
    assert answers["refusal_ground"] == ("Legal claims (UK GDPR Article 17(3)(e))")


def test_a_refusal_starts_from_the_ground_and_the_reason(session):
    case = received(session, CaseKind.OBJECTION)
    reason = "The same objection was answered on 2 November."
    decide(session, case, outcome="refused", ground="excessive", reason=reason)
    answers = begun(session, case, "refusal")
    assert answers["refusal_reason"] == reason
    assert answers["refusal_ground"] == "Manifestly excessive (UK GDPR Article 12(5))"


def test_a_marketing_confirmation_says_ways_products_and_day(session):
    case = received(session, CaseKind.MARKETING)
    add_entry(
        session,
        case,
        "suppression",
        {
            "channels": "post\nemail\nphone",
            "scopes": "own\nthird_party",
            "effective": "2026-11-23",
            "keys": "Ms Marged Ellwood-Price",
            "third_parties": "Sample Homeware Ltd\nExample Books Ltd",
        },
    )
    answers = begun(session, case, "marketing-confirmation")
    assert answers["marketing_stopped"] == (
        "by post, by email and by phone, for our own products and other companies' "
        "products, from Monday 23 November 2026"
    )
    assert answers["third_parties"].splitlines() == [
        "Sample Homeware Ltd",
        "Example Books Ltd",
    ]


def test_a_complaint_is_answered_issue_by_issue(session):
    case = received(session, CaseKind.COMPLAINT)
    for issue, finding in (("No card was left", "upheld"), ("Rude", "not_upheld")):
        add_entry(
            session,
            case,
            "issue",
            {
                "issue": issue,
                "enquiries": "We talked to the driver.",
                "findings": "What we found.",
                "finding": finding,
            },
        )
    add_entry(
        session,
        case,
        "remedy",
        {"remedy": "We are sorry.", "prevention": "Drivers are shown again."},
    )
    answers = begun(session, case, "complaint-outcome")
    first, second = answers["answer"].split("\n\n")
    assert first.splitlines() == [
        "1. No card was left",
        "We talked to the driver.",
        "What we found.",
        "You are right about this.",
    ]
    assert second.endswith("We have found that this was done as it should be.")
    assert answers["remedy"] == "We are sorry.\n\nDrivers are shown again."
    progress = begun(session, case, "complaint-progress")
    assert progress["expected_by"] == "Friday 18 December 2026"


@pytest.mark.parametrize(
    ("kind", "form", "answers", "template", "expected"),
    [
        (
            CaseKind.ACCESS,
            "fee",
            {"amount": "12.50", "basis": "copies", "reason": "Three more copies"},
            "fee-notice",
            {
                "fee_amount": "£12.50",
                "fee_basis": "Further copies",
                "fee_reason": "Three more copies",
            },
        ),
        (
            CaseKind.RESTRICTION,
            "restriction",
            {"ground": "accuracy", "scope": "All of it", "start": "2026-11-22"},
            "restriction-applied",
            {
                "restricted": "All of it",
                "restriction_start": "Sunday 22 November 2026",
                "restriction_ground": "Accuracy is disputed (UK GDPR Article 18(1)(a))",
            },
        ),
        (
            CaseKind.PORTABILITY,
            "package",
            {
                "format": "json",
                "destination": "controller",
                "controller": "Other Post Ltd",
                "files": "a.json\nb.json",
                "checksum": "ab12",
            },
            "portability-sent",
            {
                "package_format": "JSON",
                "package_files": "a.json\nb.json",
                "package_checksum": "ab12",
                "package_sent": "to Other Post Ltd, as you asked",
            },
        ),
        (
            CaseKind.OBJECTION,
            "objection",
            {"use": "Planning rounds", "balance": "Ours weigh more"},
            "objection-overridden",
            {
                "objection_use": "Planning rounds",
                "objection_balance": "Ours weigh more",
            },
        ),
        (
            CaseKind.PASSED_ON,
            "controller",
            {
                "name": "Example Bank",
                "address": "7 Placeholder Square\nExampleford\nEX1 9ZZ",
                "passed_on": "2026-11-23",
            },
            "passed-to-controller",
            {
                "controller_name": "Example Bank",
                "controller_address": "7 Placeholder Square, EXAMPLEFORD, EX1 9ZZ",
                "passed_on": "Monday 23 November 2026",
            },
        ),
    ],
)
def test_what_a_form_holds_stands_in_its_letter(
    session, kind, form, answers, template, expected
):
    case = received(session, kind)
    add_entry(session, case, form, answers)
    found = begun(session, case, template)
    assert {name: found.get(name) for name in expected} == expected


def test_a_closure_names_what_nobody_sent(session):
    case = received(session, CaseKind.ERASURE)
    case = record_event(
        session, case, EventKind.IDENTITY_ASKED, session.today, "Another address"
    )
    answers = begun(session, case, "no-reply-closure")
    assert answers == {
        "unanswered": "proof of who you are",
        "asked_on": "Monday 23 November 2026",
    }
    assert begun(session, case, "identity-request")["identity_doubt"] == (
        "Another address"
    )
