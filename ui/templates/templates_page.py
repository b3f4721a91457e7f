"""Every letter template: read, written anew, tried out and taken into use."""

import json
from functools import partial

from PySide6.QtCore import QEvent, QTimer, Signal, Slot
from PySide6.QtGui import QHideEvent, QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QMenu, QStackedWidget, QVBoxLayout, QWidget

from isteam_app.domain.dates import long_date
from isteam_app.domain.rights import Act
from isteam_app.errors import ChangedMeanwhile, IsteamError, NotFound
from isteam_app.services.rights import why_not
from isteam_app.services.session import Session
from isteam_app.services.template_shelf import (
    OpenTemplate,
    TemplateRow,
    open_template,
    template_rows,
)
from isteam_app.services.template_versions import Typed
from ui.common.background import Background
from ui.common.buttons import icon_button, primary, quiet, secondary
from ui.common.cards import Card
from ui.common.foot_row import allow
from ui.common.messages import show_error
from ui.common.notes import INFO, WARN, Note
from ui.common.one_line import OneLine
from ui.common.page import Page
from ui.common.text import META, SECTION
from ui.common.theme import text_scale
from ui.common.tokens import GAP, GAP_CARD
from ui.templates.template_acts import (
    Chooser,
    TemplateActs,
    choose_file,
    choose_place,
)
from ui.templates.template_list import TemplateList
from ui.templates.template_space import FACTS, TemplateSpace
from ui.templates.template_work import TemplateWork

_LIST = 288
_NARROW_LIST = 232
_WIDE, _TWO = 1020, 760
"""Pixels: below the first the list gives way, below the second it stands alone."""


class TemplatesPage(Page):
    """The list and one template of it; one at a time where there is little room."""

    back = Signal()

    name = "templates"

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        files: Chooser = choose_file,
        places: Chooser = choose_place,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Templates", parent)
        self._session = session
        self._rows: tuple[TemplateRow, ...] = ()
        self.list = TemplateList()
        self.space = TemplateSpace()
        self.work = TemplateWork(session, background, self.space, self)
        self.acts = TemplateActs(session, self.work, self, files=files, places=places)
        self.settings_button = quiet("Settings", "back")
        self.import_button = quiet("Import", "import")
        self.list_button = quiet("All templates", "back")
        self.title_line, self.meta_line = OneLine(SECTION), OneLine(META)
        self.try_button = secondary("Try with test data", "try")
        self.edit_button = primary("Edit", "edit")
        self.use_button = primary("Take into use", "tick")
        self.more_button = icon_button("more", "More: copy, save, go back")
        self.more = QMenu(self.more_button)
        self._why_no_use = why_not(session, Act.SETTINGS)
        self._why_no_work = why_not(session, Act.WORK)
        self._alone = False
        self._lay_out()
        self._connect()

    def opened(self) -> None:
        self.refresh()

    def refresh(self) -> None:
        """Read the list again; a template that is being typed in stays as it is."""
        shown = self.work.opened
        if shown is not None and self.work.is_unsaved():
            self._read_list(shown.key)
            return
        self._show(shown.key if shown is not None else "", self.said())

    def first_focus(self) -> QWidget | None:
        return (
            self.list.finder if self._left.isVisibleTo(self) else self.space.text.edit
        )

    def half_typed(self) -> str | None:
        """What stands in the draft, while it is not saved."""
        if self.work.opened is None or not self.work.is_unsaved():
            return None
        typed = self.work.typed()
        return json.dumps(
            {
                "key": self.work.opened.key,
                "letter": typed.letter,
                "title": typed.title,
                "requires": typed.requires,
                "note": typed.note,
            }
        )

    def restore_typing(self, text: str) -> None:
        kept = json.loads(text)
        self._show(str(kept["key"]), None)
        shown = self.work.opened
        if self.work.draft is None or shown is None or shown.key != kept["key"]:
            return  # it was taken into use or thrown away meanwhile
        self.work.write_over(
            Typed(
                letter=str(kept["letter"]),
                title=str(kept["title"]),
                requires=tuple(kept["requires"]),
                note=str(kept["note"]),
            )
        )

    def show_template(self, key: str) -> None:
        """Show one template by its key."""
        self._show(key, None)

    def on_width(self, width: int) -> None:
        self._arrange()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() is QEvent.Type.FontChange and hasattr(self, "work"):
            QTimer.singleShot(0, self, self._arrange)  # larger text needs more room

    def hideEvent(self, event: QHideEvent) -> None:
        self.work.save()
        super().hideEvent(event)

    @Slot(str)
    def _choose(self, key: str) -> None:
        if self.work.opened is not None and key == self.work.opened.key:
            return
        try:
            self.work.save_now()
        except IsteamError as error:
            self._tell(error)
            return
        self._show(key, None)

    @Slot(str, object)
    def _show(self, key: str, note: Note | None) -> None:
        if note is None or note is not self.said():
            self.say(note)
        try:
            shown = open_template(self._session, key or self._first_key())
            self.work.show_template(shown)
        except NotFound:
            shown = open_template(self._session, self._first_key())
            self.work.show_template(shown)
        except IsteamError as error:
            self._tell(error)
            return
        self._read_list(shown.key)
        self._show_head(shown)
        self.space.setCurrentIndex(0)

    def _read_list(self, key: str) -> None:
        self._rows = template_rows(self._session)
        self.list.set_rows(self._rows, key)

    def _first_key(self) -> str:
        if not self._rows:
            self._read_list("")
        return next(row.key for row in self._rows)

    @Slot()
    def _show_buttons(self) -> None:
        shown = self.work.opened
        drafting = shown is not None and shown.draft is not None
        self.edit_button.setVisible(not drafting)
        self.use_button.setVisible(drafting)
        allow(self.edit_button, self._why_no_work)
        allow(self.use_button, self._why_no_use or self.acts.why_not_used())
        allow(self.space.text.unlock_button, self._why_no_use)
        if shown is not None and not drafting:
            self.edit_button.set_words(f"Edit as version {shown.next_number}")
        elif shown is not None and shown.draft is not None:
            self.use_button.set_words(f"Take version {shown.draft.number} into use")

    def _show_head(self, shown: OpenTemplate) -> None:
        facts = shown.sheet().facts
        self.title_line.setText(facts.title)
        self.meta_line.setText(_meta(shown))
        self._show_buttons()
        self._fill_more(shown)
        if shown.newer and self.said() is None:
            self.say(
                Note(
                    INFO,
                    "The program now comes with a newer text of this template",
                    "Yours stays in use. Compare the two under Versions, and take over "
                    "what is new, or go back to the shipped text.",
                )
            )
        elif shown.in_use is None and shown.draft is None and self.said() is None:
            self.say(Note(WARN, "This template is out of use", ""))

    def _fill_more(self, shown: OpenTemplate) -> None:
        self.more.clear()
        add = self.more.addAction
        add("Copy as a template of our own…", self.acts.copy)
        number = shown.versions[0].number
        add(f"Save version {number} to a file…", partial(self.acts.save_file, number))
        add("Compare versions…", partial(self._compare, number))
        if shown.draft is not None:
            add("Throw the draft away…", self.acts.discard)
        if shown.shipped is None and shown.in_use is not None:
            stop = add("Take out of use…", self.acts.stop)
            stop.setEnabled(not self._why_no_use)
        elif shown.shipped is not None and shown.in_use != shown.shipped:
            back = add("Go back to the shipped text…", self.acts.shipped)
            back.setEnabled(not self._why_no_use)

    @Slot(int)
    def _compare(self, number: int) -> None:
        shown = self.work.opened
        if shown is None:
            return
        numbers = [version.number for version in shown.versions]
        older = [each for each in numbers if each < number]
        self.space.show_compare()
        self.space.compare.offer(numbers, older[0] if older else number, number)
        self.space.compare.before.focus_field()

    @Slot()
    def _show_text(self) -> None:
        self.space.setCurrentIndex(0)
        self.space.text.edit.setFocus()

    @Slot()
    def _try(self) -> None:
        self.space.show_part(FACTS)
        self.space.facts.sets.setFocus()

    @Slot(object)
    def _tell(self, error: IsteamError) -> None:
        if isinstance(error, ChangedMeanwhile):
            again = secondary("Read it again")
            again.clicked.connect(self._read_again)
            show_error(self, error, buttons=[again])
            return
        show_error(self, error)

    @Slot()
    def _read_again(self) -> None:
        if self.work.opened is not None:
            self._show(self.work.opened.key, None)

    @Slot()
    def _show_list(self) -> None:
        self._narrow.setCurrentIndex(0)
        self.list.list.setFocus()

    def _connect(self) -> None:
        self.list.chosen.connect(self._choose)
        self.list.list.itemActivated.connect(self._leave_list)
        self.list.list.itemClicked.connect(self._leave_list)
        self.list_button.clicked.connect(self._show_list)
        self.settings_button.clicked.connect(self.back)
        self.import_button.clicked.connect(self.acts.read_file)
        self.try_button.clicked.connect(self._try)
        self.edit_button.clicked.connect(self.acts.start)
        self.use_button.clicked.connect(self.acts.use)
        self.more_button.setMenu(self.more)
        self.space.text.unlock_wanted.connect(self.acts.unlock)
        self.space.versions.compare_wanted.connect(self._compare)
        self.space.versions.restore_wanted.connect(self.acts.restore)
        self.space.versions.export_wanted.connect(self.acts.save_file)
        self.space.compare.wanted.connect(self.work.compare)
        self.space.compare.closed.connect(self._show_text)
        self.work.changed.connect(self._show_buttons)
        self.work.failed.connect(self._tell)
        self.acts.failed.connect(self._tell)
        self.acts.done.connect(self._show)

    @Slot()
    def _leave_list(self) -> None:
        """Where it is narrow, go from the list to the template chosen."""
        if self._alone:
            self._narrow.setCurrentIndex(1)

    @Slot()
    def _arrange(self) -> None:
        room = (self.width() - 48) / text_scale()
        alone = room < _TWO
        wide = _LIST if room >= _WIDE else _NARROW_LIST
        self._alone = alone
        self.list_button.setVisible(alone)
        self.try_button.setVisible(not alone)  # its tab is beside it there
        if alone:
            self._left.setMinimumWidth(0)
            self._left.setMaximumWidth(16_777_215)
            if self._row.indexOf(self._left) >= 0:
                self._row.removeWidget(self._left)
                self._narrow.insertWidget(0, self._left)
                self._narrow.setCurrentIndex(1)
        else:
            if self._row.indexOf(self._left) < 0:
                self._narrow.removeWidget(self._left)
                self._row.insertWidget(0, self._left)
                self._left.show()
            self._left.setFixedWidth(round(wide * text_scale()))
        taken = 0 if alone else self._left.width() + GAP_CARD
        self.space.arrange(self.width() - 48 - taken, self.height() - 110)

    def _lay_out(self) -> None:
        self.header_left.addWidget(self.settings_button)
        self.header_buttons(self.import_button)
        self._left = Card(padding=8)
        self._left.body.addWidget(self.list)
        self._narrow = QStackedWidget()
        self._narrow.addWidget(self._detail())
        self._row = QHBoxLayout()
        self._row.setSpacing(GAP_CARD)
        self._row.addWidget(self._left)
        self._row.addWidget(self._narrow, 1)
        self.body.addLayout(self._row, 1)

    def _detail(self) -> QWidget:
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.title_line)
        words.addWidget(self.meta_line)
        head = QHBoxLayout()
        head.setSpacing(GAP)
        head.addWidget(self.list_button)
        head.addLayout(words, 1)
        for button in (
            self.more_button,
            self.try_button,
            self.edit_button,
            self.use_button,
        ):
            head.addWidget(button)
        detail = QWidget()
        column = QVBoxLayout(detail)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        column.addLayout(head)
        column.addWidget(self.space, 1)
        return detail


def _meta(shown: OpenTemplate) -> str:
    if shown.draft is not None:
        by = shown.draft.made_by
        return f"Version {shown.draft.number}, being written by {by}"
    if shown.in_use is None:
        return "Out of use"
    number = shown.in_use.version
    kept = next((v.kept for v in shown.versions if v.number == number), None)
    if kept is None or kept.used_from is None:
        return f"Version {number}, as it came with the program"
    return f"Version {number}, since {long_date(kept.used_from.date())}"
