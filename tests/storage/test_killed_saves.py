"""Killed in the middle of saving: what was acknowledged is there, whole."""

import os
import random
import signal
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from vault_makers import KeptVault

from isteam_app.domain.audit import AuditEntry
from isteam_app.storage.attachments import FOLDER
from isteam_app.storage.vault import Reading, Vault
from isteam_app.storage.vault_doors import open_with_recovery_key

KILLS = 50
TESTS = Path(__file__).parents[1]

# Starts Python once and lets one copy of itself after another do the saving, so that
# fifty deaths take seconds. Each reference is printed only after commit() returned.
SAVER = """
import os, sys
from pathlib import Path
from vault_makers import AT, MEMBER, add_case
from isteam_app.storage.vault_doors import open_with_recovery_key

def save_for_ever():
    vault = open_with_recovery_key(Path(sys.argv[1]), sys.argv[2])
    while True:
        with vault.change("case.opened", by=MEMBER, at=AT) as change:
            case = add_case(change)
            change.documents.add(
                case.post.id, name="a.pdf", media_type="application/pdf", data=b"%PDF"
            )
            change.commit()
        os.write(1, (case.reference + "\\n").encode())

for line in sys.stdin:
    child = os.fork()
    if child == 0:
        save_for_ever()
    os.write(1, f"pid {child}\\n".encode())
    os.waitpid(child, 0)
    os.write(1, b"dead\\n")
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs fork and SIGKILL")
def test_fifty_kills_lose_nothing_acknowledged(kept: KeptVault) -> None:
    chance = random.Random(2026)  # noqa: S311  moments of kills, not secrets
    acknowledged: list[str] = []
    saver = subprocess.Popen(
        [sys.executable, "-c", SAVER, str(kept.folder), kept.recovery_key],
        env={"PYTHONPATH": f"{TESTS}:{TESTS.parent}"},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    for _ in range(KILLS):
        acknowledged += save_until_killed(saver, after=chance.uniform(0.0, 0.05))
        vault = open_with_recovery_key(kept.folder, kept.recovery_key)
        check_acknowledged(vault, acknowledged)
        vault.close()
    saver.communicate()
    assert len(acknowledged) > KILLS  # else they died before they had saved
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    assert vault.verify().problems == ()
    check_nothing_left_over(vault)
    vault.close()


def save_until_killed(saver: "subprocess.Popen[str]", after: float) -> list[str]:
    """Return the references that were acknowledged before the saver died."""
    assert saver.stdin is not None
    assert saver.stdout is not None
    saver.stdin.write("go\n")
    saver.stdin.flush()
    pid = int(saver.stdout.readline().removeprefix("pid "))
    said = [saver.stdout.readline()]  # at work, from here on any moment may be the last
    threading.Timer(after, _kill, [pid]).start()
    while said[-1] != "dead\n":
        said.append(saver.stdout.readline())
    return [line.strip() for line in said[:-1]]


def _kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def check_acknowledged(vault: Vault, acknowledged: list[str]) -> None:
    with vault.read() as reading:
        rows = all_references(reading)
        assert set(acknowledged) <= set(rows)
        assert rows == [f"IS-2026-{n:05}" for n in range(1, len(rows) + 1)]
        assert reading.audit.verify().whole
        told = {
            touched.id
            for entry in newest_entries(reading)
            for touched in entry.touched
            if touched.noun == "case"
        }
        assert told == set(range(1, len(rows) + 1))
        for reference in acknowledged[-3:]:
            assert reading.search.find(reference)[0].reference == reference


def all_references(reading: Reading) -> list[str]:
    return sorted(row.reference for row in reading.cases.page(limit=100_000).rows)


def newest_entries(reading: Reading) -> tuple[AuditEntry, ...]:
    return reading.audit.page(limit=100_000).rows


def check_nothing_left_over(vault: Vault) -> None:
    files = sum(1 for _ in (vault.folder / FOLDER).iterdir())
    with vault.read() as reading:
        assert files == reading.documents.count() == reading.cases.count()
