"""What a table shows: cells, columns and the headings between groups of rows."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from ui.common.status import Status

Row = TypeVar("Row")


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place of a table.

    `tone` names a colour ("", "ok", "warn", "danger", "pause", "neutral", "accent",
    "text2", "text3"). `status` shows icon and word small and strong, `chip` puts them
    on a soft ground. `spoken` replaces the words for a screen reader.
    """

    text: str = ""
    second: str = ""
    icon: str = ""
    tone: str = ""
    strong: bool = False
    second_tone: str = "text3"
    chip: bool = False
    status: bool = False
    tooltip: str = ""
    spoken: str = ""

    @property
    def state(self) -> Status:
        """The cell as a state, for a chip."""
        return Status(self.text, self.icon or "open", self.tone or "neutral")

    @property
    def words(self) -> str:
        """The words of the cell in reading order."""
        return self.spoken or ", ".join(
            part for part in (self.text, self.second) if part
        )


def status_cell(status: Status, *, chip: bool = False, second: str = "") -> Cell:
    """A state in a table: icon and word, on the soft ground if `chip`."""
    return Cell(
        status.word,
        second=second,
        icon=status.icon,
        tone=status.tone,
        chip=chip,
        status=not chip,
    )


@dataclass(frozen=True, kw_only=True)  # with slots, Column[Row](...) fails on 3.11
class Column(Generic[Row]):
    """One column: what it shows of a row, how wide it is and when it may go.

    `sample` is the longest usual value; the column is made wide enough for it.
    `grow` is the share of the spare width (0: none). `smallest` is in pixels.
    `drop` is the order in which columns go when there is too little room (0: never).
    """

    key: str
    heading: str
    cell: Callable[[Row], Cell]
    sample: Cell | str = ""
    grow: int = 0
    smallest: int = 120
    sortable: bool = False
    numeric: bool = False
    drop: int = 0

    @property
    def sample_cell(self) -> Cell:
        return self.sample if isinstance(self.sample, Cell) else Cell(self.sample)


@dataclass(frozen=True, slots=True)
class Group:
    """The heading above rows that belong together; `key` tells one from the next."""

    key: str
    word: str
    icon: str = ""
    tone: str = "text2"
    meta: str = ""

    @property
    def words(self) -> str:
        return ", ".join(part for part in (self.word, self.meta) if part)
