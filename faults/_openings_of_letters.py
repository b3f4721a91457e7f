"""What can lie open over letters, their templates, print runs and pictures."""

from collections.abc import Callable
from functools import partial
from importlib import import_module
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QMenu

from isteam_app.domain.letters import LetterState
from isteam_app.domain.listing import CaseFilter, CaseOrder
from isteam_app.services.cases import case_page, list_cases
from ui.common.editor_part import EditorPart
from ui.common.pick_dialog import pick
from ui.letters.draft_space import DraftSpace
from ui.letters.enclosures_panel import EncloseDialog
from ui.places import Place
from ui.templates.text_part import TextPart
from ui.workplace import Workplace

Open = Callable[[Workplace], object]


def _go(work: Workplace, key: str, number: int = 0) -> Any:
    work.show_place(Place(key, number))
    return work.screen(key)


def _letter(work: Workplace) -> Any:
    """Turn to the first letter that is a draft."""
    for row in list_cases(work.session, CaseFilter(), CaseOrder(), limit=200).rows:
        for letter in case_page(work.session, row.id).letters:
            if letter.state is LetterState.DRAFT:
                return _go(work, "letter", letter.id)
    raise LookupError("No letter is a draft.")


def _beside(name: str) -> Open:
    """Show a card beside a draft, whether or not the draft needs it."""

    def show(work: Workplace) -> object:
        space = _letter(work).findChild(DraftSpace)
        card = getattr(space, name)
        space.show_checks(card)
        card.show()
        return card

    return show


def _enclose(work: Workplace) -> object:
    dialog = EncloseDialog(_letter(work), ())
    dialog.open()
    return dialog


def _paragraphs(work: Workplace) -> object:
    part = _letter(work).findChild(EditorPart)
    part.offer_paragraphs([("one", "One paragraph")], str)
    return _popped(part.paragraphs)


def _run(name: str) -> Open:
    """Show what stands over the print runs, whether or not there is one."""

    def show(work: Workplace) -> object:
        page = _go(work, "letters")
        page.show_state(LetterState.PRINTED.value)
        if name == "paper":
            frame = page.runs.frame
            frame._stack.setCurrentWidget(frame.paper)  # noqa: SLF001  what its button does
            return frame.paper
        page.runs.scan_card.panel.show()
        return page.runs.scan_card.panel

    return show


def _copy(work: Workplace) -> object:
    page = _go(work, "templates")
    page.acts.copy()
    return page


def _template_menu(name: str) -> Open:
    def open_menu(work: Workplace) -> object:
        page = _go(work, "templates")
        if name == "more":
            return _popped(page.more)
        if name == "versions":
            menus = page.space.versions.menus
            return _popped(menus[next(iter(menus))])
        return _popped(page.findChild(TextPart).condition_menu)

    return open_menu


def _picked(work: Workplace) -> object:
    picks = (("one", "One"), ("two", "Two"))
    page = _go(work, "cases")
    return pick(page, "Which?", "One of two.", picks, act="Take it", then=str)


def _chosen(module: str, function: str, *given: str) -> Open:
    """Ask for a file as a page does."""

    def open_chooser(work: Workplace) -> object:
        chooser = getattr(import_module(module), function)
        chooser(_go(work, "cases"), *given, str)
        return None

    return open_chooser


def _popped(menu: QMenu) -> QMenu:
    menu.popup(QPoint(40, 40))
    return menu


_acts = partial(_chosen, "ui.templates.template_acts")
OF_LETTERS: dict[str, Open] = {
    "ApprovalPanel": _beside("approval"),
    "TwicePanel": _beside("twice"),
    "EnclosuresPanel": _beside("enclosures"),
    "PagePanel": _beside("page"),
    "EncloseDialog": _enclose,
    "MatchPanel": _run("match"),
    "ManifestPanel": _run("paper"),
    "CopyDialog": _copy,
    "PickDialog": _picked,
    "QMenu editor_part": _paragraphs,
    "QMenu templates_page": _template_menu("more"),
    "QMenu text_part": _template_menu("text"),
    "QMenu versions_part": _template_menu("versions"),
    "QFileDialog Read a template": _acts("choose_file", "made-up"),
    "QFileDialog Save the template": _acts("choose_place", "made-up"),
    "QFileDialog Choose a picture": _chosen(
        "ui.settings.picture_field", "choose_picture"
    ),
}
