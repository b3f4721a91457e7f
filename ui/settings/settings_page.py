"""What the company may change without a developer, and how this computer looks."""

import json
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import (
    QApplication,
    QHBoxLayout,
    QScrollArea,
    QStackedWidget,
    QWidget,
)

from isteam_app.domain.rights import Act
from isteam_app.domain.settings import Settings
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.coming_settings import DATED, only, save_from
from isteam_app.services.look_only import why_nothing_changes
from isteam_app.services.refreshing import Refreshed
from isteam_app.services.rights import why_not
from isteam_app.services.session import Session
from isteam_app.services.settings import check_settings, save_settings
from ui.common.background import Background, Job
from ui.common.buttons import primary, quiet
from ui.common.cards import scrolled
from ui.common.foot_row import allow
from ui.common.forms import Form
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.page import Page
from ui.common.printing import Printing
from ui.common.progress_panel import ProgressPanel
from ui.common.tokens import GAP_CARD, MARGIN
from ui.settings.audit_section import AuditSection
from ui.settings.backup_section import BackupSection
from ui.settings.coming_part import ComingPart
from ui.settings.keys_section import KeysSection
from ui.settings.letter_section import LetterSection, SignatorySection
from ui.settings.local_sections import AboutSection, AppearanceSection
from ui.settings.moved_part import MovedPart
from ui.settings.remember_part import RememberPart
from ui.settings.request_section import RequestSection
from ui.settings.section import Section, put_text, text_of
from ui.settings.section_list import SectionList
from ui.settings.sections import (
    OrganisationSection,
    RegulatorSection,
    ResponseSection,
    SecuritySection,
)
from ui.settings.team_section import TeamSection
from ui.settings.templates_section import TemplatesSection
from ui.settings.work_sections import (
    ApprovalSection,
    CalendarSection,
    PostSection,
    SearchSection,
    TargetSection,
)

_WIDEST = 640
_WAITS = (
    "What was given a later day waits under “To come” in its section. Everything else "
    "holds from today."
)
_NOTHING_TYPED = "Nothing was changed since the settings were saved."


class SettingsPage(Page):
    """Sections at the left, one card at a time at the right, Save at the foot."""

    theme_chosen = Signal(str)
    text_chosen = Signal(float)
    saved = Signal()
    case_opened = Signal(int)
    lock_wanted = Signal()
    open_wanted = Signal(object)  # the Path of a vault just restored
    backed_up = Signal()
    audit_wanted = Signal()
    templates_wanted = Signal()

    name = "settings"

    def __init__(
        self,
        session: Session,
        background: Background,
        *,
        theme_choice: str = "system",
        remember: RememberPart | None = None,
        printing: Printing | None = None,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__("Settings", parent)
        self._session, self._background = session, background
        self._settings = session.settings()
        self._pressed: QWidget | None = None
        self._waits = False
        self._fell_to: QWidget | None = None
        self.appearance = AppearanceSection(theme_choice)
        self.about = AboutSection(session, background)
        self.backups = BackupSection(session, background)
        self._kept = (*_kept_sections(session, background), self.backups)
        self.coming = {key: ComingPart(session, key) for key in DATED}
        for part in self._kept:
            if part.key in self.coming:
                later = self.coming[part.key]
                part.add(**{later.name: later.field})
                part.card.body.addWidget(later)
                later.failed.connect(self._refuse)
        self.team = TeamSection(session, background)
        self.remember = remember or RememberPart(session, background)
        self.keys = KeysSection(session, background, printing)
        self.audit = AuditSection(session)
        self.templates = TemplatesSection(session)
        self._at_once = (
            self.templates,
            self.team,
            self.keys,
            self.remember,
            self.audit,
            self.appearance,
            self.about,
        )
        self._sections = (*self._kept, *self._at_once)
        self.form = Form(
            {name: field for part in self._kept for name, field in part.fields.items()},
            self,
        )
        self.list = SectionList([(s.key, s.word, s.icon) for s in self._sections])
        self._list_area = _down_only(self.list)
        self._stack = QStackedWidget()
        self._progress = ProgressPanel()
        self.moved = MovedPart()
        self.save = primary("Save the settings")
        self.undo = quiet("Undo changes")
        self._no_change = why_not(session, Act.SETTINGS)
        allow(self.save, self._no_change)
        self._lay_out()
        self.list.chosen.connect(self.show_section)
        self.save.clicked.connect(self._save)
        self.undo.clicked.connect(self._undo)
        self.form.changed.connect(self._show_state)
        self.moved.case_opened.connect(self.case_opened)
        self.moved.closed.connect(self._close_moved)
        self.team.renamed_self.connect(self.lock_wanted)
        self.backups.open_wanted.connect(self.open_wanted)
        self.backups.backed_up.connect(self.backed_up)
        self.audit.wanted.connect(self.audit_wanted)
        self.templates.wanted.connect(self.templates_wanted)
        self.appearance.theme_chosen.connect(self.theme_chosen)
        self.appearance.text_chosen.connect(self.text_chosen)
        self._fill(self._settings)
        self.show_section("organisation")

    def refresh(self) -> None:
        """Read the settings again, unless something is half typed."""
        self.audit.reload()
        self.templates.reload()
        for later in self.coming.values():
            later.reload()
        if not self.form.is_touched:
            self._fill(self._session.settings())

    def first_focus(self) -> QWidget | None:
        return self.list.buttons[self.list.current()]

    def half_typed(self) -> str | None:
        """What stands in the fields, while it is not saved."""
        if not self.form.is_touched:
            return None
        texts = {part.key: text_of(part.fields) for part in self._kept}
        return json.dumps({"section": self.list.current(), "texts": texts})

    def restore_typing(self, text: str) -> None:
        kept = json.loads(text)
        for part in self._kept:
            put_text(part.fields, kept["texts"].get(part.key, {}))
        self.show_section(kept["section"])

    def show_part(self, key: str) -> None:
        """Show the section that quick find leads to."""
        self.show_section(key)

    @Slot(str)
    def show_section(self, key: str) -> None:
        """Show one section."""
        for place, part in enumerate(self._sections):
            if part.key == key:
                self.list.set_current(key)
                self._list_area.ensureWidgetVisible(self.list.buttons[key])
                self._stack.setCurrentIndex(place)
        local = key in [part.key for part in self._at_once]
        self.save.setHidden(local)
        self.undo.setHidden(local)
        if self._no_change and not why_nothing_changes(self._session):
            self.say(None if local else Note("info", self._no_change))

    @Slot()
    def _save(self) -> None:
        self.say(None)
        self.form.clear()
        try:
            saving = self._wanted()
        except RuleBroken as error:
            self._refuse(error)
            return
        job = Job(saving)
        job.progressed.connect(self._progress.set_count)
        job.succeeded.connect(self._show_saved)
        job.failed.connect(self._refuse)
        job.cancelled.connect(self._tell_stopped)
        job.finished.connect(self._end)
        self._progress.cancelled.connect(job.cancel)
        self._pressed = QApplication.focusWidget()
        self._set_working(True)
        self._fell_to = QApplication.focusWidget()
        self._progress.begin(
            "Saving, and counting open cases again",
            "Cancel leaves the settings and every case as they are",
        )
        self._background.start(job)

    def _taken(self) -> Settings:
        taken = self._session.settings()
        for part in self._kept:
            taken = part.taken(taken)
        return taken

    def _wanted(self) -> "_Saving":
        """What is to be saved: from today, and what has a day of its own from then."""
        wanted = self._taken()
        now = self._session.settings()
        today, later = wanted, []
        for key, part in self.coming.items():
            on = _day_of(part)
            if on is not None:
                today = only(today, key, now)
                later.append((key, on, wanted))
        self._waits = bool(later)
        return _Saving(self._session, today, tuple(later))

    @Slot(object)
    def _show_saved(self, done: Refreshed) -> None:
        self._set_working(False)  # what is disabled takes no focus
        self.form.forget_touch()
        self._fill(self._session.settings())
        if done.cases:
            self.moved.show_moved(done)
            self._stack.setCurrentWidget(self.moved)
            self.moved.table.setFocus()
        waits = _WAITS if self._waits else ""
        self.say(Note("ok", "The settings are saved", waits or _became(done)))
        self.saved.emit()

    @Slot()
    def _close_moved(self) -> None:
        self.show_section(self.list.current())

    @Slot()
    def _tell_stopped(self) -> None:
        self.say(
            Note("info", "Stopped", "The settings and every case are as they were.")
        )

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        self._set_working(False)
        if isinstance(error, RuleBroken):
            for part in self._kept:
                if error.field in part.fields:
                    self.show_section(part.key)
                    self.form.show(error)
                    return
        show_error(self, error)

    @Slot()
    def _end(self) -> None:
        self._progress.finish()
        self._set_working(False)
        pressed, self._pressed = self._pressed, None
        if pressed is not None and QApplication.focusWidget() is self._fell_to:
            pressed.setFocus()  # it was disabled meanwhile

    @Slot()
    def _undo(self) -> None:
        self.form.clear()
        self._fill(self._session.settings())

    def _fill(self, settings: Settings) -> None:
        for part in self._kept:
            part.show_settings(settings)
        for later in self.coming.values():
            later.field.set_value("")
            later.reload()
        self.form.forget_touch()
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        allow(self.undo, "" if self.form.is_touched else _NOTHING_TYPED)

    def _set_working(self, on: bool) -> None:
        allow(self.save, self._no_change)
        self.save.setEnabled(not on and not self._no_change)
        self._show_state()
        if on:
            self.undo.setEnabled(False)
        self._stack.setEnabled(not on)

    def _lay_out(self) -> None:
        for part in self._sections:
            self._stack.addWidget(_in_scroll(part))
        self._stack.addWidget(self.moved)
        row = QHBoxLayout()
        row.setSpacing(MARGIN)
        row.addWidget(self._list_area)
        row.addWidget(self._stack, 1)
        self.body.addLayout(row, 1)
        self.body.addWidget(self._progress)
        self.foot_buttons(self.undo, self.save)


def _became(done: Refreshed) -> str:
    """Say what became of the open cases."""
    if not done.looked_at:
        return "They hold from today."
    if not done.moved:
        return f"All {done.looked_at:,} open cases keep their dates."
    moved = "1 open case has" if done.moved == 1 else f"{done.moved:,} open cases have"
    return f"{moved} new dates. Closed cases stay as they were."


def _day_of(part: ComingPart) -> date | None:
    """The day of a section. Raises RuleBroken, for its field, for what is no date."""
    try:
        return part.day()
    except RuleBroken as error:
        error.field = part.name
        raise


class _Saving:
    def __init__(
        self,
        session: Session,
        settings: Settings,
        later: tuple[tuple[str, date, Settings], ...],
    ) -> None:
        self._session, self._settings, self._later = session, settings, later

    def __call__(self, progress: Progress) -> Refreshed:
        check_settings(self._settings)
        for key, on, then in self._later:
            try:
                save_from(self._session, key, then, on)
            except RuleBroken as error:
                if error.field == "from":
                    error.field = f"{key}_from"
                raise
        return save_settings(self._session, self._settings, progress)


def _kept_sections(session: Session, background: Background) -> tuple[Section, ...]:
    return (
        OrganisationSection(),
        RegulatorSection(),
        SignatorySection(session, background),
        ResponseSection(),
        TargetSection(),
        CalendarSection(lambda: session.today),
        PostSection(),
        SearchSection(),
        ApprovalSection(),
        RequestSection(),
        LetterSection(session, background),
        SecuritySection(),
    )


def _down_only(inside: SectionList) -> QScrollArea:
    """The list of sections, scrolling down where the window is low."""
    area, holder = scrolled()
    column = QHBoxLayout(holder)
    column.setContentsMargins(0, 0, 0, 0)
    column.addWidget(inside)
    bar = area.verticalScrollBar().sizeHint().width()
    area.setFixedWidth(inside.sizeHint().width() + bar)
    return area


def _in_scroll(part: Section) -> QWidget:
    """The section at a width that can be read, scrolling where it is high."""
    area, inside = scrolled()
    part.setMaximumWidth(_WIDEST)
    row = QHBoxLayout(inside)
    row.setContentsMargins(0, 0, GAP_CARD, 0)
    row.addWidget(part, 1000)
    row.addStretch(1)
    return area
