"""The manifest of a print run: built from the run as it stands, printed or saved."""

from pathlib import Path

from isteam_app.letters.manifest import ManifestContent, ManifestLine, manifest_pdf
from isteam_app.progress import Progress, unwatched
from isteam_app.services.noted_files import write_noted
from isteam_app.services.run_pages import RunPage, run_page
from isteam_app.services.session import Session


def manifest_of(session: Session, run_id: int) -> bytes:
    """Return the manifest of a run as PDF: no name of anybody written to.

    Letters that were left out, and those out of sight, are not on it. Raises NotFound.
    """
    page = run_page(session, run_id, services=True)
    settings = session.settings()
    run = page.run
    return manifest_pdf(
        ManifestContent(
            run=run.name,
            organisation=settings.organisation.name,
            printer=run.printer or "printed letter by letter",
            at=(run.started_at or session.now()).astimezone(session.now().tzinfo),
            lines=_lines(page),
            watermark="DEMO" if settings.demonstration else "",
        )
    )


def manifest_name(page: RunPage) -> str:
    """Return what the file may be called: "manifest 2026-11-23 A.pdf"."""
    return f"manifest {page.run.name}.pdf"


def export_manifest(
    session: Session,
    run_id: int,
    path: Path,
    progress: Progress = unwatched,
    *,
    pdf: bytes | None = None,
) -> None:
    """Write the manifest to a file, whole or not at all; `pdf` is it as it was shown.

    That it left is told in the audit trail, or it does not leave. Raises
    FileNotWritten, and RuleBroken where nothing can be changed.
    """
    progress(0, 1)
    write_noted(
        session,
        path,
        [pdf or manifest_of(session, run_id)],
        lambda: note_manifest_left(session, run_id, "print_run.exported"),
    )
    progress(1, 1)


def note_manifest_left(
    session: Session, run_id: int, action: str = "print_run.manifest"
) -> None:
    """Write to the audit trail that the manifest of a run was printed."""
    with session.vault.change(action, by=session.member.name, at=session.now()) as work:
        work.print_runs.note_left(work.print_runs.get(run_id))
        work.commit()


def _lines(page: RunPage) -> tuple[ManifestLine, ...]:
    return tuple(
        ManifestLine(
            number=line.number,
            reference=line.letter.reference,
            area=line.area,
            sheets=line.sheets,
            envelope=line.envelope,
            service=line.service,
            copy=line.item.copy,
        )
        for line in page.printed
    )
