"""Keeps what is half typed while one works, and gives it back."""

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject, Signal, Slot

from isteam_app.errors import IsteamError
from isteam_app.services import half_typed
from isteam_app.services.half_typed import Files, Typed
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session
from ui.common.background import Background, Job


class TypingKeeper(QObject):
    """Knows which texts are kept in the vault, each under its page's name.

    Changes go through the worker, save `keep_now`, for when the worker has ended. The
    audit trail is told once of each page, not of every pause in the typing.
    """

    kept = Signal()
    forgotten = Signal()
    files_back = Signal(str, object)  # the page, and the files given to it

    def __init__(
        self, session: Session, background: Background, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._session, self._background = session, background
        self._texts: dict[str, str] = {}
        self._files: dict[str, tuple[Scan, ...]] = {}
        self._unkept: dict[str, Typed] = {}
        self._given_back: set[str] = set()
        self._told: set[str] = set()

    def keep(self, key: str, text: str, files: Files = None) -> None:
        """Keep a text; nothing happens if that very text is kept already."""
        if self._texts.get(key) == text and self._has(key, files):
            return
        if self._has(key, files):
            files = None
        self._hold(key, Typed(text, files))
        known = key in self._told
        work = _Keeping(self._session, key, self._unkept[key], known=known)
        job = Job(work)
        job.succeeded.connect(self._tell)
        self._background.start(job)

    def keep_for_return(self, key: str, text: str, files: Files = None) -> None:
        """Keep the text of a record one leaves; it is given back on returning."""
        self.keep(key, text, files)
        self._given_back.discard(key)

    def take_in(self, typed: Mapping[str, Typed]) -> None:
        """Hold what only memory has: it is given back, and kept when that can be."""
        for key, one in typed.items():
            self._hold(key, one)

    def keep_now(self, key: str, typed: Typed | None) -> None:
        """Hold a text for `keep_rest`; where none is left, drop what is kept."""
        if typed is not None:
            if self._texts.get(key) == typed.text and self._has(key, typed.files):
                return  # kept, or held for `keep_rest` already
            files = None if self._has(key, typed.files) else typed.files
            self._hold(key, Typed(typed.text, files))
        elif key in self._texts:
            self._unkept.pop(key, None)
            half_typed.forget(self._session, key)

    def keep_rest(self) -> dict[str, Typed]:
        """Keep all that is not kept yet; return what the vault would not take."""
        for key, one in tuple(self._unkept.items()):
            try:
                half_typed.keep(
                    self._session,
                    key,
                    one.text,
                    files=one.files,
                    known=key in self._told,
                )
            except IsteamError:
                continue
            del self._unkept[key]
        return self._unkept

    def forget(self, key: str) -> None:
        """Drop a kept text: it was saved, or given up."""
        self._unkept.pop(key, None)
        self._files.pop(key, None)
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

    def give_files_back(self, key: str) -> None:
        """Have the files of a text that was given back said in `files_back`."""
        if key in self._files:
            self.files_back.emit(key, self._files[key])
            return
        job = Job(_FilesBack(self._session, key))
        job.succeeded.connect(self._give_files)
        job.failed.connect(lambda _: self.files_back.emit(key, ()))
        self._background.start(job)

    def left_over(self) -> tuple[str, ...]:
        """The pages with typing kept before, which nobody has come back to yet."""
        kept = half_typed.left_over(self._session)
        return tuple(key for key in kept if key not in self._given_back)

    def _has(self, key: str, files: Files) -> bool:
        """Whether these very files are held for a page already."""
        if files is None:
            return True
        held = self._files.get(key, ())
        return len(held) == len(files) and all(
            one is other for one, other in zip(held, files, strict=True)
        )

    def _hold(self, key: str, typed: Typed) -> None:
        before = self._unkept.get(key)
        files = typed.files
        if files is None and before is not None:
            files = before.files
        self._texts[key] = typed.text
        if files is not None:
            self._files[key] = files
        self._unkept[key] = Typed(typed.text, files)

    @Slot(object)
    def _tell(self, done: "_Keeping") -> None:
        self._told.add(done.key)
        if self._unkept.get(done.key) is done.typed:
            del self._unkept[done.key]
        self.kept.emit()

    @Slot(object)
    def _give_files(self, done: "_FilesBack") -> None:
        self._files[done.key] = done.files
        self.files_back.emit(done.key, done.files)


class _Keeping:
    """Keeps one text on the worker, and says which it was."""

    def __init__(self, session: Session, key: str, typed: Typed, *, known: bool):
        self.key, self.typed = key, typed
        self._session, self._known = session, known

    def __call__(self, _progress: object) -> "_Keeping":
        half_typed.keep(
            self._session,
            self.key,
            self.typed.text,
            files=self.typed.files,
            known=self._known,
        )
        return self


class _FilesBack:
    """Reads the files of one text on the worker."""

    def __init__(self, session: Session, key: str) -> None:
        self.key = key
        self.files: tuple[Scan, ...] = ()
        self._session = session

    def __call__(self, _progress: object) -> "_FilesBack":
        self.files = half_typed.files_back(self._session, self.key)
        return self


def _forgetting(session: Session, key: str) -> Callable[[object], None]:
    return lambda _: half_typed.forget(session, key)
