"""The trail is found along its indexes, checked as written, and outlives erasure."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Engine, event
from vault_makers import AT, MEMBER, new_letter, new_request, save_case

from isteam_app.domain.audit import (
    AuditEntry,
    AuditFilter,
    Touched,
    moment_text,
    old_entry_hash,
    records_text,
)
from isteam_app.domain.audit_words import ActionKind, actions_of
from isteam_app.storage.audit_log import INSERT, append
from isteam_app.storage.audit_sight import Standing
from isteam_app.storage.engine import writing
from isteam_app.storage.vault import Vault

TEXT = st.text(max_size=40)
TOUCHED = st.lists(
    st.builds(Touched, noun=TEXT, id=st.integers(0, 2**40), digest=TEXT), max_size=3
)
MOMENT = st.datetimes(timezones=st.just(UTC))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(at=MOMENT, by=TEXT, action=TEXT, touched=TOUCHED)
def test_what_the_database_puts_together_is_what_was_hashed(
    vault: Vault, at: datetime, by: str, action: str, touched: list[Touched]
) -> None:
    engine = vault.inside().engine
    with writing(engine) as connection, connection.begin():
        append(connection, moment_text(at), by, action, records_text(touched))
    with vault.read() as reading:
        assert reading.audit.verify_recent(5).whole


def test_entries_of_older_vaults_are_checked_by_their_own_form(vault: Vault) -> None:
    with vault.read() as reading:
        head = reading.audit.head()
    touched = (Touched(noun="case", id=1, digest="ab"),)
    entry = AuditEntry(
        number=head.count + 1,
        at=AT,
        by=MEMBER,
        action="case.opened",
        touched=touched,
        previous=head.hash,
        hash=b"",
    )
    row = (
        entry.number,
        moment_text(AT),
        MEMBER,
        "case.opened",
        records_text(touched),
        head.hash,
        old_entry_hash(entry),
    )
    engine = vault.inside().engine
    with writing(engine) as connection, connection.begin():
        connection.connection.cursor().execute(INSERT, row)
    save_case(vault)
    with vault.read() as reading:
        assert reading.audit.verify(thorough=True).whole
    with writing(engine) as connection, connection.begin():
        connection.exec_driver_sql("DROP TRIGGER audit_kept_as_written")
        connection.exec_driver_sql(
            "UPDATE audit SET touched = replace(touched, ',', ', ') WHERE number = 2"
        )
    with vault.read() as reading:
        assert reading.audit.verify().broken_at == 2


def plans(engine: Engine, vault: Vault, wanted: AuditFilter) -> Iterator[str]:
    """How the database would find each screenful of a filter."""
    heard: list[tuple[str, Any]] = []

    def hear(_c: Any, _u: Any, sql: str, given: Any, _x: Any, _m: bool) -> None:
        heard.append((sql, given))

    with vault.read() as reading:
        event.listen(engine, "before_cursor_execute", hear)
        try:
            reading.audit.page(None, 100, wanted)
        finally:
            event.remove(engine, "before_cursor_execute", hear)
    with engine.connect() as connection:
        for sql, given in heard:
            rows = connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)
            yield from (str(row[-1]) for row in rows)


@pytest.mark.parametrize(
    "wanted",
    [
        AuditFilter(by=MEMBER),
        AuditFilter(actions=actions_of(ActionKind.VIEW)),
        AuditFilter(by=MEMBER, actions=actions_of(ActionKind.CHANGE)),
        AuditFilter(first=AT, before=AT.replace(year=2027)),
        AuditFilter(record=("case", 1)),
        AuditFilter(record=("case", 1), by=MEMBER, actions=actions_of(ActionKind.VIEW)),
    ],
    ids=["person", "kind", "both", "period", "record", "all"],
)
def test_each_filter_goes_along_an_index(vault: Vault, wanted: AuditFilter) -> None:
    save_case(vault)
    found = list(plans(vault.inside().engine, vault, wanted))
    assert found
    assert not [plan for plan in found if plan.startswith("SCAN") or "TEMP" in plan]


def test_erasing_records_leaves_the_trail_whole(vault: Vault) -> None:
    case = save_case(vault)
    with vault.change("letter.started", by=MEMBER, at=AT) as change:
        change.letters.add(new_letter(case))
        change.disclosures.add(new_request())
        change.commit()
    engine = vault.inside().engine
    with writing(engine) as connection, connection.begin():
        connection.exec_driver_sql("PRAGMA defer_foreign_keys = ON")
        for (name,) in connection.exec_driver_sql(
            "SELECT name FROM sqlite_master WHERE type = 'trigger' "
            "AND tbl_name <> 'audit'"
        ).all():
            connection.exec_driver_sql(f"DROP TRIGGER {name}")
        for table in ("letters", "case_events", "cases", "posts", "people"):
            connection.exec_driver_sql(f"DELETE FROM {table}")  # noqa: S608  names of ours
        connection.exec_driver_sql("DELETE FROM disclosures")
    with vault.read() as reading:
        assert reading.audit.verify(thorough=True).whole
        entries = reading.audit.page().rows
        seen = reading.audit_sight.of(entries)
    standings = {each.standing for row in seen.values() for each in row}
    assert Standing.ERASED in standings
    assert Standing.SEEN in standings  # the team is still there


def test_a_look_digests_nothing_and_teaches_the_search_nothing(vault: Vault) -> None:
    case = save_case(vault)
    with vault.change("case.viewed", by=MEMBER, at=AT) as change:
        change.note_look("case", case.id)
        entry = change.commit()
    assert entry.touched == (
        Touched(noun="case", id=case.id),
        Touched(noun="person", id=case.subject.id),
    )
    with vault.inside().engine.connect() as connection:
        (kept,) = connection.exec_driver_sql(
            "SELECT touched FROM audit WHERE number = ?", (entry.number,)
        ).one()
    assert json.loads(kept) == [["case", case.id, ""], ["person", case.subject.id, ""]]
