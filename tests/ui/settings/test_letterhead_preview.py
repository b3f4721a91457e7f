"""The head of a letter in the settings follows the logo that is chosen."""

from letter_pictures import blank, saved

from isteam_app.services.letterhead import LOGO, keep_picture
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.settings.letterhead_preview import LetterheadPreview


def test_it_follows_the_logo(qtbot, session: Session, tmp_path) -> None:
    path = tmp_path / "logo.png"
    path.write_bytes(saved(blank(300, 60), "PNG"))
    logo = keep_picture(session, LOGO, path).id
    background = Background()
    head = LetterheadPreview(session, background)
    qtbot.addWidget(head)
    head.show_logo(0)
    assert head.build.is_settled  # nothing is built for what nobody sees
    head.show()
    qtbot.waitUntil(lambda: bool(head.accessibleDescription()))
    name = session.settings().organisation.name
    assert name in head.accessibleDescription()
    before = head.grab().toImage()
    head.show_logo(logo)
    qtbot.waitUntil(lambda: head.build.is_settled and head.grab().toImage() != before)
    head.show_logo(0)
    qtbot.waitUntil(lambda: head.build.is_settled and head.grab().toImage() == before)
    background.close()
