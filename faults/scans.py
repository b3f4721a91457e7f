"""P16: hostile scans are contained, and so is whatever becomes of what reads them.

Every file comes in by the door of the intake page and is painted as its view would do.
It must be shown, or refused in one sentence, within 30 seconds; the process that read
it must be unable to write, to connect or to start anything, and must be gone after.
"""

import os
import random
import signal
import socket
import sys
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from unittest.mock import patch

from faults._hostile_pdfs import NOT_TAKEN, SHOWN, Hostile, good_pdf, hostile_pdfs
from faults._hostile_pictures import hostile_pictures
from faults._report import Promise, is_short, skipped
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.scan_rendering import process as door
from isteam_app.scan_rendering.reading import CannotBeShown, ScanReading
from isteam_app.scan_rendering.sentences import sentence
from isteam_app.scan_rendering.wire import ANSWER, Answered, Reason
from isteam_app.services.scans import read_scan

MOST_SECONDS = 30.0
_LINUX = sys.platform.startswith("linux")
_MOST_MEMORY = 700 * 1024  # KiB: the bare process, the file, and what it may ask for
_CLOSED = ("Max file size", "Max open files", "Max processes", "Max core file size")
_SHORT_EVERY = 10
_KILLS = 40


def main() -> int:
    """Try every file and every mishap; return how many promises were missed."""
    return hostile_scans() + mishaps() + rubbish_answers()


def hostile_scans() -> int:
    """Bring in every file; one sound scan between them shows that all still works."""
    promise = Promise("P16 hostile scans")
    for what in ("files", "shown", "refused in a sentence", "not taken"):
        promise.count(what, 0)
    with _room() as place, _listener() as (listening, port):
        for number, file in enumerate(_chosen(port)):
            before = monotonic()
            outcome = outcome_of(file, place, promise)
            taken = monotonic() - before
            promise.expect(taken <= MOST_SECONDS, f"{file.name}: took {taken:.0f} s")
            _count(promise, file, outcome)
            if number % 40 == 0:
                sound = Hostile("a sound letter", good_pdf())
                shown = outcome_of(sound, place, promise)
                promise.expect(shown == SHOWN, "a sound letter was not shown")
        promise.expect(not _was_called(listening), "a file reached the network")
        promise.expect(not list(place.iterdir()), "something was left in the folder")
    peak = _peak()
    promise.count("MiB at most in the process", peak // 1024)
    promise.expect(peak <= _MOST_MEMORY, "the process took more memory than it may")
    return promise.report()


def outcome_of(file: Hostile, place: Path, promise: Promise) -> str:
    """Bring in one file and look at its first pages; return what became of it."""
    path = place / "scan.pdf"
    path.write_bytes(file.data)
    try:
        scan = read_scan(path)
    except RuleBroken:
        return NOT_TAKEN
    finally:
        path.unlink()
    promise.expect(scan.data == file.data, f"{file.name}: not kept as it came")
    if scan.trouble:
        return _reason(scan.trouble)
    return _painted(file, promise)


def _painted(file: Hostile, promise: Promise) -> str:
    reading = ScanReading(file.data)
    pid = 0
    try:
        count = len(reading.pages())
        pid = reading.process_id
        if _LINUX and pid:
            promise.expect(_is_closed_off(pid), f"{file.name}: not closed off")
        for page in range(min(count, 2)):
            reading.picture(page, 64, 90)
            reading.picture(page, 900, 1_200)
    except CannotBeShown as told:
        promise.expect("kept as it came" in str(told), f"{file.name}: {told}")
        return told.reason.name
    except IsteamError as wrong:
        promise.fail(f"{file.name}: {type(wrong).__name__}")
        return "wrong"
    finally:
        reading.close()
        promise.expect(not (pid and _is_alive(pid)), f"{file.name}: process left over")
    return SHOWN


def mishaps() -> int:
    """Kill the process or make it hang at any moment; the next page comes."""
    if sys.platform == "win32":
        return skipped("P16 processes killed or hung", "Windows stops no process")
    promise = Promise("P16 processes killed or hung")
    for what in ("killed", "hung"):
        promise.count(what, 0)
    chance = random.Random("mishaps")  # noqa: S311  moments, not secrets
    good, kills = good_pdf(), 4 if is_short() else _KILLS
    for number in range(kills):
        with closing(ScanReading(good)) as reading:
            reading.pages()
            if chance.random() < 0.5:
                reading.picture(0, 300, 400)
            os.kill(reading.process_id, signal.SIGKILL)
            picture = reading.picture(number % 3, 300, 400)
            promise.expect(any(picture.pixels), "the page is empty")
            promise.count("killed")
    for _ in range(1 if is_short() else 3):
        with closing(ScanReading(good)) as reading:
            reading.pages()
            hung = reading.process_id
            os.kill(hung, signal.SIGSTOP)
            promise.expect(_said(reading) == "TIME", "a hung process was not given up")
            promise.expect(not _is_alive(hung), "a hung process was left over")
            promise.expect(_said(reading) == SHOWN, "no page came after it")
            promise.count("hung")
    return promise.report()


def rubbish_answers() -> int:
    """Put programs in the place of the process that answer anything but the truth."""
    promise = Promise("P16 rubbish answered")
    promise.count("programs", 0)
    for name, program in _liars():
        command = [sys.executable, "-c", program]
        with patch.object(door, "command", lambda command=command: command):
            before = monotonic()
            with closing(ScanReading(good_pdf())) as reading:
                said = _said(reading)
                promise.expect(said in Reason.__members__, f"{name}: believed")
                promise.expect(not reading.process_id, f"{name}: left over")
            taken = monotonic() - before
            promise.expect(taken <= MOST_SECONDS, f"{name}: took {taken:.0f} s")
        promise.count("programs")
    return promise.report()


def _liars() -> Iterator[tuple[str, str]]:
    start = "import os,sys,time\ndef say(b):\n while b: b=b[os.write(1,b):]\n"
    pages = ANSWER.pack(Answered.PAGES, 1, 8)
    size = bytes.fromhex("00800000") * 2
    nan = bytes.fromhex("0000c07f") * 2
    a4 = bytes.fromhex("00801444") + bytes.fromhex("00805244")
    longer = ANSWER.pack(Answered.PAGES, 1, 2**62)
    answers = {
        "nothing": b"",
        "a word": b"hello",
        "zeros": bytes(500),
        "0xff": b"\xff" * 500,
        "pages without sizes": ANSWER.pack(Answered.PAGES, 400, 0),
        "no pages": ANSWER.pack(Answered.PAGES, 0, 0),
        "sizes of nearly nothing": pages + size,
        "sizes that are no numbers": pages + nan,
        "a length of 2^62": longer,
        "more pages than there may be": ANSWER.pack(Answered.PAGES, 501, 4_008),
        "a reason nobody knows": ANSWER.pack(Answered.REFUSED, 99, 0),
        "a reason with words": ANSWER.pack(Answered.REFUSED, 1, 5) + b"<b>hi",
        "a picture too small": pages
        + a4
        + ANSWER.pack(Answered.PICTURE, 0, 4)
        + b"abcd",
        "a picture too large": pages + a4 + ANSWER.pack(Answered.PICTURE, 0, 2**40),
        "another page": pages + a4 + ANSWER.pack(Answered.PICTURE, 7, 480_000),
    }
    for name, answer in answers.items():
        yield name, f"{start}say({answer!r})"
    yield "an endless answer", f"{start}while True: say(b'x'*65536)"
    if not is_short():
        yield "never a word", f"{start}time.sleep(99)"
        yield "never listening", f"{start}os.close(0); time.sleep(99)"
        yield "a letter a second", f"{start}while True: say(b'x'); time.sleep(1)"


def _said(reading: ScanReading) -> str:
    try:
        reading.picture(0, 300, 400)
    except CannotBeShown as told:
        return told.reason.name
    return SHOWN


def _chosen(port: int) -> Sequence[Hostile]:
    files = [*hostile_pdfs(port), *hostile_pictures()]
    return files[::_SHORT_EVERY] if is_short() else files


def _count(promise: Promise, file: Hostile, outcome: str) -> None:
    promise.count("files")
    known = {SHOWN: "shown", NOT_TAKEN: "not taken"}
    promise.count(known.get(outcome, "refused in a sentence"))
    if outcome not in known:
        promise.count(outcome.lower().replace("_", " "))
    fits = not file.expected or outcome in file.expected
    promise.expect(fits, f"{file.name}: {outcome}")


def _reason(told: str) -> str:
    for reason in Reason:
        for what in ("This PDF", "This picture"):
            if told == sentence(reason, what):
                return reason.name
    return f"an unknown sentence: {told}"


@contextmanager
def _room() -> Iterator[Path]:
    with TemporaryDirectory(prefix="isteam-faults-") as place:
        yield Path(place)


@contextmanager
def _listener() -> Iterator[tuple[socket.socket, int]]:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        listening.setblocking(False)
        yield listening, listening.getsockname()[1]


def _was_called(listening: socket.socket) -> bool:
    try:
        listening.accept()
    except BlockingIOError:
        return False
    return True


def _is_closed_off(pid: int) -> bool:
    limits = Path(f"/proc/{pid}/limits").read_text("ascii").splitlines()
    closed = [line for line in limits if line.startswith(_CLOSED)]
    return len(closed) == len(_CLOSED) and all(" 0 " in line for line in closed)


def _is_alive(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    return True


def _peak() -> int:
    """Return the most memory any of the processes ever held, in KiB."""
    if sys.platform == "win32":
        return 0
    import resource

    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss
    return peak // 1024 if sys.platform == "darwin" else peak


if __name__ == "__main__":
    sys.exit(main())
