"""A letter: a word changed, gaps filled, seen exactly, frozen, printed and posted."""

from PySide6.QtCore import Qt

from isteam_app.domain.cases import CaseKind, CaseState
from isteam_app.domain.listing import CaseFilter, CaseOrder
from isteam_app.services.cases import list_cases
from ui.common.fields import AreaField
from ui.common.pdf_view import PdfView
from ui.letters.answers_panel import AnswersPanel
from ui.letters.run_view import RunView
from ui.tour.guide import Guide
from ui.tour.making import look_twice, make_letter
from ui.tour.trouble import StepFailed

ANSWER = "Fairmark Catalogues Ltd sent it. We printed it for them in October."
CHANGED = "as quickly as you can"


def change_a_word(tour: Guide) -> None:
    """Change a word of the draft, and see it in the exact pages."""
    hands = tour.hands
    hands.choose_word(hands.text("Text of the letter"), "soon")
    hands.type_into(hands.focused(), "quickly")
    view = _pages(tour)
    hands.wait(lambda: CHANGED in _words(view), "the exact pages")
    _wait_till_saved(tour)
    tour.album.take("letter", "The letter, its exact pages and its checks", dark=True)


def freeze_it(tour: Guide) -> None:
    """Finalise: from here on neither its text nor its pages can change."""
    hands = tour.hands
    look_twice(tour)
    hands.press_words("Finalise")
    tour.album.take("letter-finalise", "What finalising means")
    hands.press_words("Finalise")
    hands.wait(lambda: hands.has_button("Print"), "the frozen letter")
    tour.rest()
    tour.album.take("letter-final", "The frozen letter", dark=True)


def print_it(tour: Guide) -> None:
    """Print: the queue of the tour keeps the pages as a file."""
    before = len(tour.printing.files)
    tour.hands.press_words("Print")
    tour.hands.wait(lambda: len(tour.printing.files) > before, "the printed letter")
    tour.hands.wait(lambda: tour.hands.has_button("To the print desk"), "the next step")
    tour.album.note(tour.printing.files[-1], "The letter as it was printed")


def mark_as_posted(tour: Guide) -> None:
    """Read its code back at the print desk, and say how it went."""
    hands = tour.hands
    hands.press_words("To the print desk")
    tour.wait_for_page("letters")
    hands.turn_to("Printed")
    tour.rest()
    runs = next(hands.seen(RunView), None)
    if runs is None or runs.page is None:
        raise StepFailed("The print desk shows no print run.")
    hands.type_into(runs.scan_card.field.edit, runs.page.lines[0].letter.reference)
    hands.key(Qt.Key.Key_Return, runs.scan_card.field.edit)
    tour.rest()
    hands.choose("Service", "Signed for")
    hands.write("Item number", "FP 5521 0093 4GB")
    tour.album.take("print-desk", "The print desk", dark=True)
    hands.press_words("Mark 1 as posted")
    tour.rest()
    hands.turn_to("Posted")
    tour.rest()
    tour.album.take("posted", "Letters that are on their way")


def answer_an_enquiry(tour: Guide) -> None:
    """Start another letter: what only a person knows is asked, and filled in."""
    hands = tour.hands
    hands.keys("Ctrl+K")
    hands.type_into(hands.focused(), _enquiry(tour))
    hands.wait(tour.work.frame.top_bar.quick_find.is_open, "quick find")
    hands.key(Qt.Key.Key_Return)
    tour.wait_for_page("case")
    hands.press_words("Write the answer")
    tour.wait_for_page("letter")
    view = _pages(tour)
    hands.wait(lambda: _words(view), "the exact pages")
    tour.rest()
    tour.album.take("letter-asks", "A letter that still lacks something")
    panel = next(hands.seen(AnswersPanel), None)
    if panel is None:
        raise StepFailed("The letter asks for nothing.")
    for field in list(hands.seen(AreaField, panel)):
        hands.write(field.name, ANSWER)
    hands.wait(lambda: ANSWER in _words(view), "the answer in the exact pages")
    _wait_till_saved(tour)
    tour.album.take("letter-filled", "The same letter, with everything it needs")
    make_letter(tour)
    print_it(tour)


def _enquiry(tour: Guide) -> str:
    """The reference of an enquiry that nobody has answered yet."""
    wanted = CaseFilter(kinds=(CaseKind.ENQUIRY,), states=(CaseState.RECEIVED,))
    rows = list_cases(tour.work.session, wanted, CaseOrder(), limit=1).rows
    if not rows:
        raise StepFailed("No enquiry waits for its answer.")
    return rows[0].reference


def _wait_till_saved(tour: Guide) -> None:
    """Wait until the draft is saved of itself."""
    saved = f"Draft saved {tour.clock():%H:%M}"
    page = tour.work.frame.pages.currentWidget()
    tour.hands.wait(lambda: tour.hands.says(saved, page), "the draft to be saved")
    tour.rest()
    tour.work.keep_draft()  # a slow computer may have kept what was half typed
    tour.rest()


def _pages(tour: Guide) -> PdfView:
    view = next(tour.hands.seen(PdfView), None)
    if view is None:
        raise StepFailed("The exact pages are not in sight.")
    return view


def _words(view: PdfView) -> str:
    return " ".join(view.accessibleDescription().split())
