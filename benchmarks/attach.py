"""Keeping and opening a scan of 25 MB, against a plain copy and read (promise 14).

Kept through the service that saves an item of post, with its cases, audit entry and
words for the search; opened through the one the documents tab calls. The yardsticks
are a copy written and synced (file and folder) and a read of the same bytes.
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
            plain.read_bytes,
            most=MOST,
            rounds=ROUNDS * 3,
        )
    missed = report("14 keeping a 25 MB scan / plain synced copy", attached, MOST)
    return missed + report("14 opening a 25 MB scan / plain read", opened, MOST)


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
