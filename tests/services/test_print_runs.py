"""A print run: every letter is printed once, and it is known to be."""

import hashlib
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta

import pytest
from builders import new_post
from letter_steps import RECEIVED, final

from isteam_app.domain.cases import Case, EventKind
from isteam_app.domain.letters import Letter, LetterState
from isteam_app.errors import Cancelled, PrintingFailed, RuleBroken
from isteam_app.print_jobs import JobState, KnownJob
from isteam_app.printing import Sides
from isteam_app.services.cases import case_page
from isteam_app.services.intake import receive_post
from isteam_app.services.letters import letter_pdf
from isteam_app.services.people import save_person
from isteam_app.services.print_answers import (
    came_out,
    did_not_come_out,
    look_into,
    print_again,
    settle,
)
from isteam_app.services.print_desk import letter, mark_posted
from isteam_app.services.print_runs import leave_rest, send, start_run
from isteam_app.services.run_pages import open_runs, run_page, unfinished_run
from isteam_app.services.scan_back import scan_letter
from isteam_app.services.session import Session

PRINTER = "Post-room-2"


@dataclass
class Tray:
    """A queue that keeps what it is sent, and can be told to fail."""

    sent: list[tuple[str, bytes, Sides]] = field(default_factory=list)
    fails_at: int = 10_000
    error: Exception = field(default_factory=lambda: PrintingFailed("It refused."))
    jobs: tuple[KnownJob, ...] | None = ()

    def print_pdf(
        self,
        pdf: bytes,
        *,
        title: str,
        printer: str,
        sides: Sides = Sides.ONE,
        **_: object,
    ) -> str:
        if len(self.sent) == self.fails_at:
            self.fails_at = 10_000
            raise self.error
        self.sent.append((title, pdf, sides))
        return f"{printer}-{len(self.sent)}"

    def jobs_called(self, title: str, **_: object) -> tuple[KnownJob, ...] | None:
        if self.jobs is None:
            return None
        return tuple(job for job in self.jobs if job.title == title)

    def trouble(self, _printer: str) -> str:
        return ""

    @property
    def titles(self) -> list[str]:
        return [title for title, _, _ in self.sent]


@pytest.fixture
def tray() -> Tray:
    return Tray()


@pytest.fixture
def letters(session: Session) -> list[Letter]:
    names = ("Ms Sample One", "Ms Sample Two", "Ms Sample Three")
    posts = [receive_post(session, new_post(name=name)) for name in names]
    return [final(session, post.cases[0]) for post in posts]


def begun(session: Session, letters: list[Letter], **how: bool) -> int:
    started = start_run(session, [one.id for one in letters], PRINTER, **how)
    assert started.left_out == ()
    return started.runs[0].id


def states(session: Session, run_id: int) -> list[str]:
    return [line.item.state.value for line in run_page(session, run_id).lines]


def test_what_is_sent_are_the_kept_bytes_one_job_each_by_reference(
    session, letters, tray
):
    run_id = begun(session, letters)
    outcome = send(session, run_id, tray)
    assert (outcome.sent, outcome.waiting, outcome.stopped) == (3, 0, None)
    assert tray.titles == [one.reference for one in letters]
    for one, (_, pdf, sides) in zip(letters, tray.sent, strict=True):
        assert pdf == letter_pdf(session, one.id)
        assert sides is Sides.ONE
    for line, (_, pdf, _) in zip(
        run_page(session, run_id).lines, tray.sent, strict=True
    ):
        digest = hashlib.sha256(pdf).hexdigest()
        assert line.item.sha256 == line.letter.sha256 == digest
        assert line.item.job.startswith(PRINTER)
    assert states(session, run_id) == ["sent"] * 3


def test_a_letter_is_printed_once_somebody_says_that_it_came_out(
    session, letters, tray
):
    run_id = begun(session, letters)
    send(session, run_id, tray)
    assert letter(session, letters[0].id).state is LetterState.FINAL
    items = [line.item.id for line in run_page(session, run_id).lines]
    came_out(session, items[:2])
    assert [letter(session, one.id).state.value for one in letters] == [
        "printed",
        "printed",
        "final",
    ]
    with pytest.raises(RuleBroken, match="known already"):
        came_out(session, items[:1])
    did_not_come_out(session, items[2:])
    assert states(session, run_id) == ["printed", "printed", "waiting"]
    send(session, run_id, tray)
    assert tray.titles[-1] == letters[2].reference
    kinds = [event.kind for event in case_page(session, letters[0].case_id).case.events]
    assert kinds.count(EventKind.LETTER_PRINTED) == 1


def test_a_refusal_half_way_leaves_the_rest_waiting_and_says_why(
    session, letters, tray
):
    tray.fails_at = 1
    run_id = begun(session, letters)
    outcome = send(session, run_id, tray)
    assert str(outcome.stopped) == "It refused."
    assert (outcome.sent, outcome.waiting, outcome.doubtful) == (1, 2, False)
    assert unfinished_run(session).id == run_id
    again = send(session, run_id, tray)
    assert again.stopped is None
    assert tray.titles == [one.reference for one in letters]


def test_pause_stops_between_two_letters_and_resume_goes_on(session, letters, tray):
    def stop(done: int, _total: int) -> None:
        if done == 2:
            raise Cancelled("paused")

    run_id = begun(session, letters)
    outcome = send(session, run_id, tray, stop)
    assert outcome.paused
    assert outcome.waiting == 1
    assert send(session, run_id, tray).waiting == 0
    assert tray.titles == [one.reference for one in letters]


def test_no_answer_of_the_service_is_a_doubt_and_nothing_more_is_sent(
    session, letters, tray
):
    tray.fails_at, tray.error = 0, PrintingFailed("No answer.", in_doubt=True)
    run_id = begun(session, letters)
    outcome = send(session, run_id, tray)
    assert outcome.doubtful
    assert tray.sent == []
    refused = send(session, run_id, tray)
    assert isinstance(refused.stopped, RuleBroken)
    assert tray.sent == []
    (doubt,) = look_into(session, tray)
    assert doubt.reference == letters[0].reference
    assert "no job of that name" in doubt.says
    settle(session, doubt.item.id, came_out=False)
    assert send(session, run_id, tray).sent == 3
    assert tray.titles == [one.reference for one in letters]


def job(one: Letter, session: Session, **changes: object) -> KnownJob:
    known = KnownJob(
        number="Post-room-2-7",
        title=one.reference,
        state=JobState.DONE,
        kilobytes=-(-len(letter_pdf(session, one.id)) // 1024),
        at=datetime.now(UTC) + timedelta(days=1),
    )
    return replace(known, **changes)


@pytest.mark.parametrize(
    ("changes", "sure", "says"),
    [
        ({}, True, ""),
        ({"state": JobState.WAITING}, True, ""),
        ({"kilobytes": 1}, False, "Only part"),
        ({"state": JobState.GIVEN_UP}, False, "gave that job up"),
        ({"title": "IS-2026-00001 / L99"}, False, "no job of that name"),
        (None, False, "cannot tell"),
    ],
)
def test_what_was_being_sent_is_asked_of_the_queue(
    session, letters, tray, changes, sure, says
):
    tray.fails_at, tray.error = 0, PrintingFailed("No answer.", in_doubt=True)
    run_id = begun(session, letters[:1])
    send(session, run_id, tray)
    if changes is None:
        tray.jobs = None
    else:
        tray.jobs = (job(letters[0], session, **changes),)
    doubts = look_into(session, tray)
    assert [says in doubt.says for doubt in doubts] == [True] * (not sure)
    assert states(session, run_id) == ["sent" if sure else "sending"]
    if sure:
        assert run_page(session, run_id).lines[0].item.job == "Post-room-2-7"
    else:
        settle(session, doubts[0].item.id, came_out=True)
        assert letter(session, letters[0].id).state is LetterState.PRINTED


def test_a_spoilt_letter_is_recorded_and_printed_again_with_a_stamp(
    session, letters, tray
):
    run_id = begun(session, letters)
    send(session, run_id, tray)
    with pytest.raises(RuleBroken, match="why"):
        print_again(session, [letters[1].id], "  ")
    assert print_again(session, [letters[1].id], "Jammed on page 1") == run_id
    page = run_page(session, run_id)
    assert [line.number for line in page.lines] == [1, 2, 3]
    assert [one.spoilt_why for one in page.spoilt] == ["Jammed on page 1"]
    send(session, run_id, tray)
    title, pdf, _ = tray.sent[-1]
    assert title == f"{letters[1].reference} / C2"
    kept = letter_pdf(session, letters[1].id)
    assert pdf != kept
    assert hashlib.sha256(kept).hexdigest() == letters[1].sha256
    line = run_page(session, run_id).lines[1]
    assert line.item.copy == 2
    assert line.item.why == "Jammed on page 1"
    assert line.item.sha256 == hashlib.sha256(pdf).hexdigest()


def test_a_letter_already_in_a_run_is_not_put_into_another(session, letters, tray):
    begun(session, letters[:1])
    started = start_run(session, [letters[0].id, letters[1].id], PRINTER)
    (left,) = started.left_out
    assert left.reference == letters[0].reference
    assert "in a print run already" in left.why
    assert [line.letter.id for line in run_page(session, 2).lines] == [letters[1].id]


def test_what_is_left_for_later_can_be_in_the_next_run(session, letters, tray):
    tray.fails_at = 1
    run_id = begun(session, letters)
    send(session, run_id, tray)
    assert leave_rest(session, run_id) == 2
    second = begun(session, letters[1:])
    send(session, second, tray)
    assert tray.titles == [one.reference for one in letters]
    assert [line.item.copy for line in run_page(session, second).lines] == [1, 1]


def test_a_letter_whose_address_changed_is_left_out_and_said(session, letters, tray):
    run_id = begun(session, letters)
    person = case_page(session, letters[1].case_id).case.subject
    moved = replace(
        person, address=replace(person.address, lines=("99 Elsewhere Road",))
    )
    save_person(session, person, moved)
    outcome = send(session, run_id, tray)
    assert tray.titles == [letters[0].reference, letters[2].reference]
    (left,) = outcome.left_out
    assert left.reference == letters[1].reference
    assert left.why
    again = start_run(session, [letters[1].id], PRINTER)
    assert again.runs == ()
    assert again.left_out[0].reference == letters[1].reference


def test_separators_lie_before_each_letter_and_name_nobody(session, letters, tray):
    from letter_steps import page_text

    run_id = begun(session, letters, separators=True, duplex=True)
    send(session, run_id, tray)
    first = letters[0].reference
    assert tray.titles[:2] == [f"{first} / SEPARATOR", first]
    words = page_text(tray.sent[0][1])
    assert first in words
    assert "of 3" in words
    assert "Sample" not in words
    assert tray.sent[1][2] is Sides.BOTH


def test_bytes_that_are_not_those_finalised_are_never_printed(
    session, letters, tray, monkeypatch
):
    from isteam_app.storage.letters import LettersReader

    run_id = begun(session, letters[:1])
    kept = LettersReader.pdf
    monkeypatch.setattr(LettersReader, "pdf", lambda self, id: kept(self, id) + b" ")  # noqa: A006  its name
    outcome = send(session, run_id, tray)
    assert tray.sent == []
    assert outcome.stopped is not None or outcome.left_out


def test_a_run_is_closed_once_its_letters_are_posted(session, letters, tray):
    run_id = begun(session, letters[:2])
    send(session, run_id, tray)
    for one in letters[:2]:
        scan_letter(session, one.reference)
    mark_posted(session, [letters[0].id], on=session.today, service="First class")
    assert [run.id for run in open_runs(session)] == [run_id]
    mark_posted(session, [letters[1].id], on=session.today, service="First class")
    assert open_runs(session) == ()


def test_nobody_prints_a_draft_or_a_posted_letter(session, tray):
    from isteam_app.services.letters import start_letter

    case: Case = receive_post(session, new_post()).cases[0]
    draft = start_letter(session, case.id, RECEIVED)
    started = start_run(session, [draft.id], PRINTER)
    assert started.runs == ()
    assert "not finalised" in started.left_out[0].why
    with pytest.raises(RuleBroken, match="Tick"):
        start_run(session, [], PRINTER)
    with pytest.raises(RuleBroken, match="printer"):
        start_run(session, [draft.id], "")
