"""Scans and files kept, encrypted, beside a case or a third-party request."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One kept file. Its bytes are read separately, into memory only.

    It came with an item of post, or belongs to a request; `entry_id` is then the entry
    that tells of its leaving.
    """

    name: str
    media_type: str
    size: int
    sha256: str
    post_id: int | None = None
    disclosure_id: int | None = None
    entry_id: int | None = None
    pages: int = 0
    added_at: datetime | None = None
    added_by: str = ""
    id: int = 0
