"""How each connection to the database is set up, and that it cannot be otherwise."""

import threading
from pathlib import Path

import pytest
from sqlalchemy.exc import DBAPIError, IntegrityError
from sqlalchemy.pool import QueuePool
from vault_makers import MEMBER, save_case

from isteam_app.errors import VaultUnavailable
from isteam_app.storage.engine import (
    looking_engine,
    new_vault_engine,
    vault_engine,
    writing,
)
from isteam_app.storage.unit import Reading
from isteam_app.storage.vault import Vault

KEY = bytes(range(32))

EXPECTED = {
    "temp_store": 2,
    "cache_size": -65_536,
    "foreign_keys": 1,
    "recursive_triggers": 1,
    "journal_mode": "wal",
    "synchronous": 2,
    "secure_delete": 1,
    "cipher_use_hmac": "1",
    "cipher_page_size": "4096",
}


@pytest.mark.parametrize("name", EXPECTED)
def test_each_setting_holds_on_an_open_vault(vault: Vault, name: str) -> None:
    engine = vault._engine  # noqa: SLF001  the setting is what is tested
    with engine.connect() as connection:
        found = connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
    assert found == EXPECTED[name]


def test_the_pool_is_the_one_that_survives_threads(vault: Vault) -> None:
    assert isinstance(vault._engine.pool, QueuePool)  # noqa: SLF001  what is tested


def test_a_missing_database_is_never_made(tmp_path: Path) -> None:
    place = tmp_path / "odd % name?#.db"
    with pytest.raises(DBAPIError, match="unable to open"):
        vault_engine(place, KEY).connect()
    assert list(tmp_path.iterdir()) == []


def test_a_folder_with_odd_characters_works(tmp_path: Path) -> None:
    place = tmp_path / "Ł 100% odd?#&=.db"
    engine = new_vault_engine(place, KEY)
    with writing(engine) as connection, connection.begin():
        connection.exec_driver_sql("CREATE TABLE t (x)")
    engine.dispose()
    assert place.read_bytes()[:6] != b"SQLite"
    again = vault_engine(place, KEY)
    with again.connect() as connection:
        connection.exec_driver_sql("SELECT x FROM t")
    again.dispose()


def test_a_short_key_is_refused_instead_of_stretched(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="32 bytes"):
        new_vault_engine(tmp_path / "x.db", KEY[:31]).connect()


def test_a_table_made_in_a_dropped_change_is_gone(tmp_path: Path) -> None:
    engine = new_vault_engine(tmp_path / "x.db", KEY)
    with writing(engine) as connection:
        connection.exec_driver_sql("CREATE TABLE t (x)")
    with engine.connect() as connection:
        count = "SELECT count(*) FROM sqlite_master"
        assert connection.exec_driver_sql(count).scalar_one() == 0
    engine.dispose()


def test_an_error_never_quotes_the_row(vault: Vault) -> None:
    name = "Zebedee Canary"
    engine = vault._engine  # noqa: SLF001  provokes the database itself
    row = {"i": 1, "n": name}
    insert = "INSERT INTO members (id, name, role, salt) VALUES (:i, :n, '', x'00')"
    with pytest.raises(IntegrityError) as refused, writing(engine) as connection:
        connection.exec_driver_sql(insert, row)
    assert name not in str(refused.value)


def test_sixteen_threads_read_at_once(vault: Vault) -> None:
    save_case(vault)
    found: list[str] = []

    def look() -> None:
        for _ in range(20):
            with vault.read() as reading:
                found.append(reading.cases.get(1).reference)

    threads = [threading.Thread(target=look) for _ in range(16)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert found == ["IS-2026-00001"] * 320


def test_the_one_who_unlocked_is_known(vault: Vault) -> None:
    assert vault.member.name == MEMBER
    assert vault.member.role == "administrator"


@pytest.mark.parametrize("asked", ["SELECT 1 FROM nowhere", "PRAGMA wal_checkpoint(x"])
def test_a_connection_that_met_trouble_is_not_used_again(
    vault: Vault, asked: str
) -> None:
    with vault.read() as reading:
        spoilt = driver_of(reading)
    with pytest.raises(VaultUnavailable), vault.read() as reading:
        reading.cases._connection.exec_driver_sql(asked)  # noqa: SLF001  only SQL fails so
    for _ in range(4):
        with vault.read() as reading:
            assert driver_of(reading) is not spoilt
    assert save_case(vault).reference == "IS-2026-00001"


def test_a_connection_from_when_the_disk_was_read_only_is_changed_for_another(
    vault: Vault,
) -> None:
    pool = vault._engine.pool  # noqa: SLF001  as it is left by a disk that was read only
    database = vault.folder / "vault.db"
    key = vault.inside().data_key
    looks = looking_engine(database, key, still=False)
    usual, pool._creator = pool._creator, looks.pool._creator  # noqa: SLF001  likewise
    pool.dispose()
    with vault.read() as reading:
        stuck = driver_of(reading)
    pool._creator = usual  # noqa: SLF001  likewise
    assert save_case(vault).reference == "IS-2026-00001"
    with vault.read() as reading:
        assert driver_of(reading) is not stuck


def driver_of(reading: Reading) -> object:
    return reading.cases._connection.connection.driver_connection  # noqa: SLF001  what is tested
