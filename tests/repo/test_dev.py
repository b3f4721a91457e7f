"""The developer's door says what is wrong, and what to type."""

import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).parents[2]


def put_in_path(folder: Path, monkeypatch: pytest.MonkeyPatch, **scripts: str) -> None:
    """Let these scripts, and nothing else, be found by name."""
    for name, script in scripts.items():
        file = folder / name.replace("_", "-")
        file.write_text(f"#!/bin/sh\n{script}\n")
        file.chmod(0o755)
    monkeypatch.setenv("PATH", str(folder))


def test_it_uses_nothing_but_the_standard_library() -> None:
    outcome = subprocess.run(
        [sys.executable, "-I", "-S", "dev.py", "--help"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert outcome.returncode == 0, outcome.stderr
    for command in dev.COMMANDS:
        assert command in outcome.stdout


def test_wrong_usage_is_exit_code_two() -> None:
    outcome = subprocess.run(
        [sys.executable, "dev.py", "tset"], cwd=ROOT, capture_output=True, check=False
    )
    assert outcome.returncode == 2


@pytest.mark.parametrize(
    "given", [["-k", "rail"], ["--tour", "out"], ["tests/ui", "-x", "--", "-v"], []]
)
def test_what_follows_a_command_is_handed_on_untouched(
    monkeypatch: pytest.MonkeyPatch, given: list[str]
) -> None:
    handed: list[list[str]] = []

    def take(arguments: Sequence[str]) -> int:
        handed.append(list(arguments))
        return 3

    monkeypatch.setitem(dev.COMMANDS, "demo", take)
    assert dev.main(["demo", *given]) == 3
    assert handed == [given]


@pytest.mark.skipif(sys.platform != "linux", reason="Qt brings its own elsewhere")
class TestSystemLibraries:
    LACKS = "echo '\tlibxcb-cursor.so.0 => not found'"

    def test_the_command_to_type_is_printed(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put_in_path(tmp_path, monkeypatch, ldd=self.LACKS)
        with pytest.raises(dev.Stopped) as stopped:
            dev.require_qt_libraries()
        assert str(stopped.value) == (
            "Qt lacks these system libraries: libxcb-cursor.so.0. "
            "On Debian and Ubuntu type: sudo apt-get install libxcb-cursor0"
        )

    @pytest.mark.skipif(not dev.can_install(), reason="needs root and apt-get")
    def test_root_installs_them_after_an_update(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        calls, installed = tmp_path / "calls", tmp_path / "installed"
        put_in_path(
            tmp_path,
            monkeypatch,
            ldd=f"[ -e '{installed}' ] || {self.LACKS}",
            apt_get=f"""echo "$@" >> '{calls}'
case "$*" in *libxcb-cursor0*) : > '{installed}';; esac""",
        )
        dev.require_qt_libraries()
        update, install = calls.read_text().splitlines()
        assert update.split()[-1] == "update"
        assert install.split()[0] == "install"
        assert install.split()[-1] == "libxcb-cursor0"

    def test_a_library_nobody_knows_is_named(
        self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        put_in_path(tmp_path, monkeypatch, ldd="echo '\tlibnew.so.9 => not found'")
        with pytest.raises(dev.Stopped, match=r"libnew\.so\.9\. No Debian package"):
            dev.require_qt_libraries()

    def test_this_computer_has_what_qt_needs(self) -> None:
        assert dev.missing_qt_libraries() == set()


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (
            "ERROR: THESE PACKAGES DO NOT MATCH THE HASHES",
            "not the one that was pinned",
        ),
        ("NewConnectionError: Temporary failure in name resolution", "index could not"),
        ("Read timed out.", "index could not be reached"),
        ("ERROR: No matching distribution found for x==1", "pip's own words"),
    ],
)
def test_what_pip_says_in_one_sentence(words: str, sentence: str) -> None:
    assert sentence in dev.why_pip_failed(words)


def test_an_unknown_benchmark_is_refused() -> None:
    with pytest.raises(dev.Stopped, match="no benchmark named nonsense"):
        dev.chosen("benchmarks", "benchmark", ["nonsense"])


def test_fault_runs_are_found_by_name() -> None:
    assert "kills" in dev.chosen("faults", "fault run", [])
    assert dev.chosen("faults", "fault run", ["kills"]) == ["kills"]
    with pytest.raises(dev.Stopped, match="no fault run named nonsense"):
        dev.chosen("faults", "fault run", ["nonsense"])


def test_a_killed_tool_is_a_failure() -> None:
    assert dev.run(sys.executable, "-c", "import os; os.kill(os.getpid(), 9)") == 137
