"""What every page offers to the window."""

from typing import Protocol, runtime_checkable

from isteam_app.services.half_typed import Files
from isteam_app.services.scans import Scan
from ui.common.notes import Note


class Screen(Protocol):
    """A page that can be shown, read anew, and give back what was half typed."""

    @property
    def name(self) -> str: ...
    def refresh(self) -> None: ...
    def half_typed(self) -> str | None: ...
    def restore_typing(self, text: str) -> None: ...
    def say(self, note: Note | None) -> None: ...


@runtime_checkable
class Narrows(Protocol):
    """What a list offers that is narrowed by words: they outlive a lock, sealed."""

    def looked_for(self) -> str: ...
    def look_for(self, words: str) -> None: ...


@runtime_checkable
class TakesFiles(Protocol):
    """What a page offers that is given files before it is saved."""

    def half_added(self) -> Files: ...
    def restore_added(self, files: tuple[Scan, ...]) -> None: ...
