"""A salvage never shows what a lock kept from sight, whatever else is lost."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import date
from pathlib import Path

import pytest
from vault_makers import AT, SETTINGS, KeptVault

from isteam_app.domain.disclosures import (
    Disclosure,
    Lock,
    LockReason,
    RequesterKind,
    Subject,
)
from isteam_app.domain.forms import Entry
from isteam_app.storage import keyslots
from isteam_app.storage.engine import writing
from isteam_app.storage.salvage import Salvaged, damaged_vault, salvage
from isteam_app.storage.unit import Reading
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import open_with_recovery_key

LOCKED, OPEN = 2, 1


@pytest.fixture
def folder(kept: KeptVault) -> Path:
    """A vault with an open request and a locked one, each with all that hangs on it."""
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    with closing(vault), vault.change("test", by="Robin Sample", at=AT) as work:
        for locked in (False, True):
            request = work.disclosures.add(
                Disclosure(
                    received=date(2026, 11, 2),
                    organisation="Eastbridge Constabulary",
                    kind=RequesterKind.POLICE,
                    locked=locked,
                )
            )
            work.request_entries.add(
                Entry(record_id=request.id, form="asked", values=(("asked", "CCTV"),))
            )
            work.subjects.add(
                [Subject(disclosure_id=request.id, name=f"Subject {request.id}")]
            )
            work.documents.add_to_request(
                request.id,
                name="form.pdf",
                media_type="application/pdf",
                data=b"%PDF form",
            )
        work.locks.add(
            Lock(
                disclosure_id=LOCKED,
                reason=LockReason.IPA,
                authority="The constabulary",
                review_on=date(2027, 1, 4),
            )
        )
        work.commit()
    return kept.folder


def lose(kept: KeptVault, *statements: str) -> None:
    """Take rows away as damage would, which asks no rule of the database."""
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    with (
        closing(vault),
        writing(vault.inside().engine) as connection,
    ):
        driver = connection.connection.driver_connection
        assert driver is not None
        driver.execute("PRAGMA foreign_keys = OFF")
        with connection.begin():
            for statement in statements:
                connection.exec_driver_sql(statement)
        driver.execute("PRAGMA foreign_keys = ON")


@contextmanager
def salvaged(kept: KeptVault, place: Path) -> Iterator[tuple[Reading, Salvaged]]:
    source = damaged_vault(
        kept.folder,
        lambda header: keyslots.unlock_with_recovery_key(header, kept.recovery_key),
    )
    told = salvage(source, place / "saved.isvault", fallback=SETTINGS, at=AT)
    vault: Vault = open_with_recovery_key(told.folder, kept.recovery_key)
    with closing(vault), vault.read(whole=True) as reading:
        assert vault.verify().problems == ()
        yield reading, told


def test_nothing_of_a_request_is_lost_where_nothing_is_damaged(
    kept: KeptVault, folder: Path, tmp_path: Path
) -> None:
    assert folder == kept.folder
    with salvaged(kept, tmp_path) as (vault, told):
        locked = vault.disclosures.get(LOCKED)
        assert locked.locked
        assert locked.reference.startswith("R-2026-")
        lock = vault.locks.standing(LOCKED)
        assert lock is not None
        assert (lock.authority, lock.reason) == ("The constabulary", LockReason.IPA)
        assert vault.locks.cleared(LOCKED) == ("Robin Sample",)
        for request in (OPEN, LOCKED):
            (entry,) = vault.request_entries.belonging_to(request)
            assert entry["asked"] == "CCTV"
            assert vault.subjects.names(request) == (f"Subject {request}",)
            (document,) = vault.documents.for_request(request)
            assert vault.documents.read(document.id) == b"%PDF form"
        assert told.lost_nothing
        assert told.stood_in == 0


@pytest.mark.usefixtures("folder")
def test_a_request_whose_lock_is_lost_stays_locked(
    kept: KeptVault, tmp_path: Path
) -> None:
    lose(kept, "DELETE FROM disclosure_locks")
    with salvaged(kept, tmp_path) as (vault, _):
        assert vault.disclosures.get(LOCKED).locked
        lock = vault.locks.standing(LOCKED)
        assert lock is not None  # so that it can be reviewed and lifted
        assert lock.review_on > AT.date()
        assert vault.disclosures.get(LOCKED).lock_review == lock.review_on


@pytest.mark.usefixtures("folder")
def test_a_lock_without_its_mark_on_the_request_counts(
    kept: KeptVault, tmp_path: Path
) -> None:
    lose(
        kept,
        "UPDATE disclosures SET locked = 0, reference = 'D-2026-00009' WHERE id = 2",
    )
    with salvaged(kept, tmp_path) as (vault, told):
        request = vault.disclosures.get(LOCKED)
        assert request.locked
        assert request.reference.startswith("R-2026-")
        assert vault.locks.spent(2026) == ("D-2026-00009",)
        assert "D-2026-00009" not in told.lost_references


@pytest.mark.usefixtures("folder")
def test_what_hangs_on_a_lost_request_is_kept_behind_a_lock(
    kept: KeptVault, tmp_path: Path
) -> None:
    lose(kept, "DELETE FROM disclosures")
    with salvaged(kept, tmp_path) as (vault, told):
        assert told.stood_in == 0  # the account is for everybody
        assert told.lost_references == ("D-2026-00001",)
        for request in (OPEN, LOCKED):
            assert vault.disclosures.get(request).locked
            assert vault.locks.standing(request) is not None
            assert vault.subjects.names(request) == (f"Subject {request}",)
            assert len(vault.documents.for_request(request)) == 1


@pytest.mark.usefixtures("folder")
def test_numbers_go_on_after_the_highest_whatever_series_others_are_of(
    kept: KeptVault, tmp_path: Path
) -> None:
    lose(
        kept,
        "DELETE FROM counters",
        "INSERT INTO spent_numbers (reference, year) VALUES ('D-2026-00041', 2026)",
    )
    with salvaged(kept, tmp_path):
        pass
    vault = open_with_recovery_key(tmp_path / "saved.isvault", kept.recovery_key)
    with closing(vault), vault.change("test", by="Robin Sample", at=AT) as work:
        added = work.disclosures.add(
            Disclosure(
                received=date(2026, 11, 2), organisation="X", kind=RequesterKind.OTHER
            )
        )
        assert added.reference == "D-2026-00042"
