"""A screen of a test's own, and the program on it, worked by a keyboard's keys."""

import json
import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from print_service import wait_until

ROOT = Path(__file__).parents[1]
WATCHED = Path(__file__).parent / "watched_program.py"
SIZE = "1400x900x24"
MOST_TABS = 120


def missing_programs() -> list[str]:
    """What has to be installed before keys can be pressed on a virtual screen."""
    return [name for name in ("Xvfb", "xdotool") if not shutil.which(name)]


@contextmanager
def virtual_screen() -> Iterator[str]:
    """An X server on a number that is free, with a window manager if there is one."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", SIZE, "-nolisten", "tcp"],
        pass_fds=[writing],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    os.close(writing)
    manager = None
    try:
        with os.fdopen(reading) as answer:
            number = answer.readline().strip()
        assert number, "Xvfb did not start"
        display = f":{number}"
        if shutil.which("openbox"):
            manager = subprocess.Popen(
                ["openbox", "--sm-disable"],
                env={**os.environ, "DISPLAY": display},
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
        yield display
    finally:
        for process in (manager, server):
            if process is not None:
                process.terminate()
                process.wait()


class Program:
    """The program as a process of its own, with a home that holds nothing else."""

    def __init__(self, display: str, folder: Path, *arguments: str) -> None:
        self.home, self.temp = folder / "home", folder / "temp"
        for place in (self.home, self.temp):
            place.mkdir(parents=True, exist_ok=True)
        self._state = folder / "state.json"
        self._state.unlink(missing_ok=True)
        self._display, self._sent = display, 0
        self.said = folder / "said.txt"
        with self.said.open("ab") as said:
            self.process = subprocess.Popen(
                [sys.executable, str(WATCHED), str(self._state), *arguments],
                cwd=ROOT,
                env=self._environment(),
                stdout=said,
                stderr=said,
            )
        try:
            wait_until(lambda: bool(self.state()["focus"]), "the window")
        except BaseException:
            self.kill()
            raise

    def _environment(self) -> dict[str, str]:
        kept = ("PATH", "LANG", "LD_LIBRARY_PATH")
        return {
            **{name: os.environ[name] for name in kept if name in os.environ},
            "DISPLAY": self._display,
            "QT_QPA_PLATFORM": "xcb",
            "HOME": str(self.home),
            "TMPDIR": str(self.temp),
            "TZ": "Europe/London",
            "CUPS_SERVER": str(self.temp / "no-print-service"),
            "XDG_RUNTIME_DIR": str(self.temp),
            "DBUS_SESSION_BUS_ADDRESS": "unix:path=/nowhere",
        }

    def state(self) -> Mapping[str, Any]:
        """What the lamp beside the program last wrote down."""
        if self.process.poll() is not None:
            words = self.said.read_text(errors="replace")[-2000:]
            raise AssertionError(f"the program ended: {words}")
        try:
            found: dict[str, Any] = json.loads(self._state.read_text("utf-8"))
        except FileNotFoundError:
            return {"keys": 0, "focus": "", "title": "", "depth": 0}
        return found

    def press(self, *keys: str) -> None:
        """Press keys such as Return, Tab or ctrl+n, and wait until all arrived."""
        self._xdotool("key", "--delay", "5", *keys)
        self._arrive(len(keys))

    def type(self, text: str) -> None:
        self._xdotool("type", "--delay", "5", text)
        self._arrive(len(text))

    def tab_to(self, name: str, back: bool = False) -> None:
        """Press Tab until the keyboard is at what has this name."""
        for _ in range(MOST_TABS):
            if self.is_at(name):
                return
            self.press("shift+Tab" if back else "Tab")
        raise AssertionError(f"Tab does not come to “{name}”")

    def wait_for_focus(self, *names: str) -> None:
        """Wait until the keyboard is at what has one of these names."""
        what = f"{' or '.join(names)} to have the keyboard"
        try:
            wait_until(lambda: any(map(self.is_at, names)), what)
        except AssertionError as late:
            raise AssertionError(f"{late}; it is at {self.state()}") from late

    def wait_for_title(self, words: str) -> None:
        wait_until(lambda: words in self.state()["title"], f"the title “{words}”")

    def is_at(self, name: str) -> bool:
        return self.state()["focus"].removesuffix(", required").startswith(name)

    def close(self) -> int:
        """Close the window as the window manager does; return the exit code."""
        self.press("alt+F4")
        return self.process.wait(timeout=60)

    def kill(self) -> None:
        """End it as a power cut would."""
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGKILL)
        self.process.wait()

    def _arrive(self, count: int) -> None:
        self._sent += count
        wait_until(
            lambda: (
                self.process.poll() is not None or self.state()["keys"] >= self._sent
            ),
            "the keys to arrive",
        )

    def _xdotool(self, *words: str) -> None:
        subprocess.run(
            ["xdotool", *words],
            env={**os.environ, "DISPLAY": self._display},
            check=True,
            capture_output=True,
        )
