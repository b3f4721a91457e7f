"""Says who changed a record while somebody else was working on it."""

from sqlalchemy import select

from isteam_app.domain.dates import long_date
from isteam_app.errors import ChangedMeanwhile
from isteam_app.storage.tables import audit
from isteam_app.storage.work import Work


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
    query = (
        select(audit.c.by, audit.c.at)
        .where(audit.c.touched.contains(f'["{noun}",{record_id},', autoescape=True))
        .order_by(audit.c.number.desc())
        .limit(1)
    )
    row = work.connection.execute(query).first()
    if row is None:
        return f"Somebody else changed {called} while you were working on it"
    at = row.at.astimezone(work.at.tzinfo)
    day = "" if at.date() == work.at.date() else f" on {long_date(at.date())}"
    return f"{row.by} changed {called} at {at:%H:%M}{day}, while you worked on it"
