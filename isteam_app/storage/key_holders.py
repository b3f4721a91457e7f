"""Who holds a key to the vault: the header with somebody's slot put in."""

from dataclasses import replace

from isteam_app.errors import RuleBroken, WrongPassphrase
from isteam_app.storage import keyslots
from isteam_app.storage.kdf import STANDARD_COST, KdfCost
from isteam_app.storage.keyslots import KeyFile, Slot, SlotKind


def with_member(
    header: KeyFile,
    data_key: bytes,
    passphrase: str,
    *,
    member: int,
    known: frozenset[int],
) -> KeyFile:
    """Return the header with a slot for somebody's own passphrase.

    `known` are the ids of the team. A slot of anybody else is left out: a crash left
    it there. The new slot costs what the dearest of the others does.

    Raises:
        RuleBroken: the passphrase opens the vault already, for somebody else.
    """
    kept = tuple(slot for slot in header.slots if _is_known(slot, member, known))
    _must_be_new(header, kept, passphrase)
    slot = keyslots.passphrase_slot(
        data_key,
        passphrase,
        vault_id=header.vault_id,
        member=member,
        cost=_dearest(kept),
    )
    return replace(header, generation=header.generation + 1, slots=(*kept, slot))


def _is_known(slot: Slot, member: int, known: frozenset[int]) -> bool:
    if slot.kind is not SlotKind.PASSPHRASE:
        return True
    return slot.member in known and slot.member != member


def _must_be_new(header: KeyFile, kept: tuple[Slot, ...], passphrase: str) -> None:
    try:
        found = keyslots.unlock_with_passphrase(header, passphrase)
    except WrongPassphrase:
        return
    if found.slot in kept:
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
