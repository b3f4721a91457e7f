"""Scans and files, each encrypted under a key of its own beside the database.

A file is a random prefix and then chunks of 1 MiB under AES-256-GCM. Each chunk is
bound to the file's id, its place and whether it is the last, so that a chunk left
out, moved or swapped shows. The last is bound to the SHA-256 of the whole besides, so
that a file read later is known for the one that was kept without hashing it again.
Deleting the row with the key erases the file for good.
"""

import hashlib
import re
import secrets
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import suppress
from dataclasses import dataclass
from io import BytesIO, FileIO
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from isteam_app.errors import RuleBroken, VaultDamaged
from isteam_app.storage.durable import file_trouble, sync_folder, write_parts

FOLDER = "attachments"
CHUNK = 1 << 20
LARGEST = 100 * CHUNK
"""The largest file a vault takes, in bytes."""

_TAG = 16
_PREFIX = 7  # with a 4-byte place and the mark of the last: a 12-byte nonce
_NAME = re.compile("[0-9a-f]{32}")


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFile:
    """How one file is found and read again. `sha256` is of what it holds, in hex."""

    name: str
    key: bytes
    size: int
    sha256: str


class Attachments:
    """The folder of encrypted files."""

    def __init__(self, vault_folder: Path) -> None:
        self._folder = vault_folder / FOLDER

    def keep(self, data: bytes | Path) -> KeptFile:
        """Encrypt a file into the folder, safely on disk when this returns.

        Raises:
            RuleBroken: it is empty, too large, or not a file. Field: "document".
            DiskFull, VaultReadOnly: it could not be written; nothing is left behind.
        """
        content = _content(data)
        name = secrets.token_hex(16)
        key = AESGCM.generate_key(bit_length=256)
        path = self._folder / name
        with ThreadPoolExecutor(1, thread_name_prefix="hash") as beside:
            hashed = beside.submit(_sha256, content)
            try:
                self._folder.mkdir(exist_ok=True)
                write_parts(path, _encrypted(content, name, key, hashed.result))
                sync_folder(self._folder)
            except OSError as error:
                self.discard([name])
                raise file_trouble(error) from error
            return KeptFile(
                name=name, key=key, size=len(content), sha256=hashed.result()
            )

    def read(self, kept: KeptFile) -> bytes:
        """Return what a file holds, into memory only.

        Raises:
            VaultDamaged: the file is missing or was changed.
        """
        try:
            with (self._folder / kept.name).open("rb", buffering=0) as file:
                return _decrypted(file, kept)
        except FileNotFoundError as error:
            raise _damaged("missing from the vault's folder") from error
        except OSError as error:
            raise file_trouble(error) from error
        except InvalidTag as error:
            raise _damaged("changed or damaged") from error

    def discard(self, names: Iterable[str]) -> None:
        """Remove files whose change was dropped.

        One that cannot be removed now is an orphan, and the next opening sweeps it.
        """
        for name in names:
            with suppress(OSError):
                (self._folder / name).unlink(missing_ok=True)

    def sweep(self, known: frozenset[str]) -> int:
        """Remove files that no record knows: left by a save that never finished."""
        if not self._folder.is_dir():
            return 0
        orphans = [
            path.name
            for path in self._folder.iterdir()
            if _NAME.fullmatch(path.name) and path.name not in known
        ]
        self.discard(orphans)
        return len(orphans)


def _content(data: bytes | Path) -> bytes:
    try:
        if isinstance(data, Path) and not data.is_file():
            raise RuleBroken(
                "That is a folder or something else that is not a file. Choose one "
                "scan or document.",
                field="document",
            )
        size = data.stat().st_size if isinstance(data, Path) else len(data)
        if size > LARGEST:
            raise RuleBroken(
                f"The file has {size / CHUNK:,.0f} MiB; the vault takes up to "
                f"{LARGEST // CHUNK} MiB. Scan it again in black and white or at 200 "
                "dpi, or split it.",
                field="document",
            )
        content = data.read_bytes() if isinstance(data, Path) else data
    except OSError as error:
        raise RuleBroken(
            "The file could not be read. Check that it is still there and that you "
            "may read it.",
            field="document",
            detail=f"{type(error).__name__} {error.errno}",
        ) from error
    if not content:
        raise RuleBroken(
            "The file is empty: it has no bytes in it. Scan it again.",
            field="document",
        )
    return content


def _encrypted(
    content: bytes, name: str, key: bytes, sha256: Callable[[], str]
) -> Iterator[bytes | memoryview]:
    """Give the parts of the file; each is to be written before the next is asked for.

    The same memory serves every chunk: a fresh megabyte for each would cost more time
    than its encryption.
    """
    prefix = secrets.token_bytes(_PREFIX)
    yield prefix
    cipher = AESGCM(key)
    view, sealed = memoryview(content), memoryview(bytearray(CHUNK + _TAG))
    starts = range(0, len(content), CHUNK)
    for place, start in enumerate(starts):
        last = place == len(starts) - 1
        chunk = view[start : start + CHUNK]
        bound = _bound(name, place, last=last, sha256=sha256() if last else "")
        part = sealed[: len(chunk) + _TAG]
        cipher.encrypt_into(_nonce(prefix, place, last=last), chunk, bound, part)
        yield part


def _decrypted(file: FileIO, kept: KeptFile) -> bytes:
    """Read and check chunk after chunk, straight into the place each will have."""
    _expect_length(file, kept)
    prefix = file.read(_PREFIX)
    cipher = AESGCM(kept.key)
    sealed = memoryview(bytearray(CHUNK + _TAG))
    content = BytesIO()
    content.seek(kept.size - 1)
    content.write(b"\0")
    starts = range(0, kept.size, CHUNK)
    with content.getbuffer() as whole:
        for place, start in enumerate(starts):
            last = place == len(starts) - 1
            room = whole[start : start + CHUNK]
            part = sealed[: len(room) + _TAG]
            _fill(file, part)
            nonce = _nonce(prefix, place, last=last)
            if last:
                _open_last(cipher, nonce, part, place, kept, whole)
            else:
                bound = _bound(kept.name, place, last=False)
                cipher.decrypt_into(nonce, part, bound, room)
            room.release()
    return content.getvalue()


def _open_last(
    cipher: AESGCM,
    nonce: bytes,
    part: memoryview,
    place: int,
    kept: KeptFile,
    whole: memoryview,
) -> None:
    """Open the last chunk; files of the first edition bound no SHA-256 to it."""
    room = whole[place * CHUNK :]
    bound = _bound(kept.name, place, last=True, sha256=kept.sha256)
    try:
        cipher.decrypt_into(nonce, part, bound, room)
    except InvalidTag:
        first = _bound(kept.name, place, last=True)
        cipher.decrypt_into(nonce, part, first, room)
        if _sha256(whole) != kept.sha256:
            raise _damaged("not the file that was kept") from None


def _expect_length(file: FileIO, kept: KeptFile) -> None:
    chunks = -(-kept.size // CHUNK)
    expected = _PREFIX + kept.size + chunks * _TAG
    if not chunks or file.seek(0, 2) != expected:
        raise InvalidTag
    file.seek(0)


def _fill(file: FileIO, part: memoryview) -> None:
    done = 0
    while done < len(part):
        got = file.readinto(part[done:])
        if not got:
            raise InvalidTag
        done += got


def _sha256(content: bytes | memoryview) -> str:
    return hashlib.sha256(content).hexdigest()


def _nonce(prefix: bytes, place: int, *, last: bool) -> bytes:
    return prefix + place.to_bytes(4, "big") + bytes([last])


def _bound(name: str, place: int, *, last: bool, sha256: str = "") -> bytes:
    whole = f" {sha256}" if sha256 else ""
    return f"isteam attachment 1 {name} {place} {int(last)}{whole}".encode()


def _damaged(what: str) -> VaultDamaged:
    return VaultDamaged(
        f"This document is {what}, so it cannot be shown. The rest of the vault is "
        "not affected. Put the document's file back from a backup.",
        detail=what,
    )
