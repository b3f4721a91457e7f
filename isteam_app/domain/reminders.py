"""What an entry of a case must be looked at again for, once its day has come."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from types import MappingProxyType

from isteam_app.domain.case_types import CaseType
from isteam_app.domain.forms import Entry


@dataclass(frozen=True, slots=True, kw_only=True)
class Reminder:
    """Something that waits since its day: `words` say what, `since` the day given.

    `form` and `entry` name the entry it stands in.
    """

    form: str
    entry: int
    words: str
    since: date


@dataclass(frozen=True, slots=True)
class _Due:
    """A question that names a day, and the answer that settles it.

    `while_open`: it matters no more once the case is closed.
    """

    day: str
    settled: str
    words: str
    named: bool = False
    while_open: bool = False


_DUES: Mapping[str, tuple[_Due, ...]] = MappingProxyType(
    {
        "search": (_Due("chase_on", "result", "Chase", named=True, while_open=True),),
        "identity": (
            _Due("destroy_by", "destroyed_on", "Destroy the identity copies"),
        ),
        "restriction": (_Due("review_on", "lift_reason", "Review the restriction"),),
    }
)
"""The days that forms ask for, which somebody must not forget."""


def reminders(
    definition: CaseType,
    entries: Iterable[Entry],
    today: date,
    *,
    is_open: bool = True,
) -> tuple[Reminder, ...]:
    """Return what waits on the entries of a case, what has waited longest first.

    A day counts from that day on, until its answer is given. Struck entries count no
    longer. Copies of identity documents are kept no longer than needed (UK GDPR
    Article 5(1)(e)), so they are asked after on closed cases too.
    """
    found = (
        _reminder(definition, entry, due, today)
        for entry in entries
        if not entry.struck
        for due in _DUES.get(entry.form, ())
        if is_open or not due.while_open
    )
    waiting = [each for each in found if each is not None]
    return tuple(sorted(waiting, key=lambda each: (each.since, each.entry)))


def _reminder(
    definition: CaseType, entry: Entry, due: _Due, today: date
) -> Reminder | None:
    day, form = entry.day(due.day), definition.form(entry.form)
    if form is None or day is None or day > today or entry[due.settled]:
        return None
    named = f": {form.heading(dict(entry.values))}" if due.named else ""
    words = f"{due.words}{named}"
    return Reminder(form=entry.form, entry=entry.id, words=words, since=day)
