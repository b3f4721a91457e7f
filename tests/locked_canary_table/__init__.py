"""How each function of the services is asked while the canary sits in the vault.

`LOOKS` says how to call a function; `EXCUSED` why another cannot tell of a record. The
walk fails for a function that stands in neither: whoever writes one adds a line to the
file of its noun, or to `excused`.
"""

from collections.abc import Callable, Mapping
from typing import Any

from locked_canary_table import cases, commands, desk, letters, requests, vault
from locked_canary_table.at import At, outcome
from locked_canary_table.excused import CHANCE, EXCUSED

LOOKS: Mapping[str, Callable[[At], Any]] = {
    **vault.READS,  # first: the rest of a walk is written to the trail
    **cases.READS,
    **letters.READS,
    **desk.READS,
    **requests.READS,
    **letters.IN_HAND,
    **desk.IN_HAND,
    **requests.IN_HAND,
    **vault.IN_HAND,
    **cases.BESIDE,
    **letters.BESIDE,
    **requests.BESIDE,
    **vault.BESIDE,
    **commands.LAST,
}
"""First what is read, then what changes it, then what changes something beside it."""

__all__ = ["CHANCE", "EXCUSED", "LOOKS", "At", "outcome"]
