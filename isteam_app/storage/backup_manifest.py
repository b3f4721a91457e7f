"""What a backup says of itself: of which vault, when, why, and what must be in it.

It can be read without a key, and holds no personal data. Whoever has the key also sees
whether somebody altered it.
"""

import hashlib
import hmac
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any

from isteam_app.domain.audit import AuditHead
from isteam_app.domain.backup_calendar import Dated, Why
from isteam_app.errors import BackupDamaged, BackupTooNew
from isteam_app.storage.kdf import subkey

FORM = 1
_PART = re.compile(r"keys\.json|[A-Za-z0-9_-]{1,60}\.db|attachments/[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """One file in a backup, and what it must be."""

    name: str
    size: int
    sha256: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Manifest:
    """What one backup holds. `key` tells data keys apart and reveals neither.

    `missing` counts scans that the vault itself had lost already. `audit` is where the
    audit trail ended.
    """

    vault: str
    program: str
    schema: int
    generation: int
    made_at: datetime
    why: Why
    counts: Mapping[str, int]
    audit: AuditHead
    key: str
    database: str
    missing: int
    parts: tuple[Part, ...]
    mac: bytes = field(default=b"", repr=False)

    def dated(self, name: str) -> Dated:
        """Return what the calendar needs to know."""
        return Dated(name=name, at=self.made_at, why=self.why, entries=self.audit.count)


def key_mark(data_key: bytes) -> str:
    """Return what tells one data key from another."""
    return subkey(data_key, purpose="isteam backup key mark")[:8].hex()


def sealed_manifest(manifest: Manifest, data_key: bytes) -> Manifest:
    """Return the manifest with the MAC that only holders of the key can make."""
    return replace(manifest, mac=_mac(manifest, data_key))


def check_mac(manifest: Manifest, data_key: bytes) -> None:
    """Raise BackupDamaged when somebody altered the manifest."""
    if not hmac.compare_digest(manifest.mac, _mac(manifest, data_key)):
        raise damaged("the manifest was altered")


def manifest_bytes(manifest: Manifest) -> bytes:
    fields = _fields(manifest)
    fields["mac"] = manifest.mac.hex()
    fields["sum"] = _sum(fields)
    return json.dumps(fields, indent=1).encode() + b"\n"


def manifest_from(raw: bytes) -> Manifest:
    """Read a manifest, as far as that is possible without a key.

    Raises:
        BackupTooNew: a later version of the program made it.
        BackupDamaged: it does not add up.
    """
    try:
        fields = json.loads(raw)
        form = fields["form"]
        if isinstance(form, int) and form > FORM:
            raise too_new()
        if form != FORM or fields["sum"] != _sum(fields):
            raise damaged("the manifest does not add up")
        return _manifest(fields)
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise damaged(f"manifest: {type(error).__name__}") from error


def too_new() -> BackupTooNew:
    return BackupTooNew(
        "A newer version of the program made this backup. Nothing was restored, and "
        "the backup is as it was. Install the newer version to use it."
    )


def damaged(detail: str) -> BackupDamaged:
    return BackupDamaged(
        "This backup is damaged: it is not what was written. Nothing was restored from "
        "it. Use another backup, and check the disk that this one lies on.",
        detail=detail,
    )


def _mac(manifest: Manifest, data_key: bytes) -> bytes:
    key = subkey(data_key, purpose="isteam backup")
    return hmac.digest(key, _canonical(_fields(manifest)), "sha256")


def _sum(fields: dict[str, Any]) -> str:
    bare = {name: value for name, value in fields.items() if name != "sum"}
    return hashlib.sha256(_canonical(bare)).hexdigest()


def _canonical(value: object) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":")).encode()


def _fields(manifest: Manifest) -> dict[str, Any]:
    return {
        "form": FORM,
        "vault": manifest.vault,
        "program": manifest.program,
        "schema": manifest.schema,
        "generation": manifest.generation,
        "made_at": manifest.made_at.isoformat(),
        "why": manifest.why.value,
        "counts": dict(manifest.counts),
        "audit": {"count": manifest.audit.count, "hash": manifest.audit.hash.hex()},
        "key": manifest.key,
        "database": manifest.database,
        "missing": manifest.missing,
        "parts": [[part.name, part.size, part.sha256] for part in manifest.parts],
    }


def _manifest(fields: dict[str, Any]) -> Manifest:
    made_at = datetime.fromisoformat(fields["made_at"])
    parts = tuple(_part(*told) for told in fields["parts"])
    names = [part.name for part in parts]
    database = str(fields["database"])
    if made_at.tzinfo is None or len(set(names)) != len(names):
        raise ValueError("a moment without a zone, or a part told twice")
    if names.count("keys.json") != 1 or database not in names:
        raise ValueError("a backup without its keys or its database")
    return Manifest(
        vault=str(fields["vault"]),
        program=str(fields["program"]),
        schema=int(fields["schema"]),
        generation=int(fields["generation"]),
        made_at=made_at,
        why=Why(fields["why"]),
        counts={str(noun): int(count) for noun, count in fields["counts"].items()},
        audit=AuditHead(
            count=int(fields["audit"]["count"]),
            hash=bytes.fromhex(fields["audit"]["hash"]),
        ),
        key=str(fields["key"]),
        database=database,
        missing=int(fields["missing"]),
        parts=parts,
        mac=bytes.fromhex(fields["mac"]),
    )


def _part(name: str, size: int, sha256: str) -> Part:
    if not _PART.fullmatch(name) or not isinstance(size, int) or size < 0:
        raise ValueError("not a file of a vault")  # nothing is unpacked elsewhere
    return Part(name=name, size=size, sha256=str(sha256))
