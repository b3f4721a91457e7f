"""Holds half typed text in memory, sealed, when the disk would not take it.

While the vault is locked nobody can read it: the key is made from the data key, which
is gone. It lives as long as the program does.
"""

from dataclasses import dataclass, field

from isteam_app.storage.sealing import sealed_bytes, unsealed_bytes
from isteam_app.storage.vault import Vault

_PURPOSE = "half typed text while locked"


@dataclass(frozen=True, slots=True, kw_only=True)
class SealedTyping:
    """What one person had half typed in one vault when it was locked."""

    vault: str
    member: int
    sealed: bytes = field(repr=False)


def seal_typing(vault: Vault, raw: bytes) -> SealedTyping:
    """Seal it for whoever opens the vault next.

    Raises:
        VaultUnavailable: the vault is locked already.
    """
    sealed = sealed_bytes(vault.inside().data_key, raw, purpose=_PURPOSE)
    return SealedTyping(vault=vault.id, member=vault.member.id, sealed=sealed)


def open_typing(vault: Vault, typing: SealedTyping) -> bytes | None:
    """Open what was sealed; None where the vault has another key by now."""
    return unsealed_bytes(vault.inside().data_key, typing.sealed, purpose=_PURPOSE)
