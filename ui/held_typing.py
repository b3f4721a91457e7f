"""Half typed text that the vault's disk would not take, held until it does."""

from collections.abc import Mapping

from isteam_app.services import half_typed
from isteam_app.services.half_typed import SealedTyping, Typed
from isteam_app.services.session import Session
from ui.workplace import Workplace

LOCKED = (
    "Locked. The disk would not take what was half typed, so the program holds it, "
    "encrypted. Make room on the disk, then unlock: it comes back. Do not close the "
    "program before, or that text is lost."
)
NOT_CLOSED = (
    "Not closed yet: the disk would not take what was half typed, and closing the "
    "program loses it. Make room on the disk, then unlock to have it back. To give it "
    "up, close once more."
)
LOST = (
    "What was half typed at the last lock cannot be brought back: the vault's key was "
    "changed meanwhile."
)


class HeldTyping:
    """Sealed when the vault locks; only whoever unlocks that vault can open it."""

    def __init__(self) -> None:
        self._held: list[SealedTyping] = []

    @property
    def is_empty(self) -> bool:
        return not self._held

    def hold(self, session: Session, typed: Mapping[str, Typed]) -> None:
        """Seal what one person had half typed. Call it while the vault is open."""
        self._held.append(half_typed.seal(session, typed))

    def give_back(self, session: Session, workplace: Workplace) -> str:
        """Put it into the vault or, if that fails again, into the pages.

        Text of somebody else who works here is kept in the vault for them; while that
        fails it stays sealed. Return a sentence if some of it cannot be opened.
        """
        said = ""
        for sealed in [one for one in self._held if one.vault == session.vault.id]:
            self._held.remove(sealed)
            typed = half_typed.unseal(session, sealed)
            if typed is None:
                said = LOST
            elif half_typed.put_back(session, sealed):
                continue
            elif sealed.member == session.member.id:
                workplace.take_in(typed)
            else:
                self._held.append(sealed)
        return said
