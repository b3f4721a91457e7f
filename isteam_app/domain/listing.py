"""How a long list is asked for: which lines, in what order, which screenful."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Generic, TypeVar

from isteam_app.domain.cases import CaseKind, CaseState, ClockState
from isteam_app.domain.disclosures import (
    Decision,
    DisclosureState,
    RequesterKind,
    Told,
)

T = TypeVar("T")


@dataclass(frozen=True, slots=True, kw_only=True)
class Cursor:
    """Where a screenful ended: the last line's sort value and its id.

    `value` is None where the last line had no value; such lines stand last.
    """

    value: str | int | None
    id: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Page(Generic[T]):
    """One screenful. `next` is None when nothing follows."""

    rows: tuple[T, ...]
    next: Cursor | None = None


class CaseColumn(StrEnum):
    """The columns a list of cases may be sorted by."""

    REFERENCE = "reference"
    RECEIVED = "received"
    PERSON = "person"
    KIND = "kind"
    STATE = "state"
    OWNER = "owner"
    DUE = "due"
    POST_BY = "post_by"
    NEXT_ACTION = "next_action"
    NEXT_BY = "next_by"
    WORK = "work"
    """The next action's day, then the day the answer must be posted by."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseOrder:
    """The order of a list of cases. Lines without a date stand last either way."""

    column: CaseColumn = CaseColumn.DUE
    descending: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseFilter:
    """Which cases to list. What is left empty does not narrow the list.

    `owner` "" means nobody's; None means anybody's; `covered` are those whose cases
    count as the owner's too. Both ends of every pair of days count. `decisions` are
    keys of outcomes; `not_decided_by` leaves out what that person decided.
    """

    text: str = ""
    kinds: tuple[CaseKind, ...] = ()
    states: tuple[CaseState, ...] = ()
    owner: str | None = None
    covered: tuple[str, ...] = ()
    due_from: date | None = None
    due_to: date | None = None
    next_from: date | None = None
    next_to: date | None = None
    post_from: date | None = None
    post_to: date | None = None
    received_from: date | None = None
    received_to: date | None = None
    decisions: tuple[str, ...] = ()
    not_decided_by: str = ""
    clock: tuple[ClockState, ...] = ()
    person_id: int | None = None


OPEN_STATES = tuple(state for state in CaseState if state is not CaseState.CLOSED)
"""Every state of a case that still needs work."""


class DisclosureColumn(StrEnum):
    """The columns the register may be sorted by."""

    REFERENCE = "reference"
    RECEIVED = "received"
    ORGANISATION = "organisation"
    KIND = "kind"
    ABOUT = "about"
    DECISION = "decision"
    COMPLY_BY = "comply_by"
    LEFT_ON = "left_on"
    TOLD = "told"
    WAITING = "waiting_since"


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureOrder:
    """The order of the register. Lines without a date stand last either way."""

    column: DisclosureColumn = DisclosureColumn.RECEIVED
    descending: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class DisclosureFilter:
    """Which lines of the register to list. Both ends of the dates count.

    `organisation` is how its name begins, or its whole name with `organisation_whole`;
    a name of the directory also finds what came under an earlier name. `compelled` asks
    for those that an instrument compels, or for the voluntary ones.
    """

    text: str = ""
    kinds: tuple[RequesterKind, ...] = ()
    decisions: tuple[Decision, ...] = ()
    told: tuple[Told, ...] = ()
    received_from: date | None = None
    received_to: date | None = None
    person_id: int | None = None
    states: tuple[DisclosureState, ...] = ()
    organisation_id: int | None = None
    emergency: bool | None = None
    locked: bool | None = None
    organisation: str = ""
    organisation_whole: bool = False
    compelled: bool | None = None
    comply_from: date | None = None
    comply_to: date | None = None
    waiting_from: date | None = None
    waiting_to: date | None = None


class HitKind(StrEnum):
    """What kind of record quick find came upon."""

    CASE = "case"
    PERSON = "person"
    DISCLOSURE = "disclosure"
    LETTER = "letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Hit:
    """One record that quick find came upon, as its line shows it."""

    kind: HitKind
    id: int
    reference: str
    title: str
    detail: str = ""
