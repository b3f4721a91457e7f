"""How hard a passphrase is to guess, in words."""

from collections.abc import Sequence
from dataclasses import dataclass

from isteam_app.errors import RuleBroken

SHORTEST = 12
_JUDGED = 72
"""Only the first characters are judged: the estimate is slow on very long text."""
_WORDS = ("Very weak", "Weak", "Fair", "Good", "Strong")
_GOOD = 3


@dataclass(frozen=True, slots=True)
class Strength:
    """`score` runs from 0 to 4; `good_enough` is what a vault asks for."""

    score: int
    word: str
    advice: str

    @property
    def good_enough(self) -> bool:
        return self.score >= _GOOD


def strength(passphrase: str, hints: Sequence[str] = ()) -> Strength:
    """Judge a passphrase; `hints` are words a guesser would try first."""
    if len(passphrase) < SHORTEST:
        missing = SHORTEST - len(passphrase)
        return Strength(
            0, "Too short", f"{missing} more characters. Four or five words"
        )
    from zxcvbn import zxcvbn  # its lists of words take long to load

    words = [word for hint in hints for word in hint.split()]
    score = int(zxcvbn(passphrase[:_JUDGED], user_inputs=words)["score"])
    advice = "" if score >= _GOOD else "Add another word that has nothing to do with it"
    return Strength(score, _WORDS[score], advice)


def check_passphrase(passphrase: str, repeated: str, hints: Sequence[str] = ()) -> None:
    """Raise RuleBroken when a passphrase is too weak or was not repeated alike."""
    judged = strength(passphrase, hints)
    if not judged.good_enough:
        raise RuleBroken(
            "That passphrase could be guessed. Use four or five unrelated words.",
            field="passphrase",
        )
    if passphrase != repeated:
        raise RuleBroken(
            "The two passphrases are not the same. Type it again.", field="repeated"
        )
