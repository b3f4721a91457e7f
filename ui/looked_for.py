"""What somebody looked for in the lists, sealed over a lock: it may name people."""

from isteam_app.services import half_typed
from isteam_app.services.half_typed import SealedTyping, Typed
from isteam_app.services.session import Session
from ui.workplace import Workplace


class LookedFor:
    """Holds the filters of each vault's lists while it is locked.

    Nothing of it is written: it lives as long as the program does.
    """

    def __init__(self) -> None:
        self._sealed: dict[str, SealedTyping] = {}

    def hold(self, session: Session, workplace: Workplace) -> None:
        """Seal what stands in the filters. Call it while the vault is open."""
        words = {page: Typed(text) for page, text in workplace.looked_for().items()}
        self._sealed[session.vault.id] = half_typed.seal(session, words)

    def give_back(self, session: Session, workplace: Workplace) -> None:
        """Have the lists narrowed as they were, for the one who narrowed them."""
        sealed = self._sealed.pop(session.vault.id, None)
        if sealed is None or sealed.member != session.member.id:
            return
        words = half_typed.unseal(session, sealed) or {}  # None: under another key
        workplace.look_again({page: one.text for page, one in words.items()})
