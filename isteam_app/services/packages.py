"""Builds the package of a portability request and saves it where it was asked to be."""

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from isteam_app.domain.case_types.portability import PACKAGE_FORM
from isteam_app.domain.cases import Case, CaseKind, EventKind
from isteam_app.domain.forms import Entry, Form, checked_values, standing
from isteam_app.domain.rights import Act
from isteam_app.domain.text import NOTE, checked
from isteam_app.errors import RuleBroken
from isteam_app.exports.portable import Attached, Contents, Package, build_package
from isteam_app.services.cases import event_today, touch_case
from isteam_app.services.noted_files import write_noted
from isteam_app.services.rights import must
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change

__all__ = [
    "LARGEST",
    "MOST_ROWS",
    "Attached",
    "Package",
    "file_name",
    "make_package",
    "read_attached",
    "save_package",
]

LARGEST = 25 * 1024 * 1024
"""The largest file that may be attached, in bytes."""
MOST_ROWS = 1_000
_ENDINGS = ("csv", "json", "txt")
_FILES = PACKAGE_FORM.question("files")


def read_attached(path: Path) -> Attached:
    """Read a CSV, JSON or text file that is to go into a package.

    Raises RuleBroken with one sentence for a folder, an empty, oversized or unreadable
    file, and for anything that is not text.
    """
    try:
        if path.is_dir():
            raise _refused("That is a folder. Choose the files in it instead.")
        size = path.stat().st_size
        if size > LARGEST:
            raise _refused(
                f"The file is {size // (1024 * 1024)} MB; the most is "
                f"{LARGEST // (1024 * 1024)} MB. Attach it in parts."
            )
        data = path.read_bytes()
    except OSError as error:
        raise _refused(
            "The file could not be read. Check that it is still there and that you may "
            "open it."
        ) from error
    return attached_from_bytes(path.name, data)


def attached_from_bytes(name: str, data: bytes) -> Attached:
    """Judge bytes already in memory by the rules of `read_attached`."""
    if not data.strip():
        raise _refused("The file is empty. Choose the one with the data.")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = ""
    if not text or "\0" in text:
        raise _refused(
            "The file is not text inside. Save it as CSV or JSON (UTF-8) in the "
            "program it comes from, then attach that."
        )
    attached = Attached(name=name, text=text)
    if attached.ending not in _ENDINGS:
        raise _refused(
            "Only CSV, JSON and plain text can go to another company's computer. Save "
            "it as one of these, then attach that."
        )
    return attached


def make_package(
    session: Session,
    case: Case,
    *,
    format: str,  # noqa: A002  the form's own word
    rows: Sequence[tuple[str, str]] = (),
    attached: Sequence[Attached] = (),
) -> Package:
    """Build the package of a case from what was typed and attached; keep nothing yet.

    `rows` are (what it is, the data); rows that say nothing are left out. Raises
    RuleBroken, with its field, for what cannot be sent.
    """
    _must_be_open(case)
    if len(rows) > MOST_ROWS:
        raise RuleBroken(
            f"A package takes {MOST_ROWS:,} typed rows. Attach a longer list as a CSV "
            "file.",
            field="rows",
        )
    return build_package(
        Contents(
            reference=case.reference,
            controller=session.settings().organisation.name,
            format=format,
            rows=tuple(_row(*row) for row in rows if any(map(str.strip, row))),
            attached=tuple(attached),
        )
    )


def file_name(case: Case) -> str:
    """Return what the file of a case's package is called unless somebody renames it."""
    return f"{case.reference}.zip"


def save_package(session: Session, case: Case, package: Package, path: Path) -> Entry:
    """Write a package to a file, and what was written into the case's own form.

    The file appears whole or not at all. Return the entry with the format, the files
    and the checksum in it. The timeline and the audit trail tell that it left.
    """
    must(session, Act.WORK)
    with session.vault.read() as vault:
        held = vault.cases.get(case.id)
    _must_be_open(held)

    def note() -> Entry:
        with session.vault.change(
            "case.exported", by=session.member.name, at=session.now()
        ) as work:
            entry = _fill(work, held, package)
            text = (
                f"Data package saved: {len(package.files)} files, "
                f"SHA-256 {package.sha256}"
            )
            event = event_today(session, EventKind.NOTE, text)
            touch_case(session, work, work.cases.get(case.id), event)
            work.note("export", len(package.files))
            work.commit()
        return entry

    return write_noted(session, path, (package.data,), note)


def _row(label: str, value: str) -> tuple[str, str]:
    label, value = " ".join(label.split()), value.strip()
    if not label:
        raise RuleBroken(
            "A row has data and no name. Say what it is, such as “Email”.", field="rows"
        )
    return (
        checked(label, field="rows", label="The name of a row"),
        checked(value, field="rows", label=f"The data of “{label}”", longest=NOTE),
    )


def _fill(work: Change, case: Case, package: Package) -> Entry:
    """Keep in the form of the case what was sent."""
    made = {
        "format": package.format,
        "files": _listed(package.files),
        "checksum": package.sha256,
    }
    form: Form = PACKAGE_FORM
    kept = standing(work.entries.for_case(case.id), form.key)
    if not kept:
        values = checked_values(form, made)
        return work.entries.add(Entry(record_id=case.id, form=form.key, values=values))
    values = checked_values(form, dict(kept[0].values) | made)
    if values == kept[0].values:
        return kept[0]
    return work.entries.update(replace(kept[0], values=values))


def _listed(files: tuple[str, ...]) -> str:
    """Return the names one a line, as many as the form holds."""
    text = "\n".join(files)
    if len(text) <= _FILES.longest:
        return text
    return f"{len(files)} files, listed in the manifest"


def _must_be_open(case: Case) -> None:
    if case.kind is not CaseKind.PORTABILITY:
        raise RuleBroken("Only a portability request is answered with a package.")
    if not case.is_open:
        raise RuleBroken("The case is closed. Reopen it first, with the reason.")


def _refused(sentence: str) -> RuleBroken:
    return RuleBroken(sentence, field="files")
