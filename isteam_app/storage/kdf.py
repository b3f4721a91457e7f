"""From what a person types to a key: costly on purpose.

The ciphers are loaded when a key is made: a vault is described without them.
"""

import unicodedata
from dataclasses import dataclass

from isteam_app.errors import RuleBroken

KEY_BYTES = 32
LONGEST_PASSPHRASE = 1_024


@dataclass(frozen=True, slots=True, kw_only=True)
class KdfCost:
    """What each guess of a passphrase costs (Argon2id): memory, rounds, lanes."""

    memory_kib: int
    iterations: int
    lanes: int

    @property
    def is_bearable(self) -> bool:
        """Whether these parameters are neither weak nor a trap for this computer."""
        return (
            64 * 1024 <= self.memory_kib <= 1024 * 1024
            and 3 <= self.iterations <= 20
            and 1 <= self.lanes <= 16
        )


FLOOR_COST = KdfCost(memory_kib=64 * 1024, iterations=3, lanes=4)
"""The least a vault may ask of a guess."""

STANDARD_COST = KdfCost(memory_kib=256 * 1024, iterations=3, lanes=4)
"""What a new vault asks: about three quarters of a second on two cores."""


def passphrase_key(passphrase: str, *, salt: bytes, cost: KdfCost) -> bytes:
    """Derive a 256-bit key from a passphrase.

    The same passphrase gives the same key on every keyboard (NFKC).

    Raises:
        RuleBroken: the passphrase is empty or longer than any that was ever taken.
        ValueError: `cost` is out of bounds.
        MemoryError: the computer has not got that much memory.
    """
    from cryptography.hazmat.primitives.kdf.argon2 import Argon2id

    if not cost.is_bearable:
        raise ValueError("The cost of the key derivation is out of bounds.")
    typed = unicodedata.normalize("NFKC", passphrase)
    if not typed:
        raise RuleBroken("Type the passphrase.", field="passphrase")
    if len(typed) > LONGEST_PASSPHRASE:
        raise RuleBroken(
            f"A passphrase has at most {LONGEST_PASSPHRASE:,} characters.",
            field="passphrase",
        )
    return Argon2id(
        salt=salt,
        length=KEY_BYTES,
        iterations=cost.iterations,
        lanes=cost.lanes,
        memory_cost=cost.memory_kib,
    ).derive(typed.encode("utf-8", "surrogatepass"))


def subkey(secret: bytes, *, purpose: str, salt: bytes = b"") -> bytes:
    """Derive a key for one purpose from a secret that is random already."""
    from cryptography.hazmat.primitives.hashes import SHA256
    from cryptography.hazmat.primitives.kdf.hkdf import HKDF

    return HKDF(
        algorithm=SHA256(), length=KEY_BYTES, salt=salt, info=purpose.encode()
    ).derive(secret)
