"""The recovery key: 160 random bits as a person can print, read out and type.

32 characters of Crockford's base 32 and two that check them, in groups of four.
"""

import secrets

from isteam_app.errors import RuleBroken

BYTES = 20
LENGTH = 34
_ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_CHECKS = 2
_PRIME = 1021  # the largest below 32 * 32: every single slip and swap shows
_ALIKE = str.maketrans({"O": "0", "I": "1", "L": "1"})
_SPACERS = str.maketrans(dict.fromkeys(" \t\n\r-\u2010\u2011\u2013\u2014\u00a0._"))


def new_recovery_key() -> str:
    """Make a key, printed in groups: "2FNM-E4QX-...-JF"."""
    return printed(secrets.token_bytes(BYTES))


def printed(secret: bytes) -> str:
    """Return the key that stands for 20 secret bytes.

    Raises:
        ValueError: not 20 bytes.
    """
    if len(secret) != BYTES:
        raise ValueError("A recovery key stands for 20 bytes.")
    number = int.from_bytes(secret, "big")
    plain = _digits(number, LENGTH - _CHECKS) + _digits(number % _PRIME, _CHECKS)
    return "-".join(plain[start : start + 4] for start in range(0, LENGTH, 4))


def parse(typed: str) -> bytes:
    """Return the 20 bytes a typed key stands for.

    Small letters, missing or extra spaces and dashes, O for 0, and I or L for 1 are
    all understood.

    Raises:
        RuleBroken: a character is missing, foreign or mistyped; says which.
    """
    plain = typed.translate(_SPACERS).upper().translate(_ALIKE)
    for place, char in enumerate(plain):
        if char not in _ALPHABET:
            raise _refused(
                f"Group {place // 4 + 1} of the recovery key holds a character that "
                "recovery keys never use. Compare it with the printed sheet."
            )
    if len(plain) != LENGTH:
        raise _refused(
            f"The recovery key has {LENGTH} letters and digits; {len(plain)} were "
            "typed. Compare each group with the printed sheet."
        )
    number = _number(plain[:-_CHECKS])
    if _number(plain[-_CHECKS:]) != number % _PRIME:
        raise _refused(
            "The recovery key was mistyped somewhere: its last two characters do not "
            "fit the others. Compare each group with the printed sheet."
        )
    return number.to_bytes(BYTES, "big")


def normalised(typed: str) -> str:
    """Return the key as it is printed, whatever way it was typed.

    Raises:
        RuleBroken: as for `parse`.
    """
    return printed(parse(typed))


def groups(key: str) -> tuple[str, ...]:
    """Return the nine groups of a printed key, the last with its two checks."""
    return tuple(normalised(key).split("-"))


def _digits(number: int, count: int) -> str:
    return "".join(
        _ALPHABET[number >> 5 * place & 31] for place in reversed(range(count))
    )


def _number(digits: str) -> int:
    number = 0
    for char in digits:
        number = number << 5 | _ALPHABET.index(char)
    return number


def _refused(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, field="recovery_key")
