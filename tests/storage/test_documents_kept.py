"""Scans and files: encrypted beside the vault, whole or not shown."""

import os
import tracemalloc
from dataclasses import replace
from pathlib import Path

import pytest
from vault_makers import AT, MEMBER, KeptVault, add_case

from isteam_app.domain.documents import Document
from isteam_app.errors import RuleBroken, VaultDamaged
from isteam_app.storage import attachments
from isteam_app.storage.attachments import (
    CHUNK,
    FOLDER,
    LARGEST,
    Attachments,
    KeptFile,
)
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import open_with_recovery_key


def keep(vault: Vault, data: bytes | Path, name: str = "scan.pdf") -> Document:
    with vault.change("post.received", by=MEMBER, at=AT) as change:
        case = add_case(change)
        document = change.documents.add(
            case.post.id, name=name, media_type="application/pdf", data=data, pages=3
        )
        change.commit()
    return document


def only_file(vault: Vault) -> Path:
    (path,) = (vault.folder / FOLDER).iterdir()
    return path


def read(vault: Vault, document: Document) -> bytes:
    with vault.read() as reading:
        return reading.documents.read(document.id)


@pytest.mark.parametrize("size", [1, CHUNK - 1, CHUNK, CHUNK + 1, 3 * CHUNK])
def test_a_file_comes_back_byte_for_byte(vault: Vault, size: int) -> None:
    data = os.urandom(size)
    document = keep(vault, data)
    assert read(vault, document) == data
    assert (document.size, document.pages) == (size, 3)
    assert document.added_by == MEMBER
    with vault.read() as reading:
        assert reading.documents.for_post(document.post_id) == (document,)


def test_a_file_is_taken_from_disk_too(vault: Vault, tmp_path: Path) -> None:
    path = tmp_path / "odd ☂ name.pdf"
    path.write_bytes(b"%PDF-1.7")
    assert read(vault, keep(vault, path)) == b"%PDF-1.7"


def test_a_kept_file_holds_nothing_readable(vault: Vault) -> None:
    keep(vault, b"a plain sentence " * 1_000)
    assert b"plain" not in only_file(vault).read_bytes()


@pytest.mark.parametrize(
    "spoil",
    [
        lambda raw: raw[:-1],
        lambda raw: raw[: 7 + CHUNK + 16],  # the first chunk alone
        lambda raw: raw[:7],
        lambda raw: raw[:0],
        lambda raw: raw + raw[7:],
        lambda raw: bytes([raw[0] ^ 1]) + raw[1:],
        lambda raw: raw[:100] + bytes([raw[100] ^ 1]) + raw[101:],
        # the two whole chunks in each other's place
        lambda raw: (
            raw[:7]
            + raw[7 + CHUNK + 16 : 7 + 2 * (CHUNK + 16)]
            + raw[7 : 7 + CHUNK + 16]
            + raw[7 + 2 * (CHUNK + 16) :]
        ),
    ],
)
def test_a_changed_file_is_never_shown(vault: Vault, spoil: object) -> None:
    document = keep(vault, os.urandom(2 * CHUNK + 500))
    path = only_file(vault)
    assert callable(spoil)
    path.write_bytes(spoil(path.read_bytes()))
    with pytest.raises(VaultDamaged, match="changed or damaged"):
        read(vault, document)
    health = vault.verify()
    assert not health.whole
    assert "cannot be shown" in health.problems[0]


def test_a_missing_file_is_named_as_missing(vault: Vault) -> None:
    document = keep(vault, b"%PDF")
    only_file(vault).unlink()
    with pytest.raises(VaultDamaged, match="missing"):
        read(vault, document)
    assert not vault.verify().whole
    keep(vault, b"%PDF other")  # one lost scan does not stop the work


def test_two_files_in_each_others_place_are_noticed(vault: Vault) -> None:
    keep(vault, b"one")
    first = only_file(vault)
    keep(vault, b"two")
    (second,) = (path for path in first.parent.iterdir() if path != first)
    one, two = first.read_bytes(), second.read_bytes()
    first.write_bytes(two)
    second.write_bytes(one)
    assert len(vault.verify().problems) == 2


def test_a_file_too_large_is_refused_before_it_is_read(
    vault: Vault, tmp_path: Path
) -> None:
    huge = tmp_path / "scan.pdf"
    with huge.open("wb") as file:
        file.truncate(300 * 1024 * 1024)  # takes no room on the disk
    with pytest.raises(RuleBroken, match="300 MiB; the vault takes up to 100") as told:
        keep(vault, huge)
    assert told.value.field == "document"
    with pytest.raises(RuleBroken):
        keep(vault, bytes(LARGEST + 1))


def test_an_empty_file_a_folder_and_a_lost_file_are_refused(
    vault: Vault, tmp_path: Path
) -> None:
    empty = tmp_path / "empty.pdf"
    empty.touch()
    for data, said in (
        (empty, "empty"),
        (b"", "empty"),
        (tmp_path, "folder"),
        (tmp_path / "gone.pdf", "not a file"),
    ):
        with pytest.raises(RuleBroken, match=said):
            keep(vault, data)
    assert list((vault.folder / FOLDER).iterdir()) == []


def test_a_dropped_change_takes_its_file_with_it(vault: Vault) -> None:
    with vault.change("post.received", by=MEMBER, at=AT) as change:
        case = add_case(change)
        change.documents.add(case.post.id, name="a", media_type="b", data=b"c")
        assert only_file(vault).exists()
    assert list((vault.folder / FOLDER).iterdir()) == []


def test_files_without_a_record_go_when_the_vault_opens(kept: KeptVault) -> None:
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    document = keep(vault, b"kept")
    Attachments(kept.folder).keep(b"left by a crash")
    (kept.folder / "keys.json.0a1b.partial").write_bytes(b"half")
    (kept.folder / FOLDER / "readme.txt").write_text("somebody's own")
    vault.close()
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    names = [path.name for path in (kept.folder / FOLDER).iterdir()]
    assert len(names) == 2
    assert list(kept.folder.glob("*.partial")) == []
    assert "readme.txt" in names
    assert read(vault, document) == b"kept"
    vault.close()


def test_a_file_of_the_first_edition_is_read_and_checked(
    vault: Vault, monkeypatch: pytest.MonkeyPatch
) -> None:
    bound = attachments._bound  # noqa: SLF001 - a file as it was written before

    def bound_before(name: str, place: int, *, last: bool, sha256: str = "") -> bytes:
        return bound(name, place, last=last)

    with monkeypatch.context() as before:
        before.setattr(attachments, "_bound", bound_before)
        document = keep(vault, b"older" * CHUNK)
    assert read(vault, document) == b"older" * CHUNK
    (kept,) = files(vault)
    with pytest.raises(VaultDamaged, match="not the file that was kept"):
        Attachments(vault.folder).read(replace(kept, sha256="0" * 64))


def test_a_row_that_names_another_content_is_noticed_without_hashing(
    vault: Vault,
) -> None:
    keep(vault, os.urandom(CHUNK + 1))
    (kept,) = files(vault)
    folder = Attachments(vault.folder)
    for wrong in (
        replace(kept, sha256="0" * 64),
        replace(kept, size=kept.size - 1),
        replace(kept, size=kept.size + 1),
        replace(kept, size=0),
        replace(kept, key=bytes(32)),
    ):
        with pytest.raises(VaultDamaged):
            folder.read(wrong)
    assert len(folder.read(kept)) == CHUNK + 1


def test_a_large_file_takes_little_more_memory_than_itself(vault: Vault) -> None:
    data = os.urandom(40 * CHUNK)
    folder = Attachments(vault.folder)
    tracemalloc.start()
    try:
        kept = folder.keep(data)
        assert tracemalloc.get_traced_memory()[1] < 3 * CHUNK
        tracemalloc.reset_peak()
        assert folder.read(kept) == data
        assert tracemalloc.get_traced_memory()[1] < 43 * CHUNK
    finally:
        tracemalloc.stop()


def files(vault: Vault) -> list[KeptFile]:
    with vault.read() as reading:
        return list(reading.documents.files())
