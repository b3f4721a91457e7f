"""What helps to find a fault, with nobody's data in it: one text, shown before it goes.

Every value is a number, a version, a word from a list of the program's own, or the
shape of a path. Nothing that was typed, and no name of a person, a folder, a user or a
computer, is ever read for it.
"""

import builtins
import io
import json
import os
import platform
import re
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from shutil import disk_usage
from time import perf_counter

from isteam_app import errors, hardening
from isteam_app.domain.listing import CaseFilter, CaseOrder
from isteam_app.errors import IsteamError
from isteam_app.logs import FILE_NAME, LogEvent
from isteam_app.progress import Progress, unwatched
from isteam_app.services.about import versions
from isteam_app.services.audit_trail import trail_head
from isteam_app.services.backups import backup_folder, backup_state
from isteam_app.services.files import write_whole
from isteam_app.services.session import Session
from isteam_app.services.trail_checks import last_checked
from isteam_app.storage.kdf import KdfCost
from isteam_app.storage.places import disk_of

FILE = "isteam-diagnostics.zip"
_MEMBER = "diagnostics.txt"
_STEPS = 4
_LINES = 200
_PACKAGES = (
    "cryptography",
    "keyring",
    "pikepdf",
    "pypdfium2",
    "reportlab",
    "SQLAlchemy",
    "sqlcipher3",
)
_NUMBER = re.compile(r"\d+(\.\d+)*")
_PLAIN_WORD = re.compile(r"[A-Za-z0-9_.-]{1,60}")
_REFERENCE = re.compile(r"[0-9A-F]{8}")
_FRAME = re.compile(r"(isteam_app|ui)/[a-z0-9_/]+\.py:\d+")
_QT_HEADING = re.compile(r"other|default|qt(\.[a-z0-9]+)+")
_COUNTS = frozenset({"count", "seconds"})
_MOMENT = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\+00:00")

Section = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True, slots=True)
class Diagnostics:
    """The text that is shown, and the very same as a file."""

    text: str

    def zipped(self) -> bytes:
        """Return the text as a ZIP archive with one file in it."""
        packed = io.BytesIO()
        with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
            archive.writestr(zipfile.ZipInfo(_MEMBER), self.text.encode())
        return packed.getvalue()


def gather(
    session: Session,
    *,
    window: Mapping[str, str],
    keeper: str = "",
    logs: Path | None = None,
    progress: Progress = unwatched,
) -> Diagnostics:
    """Look at the program, the computer and the vault; return what can be said.

    `window` holds versions that only the window knows, `keeper` what people call the
    keyring in use. `logs` is the folder of the program's log.
    """
    lines = ["ISTeam diagnostics. Versions, numbers and shapes; nobody's data.", ""]
    parts: dict[str, Callable[[], Iterable[Section]]] = {
        "Program": lambda: _program(window, keeper),
        "Vault": lambda: _vault(session),
        "Places": lambda: _places(session, logs),
        "Timings": lambda: _timings(session),
    }
    for step, (name, part) in enumerate(parts.items()):
        progress(step, _STEPS)
        for title, facts in _sections(name, part):
            lines += [title, *(f"  {what:<28}{said}" for what, said in facts), ""]
    lines += ["Log", *(f"  {line}" for line in log_lines(logs)), ""]
    progress(_STEPS, _STEPS)
    return Diagnostics("\n".join(lines))


def _sections(name: str, part: Callable[[], Iterable[Section]]) -> Iterator[Section]:
    """Give what can be told; a vault that is not whole must not keep back the rest."""
    try:
        yield from part()
    except Exception as error:  # noqa: BLE001  whatever it is, its kind is what helps
        yield f"{name}: not to be read", (("Fault", type(error).__name__),)


def save(diagnostics: Diagnostics, path: Path) -> None:
    """Write the archive to a file the person chose.

    Raises:
        FileNotWritten: another place may do.
    """
    write_whole(path, (diagnostics.zipped(),))


def log_lines(folder: Path | None) -> Iterator[str]:
    """Give the last lines of the log, those of its events and their numbers alone."""
    if folder is None:
        return
    try:
        kept = (folder / FILE_NAME).read_text("utf-8", errors="replace").splitlines()
    except OSError:
        return
    for line in kept[-_LINES:]:
        told = _told(line)
        if told:
            yield told


def _told(line: str) -> str:
    """Return a line as far as it consists of what the log is allowed to say."""
    try:
        facts = json.loads(line)
        event = LogEvent(facts.pop("event"))
        at = str(facts.pop("at"))
    except (ValueError, KeyError, AttributeError, TypeError):
        return ""
    if not _MOMENT.fullmatch(at):
        return ""
    known = {name: value for name, value in facts.items() if _is_known(name, value)}
    said = " ".join(f"{name}={_words(value)}" for name, value in known.items())
    return f"{at} {event.value} {said}".rstrip()


def _is_known(name: str, value: object) -> bool:
    """Whether the program wrote this: no line of the file is believed."""
    said = str(value)
    if name == "frames":
        return isinstance(value, list)
    if name == "type":
        return hasattr(builtins, said) or hasattr(errors, said)
    if name in ("reference", "in"):
        return bool(
            (_REFERENCE if name == "reference" else _QT_HEADING).fullmatch(said)
        )
    return name in _COUNTS and isinstance(value, int | float)


def _words(value: object) -> str:
    if not isinstance(value, list):
        return str(value)
    # of others' code only that it was there: its place may name somebody's folder
    own = (str(each) if _FRAME.fullmatch(str(each)) else "elsewhere" for each in value)
    return ",".join(own)


def _program(window: Mapping[str, str], keeper: str) -> Iterator[Section]:
    packages = ((name, _installed(name)) for name in _PACKAGES)
    yield "Program", (*versions(), *window.items(), *packages)
    yield (
        "Computer",
        (
            ("System", platform.system()),
            ("Release", _first_number(platform.release())),
            ("Processor", platform.machine()),
            ("Processors", str(os.cpu_count() or 0)),
            ("Keyring", keeper or "none that may be used"),
        ),
    )
    done = ((each.name, _yes(each.done)) for each in hardening.measures())
    yield "Hardening", tuple(done) or (("Measures", "none were asked for"),)


def _vault(session: Session) -> Iterator[Section]:
    vault = session.vault
    header = vault.inside().header
    with vault.read() as reading:
        counts = {
            "Cases": reading.cases.count(),
            "Documents": reading.documents.count(),
            "Letters": sum(reading.letters.counts().values()),
            "Audit entries": trail_head(session).count,
        }
        members = len(reading.members.all())
        schema = reading.upkeep.schema()
    slots = [slot.kind.value for slot in header.slots]
    costs = {slot.cost for slot in header.slots if slot.cost}
    settings = session.settings()
    yield (
        "Vault",
        (
            ("Schema", str(schema)),
            ("Format of the keys", str(header.format)),
            ("Generation of the keys", str(header.generation)),
            ("Size", _size((vault.folder / header.database).stat().st_size)),
            *((name, about(count)) for name, count in counts.items()),
            ("Members", str(members)),
            *((f"Keys: {kind}", str(slots.count(kind))) for kind in sorted(set(slots))),
            *(("Key derivation", _cost(cost)) for cost in costs),
            ("Opened to look only", _yes(bool(vault.look_only))),
            ("Damage met", _yes(bool(vault.damage))),
            ("Notices on opening", str(len(vault.notices))),
            ("Demonstration", _yes(settings.demonstration)),
            ("Locks when idle, minutes", str(settings.idle_minutes)),
            ("Backups, minutes", str(settings.backups.minutes)),
        ),
    )
    yield "Last checks", tuple(_checks(session))


def _cost(cost: KdfCost) -> str:
    memory = f"{cost.memory_kib // 1024} MiB"
    return f"Argon2id, {memory}, {cost.iterations} rounds, {cost.lanes} lanes"


def _checks(session: Session) -> Iterator[tuple[str, str]]:
    checked = last_checked(session)
    yield "Audit trail", f"{checked:%Y-%m-%d}" if checked else "never as a whole"
    try:
        state = backup_state(session)
    except (IsteamError, OSError):
        yield "Backups", "the folder for them cannot be read"
        return
    yield "Backups", str(len(state.backups))
    if state.backups:
        newest = max(state.backups, key=lambda each: each.made_at)
        yield "Newest backup", f"{newest.made_at:%Y-%m-%d}, {_size(newest.size)}"
    yield "Light for backups", state.light.tone


def _places(session: Session, logs: Path | None) -> Iterator[Section]:
    known = {
        "Vault": session.vault.folder,
        "Backups": backup_folder(session),
        "Log": logs,
    }
    yield (
        "Places",
        tuple((name, shape(path)) for name, path in known.items() if path is not None),
    )


def shape(path: Path) -> str:
    """Say what a path is like without saying a letter of it."""
    text = str(path)
    disk = disk_of(path)
    said = [
        f"{len(path.parts)} parts, {len(text)} characters",
        "plain letters" if text.isascii() else "other letters too",
        "spaces" if " " in text else "no spaces",
        "in the home folder" if _is_home(path) else "not in the home folder",
        "on the network" if disk.network else "on this computer",
        disk.kind if _PLAIN_WORD.fullmatch(disk.kind) else "unknown disk",
    ]
    with suppress(OSError):
        said.append(f"{_size(disk_usage(path).free)} free")
    return ", ".join(said)


def _timings(session: Session) -> Iterator[Section]:
    def listed() -> None:
        with session.vault.read() as vault:
            vault.cases.page(CaseFilter(), CaseOrder(), None, 100)

    def found() -> None:
        with session.vault.read() as vault:
            vault.search.find("qx")

    def counted() -> None:
        with session.vault.read() as vault:
            vault.cases.count()

    works = {"A page of cases": listed, "A search": found, "A count": counted}
    yield "Timings", tuple((name, _taken(work)) for name, work in works.items())


def _taken(work: Callable[[], None]) -> str:
    start = perf_counter()
    work()
    return f"{(perf_counter() - start) * 1000:.0f} ms"


def about(count: int) -> str:
    """Return a count to two figures: a small team's exact one would tell of people."""
    if count < 10:
        return "fewer than 10"
    unit = 10 ** (len(str(count)) - 2)
    return f"about {count // unit * unit:,}"


def _size(size: int) -> str:
    return "less than 1 MB" if size < 2**20 else f"about {size / 2**20:,.0f} MB"


def _installed(package: str) -> str:
    try:
        return version(package)
    except PackageNotFoundError:
        return "not told"  # a bundle may carry a package without saying which


def _first_number(text: str) -> str:
    found = _NUMBER.match(text)
    return found[0] if found else "not told"


def _is_home(path: Path) -> bool:
    try:
        return path.is_relative_to(Path.home())
    except RuntimeError:
        return False


def _yes(holds: bool) -> str:
    return "yes" if holds else "no"
