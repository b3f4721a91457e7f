"""Makes backups beside the work, and keeps the light at the foot of the window true.

It has a thread of its own: nobody's saving ever waits for a backup. When the vault is
locked, one that is under way is let go of: it leaves nothing behind, and the next
unlocking or the closing of the window makes it anew.
"""

from datetime import datetime, timedelta

from PySide6.QtCore import QEventLoop, QObject, QTimer, Signal, Slot
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QStackedWidget
from shiboken6 import isValid

from isteam_app.domain.backup_calendar import Why
from isteam_app.errors import BackupFailed, IsteamError
from isteam_app.progress import Progress
from isteam_app.services.backups import (
    Light,
    backup_light,
    is_due,
    make_backup,
    make_if_changed,
    thin,
)
from isteam_app.services.session import Session
from ui.common.background import Job, OnBug
from ui.last_backup import LastBackup
from ui.session_work import SessionWork

_LOOKS_MS = 60_000
_SOON_MS = 1_000
_AFTER_TROUBLE = timedelta(minutes=15)
_PATIENCE_MS = 300
"""A backup at closing that takes less is not shown at all."""


class BackupKeeper(QObject):
    """Looks once a minute whether a backup is due.

    `told` carries the Light; `refused` the error for which the window stays open.
    """

    told = Signal(object)
    refused = Signal(object)

    def __init__(
        self,
        session: Session,
        on_bug: OnBug | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session = session
        self._work = SessionWork(on_bug, self)
        self._trouble = ""
        self._makes = False
        self._not_before: datetime | None = None
        self._warned = False
        self._last: _Closing | None = None
        self._timer = QTimer(self)
        self._timer.setInterval(_LOOKS_MS)
        self._timer.timeout.connect(self.look)
        self._timer.start()
        QTimer.singleShot(_SOON_MS, self, self.show_light)

    @property
    def is_busy(self) -> bool:
        return self._work.is_busy

    @Slot()
    def show_light(self) -> None:
        """Tell anew how old the last verified backup is."""
        self._run(_Look(self._session, self._trouble, makes=False))

    @Slot()
    def look(self) -> None:
        """Make a backup if one is due; after one that failed, not at once again."""
        now = self._session.now()
        makes = self._not_before is None or now >= self._not_before
        self._run(_Look(self._session, self._trouble, makes=makes))

    def stop(self) -> None:
        """Let go of everything without waiting: the vault is being locked."""
        self._timer.stop()
        if self._last is not None:
            self._last.let_go()
        self._work.let_go()

    def has_backed_up(self, pages: QStackedWidget) -> bool:
        """Make the backup of closing, shown if it lasts. False: say why, stay open.

        Closing once more then closes without it.
        """
        self._timer.stop()
        if self._warned or _is_ending():
            return True
        self._last = _Closing(self._session, self._work, pages)
        try:
            failure = self._last.wait()
        finally:
            self._last = None
        if failure is None:
            return True
        self._warned = self._makes = True
        self._timer.start()
        self._show_trouble(failure)
        self.refused.emit(
            BackupFailed(
                f"{failure} Close the window once more to close it without a backup.",
                detail=failure.detail,
            )
        )
        return False

    def _run(self, look: "_Look") -> None:
        if self._work.is_busy:
            return
        self._makes = look.makes
        job = Job(look)
        job.progressed.connect(self._show_progress)
        job.succeeded.connect(self._show_done)
        job.failed.connect(self._show_trouble)
        self._work.start(job)

    @Slot(int, int)
    def _show_progress(self, done: int, total: int) -> None:
        self.told.emit(Light(words=f"Making a backup, {done:,} of {total:,} MB"))

    @Slot(object)
    def _show_done(self, seen: "_Seen") -> None:
        if seen.made:
            self._trouble, self._not_before = "", None
        self.told.emit(seen.light)

    @Slot(object)
    def _show_trouble(self, error: IsteamError) -> None:
        self._trouble = str(error)
        if self._makes:
            self._not_before = self._session.now() + _AFTER_TROUBLE
            QTimer.singleShot(0, self, self.show_light)
        else:
            self.told.emit(Light(words="Backups cannot be looked at", tone="warn"))


class _Seen:
    def __init__(self, light: Light, *, made: bool) -> None:
        self.light, self.made = light, made


class _Look:
    """What is done on the thread of the backups."""

    def __init__(self, session: Session, trouble: str, *, makes: bool) -> None:
        self._session, self._trouble, self.makes = session, trouble, makes

    def __call__(self, progress: Progress) -> _Seen:
        made = self.makes and is_due(self._session)
        if made:
            make_backup(self._session, Why.TIME, progress)
            thin(self._session)
        trouble = "" if made else self._trouble
        return _Seen(backup_light(self._session, trouble), made=made)


class _Closing(QObject):
    """The backup that the window waits for when it is closed."""

    def __init__(
        self, session: Session, work: SessionWork, pages: QStackedWidget
    ) -> None:
        super().__init__()
        self._session, self._work, self._pages = session, work, pages
        self._loop = QEventLoop()
        self._failure: IsteamError | None = None
        self._page = LastBackup()
        self._job = Job(self._make)
        self._job.progressed.connect(self._page.show_progress)
        self._job.failed.connect(self._fail)
        self._job.finished.connect(self._loop.quit)
        self._page.let_go_wanted.connect(self.let_go)

    def wait(self) -> IsteamError | None:
        """Wait until it is made, or let go of. Return why there is none."""
        before = self._pages.currentWidget()
        if before is not None:
            before.setEnabled(False)
        self._pages.addWidget(self._page)
        QTimer.singleShot(_PATIENCE_MS, self, self._show)
        self._work.start(self._job)
        self._loop.exec()
        # the vault may have been locked meanwhile, and the page with it
        if before is not None and isValid(before):
            before.setEnabled(True)
            if self._pages.currentWidget() is self._page:
                self._pages.setCurrentWidget(before)
        self._pages.removeWidget(self._page)
        self._page.deleteLater()
        return self._failure

    @Slot()
    def let_go(self) -> None:
        self._job.cancel()
        self._loop.quit()

    def _make(self, progress: Progress) -> object:
        return make_if_changed(self._session, Why.CLOSE, progress)

    @Slot()
    def _show(self) -> None:
        self._pages.setCurrentWidget(self._page)
        self._page.begin()

    @Slot(object)
    def _fail(self, error: IsteamError) -> None:
        self._failure = error


def _is_ending() -> bool:
    app = QGuiApplication.instance()
    return isinstance(app, QGuiApplication) and app.isSavingSession()
