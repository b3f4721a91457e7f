"""One template under work: shown, typed in, saved, built and checked."""

from dataclasses import dataclass
from functools import partial

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from isteam_app.domain.envelopes import window_overlay
from isteam_app.domain.kept_templates import KeptTemplate
from isteam_app.errors import ChangedMeanwhile, IsteamError
from isteam_app.progress import Progress
from isteam_app.services.letter_editing import Field
from isteam_app.services.letters import Preview
from isteam_app.services.session import Session
from isteam_app.services.template_checks import Finding, met
from isteam_app.services.template_compare import compare_versions
from isteam_app.services.template_shelf import OpenTemplate
from isteam_app.services.template_texts import Sheet
from isteam_app.services.template_trial import (
    Facts,
    Trial,
    named_fields,
    open_trial,
    try_out,
    values_in_words,
)
from isteam_app.services.template_versions import Typed, save_version, typed_sheet
from ui.common.background import Background, Job
from ui.common.checks import Check
from ui.common.latest_build import LatestBuild
from ui.common.pdf_part import PdfPart
from ui.common.speech import announce
from ui.templates.check_lines import check_lines, count_words, finding_of
from ui.templates.template_space import FACTS, RULES, TEXT, TemplateSpace

PAUSE_MS = 1500


@dataclass(frozen=True, slots=True, kw_only=True)
class Tried:
    """A template as typed, tried out: its pages, what is wrong, and what it names."""

    key: str
    sheet: Sheet
    preview: Preview
    found: tuple[Finding, ...]
    met: tuple[str, ...]
    fields: tuple[Field, ...]


class TemplateWork(QObject):
    """Fills the space with a template and keeps its draft while one types.

    `changed` is emitted when what can be done with the template may have changed.
    """

    saved = Signal(object)  # the KeptTemplate
    failed = Signal(object)  # an IsteamError
    changed = Signal()

    def __init__(
        self,
        session: Session,
        background: Background,
        space: TemplateSpace,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self.space = space
        self.opened: OpenTemplate | None = None
        self.found: tuple[Finding, ...] = ()
        self._lines: tuple[Check, ...] = ()
        self._trial: Trial | None = None
        self._draft: KeptTemplate | None = None
        self._refused = self._saving = False
        self.build = LatestBuild(background, self)
        self._pause = _timer(self, PAUSE_MS, self.save)
        self._soon = _timer(self, 0, self._look_again)
        self._connect()

    @property
    def draft(self) -> KeptTemplate | None:
        """The draft as it was last saved."""
        return self._draft

    def show_template(self, opened: OpenTemplate) -> None:
        """Show another template, or the same as it stands now."""
        self.opened, self._draft = opened, opened.draft
        self._refused = False
        self._pause.stop()
        self._trial = open_trial(self._session)
        sheet = opened.sheet()
        editable = opened.draft is not None
        text = self.space.text
        text.edit.guard(locked=False)
        text.edit.set_text(sheet.letter)
        text.set_editable(on=editable)
        self._guard(sheet.letter, editable=editable)
        text.set_words(sheet.letter)
        text.state.setText(
            "Draft saved"
            if editable
            else "Nothing here can be changed: start a new version"
        )
        fixed = opened.base.requires if opened.base is not None else ()
        note = opened.draft.note if opened.draft is not None else ""
        self.space.rules.show_template(sheet.facts, note, fixed, editable=editable)
        self.space.versions.show_versions(opened.versions, can_restore=not editable)
        self.space.pdf.set_window(None)
        self._look_again()

    def let_go(self) -> None:
        """Keep and build nothing more."""
        self.save()
        self.opened = self._draft = None
        self.build.stop()

    def typed(self) -> Typed:
        """What stands in the text and the rules."""
        rules = self.space.rules
        return Typed(
            letter=self.space.text.edit.text(),
            title=rules.title.value(),
            requires=rules.requires(),
            note=rules.note.value(),
        )

    def write_over(self, typed: Typed) -> None:
        """Put what was half typed back, as if it had just been typed."""
        self.space.text.edit.guard(locked=False)
        self.space.text.edit.set_text(typed.letter)
        self._guard(typed.letter, editable=True)
        self.space.rules.title.set_value(typed.title)
        self.space.rules.note.set_value(typed.note)
        self.space.rules.show_required(typed.requires)
        self._note_edit()

    def sheet(self) -> Sheet | None:
        """What is typed, or what is in use."""
        if self.opened is None:
            return None
        if self._draft is None:
            return self.opened.sheet()
        try:
            return typed_sheet(self._draft, self.typed())
        except IsteamError:
            return None

    def is_unsaved(self) -> bool:
        """Whether more has been typed than is saved."""
        sheet = self.sheet()
        if self._draft is None or sheet is None:
            return self._draft is not None
        return (sheet.text, self.typed().note) != (self._draft.text, self._draft.note)

    @Slot()
    def save(self) -> None:
        """Keep the draft as typed, if it is not kept already."""
        self._pause.stop()
        draft = self._draft
        if draft is None or self._saving or self._refused or not self.is_unsaved():
            return
        job = Job(partial(_save, self._session, draft, self.typed()))
        job.succeeded.connect(self._note_saved)
        job.failed.connect(self._note_failure)
        job.finished.connect(self._end_saving)
        self._saving = True
        self._background.start(job)

    def save_now(self) -> KeptTemplate | None:
        """Keep the draft at once, before something is done with it."""
        self._pause.stop()
        if self._draft is not None and self.is_unsaved():
            self._draft = save_version(self._session, self._draft, self.typed())
        return self._draft

    @Slot(str)
    def go(self, key: str) -> None:
        """Lead to where a check is met."""
        finding = finding_of(key, self.found)
        if finding is None:
            return
        if finding.rule == "facts" and finding.where:
            self.space.show_part(RULES)
            self.space.rules.add.setFocus()
            return
        if finding.rule == "test-data":
            self.space.show_part(FACTS)
            self.space.facts.show_field(finding.where)
            return
        self.space.show_part(TEXT)
        edit = self.space.text.edit
        where = finding.where
        there = where and (
            edit.show_locked(where)
            or edit.show_paragraph(where)
            or edit.show_field(where)
            or edit.show_words(where)
        )
        if not there and not (finding.line and edit.show_line(finding.line)):
            edit.setFocus()

    @Slot(int, int)
    def compare(self, before: int, after: int) -> None:
        """Show what two versions say differently."""
        if self.opened is None:
            return
        try:
            self.save_now()
            lines = compare_versions(self._session, self.opened.key, before, after)
        except IsteamError as error:
            self.failed.emit(error)
            return
        self.space.compare.show_lines(lines)

    @property
    def _unlocked(self) -> bool:
        return self._draft is not None and bool(self._draft.unlocked_why)

    def _guard(self, letter: str, *, editable: bool) -> None:
        self.space.text.set_locked(
            locked=editable and not self._unlocked,
            has_any=editable and "[[locked " in letter,
        )

    def _connect(self) -> None:
        self.space.text.edit.edited.connect(self._note_edit)
        self.space.text.edit.refused.connect(self._tell_locked)
        self.space.rules.edited.connect(self._note_edit)
        self.space.facts.edited.connect(self._soon.start)
        self.space.checks.jump.connect(self.go)
        self.build.built.connect(self._show_tried)
        self.build.failed.connect(self.failed)

    @Slot()
    def _note_edit(self) -> None:
        if self._draft is None:
            return
        unsaved = self.is_unsaved()
        self.space.text.state.setText("Not saved yet" if unsaved else "Draft saved")
        self._pause.start()
        self._soon.start()

    @Slot()
    def _look_again(self) -> None:
        """Check what is typed and build its exact PDF, while one types on."""
        sheet, trial = self.sheet(), self._trial
        if sheet is None or trial is None or self.opened is None:
            self.changed.emit()
            return
        self.space.text.set_words(sheet.letter)
        facts = self.space.facts
        self.build.ask_for(
            partial(_tried, self.opened, trial, sheet, facts.facts(), facts.typed())
        )

    @Slot(object)
    def _show_tried(self, tried: Tried) -> None:
        if self.opened is None or self.opened.key != tried.key or self._trial is None:
            return
        facts = self.space.facts
        facts.ask_for(tried.fields, partial(_values, self._trial, tried.sheet))
        self.space.text.edit.set_values(facts.values())
        _show_pdf(self.space.pdf, self._trial, tried.preview)
        self.found = tried.found
        self._show_checks(tried)
        self.changed.emit()

    def _show_checks(self, tried: Tried) -> None:
        lines = check_lines(tried.found, tried.met, tried.preview.pages)
        if lines == self._lines:
            return
        self._lines = lines
        words = count_words(tried.found)
        self.space.checks.set_checks(lines)
        self.space.checks.setAccessibleDescription(words)
        self.space.set_count(str(len(tried.found)) if tried.found else "")
        announce(self.space.checks, words or "Everything is met")

    @Slot()
    def _tell_locked(self) -> None:
        words = "That wording is locked"
        self.space.text.state.setText(words)
        announce(self.space.text.edit, words)

    @Slot(object)
    def _note_saved(self, kept: KeptTemplate) -> None:
        if self._draft is None or kept.id != self._draft.id:
            return
        self._draft = kept
        if not self.is_unsaved():
            self.space.text.state.setText(f"Draft saved {self._session.now():%H:%M}")
        self.saved.emit(kept)

    @Slot(object)
    def _note_failure(self, error: IsteamError) -> None:
        self._refused = isinstance(error, ChangedMeanwhile)
        self.failed.emit(error)

    @Slot()
    def _end_saving(self) -> None:
        self._saving = False
        if self._draft is not None and self.is_unsaved() and not self._refused:
            self._pause.start()


def _show_pdf(part: PdfPart, trial: Trial, preview: Preview) -> None:
    part.set_window(window_overlay(trial.envelope))
    if preview.pdf:
        pages = "1 page" if preview.pages == 1 else f"{preview.pages} pages"
        part.show_pdf(preview.pdf, pages)
    else:
        part.keep_last()


def _tried(
    opened: OpenTemplate,
    trial: Trial,
    sheet: Sheet,
    facts: Facts,
    typed: dict[str, str],
) -> Tried:
    found = opened.findings(sheet)
    return Tried(
        key=opened.key,
        sheet=sheet,
        preview=try_out(trial, sheet, facts, typed),
        found=found,
        met=met(sheet, found),
        fields=named_fields(sheet),
    )


def _values(trial: Trial, sheet: Sheet, facts: Facts) -> dict[str, str]:
    return values_in_words(trial, facts, sheet)


def _save(
    session: Session, draft: KeptTemplate, typed: Typed, _progress: Progress
) -> KeptTemplate:
    return save_version(session, draft, typed)


def _timer(parent: QObject, wait: int, act: object) -> QTimer:
    timer = QTimer(parent)
    timer.setSingleShot(True)
    timer.setInterval(wait)
    timer.timeout.connect(act)
    return timer
