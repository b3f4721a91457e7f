"""Keeping and opening a scan of 25 MB, against a plain copy and read (promise 14).

Kept through the service that saves an item of post, with its cases, audit entry and
words for the search; opened through the one the documents tab calls. The yardsticks
are a copy written and synced (file and folder) and a read of the same bytes. Opening
tells the audit trail besides, which waits for the disk: so it is measured against a
read and one small synced write, and reading and decrypting for itself against the read.
"""

import os
import sys
from dataclasses import replace
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks._measure import heading, ratio, report
from benchmarks._vaults import KEPT, vault_to_change
from benchmarks.intake import new_post
from isteam_app.services.cases import read_document
from isteam_app.services.intake import receive_post
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session

CASES = 1_000
SIZE = 25_000_000
ROUNDS = 9
MOST = 2.0


def main() -> int:
    """Print both promises beside what was measured; return how many were missed."""
    numbers = count(1)
    data = os.urandom(SIZE)
    scan = Scan(name="letter.pdf", media_type="application/pdf", data=data, pages=1)
    heading()
    with (
        vault_to_change(CASES) as session,
        TemporaryDirectory(dir=KEPT, prefix="plain-") as place,
    ):
        copies = Path(place)
        attached = ratio(
            lambda: _attach(session, next(numbers), scan),
            lambda: _copy(copies / f"{next(numbers)}", data),
            most=MOST,
            rounds=ROUNDS,
        )
        plain = copies / "plain"
        _copy(plain, data)
        document_id = _attach(session, next(numbers), scan)
        opened = ratio(
            lambda: read_document(session, document_id),
            lambda: _read_and_note(plain, copies / "notes"),
            most=MOST,
            rounds=ROUNDS * 3,
        )
        decrypted = ratio(
            lambda: _read(session, document_id),
            plain.read_bytes,
            most=MOST,
            rounds=ROUNDS * 3,
        )
    missed = report("14 keeping a 25 MB scan / plain synced copy", attached, MOST)
    missed += report("14 opening it, with its audit entry / read + write", opened, MOST)
    return missed + report("14 reading and decrypting it / plain read", decrypted, MOST)


def _read(session: Session, document_id: int) -> bytes:
    with session.vault.read() as vault:
        return vault.documents.read(document_id)


def _read_and_note(plain: Path, notes: Path) -> None:
    plain.read_bytes()
    with notes.open("ab") as file:
        file.write(bytes(4096))
        file.flush()
        os.fsync(file.fileno())


def _attach(session: Session, number: int, scan: Scan) -> int:
    received = receive_post(session, replace(new_post(number), scans=(scan,)))
    with session.vault.read() as vault:
        return vault.documents.for_post(received.post.id)[0].id


def _copy(path: Path, data: bytes) -> None:
    with path.open("xb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)


if __name__ == "__main__":
    sys.exit(main())
