"""Long lists: each line exactly once, by any column, both ways, found by an index."""

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event
from vault_makers import AT, MEMBER, keep_vault, new_case, new_request, person

from isteam_app.domain.cases import CaseKind, CaseRow, CaseState, ClockState, PostItem
from isteam_app.domain.disclosures import (
    Decision,
    DisclosureState,
    RequesterKind,
    Told,
)
from isteam_app.domain.listing import (
    OPEN_STATES,
    CaseColumn,
    CaseFilter,
    CaseOrder,
    Cursor,
    DisclosureColumn,
    DisclosureFilter,
    DisclosureOrder,
    Page,
)
from isteam_app.domain.organisations import Requester
from isteam_app.storage.disclosure_statistics import CountedBy
from isteam_app.storage.unit import Change, Reading
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import open_with_recovery_key

CASES = 90
REQUESTS = 60
DAY = date(2026, 11, 2)


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """A vault with many equal values and many missing dates."""
    kept = keep_vault(tmp_path_factory.mktemp("full") / "full.isvault")
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    with vault.change("sample.made", by=MEMBER, at=AT) as change:
        add_cases(change, random.Random(7))  # noqa: S311  made-up data
        add_requests(change, random.Random(8))  # noqa: S311  made-up data
        change.commit()
    yield vault
    vault.close()


def add_cases(change: Change, chance: random.Random) -> None:
    names = ("Łukasz Zet", "adam Ó Neill", "Zoë Ash", "Élan Ash", "Bo Ågren")
    people = [change.people.add(person(name)) for name in names]
    posts = [
        change.posts.add(
            PostItem(requester=one, received=DAY + timedelta(chance.randrange(4)))
        )
        for one in people
    ]
    for _ in range(CASES):
        change.cases.add(
            new_case(
                chance.choice(posts),
                kind=chance.choice(list(CaseKind)),
                state=chance.choice(list(CaseState)),
                clock=chance.choice(list(ClockState)),
                owner=chance.choice(("", "Robin", "Sam")),
                next_action=chance.choice(("", "Acknowledge", "Check identity")),
                due=some_day(chance),
                post_by=some_day(chance),
                next_by=some_day(chance),
            )
        )


def add_requests(change: Change, chance: random.Random) -> None:
    for _ in range(REQUESTS):
        change.disclosures.add(
            new_request(
                received=DAY + timedelta(chance.randrange(4)),
                organisation=chance.choice(("Ævar Council", "aardvark", "Zed & Co")),
                about=chance.choice(("Łukasz", "lucas", "")),
                decision=chance.choice(list(Decision)),
                told=chance.choice(list(Told)),
                comply_by=some_day(chance),
                left_on=some_day(chance),
            )
        )


def some_day(chance: random.Random) -> date | None:
    return chance.choice((None, None, DAY, DAY + timedelta(1), DAY + timedelta(2)))


def walk(page: Callable[[Cursor | None], Page[Any]]) -> list[Any]:
    rows: list[Any] = []
    after: Cursor | None = None
    while True:
        part = page(after)
        rows += part.rows
        after = part.next
        if after is None:
            return rows


BOTH_WAYS = pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])


@BOTH_WAYS
@pytest.mark.parametrize("column", CaseColumn)
@pytest.mark.parametrize("limit", [7, 30])
def test_each_case_stands_once_in_any_order(
    full: Vault, column: CaseColumn, descending: bool, limit: int
) -> None:
    order = CaseOrder(column=column, descending=descending)
    with full.read() as reading:
        rows = walk(lambda after: reading.cases.page(CaseFilter(), order, after, limit))
        whole = reading.cases.page(order=order, limit=CASES)
    assert sorted(row.id for row in rows) == list(range(1, CASES + 1))
    assert tuple(rows) == whole.rows
    assert whole.next is None
    assert_in_order([sort_value(row, column) for row in rows], descending)


def sort_value(row: CaseRow, column: CaseColumn) -> Any:
    if column is CaseColumn.PERSON:
        return {"Łukasz Zet": 4, "adam Ó Neill": 0, "Zoë Ash": 5}.get(
            row.person, 2 if row.person == "Élan Ash" else 1
        )
    if column is CaseColumn.WORK:
        return row.next_by or date.max, row.post_by or date.max
    return getattr(row, column.value)


def assert_in_order(values: list[Any], descending: bool) -> None:
    known = [value for value in values if value is not None]
    assert known == sorted(known, reverse=descending)
    assert values == known + [None] * (len(values) - len(known))


@BOTH_WAYS
@pytest.mark.parametrize("column", DisclosureColumn)
def test_each_request_stands_once_in_any_order(
    full: Vault, column: DisclosureColumn, descending: bool
) -> None:
    order = DisclosureOrder(column=column, descending=descending)
    with full.read() as reading:
        rows = walk(
            lambda after: reading.disclosures.page(
                DisclosureFilter(), order, after, limit=7
            )
        )
    assert sorted(row.id for row in rows) == list(range(1, REQUESTS + 1))
    if column not in (DisclosureColumn.ORGANISATION, DisclosureColumn.ABOUT):
        assert_in_order([getattr(row, column.value) for row in rows], descending)


def test_names_sort_as_people_expect(full: Vault) -> None:
    order = CaseOrder(column=CaseColumn.PERSON)
    with full.read() as reading:
        rows = reading.cases.page(order=order, limit=CASES).rows
    names = list(dict.fromkeys(row.person for row in rows))
    assert names == [
        "adam Ó Neill",
        "Bo Ågren",
        "Élan Ash",
        "Łukasz Zet",
        "Zoë Ash",
    ]


FILTERS: dict[str, tuple[CaseFilter, Callable[[CaseRow], bool]]] = {
    "open": (
        CaseFilter(states=OPEN_STATES),
        lambda row: row.state is not CaseState.CLOSED,
    ),
    "waiting": (
        CaseFilter(states=(CaseState.WAITING,)),
        lambda row: row.state is CaseState.WAITING,
    ),
    "closed or waiting": (
        CaseFilter(states=(CaseState.CLOSED, CaseState.WAITING)),
        lambda row: row.state in (CaseState.CLOSED, CaseState.WAITING),
    ),
    "nobody's": (CaseFilter(owner=""), lambda row: row.owner == ""),
    "Robin's": (CaseFilter(owner="Robin"), lambda row: row.owner == "Robin"),
    "enquiries": (
        CaseFilter(kinds=(CaseKind.ENQUIRY,)),
        lambda row: row.kind is CaseKind.ENQUIRY,
    ),
    "paused": (
        CaseFilter(clock=(ClockState.PAUSED, ClockState.NOT_STARTED)),
        lambda row: row.clock in (ClockState.PAUSED, ClockState.NOT_STARTED),
    ),
    "due on two days": (
        CaseFilter(due_from=DAY, due_to=DAY + timedelta(1)),
        lambda row: row.due in (DAY, DAY + timedelta(1)),
    ),
    "next step by a day": (
        CaseFilter(next_from=DAY, next_to=DAY + timedelta(1)),
        lambda row: row.next_by in (DAY, DAY + timedelta(1)),
    ),
    "about one person": (
        CaseFilter(person_id=1),
        lambda row: row.person == "Łukasz Zet",
    ),
    "by words": (CaseFilter(text="ash"), lambda row: row.person.endswith("Ash")),
    "all at once": (
        CaseFilter(
            text="ash",
            states=OPEN_STATES,
            owner="Sam",
            kinds=(CaseKind.ACCESS,),
            due_from=DAY,
        ),
        lambda row: (
            row.person.endswith("Ash")
            and row.state is not CaseState.CLOSED
            and row.owner == "Sam"
            and row.kind is CaseKind.ACCESS
            and row.due is not None
        ),
    ),
}


@pytest.mark.parametrize("name", FILTERS)
@pytest.mark.parametrize("column", [CaseColumn.DUE, CaseColumn.PERSON])
def test_filters_narrow_pages_and_counts_alike(
    full: Vault, name: str, column: CaseColumn
) -> None:
    which, belongs = FILTERS[name]
    order = CaseOrder(column=column)
    with full.read() as reading:
        every = reading.cases.page(order=order, limit=CASES).rows
        rows = walk(lambda after: reading.cases.page(which, order, after, 4))
        counted = reading.cases.count(which)
    expected = [row for row in every if belongs(row)]
    assert rows == expected
    assert counted == len(expected)


RUNS = {
    "open, due on two days": (
        CaseFilter(states=OPEN_STATES, due_from=DAY, due_to=DAY + timedelta(1)),
        lambda row: (
            row.state is not CaseState.CLOSED and row.due in (DAY, DAY + timedelta(1))
        ),
    ),
    "waiting or new, due from a day, of two kinds": (
        CaseFilter(
            states=(CaseState.WAITING, CaseState.RECEIVED),
            due_from=DAY,
            kinds=tuple(CaseKind)[:6],
        ),
        lambda row: (
            row.state in (CaseState.WAITING, CaseState.RECEIVED)
            and row.due is not None
            and row.kind in tuple(CaseKind)[:6]
        ),
    ),
    "closed or waiting": FILTERS["closed or waiting"],
    "nobody's": FILTERS["nobody's"],
}


@BOTH_WAYS
@pytest.mark.parametrize("name", RUNS)
@pytest.mark.parametrize("column", CaseColumn)
def test_merged_runs_give_each_case_once_and_in_order(
    full: Vault, name: str, column: CaseColumn, descending: bool
) -> None:
    which, belongs = RUNS[name]
    order = CaseOrder(column=column, descending=descending)
    with full.read() as reading:
        every = reading.cases.page(order=order, limit=CASES).rows
        rows = walk(lambda after: reading.cases.page(which, order, after, 3))
        counted = reading.cases.count(which)
    assert rows == [row for row in every if belongs(row)]
    assert counted == len(rows) > 0


def test_counting_stops_where_told(full: Vault) -> None:
    with full.read() as reading:
        assert reading.cases.count() == CASES
        assert reading.cases.count(at_most=10) == 10
        assert reading.disclosures.count(at_most=1_000) == REQUESTS


def test_requests_are_filtered_and_gone_through_by_day(full: Vault) -> None:
    later = DAY + timedelta(2)
    with full.read() as reading:
        every = list(reading.disclosures.each())
        some = list(reading.disclosures.each(from_=later, to=later))
        refused = reading.disclosures.count(
            DisclosureFilter(decisions=(Decision.REFUSE,), told=(Told.TOLD,))
        )
        since = reading.disclosures.page(DisclosureFilter(received_from=later))
    assert [one.received for one in every] == sorted(one.received for one in every)
    assert len({one.id for one in every}) == REQUESTS
    assert some == [one for one in every if one.received == later]
    assert refused == sum(
        one.decision is Decision.REFUSE and one.told is Told.TOLD for one in every
    )
    assert len(since.rows) == sum(one.received >= later for one in every)


def plans(vault: Vault, ask: Callable[[Any], object]) -> list[str]:
    """How the database goes about what `ask` asks of a reading."""
    asked: list[tuple[str, Any]] = []

    def note(_c: object, _k: object, statement: str, values: Any, *_: object) -> None:
        asked.append((statement, values))

    engine = vault._engine  # noqa: SLF001  the plan is what is tested
    event.listen(engine, "before_cursor_execute", note)
    try:
        with vault.read() as reading:
            ask(reading)
    finally:
        event.remove(engine, "before_cursor_execute", note)
    with engine.connect() as connection:
        return [
            row[3]
            for statement, values in asked
            if statement.startswith(("SELECT", "WITH"))
            for row in connection.exec_driver_sql(
                f"EXPLAIN QUERY PLAN {statement}", values
            )
        ]


SAVED = {
    "all": CaseFilter(),
    "open": CaseFilter(states=OPEN_STATES),
    "waiting": CaseFilter(states=(CaseState.WAITING,)),
    "mine": CaseFilter(states=OPEN_STATES, owner="Robin"),
    "closed": CaseFilter(states=(CaseState.CLOSED,)),
    "due": CaseFilter(states=OPEN_STATES, due_to=DAY + timedelta(7)),
    "next": CaseFilter(states=OPEN_STATES, next_from=DAY),
}


def first_page(
    which: CaseFilter, order: CaseOrder, start: Cursor | None, reading: Reading
) -> Page[CaseRow]:
    return reading.cases.page(which, order, start, 50)


@BOTH_WAYS
@pytest.mark.parametrize("name", SAVED)
@pytest.mark.parametrize("column", CaseColumn)
def test_an_index_leads_every_sort_of_every_saved_list(
    full: Vault, name: str, column: CaseColumn, descending: bool
) -> None:
    order = CaseOrder(column=column, descending=descending)
    with full.read() as reading:
        after = reading.cases.page(SAVED[name], order, limit=3).next
    for start in (None, after):
        found = plans(full, partial(first_page, SAVED[name], order, start))
        assert not any("TEMP B-TREE" in step for step in found), found
        assert not any(step == "SCAN cases" for step in found), found
        leading = [step for step in found if " INDEX ix_cases_" in step]
        assert leading, found
        if name not in ("all", "closed"):
            assert all("ix_cases_open_" in step for step in leading), found


@pytest.mark.parametrize("name", ["open", "waiting", "mine", "due"])
def test_counting_open_cases_looks_at_open_cases_alone(full: Vault, name: str) -> None:
    found = plans(full, lambda one: one.cases.count(SAVED[name]))
    assert any("INDEX ix_cases_open_" in step for step in found), found


ASKED = {
    "undecided": DisclosureFilter(decisions=(Decision.UNDECIDED,)),
    "of an organisation": DisclosureFilter(organisation="zed"),
    "of one organisation": DisclosureFilter(
        organisation="Zed & Co", organisation_whole=True
    ),
    "compelled, with a day": DisclosureFilter(compelled=True, comply_to=DAY),
    "received in a month": DisclosureFilter(received_from=DAY, received_to=DAY),
    "locked": DisclosureFilter(locked=True),
    "waiting since a day": DisclosureFilter(waiting_to=DAY),
}


@BOTH_WAYS
@pytest.mark.parametrize("name", ASKED)
@pytest.mark.parametrize("column", DisclosureColumn)
def test_an_index_leads_every_sort_of_the_register(
    full: Vault, column: DisclosureColumn, name: str, descending: bool
) -> None:
    order = DisclosureOrder(column=column, descending=descending)
    which = ASKED[name]
    found = plans(full, lambda one: one.disclosures.page(which, order, None, 50))
    assert not any("TEMP B-TREE" in step for step in found), found
    assert any("USING INDEX ix_disclosures_" in step for step in found), found


def test_requests_that_wait_are_found_without_passing_over_the_others(
    full: Vault,
) -> None:
    order = DisclosureOrder(column=DisclosureColumn.COMPLY_BY)
    which = DisclosureFilter(states=(DisclosureState.OPEN, DisclosureState.WAITING))
    found = plans(full, lambda one: one.disclosures.page(which, order, None, 50))
    assert any("INDEX ix_disclosures_state_" in step for step in found), found
    assert any("(state=" in step for step in found), found


@pytest.mark.parametrize("way", CountedBy)
def test_a_year_is_counted_without_reading_whole_requests(
    full: Vault, way: CountedBy
) -> None:
    last = DAY + timedelta(30)
    found = plans(
        full, lambda one: one.disclosures.numbers(way, DAY, last, with_locked=False)
    )
    assert any("COVERING INDEX ix_disclosures_numbers" in step for step in found), found


@pytest.mark.parametrize(
    ("which", "index"),
    [
        (DisclosureFilter(emergency=True), "ix_disclosures_emergency"),
        (DisclosureFilter(compelled=False), "ix_disclosures_numbers"),
    ],
)
def test_what_is_rarely_asked_is_counted_without_reading_whole_requests(
    full: Vault, which: DisclosureFilter, index: str
) -> None:
    found = plans(full, lambda one: one.disclosures.count(which))
    assert any(f"COVERING INDEX {index}" in step for step in found), found


def test_requests_of_an_organisation_are_found_by_any_name_it_had(
    tmp_path: Path,
) -> None:
    kept = keep_vault(tmp_path / "named.isvault")
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    with vault.change("sample.made", by=MEMBER, at=AT) as change:
        eastbridge = change.organisations.add(
            Requester(name="Eastbridge Constabulary", kind=RequesterKind.POLICE)
        )
        for name, known in (
            ("East Constabulary", eastbridge.id),
            ("EASTBRIDGE constabulary", None),
            ("Eastbridge Constabulary Federation", None),
            ("Westbridge", None),
        ):
            change.disclosures.add(
                new_request(organisation=name, organisation_id=known, compelled=True)
            )
        change.commit()
    begun = DisclosureFilter(organisation="Eastbridge C")
    whole = DisclosureFilter(
        organisation="Eastbridge Constabulary", organisation_whole=True
    )
    with vault.read() as reading:
        counts = [reading.disclosures.count(each) for each in (begun, whole)]
        rows = reading.disclosures.page(whole).rows
        voluntary = reading.disclosures.count(DisclosureFilter(compelled=False))
    vault.close()
    assert counts == [3, 2]
    assert {row.organisation for row in rows} == {
        "East Constabulary",
        "EASTBRIDGE constabulary",
    }
    assert voluntary == 0


def test_references_sort_rightly_past_99999(full: Vault, tmp_path: Path) -> None:
    kept = keep_vault(tmp_path / "many.isvault")
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    with vault.change("sample.made", by=MEMBER, at=AT) as change:
        change.cases._work.raise_counter("case", 2026, 99_998)  # noqa: SLF001  skips ahead
        post = change.posts.add(
            PostItem(requester=change.people.add(person()), received=DAY)
        )
        for _ in range(3):
            change.cases.add(replace(new_case(post), owner="Robin"))
        change.commit()
    with vault.read() as reading:
        rows = reading.cases.page(order=CaseOrder(column=CaseColumn.REFERENCE)).rows
    vault.close()
    assert [row.reference for row in rows] == [
        "IS-2026-99999",
        "IS-2026-100000",
        "IS-2026-100001",
    ]
