"""Scans and files kept, encrypted, beside a case."""

from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """One kept file. Its bytes are read separately, into memory only."""

    name: str
    media_type: str
    size: int
    sha256: str
    post_id: int
    pages: int = 0
    added_at: datetime | None = None
    added_by: str = ""
    id: int = 0
