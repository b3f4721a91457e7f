"""How a command opens a vault: by a passphrase typed or piped in, or by the keyring."""

import argparse
import getpass
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from isteam_app.device_keyring import DeviceKeyring
from isteam_app.errors import (
    RuleBroken,
    VaultInUse,
    VaultOnNetwork,
    VaultReadOnly,
)
from isteam_app.services.damage import Key
from isteam_app.services.look_only import look
from isteam_app.services.remembering import remembered_unlock
from isteam_app.services.session import Session
from isteam_app.services.unlock import (
    local_now,
    lock,
    unlock,
    unlock_with_recovery_key,
)


def add_vault(parser: argparse.ArgumentParser) -> None:
    """Add the arguments of every command that opens a vault."""
    parser.add_argument("vault", type=Path, metavar="VAULT", help="the vault's folder")
    add_passphrase(parser)


def add_passphrase(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--passphrase-stdin",
        action="store_true",
        help="read the passphrase from standard input, one line",
    )


def add_remembered(parser: argparse.ArgumentParser) -> None:
    """Add the way in that needs nobody at the terminal: a scheduled task takes it."""
    parser.add_argument(
        "--remembered",
        action="store_true",
        help="open it as this computer's keyring remembers it, without a passphrase",
    )


def passphrase(args: argparse.Namespace, *, twice: bool = False) -> str:
    """Return the passphrase typed or piped in; never taken from an argument."""
    if args.passphrase_stdin:
        return sys.stdin.readline().rstrip("\r\n")
    try:
        typed = getpass.getpass("Passphrase: ")
        if twice and getpass.getpass("Again: ") != typed:
            raise RuleBroken("The two passphrases are not the same. Start again.")
    except EOFError as error:
        raise RuleBroken(
            "No passphrase was typed. Type it at a terminal, or send it with "
            "--passphrase-stdin."
        ) from error
    return typed


@contextmanager
def signed_in(args: argparse.Namespace, *, looks: bool = False) -> Iterator[Session]:
    """Open the vault for the length of one command.

    `looks`: the command changes nothing, so it may look where nobody may work, such as
    in a vault that somebody else has open.
    """
    if getattr(args, "recovery_key_stdin", False):
        session = unlock_with_recovery_key(args.vault, sys.stdin.readline().strip())
    elif getattr(args, "remembered", False):
        session = remembered_unlock(args.vault, keyring=DeviceKeyring())
    else:
        session = _unlocked(args.vault, passphrase(args), looks=looks)
    try:
        yield session
    finally:
        lock(session)


def _unlocked(folder: Path, typed: str, *, looks: bool) -> Session:
    try:
        return unlock(folder, typed)
    except (VaultInUse, VaultOnNetwork, VaultReadOnly) as refused:
        if not looks:
            raise
        return look(folder, Key(passphrase=typed), refused, local_now)
