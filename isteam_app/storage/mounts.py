"""Asks each system what it knows of the disk behind a folder."""

import ctypes
import os
import re
import struct
import sys
from dataclasses import dataclass
from pathlib import Path, PurePath, PurePosixPath

_MOUNTS = Path("/proc/self/mountinfo")
_ESCAPED = re.compile(r"\\([0-7]{3})")

_MAC_STATFS = struct.Struct("=IiQQQQQiiIIII16s")
_MAC_ROOM = 4_096
_MNT_RDONLY, _MNT_LOCAL = 0x1, 0x1000

_DRIVES = ("unknown", "none", "removable", "fixed", "remote", "disc", "memory")
_READ_ONLY_VOLUME = 0x80000


@dataclass(frozen=True, slots=True)
class Mount:
    """One disk as Linux has it: where it begins, its format."""

    point: PurePath
    kind: str
    read_only: bool


@dataclass(frozen=True, slots=True)
class MacDisk:
    """One disk as macOS has it. `own`: it is fixed in or plugged into this computer."""

    kind: str
    own: bool
    read_only: bool


def mounted_disk(folder: Path) -> Mount:
    """Return the disk a folder is on, from the list that Linux keeps."""
    try:
        listed = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        listed = ""  # another Unix, or a cage without the list: only writing is known
    found = mount_in(listed, PurePosixPath(folder))
    return Mount(found.point, found.kind, found.read_only or _is_read_only(folder))


def mount_in(listed: str, folder: PurePath) -> Mount:
    """Return the last disk of the list whose place holds the folder most closely.

    Of two disks at one place the later covers the earlier.
    """
    best = Mount(PurePosixPath("/"), "", read_only=False)
    for line in listed.splitlines():
        fields, _, rest = line.partition(" - ")
        before, after = fields.split(" "), rest.split(" ")
        if len(before) < 6 or len(after) < 3:
            continue
        point = PurePosixPath(_plain(before[4]))
        closer = len(point.parts) >= len(best.point.parts)
        if closer and folder.is_relative_to(point):
            options = {*before[5].split(","), *after[2].split(",")}
            best = Mount(point, after[0], read_only="ro" in options)
    return best


def mac_disk(folder: Path) -> MacDisk:
    """Return what macOS says of the disk a folder is on."""
    room = ctypes.create_string_buffer(_MAC_ROOM)
    library = ctypes.CDLL(None, use_errno=True)
    # on older processors the plain name answers in an older layout
    ask = getattr(library, "statfs$INODE64", None) or library.statfs
    if ask(os.fsencode(folder), room) != 0:
        return MacDisk(kind="", own=True, read_only=_is_read_only(folder))
    return mac_facts(room.raw)


def mac_facts(told: bytes) -> MacDisk:
    """Read the answer of `statfs` on macOS."""
    fields = _MAC_STATFS.unpack_from(told)
    flags, name = fields[11], fields[13]
    return MacDisk(
        kind=name.split(b"\0")[0].decode("ascii", "replace"),
        own=bool(flags & _MNT_LOCAL),
        read_only=bool(flags & _MNT_RDONLY),
    )


if sys.platform == "win32":

    def windows_disk(folder: Path) -> tuple[str, bool]:
        """Return the kind of a drive by Windows, and whether it is read-only."""
        root = ctypes.c_wchar_p(f"{folder.drive}\\")
        kernel = ctypes.windll.kernel32
        number = int(kernel.GetDriveTypeW(root))
        flags = ctypes.c_uint32(0)
        kernel.GetVolumeInformationW(
            root, None, 0, None, None, ctypes.byref(flags), None, 0
        )
        return drive_kind(number), bool(flags.value & _READ_ONLY_VOLUME)


def drive_kind(number: int) -> str:
    """Return the kind of drive that a number of Windows stands for."""
    return _DRIVES[number] if 0 <= number < len(_DRIVES) else _DRIVES[0]


def _plain(name: str) -> str:
    return _ESCAPED.sub(lambda found: chr(int(found[1], 8)), name)


def _is_read_only(folder: Path) -> bool:
    if sys.platform == "win32":
        return False
    try:
        return bool(os.statvfs(folder).f_flag & os.ST_RDONLY)
    except OSError:
        return False
