"""The vault's tables as the newest schema has them. Private to `storage`.

The steps in `migrations` make them; a test holds that both agree.
"""

from isteam_app.storage.tables.casework import (
    CASE_SORTS,
    case_entries,
    case_events,
    case_links,
    cases,
    documents,
    field_changes,
    people,
    person_merges,
    posts,
    representations,
    sight,
)
from isteam_app.storage.tables.columns import UtcDateTime, metadata, new_salt
from isteam_app.storage.tables.keeping import (
    audit,
    audit_reasons,
    audit_records,
    counters,
    drafts,
    members,
    settings,
    vault,
)
from isteam_app.storage.tables.letters import (
    letter_cases,
    letter_enclosures,
    letter_pdfs,
    letters,
    pictures,
    print_items,
    print_runs,
    scan_backs,
    template_versions,
)
from isteam_app.storage.tables.requests import (
    DISCLOSURE_SORTS,
    disclosure_clearances,
    disclosure_entries,
    disclosure_events,
    disclosure_locks,
    disclosure_subjects,
    disclosures,
    organisations,
    spent_numbers,
)

__all__ = [
    "CASE_SORTS",
    "DISCLOSURE_SORTS",
    "SCHEMA",
    "UtcDateTime",
    "audit",
    "audit_reasons",
    "audit_records",
    "case_entries",
    "case_events",
    "case_links",
    "cases",
    "counters",
    "disclosure_clearances",
    "disclosure_entries",
    "disclosure_events",
    "disclosure_locks",
    "disclosure_subjects",
    "disclosures",
    "documents",
    "drafts",
    "field_changes",
    "letter_cases",
    "letter_enclosures",
    "letter_pdfs",
    "letters",
    "members",
    "metadata",
    "new_salt",
    "organisations",
    "people",
    "person_merges",
    "pictures",
    "posts",
    "print_items",
    "print_runs",
    "representations",
    "scan_backs",
    "settings",
    "sight",
    "spent_numbers",
    "template_versions",
    "vault",
]

SCHEMA = 6
"""The number of the newest step, kept in the database as `user_version`."""
