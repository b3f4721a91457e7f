"""The audit trail: only ever longer, and every tampering named."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy.exc import IntegrityError
from vault_makers import AT, MEMBER, KeptVault, person, save_case

from isteam_app.domain.cases import CaseEvent, EventKind
from isteam_app.domain.listing import Cursor
from isteam_app.storage.audit_log import digest
from isteam_app.storage.engine import writing
from isteam_app.storage.key_header import FIRST_DATABASE as DATABASE
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import open_with_recovery_key

ENTRIES = 6


@pytest.fixture
def busy(vault: Vault) -> Vault:
    """A vault with one entry from its making and five more."""
    for _ in range(ENTRIES - 1):
        save_case(vault)
    return vault


def run(vault: Vault, *statements: str) -> None:
    engine = vault._engine  # noqa: SLF001  plays somebody with the key and a tool
    with writing(engine) as connection, connection.begin():
        for statement in statements:
            connection.exec_driver_sql(statement)


WITHOUT_GUARD = (
    "DROP TRIGGER audit_kept_as_written",
    "DROP TRIGGER audit_kept",
    "DROP TRIGGER audit_in_order",
)


@pytest.mark.parametrize(
    ("statement", "said"),
    [
        ("UPDATE audit SET action = 'x' WHERE number = 3", "never changed"),
        ("DELETE FROM audit WHERE number = 3", "never removed"),
        ("DELETE FROM audit", "never removed"),
        (
            "INSERT OR REPLACE INTO audit SELECT * FROM audit WHERE number = 3",
            "follow each other",
        ),
        (
            (
                'INSERT INTO audit SELECT 99, at, "by", action, touched, previous, '
                "hash FROM audit WHERE number = 3"
            ),
            "follow each other",
        ),
    ],
)
def test_the_database_refuses_to_alter_the_trail(
    busy: Vault, statement: str, said: str
) -> None:
    with pytest.raises(IntegrityError, match=said):
        run(busy, statement)
    assert busy.verify().whole


@pytest.mark.parametrize(
    ("tampering", "broken_at"),
    [
        ("UPDATE audit SET action = 'case.closed' WHERE number = 3", 3),
        ("UPDATE audit SET \"by\" = 'Somebody' WHERE number = 4", 4),
        ("UPDATE audit SET at = '2020-01-01 00:00:00.000000' WHERE number = 2", 2),
        ("UPDATE audit SET touched = '[]' WHERE number = 5", 5),
        ("UPDATE audit SET hash = zeroblob(32) WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 3", 3),
        ("DELETE FROM audit WHERE number = 1", 1),
        (
            (
                "UPDATE audit SET number = CASE number WHEN 3 THEN -4 ELSE -3 END "
                "WHERE number IN (3, 4);"
                "UPDATE audit SET number = -number WHERE number < 0"
            ),
            3,
        ),
    ],
)
def test_tampering_past_the_guards_is_named_by_its_entry(
    busy: Vault, tampering: str, broken_at: int
) -> None:
    run(busy, *WITHOUT_GUARD, *tampering.split(";"))
    with busy.read() as reading:
        verdict = reading.audit.verify()
        assert reading.audit.verify_recent().whole is False
    assert verdict.broken_at == broken_at
    assert str(broken_at) in verdict.reason
    health = busy.verify()
    assert not health.whole
    assert verdict.reason in health.problems


def test_a_cut_tail_shows_against_the_note_outside(kept: KeptVault) -> None:
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    for _ in range(3):
        save_case(vault)
    vault.close()
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    run(vault, *WITHOUT_GUARD, "DELETE FROM audit WHERE number > 2")
    with vault.read() as reading:
        assert reading.audit.verify().whole  # the trail alone cannot tell
    told = " ".join(vault.verify().problems)
    assert "once had 4 entries and now has 2" in told
    assert "guard on the audit trail was taken away" in told
    vault.abandon()
    again = open_with_recovery_key(kept.folder, kept.recovery_key)
    assert "once had 4 entries and now has 2" in again.notices[0]
    again.close()
    # closing a vault in doubt does not make the doubt go away
    third = open_with_recovery_key(kept.folder, kept.recovery_key)
    assert third.notices == again.notices
    third.close()


def test_an_old_copy_put_back_shows(kept: KeptVault, tmp_path: Path) -> None:
    old = tmp_path / "old.db"
    shutil.copy(kept.folder / DATABASE, old)
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    save_case(vault)
    vault.close()
    shutil.copy(old, kept.folder / DATABASE)
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    assert "this is an older copy" in vault.notices[0]
    vault.close()


def test_pages_run_from_the_newest_to_the_first(busy: Vault) -> None:
    numbers: list[int] = []
    after: Cursor | None = None
    with busy.read() as reading:
        while True:
            page = reading.audit.page(after, limit=2)
            numbers += [entry.number for entry in page.rows]
            after = page.next
            if after is None:
                break
    assert numbers == list(range(ENTRIES, 0, -1))


def test_a_check_reports_its_progress(busy: Vault) -> None:
    seen: list[tuple[int, int]] = []
    with busy.read() as reading:
        reading.audit.verify(lambda done, total: seen.append((done, total)))
    assert seen == [(0, ENTRIES), (ENTRIES, ENTRIES)]


def test_no_personal_data_stands_in_an_entry(busy: Vault) -> None:
    with busy.read() as reading:
        told = repr(reading.audit.page().rows)
    assert "Marged" not in told
    assert "Lantern" not in told


def test_a_digest_tells_a_record_and_its_events_apart(vault: Vault) -> None:
    case = save_case(vault)
    with vault.change("case.noted", by=MEMBER, at=AT) as change:
        change.cases.add_event(
            case.id, CaseEvent(kind=EventKind.NOTE, on=date(2026, 11, 24))
        )
        noted = change.commit()
    with vault.change("person.changed", by=MEMBER, at=AT) as change:
        change.people.update(person("Marged Price", id=case.subject.id))
        renamed = change.commit()
    with vault.read() as reading:
        opened = reading.audit.page().rows[2]
    first = {each.noun: each.digest for each in opened.touched}
    assert noted.touched[0].digest not in ("", first["case"])
    assert renamed.touched[0].digest not in ("", first["person"])
    with vault._engine.connect() as connection:  # noqa: SLF001  what is tested
        assert digest(connection, "case", case.id) == noted.touched[0].digest


def test_the_same_record_in_two_vaults_has_two_digests(
    vault: Vault, original: KeptVault, tmp_path: Path
) -> None:
    other_folder = tmp_path / "second.isvault"
    shutil.copytree(original.folder, other_folder)
    other = open_with_recovery_key(other_folder, original.recovery_key)
    save_case(vault)
    save_case(other)
    with vault.read() as here, other.read() as there:
        one, two = here.audit.page().rows[0], there.audit.page().rows[0]
    other.close()
    assert one.touched[0].digest != two.touched[0].digest
