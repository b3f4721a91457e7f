"""What each tab of the print desk lists, and what it says when nothing is there."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from isteam_app.domain.dates import short_date
from isteam_app.domain.letters import LetterRow, LetterState
from isteam_app.domain.settings import Settings
from isteam_app.services.run_pages import envelope_word, postcode_area
from ui.common.cells import Cell, Column


@dataclass(frozen=True, slots=True)
class DeskList:
    """One tab: its states, the first of which names it, and its empty state."""

    states: tuple[LetterState, ...]
    word: str
    ticked: bool
    order: str
    empty_title: str
    empty_sentence: str

    @property
    def state(self) -> LetterState:
        return self.states[0]


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskMoment:
    """What the cells are written by: the day, the settings, and who is in a run."""

    today: date
    settings: Settings
    runs: Mapping[int, str]
    """The name of the unfinished run that a letter is in, by the letter's id."""


_NEWEST = "Newest first"
LISTS = (
    DeskList(
        (LetterState.DRAFT,),
        "Draft",
        False,
        _NEWEST,
        "No drafts",
        "A letter is started on the page of its case or request.",
    ),
    DeskList(
        (LetterState.FOR_APPROVAL, LetterState.APPROVED),
        "For approval",
        False,
        _NEWEST,
        "Nothing to approve",
        "Letters stand here until a second person has read them and they are final.",
    ),
    DeskList(
        (LetterState.FINAL,),
        "To print",
        True,
        "By the day to post",
        "Nothing to print",
        "Letters wait here once they are finalised.",
    ),
    DeskList(
        (LetterState.PRINTED,),
        "Printed",
        False,
        _NEWEST,
        "Nothing to post",
        "Printed letters wait here, run by run, until they are marked as posted.",
    ),
    DeskList(
        (LetterState.POSTED, LetterState.SUPERSEDED),
        "Posted",
        False,
        _NEWEST,
        "Nothing posted yet",
        "Letters stand here for good once they have gone.",
    ),
    DeskList(
        (LetterState.RETURNED,),
        "Returned",
        False,
        _NEWEST,
        "Nothing came back",
        "Letters that the post brings back stand here until they are sent anew.",
    ),
)
_LONGEST_REFERENCE = "IS-2026-7V42BN / L12"
_LONGEST_DAY = "Wed 28 Nov 2026"


def list_of(state: LetterState) -> DeskList:
    return next(one for one in LISTS if state in one.states)


def columns_of(state: LetterState, moment: DeskMoment) -> tuple[Column[LetterRow], ...]:
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
            smallest=130,
        ),
    )
    return (*first, *_last_columns(state, moment))


def _last_columns(
    state: LetterState, moment: DeskMoment
) -> tuple[Column[LetterRow], ...]:
    today = moment.today
    match state:
        case LetterState.POSTED:
            return (_posted(today), _service(), _item())
        case LetterState.RETURNED:
            return (_came_back(today), _why())
        case LetterState.DRAFT:
            return (_letter(), _post_by(today))
        case LetterState.FOR_APPROVAL:
            return (_letter(), _approval(), _post_by(today))
        case _:
            paper = (_area(), _sheets(), _envelope(moment.settings))
            return (*paper, _in_run(moment), _post_by(today))


def short_title(title: str) -> str:
    """What the letter says, without the kind of case before the colon."""
    kind, _, says = title.partition(": ")
    words = says or kind
    return words[:1].upper() + words[1:]


def _letter() -> Column[LetterRow]:
    return Column(
        key="title",
        heading="Letter",
        cell=lambda row: Cell(short_title(row.title), tooltip=row.title),
        grow=2,
        smallest=120,
        drop=1,
    )


def _area() -> Column[LetterRow]:
    return Column(
        key="area",
        heading="Area",
        cell=lambda row: Cell(postcode_area((row.recipient, row.postcode))),
        sample="WWW",
        drop=3,
    )


def _sheets() -> Column[LetterRow]:
    return Column(
        key="sheets",
        heading="Sheets",
        cell=lambda row: Cell(str(row.pages)),
        sample="100",
        numeric=True,
        drop=4,
    )


def _envelope(settings: Settings) -> Column[LetterRow]:
    return Column(
        key="envelope",
        heading="Envelope",
        cell=lambda row: Cell(envelope_word(row.envelope, settings)),
        sample="Envelope",
        drop=2,
    )


def _in_run(moment: DeskMoment) -> Column[LetterRow]:
    """Only there while a run is under way: which letters are in it."""

    def cell(row: LetterRow) -> Cell:
        name = moment.runs.get(row.id, "")
        if name:
            return Cell(f"In run {name.rpartition(' ')[2]}", "", "printed", "neutral")
        if row.doubt:
            return Cell("Check", icon="warning", tone="warn", tooltip=row.doubt)
        return Cell()

    return Column(
        key="run",
        heading="Stands",
        cell=cell,
        sample=Cell("In run AA", icon="printed"),
        drop=1,
    )


def _post_by(today: date) -> Column[LetterRow]:
    def cell(row: LetterRow) -> Cell:
        if row.post_by is None:
            return Cell("No date", tone="text3")
        words = short_date(row.post_by, today)
        if row.post_by < today:
            return Cell(
                words, "", "late", "danger", status=True, spoken=f"Late, {words}"
            )
        if row.post_by == today:
            return Cell(
                words, "", "soon", "warn", status=True, spoken=f"Today, {words}"
            )
        return Cell(words)

    sample = Cell(_LONGEST_DAY, icon="late", status=True)
    return Column(key="post_by", heading="Post by", cell=cell, sample=sample)


def _approval() -> Column[LetterRow]:
    def cell(row: LetterRow) -> Cell:
        if row.state is LetterState.APPROVED:
            return Cell("Approved", icon="decided", tone="ok", status=True)
        return Cell("Waits", icon="approval", tone="warn", status=True)

    return Column(
        key="approval",
        heading="Approval",
        cell=cell,
        sample=Cell("Approved", icon="decided", status=True),
    )


def _posted(today: date) -> Column[LetterRow]:
    def cell(row: LetterRow) -> Cell:
        words = short_date(row.posted_on, today) if row.posted_on else ""
        if row.state is LetterState.SUPERSEDED:
            return Cell(f"{words}, replaced" if words else "Replaced", tone="text3")
        return Cell(words)

    return Column(
        key="posted_on",
        heading="Posted",
        cell=cell,
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


def _came_back(today: date) -> Column[LetterRow]:
    return Column(
        key="returned_on",
        heading="Came back",
        cell=lambda row: Cell(
            short_date(row.returned_on, today) if row.returned_on else ""
        ),
        sample=_LONGEST_DAY,
    )


def _why() -> Column[LetterRow]:
    return Column(
        key="why",
        heading="Why",
        cell=lambda row: Cell(row.returned_why, tooltip=row.returned_why),
        grow=2,
        smallest=100,
        drop=1,
    )
