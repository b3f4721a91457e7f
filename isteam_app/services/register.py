"""What the register says of itself to whoever looks at it."""

from isteam_app.domain.listing import DisclosureFilter
from isteam_app.services.rights import is_cleared
from isteam_app.services.session import Session


def offers_locks(session: Session) -> bool:
    """Say whether there is reason to offer a list of locked requests.

    It is offered to those to whom all of them exist, and to whoever sees one.
    """
    if is_cleared(session):
        return True
    with session.vault.read() as vault:
        return vault.disclosures.count(DisclosureFilter(locked=True), at_most=1) > 0


def numbers_not_used(session: Session, year: int) -> tuple[str, ...]:
    """Return the numbers of a year that stand for no request of the register."""
    with session.vault.read() as vault:
        return vault.locks.spent(year)
