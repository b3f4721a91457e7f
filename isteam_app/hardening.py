"""Makes it harder to get at the program's memory and files from outside.

Each measure is done as far as the system has it; none may stop the program. What was
done can be asked for, and stands in the diagnostics.
"""

import ctypes
import os
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

PR_SET_DUMPABLE = 4
PT_DENY_ATTACH = 31
SEM_QUIET = 0x0001 | 0x0002 | 0x8000
"""No dialog for a disk, a crash or a file that is missing: a crash asks for no dump."""
WER_NO_HEAP = 0x1
OWN_FILES_ONLY = 0o077


@dataclass(frozen=True, slots=True)
class Measure:
    """One thing that was tried, and whether the system did it."""

    name: str
    done: bool


_done: tuple[Measure, ...] = ()


def harden(system: str = sys.platform, *, libraries: Any = None) -> tuple[Measure, ...]:
    """Do what the system allows, once, as early as the program can."""
    global _done  # noqa: PLW0603,RUF100  a process is hardened once, for all its parts
    found = libraries or _Libraries()
    _done = tuple(
        Measure(name, _tried(act, found)) for name, act in _measures(system).items()
    )
    return _done


def measures() -> tuple[Measure, ...]:
    """What was done at the start of this process; nothing, if it was not asked to."""
    return _done


Act = Callable[[Any], bool]


def _measures(system: str) -> dict[str, Act]:
    if system == "win32":
        return {
            "no crash dialogs or dumps": _windows_quiet,
            "no heap in error reports": _windows_no_heap,
            "libraries not from the current folder": _windows_libraries,
        }
    common: dict[str, Act] = {
        "no core dumps": _no_core,
        "new files for their owner alone": _own_files,
    }
    if system == "darwin":
        return common | {"no debugger may attach": _mac_no_debugger}
    if system.startswith("linux"):
        return common | {"memory closed to other programs": _linux_not_dumpable}
    return common


class _Libraries:
    """The system's own libraries, loaded when one is asked for."""

    def library(self, name: str) -> Any:
        loader = getattr(ctypes, "WinDLL", None)
        return loader(name) if loader else ctypes.CDLL(name or None, use_errno=True)


def _tried(act: Act, libraries: Any) -> bool:
    try:
        return act(libraries)
    except (OSError, AttributeError, ValueError, ImportError):
        return False


def _no_core(_libraries: Any) -> bool:
    import resource  # Windows has none

    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    return resource.getrlimit(resource.RLIMIT_CORE) == (0, 0)


def _own_files(_libraries: Any) -> bool:
    os.umask(OWN_FILES_ONLY)
    return True


def _linux_not_dumpable(libraries: Any) -> bool:
    """Other programs of the same person may not read the memory, nor trace it."""
    return bool(libraries.library("").prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) == 0)


def _mac_no_debugger(libraries: Any) -> bool:
    return bool(libraries.library("").ptrace(PT_DENY_ATTACH, 0, None, 0) == 0)


def _windows_quiet(libraries: Any) -> bool:
    libraries.library("kernel32").SetErrorMode(SEM_QUIET)
    return True


def _windows_no_heap(libraries: Any) -> bool:
    return bool(libraries.library("kernel32").WerSetFlags(WER_NO_HEAP) == 0)


def _windows_libraries(libraries: Any) -> bool:
    call = libraries.library("kernel32").SetDllDirectoryW
    return bool(call(ctypes.c_wchar_p("")))
