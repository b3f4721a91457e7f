"""The audit trail: read, narrowed, checked, exported, sealed and compared."""

from datetime import date
from functools import partial
from pathlib import Path

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from isteam_app.domain.listing import Cursor, Page
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.audit_trail import (
    TrailFilter,
    TrailLine,
    count_trail,
    export_trail,
    list_trail,
    reason_of,
    trail_head,
    trail_reader,
)
from isteam_app.services.session import Session
from isteam_app.services.trail_checks import (
    TrailHealth,
    accept,
    check_trail,
    doubt,
    last_checked,
)
from ui.audit.compare_panel import ComparePanel
from ui.audit.entry_panel import EntryPanel
from ui.audit.filter_row import FilterRow
from ui.audit.seal_panel import SealPanel, choose_file
from ui.audit.words import checked_words, columns, count_words, day_of
from ui.common.background import Background, Job
from ui.common.buttons import primary, secondary
from ui.common.cards import Card
from ui.common.dialogs import ask_reason
from ui.common.empty_state import EmptyState
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.page import Page as Screen
from ui.common.paged_model import PagedModel
from ui.common.paper_ways import Chooser, MakePrinting, choose_place
from ui.common.progress_panel import ProgressPanel
from ui.common.speech import announce
from ui.common.table import Table
from ui.common.table_footer import TableArea, TableFooter
from ui.common.tokens import GAP_CARD

_NONE_YET = ("Nothing of yours yet", "What you do from now on stands here.")
_NONE_FITS = ("No entry fits", "Take a word out, or let a filter go.")
_STRANGE = (
    "Every entry is as it was written, but these backups end in a trail that this one "
    "does not continue. Another copy of the vault made them, or the trail was written "
    "anew since"
)
_KEEP = (
    "Nothing was changed now. Keep this vault as it is, and compare with a backup or a "
    "printed seal."
)
_ACCEPT = (
    "The doubt is not said any more when the vault is opened. What was noted before, "
    "and your reason, stay in the trail."
)


choose_csv: Chooser = partial(choose_place, "Save the audit trail", "csv")


class AuditPage(Screen):
    """Find an entry, see all of it, and see that none was changed."""

    case_opened = Signal(int)
    letter_opened = Signal(int)
    request_opened = Signal(int)
    person_opened = Signal(int)
    name = "audit"

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        printing: MakePrinting | None = None,
        chooser: Chooser = choose_file,
        choose_csv: Chooser = choose_csv,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Audit trail", parent)
        self._session, self._background = session, background
        self._choose_csv = choose_csv
        self._wanted = TrailFilter()
        self._job: Job | None = None
        self._pressed: QWidget | None = None
        self.filters = FilterRow(self._today)
        self.filters.changed.connect(self._narrow)
        self.seal_panel = SealPanel(session, background, printing, chooser)
        self.compare_panel = ComparePanel(session, background)
        self.progress = ProgressPanel()
        self._build_header_buttons()
        for panel in (self.seal_panel, self.compare_panel):
            panel.left.connect(self._focus_list)
            self.body.addWidget(panel)
        self.compare_panel.said.connect(self._say)
        self.seal_panel.went_out.connect(self.refresh)
        self.body.addWidget(self.progress)
        self.progress.cancelled.connect(self._stop)
        self.body.addWidget(self.filters)
        self.body.addLayout(self._build_table(), 1)
        self._show_rights()
        self._narrow()
        self._tell_doubt()

    def refresh(self) -> None:
        """Read the trail again; the chosen entry stays chosen."""
        self._show_rights()
        self._reload(keep=True)

    def first_focus(self) -> QWidget | None:
        return self.table if self._model.rows() else self.filters.who.input

    def half_typed(self) -> str | None:
        return None  # a filter is looked through, not written

    def restore_typing(self, text: str) -> None:
        """Nothing is typed here that has to be kept."""

    def on_width(self, width: int) -> None:
        self.entry.setVisible(width >= 900)

    @Slot()
    def check(self) -> None:
        """Check all of it, on the worker."""
        if self._job is not None:
            return
        job = Job(partial(_checked, self._session))
        job.succeeded.connect(self._show_health)
        job.cancelled.connect(self._tell_stopped)
        self._start(job, "Checking every entry", "Cancel changes nothing")

    @Slot(str)
    def write_to(self, file: str) -> None:
        """Write the entries that the filter leaves to a file, on the worker."""
        if self._job is not None:
            return
        path = Path(file)
        job = Job(partial(_exported, self._session, self._wanted, path))
        job.succeeded.connect(partial(self._tell_written, path.name))
        job.cancelled.connect(self._tell_stopped)
        self._start(job, "Writing the trail", "Cancel leaves no file")

    def _start(self, job: Job, title: str, promise: str) -> None:
        job.progressed.connect(self.progress.set_count)
        job.failed.connect(self._refuse)
        job.finished.connect(self._end)
        self._job = job
        self._pressed = self.focusWidget()
        self.say(None)
        self.progress.begin(title, promise)
        self._show_rights()
        self._background.start(job)

    @Slot(object)
    def _show_health(self, found: TrailHealth) -> None:
        if found.whole and found.strange_backups:
            self._say(Note("warn", _STRANGE, ", ".join(found.strange_backups)))
            return
        if found.whole:
            checked = found.verdict.checked
            all_of_them = f"All {checked:,} entries" if checked else "All entries"
            self._say(
                Note(
                    "ok",
                    f"{all_of_them} are as they were written",
                    "None was changed, removed, moved or put in later, and the trail "
                    "goes on from where it ended when the vault was last locked.",
                )
            )
            return
        may_accept = found.against_note and found.verdict.whole
        buttons = self._accept_buttons() if may_accept else ()
        self._say(
            Note(
                "danger",
                "The audit trail was tampered with, or an older copy was put back",
                f"{' '.join(found.faults)} {_KEEP}",
                buttons=buttons,
            )
        )

    def _accept_buttons(self) -> tuple[QPushButton, ...]:
        if self._not_accept:
            return ()
        button = secondary("Accept the shorter trail")
        button.clicked.connect(self._ask_why)
        return (button,)

    def _tell_doubt(self) -> None:
        """Say what was said on opening, where something can be done about it."""
        said = doubt(self._session)
        if said:
            title = "The audit trail does not go on from where it once ended"
            buttons = self._accept_buttons()
            self.say(Note("danger", title, f"{said} {_KEEP}", buttons=buttons))

    @Slot()
    def _ask_why(self) -> None:
        ask_reason(
            self,
            "Accept the shorter trail?",
            _ACCEPT,
            act="Accept it",
            then=self._accept,
            takes_away=False,
        )

    def _accept(self, reason: str) -> None:
        try:
            accept(self._session, reason)
        except IsteamError as error:
            show_error(self, error)
            return
        self._say(Note("ok", "The trail as it stands is accepted", "It goes on here."))
        self.refresh()

    def _tell_written(self, name: str, count: int) -> None:
        entries = count_words(count)
        self._say(
            Note(
                "ok",
                f"{entries[0].upper()}{entries[1:]} written to {name}",
                "Noted in the audit trail. The file is not encrypted.",
            )
        )
        self.refresh()

    @Slot()
    def _tell_stopped(self) -> None:
        self._say(Note("info", "Stopped", "Nothing was changed, and no file was left."))

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        show_error(self, error)

    @Slot()
    def _end(self) -> None:
        self._job = None
        self.progress.finish()
        self.refresh()
        pressed, self._pressed = self._pressed, None
        if pressed in (self.check_all, self.export):  # it was disabled meanwhile
            pressed.setFocus()

    @Slot()
    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _begin_seal(self) -> None:
        self._say(None)  # what was said before takes room from the list
        self.seal_panel.begin()

    @Slot()
    def _ask_where(self) -> None:
        name = f"audit trail {self._session.today:%Y-%m-%d}.csv"
        self._choose_csv(self, name, self.write_to)

    def _read(self, cursor: Cursor | None, limit: int) -> Page[TrailLine]:
        return list_trail(self._session, self._wanted, cursor, limit)

    @Slot()
    def _narrow(self) -> None:
        try:
            wanted = self.filters.value()
            count_trail(self._session, wanted)  # refuses before anything is shown
        except RuleBroken as error:
            self.filters.form.show(error)
            return
        self._wanted = wanted
        self._reload(keep=False)

    def _reload(self, *, keep: bool) -> None:
        if keep:
            self.table.reload()
        else:
            self._model.reload()
            self.table.scrollToTop()
        everything = self._wanted == TrailFilter()
        count = count_trail(self._session, self._wanted)
        self.footer.set_text(count_words(count), "Newest first")
        self.empty.set_words(*(_NONE_YET if everything else _NONE_FITS))
        self.empty.set_button("" if everything else "Show all entries")
        self.area.refresh()
        if self.table.selected() is None:
            self.table.select_first()
        self._show_entry()

    @Slot()
    def _show_all(self) -> None:
        self.filters.clear()
        self.table.setFocus()

    @Slot()
    def _show_entry(self) -> None:
        line = self.table.selected()
        known = isinstance(line, TrailLine)
        reason = reason_of(self._session, line.id) if known else ""
        self.entry.show_entry(line if known else None, reason)

    @Slot(object)
    def _open_first(self, line: TrailLine) -> None:
        """Enter on an entry opens the first record that has a page."""
        for record in line.records:
            if record.opens:
                self._open_record(record.opens, record.id)
                return

    @Slot(str, int)
    def _open_record(self, noun: str, record_id: int) -> None:
        ways = {
            "case": self.case_opened,
            "letter": self.letter_opened,
            "disclosure": self.request_opened,
            "person": self.person_opened,
        }
        ways[noun].emit(record_id)

    @Slot()
    def _focus_list(self) -> None:
        self.table.setFocus()

    @Slot(object)
    def _say(self, note: Note | None) -> None:
        self.say(note)
        if note is not None:
            announce(self, note.title.text())

    def _show_rights(self) -> None:
        """Offer what the reader may do; the rest is disabled and says why."""
        rights = trail_reader(self._session)
        self._not_accept = rights.not_accept
        self.filters.offer(rights.names, rights.not_all)
        for button in (self.export, self.compare, self.seal, self.check_all):
            why_not = rights.not_seal if button is self.seal else rights.not_all
            button.setEnabled(not why_not and self._job is None)
            button.setToolTip(why_not)
            button.setAccessibleDescription(why_not)
        if rights.not_all:
            self.set_summary(rights.not_all)
            return
        head = trail_head(self._session)
        checked = checked_words(last_checked(self._session))
        self.set_summary(f"{count_words(head.count).capitalize()}. {checked}")

    def _build_header_buttons(self) -> None:
        self.export = secondary("Export", "export")
        self.compare = secondary("Compare with a printed seal", "tick")
        self.seal = secondary("Print a seal", "print")
        self.check_all = primary("Check all of it", "checking")
        self.export.clicked.connect(self._ask_where)
        self.compare.clicked.connect(self.compare_panel.begin)
        self.seal.clicked.connect(self._begin_seal)
        self.check_all.clicked.connect(self.check)
        self.header_buttons(self.export, self.compare, self.seal, self.check_all)

    def _build_table(self) -> QHBoxLayout:
        self._model: PagedModel[TrailLine] = PagedModel(
            columns(),
            self._read,
            group=day_of(self._today),
            key=lambda line: line.id,
        )
        self.table = Table(self._model, name="Audit trail")
        self.table.opened.connect(self._open_first)
        self.table.selection_moved.connect(self._show_entry)
        self.footer = TableFooter()
        self.empty = EmptyState("registers", *_NONE_FITS)
        self.empty.acted.connect(self._show_all)
        self.area = TableArea(self.table, self.empty, self.footer)
        card = Card(padding=0)
        card.body.addWidget(self.area, 1)
        self.entry = EntryPanel()
        self.entry.record_opened.connect(self._open_record)
        row = QHBoxLayout()
        row.setSpacing(GAP_CARD)
        row.addWidget(card, 1)
        row.addWidget(self.entry)
        return row

    def _today(self) -> date:
        return self._session.today


def _checked(session: Session, progress: Progress) -> TrailHealth:
    return check_trail(session, progress)


def _exported(
    session: Session, wanted: TrailFilter, path: Path, progress: Progress
) -> int:
    return export_trail(session, wanted, path, progress)
