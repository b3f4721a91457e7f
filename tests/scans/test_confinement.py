"""What the process that opens files from outside can do, and what it cannot."""

import os
import select
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest

from faults._hostile_pdfs import good_pdf
from isteam_app.scan_rendering.process import command
from isteam_app.scan_rendering.reading import ScanReading

ROOT = Path(__file__).resolve().parents[2]
TRIED = """
import os, socket, subprocess, sys
from isteam_app.scan_rendering.confine import confine
held = os.open(sys.argv[1], os.O_WRONLY)
if len(sys.argv) > 2:
    confine(1)
def tried(work):
    try:
        work()
    except (OSError, MemoryError, ValueError) as refused:
        return type(refused).__name__
    return "done"
print("read", tried(lambda: os.open("/etc/hostname", os.O_RDONLY)))
print("connect", tried(lambda: socket.socket(socket.AF_INET, socket.SOCK_STREAM)))
print("start", tried(lambda: subprocess.run(["/bin/true"])))
print("memory", tried(lambda: bytearray(900 << 20)))
print("little memory", tried(lambda: bytearray(300 << 20)))
sys.stdout.flush()
os.write(held, b"written")
"""
LOADED = """
import sys
import isteam_app.scan_rendering.worker
print(*sys.modules)
"""

pytestmark = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="tries the limits of Linux"
)


def tried(tmp_path: Path, *confined: str) -> tuple[dict[str, str], str]:
    held = tmp_path / "held"
    held.touch()
    done = subprocess.run(
        [sys.executable, "-c", TRIED, str(held), *confined],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    lines = (line.rsplit(" ", 1) for line in done.stdout.splitlines())
    return dict(lines), held.read_text()


def test_it_can_neither_read_nor_write_nor_connect_nor_start_anything(
    tmp_path: Path,
) -> None:
    free, written = tried(tmp_path)
    assert set(free.values()) == {"done"}
    assert written == "written"
    (tmp_path / "held").unlink()
    closed, written = tried(tmp_path, "confined")
    assert written == ""
    assert closed.pop("little memory") == "done"
    assert closed.keys() == free.keys() - {"little memory"}
    assert "done" not in closed.values()


def test_it_knows_nothing_of_windows_vaults_or_the_network() -> None:
    shown = subprocess.run(
        [sys.executable, "-c", LOADED],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    loaded = set(shown.stdout.split())
    for stranger in ("PySide6", "sqlalchemy", "cryptography", "isteam_app.storage"):
        assert stranger not in loaded
    assert "isteam_app.scan_rendering.pages" in loaded


def test_it_is_told_nothing_and_runs_behind_everybody_else() -> None:
    with closing(ScanReading(good_pdf())) as reading:
        reading.pages()
        process = reading.process_id
        place = Path(f"/proc/{process}")
        assert (place / "cmdline").read_text().split("\0")[0] == sys.executable
        told = (place / "environ").read_text()
        assert not any(name in told for name in ("PATH=", "HOME=", "DISPLAY=", "USER="))
        assert os.getpriority(os.PRIO_PROCESS, process) > 0
    assert not place.exists()


PARENT = """
import sys, time
from faults._hostile_pdfs import good_pdf
from isteam_app.scan_rendering.reading import ScanReading
reading = ScanReading(good_pdf())
reading.pages()
print(reading.process_id, flush=True)
time.sleep(600)
"""


def test_it_goes_when_the_program_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", PARENT], cwd=ROOT, stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        process = int(parent.stdout.readline())
        watch = os.pidfd_open(process)
        parent.kill()
    ended, _, _ = select.select([watch], [], [], 30)
    os.close(watch)
    assert ended


def test_the_finished_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert command() == [sys.executable, "--scan-rendering"]
    monkeypatch.undo()
    ended = subprocess.run(
        [sys.executable, "-m", "isteam_app", "--scan-rendering"],
        cwd=ROOT,
        input=b"",
        capture_output=True,
        check=False,
    )
    assert (ended.returncode, ended.stdout, ended.stderr) == (0, b"", b"")
