"""The key slots: what opens them, and what shows when somebody edits them."""

import json
import secrets
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from vault_makers import PASSPHRASE

from isteam_app.errors import VaultDamaged, WrongPassphrase
from isteam_app.storage import recovery_key
from isteam_app.storage.kdf import FLOOR_COST, STANDARD_COST, KdfCost, passphrase_key
from isteam_app.storage.key_header import (
    HEADER,
    PREVIOUS,
    KeyFile,
    new_signer,
    public_signer,
    read_header,
    resealed_signer,
    write_header,
)
from isteam_app.storage.key_header import sum_of as checksum
from isteam_app.storage.keyslots import (
    Vow,
    device_slot,
    passphrase_slot,
    recovery_slot,
    sealed_anew,
    unlock_with_device,
    unlock_with_passphrase,
    unlock_with_recovery_key,
)
from isteam_app.storage.sealing import seal, unseal

DATA_KEY = bytes(range(32))
PRINTED = recovery_key.printed(bytes(range(20)))
DEVICE = b"d" * 32


@pytest.fixture(scope="module")
def header() -> KeyFile:
    signer = new_signer(DATA_KEY)
    vow = Vow(
        vault_id="a1b2c3d4",
        data_key=DATA_KEY,
        public_signer=public_signer(signer, DATA_KEY),
    )
    return KeyFile(
        vault_id="a1b2c3d4",
        generation=1,
        database_salt=secrets.token_bytes(16),
        signer=signer,
        slots=(
            passphrase_slot(vow, PASSPHRASE, member=1, cost=FLOOR_COST),
            recovery_slot(vow, PRINTED),
            device_slot(vow, DEVICE, member=1),
        ),
    )


@pytest.fixture
def written(header: KeyFile, tmp_path: Path) -> Path:
    write_header(tmp_path, header, DATA_KEY)
    return tmp_path


def edited(folder: Path, change: Callable[[dict[str, Any]], object]) -> KeyFile:
    """Edit the header as somebody would who knows its form, checksum and all."""
    path = folder / HEADER
    fields = json.loads(path.read_bytes())
    change(fields)
    fields["sum"] = checksum(fields)
    path.write_text(json.dumps(fields))
    return read_header(folder)


def test_each_slot_gives_the_data_key(written: Path) -> None:
    header = read_header(written)
    by_passphrase = unlock_with_passphrase(header, PASSPHRASE)
    by_sheet = unlock_with_recovery_key(header, PRINTED)
    by_device = unlock_with_device(header, DEVICE)
    found = (by_passphrase, by_sheet, by_device)
    assert [each.data_key for each in found] == [DATA_KEY] * 3
    assert [each.slot.member for each in found] == [1, 0, 1]


def test_a_device_that_was_dropped_opens_nothing(written: Path) -> None:
    with pytest.raises(WrongPassphrase, match="does not open the vault any more"):
        unlock_with_device(read_header(written), b"e" * 32)


def test_a_new_data_key_reaches_every_slot_while_nobody_is_there(
    header: KeyFile, tmp_path: Path
) -> None:
    new = bytes(reversed(range(32)))
    slots = tuple(sealed_anew(slot, header.vault_id, new) for slot in header.slots)
    signer = resealed_signer(header.signer, DATA_KEY, new)
    write_header(tmp_path, replace(header, slots=slots, signer=signer), new)
    kept = read_header(tmp_path)
    assert unlock_with_passphrase(kept, PASSPHRASE).data_key == new
    assert unlock_with_recovery_key(kept, PRINTED).data_key == new
    assert unlock_with_device(kept, DEVICE).data_key == new


def test_a_vault_put_in_its_place_by_a_stranger_shows(
    header: KeyFile, tmp_path: Path
) -> None:
    """Anybody can seal a key of their own for a slot's public key: it stands there."""
    theirs = bytes(reversed(range(32)))
    slots = tuple(sealed_anew(slot, header.vault_id, theirs) for slot in header.slots)
    write_header(
        tmp_path, replace(header, slots=slots, signer=new_signer(theirs)), theirs
    )
    kept = read_header(tmp_path)
    with pytest.raises(VaultDamaged, match="was altered"):
        unlock_with_passphrase(kept, PASSPHRASE)
    with pytest.raises(VaultDamaged, match="was altered"):
        unlock_with_recovery_key(kept, PRINTED)
    with pytest.raises(VaultDamaged, match="was altered"):
        unlock_with_device(kept, DEVICE)


def test_a_passphrase_is_the_same_on_every_keyboard() -> None:
    salt = bytes(16)
    composed = passphrase_key("caf\u00e9 ﬁve", salt=salt, cost=FLOOR_COST)
    apart = passphrase_key("cafe\u0301 five", salt=salt, cost=FLOOR_COST)
    assert composed == apart


def test_no_key_stands_in_the_file(written: Path) -> None:
    text = (written / HEADER).read_text()
    assert DATA_KEY.hex() not in text
    assert PASSPHRASE not in text


def test_a_lowered_cost_does_not_open(written: Path, header: KeyFile) -> None:
    def lower(fields: dict[str, Any]) -> None:
        fields["slots"][0]["cost"] = [64 * 1024, 3, 5]

    with pytest.raises(WrongPassphrase):
        unlock_with_passphrase(edited(written, lower), PASSPHRASE)


@pytest.mark.parametrize(
    "cost", [[1024, 3, 4], [1 << 31, 3, 4], [65_536, 1, 4], [65_536, 3, 1_000]]
)
def test_a_cost_out_of_bounds_is_refused_before_it_is_paid(
    written: Path, cost: list[int]
) -> None:
    with pytest.raises(VaultDamaged, match="key file is damaged"):
        edited(written, lambda fields: fields["slots"][0].update(cost=cost))


def test_a_removed_slot_shows(written: Path) -> None:
    header = edited(written, lambda fields: fields["slots"].pop())
    with pytest.raises(VaultDamaged, match="was altered"):
        unlock_with_passphrase(header, PASSPHRASE)


def test_a_slot_of_another_vault_does_not_open(written: Path) -> None:
    header = edited(written, lambda fields: fields.update(vault="ffffffff"))
    with pytest.raises(WrongPassphrase):
        unlock_with_passphrase(header, PASSPHRASE)


def test_a_changed_salt_of_the_database_shows(written: Path) -> None:
    header = edited(written, lambda fields: fields.update(database_salt="00" * 16))
    with pytest.raises(VaultDamaged, match="was altered"):
        unlock_with_recovery_key(header, PRINTED)


@pytest.mark.parametrize(
    "breakage",
    [
        lambda fields: fields.pop("slots"),
        lambda fields: fields.update(slots=7),
        lambda fields: fields.update(slots=[{}]),
        lambda fields: fields.update(format="one"),
        lambda fields: fields["slots"][0].update(kind="magic"),
        lambda fields: fields["slots"][0].update(nonce="zz"),
        lambda fields: fields["slots"][0].update(wrapped="00"),
        lambda fields: fields.update(slots=fields["slots"] * 200),
        lambda fields: fields.update(database="../other.db"),
        lambda fields: fields.update(anchor=[1, "00"]),
        lambda fields: fields["slots"][0].pop("sealed"),
    ],
)
def test_a_broken_header_is_damage_never_a_crash(
    written: Path, breakage: Callable[[dict[str, Any]], object]
) -> None:
    with pytest.raises(VaultDamaged, match="key file is damaged"):
        edited(written, breakage)


def test_every_single_flipped_bit_of_a_byte_shows(written: Path) -> None:
    path = written / HEADER
    good = path.read_bytes()
    for place in range(0, len(good), 7):
        bad = bytearray(good)
        bad[place] ^= 1
        path.write_bytes(bad)
        with pytest.raises(VaultDamaged):
            unlock_with_recovery_key(read_header(written), PRINTED)


def test_the_copy_stands_in_for_a_lost_header(written: Path) -> None:
    (written / HEADER).unlink()
    with pytest.raises(VaultDamaged, match=f"A copy, {PREVIOUS}, lies beside it"):
        read_header(written)
    (written / PREVIOUS).rename(written / HEADER)
    found = unlock_with_recovery_key(read_header(written), PRINTED)
    assert found.data_key == DATA_KEY


def test_a_new_header_keeps_the_one_before(written: Path, header: KeyFile) -> None:
    before = (written / HEADER).read_bytes()
    newer = replace(header, generation=2, slots=header.slots[1:])
    write_header(written, newer, DATA_KEY)
    assert (written / PREVIOUS).read_bytes() == before
    assert read_header(written).generation == 2
    assert sorted(path.name for path in written.iterdir()) == [HEADER, PREVIOUS]


def test_costs_have_a_floor_and_a_ceiling() -> None:
    assert FLOOR_COST.is_bearable
    assert STANDARD_COST.is_bearable
    assert STANDARD_COST.memory_kib > FLOOR_COST.memory_kib
    weak = KdfCost(memory_kib=32 * 1024, iterations=3, lanes=4)
    assert not weak.is_bearable
    with pytest.raises(ValueError, match="out of bounds"):
        passphrase_key("plum", salt=bytes(16), cost=weak)


def test_a_sealed_text_is_read_only_with_the_key() -> None:
    sealed = seal(DATA_KEY, "Robin", purpose="test")
    assert unseal(DATA_KEY, sealed, purpose="test") == "Robin"
    assert unseal(bytes(32), sealed, purpose="test") == ""
    assert unseal(DATA_KEY, sealed, purpose="other") == ""
    assert unseal(DATA_KEY, "not hex", purpose="test") == ""
