"""What the window's title says: references, never names, and of locks nothing."""

from isteam_app.services.session import Session

PROGRAM = "ISTeam"


def title_of(session: Session, key: str, record_id: int) -> str:
    """The title while a page shows a record, or no record (0)."""
    reference = _reference(session, key, record_id) if record_id else ""
    return f"{reference} - {PROGRAM}" if reference else PROGRAM


def _reference(session: Session, key: str, record_id: int) -> str:
    # the name of the program is wanted before any of these
    from isteam_app.services.cases import reference_of
    from isteam_app.services.disclosures import disclosure
    from isteam_app.services.print_desk import letter

    if key == "case":
        return reference_of(session, record_id)
    if key == "letter":
        return letter(session, record_id).reference
    if key == "request":
        request = disclosure(session, record_id)
        return "" if request.locked else request.reference
    return ""
