"""Letters printed outside a run: each is put into one, so that it can be read back."""

from dataclasses import replace

from isteam_app.domain.letters import Letter
from isteam_app.domain.print_runs import PrintItem, PrintRun, PrintState
from isteam_app.services.look_only import why_nothing_changes
from isteam_app.services.print_runs import held_letters
from isteam_app.services.run_pages import sheets_of
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change

_ALONE = PrintRun(name="", printer="")


def note_printed_elsewhere(session: Session, work: Change, letter: Letter) -> PrintItem:
    """Keep that a letter was printed by hand, as a run of one, inside a change."""
    now, me = session.now(), session.member.name
    item = _known(session, work, replace(letter, printed_at=now, printed_by=me))
    apart = letter.id in held_letters(work, (letter,))
    run = work.print_runs.add(_ALONE, (item,), session.today, apart=apart)
    return work.print_runs.items(run.id)[0]


def take_in(session: Session) -> PrintRun | None:
    """Put letters that were printed before runs were kept into a run of their own.

    None where there are none, and where nothing can be changed.
    """
    with session.vault.read() as vault:
        if not vault.print_runs.printed_outside():
            return None
    if why_nothing_changes(session):
        return None
    with session.vault.change(
        "print_run.started", by=session.member.name, at=session.now()
    ) as work:
        found = [work.letters.get(each) for each in work.print_runs.printed_outside()]
        held = held_letters(work, found)
        runs = [
            work.print_runs.add(
                _ALONE,
                [_known(session, work, each) for each in of_it],
                session.today,
                apart=apart,
            )
            for apart in (True, False)
            if (of_it := [each for each in found if (each.id in held) is apart])
        ]
        work.commit()
    return runs[-1] if runs else None


def _known(session: Session, work: Change, letter: Letter) -> PrintItem:
    """Return the printing of a letter as far as the letter itself tells of it."""
    return PrintItem(
        run_id=0,
        letter_id=letter.id,
        position=0,
        state=PrintState.PRINTED,
        copy=len(work.print_runs.of_letter(letter.id)) + 1,
        sheets=sheets_of(letter, work.enclosures.of_letter(letter.id), duplex=False),
        sha256=letter.sha256,
        sent_at=letter.printed_at or session.now(),
        answered_at=letter.printed_at or session.now(),
        answered_by=letter.printed_by or session.member.name,
    )
