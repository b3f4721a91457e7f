"""Cases of several kinds: their forms, a decision, its approval, and what is kept."""

from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QRadioButton, QScrollArea

from isteam_app.domain.cases import CaseKind, CaseState
from isteam_app.domain.listing import CaseFilter, CaseOrder
from isteam_app.services.cases import list_cases
from ui.common.table import Table
from ui.tour.guide import Guide
from ui.tour.trouble import StepFailed

_OPEN = (CaseState.IN_PROGRESS, CaseState.RECEIVED)


def decide_a_case(tour: Guide) -> None:
    """Choose an outcome, and see what the case still lacks for it."""
    hands = tour.hands
    _open(tour, CaseKind.ACCESS, CaseState.IN_PROGRESS, nth=1)
    hands.press_words("Decide")
    _tick(tour, "Given in part")
    tour.album.take("decide", "Deciding, with what is still missing", dark=True)
    hands.key(Qt.Key.Key_Escape)


def fill_in_forms(tour: Guide) -> None:
    """Each kind of case has forms of its own."""
    hands = tour.hands
    _open(tour, CaseKind.RECTIFICATION, CaseState.IN_PROGRESS)
    hands.press_words("Add a correction")
    _to_the_top(tour)
    tour.album.take("case-correction", "What is wrong, and what is right", dark=True)
    hands.key(Qt.Key.Key_Escape)
    _open(tour, CaseKind.MARKETING, CaseState.IN_PROGRESS)
    hands.press_words("Stop the marketing")
    tour.album.take("case-suppression", "Marketing stops before all else")
    hands.key(Qt.Key.Key_Escape)
    _open(tour, CaseKind.COMPLAINT, CaseState.IN_PROGRESS)
    hands.press_words("Add an issue")
    _to_the_top(tour)
    tour.album.take("case-complaint", "A complaint, issue by issue")
    hands.key(Qt.Key.Key_Escape)


def build_a_package(tour: Guide) -> None:
    """Put together the data that a person takes elsewhere."""
    hands = tour.hands
    _open(tour, CaseKind.PORTABILITY, CaseState.IN_PROGRESS)
    hands.press_words("Build the data package")
    hands.write("The data", "Name: Marged Ellwood-Price\nEmail: marged@example.com")
    _to_the_top(tour)
    tour.album.take("package", "The data package of a portability request", dark=True)
    hands.press_words("Save the package")
    file = tour.out / "package.zip"
    file.unlink(missing_ok=True)
    hands.name_file(file)
    hands.wait(file.exists, "the package")
    tour.rest()
    tour.album.note(file, "The data package, with its list of checksums")


def approve_a_case(tour: Guide) -> None:
    """Read what somebody else decided, and say yes."""
    hands = tour.hands
    _open(tour, CaseKind.ERASURE, CaseState.FOR_APPROVAL)
    hands.press_words("Approve or send back")
    tour.album.take("approve", "Approving what somebody else decided", dark=True)
    hands.press_words("Approve")
    tour.rest()
    tour.album.take("case-approved", "Decided: the answer can be written")


def look_around_a_case(tour: Guide) -> None:
    """See which cases hang together, and what was changed, field by field."""
    hands = tour.hands
    _open(tour, CaseKind.RESTRICTION, CaseState.DECIDED)
    tour.album.take("case-restriction", "A restriction in force")
    hands.turn_to("History")
    tour.rest()
    tour.album.take("case-history", "The history of a case, field by field", dark=True)
    _open(tour, CaseKind.REGULATOR, *_OPEN)
    hands.turn_to("Linked")
    tour.rest()
    tour.album.take("case-links", "The regulator's case, and ours", dark=True)


def change_many(tour: Guide) -> None:
    """Choose several cases, and see exactly what assigning them changes."""
    hands = tour.hands
    tour.go("Ctrl+2", "cases")
    table = next(hands.seen(Table))
    table.setFocus(Qt.FocusReason.ShortcutFocusReason)
    hands.key(Qt.Key.Key_Home, table)
    for _ in range(3):
        QTest.keyClick(table, Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    hands.settle()
    hands.press_words("Assign")
    hands.choose("Give to", "Priya Specimen")
    tour.rest()
    tour.album.take("bulk", "Several cases at once: exactly what changes", dark=True)
    hands.press_words("Cancel")


def open_found(tour: Guide, words: str, page: str) -> None:
    """Go to what quick find answers first."""
    hands = tour.hands
    hands.keys("Ctrl+K")
    hands.type_into(hands.focused(), words)
    hands.wait(tour.work.frame.top_bar.quick_find.is_open, "quick find")
    hands.key(Qt.Key.Key_Return)
    tour.wait_for_page(page)


def _open(tour: Guide, kind: CaseKind, *states: CaseState, nth: int = 0) -> None:
    """Open a case of a kind, the most urgent one unless told."""
    wanted = CaseFilter(kinds=(kind,), states=states)
    rows = list_cases(tour.work.session, wanted, CaseOrder(), limit=nth + 1).rows
    if len(rows) <= nth:
        raise StepFailed(f"There is no {kind.value} case to show.")
    open_found(tour, rows[nth].reference, "case")


def _tick(tour: Guide, words: str) -> None:
    button = tour.hands.button(words)
    if not isinstance(button, QRadioButton):
        raise StepFailed(f"“{words}” is not one of several choices.")
    at = QPoint(10, button.height() // 2)
    QTest.mouseClick(button, Qt.MouseButton.LeftButton, pos=at)
    tour.hands.settle()


def _to_the_top(tour: Guide) -> None:
    for area in tour.hands.seen(QScrollArea):
        area.verticalScrollBar().setValue(0)
    tour.hands.settle()
