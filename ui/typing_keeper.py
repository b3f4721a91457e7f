"""Keeps what is half typed while one works, and gives it back."""

from collections.abc import Callable

from PySide6.QtCore import QObject, Signal, Slot

from isteam_app.services import half_typed
from isteam_app.services.session import Session
from ui.common.background import Background, Job


class TypingKeeper(QObject):
    """Knows which texts are kept in the vault, each under its page's name.

    Changes go through the worker, save `keep_now`, for when the worker has ended. The
    audit trail is told once of each page, not of every pause in the typing.
    """

    kept = Signal()
    forgotten = Signal()

    def __init__(
        self, session: Session, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._texts: dict[str, str] = {}
        self._given_back: set[str] = set()
        self._told: set[str] = set()

    def keep(self, key: str, text: str) -> None:
        """Keep a text; nothing happens if that very text is kept already."""
        if self._texts.get(key) == text:
            return
        self._texts[key] = text
        known = key in self._told
        job = Job(_keeping(self._session, key, text, known=known))
        job.succeeded.connect(self._tell)
        self._background.start(job)

    def keep_for_return(self, key: str, text: str) -> None:
        """Keep the text of a record one leaves; it is given back on returning."""
        self.keep(key, text)
        self._given_back.discard(key)

    def keep_now(self, key: str, text: str | None) -> None:
        """Keep a text, or drop what is kept where nothing is half typed any more."""
        if text is not None:
            half_typed.keep(self._session, key, text, known=key in self._told)
        elif key in self._texts:
            half_typed.forget(self._session, key)

    def forget(self, key: str) -> None:
        """Drop a kept text: it was saved, or given up."""
        if self._texts.pop(key, None) is None:
            return
        self._background.start(Job(_forgetting(self._session, key)))
        self.forgotten.emit()

    def give_back(self, key: str) -> str | None:
        """Return what was kept, once; None where there is nothing to give back."""
        if key in self._given_back:
            return None
        self._given_back.add(key)
        text = self._texts.get(key)
        if text is None:
            text = half_typed.take_back(self._session, key)
        if text is not None:
            self._texts[key] = text
        return text

    def left_over(self) -> tuple[str, ...]:
        """The pages with typing kept before, which nobody has come back to yet."""
        kept = half_typed.left_over(self._session)
        return tuple(key for key in kept if key not in self._given_back)

    @Slot(object)
    def _tell(self, key: str) -> None:
        self._told.add(key)
        self.kept.emit()


def _keeping(
    session: Session, key: str, text: str, *, known: bool
) -> Callable[[object], str]:
    def work(_: object) -> str:
        half_typed.keep(session, key, text, known=known)
        return key

    return work


def _forgetting(session: Session, key: str) -> Callable[[object], None]:
    return lambda _: half_typed.forget(session, key)
