"""Everything that can lie open over the work when the vault is locked.

One entry for each class of dialog, menu and panel, by the class's name, and for each
question of the system's by its title. `unlisted` finds those in the program's own text
that have no entry here, so that a new one cannot be forgotten.
"""

import ast
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from PySide6.QtCore import QPoint
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QComboBox, QLineEdit, QMenu, QPushButton, QWidget

from faults._openings_of_letters import OF_LETTERS
from isteam_app.domain.cases import CaseKind, CaseState
from isteam_app.domain.disclosures import DisclosureState
from isteam_app.domain.letters import LetterState
from isteam_app.domain.listing import (
    CaseFilter,
    CaseOrder,
    DisclosureFilter,
    DisclosureOrder,
)
from isteam_app.services.cases import case_page, list_cases
from isteam_app.services.disclosures import list_disclosures
from ui.cases.asks import (
    ASK_APPROVAL,
    ASK_CORRECTION,
    ASK_DECISION,
    ASK_LINK,
    ASK_NOTE,
    ASK_PACKAGE,
    ASK_REGULATOR,
    Ask,
    ask_form,
)
from ui.cases.panels import panel_for
from ui.common.date_field import DateField
from ui.common.dialogs import MessageDialog, ask, ask_reason
from ui.settings.backup_section import BackupSection
from ui.workplace import Workplace

Open = Callable[[Workplace], object]
UI = Path(__file__).resolve().parents[1] / "ui"
_WORDS = ("Dialog", "Menu", "Panel", "Popup", "Results", "Toast")
_MADE = frozenset({"QMenu", "QFileDialog", "QCompleter", "QMessageBox", "QDialog"})

BEFORE_UNLOCKING = {
    "QFileDialog Choose the vault": "asked on the page that unlocks",
    "QFileDialog Where to keep the vault": "asked while a vault is made",
    "QFileDialog Save the recovery sheet": "asked while a vault is made, and in "
    "Settings over a passphrase that no draft may hold",
    "QFileDialog Choose the backup": "asked while a vault is brought back",
    "QFileDialog Where the new vault goes": "asked while a vault is brought back",
    "QFileDialog Save the report": "asked about a vault that does not open",
    "QFileDialog Where the restored vault goes": "asked while a vault is brought back",
}
BASES = frozenset({"Dialog", "CasePanel", "SidePanel", "ProgressPanel", "Toast"})
"""What others are made from, and what only tells how far work has come."""


def go(work: Workplace, key: str, number: int = 0) -> Any:
    """Turn to a page and return it."""
    from ui.places import Place

    work.show_place(Place(key, number))
    return work.screen(key)


def asked(question: Ask | None, **kinds: object) -> Open:
    """Open the panel of a question on the first case that has it."""

    def open_panel(work: Workplace) -> object:
        for row in _cases(work):
            page = case_page(work.session, row)
            found = question or ask_form(next(iter(page.definition.forms)).key)
            if kinds and not all(getattr(page.case, k) == v for k, v in kinds.items()):
                continue
            if panel_for(work.session, page, found) is not None:
                shown = go(work, "case", row)
                shown.ask(found)
                return shown.panel
        raise LookupError("No case can be asked that.")

    return open_panel


def _cases(work: Workplace) -> list[int]:
    found = list_cases(work.session, CaseFilter(), CaseOrder(), limit=200)
    return [row.id for row in found.rows]


def _person(work: Workplace) -> int:
    return int(case_page(work.session, _cases(work)[0]).case.subject.id)


def _on_person(act: str) -> Open:
    def open_panel(work: Workplace) -> object:
        page = go(work, "person", _person(work))
        getattr(page, act)()
        return page.panel

    return open_panel


def _menu_of(name: str) -> Open:
    def open_menu(work: Workplace) -> object:
        button = next(
            one
            for one in go(work, "case", _cases(work)[0]).findChildren(QPushButton)
            if type(one.menu()).__name__ == name
        )
        return popped(button.menu())

    return open_menu


def popped(menu: QMenu) -> QMenu:
    menu.popup(QPoint(40, 40))
    return menu


def _draft(work: Workplace) -> int:
    for row in _cases(work):
        for letter in case_page(work.session, row).letters:
            if letter.state is LetterState.DRAFT:
                return int(letter.id)
    raise LookupError("No letter is a draft.")


def _letter(work: Workplace) -> Any:
    return go(work, "letter", _draft(work))


def _preview(work: Workplace) -> object:
    page = go(work, "cases")
    page.table.select_first()
    return page.preview


def _bulk(work: Workplace) -> object:
    page = go(work, "cases")
    page.desk.panel.offer("note", _cases(work)[:2])
    return page.desk.panel


def shown(widget: QWidget) -> QWidget:
    """The widget, which must be in sight."""
    if not widget.isVisible():
        raise LookupError(f"{type(widget).__name__} did not open.")
    return widget


def _first(page: QWidget, kind: type[Any]) -> Any:
    return next(one for one in page.findChildren(kind) if one.isVisible())


def _pressed(key: str, name: str) -> Open:
    """Go to a page and press one of its buttons, named as the page names it."""

    def press(work: Workplace) -> object:
        page = go(work, key)
        getattr(page, name).click()
        return page

    return press


def _calendar(work: Workplace) -> object:
    field = _first(go(work, "intake"), DateField)
    field._open_calendar()  # noqa: SLF001  what its picture of a calendar does
    return field._calendar  # noqa: SLF001  likewise


def _results(work: Workplace) -> object:
    field = work.frame.top_bar.quick_find
    go(work, "today")
    field.setText("lantern")
    field._ask()  # noqa: SLF001  what the pause after the last key does
    return field._results  # noqa: SLF001  likewise


def _completer(work: Workplace) -> object:
    edit = go(work, "intake").person.name.edit
    name = case_page(work.session, _cases(work)[0]).case.subject.name
    edit.setFocus()
    edit.clear()
    QTest.keyClicks(edit, name[:6])
    return edit.completer().popup()


def _combo(work: Workplace) -> object:
    combo = _first(go(work, "intake"), QComboBox)
    combo.showPopup()
    return combo.view().window()


def _edit_menu(work: Workplace) -> object:
    edit = _first(go(work, "intake"), QLineEdit)
    return popped(edit.createStandardContextMenu())


def _member(work: Workplace) -> object:
    page = go(work, "settings")
    page.show_section("team")
    team = page.team
    team.open_person(work.session.member)
    return team.panel


def _question(work: Workplace) -> object:
    return ask(go(work, "cases"), "Go on?", "It can be undone.", act="Go on", then=str)


def _reason(work: Workplace) -> object:
    page = go(work, "cases")
    return ask_reason(page, "Why?", "Say why.", act="Void it", then=str)


def _message(work: Workplace) -> object:
    dialog = MessageDialog(work.frame.window(), "A message", "Nothing was lost.")
    dialog.open()
    return dialog


def _name(work: Workplace) -> object:
    from ui.common.view_bar import NameDialog

    page = go(work, "cases")
    dialog = NameDialog(page, "Save it?", "All see it.", act="Save", name="", keep=str)
    dialog.open()
    return dialog


def _suggestions(work: Workplace) -> object:
    from ui.common.suggest_field import SuggestField

    fields = go(work, "request").findChildren(SuggestField)
    field = next(one for one in fields if one.isVisible() and one.suggestions())
    field.unfold()
    return field.completer.popup()


def _request(work: Workplace, *, locked: bool = False) -> Any:
    """Turn to a request of the register: one that is open, or any that is locked."""
    found = list_disclosures(work.session, DisclosureFilter(), DisclosureOrder())
    fits = (
        row.id
        for row in found.rows
        if row.locked is locked and (locked or row.state is DisclosureState.OPEN)
    )
    return go(work, "request", next(fits))


def _on_request(act: str, *, locked: bool = False) -> Open:
    """Open the panel of an act over a request."""

    def open_panel(work: Workplace) -> object:
        page = _request(work, locked=locked)
        page.desk.close()  # what came back half typed stands in the way of another
        page.ask(act)
        return page.panel

    return open_panel


def _attached(work: Workplace) -> object:
    page = _request(work)
    page.go_to("documents")
    page.parts.documents.files.choose()
    return page


def _letters_to_write(work: Workplace) -> object:
    page = _request(work)
    page.go_to("letters")
    return popped(page.parts.letters.menu)


def _happened(work: Workplace) -> object:
    return popped(go(work, "deadlines").events.add_button.menu())


def _types(work: Workplace) -> object:
    from ui.cases.types_menu import TypesButton

    return popped(_first(go(work, "cases"), TypesButton).menu())


def _fields(work: Workplace) -> object:
    from ui.common.editor_part import EditorPart

    return popped(_letter(work).findChild(EditorPart).menu)


def _chronology(work: Workplace) -> object:
    page = go(work, "case", _cases(work)[0])
    page.story.panel.begin(case_page(work.session, _cases(work)[0]).case)
    return page.story.panel


def _chosen_file(module: str, function: str) -> Open:
    """Ask for a file as a panel does: each asks in a way of its own."""

    def open_chooser(work: Workplace) -> object:
        from importlib import import_module

        chooser = getattr(import_module(module), function)
        chooser(go(work, "cases"), "made-up", str)
        return None

    return open_chooser


def _scan_chooser(work: Workplace) -> object:
    go(work, "intake").scan.choose()
    return None


def _trail(name: str) -> Open:
    def open_panel(work: Workplace) -> object:
        page = go(work, "audit")
        getattr(page, name).begin()
        return getattr(page, name)

    return open_panel


def _entry(work: Workplace) -> object:
    page = go(work, "audit")
    page.table.select_first()
    return page.entry


def _backup_folder(work: Workplace) -> object:
    page = go(work, "settings")
    page.show_section("backups")
    part = page.findChild(BackupSection)
    part._choose()  # noqa: SLF001  what its button does
    return part


OPENINGS: dict[str, Open] = {
    "RecordPanel": asked(ASK_NOTE),
    "CorrectionPanel": asked(ASK_CORRECTION),
    "DecidePanel": asked(ASK_DECISION, is_open=True),
    "ApprovePanel": asked(ASK_APPROVAL, state=CaseState.FOR_APPROVAL),
    "FormPanel": asked(None, is_open=True),
    "LinkPanel": asked(ASK_LINK),
    "RegulatorPanel": asked(ASK_REGULATOR),
    "PackagePanel": asked(ASK_PACKAGE, kind=CaseKind.PORTABILITY),
    "ChronologyPanel": _chronology,
    "MovesMenu": _menu_of("MovesMenu"),
    "LettersMenu": _menu_of("LettersMenu"),
    "EditPanel": _on_person("edit"),
    "RepresentativePanel": _on_person("add_representative"),
    "MergePanel": _on_person("merge_with"),
    "SightPanel": _on_person("limit"),
    "BulkPanel": _bulk,
    "NameDialog": _name,
    "ConfirmDialog": _question,
    "ReasonDialog": _reason,
    "MessageDialog": _message,
    "PersonPanel": _member,
    "CasePreview": _preview,
    "SealPanel": _trail("seal_panel"),
    "ComparePanel": _trail("compare_panel"),
    "EntryPanel": _entry,
    "RecipientPanel": _letter,
    "AnswersPanel": _letter,
    "ExportPanel": _pressed("disclosures", "export"),
    "MovePanel": _on_request("note"),
    "SetLockPanel": _on_request("lock"),
    "ReviewLockPanel": _on_request("review_lock", locked=True),
    "RequestPanel": _on_request("record"),
    "GatePanel": _request,
    "FilterPanel": lambda work: go(work, "disclosures").more_panel.show(),
    "QMenu request_acts": lambda work: popped(_request(work).acts.menu),
    "QMenu kept_views": _letters_to_write,
    "CalendarPopup": _calendar,
    "Results": _results,
    "QCompleter known_name": _completer,
    "QMenu types_menu": _types,
    "QMenu insert_field": _fields,
    "QCompleter suggest_field": _suggestions,
    "QMenu event_lines": _happened,
    "QMenu of Qt": _edit_menu,
    "QComboBox of Qt": _combo,
    "QFileDialog Choose the scan": _scan_chooser,
    "QFileDialog paper_ways": _chosen_file("ui.cases.chronology_panel", "choose_file"),
    "QFileDialog Choose the file": _attached,
    "QFileDialog Attach files": _chosen_file("ui.cases.package_panel", "choose_files"),
    "QFileDialog Save the package": _chosen_file(
        "ui.cases.package_panel", "choose_place"
    ),
    "QFileDialog Save the register": _chosen_file(
        "ui.disclosures.export_panel", "choose_file"
    ),
    "QFileDialog Save as ZIP": _chosen_file(
        "ui.settings.diagnostics_part", "choose_zip"
    ),
    "QFileDialog Folder for backups": _backup_folder,
    **OF_LETTERS,
    "page of new post": lambda work: go(work, "intake"),
    "page of a request": lambda work: go(work, "request"),
    "page of the calculator": lambda work: go(work, "deadlines"),
    "page of settings": lambda work: go(work, "settings"),
}


def unlisted() -> set[str]:
    """What the program can open and nobody has listed here."""
    return set(found_in_the_program()) - set(OPENINGS) - set(BEFORE_UNLOCKING) - BASES


def gone() -> set[str]:
    """What is listed here and the program has no more."""
    of_qt = {name for name in OPENINGS if " of " in name}
    return (set(OPENINGS) | set(BEFORE_UNLOCKING)) - set(found_in_the_program()) - of_qt


def found_in_the_program() -> Iterator[str]:
    """Every class that lies over the work, and every place that makes one of Qt's."""
    trees = {path: ast.parse(path.read_text("utf-8")) for path in UI.rglob("*.py")}
    for path, tree in trees.items():
        for node in ast.walk(tree):
            if isinstance(node, ast.ClassDef) and _lies_over(node):
                yield node.name
            elif isinstance(node, ast.Call) and _name_of(node.func) in _MADE:
                yield f"{_name_of(node.func)} {_told_apart(node, path)}".strip()


def _lies_over(made: ast.ClassDef) -> bool:
    bases = [_name_of(base) for base in made.bases]
    return any(
        name.endswith(_WORDS) or name in _MADE for name in (made.name, *bases)
    ) and not made.name.startswith("Fake")


def _name_of(node: ast.expr) -> str:
    if isinstance(node, ast.Attribute):
        return node.attr
    return node.id if isinstance(node, ast.Name) else ""


def _told_apart(call: ast.Call, path: Path) -> str:
    """A question of the system's by its title, anything else by the module's name."""
    title = call.args[1] if len(call.args) > 1 else None
    if isinstance(title, ast.Constant):
        return str(title.value)
    return path.stem
