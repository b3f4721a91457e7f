"""How each function of the services is asked while the canary sits in the vault.

`LOOKS` says how to call a function; `EXCUSED` why another cannot tell of a record. The
walk fails for a function that stands in neither: whoever writes one adds a line here.
"""

import io
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any

from builders import new_post
from locked_canary import (
    AHEAD,
    AUDITOR,
    HANDLER,
    LEAD,
    MORE,
    PERSON,
    STEM,
    WORDS,
    Aviary,
    Canary,
    sung,
)

from isteam_app.__main__ import main
from isteam_app.domain.backup_calendar import Why
from isteam_app.domain.cases import CaseKind, EventKind, LinkKind
from isteam_app.domain.disclosures import Decision, LockReason, Subject
from isteam_app.domain.letters import LetterState
from isteam_app.domain.listing import (
    CaseFilter,
    CaseOrder,
    Cursor,
    DisclosureColumn,
    DisclosureFilter,
    DisclosureOrder,
)
from isteam_app.domain.people import Capacity, Representation, SightRule
from isteam_app.errors import IsteamError
from isteam_app.services import (
    attempts,
    audit_trail,
    backups,
    bulk,
    cases,
    chronology,
    corrections,
    damage,
    damage_report,
    day_warnings,
    decision_record,
    diagnostics,
    disclosure_decisions,
    disclosure_letters,
    disclosure_locks,
    disclosure_sections,
    disclosure_statistics,
    disclosures,
    half_typed,
    history,
    intake,
    intake_hints,
    keys,
    leaving,
    letters,
    links,
    merging,
    organisations,
    people,
    print_desk,
    recipients,
    refreshing,
    register,
    register_exports,
    representatives,
    restoring,
    rights,
    search,
    settings,
    sight,
    team,
    today,
    trail_checks,
    trail_notes,
    trail_seals,
    unlock,
    views,
)
from isteam_app.services.backup_facts import BackupFacts
from isteam_app.services.register_exports import Format, RegisterExport, View
from isteam_app.services.session import Session

EVERYTHING = 500
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class At:
    """Somebody at the vault, what they had in hand before, and a place for files.

    `in_hand`: what they had in hand is tried; what it gives cannot be compared.
    """

    session: Session
    aviary: Aviary
    place: Path
    name: str
    in_hand: bool = True

    @property
    def numbers(self) -> tuple[str, ...]:
        """The references of the canaries, where what they had in hand is tried."""
        return self.aviary.secrets[1:] if self.in_hand else ()

    def file(self, name: str) -> Path:
        return self.place / name

    def stale(self, act: Callable[[Canary], Any]) -> list[object]:
        """Do something with each canary as if it were still in hand; tell what came."""
        known = self.aviary.canaries if self.in_hand else ()
        return [outcome(partial(act, canary)) for canary in known]

    def command(self, *words: str, typed: str = "") -> tuple[int, str, str]:
        """Run a command as it is run at a terminal."""
        import contextlib
        import sys

        out, err = io.StringIO(), io.StringIO()
        before, sys.stdin = sys.stdin, io.StringIO(f"{typed}\n")
        try:
            with contextlib.redirect_stdout(out), contextlib.redirect_stderr(err):
                code = main(words)
        except SystemExit as wrong:  # the words of the command, and not what it found
            raise AssertionError(err.getvalue()) from wrong
        finally:
            sys.stdin = before
        return code, out.getvalue(), err.getvalue()


def _seen(at: At, canary: Canary | None = None) -> disclosures.RequestPage:
    """Return the page of a request in sight; with `canary` as if it were its page."""
    page = disclosures.open_request(at.session, at.aviary.request.id)
    return replace(page, request=canary.request) if canary else page


def outcome(act: Callable[[], Any]) -> object:
    """Return what an act gives, or the refusal it ends in."""
    try:
        found = act()
    except IsteamError as refused:
        return refused
    return list(found) if hasattr(found, "__next__") else found


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


def _trail(at: At) -> list[object]:
    wanted = audit_trail.TrailFilter
    asked = [
        wanted(),
        *(wanted(kind=kind) for kind in audit_trail.ActionKind),
        *(wanted(who=who) for who in (LEAD, HANDLER, AUDITOR)),
        wanted(reference="person 1"),
        wanted(reference="D-2026-00001"),
        *(wanted(reference=f"D-2026-0000{number}") for number in range(2, 6)),
        *(wanted(reference=each) for each in at.numbers),
    ]
    return [
        outcome(
            lambda each=each: audit_trail.list_trail(at.session, each, None, EVERYTHING)
        )
        for each in asked
    ]


def _trail_counts(at: At) -> list[object]:
    wanted = audit_trail.TrailFilter
    asked = [wanted(), *(wanted(kind=kind) for kind in audit_trail.ActionKind)]
    return [audit_trail.count_trail(at.session, each) for each in asked]


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


def _searches(at: At) -> list[object]:
    asked = (STEM, sung("constabulary"), PERSON, "Hartigan", "constabulary", "R-2026")
    return [search.find(at.session, each, EVERYTHING) for each in (*asked, *at.numbers)]


def _counts(backup: BackupFacts) -> dict[str, int]:
    """What a backup counts, but for the length of the trail: that counts everything."""
    return {**backup.counts, "audit": 0}


def _backup(at: At) -> dict[str, int]:
    return _counts(backups.make_backup(at.session, Why.HAND))


def _backup_list(at: At) -> list[object]:
    backups.make_backup(at.session, Why.HAND)
    state = backups.backup_state(at.session)
    return [
        (_counts(each), each.why, each.missing, each.path.name)
        for each in state.backups
    ]


def _backup_file(at: At) -> Path:
    return backups.make_backup(at.session, Why.HAND).path


def _diagnostics(at: At) -> list[object]:
    found = diagnostics.gather(at.session, window={}, logs=None)
    return [found.text, found.zipped()]


def _salvage(at: At) -> list[object]:
    told = damage.salvage_session(at.session, at.file("saved.isvault"))
    return [told.counts, told.lost_references, told.stood_in]


def _sealed(at: At) -> list[object]:
    typed = {"case/1": half_typed.Typed("half")}
    sealed = half_typed.seal(at.session, typed)
    return [
        half_typed.unseal(at.session, sealed),
        half_typed.put_back(at.session, sealed),
    ]


def _typed(at: At) -> list[str]:
    numbers = [canary.request.id for canary in at.aviary.canaries]
    drafts = [canary.draft.id for canary in at.aviary.canaries]
    return [
        *(f"{page}/{each}" for page in ("disclosure", "request") for each in numbers),
        *(f"letter/{each}" for each in drafts),
    ]


def _merged(at: At) -> object:
    other = intake.receive_post(at.session, new_post(name="Mr Idris Vane")).cases[0]
    return merging.merge_people(
        at.session, _person(at), other.subject, "The same hand wrote both"
    )


def _person(at: At) -> Any:
    return people.person_page(at.session, at.aviary.person.id).person


def _case(at: At) -> Any:
    return cases.case_page(at.session, at.aviary.case.id).case


def _request(at: At) -> Any:
    return disclosures.disclosure(at.session, at.aviary.request.id)


def _shut(at: At) -> tuple[str, str]:
    """Close the vault, for a command to open it; return its place and the way in."""
    unlock.lock(at.session)
    return str(at.session.vault.folder), WORDS.get(at.name, "")


def _case_command(at: At) -> list[object]:
    vault, words = _shut(at)
    asked = (
        ("case", "list", vault, "--passphrase-stdin", "--all", "--json"),
        ("case", "show", vault, "--passphrase-stdin", at.aviary.case.reference),
    )
    return [at.command(*each, typed=words) for each in asked]


def _vault_command(at: At) -> list[object]:
    vault, words = _shut(at)
    asked = (
        ("vault", "info", vault, "--json"),
        ("vault", "verify", vault, "--passphrase-stdin", "--json"),
        ("vault", "salvage", vault, str(at.file("x.isvault")), "--passphrase-stdin"),
        (
            *("vault", "backup", vault, str(at.file("x.isbackup"))),
            *("--passphrase-stdin", "--json"),
        ),
    )
    return [at.command(*each, typed=words) for each in asked]


def _export_command(at: At) -> list[object]:
    vault, words = _shut(at)
    found: list[object] = []
    for view in View:
        file = at.file(f"command {view.value}.csv")
        given = ("export", "disclosures", vault, "--passphrase-stdin")
        more = ("--view", view.value, "--with-locked", "--reason", "For the audit")
        found.append(at.command(*given, *more, "-o", str(file), typed=words))
        found.append(file)
    return found


LOOKS: Mapping[str, Callable[[At], Any]] = {
    # what is read
    "audit_trail.count_trail": _trail_counts,
    "audit_trail.export_trail": lambda at: (
        audit_trail.export_trail(
            at.session, audit_trail.TrailFilter(), at.file("trail.csv")
        ),
        at.file("trail.csv"),
    ),
    "audit_trail.list_trail": _trail,
    "audit_trail.reason_of": lambda at: [
        audit_trail.reason_of(at.session, number) for number in range(1, 200)
    ],
    "audit_trail.trail_head": lambda at: audit_trail.trail_head(at.session),
    "audit_trail.trail_reader": lambda at: audit_trail.trail_reader(at.session),
    "backups.backup_light": lambda at: backups.backup_light(at.session),
    "backups.backup_state": _backup_list,
    "backups.check_backup": lambda at: _counts(
        backups.check_backup(at.session, _backup_file(at))
    ),
    "backups.is_changed": lambda at: backups.is_changed(at.session),
    "backups.is_due": lambda at: backups.is_due(at.session),
    "backups.make_backup": _backup,
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
    "corrections.acting_as": lambda at: corrections.acting_as(at.session, _case(at)),
    "damage.backup_of_session": lambda at: damage.backup_of_session(at.session),
    "damage.salvage_session": _salvage,
    "damage_report.report_of_session": lambda at: damage_report.report_of_session(
        at.session
    ),
    "day_warnings.calendar_warning": lambda at: day_warnings.calendar_warning(
        at.session
    ),
    "day_warnings.clock_warning": lambda at: day_warnings.clock_warning(at.session),
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
    "diagnostics.gather": _diagnostics,
    "disclosure_locks.locks_of": lambda at: at.stale(
        lambda canary: disclosure_locks.locks_of(at.session, canary.request)
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
    "disclosures.view_request": lambda at: at.stale(
        lambda canary: disclosures.view_request(at.session, canary.request.id)
    ),
    "half_typed.files_back": lambda at: [
        half_typed.files_back(at.session, page) for page in _typed(at)
    ],
    "half_typed.left_over": lambda at: half_typed.left_over(at.session),
    "half_typed.seal": _sealed,
    "half_typed.take_back": lambda at: [
        half_typed.take_back(at.session, page) for page in _typed(at)
    ],
    "history.case_history": lambda at: [
        history.case_history(at.session, cases.case_page(at.session, 1), text)
        for text in ("", STEM)
    ],
    "history.changed_since": lambda at: (
        history.changed_since(at.session, _seen(at), LONG_AGO),
        at.stale(
            lambda canary: history.changed_since(
                at.session, _seen(at, canary), LONG_AGO
            )
        ),
    ),
    "history.request_history": lambda at: (
        [history.request_history(at.session, _seen(at), text) for text in ("", STEM)],
        at.stale(lambda canary: history.request_history(at.session, _seen(at, canary))),
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
        at.session, _person(at), (CaseKind.ACCESS,)
    ),
    "keys.key_facts": lambda at: (
        keys.key_facts(at.session).slots
        if hasattr(keys.KeyFacts, "slots")
        else keys.key_facts(at.session)
    ),
    "leaving.parting": lambda at: [
        outcome(lambda number=number: leaving.parting(at.session, number))
        for number in (2, 3)
    ],
    "letters.letter_pdf": lambda at: at.stale(
        lambda canary: letters.letter_pdf(at.session, canary.letter.id)
    ),
    "letters.open_desk": lambda at: (
        letters.open_desk(at.session, at.aviary.letter.id),
        at.stale(lambda canary: letters.open_desk(at.session, canary.draft.id)),
    ),
    "links.nearby": lambda at: links.nearby(at.session, cases.case_page(at.session, 1)),
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
    "people.count_people": lambda at: people.count_people(at.session),
    "people.find_people": lambda at: [
        people.find_people(at.session, text) for text in (STEM, PERSON)
    ],
    "people.list_people": lambda at: people.list_people(at.session),
    "people.person_page": lambda at: people.person_page(
        at.session, at.aviary.person.id
    ),
    "print_desk.letter": lambda at: at.stale(
        lambda canary: print_desk.letter(at.session, canary.letter.id)
    ),
    "print_desk.letter_counts": lambda at: print_desk.letter_counts(at.session),
    "print_desk.letters_waiting": lambda at: print_desk.letters_waiting(at.session),
    "print_desk.list_letters": lambda at: print_desk.list_letters(
        at.session, tuple(LetterState)
    ),
    "print_desk.posting_services": lambda at: print_desk.posting_services(at.session),
    "recipients.given_about": lambda at: recipients.given_about(at.session, _case(at)),
    "recipients.recipients_told": lambda at: recipients.recipients_told(
        at.session, _case(at)
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
    "representatives.authorities": lambda at: representatives.authorities(
        at.session, _case(at)
    ),
    "restoring.describe_backup": lambda at: _counts(
        restoring.describe_backup(_backup_file(at))
    ),
    "rights.is_cleared": lambda at: rights.is_cleared(at.session),
    "search.find": _searches,
    "sight.limits_on": lambda at: sight.limits_on(at.session, 1),
    "team.team": lambda at: team.team(at.session),
    "today.figures": lambda at: today.figures(at.session),
    "today.worklist": lambda at: today.worklist(at.session),
    "trail_checks.check_trail": lambda at: trail_checks.check_trail(at.session),
    "trail_checks.compare_seal": lambda at: outcome(
        lambda: trail_checks.compare_seal(at.session, "999999", "ab" * 16)
    ),
    "trail_checks.doubt": lambda at: trail_checks.doubt(at.session),
    "trail_checks.is_due": lambda at: trail_checks.is_due(at.session),
    "trail_checks.last_checked": lambda at: trail_checks.last_checked(at.session),
    "trail_seals.head_words": lambda at: trail_seals.head_words(at.session),
    "trail_seals.save_seal": lambda at: (
        outcome(lambda: trail_seals.save_seal(at.session, at.file("seal.pdf"))),
        at.file("seal.pdf"),
    ),
    "trail_seals.seal": lambda at: outcome(lambda: trail_seals.seal(at.session)),
    "views.views": lambda at: views.views(at.session),
    # what is done with it in hand
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
    "letters.discard_draft": lambda at: at.stale(
        lambda canary: letters.discard_draft(
            at.session, replace(canary.draft, version=0)
        )
    ),
    "letters.finalise": lambda at: at.stale(
        lambda canary: letters.finalise(at.session, replace(canary.draft, version=0))
    ),
    "letters.save_draft": lambda at: at.stale(
        lambda canary: letters.save_draft(
            at.session, replace(canary.draft, version=0), "Body", {}
        )
    ),
    "letters.use_current_address": lambda at: at.stale(
        lambda canary: letters.use_current_address(
            at.session, replace(canary.draft, version=0)
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
    "print_desk.mark_posted": lambda at: at.stale(
        lambda canary: print_desk.mark_posted(
            at.session, [canary.letter.id], on=at.session.today, service="First class"
        )
    ),
    "print_desk.mark_printed": lambda at: at.stale(
        lambda canary: print_desk.mark_printed(at.session, canary.letter.id)
    ),
    "trail_notes.note_view": lambda at: at.stale(
        lambda canary: [
            trail_notes.note_view(at.session, noun, number)
            for noun, number in (
                ("disclosure", canary.request.id),
                ("letter", canary.letter.id),
                ("document", canary.document.id),
            )
        ]
    ),
    # what is done beside it
    "cases.add_note": lambda at: cases.add_note(at.session, _case(at), "A note"),
    "cases.assign": lambda at: cases.assign(at.session, _case(at), HANDLER),
    "cases.record_event": lambda at: cases.record_event(
        at.session, _case(at), EventKind.ACKNOWLEDGED, at.session.today
    ),
    "disclosure_sections.record_request": lambda at: disclosure_sections.record_request(
        at.session,
        {
            "received": "2026-11-20",
            "kind": "police",
            "organisation": "Westbridge Constabulary",
        },
    ),
    "half_typed.keep": lambda at: half_typed.keep(at.session, "case/1", "half"),
    "intake.receive_post": lambda at: intake.receive_post(
        at.session, new_post(name="Mr Idris Vane")
    ),
    "letters.start_letter": lambda at: letters.start_letter(
        at.session, 1, "rights-acknowledgement"
    ),
    "links.link": lambda at: links.link(
        at.session,
        _case(at),
        "IS-2026-00002",
        LinkKind.RELATED,
        "The same street",
    ),
    "merging.merge_people": _merged,
    "people.save_person": lambda at: people.save_person(
        at.session, _person(at), replace(_person(at), salutation="Aoife")
    ),
    "refreshing.catch_up": lambda at: refreshing.catch_up(at.session),
    "refreshing.refresh_open_cases": lambda at: refreshing.refresh_open_cases(
        at.session
    ),
    "representatives.name_representative": lambda at: (
        representatives.name_representative(
            at.session,
            Representation(
                representative=_person(at),
                subject=_person(at),
                capacity=Capacity.FRIEND,
            ),
        )
    ),
    "settings.save_settings": lambda at: settings.save_settings(
        at.session, at.session.settings()
    ),
    "sight.limit_sight": lambda at: sight.limit_sight(
        at.session, _person(at), SightRule.HIDDEN_FROM, AUDITOR, "Neighbours"
    ),
    "attempts.tell_attempts": lambda at: attempts.tell_attempts(
        at.session.vault, at.session.now()
    ),
    "recipients.name_recipients": lambda at: recipients.name_recipients(
        at.session, _case(at)
    ),
    # from a terminal: last, for it locks the vault
    "cli.case.run": _case_command,
    "cli.export.run": _export_command,
    "cli.vault.run": _vault_command,
}
"""In this order: what is read, then what changes the vault."""


def _scan(at: At) -> Path:
    from locked_canary import pdf_saying

    file = at.file("scan.pdf")
    file.write_bytes(pdf_saying("Nothing"))
    return file


EXCUSED: Mapping[str, str] = {
    "works on what it is given: whoever gives it has read it already": (
        "about.versions attempts.words backup_facts.count_words "
        "backup_facts.facts calendars.known_until cases.event_today "
        "cases.hand_over cases.refresh_case cases.touch_case "
        "chronology.chronology_name clashes.brought_together damage.typed_key "
        "recipients.may_be_told recipients.told_in "
        "damage_report.account damage_report.save_report "
        "decision_record.decision_record_name decisions.gaps decisions.lacking "
        "decisions.wants_second_person defaults.default_settings "
        "demo.demo_settings demo_stories.read_stories diagnostics.about "
        "diagnostics.save diagnostics.shape disclosure_letters.letter_choices_for "
        "disclosure_locks.default_lock disclosure_sections.follow "
        "disclosure_sections.must_be_ahead disclosure_sections.put "
        "disclosure_sections.step disclosures.asked_in "
        "disclosures.organisation_of enclosures.check_enclosed "
        "enclosures.keep_enclosed entries.begin_entries entries.open_entries "
        "entries.put_entry files.write_whole "
        "half_typed.put_back half_typed.unseal "
        "intake.check_post intake.open_case intake_hints.person_hints "
        "keys.present letter_answers.answer_in_words letter_answers.known_answers "
        "letter_answers.with_article letter_answers_written.change_made "
        "letter_answers_written.changed_on letter_answers_written.conclusions "
        "letter_answers_written.controller_address "
        "letter_answers_written.corrected letter_answers_written.enclosures "
        "letter_answers_written.fee_amount letter_answers_written.given_on "
        "letter_answers_written.holders letter_answers_written.identifier "
        "letter_answers_written.marketing_stopped "
        "letter_answers_written.package_sent "
        "letter_answers_written.recipients_not_told letter_answers_written.remedy "
        "letter_answers_written.searches letter_answers_written.suppressed "
        "letter_answers_written.withheld letter_answers_written.withheld_reason "
        "letter_desk.addressee letter_desk.recipient_lines "
        "letter_editing.all_fields letter_editing.asked letter_editing.exact "
        "letter_editing.field_label letter_editing.paragraph_says "
        "letter_editing.spoken_value letter_editing.window_of "
        "letter_fields.awaited_of letter_fields.of_organisation "
        "letter_fields.values_for letter_gates.in_the_way letter_gates.is_answer "
        "letter_gates.says_what_was_decided letter_meaning.record_meaning "
        "letter_opening.case_id_of letter_opening.desk_of "
        "letter_opening.request_desk letter_traces.note_letter "
        "letter_traces.note_posted letters.asked_fields letters.letter_choices "
        "letters.letter_content letters.preview letters.recipient_check "
        "links.link_kinds links.link_words links.repeats look_only.looked_at "
        "look_only.may_look moves.judged moves.offered moves.refusal "
        "moves.why_no_approval noted_files.write_noted organisations.requests_of "
        "packages.attached_from_bytes packages.file_name packages.read_attached "
        "passphrases.check_passphrase passphrases.strength register.nothing_of "
        "post_details.check_address post_details.check_details "
        "post_details.check_name questions.note_question "
        "request_desk.request_in_the_way request_desk.request_values "
        "request_desk.requester_lines request_desk.tells_what_was_decided "
        "request_letter_words.checksums request_letter_words.conditions "
        "request_letter_words.given_under request_letter_words.instruments "
        "request_letter_words.left_by request_letter_words.left_items "
        "request_letter_words.missing request_letter_words.reply_by "
        "request_letter_words.return_by request_letter_words.wanted "
        "request_rights.editors "
        "request_rights.rights_over request_rights.why_no_filling "
        "request_rights.why_no_second request_settings.check_requests "
        "sample_plots.plot sample_requests.directory sample_scan.sample_scan "
        "scans.read_any scans.read_scan scans.scan_from_bytes "
        "session.calendar_for settings.check_settings settings.envelope_choices "
        "team.away team.covered_by team_names.name_for team_names.renamed "
        "team_names.without templates.lint templates.list_templates "
        "templates.must_contain templates.render_example templates.render_letter "
        "today.urgency unlock.asked_back unlock.check_asked_back unlock.local_now "
        "work_settings.check_work work_settings.decisions "
    ),
    "is data that comes with the program": (
        "calendars.working_calendar gateways.rules sample_requests.request_stories "
    ),
    "changes one case, which it gives back": (
        "bulk.carry_out bulk.undo cases.choose_service chronology.note_left "
        "corrections.correct_details decisions.approve decisions.decide "
        "decisions.send_back entries.add_entry entries.change_entry "
        "entries.strike_entry links.take_to_regulator links.unlink "
        "merging.undo_merge packages.make_package packages.save_package "
        "representatives.authority_of representatives.authority_problem "
        "representatives.change_representative representatives.end_representation "
        "sight.lift_limit "
    ),
    "counts open cases and their dates alone": (
        "refreshing.in_sight refreshing.reckon "
    ),
    "gives nothing back but a number of files or a place": (
        "backups.backup_folder backups.check_wishes backups.make_before "
        "backups.make_if_changed backups.thin diagnostics.log_lines "
        "half_typed.forget noted_files.must_be_noted trail_notes.note_end "
        "trail_notes.note_locked trail_seals.seal_name "
    ),
    "is about the team, keys and settings, and no record": (
        "attempts.counted attempts.hold_back attempts.note_wrong "
        "keys.change_my_passphrase keys.new_sheet_key keys.prove "
        "keys.reset_passphrase keys.rotate_key keys.sign_in_anew "
        "keys.skipped_sign_in keys.use_new_sheet keys.why_no_reset "
        "leaving.remove_person look_only.look look_only.must_look_only "
        "look_only.why_nothing_changes register_exports.must_be_allowed "
        "remembering.ask_keyring remembering.follow_policy remembering.forget "
        "remembering.forget_everybodys remembering.is_remembered "
        "remembering.open_remembered remembering.remember "
        "remembering.remembered_unlock remembering.remembered_vault "
        "remembering.why_not rights.by_recovery rights.must "
        "rights.only_administrator rights.why_not team.add_absence "
        "team.add_person team.change_role team.end_absence team.rename_person "
        "trail_checks.accept views.delete_view views.rename_view views.save_view "
    ),
    "opens, makes or closes a vault: its records are asked for elsewhere": (
        "damage.backup_of_folder damage.has_copy_of_keys damage.header_in "
        "damage.newest_backup damage.salvage_folder damage.unlocked "
        "damage.use_copy_of_keys damage_report.report_of_folder restoring.restore "
        "restoring.verify_backup unlock.create unlock.describe unlock.lock "
        "unlock.recovery_pdf unlock.unlock unlock.unlock_with_device "
        "unlock.unlock_with_recovery_key unlock.with_suffix "
    ),
    "fills a made-up vault": (
        "demo.make_demo demo_decisions.decide_case demo_decisions.fill_form "
        "demo_requests.tell_requests sample.make_sample "
    ),
    "reads the arguments of a command, or opens the vault for one that is walked": (
        "cli.backup.add_key cli.backup.add_parsers cli.backup.backup_facts "
        "cli.backup.is_backup cli.backup.restore_facts cli.backup.verify_facts "
        "cli.case.add_parser cli.deadline.add_parser cli.deadline.answers "
        "cli.deadline.run cli.export.add_parser cli.letter.add_parser "
        "cli.letter.run cli.sample.add_parser cli.sample.run "
        "cli.self_test.add_parser cli.self_test.run cli.sign_in.add_passphrase "
        "cli.sign_in.add_remembered cli.sign_in.add_vault cli.sign_in.passphrase "
        "cli.sign_in.signed_in cli.vault.add_parser "
    ),
}
"""Reason: the functions it holds for."""

CHANCE: Mapping[str, str] = {
    "damage.backup_of_session": "tells where on this computer the backup lies",
    "damage.salvage_session": "counts half typed texts and the trail, of all the team",
    "damage_report.report_of_session": "tells the size of what lies in the folder",
    "diagnostics.gather": "tells the size of the vault and of the disk",
    "cli.vault.run": "tells the vault's own number, and its size",
}
"""What differs between any two vaults, and why."""
