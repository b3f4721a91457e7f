"""Does the audit trail still hold what the key header says of it?

A trail cut short, or an old copy of the database put back, is a sound trail by
itself. It shows only against the note in the header, which nobody without the data key
can write.
"""

from isteam_app.domain.audit import AuditHead
from isteam_app.storage.audit_log import AuditReader


def anchor_fault(noted: AuditHead, trail: AuditReader) -> str:
    """Return what the note says against the trail, "" when both agree."""
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
