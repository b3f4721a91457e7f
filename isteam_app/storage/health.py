"""Is everything in the vault whole? Looks at all of it, page by page."""

from collections.abc import Iterator
from dataclasses import dataclass

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import DBAPIError

from isteam_app.domain.audit import AuditVerdict
from isteam_app.errors import IsteamError
from isteam_app.progress import Progress
from isteam_app.storage.attachments import Attachments
from isteam_app.storage.audit_log import AuditReader
from isteam_app.storage.documents import DocumentsReader

_CHECKS = ("PRAGMA cipher_integrity_check", "PRAGMA quick_check")


@dataclass(frozen=True, slots=True, kw_only=True)
class VaultHealth:
    """What a check of the whole vault found.

    `problems` are sentences; `damage` is the first that the database itself has, "" for
    none.
    """

    problems: tuple[str, ...]
    damage: str
    audit: AuditVerdict
    documents: int

    @property
    def whole(self) -> bool:
        return not self.problems


def check_health(
    connection: Connection, attachments: Attachments, anchor: str, progress: Progress
) -> VaultHealth:
    """Check every page, link, audit entry and kept file. `anchor`: a fault known.

    Raises:
        Cancelled: the person stopped it.
    """
    problems = list(database_problems(connection, progress))
    damage = problems[0] if problems else ""
    verdict = AuditVerdict(checked=0, reason="The audit trail cannot be read.")
    documents = 0
    try:
        trail = AuditReader(connection)
        verdict = trail.verify(lambda _done, _total: progress(3, 5), thorough=True)
        documents = DocumentsReader(connection, attachments).count()
        problems += _document_problems(connection, attachments, progress)
    except (DBAPIError, ValueError, TypeError):
        connection.rollback()
        problems.append("Part of the database cannot be read.")
        damage = damage or problems[-1]
    if not verdict.whole:
        problems.append(verdict.reason)
    if anchor:
        problems.append(anchor)
    return VaultHealth(
        problems=tuple(problems), damage=damage, audit=verdict, documents=documents
    )


def bad_pages(engine: Engine) -> int:
    """Count the pages that cannot be read. Copied, they would be sound and empty."""
    with engine.connect() as connection:
        return len(connection.exec_driver_sql("PRAGMA cipher_integrity_check").all())


def database_problems(connection: Connection, progress: Progress) -> Iterator[str]:
    """Find what is not whole in the database itself, as sentences."""
    for step, check in enumerate(_CHECKS):
        progress(step, 5)
        found = _answers(connection, check)
        if found:
            yield f"The database is damaged in {len(found)} places."
    progress(2, 5)
    if _answers(connection, "PRAGMA foreign_key_check"):
        yield "Records refer to others that are not in the vault."


def _answers(connection: Connection, check: str) -> list[str]:
    try:
        rows = connection.exec_driver_sql(check).all()
    except DBAPIError as error:
        connection.rollback()  # the next check begins on a new connection
        return [str(error.orig)]
    return [str(row[0]) for row in rows if row[0] != "ok"]


def _document_problems(
    connection: Connection, attachments: Attachments, progress: Progress
) -> Iterator[str]:
    documents = DocumentsReader(connection, attachments)
    total = documents.count()
    for done, kept in enumerate(documents.files()):
        progress(4 * total + done, 5 * total)  # the last fifth of the work
        try:
            attachments.read(kept)
        except IsteamError as error:
            yield f"{error}"
