"""The columns of the directory, and what its form asks."""

from collections.abc import Sequence

from isteam_app.domain.history import FieldChange
from isteam_app.services.organisations import Listed
from ui.common.cells import Cell, Column
from ui.common.moments import here
from ui.disclosures.words import KINDS

KIND_CHOICES = tuple((kind.value, name) for kind, name in KINDS.items())
NUMBER_HELP = "Rung back on this one, never on the number in their own letter"
SOURCE_HELP = "Their website, a printed directory, 101: not what they sent"
NONE_YET = (
    "No organisation yet",
    "Add those that ask, with a number found independently to ring them back on.",
)
NONE_FITS = ("No name begins so", "Type its first letters, or add it.")
WAITS = "Save or undo what was changed to look at others."


def columns() -> Sequence[Column[Listed]]:
    """A name with its kind, and the number with what is wrong with it."""
    return (
        Column(
            key="name",
            heading="Organisation",
            cell=_name,
            grow=3,
            smallest=150,
        ),
        Column(
            key="switchboard",
            heading="Switchboard",
            cell=_number,
            sample=Cell("+44 1632 960101", second="Check again"),
            drop=1,
        ),
    )


def _name(row: Listed) -> Cell:
    asker = row.requester
    kind = KINDS[asker.kind]
    if asker.retired:
        return Cell(asker.name, second=f"{kind}, out of use", tone="text3")
    return Cell(asker.name, second=kind, strong=True)


def _number(row: Listed) -> Cell:
    asker = row.requester
    if asker.retired:
        return Cell(asker.switchboard, tone="text3")
    if not asker.switchboard:
        return Cell(row.heed, tone="text3")
    heed = row.heed.partition(":")[0]
    return Cell(
        asker.switchboard, second=heed, second_tone="warn", tooltip=row.heed or ""
    )


def change_words(change: FieldChange) -> str:
    """One line of the history: what it was, what it became, by whom and when."""
    at = f"{here(change.at):%d %b %Y}".lstrip("0") if change.at else ""
    was = f"{change.before} became " if change.before else ""
    now = change.after or "nothing"
    return f"{change.field}: {was}{now}. {change.by}, {at}"
