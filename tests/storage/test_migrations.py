"""A vault of any age comes up to date with its data, or stays exactly as it was."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from golden_vaults import SCHEMAS, unpacked
from sqlalchemy import Engine, inspect
from sqlalchemy.exc import DBAPIError

from isteam_app.errors import VaultUnavailable
from isteam_app.services.unlock import lock
from isteam_app.storage import migrations, tables
from isteam_app.storage.engine import new_vault_engine, vault_engine, writing
from isteam_app.storage.key_header import FIRST_DATABASE, read_header
from isteam_app.storage.keyslots import unlock_with_recovery_key
from isteam_app.storage.vault import Vault

KEY = bytes(range(32))
Shape = dict[str, object]


@pytest.fixture
def engine(tmp_path: Path) -> Iterator[Engine]:
    engine = new_vault_engine(tmp_path / "new.db", KEY)
    yield engine
    engine.dispose()


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


@pytest.mark.parametrize("schema", SCHEMAS)
def test_the_steps_of_the_past_are_what_they_were(schema: int, tmp_path: Path) -> None:
    old = unpacked(schema, tmp_path)
    unlocked = unlock_with_recovery_key(
        read_header(old.folder), old.facts["recovery_key"]
    )
    then = vault_engine(old.folder / FIRST_DATABASE, unlocked.data_key)
    made = new_vault_engine(tmp_path / "made.db", KEY)
    migrations.upgrade(made, migrations.STEPS[:schema])
    assert shape(then) == shape(made)
    then.dispose()
    made.dispose()


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
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    old = unpacked(1, tmp_path)
    database = old.folder / FIRST_DATABASE
    kept = database.read_bytes()
    broken = (migrations.STEPS[0], "CREATE TABLE half (x)\n\nCREATE TABLE cases (x)")
    monkeypatch.setattr(migrations.upgrade, "__defaults__", (broken,))
    with pytest.raises(VaultUnavailable, match="It is as it was before"):
        old.open()
    assert database.read_bytes() == kept
    monkeypatch.undo()
    session = old.open()
    with session.vault.read() as reading:
        assert reading.cases.count() == len(old.facts["cases"])
    lock(session)


def test_a_new_vault_is_of_the_newest_schema(vault: Vault) -> None:
    with vault._engine.connect() as connection:  # noqa: SLF001  what is tested
        assert migrations.schema_version(connection) == tables.SCHEMA
