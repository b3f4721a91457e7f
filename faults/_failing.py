"""Makes chosen operations on files fail, for Python and for the database alike.

A small library (failing.c) is compiled where a compiler is to be had and loaded before
all others. It counts the operations on files below one folder.
"""

import ctypes
import errno
import os
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

_SOURCE = Path(__file__).with_name("failing.c")
_LOADED = "ISTEAM_FAILING_LIBRARY"

_MAKE, _LOOK, _WRITE, _SYNC, _CUT, _NAME, _READ, _LOCK, _DROP, _WORK = (
    1 << bit for bit in range(10)
)
_ANY_NAME = _MAKE | _NAME | _DROP | _WORK
_CHANGES = _MAKE | _WRITE | _SYNC | _CUT | _NAME


@dataclass(frozen=True, slots=True, kw_only=True)
class Fault:
    """A way in which a disk lets a program down.

    `kinds` are the operations it can hit; `lasting`: whether it stays once it is there,
    as a full disk does.
    """

    name: str
    kinds: int
    errno: int
    lasting: bool = False

    @property
    def sticks(self) -> bool:
        """Whether nothing can be removed any more once it is there."""
        return self.lasting and bool(self.kinds & _DROP)


FAULTS = (
    Fault(name="full", kinds=_CHANGES, errno=errno.ENOSPC, lasting=True),
    Fault(
        name="I/O error",
        kinds=_CHANGES | _ANY_NAME | _LOOK | _READ,
        errno=errno.EIO,
    ),
    Fault(
        name="read only",
        kinds=_ANY_NAME | _WRITE | _CUT,
        errno=errno.EROFS,
        lasting=True,
    ),
    Fault(name="locked", kinds=_ANY_NAME | _LOCK, errno=errno.EBUSY),
)


def why_not() -> str:
    """Return why this computer cannot try it, "" when it can."""
    if not sys.platform.startswith("linux"):
        return "only Linux loads a library before all others this way"
    return "" if shutil.which("gcc") else "there is no C compiler (gcc)"


def is_loaded() -> bool:
    return _LOADED in os.environ


def run_again(module: str, place: Path) -> int:
    """Compile the library into a folder and run a module under it; return its code."""
    library = place / "failing.so"
    options = ("-shared", "-fPIC", "-O1", "-D_LARGEFILE64_SOURCE")
    subprocess.run(
        ["gcc", *options, "-o", str(library), str(_SOURCE), "-ldl"],  # noqa: S607  found as a person's shell would
        check=True,
    )
    environment = {**os.environ, "LD_PRELOAD": str(library), _LOADED: str(library)}
    done = subprocess.run(
        [sys.executable, "-m", module, *sys.argv[1:]], env=environment, check=False
    )
    return abs(done.returncode)


def watch(folder: Path) -> None:
    """Look at files below a folder, as far as they are opened from now on."""
    _library().faults_watch(os.fsencode(folder))


def arm(fault: Fault, at: int) -> None:
    """Let the operation with that number fail, counted from now."""
    _library().faults_arm(fault.kinds, fault.errno, at, int(fault.lasting))


def disarm() -> int:
    """Let everything work again. Return how many operations were counted."""
    library = _library()
    library.faults_disarm()
    return int(library.faults_seen())


def _library() -> ctypes.CDLL:
    library = ctypes.CDLL(os.environ[_LOADED])
    library.faults_watch.argtypes = (ctypes.c_char_p,)
    library.faults_arm.argtypes = (
        ctypes.c_int,
        ctypes.c_int,
        ctypes.c_long,
        ctypes.c_int,
    )
    library.faults_seen.restype = ctypes.c_long
    return library
