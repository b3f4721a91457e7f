"""What the worklist says: its columns, its groups and the day's sentence."""

from collections.abc import Callable, Mapping
from datetime import date, timedelta

from isteam_app.domain.dates import long_date
from isteam_app.services.today import SOON, Narrowed, Urgency, Waiting
from ui.common.cells import Cell, Column, Group, status_cell
from ui.common.status import KINDS, OVERDUE, due_status

_NUMBERS = (
    "no",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
)
_GROUPS = {
    Urgency.OVERDUE: ("Overdue", "late", "danger"),
    Urgency.TODAY: ("Today", "soon", "warn"),
    Urgency.WEEK: ("This week", "date", "text2"),
    Urgency.LATER: ("Later", "date", "text2"),
}
_EMPTY = {
    Narrowed.ALL: (
        "Nothing of yours waits",
        "What others have, or nobody yet, stands under Everyone.",
    ),
    Narrowed.OVERDUE: ("Nothing is late", "Whatever is late stands here first."),
    Narrowed.SOON: ("Nothing falls due in 7 days", "Later work is hidden for now."),
    Narrowed.WAITING: (
        "Nobody keeps us waiting",
        "Cases stand here while we wait for proof, a fee or an answer.",
    ),
    Narrowed.APPROVAL: (
        "Nothing waits for your approval",
        "Decisions of others that want a second person stand here.",
    ),
}
_TITLES = {
    Narrowed.ALL: "Worklist",
    Narrowed.OVERDUE: "Worklist: overdue",
    Narrowed.SOON: "Worklist: due in 7 days",
    Narrowed.WAITING: "Worklist: waiting on others",
    Narrowed.APPROVAL: "Worklist: for my approval",
}


def columns(today: Callable[[], date]) -> tuple[Column[Waiting], ...]:
    """The columns of the worklist. Type goes first where there is little room."""
    sample = OVERDUE.saying("28 days late, Wed 30 Sep")
    return (
        Column(
            key="what",
            heading="Next action",
            cell=lambda row: Cell(row.what, strong=True),
            sample=Cell("Remind the requester (day 15)", strong=True),
        ),
        Column(
            key="by",
            heading="By when",
            cell=lambda row: _by(row.by, today()),
            sample=status_cell(sample),
        ),
        Column(
            key="reference",
            heading="Reference",
            cell=lambda row: Cell(row.reference, tone="text2"),
            sample="R-2026-7K3QXW",
        ),
        Column(
            key="who",
            heading="Person or organisation",
            cell=lambda row: Cell(row.who),
            grow=1,
            smallest=200,
        ),
        Column(
            key="kind",
            heading="Type",
            cell=_kind,
            sample=Cell("Third party", icon="disclosure"),
            drop=1,
        ),
        Column(
            key="owner",
            heading="Owner",
            cell=_owner,
            sample="Dr Amara Lindqvist",
            drop=2,
        ),
    )


def group(how_near: Urgency, counts: Mapping[Urgency, int], today: date) -> Group:
    """The heading over the lines that are as near as this."""
    word, icon, tone = _GROUPS[how_near]
    parts = [f"{counts[how_near]:,}"]
    if how_near is Urgency.TODAY:
        parts.append(long_date(today))
    elif how_near is Urgency.WEEK:
        parts.append(f"to {long_date(today + SOON)}")
    elif how_near is Urgency.LATER:
        parts.append(f"from {long_date(today + SOON + timedelta(days=1))}")
    return Group(how_near.value, word, icon, tone, ", ".join(parts))


def late_sentence(late: int, today: int) -> str:
    """The day in one line: "Two items are late. Three more fall due today." """
    if not late and not today:
        return "Nothing is late, and nothing falls due today."
    if not late:
        return f"Nothing is late. {_count(today)} due today."
    are = "item is late" if late == 1 else "items are late"
    more = f" {_count(today, ' more')} due today." if today else ""
    return f"{_number(late)} {are}.{more}"


def empty_words(narrowed: Narrowed) -> tuple[str, str]:
    """What is said where a narrowed list holds nothing."""
    return _EMPTY[narrowed]


def title_of(narrowed: Narrowed) -> str:
    """What the list is called while a figure narrows it."""
    return _TITLES[narrowed]


def _count(number: int, more: str = "") -> str:
    if more:
        return f"{_number(number)}{more} {'falls' if number == 1 else 'fall'}"
    return f"{_number(number)} {'item falls' if number == 1 else 'items fall'}"


def _number(number: int) -> str:
    word = _NUMBERS[number] if number < len(_NUMBERS) else f"{number:,}"
    return word[0].upper() + word[1:]


def _by(by: date | None, today: date) -> Cell:
    if by is None:
        return Cell("No date", tone="text3")
    return status_cell(due_status(by, today))


def _kind(row: Waiting) -> Cell:
    if row.record == "letter":
        return Cell("Letter", icon="letters", tone="text2")
    if row.kind is None:
        return Cell("Third party", icon="disclosure", tone="text2")
    kind = KINDS[row.kind]
    return Cell(kind.word, icon=kind.icon, tone="text2")


def _owner(row: Waiting) -> Cell:
    if row.kind is None:  # the whole team's
        return Cell()
    if row.away:
        return Cell(f"for {row.owner}", icon="person", tone="warn", spoken=_for(row))
    return Cell(row.owner) if row.owner else Cell("Nobody", tone="text3")


def _for(row: Waiting) -> str:
    return f"Yours for now: {row.owner} is away"
