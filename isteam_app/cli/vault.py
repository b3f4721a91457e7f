"""`isteam vault`: create a vault, say what it is, check it, back it up, restore it."""

import argparse
import json
from pathlib import Path
from typing import Any, TextIO

from isteam_app.cli import backup
from isteam_app.cli.sign_in import add_passphrase, add_vault, passphrase, signed_in
from isteam_app.errors import RuleBroken
from isteam_app.services.damage import Key, salvage_folder
from isteam_app.services.damage_report import account
from isteam_app.services.keys import OLD_BACKUPS, rotate_key
from isteam_app.services.passphrases import check_passphrase
from isteam_app.services.rights import is_cleared
from isteam_app.services.unlock import create, describe, local_now, lock, unlock


def add_parser(commands: Any) -> None:
    parser = commands.add_parser("vault", help="create, describe or check a vault")
    doing = parser.add_subparsers(dest="doing", required=True, metavar="WHAT")
    making = doing.add_parser("create", help="a new vault; prints the recovery key")
    making.add_argument("vault", type=Path, metavar="PATH")
    making.add_argument("--member", required=True, metavar="NAME", help="who signs in")
    add_passphrase(making)
    info = doing.add_parser("info", help="what it is, without opening it")
    info.add_argument("vault", type=Path, metavar="PATH")
    info.add_argument("--json", action="store_true")
    verify = doing.add_parser("verify", help="whether all of it is whole")
    verify.add_argument("vault", type=Path, metavar="PATH", help="a vault or a backup")
    backup.add_key(verify)
    verify.add_argument("--json", action="store_true")
    saving = doing.add_parser("salvage", help="carry what can be read into a new vault")
    add_vault(saving)
    saving.add_argument("new", type=Path, metavar="NEW", help="where the new one goes")
    saving.add_argument("--json", action="store_true")
    backup.add_parsers(doing)
    turning = doing.add_parser("rotate-key", help="put the vault under a new key")
    add_vault(turning)
    turning.add_argument(
        "--as",
        dest="member",
        metavar="NAME",
        help="who signs in; refused when the passphrase is somebody else's",
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    return {
        "create": _create,
        "info": _info,
        "verify": _verify,
        "salvage": _salvage,
        "backup": _backup,
        "restore": _restore,
        "rotate-key": _rotate_key,
    }[args.doing](args, out, err)


def _backup(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    _tell(backup.backup_facts(args), out, as_json=args.json)
    return 0


def _restore(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    _tell(backup.restore_facts(args), out, as_json=args.json)
    return 0


def _rotate_key(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    typed = passphrase(args)
    session = unlock(args.vault, typed)
    try:
        if args.member not in (None, session.member.name):
            raise RuleBroken(
                f"That passphrase is not {args.member}'s. Nothing was changed. Leave "
                "--as away, or type the passphrase of the one it names."
            )
        rotate_key(session, typed)
    finally:
        lock(session)
    out.write("The vault is under a new key. Everybody's passphrase opens it.\n")
    err.write(f"{OLD_BACKUPS}\n")
    return 0


def _salvage(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    key = Key(passphrase=passphrase(args))
    told = salvage_folder(args.vault, key, args.new, local_now())
    facts: dict[str, Any] = {
        "new_vault": str(told.folder),
        "saved": {each.kind: each.saved for each in told.counts},
        "lost": {each.kind: each.lost for each in told.counts if each.lost},
        "lost_references": list(told.lost_references),
        "blanks": told.stood_in,
        "pages": told.pages,
        "pages_not_read": told.unread,
        "unfinished_pages": told.unfinished,
    }
    if args.json:
        _tell(facts, out, as_json=True)
        return 0
    for line in account(told):
        out.write(f"{line}\n")
    return 0


def _create(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    typed = passphrase(args, twice=True)
    check_passphrase(typed, typed, (args.member,))
    created = create(args.vault, passphrase=typed, member=args.member)
    lock(created.session)
    out.write(f"{created.recovery_key}\n")
    err.write(
        "Write down or print the recovery key above and keep it in a safe. "
        "It is not shown again.\n"
    )
    return 0


def _info(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    found = describe(args.vault)
    facts = {
        "name": found.name,
        "id": found.id,
        "format": found.format,
        "opens_with": list(found.slots),
    }
    _tell(facts, out, as_json=args.json)
    return 0


def _verify(args: argparse.Namespace, out: TextIO, err: TextIO) -> int:
    if backup.is_backup(args.vault):
        _tell(backup.verify_facts(args), out, as_json=args.json)
        return 0
    with signed_in(args) as session:
        health = session.vault.verify()
        cleared = is_cleared(session)
    facts = {"whole": health.whole, "problems": list(health.problems)}
    if cleared:  # both count what belongs to locked requests too
        facts["audit_entries"] = health.audit.checked
        facts["documents"] = health.documents
    if health.audit.broken_at is not None:
        facts["audit_entry_at_fault"] = health.audit.broken_at
    _tell(facts, out, as_json=args.json)
    if health.whole:
        return 0
    err.write("The vault is not whole. Change nothing in it, and fetch a good copy.\n")
    return 1


def _tell(facts: dict[str, Any], out: TextIO, *, as_json: bool) -> None:
    if as_json:
        json.dump(facts, out, indent=2)
        out.write("\n")
        return
    for name, value in facts.items():
        if isinstance(value, dict):
            value = [f"{count:,} {noun}" for noun, count in value.items()]
        shown = ", ".join(value) if isinstance(value, list) else value
        out.write(f"{name.replace('_', ' ')}: {shown}\n")
