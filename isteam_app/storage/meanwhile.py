"""Says who changed a record while somebody else was working on it."""

from isteam_app.domain.audit import AuditEntry, AuditFilter
from isteam_app.domain.audit_words import ActionKind, kind_of
from isteam_app.domain.dates import long_date
from isteam_app.errors import ChangedMeanwhile
from isteam_app.storage.audit_reader import AuditReader
from isteam_app.storage.work import Work

_SLICE = 50


def changed_meanwhile(
    work: Work, noun: str, record_id: int, called: str
) -> ChangedMeanwhile:
    """Return the refusal to write over a newer state, naming who made it and when.

    `called` is what the person knows the record as: "this case".
    """
    changed = f"{_who_and_when(work, noun, record_id, called)}."
    return ChangedMeanwhile(
        f"{changed} Nothing of yours was saved, and what you typed still stands. Look "
        "at the newest state, then make your change.",
        changed=changed,
    )


def _who_and_when(work: Work, noun: str, record_id: int, called: str) -> str:
    change = _newest_change(work, noun, record_id)
    if change is None:
        return f"Somebody else changed {called} while you were working on it"
    at = change.at.astimezone(work.at.tzinfo)
    day = "" if at.date() == work.at.date() else f" on {long_date(at.date())}"
    return f"{change.by} changed {called} at {at:%H:%M}{day}, while you worked on it"


def _newest_change(work: Work, noun: str, record_id: int) -> AuditEntry | None:
    """Find who changed the record last, past those who only looked at it since."""
    trail = AuditReader(work.connection)
    page = trail.page(limit=_SLICE, wanted=AuditFilter(record=(noun, record_id)))
    while True:
        for entry in page.rows:
            if kind_of(entry.action) is ActionKind.CHANGE:
                return entry
        if page.next is None:
            return None
        page = trail.page(page.next, _SLICE, AuditFilter(record=(noun, record_id)))
