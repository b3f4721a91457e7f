"""Writes what the page of a request asks for, on the worker, one thing at a time."""

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import QObject, Signal, Slot

from isteam_app.domain.disclosures import Disclosure, Subject
from isteam_app.domain.forms import Entry
from isteam_app.domain.people import Person
from isteam_app.services.session import Session
from ui.common.background import Background, Job
from ui.common.progress_panel import ProgressPanel
from ui.disclosures.entry_part import FilledIn, Struck
from ui.disclosures.lock_panel import LockSet
from ui.disclosures.request_work import (
    Given,
    Named,
    Work,
    attaching,
    doing,
    dropping,
    keeping,
    linking,
    recording,
    starting,
    striking,
)

PEOPLE, PANEL = "people", "panel"
"""What is kept besides the forms of a section."""
_A_FEW = 20
"""People added without a word of how far it has come."""


class RequestWriter(QObject):
    """Knows for which request it writes, what, and where one goes on to afterwards.

    `request` is the one in sight, None for one that is not recorded yet. Of the work
    under way, `for_id` is the request, `kept` the forms, and PEOPLE or PANEL; `then`
    where to go on to. `so_far` are the forms that were kept before another was refused.
    """

    done = Signal(object)
    refused = Signal(object)
    busy = Signal(bool)

    def __init__(
        self, session: Session, background: Background, progress: ProgressPanel
    ) -> None:
        super().__init__(progress)
        self._session, self._background = session, background
        self._progress = progress
        self._job: Job | None = None
        self.request: Disclosure | None = None
        self.for_id = 0
        self.kept: tuple[str, ...] = ()
        self.so_far: list[str] = []
        self.then = ""
        progress.cancelled.connect(self._stop)

    @property
    def is_for_what_is_shown(self) -> bool:
        """Whether what was written belongs to the request that is still in sight."""
        return self.for_id == (self.request.id if self.request else 0)

    def record(self, answers: dict[str, str], lock: LockSet | None) -> None:
        self._run(recording(self._session, answers, lock))

    def keep(
        self, filled: Sequence[FilledIn], people: Sequence[Named], then: str
    ) -> None:
        """Keep what was typed in a section, then go on."""
        if self.request is None:
            return
        kept = (*(one.form for one in filled), *((PEOPLE,) if people else ()))
        so_far: list[str] = []
        work = keeping(self._session, self.request, filled, people, so_far)
        self._run(work, kept=kept, then=then, people=len(people))
        self.so_far = so_far

    @Slot(object)
    def keep_entry(self, given: FilledIn) -> None:
        self.keep((given,), (), "")

    @Slot(object)
    def add_people(self, named: Sequence[Named]) -> None:
        self.keep((), named, "")

    @Slot(object)
    def strike(self, struck: Struck) -> None:
        if self.request is not None:
            work = striking(self._session, self.request, struck)
            self._run(work, kept=(struck.entry.form,))

    @Slot(object, object)
    def link(self, subject: Subject, person: Person | None) -> None:
        if self.request is not None:
            work = linking(self._session, self.request, subject, person)
            self._run(work, kept=(PEOPLE,))

    @Slot(object)
    def drop(self, subject: Subject) -> None:
        if self.request is not None:
            self._run(dropping(self._session, self.request, subject))

    @Slot(object, object)
    def attach(self, entry: Entry | None, paths: Sequence[Path]) -> None:
        if self.request is not None:
            self._run(attaching(self._session, self.request, paths, entry))

    @Slot(object)
    def attach_here(self, paths: Sequence[Path]) -> None:
        """Keep files with the request itself."""
        self.attach(None, paths)

    @Slot(str)
    def write_letter(self, template: str) -> None:
        if self.request is not None:
            self._run(starting(self._session, self.request, template))

    @Slot(object)
    def act(self, given: Given) -> None:
        """Do what a panel asks for."""
        if self.request is not None:
            self._run(doing(self._session, self.request, given), kept=(PANEL,))

    def _run(
        self,
        work: Work,
        *,
        kept: tuple[str, ...] = (),
        then: str = "",
        people: int = 0,
    ) -> None:
        self.for_id = self.request.id if self.request else 0
        self.kept, self.then, self.so_far = kept, then, []
        job = Job(work)
        job.succeeded.connect(self.done)
        job.failed.connect(self.refused)
        job.finished.connect(self._end)
        if people > _A_FEW:
            job.progressed.connect(self._progress.set_count)
            self._progress.begin("Adding the people", "Cancel adds nobody")
        self._job = job
        self.busy.emit(True)
        self._background.start(job)

    @Slot()
    def _stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    @Slot()
    def _end(self) -> None:
        self._job = None
        self._progress.finish()
        self.busy.emit(False)
