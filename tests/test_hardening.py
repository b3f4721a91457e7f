"""The program closes its memory and its files to others, as far as the system can."""

import ctypes
import os
import re
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from isteam_app import hardening
from isteam_app.hardening import Measure, harden, measures

ROOT = Path(__file__).resolve().parents[1]
on_linux = pytest.mark.skipif(
    not sys.platform.startswith("linux"), reason="asks Linux itself"
)

LOOK = """
import ctypes, os
from pathlib import Path
from isteam_app.hardening import harden
for measure in harden():
    print(measure.done, measure.name)
limits = Path("/proc/self/limits").read_text()
print(next(line for line in limits.splitlines() if "core" in line))
print("dumpable", ctypes.CDLL(None).prctl(3, 0, 0, 0, 0))
Path("written").write_text("made up")
print("mode", oct(Path("written").stat().st_mode & 0o777))
"""
CRASH = """
import os, resource
hard = resource.getrlimit(resource.RLIMIT_CORE)[1]
resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))
{harden}
os.abort()
"""


def run(code: str, place: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", code],
        cwd=place,
        env=os.environ | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        check=False,
    )


@on_linux
def test_a_real_process_is_closed(tmp_path: Path) -> None:
    done = run(LOOK, tmp_path)
    assert done.stderr == ""
    *tried, core, dumpable, mode = done.stdout.splitlines()
    assert [line.split(" ", 1)[0] for line in tried] == ["True"] * 3
    assert re.search(r"size +0 +0 ", core)
    assert dumpable == "dumpable 0"
    assert mode == "mode 0o600"


@on_linux
def test_a_real_crash_leaves_no_core(tmp_path: Path) -> None:
    """Where the system would leave one without it, that is seen first."""
    without, with_it = tmp_path / "without", tmp_path / "with"
    without.mkdir()
    with_it.mkdir()
    run(CRASH.format(harden=""), without)
    if not list(without.iterdir()):
        pytest.skip("a crash leaves no core in its folder on this system")
    died = run(
        CRASH.format(harden="from isteam_app.hardening import harden; harden()"),
        with_it,
    )
    assert died.returncode < 0
    assert list(with_it.iterdir()) == []


@on_linux
def test_the_program_is_closed_before_anything_else(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from isteam_app.__main__ import main\n"
        "from isteam_app.hardening import measures\n"
        "sys.argv = ['isteam', 'deadline', '--help']\n"
        "try:\n    main()\nexcept SystemExit:\n    pass\n"
        "print(len(measures()), all(one.done for one in measures()))\n"
    )
    done = run(code, tmp_path)
    assert done.stdout.splitlines()[-1] == "3 True"


class Calls:
    """A system's libraries, each call written down and answered as told."""

    def __init__(self, **answers: int) -> None:
        self.answers = answers
        self.heard: list[tuple[Any, ...]] = []

    def library(self, name: str) -> SimpleNamespace:
        return SimpleNamespace(
            **{call: self._call(name, call) for call in self.answers}
        )

    def _call(self, library: str, name: str) -> Any:
        def answer(*given: object) -> int:
            plain = [
                one.value if isinstance(one, ctypes.c_wchar_p) else one for one in given
            ]
            self.heard.append((library, name, *plain))
            return self.answers[name]

        return answer


@pytest.fixture(autouse=True)
def _this_process_stays_as_it_was(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(hardening, "_no_core", lambda _: True)
    monkeypatch.setattr(hardening, "_own_files", lambda _: True)
    monkeypatch.setattr(hardening, "_done", ())


def test_windows_makes_no_dumps_and_loads_nothing_from_here() -> None:
    calls = Calls(SetErrorMode=0, WerSetFlags=0, SetDllDirectoryW=1)
    assert measures() == ()
    tried = harden("win32", libraries=calls)
    assert all(measure.done for measure in tried)
    assert measures() == tried
    assert calls.heard == [
        ("kernel32", "SetErrorMode", 0x8003),
        ("kernel32", "WerSetFlags", 1),
        ("kernel32", "SetDllDirectoryW", ""),
    ]


def test_macos_lets_no_debugger_in() -> None:
    calls = Calls(ptrace=0)
    assert harden("darwin", libraries=calls)[-1] == Measure(
        "no debugger may attach", done=True
    )
    assert calls.heard == [("", "ptrace", 31, 0, None, 0)]


@pytest.mark.parametrize("system", ["win32", "darwin", "linux"])
def test_a_system_that_refuses_or_lacks_it_stops_nothing(system: str) -> None:
    refusing = Calls(WerSetFlags=-1, ptrace=-1, prctl=-1, SetDllDirectoryW=0)
    assert not harden(system, libraries=refusing)[-1].done
    assert not harden(system, libraries=Calls())[-1].done
    assert harden("plan9", libraries=Calls())
