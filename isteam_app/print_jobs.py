"""Asks the print service (CUPS, by IPP) which jobs it has had, and by what titles.

`lp` answers with a number once a job is taken. A program that was killed before it
could keep that number finds the job again by its title, which is asked for here: none
of the service's own commands tells the titles of jobs that are done.
"""

import getpass
import http.client
import os
import socket
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path
from urllib.parse import quote

ASK_SECONDS = 15.0

_VERSION, _GET_JOBS, _OK = b"\x02\x00", 0x000A, 0x00FF
_OPERATION, _JOB, _END = 0x01, 0x02, 0x03
_LAST_GROUP = 0x0F
_INTEGERS = (0x21, 0x23)
_CHARSET, _LANGUAGE, _URI, _NAME = 0x47, 0x48, 0x45, 0x42
_KEYWORD, _INTEGER = 0x44, 0x21
_ASKED = (
    *("job-id", "job-name", "job-state", "job-k-octets", "time-at-creation"),
    "copies",  # not wanted; without it CUPS leaves out what it has put on its disk
)
_MOST = 500
_MOST_BYTES = 8_000_000
_SOCKETS = (
    Path("/run/cups/cups.sock"),
    Path("/var/run/cups/cups.sock"),
    Path("/private/var/run/cupsd"),
)
_PORT = 631


class JobState(StrEnum):
    """How far a job has come. A job that was given up may have printed some pages."""

    WAITING = "waiting"
    PRINTING = "printing"
    GIVEN_UP = "given up"
    DONE = "done"


_STATES = {
    3: JobState.WAITING,
    4: JobState.WAITING,
    5: JobState.PRINTING,
    6: JobState.PRINTING,
    7: JobState.GIVEN_UP,
    8: JobState.GIVEN_UP,
    9: JobState.DONE,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownJob:
    """A job the print service knows. `kilobytes` are as many as arrived, rounded up."""

    number: str
    title: str
    state: JobState
    kilobytes: int
    at: datetime


def jobs_called(
    title: str, *, printer: str, since: datetime
) -> tuple[KnownJob, ...] | None:
    """Return the jobs a printer was given under a title, oldest first.

    `since` leaves out those of an earlier day or of another vault. None: the service
    could not be asked, which says nothing of the job.
    """
    try:
        answer = _asked(printer)
        found = list(_jobs(answer, printer))
    except (OSError, http.client.HTTPException, ValueError, IndexError):
        return None
    return tuple(
        sorted(
            (job for job in found if job.title == title and job.at >= since),
            key=lambda job: job.at,
        )
    )


def _asked(printer: str) -> bytes:
    path = f"/printers/{quote(printer, safe='')}"
    line = _line()
    try:
        line.request(
            "POST",
            path,
            body=_question(f"ipp://localhost{path}"),
            headers={"Content-Type": "application/ipp", "Host": "localhost"},
        )
        answer = line.getresponse()
        body = answer.read(_MOST_BYTES)
    finally:
        line.close()
    if answer.status != http.client.OK:
        raise http.client.HTTPException(answer.status)
    return body


def _line() -> http.client.HTTPConnection:
    place = os.environ.get("CUPS_SERVER", "")
    if place.startswith("/"):
        return _LocalLine(place)
    if not place:
        known = next((each for each in _SOCKETS if each.exists()), None)
        if known is not None:
            return _LocalLine(str(known))
    host, _, port = place.partition("/")[0].partition(":")
    return http.client.HTTPConnection(
        host or "localhost", int(port or _PORT), timeout=ASK_SECONDS
    )


class _LocalLine(http.client.HTTPConnection):
    """A line to the print service of this computer, through its socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=ASK_SECONDS)
        self._path = path

    def connect(self) -> None:
        if not hasattr(socket, "AF_UNIX"):
            raise OSError("no such sockets here")
        self.sock = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        self.sock.settimeout(ASK_SECONDS)
        self.sock.connect(self._path)


def _question(printer: str) -> bytes:
    """Return the request of RFC 8011, 4.2.6: every job of a printer, done or not."""
    parts = [
        _VERSION,
        _GET_JOBS.to_bytes(2, "big"),
        (1).to_bytes(4, "big"),
        bytes((_OPERATION,)),
        _attribute(_CHARSET, "attributes-charset", "utf-8"),
        _attribute(_LANGUAGE, "attributes-natural-language", "en"),
        _attribute(_URI, "printer-uri", printer),
        _attribute(_NAME, "requesting-user-name", _user()),
        _attribute(_KEYWORD, "which-jobs", "all"),
        _attribute(_INTEGER, "limit", _MOST.to_bytes(4, "big")),
    ]
    parts += [
        _attribute(_KEYWORD, "" if at else "requested-attributes", name)
        for at, name in enumerate(_ASKED)
    ]
    return b"".join((*parts, bytes((_END,))))


def _user() -> str:
    """Return who `lp` says it is: a service hides the titles of other people's jobs."""
    user = os.environ.get("CUPS_USER", "")
    with suppress(OSError, KeyError):
        user = user or getpass.getuser()
    return user or "nobody"


def _attribute(tag: int, name: str, value: str | bytes) -> bytes:
    said = value.encode() if isinstance(value, str) else value
    parts = bytes((tag,)), _sized(name.encode()), _sized(said)
    return b"".join(parts)


def _sized(said: bytes) -> bytes:
    return len(said).to_bytes(2, "big") + said


def _jobs(answer: bytes, printer: str) -> Iterator[KnownJob]:
    if int.from_bytes(answer[2:4], "big") > _OK:
        raise ValueError("refused")
    for told in _groups(answer):
        number, state = told.get("job-id"), told.get("job-state")
        title, at = told.get("job-name"), told.get("time-at-creation")
        size = told.get("job-k-octets", 0)
        if (
            isinstance(number, int)
            and isinstance(title, str)
            and isinstance(state, int)
            and isinstance(at, int)
            and isinstance(size, int)
        ):
            yield KnownJob(
                number=f"{printer}-{number}",
                title=title,
                state=_STATES.get(state, JobState.WAITING),
                kilobytes=size,
                at=datetime.fromtimestamp(at, UTC),
            )


def _groups(answer: bytes) -> Iterator[dict[str, str | int]]:
    """Give the attributes of each job of an answer (RFC 8010, 3.1)."""
    at, told, name = 8, dict[str, str | int](), ""
    in_job = False
    while answer[at] != _END:
        tag = answer[at]
        at += 1
        if tag <= _LAST_GROUP:
            if told:
                yield told
            told, in_job = {}, tag == _JOB
            continue
        said, at = _read(answer, at)
        name = said.decode() or name
        value, at = _read(answer, at)
        if in_job:
            told[name] = (
                int.from_bytes(value, "big", signed=True)
                if tag in _INTEGERS
                else value.decode(errors="replace")
            )
    if told:
        yield told


def _read(answer: bytes, at: int) -> tuple[bytes, int]:
    length = int.from_bytes(answer[at : at + 2], "big")
    return answer[at + 2 : at + 2 + length], at + 2 + length
