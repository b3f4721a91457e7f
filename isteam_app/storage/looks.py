"""Tells of a look at a record, and of the records that it belongs to."""

from collections.abc import Mapping

from isteam_app.storage.work import Work

_REQUEST = (
    "SELECT 'disclosure', disclosure_id FROM {table} "
    "WHERE id = ? AND disclosure_id IS NOT NULL"
)
# So that the trail of a case, or of a person, also has the looks at letters and scans.
_WITH: Mapping[str, tuple[str, ...]] = {
    "case": ("SELECT 'person', subject_id FROM cases WHERE id = ?",),
    "letter": (
        "SELECT 'case', case_id FROM letters WHERE id = ? AND case_id IS NOT NULL",
        (
            "SELECT 'person', subject_id FROM cases "
            "WHERE id = (SELECT case_id FROM letters WHERE id = ?)"
        ),
        _REQUEST.format(table="letters"),
    ),
    "disclosure": (
        (
            "SELECT DISTINCT 'person', person_id FROM disclosure_subjects "
            "WHERE disclosure_id = ? AND person_id IS NOT NULL"
        ),
    ),
    "document": (
        (
            "SELECT 'case', cases.id FROM documents "
            "JOIN cases ON cases.post_id = documents.post_id WHERE documents.id = ?"
        ),
        _REQUEST.format(table="documents"),
    ),
    "person": (),
}


def note_look(work: Work, noun: str, record_id: int) -> None:
    """Put a record that was looked at into the entry, with what it belongs to.

    No digest is made: a look changes nothing.
    """
    found = [(noun, record_id)]
    for query in _WITH[noun]:
        rows = work.connection.exec_driver_sql(query, (record_id,))
        found += [(each, number) for each, number in rows]
    for subject in found:
        work.touch(*subject, words=False)
        work.told[subject] = ""
