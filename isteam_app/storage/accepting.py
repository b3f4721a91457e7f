"""Takes a trail that is shorter than once noted as the one to go on from."""

from datetime import datetime

from isteam_app.domain.audit import AuditEntry, AuditHead
from isteam_app.errors import RuleBroken
from isteam_app.storage.anchor import anchor_fault
from isteam_app.storage.key_header import note_anchor
from isteam_app.storage.vault import Vault


def note_fault(vault: Vault) -> str:
    """Return what the note in the key header says against the trail, "" for nothing."""
    header = vault.inside().header
    with vault.read(whole=True) as reading:
        return anchor_fault(header.anchor, reading.audit)


def accept_trail(vault: Vault, reason: str, *, by: str, at: datetime) -> AuditEntry:
    """Go on from the trail as it stands, although the key header knows another end.

    The entry keeps what was noted: how many entries, and the hash of the last of them.
    It is written first. After an interruption the doubt is said again, and the entry
    tells that somebody had begun to accept it.

    Raises:
        RuleBroken: the trail is not in doubt.
        DiskFull, VaultReadOnly: the doubt stands.
    """
    with vault.alone():
        inside = vault.inside()
        if not note_fault(vault):
            raise RuleBroken("The audit trail is not in doubt. There is nothing to do.")
        noted = inside.header.anchor
        with vault.change("audit.accepted", by=by, at=at) as work:
            work.note("noted", noted.count, digest=noted.hash.hex())
            work.give_reason(reason)
            entry = work.commit()
        head = AuditHead(count=entry.number, hash=entry.hash)
        vault.adopt(note_anchor(vault.folder, inside.header, inside.data_key, head))
        with vault.read(whole=True) as reading:
            broken = reading.audit.verify_recent().reason
        vault.notices = tuple(
            each
            for each in vault.notices
            if "audit trail" not in each or each == broken
        )
    return entry
