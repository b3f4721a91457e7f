"""The key slots: how one random data key is kept for several ways of unlocking.

Each slot has a key pair of its own. What a person types, the printed sheet, or a
computer's keyring opens the slot's private key; the data key is sealed for the public
one. So everybody's slot can be given a new data key while nobody is there. A slot that
does not open means a wrong passphrase; a header that does not add up means damage.
They are told apart.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from isteam_app.errors import VaultDamaged, VaultUnavailable, WrongPassphrase
from isteam_app.storage import recovery_key
from isteam_app.storage.kdf import KEY_BYTES, KdfCost, passphrase_key, subkey
from isteam_app.storage.key_header import (
    KeyFile,
    Slot,
    SlotKind,
    canonical,
    check_header,
    slot_fields,
)
from isteam_app.storage.sealing import NONCE, cipher

if TYPE_CHECKING:  # a header is read without it, and it takes long to load
    from cryptography.hazmat.primitives.hpke import Suite

DEVICE_SECRET = 32
"""Bytes that a computer's keyring keeps for its slot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Vow:
    """What every slot of a vault is made from: whose vault, and what it opens.

    `public_signer` goes inside each slot: by it the slot's owner knows that whoever
    wrote the header held this vault's key.
    """

    vault_id: str
    data_key: bytes
    public_signer: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """The data key, and the slot that gave it."""

    data_key: bytes
    slot: Slot


def passphrase_slot(vow: Vow, passphrase: str, *, member: int, cost: KdfCost) -> Slot:
    """Make the slot of one person's passphrase."""
    salt = secrets.token_bytes(16)
    key = passphrase_key(passphrase, salt=salt, cost=cost)
    return _made(vow, key, SlotKind.PASSPHRASE, member, salt, cost)


def recovery_slot(vow: Vow, printed: str) -> Slot:
    """Make the slot of the printed recovery key."""
    salt = secrets.token_bytes(16)
    key = _recovery_key(recovery_key.parse(printed), salt)
    return _made(vow, key, SlotKind.RECOVERY, 0, salt, None)


def device_slot(vow: Vow, secret: bytes, *, member: int) -> Slot:
    """Make the slot of one person on one computer, for a secret in its keyring."""
    salt = secrets.token_bytes(16)
    return _made(vow, _device_key(secret, salt), SlotKind.DEVICE, member, salt, None)


def sealed_anew(slot: Slot, vault_id: str, data_key: bytes) -> Slot:
    """Return a slot that opens another data key, in the way it always opened.

    Raises:
        ValueError: it has no key pair.
    """
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PublicKey

    if not slot.has_key_pair:
        raise ValueError("A slot of the first format cannot be sealed anew.")
    public = X25519PublicKey.from_public_bytes(slot.public)
    sealed = _suite().encrypt(data_key, public, _info(vault_id, slot.id))
    return replace(slot, sealed=sealed)


def unlock_with_passphrase(header: KeyFile, passphrase: str) -> Unlocked:
    """Find the slot this passphrase opens.

    Raises:
        WrongPassphrase: none does.
        VaultDamaged: it is right, but the header was altered.
    """

    found = _unlock(
        header, SlotKind.PASSPHRASE, lambda slot: _typed_key(slot, passphrase)
    )
    if found is None:
        raise WrongPassphrase(
            "That passphrase does not open this vault. The vault itself is well. "
            "Check Caps Lock and try again, or use the printed recovery key."
        )
    return found


def unlock_with_recovery_key(header: KeyFile, typed: str) -> Unlocked:
    """Open the recovery slot.

    Raises:
        RuleBroken: the key was mistyped.
        WrongPassphrase: it is another vault's recovery key.
        VaultDamaged: it is right, but the header was altered.
    """
    secret = recovery_key.parse(typed)
    found = _unlock(
        header, SlotKind.RECOVERY, lambda slot: _recovery_key(secret, slot.salt)
    )
    if found is None:
        raise WrongPassphrase(
            "That recovery key belongs to another vault, or a newer sheet has taken "
            "its place. The vault itself is well. Compare the vault's number and the "
            "date on the printed sheet."
        )
    return found


def unlock_with_device(header: KeyFile, secret: bytes) -> Unlocked:
    """Open the slot of the secret that this computer's keyring keeps.

    Raises:
        WrongPassphrase: it fits no slot any more.
        VaultDamaged: it fits, but the header was altered.
    """
    found = _unlock(
        header, SlotKind.DEVICE, lambda slot: _device_key(secret, slot.salt)
    )
    if found is None:
        raise WrongPassphrase(
            "What this computer remembers does not open the vault any more. The vault "
            "itself is well. Type your passphrase."
        )
    return found


def opened_slot(header: KeyFile, passphrase: str) -> Slot | None:
    """Return the slot that a passphrase opens, None for none.

    Says nothing of whether the header is whole: slots may have been left out of it.
    """
    typed = (slot for slot in header.slots if slot.kind is SlotKind.PASSPHRASE)
    opens = (
        slot
        for slot in typed
        if _inside(header, slot, lambda each: _typed_key(each, passphrase)) is not None
    )
    return next(opens, None)


def _made(
    vow: Vow,
    key: bytes,
    kind: SlotKind,
    member: int,
    salt: bytes,
    cost: KdfCost | None,
) -> Slot:
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    private = X25519PrivateKey.generate()
    bare = Slot(
        id=secrets.token_hex(8),
        kind=kind,
        member=member,
        salt=salt,
        cost=cost,
        nonce=secrets.token_bytes(NONCE),
        wrapped=b"",
        public=private.public_key().public_bytes_raw(),
    )
    inside = private.private_bytes_raw() + vow.public_signer
    wrapped = cipher(key).encrypt(bare.nonce, inside, _bound(vow.vault_id, bare))
    return sealed_anew(replace(bare, wrapped=wrapped), vow.vault_id, vow.data_key)


def _unlock(
    header: KeyFile, kind: SlotKind, key: Callable[[Slot], bytes]
) -> Unlocked | None:
    for slot in header.slots:
        if slot.kind is not kind:
            continue
        inside = _inside(header, slot, key)
        if inside is None:
            continue
        if not slot.has_key_pair:
            check_header(header, inside, b"")
            return Unlocked(data_key=inside, slot=slot)
        data_key = _unsealed(header, slot, inside[:KEY_BYTES])
        check_header(header, data_key, inside[KEY_BYTES:])
        return Unlocked(data_key=data_key, slot=slot)
    return None


def _inside(header: KeyFile, slot: Slot, key: Callable[[Slot], bytes]) -> bytes | None:
    from cryptography.exceptions import InvalidTag

    try:
        return cipher(key(slot)).decrypt(
            slot.nonce, slot.wrapped, _bound(header.vault_id, slot)
        )
    except InvalidTag:
        return None
    except MemoryError as error:
        raise VaultUnavailable(
            "There is not enough free memory to unlock the vault. Nothing was changed. "
            "Close other programs and try again."
        ) from error


def _unsealed(header: KeyFile, slot: Slot, private: bytes) -> bytes:
    from cryptography.exceptions import InvalidTag
    from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey

    own = X25519PrivateKey.from_private_bytes(private)
    try:
        return _suite().decrypt(slot.sealed, own, _info(header.vault_id, slot.id))
    except (InvalidTag, ValueError) as error:
        raise VaultDamaged(
            "The passphrase is right, but the vault's key file was altered since the "
            "program wrote it. Nothing was changed. Put the copy keys.previous.json or "
            "a backup in its place.",
            detail="a sealed key does not open",
        ) from error


def _suite() -> "Suite":
    from cryptography.hazmat.primitives.hpke import AEAD, KDF, KEM, Suite

    return Suite(KEM.X25519, KDF.HKDF_SHA256, AEAD.AES_256_GCM)


def _info(vault_id: str, slot_id: str) -> bytes:
    return canonical(["isteam slot 2", vault_id, slot_id])


def _bound(vault_id: str, slot: Slot) -> bytes:
    fields = {**slot_fields(slot), "nonce": "", "wrapped": ""}
    fields.pop("sealed", None)
    return canonical([vault_id, fields])


def _typed_key(slot: Slot, passphrase: str) -> bytes:
    if slot.cost is None:
        raise _damaged("a passphrase slot without a cost")
    return passphrase_key(passphrase, salt=slot.salt, cost=slot.cost)


def _recovery_key(secret: bytes, salt: bytes) -> bytes:
    return subkey(secret, purpose="isteam recovery", salt=salt)


def _device_key(secret: bytes, salt: bytes) -> bytes:
    return subkey(secret, purpose="isteam device", salt=salt)


def _damaged(detail: str) -> VaultDamaged:
    return VaultDamaged(
        "The vault's key file is damaged. Put it back from a backup.", detail=detail
    )
