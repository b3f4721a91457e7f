"""One third-party request: the form, and beside it what the request still needs."""

import json
from dataclasses import replace
from datetime import date

from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QHBoxLayout, QWidget

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosure_needs import Need
from isteam_app.domain.disclosures import Disclosure, RequesterKind, Told
from isteam_app.errors import ChangedMeanwhile, IsteamError, RuleBroken
from isteam_app.progress import Progress
from isteam_app.services.disclosures import disclosure, save_disclosure, what_it_needs
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.buttons import primary, quiet, secondary
from ui.common.cards import SidePanel, scrolled
from ui.common.checks import Check, CheckList
from ui.common.messages import show_error
from ui.common.notes import Note
from ui.common.page import Page
from ui.common.status import DECISIONS
from ui.common.tokens import GAP_CARD
from ui.disclosures.request_form import RequestForm
from ui.disclosures.words import KINDS

_HELD = "held"


class RequestPage(Page):
    """Opens a request of the register, or an empty form for a new one."""

    saved = Signal(int)
    back = Signal()

    name = "request"

    def __init__(
        self, session: Session, background: Background, parent: QWidget | None = None
    ) -> None:
        super().__init__("New third-party request", parent)
        self._session, self._background = session, background
        self._request = self._empty()
        self.part = RequestForm(self._today)
        self.gate = CheckList()
        self.to_register = quiet("Back to the register", "back")
        self.save = primary("Save the request")
        self.held = Note(
            "danger",
            "The person must not be told",
            "Say nothing of this request to them, in any letter or call.",
            icon=_HELD,
        )
        self._lay_out()
        self.part.changed.connect(self._show_needs)
        self.gate.jump.connect(self.part.go_to)
        self.save.clicked.connect(self._save)
        self.to_register.clicked.connect(self.back)
        self.start_new()

    def start_new(self) -> None:
        """Show an empty form."""
        self._show(self._empty())

    def open(self, disclosure_id: int) -> None:
        """Show a request of the register."""
        self._show(disclosure(self._session, disclosure_id))

    def refresh(self) -> None:
        """Read the request again, unless something is half typed."""
        if self._request.id and not self.part.form.is_touched:
            self._show(disclosure(self._session, self._request.id))

    def first_focus(self) -> QWidget | None:
        unmet = [need for need in self._needs() if not need.met]
        if not unmet:
            return self.save
        return self.part.fields[unmet[0].field].input

    def on_width(self, width: int) -> None:
        self._side.setFixedWidth(260 if width < 1000 else 292)

    def half_typed(self) -> str | None:
        if not self.part.form.is_touched:
            return None
        return json.dumps(
            {"version": self._request.version, "texts": self.part.texts()}
        )

    def restore_typing(self, text: str) -> None:
        kept = json.loads(text)
        self._request = replace(self._request, version=kept["version"])
        self.part.put_texts(kept["texts"])

    @Slot()
    def _save(self) -> None:
        if not self.save.isEnabled():
            return
        self.say(None)
        self.part.form.clear()
        try:
            typed = replace(
                self.part.typed(), id=self._request.id, version=self._request.version
            )
        except RuleBroken as error:
            self._refuse(error)
            return
        job = Job(_Saving(self._session, typed))
        job.succeeded.connect(self._finish)
        job.failed.connect(self._refuse)
        job.finished.connect(self._end)
        self._set_working(True)
        self._background.start(job)

    @Slot(object)
    def _finish(self, saved: Disclosure) -> None:
        was_new = not self._request.id
        self._show(saved)
        if was_new:
            self.saved.emit(saved.id)
        self.say(Note("ok", f"{saved.reference} is saved", "It is in the register."))

    @Slot(object)
    def _refuse(self, error: IsteamError) -> None:
        if isinstance(error, RuleBroken) and self.part.form.show(error):
            return
        if isinstance(error, ChangedMeanwhile):
            again = secondary("Show the newer version", "refresh")
            again.clicked.connect(self._reload)
            self.say(Note("warn", error.title, str(error), buttons=(again,)))
            return
        show_error(self, error)

    @Slot()
    def _end(self) -> None:
        self._set_working(False)

    @Slot()
    def _reload(self) -> None:
        self.say(None)
        self.open(self._request.id)

    @Slot()
    def _show_needs(self) -> None:
        self.gate.set_checks(
            [
                Check(
                    key=need.field,
                    state="met" if need.met else _state(binding=need.binding),
                    words=need.words,
                    rule="" if need.met else need.rule,
                    go="" if need.met else "Go",
                )
                for need in self._needs()
            ]
        )
        self.held.setVisible(self.part.sketched().told is Told.MUST_NOT)

    def _needs(self) -> tuple[Need, ...]:
        return what_it_needs(self.part.sketched(), self._session.today)

    def _show(self, request: Disclosure) -> None:
        self._request = request
        self.say(None)
        if request.id:
            self.set_title(request.organisation)
            self.set_meta(
                f"{request.reference}  ·  {KINDS[request.kind]}",
                DECISIONS[request.decision],
            )
            self.set_summary(f"Received {long_date(request.received)}")
        else:
            self.set_title("New third-party request")
            self.set_meta("")
            self.set_summary("Record it first, decide next, disclose last.")
        self.part.show_request(request)
        self._show_needs()

    def _empty(self) -> Disclosure:
        return Disclosure(
            received=self._session.today,
            organisation="",
            kind=RequesterKind.POLICE,
            about="",
            asked="",
        )

    def _set_working(self, on: bool) -> None:
        self.save.setEnabled(not on)
        self.part.setEnabled(not on)

    def _today(self) -> date:
        return self._session.today

    def _lay_out(self) -> None:
        self.header_buttons(self.to_register)
        self.body.addWidget(self.held)
        area, inside = scrolled()
        row_inside = QHBoxLayout(inside)
        row_inside.setContentsMargins(0, 0, 0, 0)
        row_inside.addWidget(self.part)
        self._side = SidePanel("What this request needs", width=292)
        self._side.body.addWidget(self.gate)
        row = QHBoxLayout()
        row.setSpacing(GAP_CARD)
        row.addWidget(area, 1)
        row.addWidget(self._side)
        self.body.addLayout(row, 1)
        self.foot_buttons(self.save)


class _Saving:
    def __init__(self, session: Session, request: Disclosure) -> None:
        self._session, self._request = session, request

    def __call__(self, progress: Progress) -> Disclosure:
        return save_disclosure(self._session, self._request)


def _state(*, binding: bool) -> str:
    return "blocked" if binding else "missing"
