"""Draws the same numbers of locked requests in every program that finds this first.

Python loads it at the start of a process whose PYTHONPATH names this folder: two tours
can then be compared picture by picture. What else draws by chance is left alone.
"""

import secrets
from collections.abc import Sequence
from random import Random
from typing import TypeVar

T = TypeVar("T")
_SIGNS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_draw = Random(1)  # noqa: S311  alike on purpose
_by_chance = secrets.choice


def _choice(several: Sequence[T]) -> T:
    if several == _SIGNS:
        return _draw.choice(several)
    return _by_chance(several)


secrets.choice = _choice
