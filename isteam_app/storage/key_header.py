"""The header `keys.json`: what lies beside the database so that it can be unlocked.

It can be read without a key, as far as telling what it is; nothing in it is believed
until a slot has opened: then its MAC, made with the data key, and its signature, made
with the vault's own signing key, must both fit. The signature is what a stranger
cannot make who can only write to the folder: a slot's owner knows the vault's public
key from inside the slot.
"""

import hashlib
import hmac
import json
from dataclasses import dataclass, field, replace
from enum import StrEnum
from pathlib import Path
from typing import Any

from isteam_app.domain.audit import GENESIS, AuditHead
from isteam_app.errors import VaultDamaged, VaultTooNew
from isteam_app.storage.durable import file_trouble, replace_file
from isteam_app.storage.kdf import KEY_BYTES, KdfCost, subkey
from isteam_app.storage.sealing import NONCE, TAG, sealed_bytes, unsealed_bytes

FORMAT = 2
FIRST_FORMAT = 1
"""Had no key pairs: each slot held the data key itself."""
HEADER = "keys.json"
PREVIOUS = "keys.previous.json"
FIRST_DATABASE = "vault.db"

KEYED = 2 * KEY_BYTES + TAG
"""Length of a slot's secret: its private key and the vault's public signing key."""
SEALED = 2 * KEY_BYTES + TAG
"""Length of the data key sealed for a slot's public key (RFC 9180)."""

NOT_NOTED = AuditHead(count=0, hash=GENESIS)

_LARGEST = 1_000_000
_MOST_SLOTS = 200
_SIGNER = "isteam signer"


class SlotKind(StrEnum):
    """What opens a slot: somebody's words, the printed sheet, or one computer."""

    PASSPHRASE = "passphrase"  # noqa: S105  the name of a kind, not a secret
    RECOVERY = "recovery"
    DEVICE = "device"


@dataclass(frozen=True, slots=True, kw_only=True)
class Slot:
    """One way of unlocking. `member` is whose it is, 0 for the team's own.

    `wrapped` holds the slot's private key, and `sealed` the data key for its `public`
    one. A slot of the first format has no key pair: `wrapped` holds the data key.
    """

    id: str
    kind: SlotKind
    member: int
    salt: bytes
    cost: KdfCost | None
    nonce: bytes
    wrapped: bytes
    public: bytes = b""
    sealed: bytes = b""

    @property
    def has_key_pair(self) -> bool:
        """Whether a new data key can be sealed for it without its owner."""
        return bool(self.public)


@dataclass(frozen=True, slots=True, kw_only=True)
class KeyFile:
    """The header.

    `database` is the file it belongs to, `database_salt` how that file must begin;
    `anchor` where the audit trail ended when the vault was last closed. `signer` is the
    vault's signing key, sealed; `body` is what `mac` and `signature` were made of.
    """

    vault_id: str
    generation: int
    database_salt: bytes
    slots: tuple[Slot, ...]
    database: str = FIRST_DATABASE
    anchor: AuditHead = NOT_NOTED
    signer: bytes = b""
    mac: bytes = b""
    signature: bytes = b""
    format: int = FORMAT
    body: bytes = field(default=b"", repr=False)


def new_signer(data_key: bytes) -> bytes:
    """Make the vault's signing key, sealed under the data key."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    secret = Ed25519PrivateKey.generate().private_bytes_raw()
    return sealed_bytes(data_key, secret, purpose=_SIGNER)


def resealed_signer(signer: bytes, before: bytes, after: bytes) -> bytes:
    """Return the signing key sealed under another data key."""
    return sealed_bytes(after, _secret_signer(signer, before), purpose=_SIGNER)


def public_signer(signer: bytes, data_key: bytes) -> bytes:
    """Return the vault's public signing key, which every slot keeps inside."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    secret = _secret_signer(signer, data_key)
    return Ed25519PrivateKey.from_private_bytes(secret).public_key().public_bytes_raw()


def check_header(header: KeyFile, data_key: bytes, public: bytes) -> None:
    """Believe the header, or not. `public` is "" for a slot of the first format.

    Raises:
        VaultDamaged: somebody altered it, or replaced it.
    """
    mac = hmac.digest(_mac_key(data_key), header.body, "sha256")
    fits = hmac.compare_digest(header.mac, mac)
    if not fits or (public and not _is_signed(header, public)):
        raise VaultDamaged(
            "The passphrase is right, but the vault's key file was altered since the "
            "program wrote it. Nothing was changed. Put the copy keys.previous.json or "
            "a backup in its place."
        )


def write_header(folder: Path, header: KeyFile, data_key: bytes) -> None:
    """Keep the header in one step, and the one before it as a copy."""
    path = folder / HEADER
    new = header_bytes(header, data_key)
    try:
        before = path.read_bytes() if path.exists() else new
        replace_file(folder / PREVIOUS, before)
        replace_file(path, new)
    except OSError as error:
        raise file_trouble(error) from error


def note_anchor(
    folder: Path, header: KeyFile, data_key: bytes, head: AuditHead
) -> KeyFile:
    """Note in the header where the audit trail ends; the copy before it stays."""
    noted = replace(header, anchor=head)
    try:
        replace_file(folder / HEADER, header_bytes(noted, data_key))
    except OSError as error:
        raise file_trouble(error) from error
    return noted


def mirror_header(folder: Path) -> None:
    """Make the copy equal to the header: the one before it opens nothing any more."""
    try:
        replace_file(folder / PREVIOUS, (folder / HEADER).read_bytes())
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
        return header_from_bytes(raw)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise VaultDamaged(
            "The vault's key file is damaged, so the vault cannot be unlocked. The "
            f"database beside it was not touched. {_way_out(folder)}",
            detail=type(error).__name__,
        ) from error


def header_bytes(header: KeyFile, data_key: bytes) -> bytes:
    """Return the header as it lies on the disk, in the newest format, signed."""
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    fields = _fields(header)
    body = canonical(fields)
    secret = Ed25519PrivateKey.from_private_bytes(
        _secret_signer(header.signer, data_key)
    )
    fields["mac"] = hmac.digest(_mac_key(data_key), body, "sha256").hex()
    fields["signature"] = secret.sign(body).hex()
    fields["sum"] = sum_of(fields)
    return json.dumps(fields, indent=1).encode() + b"\n"


def header_from_bytes(raw: bytes) -> KeyFile:
    """Read a header, of either format.

    Raises:
        VaultTooNew: a later version of the program wrote it.
        ValueError, KeyError, TypeError, RecursionError: it is not whole.
    """
    if len(raw) > _LARGEST:
        raise ValueError("longer than any header")
    fields = json.loads(raw)
    form, adds_up = fields["format"], fields["sum"] == sum_of(fields)
    # every format keeps its sum, so that a damaged number is not taken for a newer one
    if isinstance(form, int) and form > FORMAT and adds_up:
        raise VaultTooNew(
            "A newer version of the program made this vault's key file. Nothing was "
            "changed. Install the newer version to open it."
        )
    if form not in (FIRST_FORMAT, FORMAT) or not adds_up:
        raise ValueError("the header does not add up")
    if len(fields["slots"]) > _MOST_SLOTS:
        raise ValueError("more slots than a team has people")
    read = KeyFile(
        vault_id=str(fields["vault"]),
        generation=int(fields["generation"]),
        database_salt=_sized(fields["database_salt"], 16),
        slots=tuple(_slot(slot) for slot in fields["slots"]),
        mac=_sized(fields["mac"], 32),
        format=form,
        body=_body(fields),
    )
    return read if form == FIRST_FORMAT else _with_second(read, fields)


def slot_fields(slot: Slot) -> dict[str, Any]:
    """Return a slot as plain values; a slot of the first format as it always was."""
    cost = slot.cost
    fields = {
        "id": slot.id,
        "kind": slot.kind.value,
        "member": slot.member,
        "salt": slot.salt.hex(),
        "cost": cost and [cost.memory_kib, cost.iterations, cost.lanes],
        "nonce": slot.nonce.hex(),
        "wrapped": slot.wrapped.hex(),
    }
    if slot.has_key_pair:
        fields |= {"public": slot.public.hex(), "sealed": slot.sealed.hex()}
    return fields


def canonical(value: object) -> bytes:
    """Return plain values as bytes, the same for the same values."""
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _with_second(read: KeyFile, fields: dict[str, Any]) -> KeyFile:
    database = str(fields["database"])
    if Path(database).name != database or not database.endswith(".db"):
        raise ValueError("not the name of a database beside it")
    return replace(
        read,
        database=database,
        anchor=AuditHead(
            count=int(fields["anchor"][0]), hash=_sized(fields["anchor"][1], 32)
        ),
        signer=_sized(fields["signer"], NONCE + KEY_BYTES + TAG),
        signature=_sized(fields["signature"], 64),
    )


def _fields(header: KeyFile) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "vault": header.vault_id,
        "generation": header.generation,
        "database": header.database,
        "database_salt": header.database_salt.hex(),
        "anchor": [header.anchor.count, header.anchor.hash.hex()],
        "signer": header.signer.hex(),
        "slots": [slot_fields(slot) for slot in header.slots],
    }


def _body(fields: dict[str, Any]) -> bytes:
    left = ("mac", "signature", "sum")
    return canonical({name: fields[name] for name in fields if name not in left})


def sum_of(fields: dict[str, Any]) -> str:
    """Return what shows that a header is as it was written; every format has it."""
    bare = {name: value for name, value in fields.items() if name != "sum"}
    return hashlib.sha256(canonical(bare)).hexdigest()


def _slot(fields: dict[str, Any]) -> Slot:
    keyed = "public" in fields
    return Slot(
        id=str(fields["id"]),
        kind=SlotKind(fields["kind"]),
        member=int(fields["member"]),
        salt=_sized(fields["salt"], 16),
        cost=_cost(fields["cost"]),
        nonce=_sized(fields["nonce"], NONCE),
        wrapped=_sized(fields["wrapped"], KEYED if keyed else KEY_BYTES + TAG),
        public=_sized(fields["public"], KEY_BYTES) if keyed else b"",
        sealed=_sized(fields["sealed"], SEALED) if keyed else b"",
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


def _mac_key(data_key: bytes) -> bytes:
    return subkey(data_key, purpose="isteam header")


def _secret_signer(signer: bytes, data_key: bytes) -> bytes:
    secret = unsealed_bytes(data_key, signer, purpose=_SIGNER)
    if secret is None:
        raise VaultDamaged(
            "The vault's key file is damaged. Put it back from a backup.",
            detail="the signing key does not open",
        )
    return secret


def _is_signed(header: KeyFile, public: bytes) -> bool:
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        Ed25519PublicKey.from_public_bytes(public).verify(header.signature, header.body)
    except InvalidSignature:
        return False
    return True


def _way_out(folder: Path) -> str:
    if (folder / PREVIOUS).exists():
        return (
            f"A copy, {PREVIOUS}, lies beside it. Choose “What you can do” to put it "
            "in its place."
        )
    return f"Put {HEADER} back from a backup."
