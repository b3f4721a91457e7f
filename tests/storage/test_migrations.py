"""A vault of any age comes up to date with its data, or stays exactly as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Connection, Engine, inspect
from sqlalchemy.exc import DBAPIError
from vault_makers import AT, KeptVault, save_case

from isteam_app.errors import VaultUnavailable
from isteam_app.storage import migrations, tables
from isteam_app.storage.engine import new_vault_engine, vault_engine, writing
from isteam_app.storage.key_header import FIRST_DATABASE as DATABASE
from isteam_app.storage.key_header import read_header
from isteam_app.storage.keyslots import unlock_with_recovery_key
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import open_with_recovery_key

KEY = bytes(range(32))
Shape = dict[str, object]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = new_vault_engine(tmp_path / "new.db", KEY)
    yield engine
    engine.dispose()


_STEP_3_TABLES = (
    "people_names",
    "person_merges",
    "representations",
    "sight",
    "case_entries",
    "case_links",
    "field_changes",
    "audit_records",
    "audit_reasons",
)
_STEP_4_INDEXES = ("by_number", "action_number", "by_action_number", "at_number")
_STEP_3_COLUMNS = {
    "people": ("particulars", "merged_into"),
    "cases": ("decision", "ground", "decided_by", "service", "comply_by", "work_key"),
    "posts": ("reply_to_id",),
    "letters": ("to_entry",),
    "vault": ("generation",),
    "members": ("left_at", "formerly"),
}


def shape(engine: Engine) -> Shape:
    """What the database consists of: tables, columns, indexes, links."""
    seen = inspect(engine)
    return {
        name: (
            [
                (column["name"], str(column["type"]), column["nullable"])
                for column in seen.get_columns(name)
            ],
            seen.get_pk_constraint(name)["constrained_columns"],
            sorted(
                (str(index["name"]), tuple(index["column_names"]))
                for index in seen.get_indexes(name)
            ),
            sorted(
                tuple(unique["column_names"])
                for unique in seen.get_unique_constraints(name)
            ),
            sorted(
                (tuple(link["constrained_columns"]), link["referred_table"])
                for link in seen.get_foreign_keys(name)
            ),
        )
        for name in seen.get_table_names()
        if "_words" not in name and "people_names" not in name
    }


def test_all_steps_end_where_the_tables_say(engine: Engine, tmp_path: Path) -> None:
    assert migrations.upgrade(engine) == len(migrations.STEPS) == tables.SCHEMA
    model = new_vault_engine(tmp_path / "model.db", KEY)
    with writing(model) as connection, connection.begin():
        tables.metadata.create_all(connection)
    stepped, modelled = shape(engine), shape(model)
    model.dispose()
    assert stepped == modelled
    assert set(stepped) == set(tables.metadata.tables)


def test_indexes_of_some_cases_agree_too(engine: Engine, tmp_path: Path) -> None:
    migrations.upgrade(engine)
    model = new_vault_engine(tmp_path / "model.db", KEY)
    with writing(model) as connection, connection.begin():
        tables.metadata.create_all(connection)
    assert partial_indexes(engine) == partial_indexes(model)
    assert len(partial_indexes(engine)) > 2 * len(tables.CASE_SORTS)
    model.dispose()


def partial_indexes(engine: Engine) -> dict[str, str]:
    query = "SELECT name, sql FROM sqlite_master WHERE sql LIKE '%INDEX% WHERE %'"
    with engine.connect() as connection:
        return {
            name: " ".join(sql.split())
            for name, sql in connection.exec_driver_sql(query)
        }


def test_steps_taken_are_not_taken_again(engine: Engine) -> None:
    migrations.upgrade(engine)
    assert migrations.upgrade(engine) == 0


def as_version_one(kept: KeptVault) -> Engine:
    """Take a vault back to what the first version of the program had written."""
    header = read_header(kept.folder)
    key = unlock_with_recovery_key(header, kept.recovery_key).data_key
    engine = vault_engine(kept.folder / DATABASE, key)
    with writing(engine) as connection, connection.begin():
        connection.exec_driver_sql("DROP TABLE drafts")
        for table in ("cases", "case_events"):
            connection.exec_driver_sql(f"DROP TRIGGER {table}_kept")
        connection.exec_driver_sql("DROP INDEX ix_posts_reply_to_id")
        connection.exec_driver_sql("DROP INDEX ix_people_standing")
        connection.exec_driver_sql("DROP TRIGGER audit_listed")
        for index in _STEP_4_INDEXES:
            connection.exec_driver_sql(f"DROP INDEX ix_audit_{index}")
        for table in _STEP_3_TABLES:
            connection.exec_driver_sql(f"DROP TABLE {table}")
        put_first_indexes_back(connection)
        for table, columns in _STEP_3_COLUMNS.items():
            for column in columns:
                connection.exec_driver_sql(f"ALTER TABLE {table} DROP COLUMN {column}")
        connection.exec_driver_sql("PRAGMA user_version = 1")
    return engine


def put_first_indexes_back(connection: Connection) -> None:
    first, _, third, *_ = (step.strip().split("\n\n") for step in migrations.STEPS)
    dropped = [one.split()[2] for one in third if one.startswith("DROP INDEX")]
    for statement in third:
        kind, what, name, *_ = statement.split()
        if (kind, what) == ("CREATE", "INDEX") and name.startswith("ix_cases_"):
            connection.exec_driver_sql(f"DROP INDEX {name}")
    for statement in first:
        if statement.startswith("CREATE INDEX") and statement.split()[2] in dropped:
            connection.exec_driver_sql(statement)


@pytest.fixture
def old(kept: KeptVault) -> KeptVault:
    """A vault of version 1 with data in it, closed."""
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    for _ in range(3):
        save_case(vault)
    vault.close()
    as_version_one(kept).dispose()
    return kept


def test_version_one_is_what_step_one_makes(old: KeptVault, tmp_path: Path) -> None:
    reopened = as_first(old)
    made = new_vault_engine(tmp_path / "one.db", KEY)
    migrations.upgrade(made, migrations.STEPS[:1])
    assert shape(reopened) == shape(made)
    reopened.dispose()
    made.dispose()


def as_first(old: KeptVault) -> Engine:
    header = read_header(old.folder)
    key = unlock_with_recovery_key(header, old.recovery_key).data_key
    return vault_engine(old.folder / DATABASE, key)


def test_a_vault_of_version_one_opens_with_its_data(old: KeptVault) -> None:
    vault = open_with_recovery_key(old.folder, old.recovery_key)
    with vault.read() as reading:
        assert reading.cases.count() == 3
        assert reading.audit.verify().whole
        assert len(reading.search.find("marged")) == 6
    with vault.change("draft.kept", by="Robin", at=AT) as change:
        change.drafts.put("intake", "typed")
        change.commit()
    assert save_case(vault).reference == "IS-2026-00004"
    assert vault.verify().whole
    vault.close()


def test_a_failing_step_leaves_no_trace(engine: Engine) -> None:
    migrations.upgrade(engine)
    before = shape(engine)
    broken = "CREATE TABLE half (x)\n\nALTER TABLE cases DROP COLUMN owner"
    with pytest.raises(DBAPIError):
        migrations.upgrade(engine, (*migrations.STEPS, broken))
    assert shape(engine) == before
    with engine.connect() as connection:
        assert migrations.schema_version(connection) == tables.SCHEMA


def test_a_vault_that_cannot_be_upgraded_stays_as_it_was(
    old: KeptVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = (migrations.STEPS[0], "CREATE TABLE half (x)\n\nCREATE TABLE cases (x)")
    monkeypatch.setattr(migrations.upgrade, "__defaults__", (broken,))
    with pytest.raises(VaultUnavailable, match="It is as it was before"):
        open_with_recovery_key(old.folder, old.recovery_key)
    monkeypatch.undo()
    test_a_vault_of_version_one_opens_with_its_data(old)


def test_a_new_vault_is_of_the_newest_schema(vault: Vault) -> None:
    with vault._engine.connect() as connection:  # noqa: SLF001  what is tested
        assert migrations.schema_version(connection) == tables.SCHEMA
