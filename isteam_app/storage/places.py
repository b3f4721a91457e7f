"""What kind of disk a folder is on: this computer's own, or a share on the network.

A vault on a share is not opened for work. Its database has a journal that only the
windows of one computer can share; the windows of two would destroy each other's work
without a word. Looking only harms nothing, and a backup may lie anywhere.
"""

import os
import re
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path, PurePath, PureWindowsPath

from isteam_app.errors import VaultOnNetwork
from isteam_app.storage import mounts

NETWORK_FOLDERS = "ISTEAM_NETWORK_FOLDERS"
"""Names further folders that count as shared, such as one that a program synchronises.

It can only make the program more careful, so setting it by accident harms nothing.
"""

_SHARED = re.compile(
    "9p|acfs|afpfs|afs|beegfs|ceph|cifs|coda|davfs|drvfs|gfs2?|glusterfs|gpfs|lustre"
    "|ncpf?s?|nfs[34]?|ocfs2|orangefs|panfs|prl_?fs|pvfs2|smb(fs|[23])?|vboxsf|vmhgfs"
    "|webdav"
)
_OWN_FUSE = re.compile(
    "bindfs|cryfs|encfs|exfat|(fuse-)?ext2|fuse-overlayfs|gocryptfs|mergerfs"
    "|ntfs(-3g)?|securefs|unionfs|veracrypt|zfs"
)
"""File systems run by a program that keep to this computer's disk; others may not."""


@dataclass(frozen=True, slots=True)
class Disk:
    """Where a folder lies. `kind` is the system's name for the disk's format."""

    network: bool
    read_only: bool
    kind: str = ""


Ask = Callable[[Path], Disk]


def disk_of(folder: Path) -> Disk:
    """Return what kind of disk a folder is on, or would be on if it were made."""
    here = _nearest(folder)
    if _is_named(here) or _is_named(folder):
        return Disk(network=True, read_only=False, kind="named as shared")
    if sys.platform == "win32":
        kind, read_only = mounts.windows_disk(here)
        return Disk(
            network=on_windows_share(PureWindowsPath(folder), kind)
            or on_windows_share(PureWindowsPath(here), kind),
            read_only=read_only,
            kind=kind,
        )
    if sys.platform == "darwin":
        found = mounts.mac_disk(here)
        shared = not found.own or is_shared_kind(found.kind)
        return Disk(network=shared, read_only=found.read_only, kind=found.kind)
    mount = mounts.mounted_disk(here)
    # what the computer itself started from is its own, whatever the format
    shared = mount.point != PurePath("/") and is_shared_kind(mount.kind)
    return Disk(network=shared, read_only=mount.read_only, kind=mount.kind)


def must_allow_work(folder: Path, ask: Ask = disk_of) -> None:
    """Refuse a place where two computers could work in one vault.

    Raises:
        VaultOnNetwork: it is on a share; the sentence says what to do instead.
    """
    disk = ask(folder)
    if disk.network:
        raise VaultOnNetwork(
            "This folder is on a network share. Two computers working in one vault "
            "there would destroy each other's work without a word. Nothing was "
            "changed. Copy the vault's folder to a disk of this computer and work "
            "there, open it to look only, or keep backups on the share instead.",
            detail=disk.kind,
        )


def is_shared_kind(kind: str) -> bool:
    """Whether a disk's format is one that several computers see at once."""
    name = kind.lower()
    program = name.removeprefix("fuse.")
    if program != name:
        return not _OWN_FUSE.fullmatch(program)
    return bool(_SHARED.fullmatch(name))


def on_windows_share(path: PureWindowsPath, drive_kind: str) -> bool:
    r"""Whether Windows reaches a path over the network: `\\server\share`, or mapped.

    `drive_kind` is what Windows says of the drive.
    """
    if drive_kind == "remote":
        return True
    whole = str(path).replace("/", "\\").lower()
    if whole.startswith(("\\\\?\\", "\\\\.\\")):
        return whole[4:].startswith("unc\\")  # the long form of a share's path
    return whole.startswith("\\\\")


def _nearest(folder: Path) -> Path:
    """The folder itself, or the nearest around it that exists, with links followed."""
    here = folder.expanduser().absolute()
    while not here.exists() and here != here.parent:
        here = here.parent
    return here.resolve()


def _is_named(folder: Path) -> bool:
    named = os.environ.get(NETWORK_FOLDERS, "").split(os.pathsep)
    return any(folder.is_relative_to(each) for each in named if each)
