"""No room left: nothing of the change is kept, all else is safe, and it says so."""

import subprocess
import sys
from pathlib import Path

import pytest
from vault_makers import KeptVault

from isteam_app.errors import (
    DiskFailed,
    DiskFull,
    VaultDamaged,
    VaultInUse,
    VaultReadOnly,
)
from isteam_app.storage.trouble import sentence
from isteam_app.storage.vault_doors import open_with_recovery_key

TESTS = Path(__file__).parents[1]

# The system refuses to let any file grow past a limit that falls with each round.
FILLER = """
import resource, signal, sys
from pathlib import Path
from isteam_app.errors import DiskFailed, DiskFull
from isteam_app.storage.vault_doors import open_with_recovery_key
from vault_makers import AT, MEMBER, add_post, new_case, save_case

signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
vault = open_with_recovery_key(Path(sys.argv[1]), sys.argv[2])
first = save_case(vault)
used = max(path.stat().st_size for path in vault.folder.iterdir() if path.is_file())

def save_much(scan):
    with vault.change("case.opened", by=MEMBER, at=AT) as change:
        post = add_post(change)
        if scan:
            change.documents.add(
                post.id, name="a", media_type="b", data=b"x" * 3_000_000
            )
        for _ in range(120):
            change.cases.add(new_case(post, outcome="x" * 3_900))
        change.commit()

refused = 0
for scan in (False, True):
    for room in range(0, 200_000, 20_000):
        resource.setrlimit(resource.RLIMIT_FSIZE, (used + room, resource.RLIM_INFINITY))
        try:
            save_much(scan)
        except (DiskFull, DiskFailed) as error:
            assert "Nothing of this change was kept" in str(error)
            refused += 1
        with vault.read() as reading:
            assert reading.cases.get(first.id) == first
            assert reading.cases.count() == 1
resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY,) * 2)
save_much(True)
vault.close()
print(refused)
"""


@pytest.mark.skipif(sys.platform == "win32", reason="needs a limit on file size")
def test_a_full_disk_keeps_what_was_saved_and_takes_more_later(
    kept: KeptVault,
) -> None:
    done = subprocess.run(
        [sys.executable, "-c", FILLER, str(kept.folder), kept.recovery_key],
        env={"PYTHONPATH": f"{TESTS}:{TESTS.parent}"},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert int(done.stdout) == 20
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    assert vault.verify().problems == ()
    with vault.read() as reading:
        assert reading.cases.count() == 121
        assert reading.documents.count() == 1
    vault.close()


@pytest.mark.parametrize(
    ("said", "kind"),
    [
        ("database or disk is full", DiskFull),
        ("disk I/O error", DiskFailed),
        ("database is locked", VaultInUse),
        ("database table is locked", VaultInUse),
        ("attempt to write a readonly database", VaultReadOnly),
        ("unable to open database file", VaultReadOnly),
        ("database disk image is malformed", VaultDamaged),
        ("file is not a database", VaultDamaged),
    ],
)
def test_the_databases_words_become_sentences(said: str, kind: type) -> None:
    told = sentence(said)
    assert type(told) is kind
    assert said not in str(told)
    assert told.detail == said


def test_words_nobody_foresaw_still_get_a_sentence() -> None:
    assert "open it again" in str(sentence("interrupted"))
