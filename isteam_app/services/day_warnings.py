"""What makes the dates of today doubtful: a clock set back, holidays not known."""

from datetime import timedelta

from isteam_app.domain.dates import long_date
from isteam_app.domain.listing import OPEN_STATES, CaseFilter
from isteam_app.services.session import Session, calendar_for

_DAY = timedelta(days=1)
_SLIP = timedelta(minutes=5)
"""By so much the clocks of two computers may differ without a word."""


def clock_warning(session: Session) -> str:
    """Say when this computer's clock stands before what was recorded last, else "".

    A clock set back would date new letters and deadlines wrongly; nothing is blocked.
    """
    with session.vault.read(whole=True) as vault:
        newest = vault.audit.at(vault.audit.head().count)
    if newest is None or newest.at <= session.now() + _SLIP:
        return ""
    last = newest.at.astimezone(session.now().tzinfo)
    return (
        f"This computer's clock says {long_date(session.today)}, but the vault was "
        f"changed on {long_date(last.date())} at {last:%H:%M}: set the clock right "
        "before you record anything, for every date counts from it."
    )


def calendar_warning(session: Session) -> str:
    """Say when days are counted past the last known public holiday, else ""."""
    known = calendar_for(session.settings()).known_until
    beyond = CaseFilter(states=OPEN_STATES, due_from=known + _DAY)
    with session.vault.read() as vault:
        due_beyond = vault.cases.count(beyond, at_most=1)
    if session.today > known:
        return (
            f"Public holidays are known up to {long_date(known)} only: dates after "
            "it may move. Update the program, or add the holidays in Settings."
        )
    if due_beyond:
        return (
            f"Open cases fall due after {long_date(known)}, up to which public "
            "holidays are known: their dates may move when the holidays are announced."
        )
    return ""
