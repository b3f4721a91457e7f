"""The worker of one unlocked vault: it ends when the vault is locked."""

from PySide6.QtCore import QCoreApplication, QEvent, QTimer, Slot

from ui.common.background import Background, Job


class SessionWork(Background):
    """Background work that can be ended while pages still hold on to it."""

    _ended = False

    def start(self, job: Job) -> Job:
        """Queue a job; after the end it is left undone and says nothing.

        Its page is about to go: an answer might only make it start again.
        """
        return job if self._ended else super().start(job)

    def end(self) -> None:
        """Stop everything, wait, and let the pages hear how each piece ended.

        What was being changed is either whole or not done. A page that was told of
        its success no longer counts what was typed as unsaved. No process that reads
        a scan outlives this, and none is waited for.
        """
        from isteam_app.services.scans import close_all

        self._ended = True
        for job in self._jobs:
            job.cancel()
        close_all()
        self.close()
        QCoreApplication.sendPostedEvents(None, QEvent.Type.MetaCall.value)

    def let_go(self) -> None:
        """Stop everything without waiting for it to have stopped.

        Only for work that leaves nothing half done however it ends, and whose answers
        nobody needs any more. It is kept alive until its thread has let go of it.
        """
        self._ended = True
        self._closed = True
        for job in self._jobs:
            job.cancel()
        if self._jobs:
            self.setParent(None)
            _LEFT.append(self)
            QTimer.singleShot(_A_WHILE_MS, self, self._forget)
        if self._pool is not None:
            self._pool.shutdown(wait=False, cancel_futures=True)

    @Slot()
    def _forget(self) -> None:
        if self._jobs:
            QTimer.singleShot(_A_WHILE_MS, self, self._forget)
        elif self in _LEFT:
            _LEFT.remove(self)


_LEFT: list[SessionWork] = []
"""Work that was let go of and has not ended yet."""
_A_WHILE_MS = 1_000
