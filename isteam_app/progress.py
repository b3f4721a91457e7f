"""How long work reports itself and is stopped."""

from collections.abc import Callable

Progress = Callable[[int, int], None]
"""Called with (done, total); raises `Cancelled` when the person has stopped it."""


def unwatched(done: int, total: int) -> None:
    """Report to nobody, for work that runs without a window."""


def in_hundredths(progress: Progress) -> Progress:
    """Tell only how far it has come, where the count itself would tell too much."""

    def told(done: int, total: int) -> None:
        progress(100 * done // max(total, 1), 100)

    return told
