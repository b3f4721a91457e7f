"""P13: nothing that was typed lies readable anywhere outside the window.

A word that stands nowhere else is put into every field and every column of the vault;
the real window works with them, prints, meets a bug, is diagnosed and backed up; then
it is killed, and another time closed. The word is looked for in every file it could
have reached, in several ways of writing it. First the search has to find it where it
plainly is.
"""

import os
import signal
import subprocess
import sys
from collections import Counter
from pathlib import Path

from faults._canaries import control, found_in
from faults._kills import CAN_KILL
from faults._report import Promise, is_short, skipped
from faults._vaults import room

LEAST_FIELDS, LEAST_PLACES = 40, 12
_HOME_FOLDERS = {
    "XDG_CONFIG_HOME": "settings",
    "XDG_DATA_HOME": "data",
    "XDG_STATE_HOME": "state",
    "XDG_CACHE_HOME": "cache",
    "TMPDIR": "temporary",
    "SQLITE_TMPDIR": "temporary of the database",
}
_PLACES = {
    "vault.db": "database",
    "vault.db-wal": "its journal",
    "vault.db-shm": "its index",
    "keys.json": "keys",
    "keys.previous.json": "copy of the keys",
    "in-use.json": "lock",
    "isteam.log": "log",
}
_LPSTAT = """#!/bin/sh
echo "desk accepting requests since today"
echo "printer desk is idle.  enabled since today"
echo "system default destination: desk"
"""
_LP = """#!/bin/sh
cat > /dev/null
echo "$@" >> {seen}/print-jobs.txt
echo "request id is desk-1 (1 file(s))"
"""


def main() -> int:
    """Look for the words everywhere, after a kill and after a close."""
    if not CAN_KILL:
        return skipped("P13 plain text", "this system has no SIGKILL")
    promise = Promise("P13 plain text")
    with room() as place:
        (place / "control").mkdir()
        for form in control(place / "control"):
            promise.fail(f"the search would not find it {form}")
        for end in ("kill",) if is_short() else ("kill", "close"):
            _look(end, place, promise)
    return promise.report()


def _look(end: str, place: Path, promise: Promise) -> None:
    home = place / end
    _furnish(home)
    done = _run(end, home)
    wanted = -signal.SIGKILL if end == "kill" else 0
    if not promise.expect(
        done.returncode == wanted,
        f"it ended with {done.returncode}: {done.stderr.decode()[-1200:]}",
    ):
        return
    words = done.stdout.decode().split()
    told = dict(zip(words[::2], map(int, words[1::2]), strict=True))
    promise.counts["kinds of field"] = told["columns"]
    promise.count("canaries", told["canaries"])
    promise.expect(told["columns"] >= LEAST_FIELDS, "too few kinds of field")
    promise.expect(told["typed"] > 0, "nothing was half typed")
    searched = _search(end, home, done, promise)
    promise.counts["places"] = max(len(searched), promise.counts["places"])
    promise.count("files", sum(searched.values()))
    promise.expect(len(searched) >= LEAST_PLACES, f"only {sorted(searched)}")
    needed = ["database", "keys", "log", "print jobs", "attachments", "backups"]
    for kind in [*needed, "its journal"] if end == "kill" else needed:
        promise.expect(searched[kind] > 0, f"after {end}: there was no {kind}")


def _furnish(home: Path) -> None:
    folders = ("vaults", "bin", "work", "home", "seen", *_HOME_FOLDERS.values())
    for folder in folders:
        (home / folder).mkdir(parents=True)
    for name, text in (("lp", _LP), ("lpstat", _LPSTAT)):
        file = home / "bin" / name
        file.write_text(text.format(seen=home / "seen"))
        file.chmod(0o755)


def _search(
    end: str,
    home: Path,
    done: "subprocess.CompletedProcess[bytes]",
    promise: Promise,
) -> Counter[str]:
    """Look into everything; return how many files of each place there were."""
    searched: Counter[str] = Counter({"output": 1, "errors": 1})
    for name, data in (("output", done.stdout), ("errors", done.stderr)):
        for form in found_in(data):
            promise.fail(f"after {end}: in the {name}, {form}")
    for path in sorted(home.rglob("*")):
        searched[_kind(path.relative_to(home))] += 1
        for form in found_in(path.read_bytes()) if path.is_file() else ():
            promise.fail(f"after {end}: in {path.relative_to(home)}, {form}")
        promise.expect(path.name != "core", f"after {end}: a core dump was left")
    return searched


def _run(end: str, home: Path) -> "subprocess.CompletedProcess[bytes]":
    environment = {
        **{name: str(home / folder) for name, folder in _HOME_FOLDERS.items()},
        "HOME": str(home / "home"),
        "PATH": f"{home / 'bin'}:{os.environ['PATH']}",
        "PYTHONPATH": str(Path(__file__).parents[1]),
        "QT_QPA_PLATFORM": "offscreen",
    }
    return subprocess.run(
        [sys.executable, "-m", "faults._plain_program", str(home), end],
        env=environment,
        cwd=home / "work",
        capture_output=True,
        timeout=300,
        check=False,
    )


def _kind(path: Path) -> str:
    """Name the place a file belongs to."""
    if path.name in _PLACES:
        return _PLACES[path.name]
    if "attachments" in path.parts:
        return "attachments"
    if path.suffix == ".isbackup":
        return "backups"
    if path.parts[0] == "seen":
        return path.stem.replace("-", " ")
    return path.parts[0] if path.parts[0] != "vaults" else "vault's folder"


if __name__ == "__main__":
    sys.exit(main())
