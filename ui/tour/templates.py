"""The wording of a letter: a version written, tried, and taken into use."""

from PySide6.QtCore import Qt

from ui.templates.templates_page import TemplatesPage
from ui.tour.guide import Guide
from ui.tour.trouble import StepFailed

_WORD, _INSTEAD = "sooner", "earlier"


def word_a_letter(tour: Guide) -> None:
    """Change a word of a template, try it, and take the new version into use."""
    hands = tour.hands
    tour.go("Ctrl+,", "settings")
    hands.press_words("Templates")
    hands.press_words("Open the templates")
    tour.wait_for_page("templates")
    page = tour.work.screen("templates")
    if not isinstance(page, TemplatesPage):
        raise StepFailed("The templates are not in sight.")
    hands.write("Find a template", "more time")
    hands.key(Qt.Key.Key_Return)
    tour.rest()
    hands.press(page.edit_button)
    tour.rest()
    text = hands.text("Text of the template")
    hands.choose_word(text, _WORD)
    hands.type_into(text, _INSTEAD)
    page.work.save()  # nothing is done by the clock on tour
    tour.rest()
    tour.album.take("template", "A new version of a letter, being written", dark=True)
    hands.press(page.use_button)
    hands.press_words("Take into use")
    tour.rest()
    tour.album.take("template-used", "Letters are made from it from now on", dark=True)
