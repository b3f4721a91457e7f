"""A third-party request: the form, and beside it what the request still needs."""

import json
from collections.abc import Iterator
from dataclasses import replace

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QApplication, QHBoxLayout, QVBoxLayout, QWidget

from isteam_app.domain.disclosure_needs import Need
from isteam_app.domain.disclosures import Disclosure, Told
from isteam_app.errors import ChangedMeanwhile, IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.disclosures import (
    disclosure,
    save_disclosure,
    what_it_needs,
)
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import icon_button, primary, quiet, secondary
from ui.common.cards import SidePanel, scrolled
from ui.common.checks import Check, CheckList
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.page import Page
from ui.common.speech import announce
from ui.common.status import DECISIONS, TOLD
from ui.common.tokens import GAP_CARD, GAP_ROW
from ui.disclosures.request_form import RequestForm
from ui.disclosures.typed import Typed
from ui.disclosures.words import KINDS

_GATE, _NARROW_GATE, _NARROW_PAGE = 292, 260, 1000
_ROUND = 48
"""Pixels kept in sight around a field one is led to: room for its refusal."""


class RequestPage(Page):
    """Record a request, decide it, and say what left."""

    saved = Signal(int)
    back = Signal()
    name = "request"

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__("", parent)
        self._session, self._background = session, background
        self._request: Disclosure | None = None
        self._saving: Disclosure | None = None
        self._base: Typed = {}
        self.form = RequestForm(lambda: session.today)
        self.gate = CheckList()
        self.panel = SidePanel("What this request needs", width=_GATE)
        self.lock_note = Note("danger", "The person must not be told", " ", icon="held")
        self.save = primary("Save the request")
        self.undo = quiet("Undo changes")
        self._lay_out()
        self.save.clicked.connect(self._save)
        self.undo.clicked.connect(self._undo)
        self.form.changed.connect(self._show_state)
        self.gate.jump.connect(self.go_to)
        self.start_new()

    def start_new(self) -> None:
        """Show an empty form for a request that has just come in."""
        self._show(None)

    def open(self, disclosure_id: int) -> None:
        """Show one request of the register.

        Raises NotFound when it is not there.
        """
        self._show(disclosure(self._session, disclosure_id))

    def refresh(self) -> None:
        """Read the request again, unless something is half typed."""
        if self.form.form.is_touched:
            return
        if self._request is None:
            self.start_new()
        else:
            self.open(self._request.id)

    def first_focus(self) -> QWidget | None:
        """The first thing that is missing, or the first field."""
        for need in self._needs():
            if not need.met and need.binding:
                return self.form.fields[need.field].input
        return self.form.organisation.input

    def half_typed(self) -> str | None:
        """What stands in the fields, while it is not saved."""
        if not self.form.form.is_touched:
            return None
        version = self._request.version if self._request else 0
        kept = {"version": version, "base": self._base, "typed": self.form.typed()}
        return json.dumps(kept)

    def restore_typing(self, text: str) -> None:
        kept = json.loads(text)
        self.form.put(kept["typed"])
        self._base = kept["base"]
        if self._request is not None:
            # What somebody saved meanwhile is noticed when this is saved.
            self._request = replace(self._request, version=kept["version"])
        self.form.form.is_touched = True
        self._show_state()

    def on_width(self, width: int) -> None:
        narrow = width < _NARROW_PAGE
        self.panel.setFixedWidth(_NARROW_GATE if narrow else _GATE)

    @Slot(str)
    def go_to(self, name: str) -> None:
        """Bring one field into sight and put the keyboard there."""
        field = self.form.fields[name]
        field.focus_field()
        self._area.ensureWidgetVisible(field, 0, _ROUND)

    @Slot()
    def _save(self) -> None:
        self.say(None)
        self.form.form.clear()
        try:
            request = self.form.request(self._request)
        except RuleBroken as error:
            self._refuse(error)
            return
        job = Job(_Saving(self._session, request))
        job.succeeded.connect(self._show_saved)
        job.failed.connect(self._refuse)
        job.finished.connect(self._end)
        self._saving = self._request
        self._set_working(True)
        self._background.start(job)

    @Slot(object)
    def _show_saved(self, request: Disclosure) -> None:
        if self._request is not self._saving:
            return  # another request was opened meanwhile; this one is safe
        self._show(request)
        self.saved.emit(request.id)
        self.say(Note("ok", f"{request.reference} is saved"))
        announce(self, f"{request.reference} is saved")

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        if isinstance(error, ChangedMeanwhile):
            reload_it = secondary("Reload", "refresh")
            reload_it.clicked.connect(self.take_newest)
            words = (
                "Nothing of yours was saved. Reload brings in the newest details and "
                "keeps what you typed."
            )
            self.say(Note("warn", error.title, words, buttons=(reload_it,)))
            announce(self, f"{error.title}. {words}")
        elif isinstance(error, RuleBroken) and self.form.form.show(error):
            self._area.ensureWidgetVisible(self.form.fields[error.field], 0, _ROUND)
        else:
            show_error(self, error)

    @Slot()
    def take_newest(self) -> None:
        """Bring in what somebody else saved; what was typed here stays typed."""
        if self._request is None:
            return
        typed, base = self.form.typed(), self._base
        mine = {name: text for name, text in typed.items() if base.get(name) != text}
        try:
            self.open(self._request.id)
        except IsteamError as error:
            show_error(self, error)
            return
        self.form.put(mine)
        self._show_state()
        self.say(Note("info", "The newest details are in", "What you typed is kept."))

    @Slot()
    def _undo(self) -> None:
        if self._request is None:
            self.start_new()
        else:
            self.open(self._request.id)

    def _show(self, request: Disclosure | None) -> None:
        self.say(None)
        self._request = request
        self.form.show_request(request)
        self._base = self.form.typed()
        self._area.verticalScrollBar().setValue(0)
        self._show_state()

    @Slot()
    def _show_state(self) -> None:
        so_far = self.form.so_far(self._request)
        self._show_header(so_far)
        hidden = so_far.told is Told.MUST_NOT
        self.lock_note.setVisible(hidden)
        if hidden:
            self.lock_note.set_text(
                "The person must not be told",
                so_far.told_reason or "Leave this request out of any answer to them.",
            )
        self.gate.set_checks([_check(need) for need in self._needs()])
        self.undo.setEnabled(self.form.form.is_touched)

    def _show_header(self, so_far: Disclosure) -> None:
        before = self._request
        if before is None:
            self.set_title("New third-party request")
            self.set_meta("")
            return
        self.set_title(before.organisation)
        way = "compelled" if before.compelled else "voluntary"
        self.set_meta(
            f"{before.reference}  \N{MIDDLE DOT}  {KINDS[before.kind]}, {way}",
            DECISIONS[so_far.decision],
            TOLD[so_far.told],
        )

    def _needs(self) -> Iterator[Need]:
        """What the rules ask for, and what the form alone knows to be missing."""
        so_far = self.form.so_far(self._request)
        first, *others = what_it_needs(so_far, self._session.today)
        yield first
        if self.form.kind.is_empty():
            yield _missing(
                "kind", "Kind of organisation", "Choose what kind of organisation asks."
            )
        if self.form.received.parsed() is None:
            yield _missing(
                "received", "Day it was received", "Enter the day it was received."
            )
        yield from others

    @Slot()
    def _end(self) -> None:
        self._set_working(False)
        focused = QApplication.focusWidget()
        first = self.first_focus()
        if self.isVisible() and first is not None and not _within(self, focused):
            first.setFocus()  # what had the keyboard could not be used meanwhile

    def _set_working(self, on: bool) -> None:
        self.save.setEnabled(not on)
        self.undo.setEnabled(not on and self.form.form.is_touched)
        self.form.setEnabled(not on)

    def _lay_out(self) -> None:
        leave = icon_button("back", "Back to the register")
        leave.clicked.connect(self.back)
        self.header_left.addWidget(leave)
        # Nothing may come between the header and the lock.
        self._outer.insertWidget(1, self.lock_note)
        self._area, inside = scrolled()
        column = QVBoxLayout(inside)
        column.setContentsMargins(0, 0, GAP_ROW, 0)
        column.addWidget(self.form)
        self.panel.body.addWidget(self.gate)
        row = QHBoxLayout()
        row.setSpacing(GAP_CARD)
        row.addWidget(self._area, 1)
        row.addWidget(self.panel)
        self.body.addLayout(row, 1)
        self.foot_buttons(self.undo, self.save)


def _within(page: QWidget, widget: QWidget | None) -> bool:
    return widget is not None and page.isAncestorOf(widget)


class _Saving:
    def __init__(self, session: Session, request: Disclosure) -> None:
        self._session, self._request = session, request

    def __call__(self, progress: Progress) -> Disclosure:
        return save_disclosure(self._session, self._request)


def _missing(field: str, words: str, rule: str) -> Need:
    return Need(field=field, words=words, rule=rule, met=False)


def _check(need: Need) -> Check:
    if need.met:
        return Check(need.field, "met", need.words)
    state = "missing" if need.binding or need.warns else "todo"
    return Check(need.field, state, need.words, need.rule, "Go")
