"""Which folders lie on a network share: by each system's own words for its disks."""

import struct
from pathlib import Path, PurePosixPath, PureWindowsPath

import pytest
from vault_makers import AT, KeptVault, keep_vault

from isteam_app.errors import VaultOnNetwork, VaultReadOnly
from isteam_app.storage.mounts import drive_kind, mac_facts, mount_in, mounted_disk
from isteam_app.storage.places import (
    NETWORK_FOLDERS,
    Disk,
    disk_of,
    is_shared_kind,
    must_allow_work,
    on_windows_share,
)
from isteam_app.storage.vault_doors import open_with_recovery_key

LISTED = r"""
27 1 254:0 / / rw,relatime - ext4 /dev/vda rw,discard
41 27 0:40 / /srv rw,relatime shared:5 master:1 - nfs4 files:/srv rw,vers=4.2
42 27 0:41 / /home/robin/Team\040files rw,nosuid - cifs //files/team rw,vers=3.1.1
43 27 0:42 / /media/old ro,nosuid - vfat /dev/sdb1 rw
44 27 0:43 / /media/disc rw,nosuid - iso9660 /dev/sr0 ro
45 27 0:44 / /run/user/1000/gvfs rw - fuse.gvfsd-fuse gvfsd-fuse rw
46 41 254:3 / /srv/local rw - xfs /dev/vdb rw
47 27 0:45 / /mnt/auto rw - autofs systemd-1 rw
48 27 0:46 / /mnt/auto rw - smb3 //files/auto rw
half a line
"""


@pytest.mark.parametrize(
    ("folder", "kind", "read_only"),
    [
        ("/home/robin/team.isvault", "ext4", False),
        ("/srv/team.isvault", "nfs4", False),
        ("/srvx/team.isvault", "ext4", False),
        ("/home/robin/Team files/team.isvault", "cifs", False),
        ("/media/old/team.isvault", "vfat", True),
        ("/media/disc/team.isvault", "iso9660", True),
        ("/run/user/1000/gvfs/smb-share/team", "fuse.gvfsd-fuse", False),
        ("/srv/local/team.isvault", "xfs", False),
        ("/mnt/auto/team.isvault", "smb3", False),
    ],
)
def test_the_closest_and_latest_disk_is_the_one(
    folder: str, kind: str, read_only: bool
) -> None:
    found = mount_in(LISTED, PurePosixPath(folder))
    assert (found.kind, found.read_only) == (kind, read_only)


def test_without_a_list_nothing_is_claimed() -> None:
    assert mount_in("", PurePosixPath("/srv/team")).kind == ""


@pytest.mark.parametrize(
    "kind",
    [
        "nfs",
        "nfs4",
        "cifs",
        "smb3",
        "SMBFS",
        "9p",
        "afs",
        "afpfs",
        "ncpfs",
        "glusterfs",
        "fuse.sshfs",
        "fuse.rclone",
        "fuse.anything-new",
        "vboxsf",
    ],
)
def test_a_format_that_several_computers_see_is_shared(kind: str) -> None:
    assert is_shared_kind(kind)


@pytest.mark.parametrize(
    "kind",
    [
        "ext4",
        "xfs",
        "btrfs",
        "apfs",
        "hfs",
        "ntfs3",
        "tmpfs",
        "overlay",
        "fuseblk",
        "fuse.gocryptfs",
        "fuse.ntfs-3g",
        "zfs",
    ],
)
def test_a_format_of_this_computers_disks_is_not(kind: str) -> None:
    assert not is_shared_kind(kind)


@pytest.mark.parametrize(
    ("path", "drive", "shared"),
    [
        ("\\\\files\\team\\team.isvault", "unknown", True),
        ("//files/team/team.isvault", "unknown", True),
        ("\\\\?\\UNC\\files\\team\\team.isvault", "unknown", True),
        ("\\\\?\\C:\\Vaults\\team.isvault", "fixed", False),
        ("C:\\Vaults\\team.isvault", "fixed", False),
        ("Z:\\team.isvault", "remote", True),
        ("E:\\team.isvault", "removable", False),
    ],
)
def test_windows_names_and_mapped_drives(path: str, drive: str, shared: bool) -> None:
    assert on_windows_share(PureWindowsPath(path), drive) is shared


def test_the_numbers_windows_gives_its_drives() -> None:
    assert [drive_kind(number) for number in (3, 4, 99)] == [
        "fixed",
        "remote",
        "unknown",
    ]


def test_what_macos_answers() -> None:
    def answer(kind: bytes, flags: int) -> bytes:
        told = (4096, 1 << 20, 9, 8, 7, 6, 5, 1, 2, 501, 26, flags, 0, kind)
        return struct.pack("=IiQQQQQiiIIII16s", *told) + bytes(2_200)

    share = mac_facts(answer(b"smbfs", 0))
    assert (share.kind, share.own, share.read_only) == ("smbfs", False, False)
    disk = mac_facts(answer(b"apfs", 0x1000 | 0x1))
    assert (disk.kind, disk.own, disk.read_only) == ("apfs", True, True)


def test_this_computers_own_disk_may_be_worked_on(tmp_path: Path) -> None:
    assert disk_of(tmp_path / "not" / "made" / "yet") == disk_of(tmp_path)
    must_allow_work(tmp_path)


@pytest.mark.skipif(not Path("/proc/self/mountinfo").exists(), reason="needs Linux")
def test_the_real_list_is_read() -> None:
    assert mounted_disk(Path("/proc/self")).kind == "proc"


def test_a_share_is_refused_with_the_reason_and_what_to_do(tmp_path: Path) -> None:
    def share(_: Path) -> Disk:
        return Disk(network=True, read_only=False, kind="cifs")

    with pytest.raises(VaultOnNetwork, match="destroy each other's work") as refused:
        must_allow_work(tmp_path, share)
    for way in ("Copy the vault's folder", "look only", "keep backups on the share"):
        assert way in str(refused.value)
    assert refused.value.detail == "cifs"


def test_a_folder_can_be_named_as_shared_and_a_link_does_not_hide_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shared = tmp_path / "shared"
    shared.mkdir()
    (tmp_path / "link").symlink_to(shared)
    monkeypatch.setenv(NETWORK_FOLDERS, str(shared))
    assert disk_of(shared / "team.isvault").network
    assert disk_of(tmp_path / "link" / "team.isvault").network
    assert not disk_of(tmp_path / "other").network


def test_no_vault_is_made_or_opened_for_work_on_a_share(
    kept: KeptVault, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(NETWORK_FOLDERS, str(kept.folder.parent))
    with pytest.raises(VaultOnNetwork):
        open_with_recovery_key(kept.folder, kept.recovery_key)
    with pytest.raises(VaultOnNetwork):
        keep_vault(kept.folder.with_name("new.isvault"))
    assert [path.name for path in kept.folder.parent.iterdir()] == [kept.folder.name]
    looking = open_with_recovery_key(kept.folder, kept.recovery_key, look_only=True)
    with looking.read() as reading:
        assert reading.members.all()[0].name == "Robin Sample"
    with pytest.raises(VaultReadOnly), looking.change("case.opened", by="R", at=AT):
        pass
    looking.close()
