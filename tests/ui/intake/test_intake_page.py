"""A new item of post, taken in on the real page into a real vault."""

from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import pytest
from builders import MONDAY, Clock, new_post
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel

from isteam_app.domain.cases import CaseKind, Channel
from isteam_app.domain.listing import CaseFilter
from isteam_app.errors import DiskFull, VaultReadOnly
from isteam_app.letters.incoming import incoming_letter
from isteam_app.services.cases import case_page, count_cases, read_document
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.date_field import DateField
from ui.common.theme import Theme
from ui.intake.intake_page import IntakePage

ADDRESS = "Flat 4, 27 Lantern Row, Eastbridge qx4 7tb"
LETTER = incoming_letter(
    ("Ms Marged Ellwood-Price", "Flat 4, 27 Lantern Row", "EASTBRIDGE", "QX4 7TB"),
    "17 November 2026",
    ("Please send me a copy of all the information you hold about me.",),
    "20 NOV 2026",
)
Make = Callable[..., IntakePage]


@pytest.fixture
def make(qtbot, session: Session) -> Iterator[Make]:
    background = Background()

    def build(**more: object) -> IntakePage:
        page = IntakePage(session, background, **more)  # type: ignore[arg-type] # as given
        qtbot.addWidget(page)
        page.resize(1112, 720)
        page.show()
        qtbot.waitExposed(page)
        page.activateWindow()
        qtbot.waitUntil(page.isActiveWindow)
        page.person.name.focus_field()
        return page

    yield build
    background.close()


@pytest.fixture
def page(make: Make) -> IntakePage:
    return make()


def press(qtbot, key: Qt.Key, times: int = 1) -> None:
    for _ in range(times):
        qtbot.keyClick(QApplication.focusWidget(), key)


def write(qtbot, text: str) -> None:
    """Type into whatever has the focus, then go on with Tab."""
    qtbot.keyClicks(QApplication.focusWidget(), text)
    press(qtbot, Qt.Key.Key_Tab)


def type_day(qtbot, field: DateField, text: str) -> None:
    field.focus_field()
    qtbot.keyClicks(field.edit, text)
    qtbot.keyClick(field.edit, Qt.Key.Key_Tab)


def fill(page: IntakePage) -> None:
    page.person.name.set_value("Ms Marged Ellwood-Price")
    page.person.address.set_value(ADDRESS)
    page.received.set_text("20/11/2026")
    page.asks[CaseKind.ACCESS].set_value(value=True)
    page.gist.set_value("Two parcels")


def drop(page: IntakePage, *paths: Path) -> None:
    mime = QMimeData()
    mime.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    usual = (Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
    copy = Qt.DropAction.CopyAction
    QApplication.sendEvent(
        page.scan, QDragEnterEvent(QPoint(40, 40), copy, mime, *usual)
    )
    QApplication.sendEvent(page.scan, QDropEvent(QPointF(40, 40), copy, mime, *usual))


def opened(session: Session) -> int:
    return count_cases(session, CaseFilter())


def test_nobody_who_went_elsewhere_is_called_back(qtbot, page, session):
    wanted = []
    page.letter_wanted.connect(lambda *letter: wanted.append(letter))
    fill(page)
    with qtbot.waitSignal(page.saved):
        page.save.click()
        page.hide()
    assert wanted == []
    assert opened(session) == 1
    assert "Opened IS-" in page.said().title.text()


def test_every_bad_date_is_said_at_once(page, session):
    fill(page)
    page.dated.edit.setText("31/4")
    page.received.edit.setText("31/11")
    page.save.click()
    assert "30 days" in page.dated.problem()
    assert "30 days" in page.received.problem()
    assert opened(session) == 0


def test_a_whole_item_of_post_by_keyboard_alone(qtbot, page, session):
    write(qtbot, "Ms Marged Ellwood-Price")
    assert page.person.greeting.edit.placeholderText() == "Ms Ellwood-Price"
    write(qtbot, ADDRESS)
    write(qtbot, "")  # the greeting stays as guessed
    assert page.person.envelope.preview.text().splitlines()[-1] == "QX4 7TB"
    assert "5 lines" in page.person.envelope.fits.text()
    write(qtbot, "")  # writes for herself
    for day in ("17/11", "20 nov", ""):
        write(qtbot, day)
        if QApplication.focusWidget().accessibleName().startswith("Calendar"):
            press(qtbot, Qt.Key.Key_Tab)
    assert page.received.text() == "Fri 20 Nov 2026"
    for _ in page.asks:
        if page.asks[CaseKind.ENQUIRY].box is not QApplication.focusWidget():
            press(qtbot, Qt.Key.Key_Space)
        press(qtbot, Qt.Key.Key_Tab)
    assert page.opening.title.text() == "Saving opens 2 linked cases"
    assert any("Mon 21 Dec 2026" in line for line in page.opening.lines())
    press(qtbot, Qt.Key.Key_Tab)  # came by post
    write(qtbot, "REF 7")
    write(qtbot, "Two parcels signed for by someone else")
    assert QApplication.focusWidget() is page.save
    with (
        qtbot.waitSignal(page.letter_wanted) as wanted,
        qtbot.waitSignal(page.saved) as saved,
    ):
        press(qtbot, Qt.Key.Key_Space)
    case = case_page(session, wanted.args[0]).case
    assert wanted.args[1] == "access-acknowledgement"
    assert len(saved.args[0]) == 2
    assert case.post.received == date(2026, 11, 20)
    assert case.post.dated == date(2026, 11, 17)
    assert case.post.reached_team == MONDAY.date()
    assert case.post.their_reference == "REF 7"
    assert case.subject.greeting == "Ms Ellwood-Price"
    assert page.half_typed() is None


def test_a_known_person_is_chosen_from_the_list(qtbot, page, session):
    receive_post(session, new_post())
    qtbot.keyClicks(page.person.name.edit, "ellw")
    popup = page.person.name.edit.completer().popup()
    assert popup.model().rowCount() == 1
    qtbot.keyClick(popup, Qt.Key.Key_Down)
    qtbot.keyClick(popup, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: page.person.known is not None)
    assert page.person.name.value() == "Ms Marged Ellwood-Price"
    assert "27 Lantern Row" in page.person.address.value()
    assert page.person.greeting.value() == "Ms Ellwood-Price"


def test_a_likely_duplicate_is_offered_and_taken(qtbot, page, session):
    first = receive_post(session, new_post())
    fill(page)
    page.person.name.set_value("Mrs M Ellwood-Price")
    page.person.look_for_same()
    use = next(b for b in page.findChildren(type(page.save)) if "Use this" in b.words())
    qtbot.mouseClick(use, Qt.MouseButton.LeftButton)
    with qtbot.waitSignal(page.letter_wanted) as wanted:
        qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    case = case_page(session, wanted.args[0]).case
    assert case.subject.id == first.cases[0].subject.id


def test_somebody_acting_for_another_names_them(qtbot, page, session):
    fill(page)
    page.person.acting.set_value(value=True)
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    assert "whom they act for" in page.person.acting_for.problem()
    page.person.acting_for.set_value("Mr Idris Vipond")
    with qtbot.waitSignal(page.letter_wanted) as wanted:
        qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    case = case_page(session, wanted.args[0]).case
    assert case.subject.name == "Mr Idris Vipond"
    assert case.post.requester.name == "Ms Marged Ellwood-Price"


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("24/11/2026", "in the future"),
        ("", "Enter the day it was received"),
        ("31 Feb 2026", "February 2026 has 28 days"),
        ("29 Feb 2028", "in the future"),
        ("29 Feb 2026", "February 2026 has 28 days"),
        ("soon", "Type a date such as"),
    ],
)
def test_a_day_that_cannot_be_is_refused_under_its_field(
    qtbot, page, session, typed, words
):
    fill(page)
    page.received.edit.clear()
    type_day(qtbot, page.received, typed)
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    assert words in page.received.problem()
    assert page.gist.value() == "Two parcels"
    assert opened(session) == 0


def test_29_february_is_taken_in(qtbot, page, clock: Clock, session):
    clock.at = MONDAY.replace(year=2028, month=3, day=1)
    fill(page)
    page.received.set_text("29 Feb 2028")
    page.reached.set_value(None)
    with qtbot.waitSignal(page.letter_wanted) as wanted:
        qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    assert case_page(session, wanted.args[0]).clock.due == date(2028, 3, 29)


def test_nothing_ticked_says_so_and_keeps_everything(qtbot, page, session):
    fill(page)
    page.asks[CaseKind.ACCESS].set_value(value=False)
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    assert page.asks_problem.isVisible()
    assert "at least one" in page.asks_problem.text()
    assert page.person.name.value() == "Ms Marged Ellwood-Price"
    assert opened(session) == 0


def test_an_address_of_30_lines_is_refused_and_kept(qtbot, page, session):
    fill(page)
    long = "\n".join(f"Line {number}" for number in range(30))
    page.person.address.set_value(long)
    assert "Shorten it" in page.person.envelope.fits.text()
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    assert page.person.address.problem()
    assert page.person.address.value() == long
    assert opened(session) == 0


def test_a_name_of_a_megabyte_is_refused_in_place(qtbot, page, session):
    fill(page)
    QApplication.clipboard().setText("x" * 1_000_000)
    page.person.name.edit.selectAll()
    page.person.name.edit.paste()
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    assert "longer than 200 characters" in page.person.name.problem()
    assert page.gist.value() == "Two parcels"
    assert opened(session) == 0


@pytest.mark.parametrize(
    "name",
    ["Robin \U0001f600 Sample", "\u202eelpmaS\u202c Robin", "אבגד", "<b>Robin</b>"],
)
def test_unusual_signs_are_kept_or_refused_but_never_lost(qtbot, page, session, name):
    fill(page)
    page.person.name.set_value(name)
    before = page.person.name.value()
    with qtbot.waitSignal(page.letter_wanted, raising=False, timeout=2_000) as wanted:
        qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    if wanted.signal_triggered:
        assert case_page(session, wanted.args[0]).case.subject.name == name
    else:
        assert page.person.name.problem()
        assert page.person.name.value() == before


def test_a_nul_in_a_name_is_refused_under_it(qtbot, page, session):
    fill(page)
    page.person.name.edit.setText("Ms Nul\x00l")
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.person.name.problem() != "")
    assert page.gist.value() == "Two parcels"
    assert opened(session) == 0


def test_a_dropped_scan_is_kept_encrypted(qtbot, page, session, tmp_path):
    first, second = tmp_path / "letter.pdf", tmp_path / "again.bin"
    first.write_bytes(LETTER)
    second.write_bytes(LETTER)
    drop(page, first, second)
    qtbot.waitUntil(lambda: len(page.scan.scans()) == 2)
    assert page.scan.title.text() == "Scan 2 of 2"
    qtbot.mouseClick(page.scan.remove, Qt.MouseButton.LeftButton)
    assert [scan.name for scan in page.scan.scans()] == ["letter.pdf"]
    fill(page)
    with qtbot.waitSignal(page.letter_wanted) as wanted:
        qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    document = case_page(session, wanted.args[0]).documents[0]
    assert read_document(session, document.id) == LETTER
    files = [file for file in session.vault.folder.rglob("*") if file.is_file()]
    piece = LETTER[:200]
    assert piece in first.read_bytes()  # the search would find it
    assert all(piece not in file.read_bytes() for file in files)
    assert all(b"%PDF-" not in file.read_bytes() for file in files)


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("sparse", "300 MB"),
        ("empty", "empty"),
        ("program", "not a PDF, PNG or JPEG"),
        ("folder", "folder"),
        ("gone", "could not be read"),
    ],
)
def test_a_file_that_is_no_scan_is_refused_where_it_fell(
    qtbot, page, tmp_path, kind, words
):
    fill(page)
    place = tmp_path / "scan.pdf"
    if kind == "sparse":
        with place.open("wb") as file:
            file.truncate(300 * 1024 * 1024)
    elif kind == "folder":
        place.mkdir()
    elif kind != "gone":
        place.write_bytes(b"" if kind == "empty" else b"MZ\x90 a program")
    drop(page, place)
    qtbot.waitUntil(lambda: not page.scan.is_reading)
    qtbot.waitUntil(lambda: words in page.scan.refusal())
    assert page.scan.scans() == ()
    assert page.person.name.value() == "Ms Marged Ellwood-Price"


def test_save_and_new_keeps_the_day_and_the_way(qtbot, page, session):
    fill(page)
    page.channel.set_value(Channel.EMAIL.value)
    with qtbot.waitSignal(page.saved):
        qtbot.mouseClick(page.save_and_new, Qt.MouseButton.LeftButton)
    assert page.received.text() == "Fri 20 Nov 2026"
    assert page.channel.value() == Channel.EMAIL.value
    assert page.person.name.is_empty()
    assert page.gist.is_empty()
    assert not page.asks[CaseKind.ACCESS].value()
    assert "IS-2026-00001" in page.said().title.text()
    assert opened(session) == 1


@pytest.mark.parametrize("trouble", [DiskFull, VaultReadOnly])
def test_when_it_cannot_be_written_nothing_typed_is_lost(
    qtbot, make: Make, session, tmp_path, trouble
):
    tries = []

    def receive(*given: object) -> object:
        tries.append(given)
        if len(tries) == 1:
            raise trouble("No room is left. Nothing was saved. Make room, try again.")
        return receive_post(*given)  # type: ignore[arg-type] # passed on as it came

    page = make(receive=receive)
    scan = tmp_path / "letter.pdf"
    scan.write_bytes(LETTER)
    fill(page)
    drop(page, scan)
    qtbot.waitUntil(lambda: len(page.scan.scans()) == 1)
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.said() is not None and page.save.isEnabled())
    assert "Make room" in page.said().text.text()
    assert page.person.name.value() == "Ms Marged Ellwood-Price"
    assert len(page.scan.scans()) == 1
    with qtbot.waitSignal(page.letter_wanted):
        qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    assert opened(session) == 1


def test_half_typed_comes_back_with_ticks_and_dates(qtbot, page, make: Make, tmp_path):
    assert page.half_typed() is None
    fill(page)
    page.person.acting.set_value(value=True)
    page.person.acting_for.set_value("Mr Idris Vipond")
    page.dated.edit.setText("17/1")
    scan = tmp_path / "letter.pdf"
    scan.write_bytes(LETTER)
    drop(page, scan)
    qtbot.waitUntil(lambda: len(page.scan.scans()) == 1)
    kept = page.half_typed()
    assert kept is not None
    fresh = make()
    fresh.restore_typing(kept)
    assert fresh.person.name.value() == "Ms Marged Ellwood-Price"
    assert fresh.person.typed_acting_for() == "Mr Idris Vipond"
    assert fresh.received.text() == "Fri 20 Nov 2026"
    assert fresh.asks[CaseKind.ACCESS].value()
    assert fresh.opening.isVisible()
    assert "again" in fresh.scan.empty.accessibleName() + "".join(
        one.text() for one in fresh.scan.empty.findChildren(QLabel)
    )


def test_cancel_empties_the_page(qtbot, page):
    fill(page)
    with qtbot.waitSignal(page.cancelled):
        qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    assert page.half_typed() is None
    assert page.person.name.is_empty()


@pytest.mark.parametrize("choice", THEMES)
@pytest.mark.parametrize("size", SIZES)
def test_it_looks_right(qtbot, page, theme: Theme, session, tmp_path, choice, size):
    theme.set_choice(choice)
    receive_post(session, new_post())
    settle(page, size)
    assert findings(page) == []
    scans = [tmp_path / f"a rather long name of a scan {n}.pdf" for n in range(5)]
    for scan in scans:
        scan.write_bytes(LETTER)
    drop(page, *scans)
    qtbot.waitUntil(lambda: len(page.scan.scans()) == 5)
    fill(page)
    page.person.name.set_value("Mrs M Ellwood-Price")
    page.person.look_for_same()
    for tick in page.asks.values():
        tick.set_value(value=True)
    page.person.acting.set_value(value=True)
    settle(page, size)
    assert findings(page) == []


def test_a_day_in_the_future_is_said_before_saving(page):
    page.asks[CaseKind.ACCESS].set_value(value=True)
    page.received.set_text("1 Dec 2026")
    assert "Tue 1 Dec 2026 is in the future" in page.opening.title.text()
    page.received.set_text("20 Nov 2026")
    assert page.opening.title.text() == "Saving opens 1 case"
