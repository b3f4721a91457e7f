"""The directory: organisations that ask, at the left; the one chosen, at the right."""

import json
from collections.abc import Callable
from functools import partial

from PySide6.QtCore import Qt, QTimer, Signal, Slot
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QVBoxLayout, QWidget

from isteam_app.domain.disclosures import RequesterKind
from isteam_app.domain.listing import Cursor, Page
from isteam_app.domain.organisations import Requester
from isteam_app.domain.rights import Act
from isteam_app.domain.text import fold
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.services.organisations import (
    Listed,
    count_organisations,
    list_organisations,
    organisation_page,
    retire,
    save_organisation,
    use_again,
)
from isteam_app.services.rights import why_not
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.buttons import link, primary, quiet, secondary
from ui.common.cards import Card, scrolled
from ui.common.dialogs import ask
from ui.common.empty_state import EmptyState
from ui.common.foot_row import allow
from ui.common.icon_words import IconWords
from ui.common.messages import show_error
from ui.common.notes import INFO, OK, Note
from ui.common.page import Page as Screen
from ui.common.paged_model import PagedModel
from ui.common.speech import announce
from ui.common.table import Table
from ui.common.table_footer import TableArea, TableFooter
from ui.common.text import LABEL, META, label, paragraph
from ui.common.tokens import GAP, GAP_CARD, GAP_ROW
from ui.disclosures.directory_form import DirectoryForm
from ui.disclosures.directory_words import (
    NONE_FITS,
    NONE_YET,
    WAITS,
    change_words,
    columns,
)

TYPING_MS = 200
_SUMMARY = "Whoever asks is rung back on a number that was found independently."
_NOTHING_TYPED = "Nothing was changed since it was saved."
_SHOWN = 12


class DirectoryPage(Screen):
    """Find an organisation, put it right, add another."""

    requests_wanted = Signal(str)
    back = Signal()
    name = "directory"

    def __init__(
        self,
        session: Session,
        _background: Background,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Directory", parent)
        self._session = session
        self._no_change = why_not(session, Act.WORK)
        self._new = True
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self._narrow)
        self.set_summary(_SUMMARY)
        self._build()
        self._narrow()

    def open(self, organisation_id: int) -> None:
        """Show one organisation. Raises NotFound when it is not in the directory."""
        organisation_page(self._session, organisation_id)
        self.say(None)
        if self.form.form.is_touched:
            self._undo()
        self.line.clear()
        self._narrow()
        if not self.table.select_key(organisation_id):
            self._show(organisation_id)

    def refresh(self) -> None:
        """Read the directory again; what is half typed stays."""
        self._reload(keep=True)
        if not self.form.form.is_touched and not self._new:
            self._show(self.form.base.id)

    def first_focus(self) -> QWidget | None:
        return self.line

    def half_typed(self) -> str | None:
        if not self.form.form.is_touched:
            return None
        return json.dumps({"id": self.form.base.id, "typed": self.form.typed()})

    def restore_typing(self, text: str) -> None:
        kept = json.loads(text)
        try:
            if kept["id"]:
                self._show(kept["id"])
            else:
                self.start_new()
        except IsteamError:  # it is not in the directory any more
            self.start_new()
        self.form.fill(kept["typed"])
        self._show_state()

    @Slot()
    def start_new(self, name: str = "", kind: RequesterKind | None = None) -> None:
        """Begin another organisation; its name may be known already."""
        self._new = True
        self.table.clearSelection()
        self.card.set_title("New organisation")
        self.form.start_new(name, kind)
        self._show_facts(None)
        self._show_state()
        self.form.name.focus_field()

    def offer_new(self, name: str, kind: str) -> None:
        """Begin one whose name another page knows, or show it where it is kept."""
        if self.form.form.is_touched:
            self.say(Note(INFO, "Something is half typed here", WAITS))
            return
        found = list_organisations(self._session, name, limit=1).rows
        if found and fold(found[0].requester.name) == fold(name):
            self.open(found[0].id)
            return
        self.start_new(name, RequesterKind(kind))

    def _build(self) -> None:
        self.register = quiet("Back to the register", "back")
        self.add = secondary("New organisation", "add")
        self.register.clicked.connect(self.back)
        self.add.clicked.connect(lambda: self.start_new())
        self.header_buttons(self.register, self.add)
        row = QHBoxLayout()
        row.setSpacing(GAP_CARD)
        row.addWidget(self._build_list(), 5)
        row.addWidget(self._build_card(), 4)
        self.body.addLayout(row, 1)
        save = QShortcut(QKeySequence("Ctrl+Return"), self.card)
        save.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
        save.activated.connect(self._save)

    def _build_list(self) -> QWidget:
        self.line = QLineEdit()
        self.line.setAccessibleName("Find an organisation")
        self.line.setPlaceholderText("Its name begins")
        self.line.setMaxLength(300)
        self.line.textChanged.connect(self._typing.start)
        self.line.returnPressed.connect(self._narrow)
        self._model: PagedModel[Listed] = PagedModel(
            columns(), self._read, key=lambda row: row.id
        )
        self.table = Table(self._model, name="Organisations", tall=True)
        self.table.selection_moved.connect(self._choose)
        self.table.opened.connect(lambda _: self.form.name.focus_field())
        self.footer = TableFooter()
        self.empty = EmptyState("directory", *NONE_YET)
        self.empty.acted.connect(self.line.clear)
        self.area = TableArea(self.table, self.empty, self.footer)
        card = Card(padding=0)
        card.body.addWidget(self.area, 1)
        whole = QWidget()
        column = QVBoxLayout(whole)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP_ROW)
        column.addWidget(self.line)
        column.addWidget(card, 1)
        return whole

    def _build_card(self) -> QWidget:
        self.card = Card("New organisation")
        self.form = DirectoryForm(lambda: self._session.today)
        self.form.form.changed.connect(self._show_state)
        self.heed = IconWords("", role=META, tone="warn")
        self.heed.setWordWrap(True)
        self.asked = link("")
        self.asked.clicked.connect(self._show_requests)
        self.history = QVBoxLayout()
        self.history.setSpacing(4)
        area, inside = scrolled()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP, 0)
        column.setSpacing(GAP_ROW)
        column.addWidget(self.heed)
        column.addWidget(self.asked, 0, Qt.AlignmentFlag.AlignLeft)
        column.addWidget(self.form)
        column.addLayout(self.history)
        column.addStretch(1)
        self.card.body.addWidget(area, 1)
        self.retire = quiet("Take out of use", "stop")
        self.undo = quiet("Undo changes")
        self.save = primary("Save", "save")
        self.retire.clicked.connect(self._retire)
        self.undo.clicked.connect(self._undo)
        self.save.clicked.connect(self._save)
        buttons = QHBoxLayout()
        buttons.setSpacing(GAP)
        buttons.addWidget(self.retire)
        buttons.addStretch(1)
        buttons.addWidget(self.undo)
        buttons.addWidget(self.save)
        self.card.body.addLayout(buttons)
        return self.card

    def _read(self, cursor: Cursor | None, limit: int) -> Page[Listed]:
        return list_organisations(self._session, self.line.text(), cursor, limit)

    @Slot()
    def _narrow(self) -> None:
        self._typing.stop()
        self._reload(keep=False)

    def _reload(self, *, keep: bool) -> None:
        if keep:
            self.table.reload()
        else:
            self._model.reload()
            self.table.scrollToTop()
        begins = self.line.text()
        total = count_organisations(self._session, begins)
        self.footer.follow(self.table, total, "Sorted by name")
        typed = bool(begins.strip())
        self.empty.set_words(*(NONE_FITS if typed else NONE_YET))
        self.empty.set_button("Show every organisation" if typed else "")
        self.area.refresh()
        if self.form.form.is_touched:
            return
        if self.table.selected() is None and self._model.rows():
            self.table.select_first()
        elif not self._model.rows() and not typed:
            self._begin_empty()

    def _begin_empty(self) -> None:
        self._new = True
        self.card.set_title("New organisation")
        self.form.start_new()
        self._show_facts(None)
        self._show_state()

    @Slot(object)
    def _choose(self, row: Listed | None) -> None:
        if row is None or self.form.form.is_touched:
            return
        try:
            self._show(row.id)
        except IsteamError as error:
            show_error(self, error)

    def _show(self, organisation_id: int) -> None:
        page = organisation_page(self._session, organisation_id)
        self._new = False
        self.card.set_title("Organisation")
        self.form.show_organisation(page.requester)
        self._show_facts(page.requests, page.heed)
        self.retire.set_words(
            "Take into use again" if page.requester.retired else "Take out of use"
        )
        self._show_history([change_words(each) for each in page.history[:_SHOWN]])
        self._show_state()

    def _show_facts(self, requests: int | None, heed: str = "") -> None:
        self.heed.set_words(heed, "warning" if heed else "", tone="warn")
        self.heed.setVisible(bool(heed))
        words = "1 request" if requests == 1 else f"{requests or 0:,} requests"
        self.asked.set_words(f"{words} in the register")
        self.asked.setVisible(bool(requests))
        self.retire.setVisible(requests is not None)
        if requests is None:
            self._show_history([])

    def _show_history(self, lines: list[str]) -> None:
        while (item := self.history.takeAt(0)) is not None:
            old = item.widget()
            if old is not None:
                old.hide()
                old.deleteLater()
        if lines:
            self.history.addWidget(label("What was changed", LABEL))
        for line in lines:
            self.history.addWidget(paragraph(line, META))

    @Slot()
    def _show_state(self) -> None:
        """While something is typed the list waits: a change of mind loses nothing."""
        touched = self.form.form.is_touched
        self.form.allow(not self._no_change)
        allow(self.save, self._no_change)
        allow(self.add, self._no_change or (WAITS if touched else ""))
        allow(self.retire, self._no_change or (WAITS if touched else ""))
        allow(self.undo, "" if touched else _NOTHING_TYPED)
        for part in (self.line, self.table):
            part.setEnabled(not touched)
        right = WAITS if touched else "Sorted by name"
        self.footer.set_text(self.footer.left.text(), right)

    @Slot()
    def _undo(self) -> None:
        self.say(None)
        self.form.form.forget_touch()
        if self._new:
            self._begin_empty()
            self._reload(keep=True)
        else:
            self._show(self.form.base.id)

    @Slot()
    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        self._do(
            lambda: save_organisation(self._session, self.form.base, self.form.read()),
            "The organisation is saved",
        )

    @Slot()
    def _retire(self) -> None:
        base = self.form.base
        if base.retired:
            self._do(partial(use_again, self._session, base), "It is in use again")
            return
        ask(
            self,
            "Take this organisation out of use?",
            "It is offered no more when a request is recorded. Its requests stay as "
            "they are, and it can be taken into use again.",
            act="Take out of use",
            then=lambda: self._do(
                partial(retire, self._session, base), "It is out of use"
            ),
        )

    def _do(self, act: Callable[[], Requester], said: str) -> None:
        """Do something and show what became of it, or why it was refused."""
        self.say(None)
        self.form.form.clear()
        try:
            kept = act()
        except RuleBroken as error:
            if not self.form.form.show(error):
                show_error(self, error)
            return
        except IsteamError as error:
            show_error(self, error)
            return
        self.form.form.forget_touch()
        self._show_state()
        if not kept.name.casefold().startswith(self.line.text().strip().casefold()):
            self.line.clear()
        self._reload(keep=True)
        self.table.select_key(kept.id)
        self._show(kept.id)
        self.say(Note(OK, said))
        announce(self, said)

    @Slot()
    def _show_requests(self) -> None:
        self.requests_wanted.emit(self.form.base.name)
