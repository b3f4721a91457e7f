"""Letters in the settings: the logo, the envelopes, the size, and who looks twice."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from letter_pictures import LOGO, blank, saved, svg
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtWidgets import QApplication, QWidget

from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.theme import Theme
from ui.settings.picture_field import PictureField
from ui.settings.settings_page import SettingsPage

ROW = ("Our own DL", "220 x 110", "90 x 35 at 20 x 18", "105, 210")


@pytest.fixture
def page(qtbot, session: Session) -> Iterator[SettingsPage]:
    background = Background()
    made = SettingsPage(session, background)
    made.resize(1112, 720)
    made.show()
    made.show_section("letters")
    yield made
    background.close()
    made.close()


def save(qtbot, page: SettingsPage) -> None:
    page.save.click()
    qtbot.waitUntil(page.save.isEnabled)


def give(field: PictureField, path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Answer the question for a file at once."""

    def choose(_parent: QWidget, answer: Callable[[str], None]) -> None:
        answer(str(path))

    monkeypatch.setattr(field, "_chooser", choose)
    field.choose.click()


def file(folder: Path, data: bytes, name: str) -> Path:
    path = folder / name
    path.write_bytes(data)
    return path


def test_everything_is_saved(qtbot, session: Session, page: SettingsPage) -> None:
    fields = page.form
    fields["body_size"].set_value("14")
    fields["moved_days"].set_value("30")
    fields["scan_back"].set_value(False)
    fields["most_folded"].set_value("3")
    fields["own_envelopes"].set_rows([ROW])
    fields["letter_second_person"].boxes["enquiry-reply"].click()
    fields["postcode_typed"].boxes["refusal"].click()
    save(qtbot, page)
    kept = session.settings().letters
    assert (kept.body_size, kept.moved_days, kept.scan_back) == (14, 30, False)
    assert kept.most_folded == 3
    assert [each.label for each in kept.own_envelopes] == ["Our own DL"]
    assert "enquiry-reply" in kept.second_person
    assert "refusal" not in kept.postcode_typed


def test_an_own_envelope_is_offered_once_it_is_saved(
    qtbot, session: Session, page: SettingsPage
) -> None:
    fields = page.form
    fields["own_envelopes"].set_rows([ROW])
    save(qtbot, page)
    fields["envelope"].set_value("own-our-own-dl")
    save(qtbot, page)
    assert session.settings().envelope == "own-our-own-dl"
    fields["own_envelopes"].set_rows([("Renamed", *ROW[1:])])
    save(qtbot, page)
    assert session.settings().envelope == "own-our-own-dl"


def test_an_envelope_that_cannot_be_is_refused_beside_the_list(
    qtbot, session: Session, page: SettingsPage
) -> None:
    page.show_section("organisation")
    page.form["own_envelopes"].set_rows([(*ROW[:1], "200 x 110", *ROW[2:])])
    page.save.click()
    assert "the sheet is 210 mm wide" in page.form["own_envelopes"].problem()
    assert page.list.current() == "letters"
    assert session.settings().letters.own_envelopes == ()


@pytest.mark.parametrize(
    ("data", "name"), [(LOGO, "logo.svg"), (saved(blank(90, 30)), "logo.png")]
)
def test_a_logo_is_chosen_and_taken_out(
    qtbot, session, page, tmp_path, monkeypatch, data: bytes, name: str
) -> None:
    field = page.form["logo"]
    assert field.shown.text() == "None"
    give(field, file(tmp_path, data, name), monkeypatch)
    qtbot.waitUntil(lambda: field.picture() > 0)
    assert field.shown.text() == name
    assert session.settings().letters.logo == 0
    save(qtbot, page)
    assert session.settings().letters.logo == field.picture() > 0
    field.remove.click()
    save(qtbot, page)
    assert session.settings().letters.logo == 0


def test_a_picture_that_cannot_be_used_is_refused_in_its_place(
    qtbot, session, page, tmp_path, monkeypatch
) -> None:
    field = page.form["logo"]
    linked = svg("<a href='https://x.example'><rect/></a>")
    give(field, file(tmp_path, linked, "logo.svg"), monkeypatch)
    qtbot.waitUntil(lambda: bool(field.problem()))
    assert "holds a link" in field.problem()
    assert field.picture() == 0
    qtbot.waitUntil(field.choose.isEnabled)


def test_a_signature_outlives_a_change_of_anything_else(
    qtbot, session, page, tmp_path, monkeypatch
) -> None:
    page.show_section("signatory")
    scan = page.form["signature"]
    give(scan, file(tmp_path, saved(blank(60, 20)), "scan.png"), monkeypatch)
    qtbot.waitUntil(lambda: scan.picture() > 0)
    page.form["signatories"].set_rows([("Priya Sample", "Case handler")])
    save(qtbot, page)
    page.form["signatory_role"].set_value("Head of the team")
    save(qtbot, page)
    kept = session.settings()
    assert kept.signatory.picture == scan.picture()
    assert [each.name for each in kept.letters.signatories] == ["Priya Sample"]


def test_what_is_half_typed_comes_back(page: SettingsPage, tmp_path) -> None:
    page.form["own_envelopes"].set_rows([ROW])
    page.form["logo"].set_value("7")
    kept = page.half_typed()
    page.undo.click()
    assert page.form["own_envelopes"].rows() == []
    page.restore_typing(kept)
    assert page.form["own_envelopes"].rows() == [ROW]
    assert page.form["logo"].picture() == 7


@pytest.mark.parametrize("choice", THEMES)
@pytest.mark.parametrize("section", ["letters", "signatory"])
def test_it_looks_right(
    qtbot, session, page, tmp_path, monkeypatch, choice: str, section: str
) -> None:
    Theme(choice).apply(QApplication.instance())
    give(page.form["logo"], file(tmp_path, LOGO, "x" * 60 + ".svg"), monkeypatch)
    qtbot.waitUntil(lambda: page.form["logo"].picture() > 0)
    qtbot.waitUntil(page.form["logo"].choose.isEnabled)
    page.form["own_envelopes"].set_rows([ROW, ROW])
    page.show_section(section)
    for size in SIZES:
        settle(page, (size[0] - (168 if size[0] >= 1180 else 56), size[1] - 80))
        assert findings(page) == []
