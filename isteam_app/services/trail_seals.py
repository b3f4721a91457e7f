"""Puts the end of the audit trail on paper, where no key can change it."""

from datetime import datetime
from pathlib import Path

from isteam_app.domain.audit import AuditHead
from isteam_app.domain.rights import Act
from isteam_app.letters.audit_seal import SealContent, audit_seal, groups
from isteam_app.services.audit_trail import trail_head
from isteam_app.services.files import write_whole
from isteam_app.services.rights import is_cleared, must
from isteam_app.services.session import Session


def seal(session: Session) -> bytes:
    """Return the seal of the trail as it stands, as a one-page PDF.

    The entry of its making keeps what was sealed, so that a seal can also be told from
    a forged one. It comes after the sealed entries and is not among them. A vault
    opened only to look has a seal, and no entry.
    """
    must(session, Act.SEAL)
    at = session.now()
    head = trail_head(session) if session.vault.look_only else _noted(session, at)
    settings = session.settings()
    return audit_seal(
        SealContent(
            vault_name=session.vault.name,
            vault_id=session.vault.id,
            entries=head.count,
            hash=head.hash.hex(),
            at=at,
            by=session.member.name,
            watermark="DEMO" if settings.demonstration else "",
        )
    )


def _noted(session: Session, at: datetime) -> AuditHead:
    with session.vault.change("audit.sealed", by=session.member.name, at=at) as work:
        head = work.audit.head()
        work.note("seal", head.count, digest=head.hash.hex())
        work.commit()
    return head


def save_seal(session: Session, path: Path) -> None:
    """Write the seal to a file, whole or not at all. Raises FileNotWritten."""
    write_whole(path, [seal(session)])


def seal_name(session: Session) -> str:
    """Return what the file of a seal is called: a date, never a name."""
    return f"audit seal {session.today:%Y-%m-%d}.pdf"


def head_words(session: Session) -> str:
    """Return the end of the trail as it stands in the foot of what is printed.

    Without a number where whoever prints is not cleared for locked requests.
    """
    with session.vault.read(whole=True) as vault:
        head = vault.audit.head()
    number = f" {head.count:,}" if is_cleared(session) else ""
    return f"Audit{number}: {' '.join(groups(head.hash.hex())[:4])}"
