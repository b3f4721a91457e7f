"""Brings every open case up to date after the calendar or a setting changed."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.case_clock import refreshed
from isteam_app.domain.cases import Case, CaseEvent, EventKind
from isteam_app.domain.dates import long_date
from isteam_app.domain.listing import OPEN_STATES, CaseFilter
from isteam_app.domain.settings import Settings
from isteam_app.progress import Progress, unwatched
from isteam_app.services.session import Session, calendar_for
from isteam_app.storage.vault import Change, Reading

MOST_LISTED = 500
_SLICE = 500
_DATES = (("Due date", "due"), ("Post-by date", "post_by"), ("Next action", "next_by"))
_AGAIN = "the dates were reckoned anew"


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


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Open cases as settings would have them. Nothing of it is kept yet.

    `seen` are the versions of every case looked at.
    """

    settings: Settings
    today: date
    seen: dict[int, int]
    moves: tuple[tuple[Case, Case], ...]

    def keep(
        self, work: Change, why: str = _AGAIN, progress: Progress = unwatched
    ) -> Refreshed:
        """Write the cases that move, inside a change, each with a line of why.

        Cases that were changed or opened since they were looked at are reckoned anew.
        """
        moves = self._up_to_date(work)
        moved = [told for old, new in moves if (told := _moved(old, new, why))]
        events = {
            each.id: CaseEvent(
                kind=EventKind.DATES_MOVED, on=self.today, text=each.words
            )
            for each in moved
        }
        total = len(self.seen)
        for part in _sliced([new for _, new in moves]):
            here = {case.id: events[case.id] for case in part if case.id in events}
            work.cases.keep_dates(part, here)
            progress(total, total)
        return Refreshed(
            moved=len(moves),
            looked_at=total,
            cases=tuple(sorted(moved, key=lambda each: each.id)[:MOST_LISTED]),
        )

    def _up_to_date(self, work: Change) -> list[tuple[Case, Case]]:
        calendar = calendar_for(self.settings)
        versions = work.cases.open_versions()
        known = {item for item in self.seen.items() if versions.get(item[0]) == item[1]}
        moves = [move for move in self.moves if (move[0].id, move[0].version) in known]
        others = versions.items() - known
        for case in work.cases.several(number for number, _ in others):
            new = refreshed(
                case, settings=self.settings, calendar=calendar, today=self.today
            )
            moves += [(case, new)] if new != case else []
        return moves


def refresh_open_cases(session: Session, progress: Progress = unwatched) -> Refreshed:
    """Bring the dates of every open case up to date, all at once or none.

    Closed cases never move. A case that moves tells so in its timeline. Raises
    Cancelled, with nothing changed, when the person stops it.
    """
    reckoning = reckon(session, session.settings(), progress)
    if not reckoning.moves:
        return Refreshed(looked_at=len(reckoning.seen))
    with session.vault.change(
        "cases.refreshed", by=session.member.name, at=session.now(), whole=True
    ) as work:
        done = reckoning.keep(work, progress=progress)
        work.commit()
    return in_sight(session, done)


def in_sight(session: Session, done: Refreshed) -> Refreshed:
    """Return what became of the cases, without those the member may not see."""
    with session.vault.read() as vault:
        seen = {row.id for row in vault.cases.rows(each.id for each in done.cases)}
    return replace(done, cases=tuple(each for each in done.cases if each.id in seen))


def reckon(
    session: Session, settings: Settings, progress: Progress = unwatched
) -> Reckoning:
    """Look at every open case and find which would move under some settings."""
    calendar = calendar_for(settings)
    seen: dict[int, int] = {}
    moves: list[tuple[Case, Case]] = []
    alike: dict[object, Case] = {}
    with session.vault.read(whole=True) as vault:
        total = vault.cases.count(CaseFilter(states=OPEN_STATES))
        for part in _open_cases(vault):
            for case in part:
                seen[case.id] = case.version
                new = _again(case, settings, calendar, session.today, alike)
                if new != case:
                    moves.append((case, new))
            progress(len(seen), total)
    return Reckoning(settings, session.today, seen, tuple(moves))


def _open_cases(vault: Reading) -> Iterator[Sequence[Case]]:
    for state in OPEN_STATES:
        after = 0
        while part := vault.cases.dated(state, after, _SLICE):
            yield part
            after = part[-1].id


def _again(
    case: Case,
    settings: Settings,
    calendar: WorkingCalendar,
    today: date,
    alike: dict[object, Case],
) -> Case:
    """Reckon a case anew; cases to which the same happened come out the same."""
    story = (
        *(case.kind, case.state, case.received, case.events),
        *(case.decision, case.service, case.comply_by),
    )
    known = alike.get(story)
    if known is None:
        known = refreshed(case, settings=settings, calendar=calendar, today=today)
        alike[story] = known
    return replace(
        case,
        state=known.state,
        clock=known.clock,
        due=known.due,
        post_by=known.post_by,
        next_action=known.next_action,
        next_by=known.next_by,
    )


def _moved(old: Case, new: Case, why: str) -> MovedCase | None:
    for what, name in _DATES:
        was, now = getattr(old, name), getattr(new, name)
        if was != now:
            return MovedCase(
                id=new.id,
                reference=new.reference,
                what=what,
                was=was,
                now=now,
                why=why,
            )
    return None


def _words(day: date | None) -> str:
    return long_date(day) if day else "no date"


def _sliced(cases: list[Case]) -> Iterator[list[Case]]:
    for start in range(0, len(cases), _SLICE):
        yield cases[start : start + _SLICE]
