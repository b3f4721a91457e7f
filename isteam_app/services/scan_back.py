"""The last look before an envelope is sealed: the code on its letter is read back.

What is in the envelope is compared with the run that lies on the desk. Whatever does
not fit stops with a sentence that says what to do with the paper in one's hand.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import StrEnum

from isteam_app.domain.dates import long_date
from isteam_app.domain.letter_codes import LetterCode, encoded, read_code
from isteam_app.domain.letters import Letter, LetterState
from isteam_app.domain.print_runs import PrintState, ScanBack
from isteam_app.domain.text import SHORT
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.services.letter_check import check_again
from isteam_app.services.print_answers import (
    note_came_out,
    run_of,
)
from isteam_app.services.run_pages import RunLine, RunPage, run_page
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change

_UNKNOWN = (
    "That is no letter of this vault. Put it aside, and do not seal anything with it."
)


class Verdict(StrEnum):
    """What a scan comes to. The two questions are answered by scanning once more."""

    RIGHT = "right"
    WRONG = "wrong"
    COUNT = "count"
    ORDER = "order"


@dataclass(frozen=True, slots=True, kw_only=True)
class Scanned:
    """What was read, and what it comes to. `line` is the letter, where it is known."""

    verdict: Verdict
    says: str
    line: RunLine | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class LastScan:
    """One line of what was read last."""

    scan: ScanBack
    number: int
    words: str


def scan(
    session: Session,
    run_id: int,
    typed: str,
    *,
    counted: int | None = None,
    out_of_order: bool = False,
) -> Scanned:
    """Read a code, or a typed reference, back into a run.

    Only what is RIGHT may be sealed. COUNT asks how many sheets are in one's hand, to
    be given as `counted`; ORDER whether a letter whose turn it is not is meant, to be
    said by `out_of_order`. Every reading that is right or wrong is kept.
    """
    page = run_page(session, run_id)
    try:
        code = read_code(typed)
    except RuleBroken as error:
        return _wrong(session, page, typed, None, str(error))
    letter = _letter(session, code)
    said = encoded(code) if code.letter_id else code.print_reference
    if letter is None:
        return _wrong(session, page, said, None, _UNKNOWN)
    line = page.line_of(letter.id)
    stop = _stop(session, page, line, letter, code)
    if stop:
        return _wrong(session, page, said, letter, stop, line)
    assert line is not None  # noqa: S101  else there is a reason to stop
    if line.enclosed and counted is None:
        return Scanned(verdict=Verdict.COUNT, says=_count_words(line), line=line)
    if counted is not None and counted != line.sheets:
        return _wrong(session, page, said, letter, _miscounted(line, counted), line)
    due = page.next_to_scan
    if due is not None and due.letter.id != letter.id and not out_of_order:
        says = (
            f"This is letter {line.number}; letter {due.number}, "
            f"{due.letter.reference}, comes before it. Go on only if that one is put "
            "aside on purpose."
        )
        return Scanned(verdict=Verdict.ORDER, says=says, line=line)
    return _right(session, page, said, line)


def scan_letter(session: Session, reference: str) -> Scanned:
    """Read a letter back into the run it was last printed in, by its reference.

    What is enclosed counts as counted. Raises NotFound where it was never printed.
    """
    letter = _letter(session, read_code(reference))
    if letter is None:
        raise NotFound(_UNKNOWN)
    run_id = run_of(session, letter.id).run_id
    line = run_page(session, run_id).line_of(letter.id)
    sheets = line.sheets if line and line.enclosed else None
    return scan(session, run_id, reference, counted=sheets, out_of_order=True)


def last_scans(page: RunPage) -> tuple[LastScan, ...]:
    """Return what was read last in a run, newest first, in the words of a list."""
    by_letter = {line.letter.id: line for line in page.lines}
    found = []
    for each in page.scans:
        line = by_letter.get(each.letter_id or 0)
        words = line.letter.reference if line else _short(each.said)
        if not each.right:
            words = f"{words}, stopped" if line else f"{words}, not in this run"
        number = line.number if line else 0
        found.append(LastScan(scan=each, number=number, words=words))
    return tuple(found)


def must_be_scanned(work: Change, letter: Letter) -> None:
    """Raise RuleBroken unless the newest printing of a letter was read back."""
    last = work.print_runs.last_of((letter.id,)).get(letter.id)
    if last is None or last.scanned_at is None:
        raise RuleBroken(
            f"Read the code of {letter.reference} back first: scan it, or type it."
        )


def _letter(session: Session, code: LetterCode) -> Letter | None:
    """Return the letter of a code; nothing where code and vault do not agree on it."""
    with session.vault.read() as vault:
        try:
            found = vault.letters.numbered(code.reference, code.number)
        except NotFound:
            return None
    return found if code.letter_id in (0, found.id) else None


def _stop(
    session: Session,
    page: RunPage,
    line: RunLine | None,
    letter: Letter,
    code: LetterCode,
) -> str:
    """Return why this letter must not be sealed now, "" for no reason."""
    reasons: tuple[Callable[[], str], ...] = (
        lambda: _gone(letter),
        lambda: _not_here(session, page, line, letter),
        lambda: _not_printed(line),
        lambda: _page_missing(letter, code),
        lambda: _no_longer_right(session, letter),
    )
    return next((said for reason in reasons if (said := reason())), "")


def _gone(letter: Letter) -> str:
    match letter.state:
        case LetterState.SUPERSEDED:
            return (
                "Another letter took the place of this one. Do not send it: destroy "
                "this copy."
            )
        case LetterState.POSTED if letter.posted_on is not None:
            return (
                f"This letter was posted on {long_date(letter.posted_on)}. This is "
                "another copy: do not send it, destroy it."
            )
        case _ if letter.is_unfinished:
            return "This letter is not finalised. Do not send it: destroy this copy."
        case _:
            return ""


def _not_here(
    session: Session, page: RunPage, line: RunLine | None, letter: Letter
) -> str:
    if line is not None:
        return ""
    with session.vault.read() as vault:
        last = vault.print_runs.last_of((letter.id,)).get(letter.id)
        other = vault.print_runs.get(last.run_id) if last else None
    where = f"It belongs to print run {other.name}" if other else "It was never printed"
    return (
        f"{letter.reference} is not in print run {page.run.name}. {where}. Put it "
        "aside: it is somebody else's letter."
    )


def _not_printed(line: RunLine | None) -> str:
    if line is None:
        return ""
    match line.item.state:
        case PrintState.LEFT_OUT:
            return "This letter was left out of the run. Do not send it."
        case PrintState.WAITING if line.item.copy > 1:
            return (
                f"This copy was spoilt: {line.item.why}. Destroy it, and print the "
                "letter again first."
            )
        case PrintState.WAITING | PrintState.SENDING:
            return (
                "This letter counts as not printed yet. Say first what became of it "
                "at the printer."
            )
        case PrintState.SPOILT:
            return "This copy was spoilt. Destroy it, and print the letter again first."
        case _ if line.item.scanned_at is not None:
            return (
                "This letter was read back already, so its envelope is sealed. If two "
                "copies came out, destroy this one."
            )
        case _:
            return ""


def _page_missing(letter: Letter, code: LetterCode) -> str:
    if not code.letter_id:
        return ""
    pages = (letter.pages, letter.pages + letter.enclosed_pages)
    if code.pages in pages and 1 <= code.page <= code.pages:
        return ""
    return (
        f"This sheet says page {code.page} of {code.pages}, and the letter has "
        f"{pages[-1]}. A page is missing or from another letter: put it aside and "
        "print it again."
    )


def _no_longer_right(session: Session, letter: Letter) -> str:
    found = check_again(session, letter.id)
    if not found:
        return ""
    said = " ".join(dict.fromkeys(each.sentence for each in found))
    return f"Do not send it: the records changed since it was printed. {said}"


def _count_words(line: RunLine) -> str:
    things = ", ".join(f"{title} ({sheets})" for title, sheets in line.enclosed)
    return f"Count the sheets in your hand, enclosures too: {things}."


def _miscounted(line: RunLine, counted: int) -> str:
    difference = line.sheets - counted
    many = abs(difference)
    sheets = "1 sheet" if many == 1 else f"{many} sheets"
    if difference > 0:
        verb = "is" if many == 1 else "are"
        return f"{sheets} {verb} missing: {counted} in your hand, and {line.sheets} go."
    return (
        f"{sheets} too many: {counted} in your hand, and {line.sheets} go. Look for a "
        "page of another letter among them."
    )


def _right(session: Session, page: RunPage, said: str, line: RunLine) -> Scanned:
    with session.vault.change(
        "print_run.scanned", by=session.member.name, at=session.now()
    ) as work:
        item = work.print_runs.item(line.item.id)
        if item.state is PrintState.SENT:  # whoever holds it has seen it come out
            item = note_came_out(session, work, item)
        item = work.print_runs.update_item(
            replace(item, scanned_at=session.now(), scanned_by=session.member.name)
        )
        work.print_runs.note_scan(
            ScanBack(
                run_id=page.run.id, said=said, right=True, letter_id=item.letter_id
            )
        )
        letter = work.letters.get(item.letter_id)
        work.commit()
    kept = replace(line, item=item, letter=letter)
    total = len(page.lines)
    sheets = "1 sheet" if kept.sheets == 1 else f"{kept.sheets} sheets"
    says = f"Letter {kept.number} of {total}, {sheets}, {kept.envelope} envelope"
    return Scanned(verdict=Verdict.RIGHT, says=says, line=kept)


def _wrong(
    session: Session,
    page: RunPage,
    said: str,
    letter: Letter | None,
    says: str,
    line: RunLine | None = None,
) -> Scanned:
    with session.vault.change(
        "print_run.scanned", by=session.member.name, at=session.now()
    ) as work:
        work.print_runs.note_scan(
            ScanBack(
                run_id=page.run.id,
                said=_short(said) or "nothing",
                right=False,
                letter_id=letter.id if letter else None,
            )
        )
        work.commit()
    return Scanned(verdict=Verdict.WRONG, says=says, line=line)


def _short(said: str) -> str:
    plain = " ".join(said.split())
    return plain if len(plain) <= SHORT else f"{plain[: SHORT - 1]}…"
