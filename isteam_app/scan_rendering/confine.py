"""Takes from the process all it does not need to turn bytes into pixels."""

import os
import signal
import sys
from contextlib import suppress
from pathlib import Path

from isteam_app.scan_rendering.limits import MEMORY

_NICE = 10
_BARE = 256 * 1024 * 1024  # what a bare process may have reserved, where nobody counts


def confine(file_size: int) -> None:
    """Give up files, sockets, children, and memory beyond what one file may ask.

    Everything needed must be imported and open already. What a system does not know
    (macOS keeps no limit on memory) is left out: the program kills what takes too long.
    """
    if sys.platform == "win32":
        from isteam_app.scan_rendering.windows_job import enter_job

        enter_job(_BARE + MEMORY + file_size)
    else:
        _limit(_reserved() + MEMORY + file_size)


def set_alarm(seconds: float) -> None:
    """Die by oneself when the program has not seen to it in so long; 0: never."""
    if sys.platform != "win32":
        signal.setitimer(signal.ITIMER_REAL, seconds)


if sys.platform != "win32":
    import resource

    def _limit(memory: int) -> None:
        with suppress(OSError):
            os.nice(_NICE)
        signal.signal(signal.SIGALRM, signal.SIG_DFL)
        signal.signal(signal.SIGXFSZ, signal.SIG_DFL)
        for kind, most in (
            (resource.RLIMIT_CORE, 0),
            (resource.RLIMIT_FSIZE, 0),
            (resource.RLIMIT_NPROC, 0),
            (resource.RLIMIT_NOFILE, 0),  # no file and no socket from here on
            (resource.RLIMIT_AS, memory),
        ):
            with suppress(OSError, ValueError):
                resource.setrlimit(kind, (most, most))

    def _reserved() -> int:
        """Return the address space taken so far, which Linux tells."""
        try:
            pages = Path("/proc/self/statm").read_text("ascii").split()[0]
            return int(pages) * resource.getpagesize()
        except (OSError, ValueError, IndexError):
            return _BARE
