"""Reads the pages of a damaged database one by one, without the database's own help.

The database gives up as a whole when it meets one bad page, and quite when that is its
first. Each page is sealed by itself, so each that is whole can still be read: with the
data key and the salt that the header keeps. Nothing is written.

The form of a page is SQLCipher 4's: AES-256-CBC, then its start value, then an
HMAC-SHA512 over both and the page's number.
"""

import hmac
import struct
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import pbkdf2_hmac
from pathlib import Path

PAGE = 4_096
USABLE = 4_016
"""What of each page holds data; the rest seals it."""

_IV, _MAC, _SALT = 16, 64, 16
_FIRST = 1
_WAL_HEADER, _FRAME_HEADER = 32, 24
_FRAME = _FRAME_HEADER + PAGE
_WAL_MAGIC = 0x377F0682  # the last bit says in which order its sums were made
_ADDED = 0xFFFFFFFF


@dataclass(frozen=True, slots=True)
class Journal:
    """The pages that lie in the write-ahead journal, each with its place there.

    `left_out` are the frames after the last whole change: never finished, or behind a
    damaged one. `is_broken`: a finished change is among them.
    """

    places: dict[int, int]
    pages: int
    left_out: int
    is_broken: bool


class RawPages:
    """The pages of a database and its journal, as its last change left it."""

    def __init__(self, database: Path, data_key: bytes, salt: bytes) -> None:
        from cryptography.hazmat.primitives.ciphers.algorithms import AES256

        self._cipher = AES256(data_key)
        hmac_salt = bytes(byte ^ 0x3A for byte in salt)
        self._mac_key = pbkdf2_hmac("sha512", data_key, hmac_salt, 2, len(data_key))
        wal = database.with_name(f"{database.name}-wal")
        self._wal = wal.read_bytes() if wal.exists() else b""
        self.journal = read_journal(self._wal)
        self._database = database.open("rb")
        in_file = -(-database.stat().st_size // PAGE)
        self.count = max(in_file, self.journal.pages)
        self.unread: set[int] = set()
        self._declare()

    def close(self) -> None:
        self._database.close()

    def __iter__(self) -> Iterator[tuple[int, bytes]]:
        """Go through every page that can be read, with its number."""
        for number in range(1, self.count + 1):
            page = self.page(number)
            if page is not None:
                yield number, page

    def page(self, number: int) -> bytes | None:
        """Return what a page holds, or None when it is not whole."""
        raw = self._raw(number)
        start = _SALT if number == _FIRST else 0
        body, mac = raw[start : PAGE - _MAC], raw[PAGE - _MAC :]
        told = hmac.digest(self._mac_key, body + struct.pack("<I", number), "sha512")
        if len(raw) != PAGE or not hmac.compare_digest(mac, told):
            self.unread.add(number)
            return None
        return bytes(start) + self._plain(body)

    def _declare(self) -> None:
        """Count the pages that the first one says there are, where it can be read."""
        first = self.page(_FIRST)
        if first is not None and not self.journal.pages:
            self.count = max(self.count, struct.unpack_from(">I", first, 28)[0])

    def _raw(self, number: int) -> bytes:
        place = self.journal.places.get(number)
        if place is not None:
            return self._wal[place : place + PAGE]
        try:
            self._database.seek((number - 1) * PAGE)
            return self._database.read(PAGE)
        except OSError:  # the disk itself gives up on this place
            return b""

    def _plain(self, body: bytes) -> bytes:
        from cryptography.hazmat.primitives.ciphers import Cipher, modes

        opened = Cipher(self._cipher, modes.CBC(body[-_IV:])).decryptor()
        return opened.update(body[:-_IV]) + opened.finalize()


def read_journal(wal: bytes) -> Journal:
    """Follow the journal as far as its sums fit, and keep whole changes alone."""
    places: dict[int, int] = {}
    frames = max(0, len(wal) - _WAL_HEADER) // _FRAME
    order = ">" if _u32(wal, 0) & 1 else "<"
    fits = len(wal) >= _WAL_HEADER and _u32(wal, 0) & ~1 == _WAL_MAGIC
    sums = _summed(wal[:24], (0, 0), order) if fits else (0, 0)
    if not fits or sums != struct.unpack_from(">2I", wal, 24):
        return Journal(places, 0, frames, is_broken=_ends_a_change(wal, range(frames)))
    pending: dict[int, int] = {}
    pages = kept = whole = 0
    for frame in range(frames):
        at = _WAL_HEADER + frame * _FRAME
        number, after = struct.unpack_from(">2I", wal, at)
        body = at + _FRAME_HEADER
        sums = _summed(wal[at : at + 8] + wal[body : body + PAGE], sums, order)
        same_run = wal[at + 8 : at + 16] == wal[16:24]
        if not same_run or sums != struct.unpack_from(">2I", wal, at + 16):
            break
        whole = frame + 1
        pending[number] = body
        if after:  # the last frame of a change tells how long the file then is
            places |= pending
            pending.clear()
            pages, kept = after, whole
    ours = [frame for frame in range(whole, frames) if _is_of_this_run(wal, frame)]
    left_out = whole - kept + len(ours)
    return Journal(places, pages, left_out, is_broken=_ends_a_change(wal, ours))


def _ends_a_change(wal: bytes, frames: Iterable[int]) -> bool:
    return any(_u32(wal, _WAL_HEADER + frame * _FRAME + 4) for frame in frames)


def _is_of_this_run(wal: bytes, frame: int) -> bool:
    """Whether a frame was written since the journal was last emptied.

    Behind the end lie frames of earlier runs, long copied: both their marks differ. A
    damaged frame has one of the two left.
    """
    at = _WAL_HEADER + frame * _FRAME + 8
    return wal[at : at + 4] == wal[16:20] or wal[at + 4 : at + 8] == wal[20:24]


def _summed(data: bytes, sums: tuple[int, int], order: str) -> tuple[int, int]:
    one, two = sums
    words = struct.unpack(f"{order}{len(data) // 4}I", data)
    for first, second in zip(words[::2], words[1::2], strict=True):
        one = (one + first + two) & _ADDED
        two = (two + second + one) & _ADDED
    return one, two


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "big")
