"""What is known of one backup without opening its database."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from isteam_app.domain.backup_calendar import Why

if TYPE_CHECKING:  # the first page knows backups by these facts, and waits for nothing
    from isteam_app.storage.backup_manifest import Manifest

SUFFIX = ".isbackup"

WHY_WORDS: Mapping[Why, str] = {
    Why.CLOSE: "On closing",
    Why.TIME: "While working",
    Why.HAND: "By hand",
    Why.MIGRATION: "Before a new version",
    Why.KEY_CHANGE: "Before a change of the key",
    Why.IMPORT: "Before an import",
    Why.DESTRUCTION: "Before records were destroyed",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BackupFacts:
    """One backup.

    `counts` are rows by table. `is_own` is False for a backup of another copy of the
    vault, which this one neither counts nor removes. `missing` scans had been lost
    from the vault before it was made.
    """

    path: Path
    made_at: datetime
    why: Why
    size: int
    counts: Mapping[str, int]
    program: str
    is_own: bool
    same_key: bool = True
    missing: int = 0


def facts(
    path: Path,
    manifest: "Manifest",
    size: int,
    *,
    is_own: bool = True,
    same_key: bool = True,
) -> BackupFacts:
    """Return what a manifest tells."""
    return BackupFacts(
        path=path,
        made_at=manifest.made_at,
        why=manifest.why,
        size=size,
        counts=manifest.counts,
        program=manifest.program,
        is_own=is_own,
        same_key=same_key,
        missing=manifest.missing,
    )


def count_words(counts: Mapping[str, int]) -> str:
    """Return what a backup holds, in words: "60 cases, 54 people and 1 scan"."""
    told = [
        f"{count:,} {one if count == 1 else many}"
        for table, one, many in _NOUNS
        if (count := counts.get(table, 0)) or table == "cases"
    ]
    return told[0] if len(told) == 1 else f"{', '.join(told[:-1])} and {told[-1]}"


_NOUNS = (
    ("cases", "case", "cases"),
    ("people", "person", "people"),
    ("letters", "letter", "letters"),
    ("documents", "scan", "scans"),
)
