"""What is asked at a terminal: last, for it locks the vault."""

from collections.abc import Callable, Mapping
from typing import Any

from locked_canary import WORDS

from isteam_app.services import unlock
from isteam_app.services.register_exports import View
from locked_canary_table.at import At


def _shut(at: At) -> tuple[str, str]:
    """Close the vault, for a command to open it; return its place and the way in."""
    unlock.lock(at.session)
    return str(at.session.vault.folder), WORDS.get(at.name, "")


def _case_command(at: At) -> list[object]:
    vault, words = _shut(at)
    asked = (
        ("case", "list", vault, "--passphrase-stdin", "--all", "--json"),
        ("case", "show", vault, "--passphrase-stdin", at.aviary.case.reference),
    )
    return [at.command(*each, typed=words) for each in asked]


def _vault_command(at: At) -> list[object]:
    vault, words = _shut(at)
    asked = (
        ("vault", "info", vault, "--json"),
        ("vault", "verify", vault, "--passphrase-stdin", "--json"),
        ("vault", "salvage", vault, str(at.file("x.isvault")), "--passphrase-stdin"),
        (
            *("vault", "backup", vault, str(at.file("x.isbackup"))),
            *("--passphrase-stdin", "--json"),
        ),
    )
    return [at.command(*each, typed=words) for each in asked]


def _export_command(at: At) -> list[object]:
    vault, words = _shut(at)
    found: list[object] = []
    for view in View:
        file = at.file(f"command {view.value}.csv")
        given = ("export", "disclosures", vault, "--passphrase-stdin")
        more = ("--view", view.value, "--with-locked", "--reason", "For the audit")
        found.append(at.command(*given, *more, "-o", str(file), typed=words))
        found.append(file)
    return found


LAST: Mapping[str, Callable[[At], Any]] = {
    "cli.case.run": _case_command,
    "cli.export.run": _export_command,
    "cli.vault.run": _vault_command,
}
