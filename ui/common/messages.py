"""The one place that shows an error to the person at the screen."""

from collections.abc import Sequence

from PySide6.QtWidgets import QPushButton, QWidget

from isteam_app.errors import IsteamError
from ui.common.dialogs import MessageDialog
from ui.common.notes import DANGER, Note
from ui.common.page import Page
from ui.common.speech import announce


def show_error(
    widget: QWidget, error: IsteamError, *, buttons: Sequence[QPushButton] = ()
) -> None:
    """Say what happened, in the page that holds the widget, or over the window.

    `buttons` are the ways on, such as "Try again".
    """
    page = page_of(widget)
    if page is None:
        MessageDialog(widget.window(), error.title, str(error)).open()
        return
    page.say(Note(DANGER, error.title, str(error), buttons=buttons))
    announce(page, f"{error.title}. {error}")


def page_of(widget: QWidget) -> Page | None:
    """The page a widget stands in."""
    found: QWidget | None = widget
    while found is not None and not isinstance(found, Page):
        found = found.parentWidget()
    return found
