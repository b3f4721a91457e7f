"""What is asked of third parties' requests and their register."""

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

from locked_canary import AHEAD, AUDITOR, LEAD, MORE, PERSON, STEM

from isteam_app.domain.disclosures import Decision, LockReason, Subject
from isteam_app.domain.listing import (
    Cursor,
    DisclosureColumn,
    DisclosureFilter,
    DisclosureOrder,
)
from isteam_app.services import (
    decision_record,
    disclosure_decisions,
    disclosure_letters,
    disclosure_locks,
    disclosure_sections,
    disclosure_statistics,
    disclosures,
    organisations,
    register,
    register_exports,
)
from isteam_app.services.register_exports import Format, RegisterExport, View
from locked_canary_table.at import At, outcome


def every_filter() -> list[DisclosureFilter]:
    """The register narrowed in each way that might tell of the canary."""
    return [
        DisclosureFilter(),
        DisclosureFilter(text=STEM),
        DisclosureFilter(text=PERSON),
        DisclosureFilter(text="R-2026"),
        DisclosureFilter(person_id=1),
        DisclosureFilter(locked=True),
        DisclosureFilter(locked=False),
        *(DisclosureFilter(decisions=(each,)) for each in Decision),
        *(DisclosureFilter(organisation_id=number) for number in range(1, 6)),
    ]


def _register(at: At) -> list[object]:
    found: list[object] = [
        disclosures.list_disclosures(at.session, each, DisclosureOrder())
        for each in every_filter()
    ]
    for column in DisclosureColumn:
        for descending in (False, True):
            order = DisclosureOrder(column=column, descending=descending)
            everything = DisclosureFilter()
            found.append(
                disclosures.list_disclosures(at.session, everything, order, None, 1)
            )
    return found


def _exports(at: At) -> list[object]:
    found: list[object] = []
    for view in View:
        for format_ in Format:
            wanted = RegisterExport(
                view=view, format=format_, reason="For the audit", with_locked=True
            )
            file = at.file(f"{view.value}.{format_.value}")
            export = partial(register_exports.export_register, at.session, file, wanted)
            found.append(outcome(export))
            found.append(file)
    return found


def _scan(at: At) -> Path:
    from locked_canary import pdf_saying

    file = at.file("scan.pdf")
    file.write_bytes(pdf_saying("Nothing"))
    return file


READS: Mapping[str, Callable[[At], Any]] = {
    "decision_record.decision_record_pdf": lambda at: at.stale(
        lambda canary: decision_record.decision_record_pdf(
            at.session, canary.request.id
        )
    ),
    "decision_record.export_decision_record": lambda at: (
        at.stale(
            lambda canary: decision_record.export_decision_record(
                at.session, canary.request.id, at.file("record.pdf")
            )
        ),
        at.file("record.pdf"),
    ),
    "decision_record.note_record_left": lambda at: at.stale(
        lambda canary: decision_record.note_record_left(at.session, canary.request.id)
    ),
    "disclosure_locks.spent_numbers": lambda at: disclosure_locks.spent_numbers(
        at.session, 2026
    ),
    "disclosure_locks.who_sees": lambda at: at.stale(
        lambda canary: disclosure_locks.who_sees(at.session, canary.request)
    ),
    "disclosure_statistics.numbers_between": lambda at: [
        disclosure_statistics.numbers_between(
            at.session, None, None, suppress=small, with_locked=True
        )
        for small in (False, True)
    ],
    "disclosure_statistics.yearly_numbers": lambda at: [
        disclosure_statistics.yearly_numbers(
            at.session, 2026, suppress=small, with_locked=True
        )
        for small in (False, True)
    ],
    "disclosures.count_disclosures": lambda at: [
        disclosures.count_disclosures(at.session, each) for each in every_filter()
    ],
    "disclosures.disclosure": lambda at: at.stale(
        lambda canary: disclosures.disclosure(at.session, canary.request.id)
    ),
    "disclosures.list_disclosures": _register,
    "disclosures.more_subjects": lambda at: at.stale(
        lambda canary: disclosures.more_subjects(
            at.session, canary.request.id, Cursor(value=None, id=0)
        )
    ),
    "disclosures.open_request": lambda at: (
        disclosures.open_request(at.session, at.aviary.request.id),
        at.stale(
            lambda canary: disclosures.open_request(at.session, canary.request.id)
        ),
    ),
    "organisations.count_organisations": lambda at: [
        organisations.count_organisations(at.session, each) for each in ("", STEM)
    ],
    "organisations.list_organisations": lambda at: [
        organisations.list_organisations(at.session, each) for each in ("", STEM)
    ],
    "organisations.offer_organisations": lambda at: [
        organisations.offer_organisations(at.session, each)
        for each in ("", "z", STEM, "east")
    ],
    "organisations.organisation_page": lambda at: at.stale(
        lambda canary: organisations.organisation_page(
            at.session, canary.organisation.id
        )
    ),
    "register.year_facts": lambda at: register.year_facts(
        at.session, 2026, with_locked=True
    ),
    "register.years": lambda at: register.years(at.session),
    "register.offers_locks": lambda at: register.offers_locks(at.session),
    "register_exports.export_register": _exports,
    "register_exports.why_not_whole": lambda at: register_exports.why_not_whole(
        at.session
    ),
}

IN_HAND: Mapping[str, Callable[[At], Any]] = {
    "disclosure_decisions.add_note": lambda at: at.stale(
        lambda canary: disclosure_decisions.add_note(
            at.session, canary.request, "They rang"
        )
    ),
    "disclosure_decisions.answer_came": lambda at: at.stale(
        lambda canary: disclosure_decisions.answer_came(
            at.session, canary.request, "It came"
        )
    ),
    "disclosure_decisions.approve": lambda at: at.stale(
        lambda canary: disclosure_decisions.approve(at.session, canary.request)
    ),
    "disclosure_decisions.ask_for_more": lambda at: at.stale(
        lambda canary: disclosure_decisions.ask_for_more(
            at.session, canary.request, "More"
        )
    ),
    "disclosure_decisions.close": lambda at: at.stale(
        lambda canary: disclosure_decisions.close(at.session, canary.request)
    ),
    "disclosure_decisions.disclose_now": lambda at: at.stale(
        lambda canary: disclosure_decisions.disclose_now(
            at.session, canary.request, "A life"
        )
    ),
    "disclosure_decisions.refer_to_legal": lambda at: at.stale(
        lambda canary: disclosure_decisions.refer_to_legal(
            at.session, canary.request, "Why"
        )
    ),
    "disclosure_decisions.reopen": lambda at: at.stale(
        lambda canary: disclosure_decisions.reopen(at.session, canary.request, "Why")
    ),
    "disclosure_decisions.send_back": lambda at: at.stale(
        lambda canary: disclosure_decisions.send_back(at.session, canary.request, "Why")
    ),
    "disclosure_decisions.submit": lambda at: at.stale(
        lambda canary: disclosure_decisions.submit(
            at.session, canary.request, Decision.REFUSE, "Why"
        )
    ),
    "disclosure_letters.start_request_letter": lambda at: at.stale(
        lambda canary: disclosure_letters.start_request_letter(
            at.session, canary.request, MORE
        )
    ),
    "disclosure_locks.clear_member": lambda at: at.stale(
        lambda canary: disclosure_locks.clear_member(
            at.session, canary.request, AUDITOR
        )
    ),
    "disclosure_locks.lift_lock": lambda at: at.stale(
        lambda canary: disclosure_locks.lift_lock(
            at.session, replace(canary.request, version=0), "Why"
        )
    ),
    "disclosure_locks.review_lock": lambda at: at.stale(
        lambda canary: disclosure_locks.review_lock(
            at.session, canary.request, AHEAD + timedelta(1), "Still"
        )
    ),
    "disclosure_locks.set_lock": lambda at: at.stale(
        lambda canary: disclosure_locks.set_lock(
            at.session, canary.request, LockReason.IPA, "They", AHEAD
        )
    ),
    "disclosure_locks.withdraw_clearance": lambda at: at.stale(
        lambda canary: disclosure_locks.withdraw_clearance(
            at.session, canary.request, LEAD
        )
    ),
    "disclosure_locks.withdraw_request": lambda at: at.stale(
        lambda canary: disclosure_locks.withdraw_request(
            at.session, replace(canary.request, version=0), "Why"
        )
    ),
    "disclosure_sections.add_subjects": lambda at: at.stale(
        lambda canary: disclosure_sections.add_subjects(
            at.session, canary.request, [Subject(disclosure_id=0, name="Ben")]
        )
    ),
    "disclosure_sections.change_subject": lambda at: at.stale(
        lambda canary: disclosure_sections.change_subject(
            at.session, canary.request, canary.subject
        )
    ),
    "disclosure_sections.drop_subject": lambda at: at.stale(
        lambda canary: disclosure_sections.drop_subject(
            at.session, replace(canary.request, id=canary.request.id), canary.subject
        )
    ),
    "disclosure_sections.fill_in": lambda at: at.stale(
        lambda canary: disclosure_sections.fill_in(
            at.session, canary.request, "asked", {"asked": "All"}, canary.entry
        )
    ),
    "disclosure_sections.keep_file": lambda at: at.stale(
        lambda canary: disclosure_sections.keep_file(
            at.session, canary.request, _scan(at)
        )
    ),
    "disclosure_sections.strike": lambda at: at.stale(
        lambda canary: disclosure_sections.strike(
            at.session, canary.request, canary.entry, "Why"
        )
    ),
    "organisations.retire": lambda at: at.stale(
        lambda canary: organisations.retire(at.session, canary.organisation)
    ),
    "organisations.save_organisation": lambda at: at.stale(
        lambda canary: organisations.save_organisation(
            at.session,
            canary.organisation,
            replace(canary.organisation, note="Changed"),
        )
    ),
    "organisations.use_again": lambda at: at.stale(
        lambda canary: organisations.use_again(at.session, canary.organisation)
    ),
}

BESIDE: Mapping[str, Callable[[At], Any]] = {
    "disclosure_sections.record_request": lambda at: disclosure_sections.record_request(
        at.session,
        {
            "received": "2026-11-20",
            "kind": "police",
            "organisation": "Westbridge Constabulary",
        },
    ),
}
