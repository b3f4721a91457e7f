"""The audit trail's page: read, narrowed, checked, sealed, by keyboard alone."""

from collections.abc import Callable, Iterator
from copy import copy
from dataclasses import replace
from pathlib import Path

import pytest
from builders import new_post
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QPushButton

from isteam_app.domain.people import TeamMember
from isteam_app.services.audit_trail import TrailFilter, list_trail, trail_head
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from isteam_app.services.trail_checks import TrailHealth, check_trail
from isteam_app.services.trail_notes import note_view
from isteam_app.storage.engine import writing
from ui.audit.audit_page import AuditPage
from ui.audit.seal_panel import SealPanel
from ui.common.background import Background
from ui.common.theme import Theme


class NoPrinter:
    """A computer without a printer."""

    def printers(self) -> tuple[()]:
        return ()

    def print_pdf(self, _pdf: bytes, **_: object) -> None:
        raise AssertionError("there is no printer")


@pytest.fixture
def background() -> Iterator[Background]:
    worker = Background()
    yield worker
    worker.close()


@pytest.fixture
def looked(session: Session) -> Session:
    """A vault in which somebody opened a case."""
    case = receive_post(session, new_post()).cases[0]
    note_view(session, "case", case.id)
    return session


@pytest.fixture
def opened(
    looked: Session, background: Background, qtbot, tmp_path: Path
) -> Callable[..., AuditPage]:
    def choose(file: Path) -> Callable[..., None]:
        return lambda _parent, _name, answer: answer(str(file))

    def make(session: Session = looked) -> AuditPage:
        page = AuditPage(
            session,
            background,
            printing=NoPrinter,
            chooser=choose(tmp_path / "seal.pdf"),
            choose_csv=choose(tmp_path / "trail.csv"),
        )
        qtbot.addWidget(page)
        page.show()
        settle(page, (1240, 760))
        page.activateWindow()
        return page

    return make


def words(page: AuditPage) -> list[str]:
    return [line.what for line in page.table.paged.rows()]


def said(page: AuditPage) -> str:
    note = page.said()
    return "" if note is None else f"{note.title.text()} {note.text.text()}"


def as_handler(session: Session) -> Session:
    with session.vault.change("member.added", by="Robin", at=session.now()) as work:
        member = work.members.add(TeamMember(name="Alex Example", role="handler"))
        work.commit()
    vault = copy(session.vault)
    vault.member = member
    return replace(session, vault=vault, member=member)


def test_the_newest_entry_stands_first_and_in_full_beside(opened) -> None:
    page = opened()
    assert words(page)[0] == "Opened a case"
    assert page.entry.title.text() == "Entry 3"
    opens: list[int] = []
    page.case_opened.connect(opens.append)
    QTest.keyClick(page.entry.links[0], Qt.Key.Key_Space)
    page.table.setFocus()
    QTest.keyClick(page.table, Qt.Key.Key_Return)
    assert opens == [1, 1]


def test_filters_narrow_by_keyboard(opened) -> None:
    page = opened()
    page.filters.kind.combo.setFocus()
    QTest.keyClicks(page.filters.kind.combo, "Views")
    assert words(page) == ["Opened a case"]
    assert page.footer.left.text() == "1 entry"
    page.filters.kind.set_value("export")
    assert page.empty.isVisible()
    QTest.keyClick(page.empty.button, Qt.Key.Key_Space)
    assert len(words(page)) == 3


def test_a_reference_that_nothing_has_is_said_beside_its_field(opened, qtbot) -> None:
    page = opened()
    page.filters.reference.set_value("IS-1999-00001")
    qtbot.waitUntil(
        lambda: "Nothing that you may see" in page.filters.reference.problem()
    )
    assert len(words(page)) == 3
    page.filters.reference.set_value("IS-2026-00001")
    qtbot.waitUntil(lambda: not page.filters.reference.problem())
    assert "Opened a case" in words(page)


def test_all_of_it_is_checked_and_said(opened, qtbot) -> None:
    page = opened()
    QTest.keyClick(page.check_all, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "All 3 entries are as they were written" in said(page))
    qtbot.waitUntil(lambda: words(page)[0] == "Checked the whole audit trail")
    assert "last checked on Mon 23 Nov 2026 at 10:42" in page.summary.text()


def test_tampering_is_said_with_its_entry(opened, looked: Session, qtbot) -> None:
    page = opened()
    engine = looked.vault.inside().engine
    with writing(engine) as connection, connection.begin():
        connection.exec_driver_sql("DROP TRIGGER audit_kept_as_written")
        connection.exec_driver_sql("UPDATE audit SET \"by\" = 'X' WHERE number = 2")
    page.check()
    qtbot.waitUntil(lambda: "Entry 2 was changed" in said(page))


def test_a_shorter_trail_is_accepted_with_a_reason(
    opened, looked: Session, qtbot
) -> None:
    looked.vault.note_head()
    engine = looked.vault.inside().engine
    with writing(engine) as connection, connection.begin():
        guard = connection.exec_driver_sql(
            "SELECT sql FROM sqlite_master WHERE name = 'audit_kept'"
        ).scalar_one()
        connection.exec_driver_sql("DROP TRIGGER audit_kept")
        connection.exec_driver_sql("DELETE FROM audit WHERE number > 2")
        connection.exec_driver_sql("DELETE FROM audit_records WHERE number > 2")
        connection.exec_driver_sql(guard)
    page = opened()
    assert "once had 3 entries" in said(page)
    assert "Accept" in page.said().findChild(QPushButton).text()
    page.check()
    qtbot.waitUntil(lambda: "an older copy was put back" in said(page))
    page._accept("The backup of Friday was put back")  # noqa: SLF001  what the dialog answers
    assert "accepted" in said(page)
    assert words(page)[0] == "Accepted a shorter audit trail"
    assert check_trail(looked).whole


def test_a_seal_is_saved_and_compared(opened, looked: Session, qtbot, tmp_path) -> None:
    page = opened()
    sealed = trail_head(looked)
    QTest.keyClick(page.seal, Qt.Key.Key_Space)
    panel: SealPanel = page.seal_panel
    assert panel.isVisible()
    ways = panel.ways
    qtbot.waitUntil(ways.save_button.isEnabled)
    QTest.keyClick(ways.save_button, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: ways.said.text() == "Saved as seal.pdf.")
    assert (tmp_path / "seal.pdf").read_bytes().startswith(b"%PDF")
    assert words(page)[0] == "Made a seal of the audit trail"
    QTest.keyClick(ways.save_button, Qt.Key.Key_Escape)
    assert not panel.isVisible()
    QTest.keyClick(page.compare, Qt.Key.Key_Space)
    compare = page.compare_panel
    QTest.keyClicks(compare.count.edit, str(sealed.count))
    QTest.keyClicks(compare.digits.edit, sealed.hash.hex()[:16])
    QTest.keyClick(compare.digits.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "still holds all that was sealed" in said(page))
    compare.digits.set_value("0000 0000 0000 0000")
    QTest.keyClick(compare.digits.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "no longer fits" in said(page))
    compare.digits.set_value("2d71")
    QTest.keyClick(compare.digits.edit, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: "first four groups" in compare.digits.problem())
    QTest.keyClick(compare.digits.edit, Qt.Key.Key_Escape)
    assert not compare.isVisible()


def test_the_trail_is_exported(opened, qtbot, tmp_path: Path) -> None:
    page = opened()
    QTest.keyClick(page.export, Qt.Key.Key_Space)
    qtbot.waitUntil(lambda: "3 entries written to trail.csv" in said(page))
    assert "Opened a case" in (tmp_path / "trail.csv").read_text()


def test_a_handler_sees_their_own_and_is_told_why_not_more(
    opened, looked: Session
) -> None:
    handler = as_handler(looked)
    note_view(handler, "case", 1)
    page = opened(handler)
    assert words(page) == ["Opened a case"]
    for button in (page.export, page.compare, page.seal, page.check_all):
        assert not button.isEnabled()
        assert "administrators, approvers and auditors" in button.toolTip()
        assert button.accessibleDescription() == button.toolTip()
    assert not page.filters.who.input.isEnabled()
    assert page.summary.text() == page.export.toolTip()
    rows = list_trail(handler, TrailFilter()).rows
    assert {row.who for row in rows} == {"Alex Example"}


def test_health_of_a_whole_trail_offers_nothing_to_accept(
    opened, looked: Session
) -> None:
    page = opened()
    found = check_trail(looked)
    assert isinstance(found, TrailHealth)
    page._show_health(found)  # noqa: SLF001  what the worker answers
    assert "as they were written" in said(page)


@pytest.mark.parametrize("theme_name", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_it_looks_right(opened, theme: Theme, theme_name: str, size) -> None:
    theme.set_choice(theme_name)
    page = opened()
    settle(page, size)
    assert findings(page) == []
