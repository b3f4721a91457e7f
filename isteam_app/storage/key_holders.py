"""Who holds a key to the vault: the header with a slot put in, or left out."""

from collections.abc import Callable
from dataclasses import replace

from isteam_app.domain.audit import AuditHead
from isteam_app.errors import RuleBroken
from isteam_app.storage import keyslots
from isteam_app.storage.kdf import STANDARD_COST, KdfCost
from isteam_app.storage.key_header import (
    FIRST_FORMAT,
    FORMAT,
    KeyFile,
    Slot,
    SlotKind,
    new_signer,
    public_signer,
    resealed_signer,
)
from isteam_app.storage.keyslots import Unlocked, Vow


def brought_up(header: KeyFile, data_key: bytes) -> KeyFile:
    """Return a header of the first format as one of the newest, its slots as before."""
    if header.format != FIRST_FORMAT:
        return header
    return replace(header, format=FORMAT, signer=new_signer(data_key))


def with_key_pair(
    header: KeyFile, unlocked: Unlocked, make: Callable[[Vow, Slot], Slot]
) -> KeyFile:
    """Return the header with a key pair for the slot that has just been opened."""
    new = make(vow_of(header, unlocked.data_key), unlocked.slot)
    slots = tuple(new if each == unlocked.slot else each for each in header.slots)
    return _next(header, slots)


def with_passphrase(
    header: KeyFile,
    data_key: bytes,
    passphrase: str,
    *,
    member: int,
    known: frozenset[int],
    keep_devices: bool = True,
) -> KeyFile:
    """Return the header with a slot for somebody's passphrase, in place of any before.

    `known` are the ids of the team. A slot of anybody else is left out: a crash left
    it there. The new slot costs what the dearest of the others does.

    Raises:
        RuleBroken: the passphrase opens the vault already, for somebody else.
    """
    others = tuple(
        slot
        for slot in header.slots
        if slot.member in known | {0}
        and (slot.member != member or (keep_devices and slot.kind is SlotKind.DEVICE))
    )
    _must_be_new(replace(header, slots=others), passphrase)
    slot = keyslots.passphrase_slot(
        vow_of(header, data_key),
        passphrase,
        member=member,
        cost=_dearest(header.slots),
    )
    return _next(header, (*others, slot))


def with_recovery_key(header: KeyFile, data_key: bytes, printed: str) -> KeyFile:
    """Return the header with the slot of a new recovery key, in place of the old."""
    others = (slot for slot in header.slots if slot.kind is not SlotKind.RECOVERY)
    new = keyslots.recovery_slot(vow_of(header, data_key), printed)
    return _next(header, (*others, new))


def with_device(
    header: KeyFile, data_key: bytes, secret: bytes, *, member: int
) -> KeyFile:
    """Return the header with a slot for a secret that a computer keeps."""
    slot = keyslots.device_slot(vow_of(header, data_key), secret, member=member)
    return _next(header, (*header.slots, slot))


def without_devices(header: KeyFile, member: int | None) -> KeyFile:
    """Return the header without somebody's computers, or without anybody's."""
    kept = (
        slot
        for slot in header.slots
        if slot.kind is not SlotKind.DEVICE or member not in (None, slot.member)
    )
    return _next(header, tuple(kept))


def with_data_key(
    header: KeyFile,
    before: bytes,
    after: bytes,
    *,
    database: str,
    database_salt: bytes,
    anchor: AuditHead,
    leaving: int | None,
) -> KeyFile:
    """Return the header for a database under a new key. Nobody need be there.

    Raises:
        ValueError: a slot that stays has no key pair; see `without_key_pair`.
    """
    slots = tuple(
        keyslots.sealed_anew(slot, header.vault_id, after)
        for slot in header.slots
        if leaving is None or slot.member != leaving
    )
    moved = replace(
        header,
        database=database,
        database_salt=database_salt,
        anchor=anchor,
        signer=resealed_signer(header.signer, before, after),
    )
    return _next(moved, slots)


def without_key_pair(header: KeyFile, leaving: int | None) -> tuple[Slot, ...]:
    """Return the slots of the first format that stand in the way of a new key."""
    return tuple(
        slot
        for slot in header.slots
        if not slot.has_key_pair and (leaving is None or slot.member != leaving)
    )


def vow_of(header: KeyFile, data_key: bytes) -> Vow:
    """Return what every slot of this vault is made from."""
    return Vow(
        vault_id=header.vault_id,
        data_key=data_key,
        public_signer=public_signer(header.signer, data_key),
    )


def _next(header: KeyFile, slots: tuple[Slot, ...]) -> KeyFile:
    return replace(header, generation=header.generation + 1, slots=slots)


def _must_be_new(others: KeyFile, passphrase: str) -> None:
    if keyslots.opened_slot(others, passphrase) is not None:
        raise RuleBroken(
            "That passphrase cannot be used. Choose other words: a passphrase must "
            "belong to one person alone.",
            field="passphrase",
        )


def _dearest(slots: tuple[Slot, ...]) -> KdfCost:
    costs = [slot.cost for slot in slots if slot.cost is not None]
    if not costs:
        return STANDARD_COST
    return max(costs, key=lambda cost: cost.memory_kib * cost.iterations)
