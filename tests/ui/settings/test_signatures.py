"""Scanned signatures: each with its name, used by those who may, and logged."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from builders import new_post
from letter_pictures import blank, saved
from picture_checks import findings

from isteam_app.domain.cases import CaseKind
from isteam_app.errors import RuleBroken
from isteam_app.services.audit_trail import TrailFilter, list_trail
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_page_choices import choose_page
from isteam_app.services.letterhead import SIGNATURE, keep_picture
from isteam_app.services.letters import start_letter
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings
from isteam_app.services.team import rename_person
from ui.common.background import Background
from ui.settings.scans_part import ScansPart
from ui.settings.settings_page import SettingsPage


@pytest.fixture
def page(qtbot, session: Session) -> Iterator[SettingsPage]:
    background = Background()
    made = SettingsPage(session, background)
    made.resize(1000, 700)
    made.show()
    made.show_section("signatory")
    qtbot.waitExposed(made)
    yield made
    background.close()
    made.close()


@pytest.fixture
def scan(session: Session, tmp_path) -> int:
    path = tmp_path / "scan.png"
    path.write_bytes(saved(blank(80, 20), "PNG"))
    return keep_picture(session, SIGNATURE, path).id


def save(qtbot, page: SettingsPage) -> None:
    page.save.click()
    qtbot.waitUntil(page.save.isEnabled)


def scans_of(session: Session) -> dict[str, int]:
    return {each.name: each.picture for each in session.settings().letters.signatories}


def test_each_scan_stays_with_its_name(qtbot, page, session, scan):
    others = page.form["signatories"]
    others.set_rows([("Asha Verne", "Lead"), ("Bo Ridley", "Deputy")])
    part = page.findChild(ScansPart)
    part.scans[1].set_picture(scan)
    save(qtbot, page)
    assert scans_of(session) == {"Asha Verne": 0, "Bo Ridley": scan}
    others.removers()[0].click()
    assert part.pictures() == {"Bo Ridley": scan}
    others.edits()[0][0].setText("Bo Ridley-Marsh")
    assert part.pictures() == {"Bo Ridley-Marsh": scan}
    others.set_rows([("Cy Dunn", ""), *others.rows()])
    assert part.pictures() == {"Cy Dunn": 0, "Bo Ridley-Marsh": scan}
    assert findings(page) == []


def test_only_those_ticked_may_use_it_and_it_is_logged(qtbot, page, session, scan):
    with session.vault.change("member.added", by="A", at=session.now()) as work:
        other = replace(session.member, id=0, name="Hana Marsh", role="handler")
        hana = replace(session, member=work.members.add(other))
        work.commit()
    page.refresh()
    page.form["signature"].set_picture(scan)
    page.form["signature_users"].boxes[session.member.name].click()
    save(qtbot, page)
    assert session.settings().signatory.users == (session.member.name,)
    case = receive_post(session, new_post(kinds=(CaseKind.ENQUIRY,))).cases[0]
    letter = start_letter(session, case.id, "enquiry-reply")
    with pytest.raises(RuleBroken, match="scanned signature"):
        signed(hana, letter)
    letter = signed(session, letter)
    assert letter.with_signature
    told = [row.what for row in list_trail(session, TrailFilter(), None, 50).rows]
    assert "Put a scanned signature on a letter" in told
    assert signed(hana, letter, envelope="c5").with_signature  # it was there before
    renamed = rename_person(session, session.member.id, "Robin Newname")
    assert session.settings().signatory.users == (renamed.name,)


def signed(session: Session, letter, envelope: str = ""):
    return choose_page(
        session,
        letter,
        envelope=envelope,
        body_size=0,
        signatory="",
        with_signature=True,
    )


def test_who_left_is_not_forgotten(qtbot, page, session, scan):
    settings = session.settings()
    mine = replace(settings.signatory, picture=scan, users=("Gone Person",))
    save_settings(session, replace(settings, signatory=mine))
    page.refresh()
    page.form["signatory_role"].set_value("Officer")
    save(qtbot, page)
    assert session.settings().signatory.users == ("Gone Person",)
