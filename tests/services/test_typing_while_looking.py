"""A vault opened only to look: the half typed text of whoever works in it stays."""

from isteam_app.services.half_typed import files_back
from isteam_app.services.session import Session


def test_files_being_kept_by_somebody_else_are_not_swept(session: Session) -> None:
    kept = session.vault.folder / "drafts" / "attachments" / ("ab" * 16)
    kept.parent.mkdir(parents=True)
    kept.write_bytes(b"not in the database yet")
    session.vault.look_only = "Somebody else works in it."
    assert files_back(session, "intake") == ()
    assert kept.exists()
    session.vault.look_only = ""
    assert files_back(session, "intake") == ()
    assert not kept.exists()
