"""What can be measured of a damaged vault, in numbers that are about nobody."""

import re
from collections import Counter
from collections.abc import Iterable
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from isteam_app.storage.attachments import FOLDER
from isteam_app.storage.key_header import HEADER, PREVIOUS, KeyFile, header_from_bytes
from isteam_app.storage.raw_pages import PAGE, RawPages

_KINDS = {2: "index, inner", 5: "rows, inner", 10: "index", 13: "rows"}
_FIRST_HEADER = 100
_OWN = re.compile(
    r"vault(-\d+)?\.db(-wal|-shm|-journal)?|keys(\.previous)?\.json|in-use\.json"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FileFacts:
    """One file of the vault by its size; `whole_pages` is False where one is cut."""

    name: str
    size: int
    whole_pages: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class PageFacts:
    """What reading every page found; it needs the key."""

    pages: int
    unread: tuple[int, ...]
    kinds: tuple[tuple[str, int], ...]
    journal_pages: int
    journal_left_out: int
    salt_fits: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class DamageFacts:
    """A damaged vault in numbers. `header` and `copy` say how the key files read."""

    files: tuple[FileFacts, ...]
    header: str
    copy: str
    scans: int
    scan_bytes: int
    strangers: int
    pages: PageFacts | None = None


def facts_of(folder: Path, header: KeyFile | None, data_key: bytes) -> DamageFacts:
    """Measure a vault; its pages too where the key is known."""
    every, scans = _files(folder), _files(folder / FOLDER)
    # another file's name may be somebody's, so it is only counted
    own = [path for path in every if _OWN.fullmatch(path.name)]
    database = None if header is None else folder / header.database
    known = header is not None and bool(data_key) and database is not None
    return DamageFacts(
        files=tuple(_file(path) for path in own),
        strangers=len(every) - len(own),
        header=_reads(folder / HEADER),
        copy=_reads(folder / PREVIOUS),
        scans=len(scans),
        scan_bytes=sum(path.stat().st_size for path in scans),
        pages=_pages(database, header, data_key)
        if known and database is not None and header is not None and database.is_file()
        else None,
    )


def ranges(numbers: Iterable[int]) -> str:
    """Return numbers as people write them: 3, 5-9, 12."""
    told: list[list[int]] = []
    for number in sorted(numbers):
        if told and number == told[-1][1] + 1:
            told[-1][1] = number
        else:
            told.append([number, number])
    return ", ".join(str(a) if a == b else f"{a}-{b}" for a, b in told)


def _pages(database: Path, header: KeyFile, data_key: bytes) -> PageFacts:
    with closing(RawPages(database, data_key, header.database_salt)) as pages:
        kinds: Counter[str] = Counter()
        for number, page in pages:
            mark = page[_FIRST_HEADER if number == 1 else 0]
            kinds[_KINDS.get(mark, "spilt or free")] += 1
        with database.open("rb") as file:
            salt = file.read(16)
        return PageFacts(
            pages=pages.count,
            unread=tuple(sorted(pages.unread)),
            kinds=tuple(sorted(kinds.items())),
            journal_pages=len(pages.journal.places),
            journal_left_out=pages.journal.left_out,
            salt_fits=salt == header.database_salt,
        )


def _file(path: Path) -> FileFacts:
    size = path.stat().st_size
    paged = path.suffix == ".db"
    return FileFacts(
        name=path.name, size=size, whole_pages=not paged or size % PAGE == 0
    )


def _files(folder: Path) -> list[Path]:
    if not folder.is_dir():
        return []
    return sorted(path for path in folder.iterdir() if path.is_file())


def _reads(path: Path) -> str:
    try:
        header = header_from_bytes(path.read_bytes())
    except OSError:
        return "missing"
    except Exception as error:  # noqa: BLE001  whatever is wrong with it is the answer
        return f"not whole ({type(error).__name__})"
    kinds = Counter(slot.kind.value for slot in header.slots)
    slots = ", ".join(f"{count} {kind}" for kind, count in sorted(kinds.items()))
    return f"format {header.format}, generation {header.generation}, slots: {slots}"
