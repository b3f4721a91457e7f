"""A new item of post, taken in on the real page into a real vault."""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from builders import MONDAY, Clock, new_post
from picture_checks import SIZES, THEMES, findings, settle
from PySide6.QtCore import QMimeData, QPoint, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QLabel, QWidget

from isteam_app.domain.cases import CaseKind, Channel, ClockState
from isteam_app.domain.listing import CaseFilter
from isteam_app.domain.people import Format, Particulars
from isteam_app.errors import DiskFull, VaultReadOnly
from isteam_app.letters.incoming import incoming_letter
from isteam_app.services.cases import case_page, count_cases, read_document
from isteam_app.services.intake import receive_post
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.date_field import DateField
from ui.common.theme import Theme
from ui.intake.intake_page import IntakePage

NOTHING = Qt.KeyboardModifier.NoModifier
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


class Hands:
    """Types as a person does, and counts the keys that are not the answers."""

    def __init__(self, qtbot) -> None:
        self.qtbot, self.keys = qtbot, 0

    def press(self, key: Qt.Key, held: Qt.KeyboardModifier = NOTHING) -> None:
        self.keys += 1
        self.qtbot.keyClick(QApplication.focusWidget(), key, held)

    def write(self, text: str) -> None:
        self.qtbot.keyClicks(QApplication.focusWidget(), text)

    def tab_to(self, widget: QWidget) -> None:
        while QApplication.focusWidget() is not widget:
            self.press(Qt.Key.Key_Tab)
            assert self.keys < 100, "the Tab key never comes there"


def test_three_requests_by_keyboard_alone(qtbot, page, session):
    hands = Hands(qtbot)
    hands.write("Ms Marged Ellwood-Price")
    hands.press(Qt.Key.Key_Tab)
    assert page.person.greeting.edit.placeholderText() == "Ms Ellwood-Price"
    hands.write(ADDRESS)
    assert page.person.envelope.preview.text().splitlines()[-1] == "QX4 7TB"
    hands.tab_to(page.dated.edit)
    hands.write("17/11")
    hands.tab_to(page.received.edit)
    hands.write("20 nov")
    hands.tab_to(page.asks[CaseKind.ACCESS].box)
    assert page.received.text() == "Fri 20 Nov 2026"
    hands.press(Qt.Key.Key_Space)
    hands.press(Qt.Key.Key_E)
    hands.press(Qt.Key.Key_D)
    assert page.opening.title.text() == "Saving opens 3 linked cases"
    assert page.brief.text() == "Opens 3 cases, the first due Mon 21 Dec 2026"
    assert [("Mon 21 Dec 2026" in line) for line in page.opening.lines()] == [True] * 3
    assert all("Post the answer by Thu 17 Dec" in line for line in page.opening.lines())
    hands.tab_to(page.gist.edit)
    hands.write("Two parcels signed for by someone else")
    with (
        qtbot.waitSignal(page.letter_wanted) as wanted,
        qtbot.waitSignal(page.saved) as saved,
    ):
        hands.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert hands.keys <= 30
    kinds = [case_page(session, one).case.kind for one in saved.args[0]]
    assert kinds == [CaseKind.ACCESS, CaseKind.ERASURE, CaseKind.COMPLAINT]
    case = case_page(session, wanted.args[0]).case
    assert wanted.args[1] == "access-acknowledgement"
    assert case.post.received == date(2026, 11, 20)
    assert case.post.dated == date(2026, 11, 17)
    assert case.post.reached_team == MONDAY.date()
    assert case.subject.greeting == "Ms Ellwood-Price"
    assert page.half_typed() is None


def test_after_saving_each_letter_is_offered(qtbot, page):
    fill(page)
    for kind in (CaseKind.COMPLAINT, CaseKind.MARKETING):
        page.asks[kind].set_value(value=True)
    with qtbot.waitSignal(page.saved) as saved:
        page.save_and_new.click()
    note = page.said()
    said = [button.words() for button in note.buttons]
    assert said == [
        "Write to them: Access request",
        "Open: Marketing opt-out",
        "Write to them: Data protection complaint",
    ]
    with qtbot.waitSignal(page.letter_wanted) as wanted:
        note.buttons[2].click()
    assert wanted.args == [saved.args[0][2], "complaint-acknowledgement"]
    with qtbot.waitSignal(page.case_opened) as opened_case:
        note.buttons[1].click()
    assert opened_case.args == [saved.args[0][1]]


def test_a_case_that_must_be_worked_on_first_is_opened(qtbot, page):
    fill(page)
    page.asks[CaseKind.ACCESS].set_value(value=False)
    page.asks[CaseKind.MARKETING].set_value(value=True)
    assert page.save.words() == "Save and open the case"
    with qtbot.waitSignal(page.case_opened):
        page.save.click()


def test_letters_and_arrows_tick_the_boxes(qtbot, page):
    first = page.asks[CaseKind.ACCESS]
    first.focus_field()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    assert page.asks[CaseKind.REGULATOR].box.hasFocus()
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Right)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Down)
    assert page.asks[CaseKind.ERASURE].box.hasFocus()
    for letter in "coertbmdsglu":
        qtbot.keyClicks(QApplication.focusWidget(), letter)
    assert page.post.asks.ticked() == tuple(page.asks)
    alt = Qt.KeyboardModifier.AltModifier
    page.gist.focus_field()
    qtbot.keyClick(page.gist.edit, Qt.Key.Key_G, alt)
    qtbot.waitUntil(lambda: not page.asks[CaseKind.ENQUIRY].value())


def test_who_asked_before_and_what_they_need_is_said(qtbot, page, session):
    known = receive_post(session, new_post()).cases[0].subject
    needs = Particulars(
        format=Format.LARGE_18, do_not_write="Moved out in May", vulnerable="Call first"
    )
    with session.vault.change("people.changed", by="Robin", at=session.now()) as work:
        known = work.people.update(replace(known, particulars=needs))
        work.commit()
    page.person.use(known)
    page.asks[CaseKind.ACCESS].set_value(value=True)
    page.asks[CaseKind.PASSED_ON].set_value(value=True)
    page.look()
    assert page.post.person_hints.words() == [
        "Do not write to Ms Marged Ellwood-Price's address",
        "Take care with Ms Marged Ellwood-Price",
        "Ms Marged Ellwood-Price needs letters in large print, 18 point",
    ]
    assert page.post.case_hints.words() == [
        "Asked before: IS-2026-00001",
        "The client answers about its own mailing",
    ]
    with qtbot.waitSignal(page.case_opened) as there:
        page.post.case_hints.findChild(type(page.save)).click()
    assert there.args == [1]
    page.person.address.set_value("27 Lantern Row, Eastbridge CV3 4IH")
    page.look()
    assert "CV3 4IH is not written like" in page.post.person_hints.words()[-1]


def test_a_solicitor_with_authority_and_a_banknote(qtbot, page, session):
    fill(page)
    post, whom = page.post, page.post.acting_part
    for tick in post.ticks():
        tick.set_value(value=True)
    whom.name.set_value("Mr Idris Vipond")
    page.save.click()
    assert "Choose as what" in whom.capacity.problem()
    whom.capacity.set_value("solicitor")
    whom.address.set_value("9 Kiln Lane, Exampleton EX1 2AB")
    whom.enclosed.set_value(value=True)
    for part, text in (
        (whom.seen, "Signed form of authority"),
        (post.reply_part.name, "Bexley & Orme"),
        (post.identity_part.what, "Copy of a passport"),
        (post.money_part.what, "\N{POUND SIGN}10 banknote"),
    ):
        page.save.click()
        assert "take the tick away" in part.problem()
        part.set_value(text)
    post.reply_part.address.set_value("2 Court Yard, Exampleton EX1 2AB")
    kept = page.half_typed()
    with qtbot.waitSignal(page.saved) as saved:
        page.save.click()
    shown = case_page(session, saved.args[0][0])
    case, seen = shown.case, {entry.form: entry for entry in shown.entries}
    assert case.subject.name == "Mr Idris Vipond"
    assert case.subject.address.postcode == "EX1 2AB"
    assert case.post.written_to.name == "Bexley & Orme"
    assert seen["authority"]["seen"] == "Signed form of authority"
    assert seen["identity"]["seen"] == "Copy of a passport"
    assert "banknote enclosed; nobody asked for a fee" in case.events[-1].text
    assert (shown.clock.due, shown.clock.state) == (
        date(2026, 12, 21),
        ClockState.RUNNING,
    )
    page.restore_typing(kept)
    assert whom.seen.value() == "Signed form of authority"
    assert whom.capacity.value() == "solicitor"
    assert post.reply_part.isVisible()


def test_far_too_much_text_is_kept_and_said(qtbot, page, session):
    fill(page)
    page.person.name.set_value("x" * 10_000)
    page.gist.set_value("cell\t" * 20_000)
    assert "add the whole text as a scan" in page.gist.problem()
    page.save.click()
    assert "longer than 200 characters" in page.person.name.problem()
    assert len(page.person.name.value()) == 10_000
    page.person.name.set_value("Ms Marged Ellwood-Price")
    page.save.click()
    assert "4,000 characters" in page.gist.problem()
    assert len(page.gist.value()) == 99_999
    assert opened(session) == 0


def test_a_date_beyond_the_known_holidays_warns(page, clock: Clock):
    clock.at = MONDAY.replace(year=2028, month=12, day=29)
    fill(page)
    page.received.set_text("29/12/2028")
    assert "not known that far ahead" in page.opening.lines()[0]


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
    page.post.acting.set_value(value=True)
    qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    assert "whom they act for" in page.post.acting_part.name.problem()
    page.post.acting_part.name.set_value("Mr Idris Vipond")
    page.post.acting_part.capacity.set_value("friend")
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


def test_a_scan_that_cannot_be_shown_is_kept_if_it_is_wanted(
    qtbot, page, session, tmp_path
):
    broken = tmp_path / "letter.pdf"
    broken.write_bytes(b"%PDF-1.7 and nothing")
    drop(page, broken)
    qtbot.waitUntil(lambda: len(page.scan.scans()) == 1)
    assert page.scan.refusal() == ""
    assert "is damaged and cannot be shown" in page.scan.view.problem.text()
    assert "kept without being shown" in page.scan.detail.text()
    fill(page)
    with qtbot.waitSignal(page.letter_wanted) as wanted:
        qtbot.mouseClick(page.save, Qt.MouseButton.LeftButton)
    document = case_page(session, wanted.args[0]).documents[0]
    assert read_document(session, document.id) == b"%PDF-1.7 and nothing"


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
    page.post.acting.set_value(value=True)
    page.post.acting_part.name.set_value("Mr Idris Vipond")
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
    assert fresh.post.acting_part.name.value() == "Mr Idris Vipond"
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
    for tick in page.post.ticks():
        tick.set_value(value=True)
    settle(page, size)
    assert findings(page) == []


def test_a_day_in_the_future_is_said_before_saving(page):
    page.asks[CaseKind.ACCESS].set_value(value=True)
    page.received.set_text("1 Dec 2026")
    assert "Tue 1 Dec 2026 is in the future" in page.opening.title.text()
    page.received.set_text("20 Nov 2026")
    assert page.opening.title.text() == "Saving opens 1 case"
