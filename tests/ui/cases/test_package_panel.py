"""The data package of a portability request: typed, attached, and saved by choice."""

import hashlib
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from builders import new_post
from case_page_steps import opened
from picture_checks import SIZES, findings, settle

from isteam_app.domain.cases import Case, CaseKind
from isteam_app.services.cases import case_page
from isteam_app.services.intake import receive_post
from ui.cases.case_page import CasePage
from ui.cases.package_panel import PackagePanel
from ui.common.background import Background


@pytest.fixture
def background() -> Iterator[Background]:
    made = Background()
    yield made
    made.close()


@pytest.fixture
def case(session) -> Case:
    return receive_post(session, new_post(kinds=(CaseKind.PORTABILITY,))).cases[0]


@pytest.fixture
def page(qtbot, session, background, case) -> CasePage:
    return opened(qtbot, session, background, case.id)


def begun(page: CasePage) -> PackagePanel:
    page.tabs.forms.section("package").build_button.click()
    assert isinstance(page.panel, PackagePanel)
    return page.panel


def test_what_is_typed_and_attached_leaves_as_one_file(
    qtbot, session, page, case, tmp_path: Path
) -> None:
    table = tmp_path / "orders.csv"
    table.write_text("Date,Item\n2026-10-02,Parcel\n", encoding="utf-8")
    panel = begun(page)
    qtbot.keyClicks(panel.rows.edit, "Email: m@example.com")
    panel.attach(str(table))
    panel.format.set_value("json")
    place = tmp_path / "out.zip"
    panel.save_to(str(place))
    qtbot.waitUntil(lambda: page.panel is None)
    with zipfile.ZipFile(place) as archive:
        assert archive.namelist() == ["data.json", "orders.json", "manifest.json"]
        assert json.loads(archive.read("data.json"))[0]["value"] == "m@example.com"
    (entry,) = case_page(session, case.id).entries
    assert entry["checksum"] == hashlib.sha256(place.read_bytes()).hexdigest()


def test_a_file_that_will_not_do_is_named_with_the_reason(page, tmp_path) -> None:
    panel = begun(page)
    bad = tmp_path / "picture.csv"
    bad.write_bytes(b"\x89PNG\x00\xff")
    panel.attach(str(bad))
    assert panel.problem.text().startswith("picture.csv: The file is not text inside.")
    assert panel.attached == []


def test_nothing_to_send_asks_for_no_place(qtbot, page) -> None:
    panel = begun(page)
    panel.save_button.click()
    assert panel.problem.text() == "Type the data, or attach a file."
    panel.rows.set_value("no colon here")
    panel.save_button.click()
    assert "its name, a colon" in panel.rows.problem()


def test_a_place_that_cannot_be_written_keeps_what_was_typed(
    qtbot, page, session
) -> None:
    panel = begun(page)
    panel.rows.set_value("Email: m@example.com")
    panel.save_to(str(session.vault.folder / "vault.db"))
    qtbot.waitUntil(lambda: "inside a vault" in panel.problem.text())
    assert page.panel is panel
    assert panel.rows.value() == "Email: m@example.com"


def test_half_typed_data_comes_back(page, session, qtbot, background, case) -> None:
    panel = begun(page)
    panel.rows.edit.setPlainText("Email: half")
    panel.format.set_value("json")
    kept = page.half_typed()
    again = opened(qtbot, session, background, case.id)
    again.restore_typing(kept)
    assert isinstance(again.panel, PackagePanel)
    assert again.panel.rows.value() == "Email: half"
    assert again.panel.format.value() == "json"


@pytest.mark.parametrize("size", SIZES[:2])
def test_the_panel_fits(page, theme, size, tmp_path) -> None:
    panel = begun(page)
    file = tmp_path / f"{'long name ' * 9}.txt"
    file.write_text("words", encoding="utf-8")
    panel.attach(str(file))
    page.resize(*size)
    settle(page)
    assert findings(page) == []
