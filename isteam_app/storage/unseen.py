"""Hides from one member of the team what the limits on sight keep from them.

For somebody with such limits every table of records is covered, on their connection
alone, by a view of the same name without the hidden ones. Whatever reads the vault
reads through it: lists, searches, counts and records asked for by number, also those
written later. Nobody else's connection is touched.
"""

import re
from typing import Any

from sqlalchemy import Connection, event

_PEOPLE, _POSTS, _CASES = (
    f"temp.unseen_{each}" for each in ("people", "posts", "cases")
)
_OF_CASE = f"case_id NOT IN {_CASES}"
COVERED = {
    "people": f"id NOT IN {_PEOPLE}",
    "posts": f"id NOT IN {_POSTS}",
    "cases": f"id NOT IN {_CASES}",
    "case_events": _OF_CASE,
    "case_entries": _OF_CASE,
    "case_links": f"{_OF_CASE} AND other_id NOT IN {_CASES}",
    "letters": _OF_CASE,
    "letter_pdfs": (
        f"letter_id NOT IN (SELECT id FROM main.letters WHERE case_id IN {_CASES})"  # noqa: S608  names of ours alone
    ),
    "documents": f"post_id NOT IN {_POSTS}",
    "disclosures": f"(person_id IS NULL OR person_id NOT IN {_PEOPLE})",
    "representations": (
        f"subject_id NOT IN {_PEOPLE} AND representative_id NOT IN {_PEOPLE}"
    ),
    "person_merges": f"kept_id NOT IN {_PEOPLE} AND merged_id NOT IN {_PEOPLE}",
    "sight": f"person_id NOT IN {_PEOPLE}",
    "field_changes": (
        f"(case_id IS NULL OR case_id NOT IN {_CASES}) "  # noqa: S608  likewise
        f"AND NOT (noun = 'person' AND record_id IN {_PEOPLE}) "
        f"AND NOT (noun = 'post' AND record_id IN {_POSTS}) "
        "AND NOT (noun = 'representation' AND record_id IN (SELECT id "
        f"FROM main.representations WHERE subject_id IN {_PEOPLE} "
        f"OR representative_id IN {_PEOPLE}))"
    ),
}
"""What of each table stays in sight. Tables that name no person are not covered."""

# a record merged into a hidden one is hidden with it
_HIDE_PEOPLE = (
    f"INSERT INTO {_PEOPLE} WITH RECURSIVE hidden (id) AS ("  # noqa: S608  names of ours alone
    "SELECT person_id FROM main.sight WHERE rule = 'hidden_from' AND member = :member "
    "UNION SELECT person_id FROM main.sight AS chosen WHERE rule = 'only_for' "
    "AND NOT EXISTS (SELECT 1 FROM main.sight AS own WHERE own.rule = 'only_for' "
    "AND own.person_id = chosen.person_id AND own.member = :member) "
    "UNION SELECT merged_id FROM main.person_merges JOIN hidden "
    "ON kept_id = hidden.id WHERE undone_at IS NULL) SELECT id FROM hidden"
)
# an item of post goes with the person who wrote it and with any it is about
_HIDE_POSTS = (
    f"INSERT INTO {_POSTS} "  # noqa: S608  likewise
    f"SELECT id FROM main.posts WHERE requester_id IN {_PEOPLE} "
    f"UNION SELECT id FROM main.posts WHERE reply_to_id IN {_PEOPLE} "
    f"UNION SELECT post_id FROM main.cases WHERE subject_id IN {_PEOPLE}"
)
_HIDE_CASES = (
    f"INSERT INTO {_CASES} SELECT id FROM main.cases WHERE post_id IN {_POSTS}"  # noqa: S608  likewise
)
_WRITES = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) (?="?\w+"?[ (])')


class Curtain:
    """Hangs before the records that one member may not see, on one connection."""

    def __init__(self, connection: Connection, member: str) -> None:
        self._connection = connection
        self._hangs = bool(member) and self._is_limited(member)
        if self._hangs:
            self._hang(member)

    def drop(self) -> None:
        """Show the whole vault again. Twice is harmless."""
        if not self._hangs:
            return
        self._hangs = False
        event.remove(self._connection, "before_cursor_execute", _write_behind)
        for name in COVERED:
            self._run(f"DROP VIEW temp.{name}")
        for name in (_CASES, _POSTS, _PEOPLE):
            self._run(f"DROP TABLE {name}")

    def _is_limited(self, member: str) -> bool:
        # nearly always the table is empty, and this is all that sight costs
        if self._run("SELECT 1 FROM main.sight LIMIT 1").first() is None:
            return False
        query = (
            "SELECT 1 FROM main.sight AS each WHERE (rule = 'hidden_from' "
            "AND member = :member) OR (rule = 'only_for' AND NOT EXISTS ("
            "SELECT 1 FROM main.sight AS own WHERE own.rule = 'only_for' "
            "AND own.person_id = each.person_id AND own.member = :member)) LIMIT 1"
        )
        return self._run(query, {"member": member}).first() is not None

    def _hang(self, member: str) -> None:
        for name in (_PEOPLE, _POSTS, _CASES):
            self._run(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY)")
        self._run(_HIDE_PEOPLE, {"member": member})
        self._run(_HIDE_POSTS)
        self._run(_HIDE_CASES)
        for name, seen in COVERED.items():
            self._run(
                f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} WHERE {seen}"  # noqa: S608  names of ours alone
            )
        event.listen(
            self._connection, "before_cursor_execute", _write_behind, retval=True
        )

    def _run(self, statement: str, given: dict[str, str] | None = None) -> Any:
        return self._connection.exec_driver_sql(statement, given or {})


def _write_behind(
    _connection: Connection,
    _cursor: Any,
    statement: str,
    parameters: Any,
    _context: Any,
    _executemany: bool,
) -> tuple[str, Any]:
    """Send what is written to the table itself; only reading is narrowed."""
    return _WRITES.sub(r"\1 main.", statement), parameters
