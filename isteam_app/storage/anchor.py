"""Where the audit trail stood when the vault was last closed, noted outside it.

A trail cut short, or an old copy of the database put back, is a sound trail by
itself. It shows only against this note, which nobody without the data key can write.
"""

import hmac
import json
from pathlib import Path

from isteam_app.domain.audit import AuditHead
from isteam_app.storage.audit_log import AuditReader
from isteam_app.storage.durable import file_trouble, replace_file
from isteam_app.storage.kdf import subkey

NAME = "anchor.json"


def write_anchor(folder: Path, data_key: bytes, head: AuditHead) -> None:
    """Note the newest entry of the audit trail."""
    fields = {"count": head.count, "hash": head.hash.hex()}
    fields["mac"] = _mac(data_key, head)
    try:
        replace_file(folder / NAME, json.dumps(fields).encode())
    except OSError as error:
        raise file_trouble(error) from error


def anchor_fault(folder: Path, data_key: bytes, trail: AuditReader) -> str:
    """Return what the note says against the trail, "" when both agree."""
    try:
        fields = json.loads((folder / NAME).read_bytes())
        noted = AuditHead(
            count=int(fields["count"]), hash=bytes.fromhex(fields["hash"])
        )
        mac = str(fields["mac"])
    except FileNotFoundError:
        return "The note of where the audit trail ended is missing."
    except (OSError, ValueError, KeyError, TypeError):
        return "The note of where the audit trail ended is damaged."
    if not hmac.compare_digest(mac.encode(), _mac(data_key, noted).encode()):
        return "The note of where the audit trail ended was altered."
    if noted.count == 0:
        return ""
    entry = trail.at(noted.count)
    if entry is None:
        return (
            f"The audit trail once had {noted.count:,} entries and now has "
            f"{trail.head().count:,}: its end was cut off, or this is an older copy."
        )
    if entry.hash != noted.hash:
        return f"Entry {noted.count} of the audit trail is not the one once noted."
    return ""


def _mac(data_key: bytes, head: AuditHead) -> str:
    key = subkey(data_key, purpose="isteam anchor")
    told = f"isteam anchor 1 {head.count} {head.hash.hex()}"
    return hmac.digest(key, told.encode(), "sha256").hex()
