"""Finds out whether this installation can do what a vault and its letters need.

Nothing of the person's is touched: it works on a vault of its own, which it removes.
Each check imports what it tries, so that a missing part is an answer and not a crash.
"""

import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from isteam_app import __version__
from isteam_app.errors import IsteamError, WrongPassphrase

_PASSPHRASE = "eleven grey herons wade past"  # noqa: S105 - guards nothing
_NAME = "Marged Ŵyn-Harries"
_CHARACTERS = "£ŵŷŁńÆößñçΔЖệ“”•"
_OF_EACH_SCRIPT = "毛さ김שםعهנनবਗગଓதతಕകශไລខမქհአ"


class SelfTestFailed(IsteamError):
    """A part of the installation does not do what it must."""

    title = "The self-test found a fault"


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing tried: what was found, or what is wrong."""

    name: str
    passed: bool
    found: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """Every check, in order."""

    version: str
    checks: tuple[Check, ...]

    @property
    def passed(self) -> bool:
        return all(check.passed for check in self.checks)


def self_test() -> Report:
    """Try everything, and say what was found."""
    tries: tuple[tuple[str, Callable[[], str]], ...] = (
        ("cipher", _cipher),
        ("encrypted vault", _vault),
        ("full-text search", _full_text_search),
        ("keyring", _keyring),
        ("working days", _working_days),
        ("letter templates", _templates),
        ("fonts", _fonts),
        ("letter as PDF/A", _letter),
        ("scans, closed off", _scans),
    )
    return Report(
        version=__version__, checks=tuple(_check(name, work) for name, work in tries)
    )


def _check(name: str, work: Callable[[], str]) -> Check:
    try:
        return Check(name=name, passed=True, found=work())
    except Exception as fault:  # noqa: BLE001 - a part that breaks is the answer
        reason = str(fault) or type(fault).__name__
        return Check(name=name, passed=False, found=reason)


def _cipher() -> str:
    from isteam_app.storage.cipher import cipher_facts

    facts = cipher_facts()
    _require(facts.cipher, "The database library has no encryption.")
    return f"SQLCipher {facts.cipher}, {facts.provider}, SQLite {facts.database}"


def _full_text_search() -> str:
    from isteam_app.storage.cipher import cipher_facts

    _require(cipher_facts().full_text_search, "The database library lacks FTS5.")
    return "FTS5"


def _vault() -> str:
    """Make a vault, open it as its owner and as a stranger, and look at its files."""
    from isteam_app.services.unlock import create, lock, unlock
    from isteam_app.storage.kdf import FLOOR_COST

    with tempfile.TemporaryDirectory(prefix="isteam-self-test-") as place:
        folder = Path(place) / "Self-test.isvault"
        made = create(folder, passphrase=_PASSPHRASE, member=_NAME, cost=FLOOR_COST)
        lock(made.session)
        _require_no_plain_text(folder)
        session = unlock(folder, _PASSPHRASE)
        try:
            _require(session.vault.verify().whole, "A new vault is not whole.")
        finally:
            lock(session)
        _require_refusal(folder, f"{_PASSPHRASE} not")
    memory = FLOOR_COST.memory_kib // 1024
    return f"header encrypted; Argon2id {memory} MiB; a wrong passphrase is refused"


def _require_refusal(folder: Path, passphrase: str) -> None:
    from isteam_app.services.unlock import lock, unlock

    try:
        lock(unlock(folder, passphrase))
    except WrongPassphrase:
        return
    raise SelfTestFailed("A wrong passphrase opened a vault. Do not use this program.")


def _require_no_plain_text(folder: Path) -> None:
    for file in folder.rglob("*"):
        content = file.read_bytes() if file.is_file() else b""
        _require(
            not content.startswith(b"SQLite format 3"),
            "The database is not encrypted.",
        )
        _require(
            _NAME.encode() not in content, f"{file.name} holds a name in plain text."
        )


def _keyring() -> str:
    """Look for the keyring in time. Windows and macOS always have one."""
    from isteam_app.device_keyring import DeviceKeyring

    found = DeviceKeyring().look()
    if not found.good:
        _require(sys.platform not in ("win32", "darwin"), found.sentence)
        return found.sentence
    return f"{found.keeper} (not needed to open a vault)"


def _working_days() -> str:
    from datetime import date

    from isteam_app.domain.settings import Nation
    from isteam_app.services.calendars import working_calendar

    for nation in Nation:
        calendar = working_calendar(nation)
        christmas = date(calendar.known_until.year, 12, 25)
        _require(
            not calendar.is_working(christmas),
            f"The holidays of {nation} are missing.",
        )
    return f"holidays known until {calendar.known_until.isoformat()}"


def _templates() -> str:
    from isteam_app.letters.templates import all_templates

    count = len(all_templates())
    _require(count, "The letter templates are missing.")
    return f"{count} templates"


def _fonts() -> str:
    from isteam_app.letters.fonts import typeface
    from isteam_app.letters.scripts import unprintable

    lost = unprintable(_CHARACTERS + _OF_EACH_SCRIPT)
    _require(not lost, f"The letter's fonts cannot print {' '.join(lost)}.")
    return f"{len(typeface().characters):,} characters"


def _letter() -> str:
    """Make a letter and read it back as a stranger's program would."""
    import pypdfium2

    from isteam_app.letters.build import build_letter
    from isteam_app.letters.samples import RECIPIENT, sample_letter
    from isteam_app.letters.templates import all_templates

    built = build_letter(sample_letter(all_templates()[0]))
    again = build_letter(sample_letter(all_templates()[0]))
    _require(built.sha256 == again.sha256, "The same letter came out in two ways.")
    document = pypdfium2.PdfDocument(built.pdf)
    try:
        words = document[0].get_textpage().get_text_bounded()
        _require(RECIPIENT[0] in words, "The letter cannot be read back.")
    finally:
        document.close()
    _require(
        b"<pdfaid:part>2</pdfaid:part>" in built.pdf,
        "The letter is not a file for the archive.",
    )
    return f"{built.pages} page, {len(built.pdf):,} bytes, the same each time"


def _scans() -> str:
    """Have a scan painted by the process that opens files from outside."""
    from isteam_app.letters.build import build_letter
    from isteam_app.letters.samples import sample_letter
    from isteam_app.letters.templates import all_templates
    from isteam_app.scan_rendering.reading import ScanReading

    reading = ScanReading(build_letter(sample_letter(all_templates()[0])).pdf)
    try:
        pages = len(reading.pages())
        picture = reading.picture(0, 300, 424)
    finally:
        reading.close()
    _require(min(picture.pixels) < 128, "The scan came out empty.")
    return f"{pages} page painted by a process of its own"


def _require(fact: object, sentence: str) -> None:
    if not fact:
        raise SelfTestFailed(f"{sentence} Install the program again.")
