"""From what a person types to a key: costly on purpose.

The ciphers are loaded when a key is made: a vault is described without them.
"""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from time import perf_counter

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
"""What is asked where nothing was measured: three quarters of a second on two cores."""

_MIB = 1024
_MEMORIES = tuple(mib * _MIB for mib in (64, 96, 128, 160, 192, 224, 256))
_MOST_ROUNDS = 12
_LEAST, _AIM, _MOST = 0.5, 0.75, 1.0
"""Seconds that one guess should take on the computer that makes the vault."""

Measure = Callable[[KdfCost], float]
"""Takes the time of one derivation, in seconds."""


def calibrated_cost(measure: Measure | None = None) -> KdfCost:
    """Find what a guess should cost on this computer: 0.5 to 1 s, from 64 to 256 MiB.

    The least is never gone below, on however slow a computer. A quick one gets more
    memory first, then more rounds. Takes a second or two.
    """
    timed = measure or _timed
    rate = timed(FLOOR_COST) / (FLOOR_COST.memory_kib * FLOOR_COST.iterations)
    cost = _for_rate(rate)
    taken = timed(cost)
    if _LEAST <= taken <= _MOST:
        return cost
    # the first one was too short to judge by, or something else kept the cores busy
    return _for_rate(taken / (cost.memory_kib * cost.iterations))


def _for_rate(rate: float) -> KdfCost:
    """Return the cost nearest to the aim, where a KiB of one round takes `rate`."""
    rounds = FLOOR_COST.iterations
    fitting = [size for size in _MEMORIES if size * rounds * rate <= _AIM]
    memory = max(fitting, default=_MEMORIES[0])
    if memory == _MEMORIES[-1]:
        rounds = max(rounds, min(_MOST_ROUNDS, round(_AIM / (memory * rate))))
    return KdfCost(memory_kib=memory, iterations=rounds, lanes=FLOOR_COST.lanes)


def _timed(cost: KdfCost) -> float:
    begun = perf_counter()
    passphrase_key("calibration", salt=b"\0" * 16, cost=cost)
    return perf_counter() - begun


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
