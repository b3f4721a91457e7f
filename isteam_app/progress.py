"""How long work reports itself and is stopped."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with (done, total); raises `Cancelled` when the person has stopped it."""


def unwatched(done: int, total: int) -> None:
    """Report to nobody, for work that runs without a window."""
