"""A print service and a printer of a test's own, with nothing shared but programs."""

import os
import shutil
import socket
import subprocess
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import monotonic

CUPSD = "/usr/sbin/cupsd"

SERVICE = """
Listen {folder}/cups.sock
Browsing No
WebInterface No
DefaultAuthType None
LogLevel debug
MaxLogSize 0
PreserveJobFiles No
<Location />
Allow all
</Location>
<Location /admin>
Allow all
</Location>
<Policy default>
<Limit All>
Order deny,allow
Allow all
</Limit>
</Policy>
"""
PLACES = """
ServerRoot {folder}/root
RequestRoot {folder}/spool
TempDir {folder}/spool/tmp
StateDir {folder}/state
CacheDir {folder}/cache
AccessLog {folder}/log/access
ErrorLog {folder}/log/error
PageLog {folder}/log/page
Sandboxing Relaxed
SystemGroup root
"""


def wait_until(true: Callable[[], bool], what: str, seconds: float = 60) -> None:
    """Look again and again, and fail by name when it never comes true."""
    end = monotonic() + seconds
    pause = threading.Event()
    while not true():
        assert monotonic() < end, f"waited in vain for {what}"
        pause.wait(0.05)


@dataclass
class PrintService:
    """A cupsd with nothing in common with the computer's own."""

    folder: Path
    environment: dict[str, str]

    def ask(self, *command: str) -> str:
        outcome = subprocess.run(
            command, env=self.environment, capture_output=True, text=True, check=True
        )
        return outcome.stdout

    def running(self) -> bool:
        outcome = subprocess.run(
            ["lpstat", "-r"],
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        return "is running" in outcome.stdout

    def title_of(self, job: str) -> str:
        """The job's title, as the queue hands it to the printer's driver."""
        number = job.rpartition("-")[2]
        said = f'[Job {number}] argv[3]="'
        log = (self.folder / "log" / "error").read_text("utf-8", errors="replace")
        return log.partition(said)[2].partition('"')[0]


@dataclass
class NetworkPrinter:
    """A printer on this machine's own network that keeps what it is sent."""

    listener: socket.socket
    jobs: list[bytes] = field(default_factory=list)

    @property
    def address(self) -> str:
        return f"socket://127.0.0.1:{self.listener.getsockname()[1]}"

    def serve(self) -> None:
        while True:
            try:
                line, _ = self.listener.accept()
            except OSError:  # the test closed the printer
                return
            with line, line.makefile("rb") as stream:
                self.jobs.append(stream.read())


@contextmanager
def running_service(folder: Path) -> Iterator[PrintService]:
    """Start a print service in a folder, and end it and it alone."""
    _lay_out(folder)
    environment = {
        **os.environ,
        "CUPS_SERVER": str(folder / "cups.sock"),
        "CUPS_USER": "root",
        "LC_ALL": "C",
    }
    service = PrintService(folder, environment)
    files = ("-c", folder / "cupsd.conf", "-s", folder / "cups-files.conf")
    with subprocess.Popen([CUPSD, "-f", *files], stdin=subprocess.DEVNULL) as process:
        try:
            wait_until(service.running, "the print service")
            yield service
        finally:
            process.terminate()


def _lay_out(folder: Path) -> None:
    for name in ("root/ppd", "spool/tmp", "state", "cache", "log"):
        (folder / name).mkdir(parents=True)
    # the service hands files to filters that run without root's rights
    folder.chmod(0o755)
    for name in ("spool", "cache"):
        shutil.chown(folder / name, group="lp")
    (folder / "spool" / "tmp").chmod(0o1777)
    (folder / "cupsd.conf").write_text(SERVICE.format(folder=folder))
    (folder / "cups-files.conf").write_text(PLACES.format(folder=folder))
