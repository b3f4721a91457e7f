"""The columns of the audit trail's table, and what the page says of the trail."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from isteam_app.domain.audit_words import KIND_WORDS, ActionKind
from isteam_app.domain.dates import long_date
from isteam_app.services.audit_trail import MOST_COUNTED, TrailLine
from ui.common.cells import Cell, Column, Group

ICONS = {
    ActionKind.CHANGE: "edit",
    ActionKind.VIEW: "view",
    ActionKind.PRINT: "printed",
    ActionKind.EXPORT: "export",
    ActionKind.UNLOCK: "unlock",
    ActionKind.KEYS: "key",
    ActionKind.BACKUP: "save",
    ActionKind.CHECK: "tick",
}
KINDS = (("", "Everything"), *((kind.value, KIND_WORDS[kind]) for kind in ActionKind))


def columns() -> Sequence[Column[TrailLine]]:
    """Number, time, who, what, and which records."""
    return (
        Column(
            key="number",
            heading="Entry",
            cell=lambda line: Cell(number_words(line), tone="text2"),
            sample="123,456",
            numeric=True,
        ),
        Column(
            key="at",
            heading="Time",
            cell=lambda line: Cell(f"{line.at:%H:%M:%S}", tone="text2"),
            sample="10:42:59",
        ),
        Column(
            key="who",
            heading="Who",
            cell=lambda line: Cell(line.who, tooltip=line.who),
            grow=1,
            smallest=104,
        ),
        Column(
            key="what",
            heading="What",
            cell=lambda line: Cell(line.what, icon=ICONS[line.kind], strong=True),
            grow=8,
            smallest=190,
        ),
        Column(
            key="records",
            heading="Records",
            cell=lambda line: Cell(line.about, tone="text2", tooltip=line.about),
            grow=1,
            smallest=128,
            drop=1,
        ),
    )


def number_words(line: TrailLine) -> str:
    """The number of an entry, "" for whoever is not shown all of them."""
    return f"{line.number:,}" if line.number else ""


def day_of(today: Callable[[], date]) -> Callable[[TrailLine], Group]:
    """Entries of one day stand under its heading."""

    def heading(line: TrailLine) -> Group:
        day = line.at.date()
        word = "Today" if day == today() else long_date(day)
        return Group(day.isoformat(), word)

    return heading


def count_words(count: int) -> str:
    """Say how many entries the filter leaves."""
    if count > MOST_COUNTED:
        return f"more than {MOST_COUNTED:,} entries"
    return "1 entry" if count == 1 else f"{count:,} entries"


def checked_words(last: datetime | None) -> str:
    """Say when the whole trail was last found whole."""
    if last is None:
        return "It was not checked as a whole yet."
    return f"All of it was last checked on {long_date(last.date())} at {last:%H:%M}."


def grouped(digits: str) -> str:
    """A hash in groups of four, as a seal has it."""
    parts = [digits[at : at + 4] for at in range(0, len(digits), 4)]
    return " ".join(parts)
