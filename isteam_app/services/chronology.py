"""Takes the timeline of a case out of the vault, on paper or into a file."""

from datetime import datetime, tzinfo
from pathlib import Path

from isteam_app.domain.cases import Case, CaseEvent
from isteam_app.domain.dates import long_date
from isteam_app.domain.event_words import EVENT_NAMES
from isteam_app.letters.chronology import (
    ChronologyContent,
    Happening,
    chronology_pdf,
)
from isteam_app.progress import Progress, unwatched
from isteam_app.services.cases import CasePage, case_page
from isteam_app.services.noted_files import write_noted
from isteam_app.services.session import Session
from isteam_app.services.trail_seals import head_words


def chronology_name(case: Case) -> str:
    """Return what its file is called: the reference, never a name."""
    return f"{case.reference} chronology.pdf"


def chronology(session: Session, case_id: int) -> bytes:
    """Return every event of a case, oldest first, as a PDF in memory."""
    page = case_page(session, case_id)
    settings = session.settings()
    return chronology_pdf(
        ChronologyContent(
            reference=page.case.reference,
            organisation=settings.organisation.name,
            facts=_facts(page, session),
            happenings=tuple(
                _happening(page, event, session.now().tzinfo)
                for event in page.case.events
            ),
            on=session.today,
            watermark="DEMO" if settings.demonstration else "",
            audit=head_words(session),
        )
    )


def export_chronology(
    session: Session, case_id: int, path: Path, progress: Progress = unwatched
) -> None:
    """Write the chronology of a case to a file, whole or not at all.

    That it left the vault is written to the audit trail, or it does not leave. Raises
    FileNotWritten, and RuleBroken where nothing can be changed.
    """
    progress(0, 1)
    write_noted(
        session,
        path,
        [chronology(session, case_id)],
        lambda: note_left(session, case_id, "case.exported"),
    )
    progress(1, 1)


def note_left(session: Session, case_id: int, action: str = "case.printed") -> None:
    """Write to the audit trail that the chronology of a case was printed."""
    with session.vault.change(action, by=session.member.name, at=session.now()) as work:
        work.note("case", case_id)
        work.commit()


def _facts(page: CasePage, session: Session) -> tuple[tuple[str, str], ...]:
    case, post = page.case, page.case.post
    wrote = "" if post.requester.id == case.subject.id else post.requester.name
    outcome = page.definition.outcome(case.decision)
    return (
        ("Person", case.subject.name),
        ("Wrote to us", wrote),
        ("Kind", page.definition.name),
        ("Received", long_date(case.received)),
        ("Due", long_date(page.clock.due) if page.clock.due else ""),
        ("Decision", outcome.name if outcome else ""),
        ("Closed", long_date(case.closed_on) if case.closed_on else ""),
        ("Printed by", f"{session.member.name}, {_moment(session.now())}"),
    )


def _happening(page: CasePage, event: CaseEvent, zone: tzinfo | None) -> Happening:
    named = [one.reference for one in page.letters if one.id == event.letter_id]
    named += [one.name for one in page.documents if one.id == event.document_id]
    text = "\n".join(part for part in (event.text, ", ".join(named)) if part)
    return Happening(
        on=event.on,
        what=EVENT_NAMES[event.kind],
        text=text,
        who=event.recorded_by,
        at=event.recorded_at.astimezone(zone) if event.recorded_at else None,
    )


def _moment(at: datetime) -> str:
    return f"{long_date(at.date())}, {at:%H:%M}"
