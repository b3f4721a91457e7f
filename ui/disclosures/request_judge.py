"""What the rules say of a request, shown beside it while it is filled in."""

from dataclasses import replace
from typing import Any

from PySide6.QtCore import QObject, QTimer, QUrl, Signal, Slot
from PySide6.QtGui import QDesktopServices

from isteam_app.domain.disclosures import Disclosure
from isteam_app.services.disclosures import RequestPage
from isteam_app.services.gateways import rules
from isteam_app.services.session import Session
from ui.disclosures.live_gates import (
    Judgement,
    checks,
    draft_judgement,
    judgement,
    section_stops,
)
from ui.disclosures.panel_desk import PanelDesk
from ui.disclosures.request_acts import acts_of
from ui.disclosures.request_parts import DOCUMENTS, HISTORY, LETTERS, STORY, Parts
from ui.disclosures.request_sections import Stop
from ui.disclosures.section_walk import SectionWalk

_TYPING_MS = 150


class RequestJudge(QObject):
    """Judges what stands on the screen, soon after it was typed; nothing is read.

    `directory_wanted` names who asks, and their kind, for the directory.
    """

    directory_wanted = Signal(str, str)

    def __init__(
        self, session: Session, parts: Parts, walk: SectionWalk, desk: PanelDesk
    ) -> None:
        super().__init__(parts)
        self._session, self._parts = session, parts
        self._walk, self._desk = walk, desk
        self._asker = ("", "")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(_TYPING_MS)
        self._typing.timeout.connect(self.judge)
        for typed in (parts.view.changed, parts.new.changed, desk.typed):
            typed.connect(self._typing.start)
        walk.turned.connect(self.judge)
        parts.gate.law_wanted.connect(self.read_law)
        parts.gate.directory_wanted.connect(self._want_directory)

    @Slot()
    def judge(self) -> None:
        """Say what the rules make of it now."""
        self._typing.stop()
        shown = self._walk.shown
        if shown is None:
            self._judge_new()
            return
        view = self._parts.view
        entries = view.so_far(shown.entries, shown.request.id)
        found = judgement(shown, entries)
        stops = section_stops(found.gates, entries, shown.subject_count)
        self._show(found, [*stops, *_beside(shown)])
        known = shown.organisation is not None or bool(shown.rights.lock)
        self._offer_directory(shown.request, known=known)
        self._parts.acts.set_acts(acts_of(shown, found.standing))
        self._desk.follow()
        self._parts.put_in_order()

    @Slot(str)
    def read_law(self, key: str) -> None:
        """Open the text of the law that a line rests on, outside the program."""
        place = int(key.partition("/")[0])
        link = self._walk.gates[place].link
        if link.startswith("https://"):
            QDesktopServices.openUrl(QUrl(link))

    def _judge_new(self) -> None:
        new = self._parts.new
        request, entry = new.draft()
        today = self._session.today
        found = draft_judgement(request, entry, rules(), new.settings, today)
        stops = section_stops(found.gates, (entry,))
        self._show(found, [*stops[:1], *map(_to_do, stops[1:])])
        self._offer_directory(request, known=new.knows(request.organisation))

    def _show(self, found: Judgement, stops: list[Stop]) -> None:
        self._walk.gates = found.gates
        lines = checks(found.gates)
        gate = self._parts.gate
        gate.set_lines(lines, found.standing, found.rules, found.before)
        self._parts.show_stops(stops, self._walk.place)

    def _offer_directory(self, request: Disclosure, *, known: bool) -> None:
        self._asker = (request.organisation, request.kind.value)
        named = bool(request.organisation.strip())
        self._parts.gate.offer_directory(named and not known)

    @Slot()
    def _want_directory(self) -> None:
        self.directory_wanted.emit(*self._asker)


def _beside(shown: RequestPage) -> list[Stop]:
    """What is kept beside the sections."""

    def counted(kept: tuple[Any, ...]) -> str:
        return str(len(kept) or "")

    return [
        Stop(DOCUMENTS, "Documents", icon="document", count=counted(shown.documents)),
        Stop(LETTERS, "Letters", icon="letter", count=counted(shown.letters)),
        Stop(STORY, "Timeline", icon="clock"),
        Stop(HISTORY, "History", icon="restore"),
    ]


def _to_do(stop: Stop) -> Stop:
    return replace(stop, state="todo")
