"""The key slots: how one random data key is kept for several ways of unlocking.

The header `keys.json` lies beside the database. Each slot wraps the data key under a
key made from a passphrase or from the recovery key. A slot that does not open means a
wrong passphrase; a header that does not add up means damage. They are told apart.
"""

import hashlib
import hmac
import json
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Any

from isteam_app.errors import (
    VaultDamaged,
    VaultTooNew,
    VaultUnavailable,
    WrongPassphrase,
)
from isteam_app.storage import recovery_key
from isteam_app.storage.durable import file_trouble, replace_file
from isteam_app.storage.kdf import FLOOR_COST as FLOOR_COST
from isteam_app.storage.kdf import KEY_BYTES, passphrase_key, subkey
from isteam_app.storage.kdf import STANDARD_COST as STANDARD_COST
from isteam_app.storage.kdf import KdfCost as KdfCost

if TYPE_CHECKING:  # a header is read without it, and it takes long to load
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

FORMAT = 1
HEADER = "keys.json"
PREVIOUS = "keys.previous.json"

_LARGEST = 1_000_000
_MOST_SLOTS = 200


class SlotKind(StrEnum):
    PASSPHRASE = "passphrase"  # noqa: S105  the name of a kind, not a secret
    RECOVERY = "recovery"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One way of unlocking. `member` is whose it is, 0 for the team's own."""

    id: str
    kind: SlotKind
    member: int
    salt: bytes
    cost: KdfCost | None
    nonce: bytes
    wrapped: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """The header. `database_salt` is how the database file must begin."""

    vault_id: str
    generation: int
    database_salt: bytes
    slots: tuple[Slot, ...]
    mac: bytes = b""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unlocked:
    """The data key, and the slot that gave it."""

    data_key: bytes
    slot: Slot


def passphrase_slot(
    data_key: bytes, passphrase: str, *, vault_id: str, member: int, cost: KdfCost
) -> Slot:
    """Wrap the data key for one person's passphrase."""
    salt = secrets.token_bytes(16)
    key = passphrase_key(passphrase, salt=salt, cost=cost)
    return _wrap(data_key, key, vault_id, SlotKind.PASSPHRASE, member, salt, cost)


def recovery_slot(data_key: bytes, printed: str, *, vault_id: str) -> Slot:
    """Wrap the data key for the printed recovery key."""
    salt = secrets.token_bytes(16)
    key = subkey(recovery_key.parse(printed), purpose="isteam recovery", salt=salt)
    return _wrap(data_key, key, vault_id, SlotKind.RECOVERY, 0, salt, None)


def unlock_with_passphrase(header: KeyFile, passphrase: str) -> Unlocked:
    """Find the slot this passphrase opens.

    Raises:
        WrongPassphrase: none does.
        VaultDamaged: it is right, but the header was altered.
    """

    def key(slot: Slot) -> bytes:
        if slot.cost is None:
            raise _damaged("a passphrase slot without a cost")
        return passphrase_key(passphrase, salt=slot.salt, cost=slot.cost)

    found = _unlock(header, SlotKind.PASSPHRASE, key)
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

    def key(slot: Slot) -> bytes:
        return subkey(secret, purpose="isteam recovery", salt=slot.salt)

    found = _unlock(header, SlotKind.RECOVERY, key)
    if found is None:
        raise WrongPassphrase(
            "That recovery key belongs to another vault. The vault itself is well. "
            "Compare the vault's number on the printed sheet."
        )
    return found


def write_header(folder: Path, header: KeyFile, data_key: bytes) -> None:
    """Keep the header in one step, and the one before it as a copy."""
    path = folder / HEADER
    new = _to_bytes(header, data_key)
    try:
        before = path.read_bytes() if path.exists() else new
        replace_file(folder / PREVIOUS, before)
        replace_file(path, new)
    except OSError as error:
        raise file_trouble(error) from error


def read_header(folder: Path) -> KeyFile:
    """Read the header as far as it can be read without a key.

    Raises:
        VaultDamaged: it is missing or not whole; the sentence names the copy.
        VaultTooNew: a later version of the program wrote it.
    """
    path = folder / HEADER
    try:
        with path.open("rb") as file:
            raw = file.read(_LARGEST + 1)
    except FileNotFoundError as error:
        raise VaultDamaged(
            "The vault's key file is missing from its folder, so the vault cannot be "
            f"unlocked. Nothing was changed. {_way_out(folder)}"
        ) from error
    except OSError as error:
        raise file_trouble(error) from error
    try:
        return _from_bytes(raw)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise VaultDamaged(
            "The vault's key file is damaged, so the vault cannot be unlocked. The "
            f"database beside it was not touched. {_way_out(folder)}",
            detail=type(error).__name__,
        ) from error


def seal(data_key: bytes, text: str, *, purpose: str) -> str:
    """Return a short text that only holders of the data key can read."""
    nonce = secrets.token_bytes(12)
    key = _cipher(subkey(data_key, purpose=purpose))
    return (nonce + key.encrypt(nonce, text.encode(), purpose.encode())).hex()


def unseal(data_key: bytes, sealed: str, *, purpose: str) -> str:
    """Return a sealed text, or "" when it cannot be read."""
    from cryptography.exceptions import InvalidTag

    try:
        raw = bytes.fromhex(sealed)
        key = _cipher(subkey(data_key, purpose=purpose))
        return key.decrypt(raw[:12], raw[12:], purpose.encode()).decode()
    except (InvalidTag, ValueError):
        return ""


def _wrap(
    data_key: bytes,
    key: bytes,
    vault_id: str,
    kind: SlotKind,
    member: int,
    salt: bytes,
    cost: KdfCost | None,
) -> Slot:
    bare = Slot(
        id=secrets.token_hex(8),
        kind=kind,
        member=member,
        salt=salt,
        cost=cost,
        nonce=secrets.token_bytes(12),
        wrapped=b"",
    )
    wrapped = _cipher(key).encrypt(bare.nonce, data_key, _bound(vault_id, bare))
    return Slot(
        id=bare.id,
        kind=kind,
        member=member,
        salt=salt,
        cost=cost,
        nonce=bare.nonce,
        wrapped=wrapped,
    )


def _unlock(
    header: KeyFile, kind: SlotKind, key: Callable[[Slot], bytes]
) -> Unlocked | None:
    for slot in header.slots:
        if slot.kind is not kind:
            continue
        data_key = _opened(header, slot, key)
        if data_key is not None:
            _check_mac(header, data_key)
            return Unlocked(data_key=data_key, slot=slot)
    return None


def _opened(header: KeyFile, slot: Slot, key: Callable[[Slot], bytes]) -> bytes | None:
    from cryptography.exceptions import InvalidTag

    try:
        return _cipher(key(slot)).decrypt(
            slot.nonce, slot.wrapped, _bound(header.vault_id, slot)
        )
    except InvalidTag:
        return None
    except MemoryError as error:
        raise VaultUnavailable(
            "There is not enough free memory to unlock the vault. Nothing was changed. "
            "Close other programs and try again."
        ) from error


def _cipher(key: bytes) -> "AESGCM":
    from cryptography.hazmat.primitives.ciphers.aead import AESGCM

    return AESGCM(key)


def _check_mac(header: KeyFile, data_key: bytes) -> None:
    if not hmac.compare_digest(header.mac, _mac(header, data_key)):
        raise VaultDamaged(
            "The passphrase is right, but the vault's key file was altered since the "
            "program wrote it. Nothing was changed. Put the copy keys.previous.json or "
            "a backup in its place."
        )


def _mac(header: KeyFile, data_key: bytes) -> bytes:
    key = subkey(data_key, purpose="isteam header")
    return hmac.digest(key, _canonical(_fields(header)), "sha256")


def _bound(vault_id: str, slot: Slot) -> bytes:
    fields = _slot_fields(slot)
    return _canonical([vault_id, {**fields, "nonce": "", "wrapped": ""}])


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _fields(header: KeyFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "vault": header.vault_id,
        "generation": header.generation,
        "database_salt": header.database_salt.hex(),
        "slots": [_slot_fields(slot) for slot in header.slots],
    }


def _slot_fields(slot: Slot) -> dict[str, Any]:
    cost = slot.cost
    return {
        "id": slot.id,
        "kind": slot.kind.value,
        "member": slot.member,
        "salt": slot.salt.hex(),
        "cost": cost and [cost.memory_kib, cost.iterations, cost.lanes],
        "nonce": slot.nonce.hex(),
        "wrapped": slot.wrapped.hex(),
    }


def _to_bytes(header: KeyFile, data_key: bytes) -> bytes:
    fields = _fields(header)
    fields["mac"] = _mac(header, data_key).hex()
    fields["sum"] = _sum(fields)
    return json.dumps(fields, indent=1).encode() + b"\n"


def _sum(fields: dict[str, Any]) -> str:
    bare = {name: value for name, value in fields.items() if name != "sum"}
    return hashlib.sha256(_canonical(bare)).hexdigest()


def _from_bytes(raw: bytes) -> KeyFile:
    if len(raw) > _LARGEST:
        raise ValueError("longer than any header")
    fields = json.loads(raw)
    if isinstance(fields["format"], int) and fields["format"] > FORMAT:
        raise VaultTooNew(
            "A newer version of the program made this vault's key file. Nothing was "
            "changed. Install the newer version to open it."
        )
    if fields["format"] != FORMAT or fields["sum"] != _sum(fields):
        raise ValueError("the header does not add up")
    if len(fields["slots"]) > _MOST_SLOTS:
        raise ValueError("more slots than a team has people")
    return KeyFile(
        vault_id=str(fields["vault"]),
        generation=int(fields["generation"]),
        database_salt=_sized(fields["database_salt"], 16),
        slots=tuple(_slot(slot) for slot in fields["slots"]),
        mac=_sized(fields["mac"], 32),
    )


def _slot(fields: dict[str, Any]) -> Slot:
    return Slot(
        id=str(fields["id"]),
        kind=SlotKind(fields["kind"]),
        member=int(fields["member"]),
        salt=_sized(fields["salt"], 16),
        cost=_cost(fields["cost"]),
        nonce=_sized(fields["nonce"], 12),
        wrapped=_sized(fields["wrapped"], KEY_BYTES + 16),
    )


def _cost(numbers: list[int] | None) -> KdfCost | None:
    if numbers is None:
        return None
    memory_kib, iterations, lanes = numbers
    cost = KdfCost(memory_kib=memory_kib, iterations=iterations, lanes=lanes)
    if not cost.is_bearable:
        raise ValueError("a cost out of bounds")
    return cost


def _sized(text: str, length: int) -> bytes:
    value = bytes.fromhex(text)
    if len(value) != length:
        raise ValueError("a value of the wrong length")
    return value


def _way_out(folder: Path) -> str:
    if (folder / PREVIOUS).exists():
        return (
            f"A copy is beside it: rename {PREVIOUS} to {HEADER} and open the vault "
            "again."
        )
    return f"Put {HEADER} back from a backup."


def _damaged(detail: str) -> VaultDamaged:
    return VaultDamaged(
        "The vault's key file is damaged. Put it back from a backup.", detail=detail
    )
