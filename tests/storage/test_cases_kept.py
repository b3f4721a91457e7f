"""No case goes: the program offers no way, and the database refuses the others."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError
from vault_makers import save_case

from isteam_app.storage.cases import Cases
from isteam_app.storage.vault import Vault


def test_storage_offers_no_way_to_remove_a_case() -> None:
    offered = {name for name in dir(Cases) if not name.startswith("_")}
    words = ("delete", "drop", "remove", "discard", "erase")
    assert not [name for name in offered if name.startswith(words)]


@pytest.mark.parametrize("table", ["cases", "case_events"])
def test_the_database_refuses_to_remove_one(vault: Vault, table: str) -> None:
    save_case(vault)
    engine = vault._engine  # noqa: SLF001  past everything the program offers
    with engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA query_only = OFF")
        with pytest.raises(IntegrityError, match="never removed"):
            connection.execute(text(f"DELETE FROM {table}"))  # noqa: S608  the names stand above
        connection.rollback()
        kept = connection.execute(text(f"SELECT count(*) FROM {table}"))  # noqa: S608  likewise
        assert kept.scalar_one() > 0
