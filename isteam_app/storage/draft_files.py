"""Keeps the files that belong to half typed text, until they are saved or given up.

They are encrypted as attachments are, each under its own key, in a folder apart: no
record of the vault knows of them yet. The keys stand with the half typed text, and a
file that no text knows is removed when the next ones are asked for.
"""

import hashlib
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from datetime import datetime

from isteam_app.errors import IsteamError
from isteam_app.storage.attachments import Attachments, KeptFile
from isteam_app.storage.durable import file_trouble
from isteam_app.storage.vault import Vault

FOLDER = "drafts"
_KEY = "files/"


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftFile:
    """A file somebody gave to a page that is not saved yet, and what the page knows."""

    facts: dict[str, str | int]
    data: bytes = field(repr=False)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Line:
    """What is kept of a file: what is known of it, and how it is read again."""

    facts: dict[str, str | int]
    file: str
    key: str
    size: int
    sha256: str

    def kept(self) -> KeptFile:
        return KeptFile(
            name=self.file,
            key=bytes.fromhex(self.key),
            size=self.size,
            sha256=self.sha256,
        )


def keep_files(
    vault: Vault, key: str, files: Sequence[DraftFile], *, by: str, at: datetime
) -> None:
    """Keep just these files with the half typed text of a key.

    Raises:
        DiskFull, VaultReadOnly: none was kept that was not kept before.
    """
    before = _lines(vault, key)
    known = {line.sha256: line for line in before}
    added: list[str] = []
    lines = []
    try:
        for one in files:
            line = known.get(hashlib.sha256(one.data).hexdigest())
            if line is None:
                _make_folder(vault)
                kept = _folder(vault).keep(one.data)
                added.append(kept.name)
                line = _line(one, kept)
            lines.append(line)
        if lines != list(before):
            _write(vault, key, lines, by=by, at=at)
    except BaseException:
        _folder(vault).discard(added)
        raise
    _discard(vault, before, lines)


def kept_files(vault: Vault, key: str) -> tuple[DraftFile, ...]:
    """Read the files kept for a key. One that is gone or damaged is left out."""
    found = []
    for line in _lines(vault, key):
        try:
            data = _folder(vault).read(line.kept())
        except IsteamError:
            continue
        found.append(DraftFile(facts=line.facts, data=data))
    return tuple(found)


def forget_files(vault: Vault, key: str, *, by: str, at: datetime) -> None:
    """Drop the files of a key: their text was saved or given up."""
    before = _lines(vault, key)
    if before:
        _write(vault, key, [], by=by, at=at)
        _discard(vault, before, [])


def sweep_files(vault: Vault) -> int:
    """Remove files that a sudden end left behind; return how many."""
    with vault.read(whole=True) as reading:
        keys = reading.drafts.keys()
    known = {
        line.file
        for key in keys
        if key.startswith(_KEY)
        for line in _lines(vault, key.removeprefix(_KEY))
    }
    return _folder(vault).sweep(frozenset(known))


def _write(
    vault: Vault, key: str, lines: Sequence[_Line], *, by: str, at: datetime
) -> None:
    with vault.change("typing.kept", by=by, at=at) as work:
        if lines:
            work.drafts.put(_KEY + key, json.dumps([asdict(line) for line in lines]))
        else:
            work.drafts.drop(_KEY + key)
        work.keep_typing()


def _lines(vault: Vault, key: str) -> tuple[_Line, ...]:
    with vault.read() as reading:
        text = reading.drafts.get(_KEY + key)
    return tuple(_Line(**line) for line in json.loads(text or "[]"))


def _line(file: DraftFile, kept: KeptFile) -> _Line:
    return _Line(
        facts=file.facts,
        file=kept.name,
        key=kept.key.hex(),
        size=kept.size,
        sha256=kept.sha256,
    )


def _discard(vault: Vault, before: Sequence[_Line], now: Sequence[_Line]) -> None:
    kept = {line.file for line in now}
    _folder(vault).discard(line.file for line in before if line.file not in kept)


def _folder(vault: Vault) -> Attachments:
    return Attachments(vault.folder / FOLDER)


def _make_folder(vault: Vault) -> None:
    try:
        (vault.folder / FOLDER).mkdir(mode=0o700, exist_ok=True)
    except OSError as error:
        raise file_trouble(error) from error
