"""What is half typed on the pages: kept while one works, and put back where it was."""

from collections.abc import Mapping
from contextlib import suppress

from PySide6.QtCore import QObject, Slot

from isteam_app.errors import IsteamError
from isteam_app.services.half_typed import Files, Typed
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session
from ui.common.background import Background
from ui.common.frame import Frame
from ui.common.notes import Note
from ui.loose_typing import loose_typing
from ui.places import Place, place_of_draft
from ui.screen import Screen, TakesFiles
from ui.typing_keeper import TypingKeeper

_LOOSE = "loose"
"""Under which name words are kept that no page keeps."""


class PageTyping(QObject):
    """Goes between the pages and what is kept of them.

    `screens` are the pages built so far, `shown` which record each shows; both belong
    to the place of work, which goes on changing them.
    """

    def __init__(
        self,
        session: Session,
        background: Background,
        frame: Frame,
        screens: Mapping[str, Screen],
        shown: Mapping[str, int],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._session, self._background, self._frame = session, background, frame
        self._screens, self._shown = screens, shown
        self._closing = False
        self.loose = ""
        self.keeper = TypingKeeper(session, background, self)
        self.keeper.kept.connect(self._note_kept)
        self.keeper.forgotten.connect(self._note_forgotten)
        self.keeper.files_back.connect(self._restore_files)

    def stop(self) -> None:
        """Put nothing back from here on: the vault is about to close."""
        self._closing = True

    def forget(self, place: Place) -> None:
        self.keeper.forget(place.draft)

    def left_over(self) -> list[Place]:
        """Where something was half typed when the program ended unasked."""
        found = map(place_of_draft, self.keeper.left_over())
        return [place for place in found if place]

    def keep(self, place: Place) -> None:
        """Keep what is half typed on the page in sight, on the worker."""
        screen = self._screens.get(place.key)
        if self._closing or screen is None or self._background.is_busy:
            return
        text = screen.half_typed()
        if text is None:
            self.forget(place)
        else:
            self.keeper.keep(place.draft, text, _files(screen))

    def keep_all(self) -> dict[str, Typed]:
        """Keep what is half typed on every page; return what the vault would not take.

        The background must be closed: nothing else may be changing the vault.
        """
        for key, screen in self._screens.items():
            place = Place(key, self._shown.get(key, 0))
            text = screen.half_typed()
            typed = None if text is None else Typed(text, _files(screen))
            with suppress(IsteamError):  # a text not dropped is given back: no harm
                self.keeper.keep_now(place.draft, typed)
        with suppress(IsteamError):
            self.keeper.keep_now(_LOOSE, Typed(self.loose) if self.loose else None)
        return self.keeper.keep_rest()

    def gather_loose(self) -> None:
        """Take note of what is typed where no page keeps it, while it is in sight."""
        texts = [screen.half_typed() for screen in self._screens.values()]
        pages = {key: self._frame.page(key) for key in self._screens}
        self.loose = loose_typing(pages, [text for text in texts if text is not None])

    def tell_loose(self, screen: Screen | None) -> None:
        """Say once what was typed in a question that the last lock closed."""
        words = self.keeper.give_back(_LOOSE)
        if words and screen is not None:
            screen.say(Note("info", "Typed before the lock, and not saved", words))

    def leave(self, here: Place, place: Place) -> None:
        """Keep the typing of the page in sight; forget it, if it was saved since.

        A record that another is about to replace gives its typing back on returning.
        """
        screen = self._screens.get(place.key)
        old = Place(place.key, self._shown.get(place.key, 0))
        if screen is not None and old != place:
            text = screen.half_typed()
            if text is not None:
                self.keeper.keep_for_return(old.draft, text, _files(screen))
        left = self._screens.get(here.key)
        text = None if left is None else left.half_typed()
        if left is not None and text is None:
            self.forget(here)
        elif text is not None and left is not screen:
            self.keeper.keep(here.draft, text, _files(left))

    def give_back(self, place: Place) -> None:
        """Put back what was half typed on a page that is in sight again."""
        text = self.keeper.give_back(place.draft)
        if text is None:
            return
        screen = self._screens[place.key]
        screen.restore_typing(text)
        if isinstance(screen, TakesFiles):
            self.keeper.give_files_back(place.draft)
        screen.say(Note("info", "Draft restored", "What was half typed here is back."))

    @Slot(str, object)
    def _restore_files(self, draft: str, files: tuple[Scan, ...]) -> None:
        place = place_of_draft(draft)
        if place is not None and not self._closing:
            screen = self._screens[place.key]
            if isinstance(screen, TakesFiles):
                screen.restore_added(files)

    @Slot()
    def _note_kept(self) -> None:
        self._frame.status_bar.set_saved(f"Draft saved {self._session.now():%H:%M}")

    @Slot()
    def _note_forgotten(self) -> None:
        self._frame.status_bar.set_saved("")


def _files(screen: Screen | None) -> Files:
    return screen.half_added() if isinstance(screen, TakesFiles) else None
