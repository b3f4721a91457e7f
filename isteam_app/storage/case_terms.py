"""What narrows a list of cases, as conditions on the table of cases.

The conditions hold names of our own alone. Whatever a person chose or typed is given
apart.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from isteam_app.domain.cases import CaseState
from isteam_app.domain.listing import OPEN_STATES, CaseFilter
from isteam_app.storage.paging import match_words

# Spelt out, not given: an index of some cases serves only a query that says which.
OPEN = "state <> 'closed'"
CLOSED = "state = 'closed'"

Given = dict[str, str | int]
Term = tuple[str, Given]


def states_of(which: CaseFilter) -> tuple[CaseState, ...]:
    """Return the states that the cases of a list may be in."""
    return which.states or tuple(CaseState)


def are_open(states: Sequence[CaseState]) -> bool:
    return set(states) <= set(OPEN_STATES)


def is_narrow(which: CaseFilter) -> bool:
    """Say whether a text or a person narrows a list more than any order could."""
    return bool(which.text) or which.person_id is not None


def has_due_days(which: CaseFilter) -> bool:
    return which.due_from is not None or which.due_to is not None


def in_state(state: CaseState) -> str:
    """Return the condition that picks the cases in one state, by its own indexes."""
    if state is CaseState.CLOSED:
        return CLOSED
    return f"{OPEN} AND state = '{state.value}'"


def in_states(states: Sequence[CaseState]) -> str:
    """Return the condition that picks the cases in some states, whatever the index."""
    chosen = ", ".join(f"'{state.value}'" for state in states)
    within = f"+state IN ({chosen})"
    return f"{OPEN} AND {within}" if are_open(states) else within


def terms_of(which: CaseFilter, leading: str | None) -> Iterator[Term]:
    """Return every other condition of a filter, and what is given with it.

    With a `leading` sort column, no index but that column's is looked up, unless a
    text or a person narrows the list.
    """
    yield from _one_of("kind", which.kinds, leading)
    yield from _one_of("clock", which.clock, leading)
    if which.owner is not None:
        yield from _one_of("owner", (which.owner, *which.covered), leading)
    yield from due_days(which, leading)
    yield from _next_days(which, leading)
    yield from _between("post_by", which.post_from, which.post_to, leading)
    yield from _between("received", which.received_from, which.received_to, leading)
    yield from _decided(which, leading)
    if which.person_id is not None:
        yield "subject_id = :person", {"person": which.person_id}
    if which.text:
        yield _words(which.text)


def due_days(which: CaseFilter, leading: str | None) -> Iterator[Term]:
    """Return the conditions of the days on which cases are due."""
    yield from _between("due", which.due_from, which.due_to, leading)


def _next_days(which: CaseFilter, leading: str | None) -> Iterator[Term]:
    yield from _between("next_by", which.next_from, which.next_to, leading)
    if leading == "work_key" and which.next_from is not None:
        # it begins with that day, so the index starts where the list does
        yield "work_key >= :next_by_from", {}


def _decided(which: CaseFilter, leading: str | None) -> Iterator[Term]:
    yield from _one_of("decision", which.decisions, leading)
    if which.not_decided_by:
        yield "+decided_by <> :decider", {"decider": which.not_decided_by}


def _one_of(column: str, values: Sequence[str], leading: str | None) -> Iterator[Term]:
    if len(values) == 1:
        yield f"{_name(column, leading)} = :{column}", {column: str(values[0])}
    elif values:
        given: Given = {f"{column}{at}": str(each) for at, each in enumerate(values)}
        places = ", ".join(f":{name}" for name in given)
        # of several values an index would give the lines in no order
        yield f"{'+' if leading else ''}{column} IN ({places})", given


def _between(
    column: str, first: date | None, last: date | None, leading: str | None
) -> Iterator[Term]:
    name = _name(column, leading)
    if first is not None:
        yield f"{name} >= :{column}_from", {f"{column}_from": first.isoformat()}
    if last is not None:
        yield f"{name} <= :{column}_to", {f"{column}_to": last.isoformat()}


def _name(column: str, leading: str | None) -> str:
    """Return a column, so written that only the leading one is looked up."""
    return column if leading in (None, column) else f"+{column}"


def _words(typed: str) -> Term:
    match = match_words(typed)
    if not match:
        return "FALSE", {}
    found = "SELECT rowid FROM cases_words WHERE cases_words MATCH :match"
    return f"id IN ({found})", {"match": match}
