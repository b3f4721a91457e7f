"""The worker of one unlocked vault: it ends when the vault is locked."""

from PySide6.QtCore import QCoreApplication, QEvent

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
