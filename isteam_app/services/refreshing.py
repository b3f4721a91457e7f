"""Brings every open case up to date after the calendar or a setting changed."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from operator import itemgetter

from isteam_app.domain.case_clock import refreshed
from isteam_app.domain.cases import CaseEvent, CaseKind, EventKind
from isteam_app.domain.dates import long_date
from isteam_app.domain.listing import OPEN_STATES, CaseFilter
from isteam_app.domain.settings import Settings
from isteam_app.progress import Progress, unwatched
from isteam_app.services.entries import begin_entries
from isteam_app.services.session import Session, calendar_for
from isteam_app.storage.case_dates import (
    STANDS,
    DatedCase,
    Standing,
    Story,
    standing_of,
)
from isteam_app.storage.vault import Change, Reading

MOST_LISTED = 500
_SLICE = 500
_DATES = (("Due date", "due"), ("Post-by date", "post_by"), ("Next action", "next_by"))
_AGAIN = "the dates were reckoned anew"
_NEWER = "this version of the program reckons the case anew"


@dataclass(frozen=True, slots=True, kw_only=True)
class MovedCase:
    """A case that moved: which of its dates, from and to when, and why.

    `what` is "Due date", "Post-by date" or "Next action": the weightiest that moved.
    """

    id: int
    reference: str
    what: str
    was: date | None
    now: date | None
    why: str

    @property
    def words(self) -> str:
        """Return it as the timeline of the case tells it."""
        was, now = _words(self.was), _words(self.now)
        return f"{self.what} moved from {was} to {now}: {self.why}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Refreshed:
    """What became of the open cases.

    `moved` counts all that were written; `cases` lists the first `MOST_LISTED` of those
    whose dates moved, by reference.
    """

    moved: int = 0
    looked_at: int = 0
    cases: tuple[MovedCase, ...] = ()


_Move = tuple[int, str, int, Standing, Standing]
"""A case's id, reference and version, where it stands and where it will."""


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Open cases as settings would have them. Nothing of it is kept yet.

    `seen` are the versions of every case looked at.
    """

    settings: Settings
    today: date
    seen: dict[int, int]
    moves: tuple[_Move, ...]

    def keep(
        self, work: Change, why: str = _AGAIN, progress: Progress = unwatched
    ) -> Refreshed:
        """Write the cases that move, inside a change, each with a line of why.

        Cases that were changed or opened since they were looked at are reckoned anew.
        """
        moves = self._up_to_date(work)
        total = len(self.seen)
        listed: list[MovedCase] = []
        for part in _sliced(moves):
            told = [one for move in part if (one := _told(move, why)) is not None]
            events = {
                one.id: CaseEvent(
                    kind=EventKind.DATES_MOVED, on=self.today, text=one.words
                )
                for one in told
            }
            work.cases.keep_dates([(move[0], move[4]) for move in part], events)
            listed += told[: MOST_LISTED - len(listed)]
            progress(total, total)
        return Refreshed(moved=len(moves), looked_at=total, cases=tuple(listed))

    def _up_to_date(self, work: Change) -> list[_Move]:
        versions = work.cases.open_versions()
        # in steps that let the window breathe, not as sets all at once
        moves = [move for move in self.moves if versions.get(move[0]) == move[2]]
        others = [
            number
            for number, version in versions.items()
            if self.seen.get(number) != version
        ]
        if others:
            clock = _Clock(self.settings, self.today)
            moves += clock.moves(work.cases.dated_of(others))
        return sorted(moves, key=itemgetter(0))


class _Clock:
    """Reckons dates; cases to which the same happened come out the same."""

    def __init__(self, settings: Settings, today: date) -> None:
        self._settings, self._today = settings, today
        self._calendar = calendar_for(settings)
        self._known: dict[Story, Standing] = {}

    def moves(self, cases: Iterable[DatedCase]) -> list[_Move]:
        """Return those that no longer stand where lists say, and where they do."""
        return [
            (case.id, case.reference, case.version, case.standing, now)
            for case in cases
            if (now := self._standing(case)) != case.standing
        ]

    def _standing(self, case: DatedCase) -> Standing:
        known = self._known.get(case.story)
        if known is None:
            known = standing_of(
                refreshed(
                    case.case(),
                    settings=self._settings,
                    calendar=self._calendar,
                    today=self._today,
                )
            )
            self._known[case.story] = known
        return known


def catch_up(session: Session, progress: Progress = unwatched) -> Refreshed:
    """Reckon the cases of an older program anew, once, and give them what they lack.

    An open access request takes what a new one starts with, where it has nothing of it.
    Looking only, it does nothing: whoever may write next does it.
    """
    with session.vault.read(whole=True) as vault:
        if not vault.upkeep.is_due():
            return Refreshed()
    reckoning = reckon(session, session.settings(), progress)
    with session.vault.change(
        "cases.refreshed", by=session.member.name, at=session.now(), whole=True
    ) as work:
        _complete(work, reckoning)
        done = reckoning.keep(work, _NEWER, progress)
        work.upkeep.done()
        work.commit()
    return in_sight(session, done)


def _complete(work: Change, reckoning: Reckoning) -> None:
    """Give open access requests that nothing was filled in for what new ones have."""
    numbers = list(reckoning.seen)
    for start in range(0, len(numbers), _SLICE):
        for case in work.cases.several(numbers[start : start + _SLICE]):
            undecided = case.kind is CaseKind.ACCESS and not case.decision
            if undecided and not work.entries.for_case(case.id):
                begin_entries(work, case, reckoning.settings)


def in_sight(session: Session, done: Refreshed) -> Refreshed:
    """Return what became of the cases, without those the member may not see."""
    with session.vault.read() as vault:
        seen = {row.id for row in vault.cases.rows(each.id for each in done.cases)}
    return replace(done, cases=tuple(each for each in done.cases if each.id in seen))


def reckon(
    session: Session, settings: Settings, progress: Progress = unwatched
) -> Reckoning:
    """Look at every open case and find which would move under some settings."""
    clock = _Clock(settings, session.today)
    seen: dict[int, int] = {}
    moves: list[_Move] = []
    with session.vault.read(whole=True) as vault:
        total = vault.cases.count(CaseFilter(states=OPEN_STATES))
        for part in _open_cases(vault):
            seen.update((case.id, case.version) for case in part)
            moves += clock.moves(part)
            progress(len(seen), total)
    return Reckoning(settings, session.today, seen, tuple(moves))


def _open_cases(vault: Reading) -> Iterator[Sequence[DatedCase]]:
    for state in OPEN_STATES:
        after = 0
        while part := vault.cases.dated(state, after, _SLICE):
            yield part
            after = part[-1].id


def _told(move: _Move, why: str) -> MovedCase | None:
    number, reference, _, stood, stands = move
    for what, name in _DATES:
        at = STANDS.index(name)
        if stood[at] != stands[at]:
            return MovedCase(
                id=number,
                reference=reference,
                what=what,
                was=_day(stood[at]),
                now=_day(stands[at]),
                why=why,
            )
    return None


def _day(kept: str | None) -> date | None:
    return date.fromisoformat(kept) if kept else None


def _words(day: date | None) -> str:
    return long_date(day) if day else "no date"


def _sliced(moves: list[_Move]) -> Iterator[list[_Move]]:
    for start in range(0, len(moves), _SLICE):
        yield moves[start : start + _SLICE]
