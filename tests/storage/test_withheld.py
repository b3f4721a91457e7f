"""No table gives a row of a locked request to somebody who is not cleared."""

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from locked_canary import APPROVER, AUDITOR, HANDLER, STEM, WORDS, Aviary, aviary
from sqlalchemy import Connection

from isteam_app.storage import tables
from isteam_app.storage.engine import reading
from isteam_app.storage.unseen import Curtain
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import open_vault


@pytest.fixture(scope="module")
def birds(tmp_path_factory: pytest.TempPathFactory) -> Aviary:
    return aviary(tmp_path_factory.mktemp("birds"), more=True)


@pytest.fixture(params=[HANDLER, AUDITOR])
def vault(request: pytest.FixtureRequest, birds: Aviary) -> Iterator[Vault]:
    vault = open_vault(birds.folder, WORDS[request.param])
    with closing(vault):
        yield vault


def rows(connection: Connection, table: str) -> list[str]:
    found = connection.exec_driver_sql(f'SELECT * FROM "{table}"')  # noqa: S608  a table of ours
    return [repr(tuple(row)) for row in found]


def every_table(vault: Vault, seer: str) -> dict[str, list[str]]:
    with reading(vault.inside().engine, seer) as connection:
        Curtain(connection, seer)
        return {name: rows(connection, name) for name in tables.metadata.tables}


def test_no_row_of_any_table_holds_a_word_of_it(vault: Vault, birds: Aviary) -> None:
    found = every_table(vault, vault.member.name)
    sung = {
        name
        for name, lines in found.items()
        for line in lines
        if any(secret in line.lower() for secret in birds.secrets)
    }
    assert sung == set()


def test_every_row_that_belongs_to_it_is_gone(vault: Vault, birds: Aviary) -> None:
    numbers = [str(each.request.id) for each in birds.canaries]
    listed = f"({', '.join(numbers)})"
    seer = vault.member.name
    with reading(vault.inside().engine, seer) as connection:
        Curtain(connection, seer)
        for table in tables.metadata.sorted_tables:
            if "disclosure_id" not in table.c:
                continue
            query = f'FROM {{}}"{table.name}" WHERE disclosure_id IN {listed}'
            count = f"SELECT count(*) {query}"
            assert connection.exec_driver_sql(count.format("")).scalar_one() == 0
            assert connection.exec_driver_sql(count.format("main.")).scalar_one() > 0


def test_no_audit_entry_that_is_left_is_about_it(vault: Vault, birds: Aviary) -> None:
    numbers = {each.request.id for each in birds.canaries}
    letters = {each.letter.id for each in birds.canaries}
    letters |= {each.draft.id for each in birds.canaries}

    def about(connection: Connection, schema: str) -> int:
        entries = connection.exec_driver_sql(f"SELECT touched FROM {schema}audit")  # noqa: S608  ours
        touched = [json.loads(text) for (text,) in entries]
        return sum(
            (noun == "disclosure" and number in numbers)
            or (noun == "letter" and number in letters)
            for entry in touched
            for noun, number, _ in entry
        )

    seer = vault.member.name
    with reading(vault.inside().engine, seer) as connection:
        Curtain(connection, seer)
        assert about(connection, "") == 0
        assert about(connection, "main.") > 20


def test_an_approver_is_covered_from_nothing(birds: Aviary) -> None:
    vault = open_vault(birds.folder, WORDS[APPROVER])
    with closing(vault):
        found = every_table(vault, APPROVER)
        singing = {
            name
            for name, lines in found.items()
            if any(STEM in line.lower() for line in lines)
        }
    assert singing >= {
        "disclosures",
        "disclosure_entries",
        "disclosure_events",
        "disclosure_locks",
        "disclosure_subjects",
        "documents",
        "drafts",
        "field_changes",
        "letters",
        "organisations",
    }


def test_what_covers_tables_is_taken_from_whoever_says_not_who_reads(
    birds: Aviary,
) -> None:
    """The vault's own work, such as a backup, must find every row of every table."""
    vault = open_vault(birds.folder, WORDS[HANDLER])
    with closing(vault):
        engine = vault.inside().engine
        with vault.read() as seen:
            assert seen.disclosures.count() == 1
        for _ in range(8):  # whichever connection it is given
            with engine.connect() as connection:
                assert len(rows(connection, "disclosures")) == 4
        with vault.read(whole=True) as whole:
            assert whole.disclosures.count() == 4
        with vault.read(seen_by=APPROVER) as other:
            assert other.disclosures.count() == 4
        with vault.read() as seen:
            assert seen.disclosures.count() == 1


def test_a_change_leaves_nothing_covered_behind(birds: Aviary, tmp_path: Path) -> None:
    session = birds.opened(HANDLER, tmp_path / "team.isvault")
    with closing(session.vault) as vault:
        now = session.now()
        for kept in (True, False):
            with vault.change("typing.kept", by=HANDLER, at=now) as work:
                assert work.disclosures.count() == 1
                work.drafts.put("2/case/1", f"half {kept}")
                if kept:
                    work.keep_typing()
        with vault.read() as seen:
            assert seen.disclosures.count() == 1
            assert seen.drafts.get("2/case/1") == "half True"
        with vault.inside().engine.connect() as connection:
            assert len(rows(connection, "disclosures")) == 4
