"""What each tab of the print desk lists, and what it says when nothing is there."""

from dataclasses import dataclass
from datetime import date

from isteam_app.domain.dates import short_date
from isteam_app.domain.letters import LetterRow, LetterState
from ui.common.cells import Cell, Column


@dataclass(frozen=True, slots=True)
class DeskList:
    """One tab: its word, whether its lines are ticked, and its empty state."""

    state: LetterState
    word: str
    ticked: bool
    icon: str
    empty_title: str
    empty_sentence: str


LISTS = (
    DeskList(
        LetterState.DRAFT,
        "Draft",
        False,
        "draft",
        "No drafts",
        "A letter is started on the page of its case or request.",
    ),
    DeskList(
        LetterState.FINAL,
        "To print",
        True,
        "print",
        "Nothing to print",
        "Letters wait here once they are finalised.",
    ),
    DeskList(
        LetterState.PRINTED,
        "Printed",
        True,
        "envelope",
        "Nothing to post",
        "Printed letters wait here until they are marked as posted.",
    ),
    DeskList(
        LetterState.POSTED,
        "Posted",
        False,
        "done",
        "Nothing posted yet",
        "Letters stand here for good once they have gone.",
    ),
)
_LONGEST_REFERENCE = "IS-2026-00088 / L8"
_LONGEST_DAY = "Wed 28 Nov 2026"


def list_of(state: LetterState) -> DeskList:
    return next(one for one in LISTS if one.state is state)


def columns_of(state: LetterState, today: date) -> tuple[Column[LetterRow], ...]:
    """The columns of a tab. Who it goes to grows; what is known elsewhere may go."""
    first = (
        Column[LetterRow](
            key="reference",
            heading="Reference",
            cell=lambda row: Cell(row.reference, tone="text2"),
            sample=_LONGEST_REFERENCE,
        ),
        Column[LetterRow](
            key="recipient",
            heading="Recipient",
            cell=lambda row: Cell(row.recipient, strong=True, tooltip=row.recipient),
            grow=3,
            smallest=150,
        ),
        Column[LetterRow](
            key="title",
            heading="Letter",
            cell=lambda row: Cell(_short(row.title), tooltip=row.title),
            grow=2,
            smallest=120,
            drop=1,
        ),
    )
    return (*first, *_last_columns(state, today))


def _short(title: str) -> str:
    """What the letter says, without the kind of case before the colon."""
    kind, _, says = title.partition(": ")
    words = says or kind
    return words[:1].upper() + words[1:]


def _last_columns(state: LetterState, today: date) -> tuple[Column[LetterRow], ...]:
    if state is LetterState.POSTED:
        return (_posted(today), _service(), _item())
    if state is LetterState.DRAFT:
        return (_post_by(today),)
    return (_pages(), _post_by(today))


def _pages() -> Column[LetterRow]:
    return Column(
        key="pages",
        heading="Pages",
        cell=lambda row: Cell(str(row.pages)),
        sample="100",
        numeric=True,
        drop=2,
    )


def _post_by(today: date) -> Column[LetterRow]:
    def cell(row: LetterRow) -> Cell:
        if row.post_by is None:
            return Cell("No date", tone="text3")
        late = row.post_by < today
        return Cell(
            short_date(row.post_by, today),
            icon="late" if late else "",
            tone="danger" if late else "",
            status=late,
            spoken=f"Late, {short_date(row.post_by, today)}" if late else "",
        )

    sample = Cell(_LONGEST_DAY, icon="late", status=True)
    return Column(key="post_by", heading="Post by", cell=cell, sample=sample)


def _posted(today: date) -> Column[LetterRow]:
    return Column(
        key="posted_on",
        heading="Posted",
        cell=lambda row: Cell(
            short_date(row.posted_on, today) if row.posted_on is not None else ""
        ),
        sample=_LONGEST_DAY,
    )


def _service() -> Column[LetterRow]:
    return Column(
        key="service",
        heading="Service",
        cell=lambda row: Cell(row.service, tone="text2", tooltip=row.service),
        sample="Special delivery",
        drop=3,
    )


def _item() -> Column[LetterRow]:
    return Column(
        key="item_number",
        heading="Item number",
        cell=lambda row: Cell(row.item_number, tone="text2", tooltip=row.item_number),
        sample="FP 1234 5678 9GB",
        drop=2,
    )
