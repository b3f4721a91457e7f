"""`isteam vault backup`, `restore` and `verify FILE`: for scheduled tasks, and for the
day when nothing is left but a backup."""

import argparse
import sys
from pathlib import Path
from typing import Any

from isteam_app.cli.sign_in import (
    add_passphrase,
    add_remembered,
    add_vault,
    passphrase,
    signed_in,
)
from isteam_app.domain.backup_calendar import Why
from isteam_app.errors import VaultInUse
from isteam_app.services.backup_facts import SUFFIX, BackupFacts
from isteam_app.services.backups import make_backup, thin
from isteam_app.services.restoring import restore, verify_backup
from isteam_app.services.unlock import local_now


def add_parsers(doing: Any) -> None:
    """Add what makes and restores backups."""
    making = doing.add_parser("backup", help="a verified backup, in one file")
    add_vault(making)
    add_remembered(making)
    making.add_argument(
        "where", type=Path, metavar="FILE-OR-FOLDER", help="a folder, or a new file"
    )
    making.add_argument(
        "--thin",
        action="store_true",
        help="then remove from the folder the backups its calendar no longer keeps",
    )
    making.add_argument("--json", action="store_true")
    bringing = doing.add_parser("restore", help="a vault in a new place, of a backup")
    bringing.add_argument("file", type=Path, metavar="FILE", help="the backup")
    bringing.add_argument("new", type=Path, metavar="PATH", help="where it goes")
    add_key(bringing)
    bringing.add_argument("--json", action="store_true")


def add_key(parser: argparse.ArgumentParser) -> None:
    """Add the two ways to open a backup."""
    add_passphrase(parser)
    parser.add_argument(
        "--recovery-key-stdin",
        action="store_true",
        help="read the recovery key from standard input instead, one line",
    )


def is_backup(path: Path) -> bool:
    """Whether a path means a backup rather than a vault's folder."""
    return path.is_file() or (path.suffix == SUFFIX and not path.is_dir())


def backup_facts(args: argparse.Namespace) -> dict[str, Any]:
    """Make a backup; say where it is and what it holds."""
    try:
        with signed_in(args) as session:
            made = make_backup(session, Why.HAND, target=args.where.absolute())
            removed = thin(session, made.path.parent) if args.thin else 0
    except VaultInUse as error:
        raise VaultInUse(
            f"{error} While it is open, the window makes backups by itself.",
            detail=error.detail,
        ) from error
    facts = _told(made)
    if args.thin:
        facts["removed"] = removed
    return facts


def restore_facts(args: argparse.Namespace) -> dict[str, Any]:
    """Restore a backup; say what came back."""
    file, new = args.file, args.new
    if is_backup(new) and not is_backup(file):
        file, new = new, file  # either order is plain enough
    words, key = _key(args)
    done = restore(
        file, new.absolute(), passphrase=words, recovery_key=key, at=local_now()
    )
    return {
        "vault": str(done.folder),
        "made_at": done.made_at.isoformat(timespec="seconds"),
        "counts": dict(done.counts),
        "missing_documents": done.missing,
    }


def verify_facts(args: argparse.Namespace) -> dict[str, Any]:
    """Check a backup whole; say what it holds."""
    words, key = _key(args)
    found = verify_backup(args.vault, passphrase=words, recovery_key=key)
    return {"whole": True, **_told(found)}


def _key(args: argparse.Namespace) -> tuple[str, str]:
    """Return the passphrase, or else the recovery key."""
    if args.recovery_key_stdin:
        return "", sys.stdin.readline().strip()
    return passphrase(args), ""


def _told(found: BackupFacts) -> dict[str, Any]:
    return {
        "backup": str(found.path),
        "made_at": found.made_at.isoformat(timespec="seconds"),
        "why": found.why.value,
        "bytes": found.size,
        "counts": dict(found.counts),
        "missing_documents": found.missing,
    }
