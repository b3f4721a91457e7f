"""Writes down what is damaged, for whoever is asked to help: numbers, nobody's data."""

import platform
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from isteam_app import __version__
from isteam_app.errors import IsteamError
from isteam_app.services.damage import (
    Key,
    NewestBackup,
    backup_of_folder,
    backup_of_session,
    header_in,
    unlocked,
)
from isteam_app.services.files import write_whole
from isteam_app.services.session import Session
from isteam_app.storage.salvage import Salvaged as Salvaged

if TYPE_CHECKING:  # the unlock page leads here
    from isteam_app.storage.damage_facts import DamageFacts, PageFacts


def report_of_session(session: Session) -> str:
    """Write the damage of the session's vault down, with nobody's data in it."""
    from isteam_app.storage.damage_facts import facts_of

    parts = session.vault.inside()
    facts = facts_of(parts.folder, parts.header, parts.data_key)
    return _report(facts, session.vault.damage, backup_of_session(session))


def report_of_folder(folder: Path, error: IsteamError, key: Key | None = None) -> str:
    """Write down why a vault does not open; its pages too where a key is typed."""
    from isteam_app.storage.damage_facts import facts_of

    header, data_key = header_in(folder), b""
    if key is not None:
        source = unlocked(folder, key)
        header, data_key = source.header, source.data_key
    facts = facts_of(folder, header, data_key)
    said = f"{type(error).__name__}: {error.title}. {error.detail}"
    return _report(facts, said, backup_of_folder(folder))


def account(told: Salvaged) -> tuple[str, ...]:
    """Say in plain lines what a salvage saved, and what it could not."""
    lines = [f"The new vault is {told.folder}. The old one was left as it is."]
    saved = (f"{each.saved:,} {each.kind}" for each in told.counts if each.saved)
    lines.append(f"Saved: {', '.join(saved)}.")
    lost = [f"{each.lost:,} {each.kind}" for each in told.counts if each.lost]
    if lost:
        lines.append(f"Not saved: {', '.join(lost)}.")
    elif told.lost_nothing:
        lines.append(
            "Every page could be read. As far as can be told, nothing is lost."
        )
    else:
        lines.append("Nothing that is counted is missing.")
    if told.lost_references:
        lines.append(f"By reference: {', '.join(told.lost_references)}.")
    if told.stood_in:
        lines.append(
            f"{told.stood_in:,} lost cases, names or items of post have a blank in "
            "their place, which only administrators see. Fill them in from the paper."
        )
    if told.unread:
        lines.append(f"{told.unread:,} of {told.pages:,} pages could not be read.")
    if told.unfinished:
        lines.append(
            f"{told.unfinished:,} pages of the last changes were not finished or lay "
            "behind a damaged one. Check what was saved last."
        )
    if told.unread:
        lines.append("Check who may see which person: a lost limit shows nowhere.")
    return tuple(lines)


def save_report(text: str, path: Path) -> None:
    """Write a report to a file the person chose.

    Raises:
        FileNotWritten: another place may do.
    """
    write_whole(path, (text.encode(),))


def _report(facts: "DamageFacts", said: str, backup: NewestBackup | None) -> str:
    from isteam_app.storage.cipher import cipher_facts

    cipher = cipher_facts()
    newest = f"{backup.made_at.astimezone(UTC):%Y-%m-%d %H:%M} UTC" if backup else ""
    told = (
        ("written", f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"),
        ("program", __version__),
        ("system", f"{platform.system()} {platform.release()}"),
        ("cipher", f"{cipher.cipher}, {cipher.provider}"),
        ("database library", cipher.database),
        ("found", said or "nothing"),
        ("key file", facts.header),
        ("its copy", facts.copy),
        ("scans", f"{facts.scans:,} files, {facts.scan_bytes:,} bytes"),
        ("other files", f"{facts.strangers:,}"),
        ("newest backup", newest or "none in sight"),
    )
    lines = [
        "ISTeam damage report. It holds numbers, and no data of anybody.",
        "",
        *(f"{name:<18}{value}" for name, value in told),
        "",
    ]
    for file in facts.files:
        cut = "" if file.whole_pages else ", cut inside a page"
        lines.append(f"{file.name:<28}{file.size:>14,} bytes{cut}")
    lines += ["", *_page_lines(facts.pages), ""]
    return "\n".join(lines)


def _page_lines(pages: "PageFacts | None") -> list[str]:
    from isteam_app.storage.damage_facts import ranges

    if pages is None:
        return ["The pages were not read: that needs a passphrase."]
    told = (
        ("pages", f"{pages.pages:,}, of them not whole: {len(pages.unread):,}"),
        ("not whole", ranges(pages.unread) or "none"),
        ("salt", "fits the key file" if pages.salt_fits else "does not fit"),
        ("journal", f"{pages.journal_pages:,} pages in use"),
        ("left out of it", f"{pages.journal_left_out:,} pages"),
        *((f"  {kind}", f"{count:,}") for kind, count in pages.kinds),
    )
    return [f"{name:<18}{value}" for name, value in told]
