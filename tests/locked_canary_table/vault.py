"""What is asked of the vault: its trail, backups, keys, team and search."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

from locked_canary import AUDITOR, HANDLER, LEAD, PERSON, STEM, sung

from isteam_app.domain.backup_calendar import Why
from isteam_app.services import (
    attempts,
    audit_trail,
    backups,
    damage,
    damage_report,
    day_warnings,
    diagnostics,
    half_typed,
    keys,
    leaving,
    restoring,
    rights,
    search,
    settings,
    team,
    template_shelf,
    trail_checks,
    trail_notes,
    trail_seals,
    views,
)
from isteam_app.services.backup_facts import BackupFacts
from locked_canary_table.at import At, outcome

EVERYTHING = 500


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


READS: Mapping[str, Callable[[At], Any]] = {
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
    "damage.backup_of_session": lambda at: damage.backup_of_session(at.session),
    "damage.salvage_session": _salvage,
    "damage_report.report_of_session": lambda at: damage_report.report_of_session(
        at.session
    ),
    "day_warnings.calendar_warning": lambda at: day_warnings.calendar_warning(
        at.session
    ),
    "day_warnings.clock_warning": lambda at: day_warnings.clock_warning(at.session),
    "diagnostics.gather": _diagnostics,
    "half_typed.files_back": lambda at: [
        half_typed.files_back(at.session, page) for page in _typed(at)
    ],
    "half_typed.left_over": lambda at: half_typed.left_over(at.session),
    "half_typed.seal": _sealed,
    "half_typed.take_back": lambda at: [
        half_typed.take_back(at.session, page) for page in _typed(at)
    ],
    "keys.key_facts": lambda at: keys.key_facts(at.session),
    "leaving.parting": lambda at: [
        outcome(lambda number=number: leaving.parting(at.session, number))
        for number in (2, 3)
    ],
    "restoring.describe_backup": lambda at: _counts(
        restoring.describe_backup(_backup_file(at))
    ),
    "rights.is_cleared": lambda at: rights.is_cleared(at.session),
    "search.find": _searches,
    "team.team": lambda at: team.team(at.session),
    "template_shelf.open_template": lambda at: [
        template_shelf.open_template(at.session, row.key)
        for row in template_shelf.template_rows(at.session)
    ],
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
}

IN_HAND: Mapping[str, Callable[[At], Any]] = {
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
}

BESIDE: Mapping[str, Callable[[At], Any]] = {
    "half_typed.keep": lambda at: half_typed.keep(at.session, "case/1", "half"),
    "settings.save_settings": lambda at: settings.save_settings(
        at.session, at.session.settings()
    ),
    "attempts.tell_attempts": lambda at: attempts.tell_attempts(
        at.session.vault, at.session.now()
    ),
}
