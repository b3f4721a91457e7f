"""Hides from one member of the team what they may not see.

Two things are kept from sight: people whom limits hide, with all that is about them,
and third-party requests that are locked or withdrawn, from whoever is not cleared. For
somebody of whom either is true the tables that could show it are covered, on their
connection alone, by views of the same names without the hidden rows. Whatever reads the
vault reads through them: lists, searches, counts and records asked for by number, also
those written later. Nobody else's connection is touched.
"""

import json
import re
from collections.abc import Collection, Mapping
from typing import Any

import sqlcipher3.dbapi2 as driver  # type: ignore[import-untyped]  # has no stubs
from sqlalchemy import Connection, event

from isteam_app.domain.rights import CLEARED
from isteam_app.storage.engine import COVERED_FOR, SEER, VIEWS, uncover
from isteam_app.storage.withheld import Withheld, withheld_from

_PEOPLE, _POSTS, _CASES, _REQUESTS = (
    f"temp.unseen_{each}" for each in ("people", "posts", "cases", "requests")
)
_OF_CASE = f"kept.case_id NOT IN {_CASES}"
_OF_REQUEST = f"kept.disclosure_id NOT IN {_REQUESTS}"
_OF_EITHER = (
    f"(kept.case_id IS NULL OR {_OF_CASE}) "
    f"AND (kept.disclosure_id IS NULL OR {_OF_REQUEST})"
)
_LETTERS = (
    f"(SELECT id FROM main.letters WHERE case_id IN {_CASES} "  # noqa: S608  names of ours alone
    f"OR disclosure_id IN {_REQUESTS} OR id IN (SELECT letter_id "
    f"FROM main.letter_cases WHERE case_id IN {_CASES}))"
)
_OF_LETTER = f"(kept.letter_id IS NULL OR kept.letter_id NOT IN {_LETTERS})"
COVERED: Mapping[str, str] = {
    "people": f"kept.id NOT IN {_PEOPLE}",
    "posts": f"kept.id NOT IN {_POSTS}",
    "cases": f"kept.id NOT IN {_CASES}",
    "case_events": _OF_CASE,
    "case_entries": _OF_CASE,
    "case_links": f"{_OF_CASE} AND kept.other_id NOT IN {_CASES}",
    "letters": f"kept.id NOT IN {_LETTERS}",
    "letter_pdfs": _OF_LETTER,
    "letter_cases": _OF_LETTER,
    "letter_enclosures": _OF_LETTER,
    "print_items": _OF_LETTER,
    "scan_backs": _OF_LETTER,
    "documents": (
        f"(kept.post_id IS NULL OR kept.post_id NOT IN {_POSTS}) "
        f"AND (kept.disclosure_id IS NULL OR {_OF_REQUEST})"
    ),
    "disclosures": f"kept.id NOT IN {_REQUESTS}",
    "disclosure_entries": _OF_REQUEST,
    "disclosure_subjects": _OF_REQUEST,
    "disclosure_events": _OF_REQUEST,
    "disclosure_locks": _OF_REQUEST,
    "disclosure_clearances": _OF_REQUEST,
    "representations": (
        f"kept.subject_id NOT IN {_PEOPLE} AND kept.representative_id NOT IN {_PEOPLE}"
    ),
    "person_merges": (
        f"kept.kept_id NOT IN {_PEOPLE} AND kept.merged_id NOT IN {_PEOPLE}"
    ),
    "sight": f"kept.person_id NOT IN {_PEOPLE}",
    "field_changes": (
        f"{_OF_EITHER} "  # noqa: S608  likewise
        f"AND NOT (kept.noun = 'person' AND kept.record_id IN {_PEOPLE}) "
        f"AND NOT (kept.noun = 'post' AND kept.record_id IN {_POSTS}) "
        f"AND NOT (kept.noun = 'disclosure' AND kept.record_id IN {_REQUESTS}) "
        "AND NOT (kept.noun = 'representation' AND kept.record_id IN (SELECT id "
        f"FROM main.representations WHERE subject_id IN {_PEOPLE} "
        f"OR representative_id IN {_PEOPLE}))"
    ),
}
"""What of each table stays in sight of somebody from whom people are hidden. Tables
that name no person are not covered."""

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
# a request goes with any of those it is about
_HIDE_REQUESTS = (
    f"INSERT INTO {_REQUESTS} "  # noqa: S608  likewise
    "SELECT disclosure_id FROM main.disclosure_subjects "
    f"WHERE person_id IN {_PEOPLE} "
    f"UNION SELECT id FROM main.disclosures WHERE person_id IN {_PEOPLE}"
)
# nearly always nothing is hidden, and this is all that both cost
_ANYTHING = """
SELECT EXISTS (SELECT 1 FROM main.sight),
    EXISTS (SELECT 1 FROM main.disclosures WHERE locked = 1)
    OR EXISTS (SELECT 1 FROM main.disclosures WHERE state = 'withdrawn')
"""
_WRITES = re.compile(r'^(INSERT INTO|UPDATE|DELETE FROM) (?="?\w+"?[ (])')


class Curtain:
    """Hangs before the records that one member may not see, on one connection."""

    def __init__(self, connection: Connection, member: str) -> None:
        self._connection = connection
        self._behind: Withheld | None = None
        self._views: tuple[str, ...] = ()
        self._tables: tuple[str, ...] = ()
        if not member:
            return
        limited, locked = self._anything()
        limited = limited and self._is_limited(member)
        if locked and not self._is_cleared(member):
            self._behind = withheld_from(member)
        if (
            self._behind
            and not limited
            and connection.get_execution_options().get(SEER)
        ):
            self._hang_for_good(member)
            return
        self._take_down()
        if limited:
            self._note_hidden(member)
        if limited or self._behind:
            self._hang()

    def drop(self) -> None:
        """Show the whole vault again. Twice is harmless."""
        if not self._views:
            return
        event.remove(self._connection, "before_cursor_execute", _write_behind)
        for name in self._views:
            self._run(f"DROP VIEW temp.{name}")
        for name in self._tables:
            self._run(f"DROP TABLE {name}")
        self._views, self._tables = (), ()

    def withheld(self, noun: str, ids: Collection[int]) -> frozenset[int]:
        """Return which records are kept from sight so that they do not exist.

        A person hidden by a limit is not among them: that something is hidden there
        may be told.
        """
        asked = None if self._behind is None else self._behind.question(noun)
        if asked is None:
            return frozenset()
        query = f"SELECT each.value FROM json_each(:ids) AS each WHERE {asked}"  # noqa: S608  names of ours alone
        found = self._run(query, {"ids": json.dumps(sorted(ids))})
        return frozenset(found.scalars())

    def _anything(self) -> tuple[bool, bool]:
        """Ask the driver itself: every reader pays for this, and for nothing else."""
        if not self._connection.in_transaction():
            self._connection.begin()
        inside = self._connection.connection.driver_connection
        try:
            found = inside.execute(_ANYTHING).fetchone()  # type: ignore[union-attr]  # it is open
        except driver.Error:  # once more, so that it is told as all trouble is
            found = self._run(_ANYTHING).one()
        return bool(found[0]), bool(found[1])

    def _is_cleared(self, member: str) -> bool:
        query = "SELECT role FROM main.members WHERE name = :member"
        return self._run(query, {"member": member}).scalar() in CLEARED

    def _is_limited(self, member: str) -> bool:
        query = (
            "SELECT 1 FROM main.sight AS each WHERE (rule = 'hidden_from' "
            "AND member = :member) OR (rule = 'only_for' AND NOT EXISTS ("
            "SELECT 1 FROM main.sight AS own WHERE own.rule = 'only_for' "
            "AND own.person_id = each.person_id AND own.member = :member)) LIMIT 1"
        )
        return self._run(query, {"member": member}).first() is not None

    def _note_hidden(self, member: str) -> None:
        self._tables = (_REQUESTS, _CASES, _POSTS, _PEOPLE)
        for name in self._tables:
            self._run(f"CREATE TABLE {name} (id INTEGER PRIMARY KEY)")
        self._run(_HIDE_PEOPLE, {"member": member})
        for each in (_HIDE_POSTS, _HIDE_CASES, _HIDE_REQUESTS):
            self._run(each)

    def _hang_for_good(self, member: str) -> None:
        """Leave the views on a connection that is only read, for its next reader.

        They hold no row, so they stay true. To hang them anew would cost each reader
        more than it reads.
        """
        connection = self._connection
        if connection.info.get(COVERED_FOR) == member or self._behind is None:
            return
        connection.rollback()  # within a transaction they would go with it
        inside = connection.connection.driver_connection
        uncover(connection)
        for name, which in self._behind.covered.items():
            inside.execute(_view(name, which))  # type: ignore[union-attr]  # it is open
        connection.info[COVERED_FOR] = member
        connection.info[VIEWS] = tuple(self._behind.covered)

    def _take_down(self) -> None:
        if self._connection.info.get(COVERED_FOR):
            self._connection.rollback()
            uncover(self._connection)

    def _hang(self) -> None:
        seen: dict[str, list[str]] = {}
        for covered in (
            COVERED if self._tables else {},
            self._behind.covered if self._behind else {},
        ):
            for name, which in covered.items():
                seen.setdefault(name, []).append(f"({which})")
        self._views = tuple(seen)
        for name, terms in seen.items():
            self._run(_view(name, " AND ".join(terms)))
        event.listen(
            self._connection, "before_cursor_execute", _write_behind, retval=True
        )

    def _run(self, statement: str, given: dict[str, str] | None = None) -> Any:
        return self._connection.exec_driver_sql(statement, given or {})


def _view(name: str, which: str) -> str:
    return f"CREATE TEMP VIEW {name} AS SELECT * FROM main.{name} AS kept WHERE {which}"  # noqa: S608  names of ours alone


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
