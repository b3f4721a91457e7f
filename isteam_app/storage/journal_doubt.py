"""Were the last changes before a crash all read? Asked before the database reads them.

The database keeps its newest changes in a journal beside it, and reads that as far as
its sums fit. What lies behind a damaged place it drops without a word. Here it is told.
"""

from pathlib import Path

from isteam_app.storage.raw_pages import read_journal


def journal_doubt(database: Path) -> str:
    """Return what to tell of a journal that cannot be read to its end, "" for nothing.

    A change that was never finished leaves whole pages behind, and is no doubt. A
    journal cut off between two changes looks like one that never held more.
    """
    try:
        wal = database.with_name(f"{database.name}-wal").read_bytes()
    except OSError:
        return ""
    if not read_journal(wal).is_broken:
        return ""
    return (
        "The program ended without closing the vault, and the journal of its last "
        "changes is damaged. What was saved in the last minutes before may be missing. "
        "Compare the newest entries with the paper, or go back to a backup."
    )
