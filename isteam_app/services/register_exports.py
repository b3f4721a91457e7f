"""Writes the register of third-party requests to a file."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

from isteam_app.domain.disclosures import (
    Disclosure,
)
from isteam_app.domain.listing import (
    DisclosureFilter,
)
from isteam_app.errors import RuleBroken
from isteam_app.exports.register_csv import disclosures_csv, shown
from isteam_app.progress import Progress, unwatched
from isteam_app.services.disclosures import count_disclosures
from isteam_app.services.noted_files import write_noted
from isteam_app.services.session import Session


def export_register(
    session: Session,
    path: Path,
    *,
    first: date | None = None,
    last: date | None = None,
    view: str = "full",
    progress: Progress = unwatched,
) -> int:
    """Write the register to a CSV file; return how many requests it holds.

    The file appears whole or not at all. The export is written to the audit trail,
    or there is none.
    """
    if first and last and last < first:
        raise RuleBroken(
            "The last day is before the first. Swap the two dates.", field="last"
        )
    wanted = DisclosureFilter(received_from=first, received_to=last)
    total = count_disclosures(session, wanted)
    read = written = 0

    def rows() -> Iterator[Disclosure]:
        nonlocal read, written
        with session.vault.read() as vault:
            for request in vault.disclosures.each(first, last):
                progress(read, total)
                read += 1
                written += shown(request, view)
                yield request
        # The last chance to stop: after this the file is there.
        progress(read, max(total, read))

    def note() -> int:
        with session.vault.change(
            f"register.exported.{view}", by=session.member.name, at=session.now()
        ) as work:
            work.note("export", written)
            work.commit()
        return written

    return write_noted(session, path, disclosures_csv(rows(), view=view), note)


