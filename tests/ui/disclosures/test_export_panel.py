"""The register leaves by a panel that asks what is needed, and no more."""

from datetime import date
from pathlib import Path
from threading import Event

import pytest
from picture_checks import SIZES, THEMES, findings, settle
from request_steps import lock_asked, recorded, second
from sheet_steps import workbook

from isteam_app.services.audit_trail import reason_of
from isteam_app.services.session import Session
from ui.common.background import Job
from ui.disclosures.export_panel import ExportPanel

WHY = "The yearly audit"


class Asked:
    """Stands for the question where to save: what was proposed, and an answer."""

    def __init__(self, file: Path) -> None:
        self.file = file
        self.proposed: list[str] = []

    def __call__(self, _parent, name, answer) -> None:
        self.proposed.append(name)
        answer(str(self.file))


@pytest.fixture
def asked(tmp_path: Path) -> Asked:
    (tmp_path / "out").mkdir()
    return Asked(tmp_path / "out" / "register")


@pytest.fixture
def panel(session: Session, background, show, asked: Asked) -> ExportPanel:
    for day in (3, 9, 20):
        recorded(session, received=f"2026-11-{day:02}")
    return opened(session, background, show, asked)


def opened(session, background, show, asked: Asked) -> ExportPanel:
    panel = ExportPanel(session, background, asked)
    notes = panel.notes = []  # type: ignore[attr-defined]  # what it said, for the test
    panel.said.connect(notes.append)
    show(panel)
    panel.begin()
    return panel


def told(qtbot, panel: ExportPanel) -> str:
    """The title of the note that it ends with."""
    qtbot.waitUntil(lambda: bool(panel.notes and panel.notes[-1]))
    return panel.notes[-1].title.text()


def offered(panel: ExportPanel) -> list[str]:
    return [panel.view.combo.itemData(at) for at in range(panel.view.combo.count())]


def test_it_offers_this_month_as_a_workbook(qtbot, panel, asked):
    assert panel.first.value() == date(2026, 11, 1)
    assert panel.last.value() == date(2026, 11, 23)
    panel.reason.set_value(WHY)
    panel.choose.click()
    assert told(qtbot, panel) == "3 requests written to register"
    assert asked.proposed == ["register full 2026-11-23.xlsx"]
    pages = workbook(asked.file.read_bytes())
    assert len(next(iter(pages.values()))) == 4
    assert not panel.isVisible()


def test_the_whole_register_needs_a_reason_before_a_file_is_asked_for(
    qtbot, session, panel, asked
):
    panel.choose.click()
    assert "what the whole register is for" in panel.reason.problem()
    assert asked.proposed == []
    panel.reason.set_value(WHY)
    panel.choose.click()
    told(qtbot, panel)
    with session.vault.read() as vault:
        number = vault.audit.head().count
    assert reason_of(session, number) == WHY
    assert panel.reason.value() == "", "the next export has a reason of its own"


def test_each_view_asks_for_what_it_needs(panel):
    def asks() -> list[bool]:
        return [
            each.isVisibleTo(panel)
            for each in (panel.reason, panel.locked, panel.suppress)
        ]

    assert asks() == [True, True, False]
    assert "names of the people" in panel.sentence.text()
    panel.view.set_value("regulator")
    assert asks() == [False, False, False]
    assert "leaves out names" in panel.sentence.text()
    panel.view.set_value("statistics")
    assert asks() == [False, False, True]
    assert "name nobody" in panel.sentence.text()


@pytest.mark.parametrize(
    ("role", "whole", "locked"),
    [("handler", False, False), ("approver", True, True), ("auditor", True, False)],
)
def test_each_role_is_offered_what_it_may_take(
    session, background, show, asked, role, whole, locked
):
    panel = opened(second(session, role), background, show, asked)
    assert offered(panel) == ["full"] * whole + ["regulator", "statistics"]
    assert panel.view.value() == offered(panel)[0]
    assert panel.locked.isVisibleTo(panel) == locked


def test_a_locked_request_leaves_only_where_that_is_ticked(
    qtbot, session, background, show, asked
):
    hidden = recorded(session, lock=lock_asked(session))
    panel = opened(session, background, show, asked)
    panel.format.set_value("csv")
    panel.reason.set_value(WHY)
    panel.choose.click()
    assert told(qtbot, panel) == "0 requests written to register"
    assert hidden.reference.encode() not in asked.file.read_bytes()
    panel.notes.clear()
    panel.begin()
    panel.reason.set_value(WHY)
    panel.locked.set_value(True)
    panel.choose.click()
    assert told(qtbot, panel) == "1 request written to register"
    assert hidden.reference.encode() in asked.file.read_bytes()
    assert not panel.locked.value()


def test_a_tick_that_is_out_of_sight_does_not_count(qtbot, session, panel, asked):
    hidden = recorded(session, lock=lock_asked(session))
    panel.locked.set_value(True)
    panel.view.set_value("regulator")
    panel.format.set_value("csv")
    panel.choose.click()
    told(qtbot, panel)
    assert hidden.reference.encode() not in asked.file.read_bytes()


def test_numbers_leave_with_the_small_ones_kept_back(qtbot, panel, asked):
    panel.view.set_value("statistics")
    panel.format.set_value("csv")
    panel.suppress.set_value(True)
    panel.choose.click()
    assert "lines written" in told(qtbot, panel)
    assert asked.proposed == ["register statistics 2026-11-23.csv"]
    assert b"Kept back" in asked.file.read_bytes()


def test_days_that_cannot_be_are_refused_before_a_file_is_asked_for(panel, asked):
    panel.first.set_text("30 Nov 2026")
    panel.choose.click()
    assert "Swap" in panel.last.problem()
    assert asked.proposed == []


def test_a_cancelled_export_leaves_no_file(qtbot, panel, asked, background):
    panel.reason.set_value(WHY)
    gate = Event()  # the worker stands still, so that Cancel surely comes in time
    background.start(Job(lambda _progress: gate.wait()))
    panel.choose.click()
    assert not panel.choose.isEnabled()
    panel.progress.cancelled.emit()
    gate.set()
    assert told(qtbot, panel) == "The export was stopped"
    assert list(asked.file.parent.iterdir()) == []
    assert panel.isVisible()
    assert panel.choose.isEnabled()
    assert panel.reason.value() == WHY


def test_a_folder_that_is_gone_is_said_and_the_panel_stays(
    qtbot, session, panel, asked, monkeypatch
):
    asked.file = asked.file.parent / "no" / "register"
    said = []
    monkeypatch.setattr(
        "ui.disclosures.export_panel.show_error",
        lambda _panel, error: said.append(error),
    )
    panel.reason.set_value(WHY)
    panel.choose.click()
    qtbot.waitUntil(lambda: bool(said))
    assert "another folder" in str(said[0])
    assert panel.isVisible()


@pytest.mark.parametrize("look", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_nothing_is_cut_or_covered(theme, panel, look, size):
    theme.set_choice(look)
    for view in ("full", "regulator", "statistics"):
        panel.view.set_value(view)
        settle(panel, (size[0] - 100, 420))
        assert findings(panel) == []
