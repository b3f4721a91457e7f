"""However the register is narrowed and sorted: right, and no line read in vain."""

import random
from collections.abc import Callable, Iterator
from copy import copy
from datetime import date, timedelta
from typing import Any

import pytest
from builders import new_request
from sqlalchemy import event
from vault_makers import AT, MEMBER, keep_vault

from isteam_app.domain.disclosures import (
    Decision,
    Disclosure,
    DisclosureState,
    RequesterKind,
    Told,
)
from isteam_app.domain.listing import (
    Cursor,
    DisclosureColumn,
    DisclosureFilter,
    DisclosureOrder,
)
from isteam_app.domain.people import TeamMember
from isteam_app.storage.vault import Reading, Vault
from isteam_app.storage.vault_doors import open_with_recovery_key

REQUESTS = 150
DAY = date(2026, 11, 2)
POLICE, COURT = RequesterKind.POLICE, RequesterKind.COURT
ASKED: dict[str, tuple[DisclosureFilter, Callable[[Disclosure], bool]]] = {
    "of a kind": (DisclosureFilter(kinds=(POLICE,)), lambda one: one.kind is POLICE),
    "of a kind, refused, compelled": (
        DisclosureFilter(
            kinds=(POLICE, COURT), decisions=(Decision.REFUSE,), compelled=True
        ),
        lambda one: (
            one.kind in (POLICE, COURT)
            and one.decision is Decision.REFUSE
            and one.compelled
        ),
    ),
    "closed and urgent": (
        DisclosureFilter(states=(DisclosureState.CLOSED,), emergency=True),
        lambda one: one.state is DisclosureState.CLOSED and one.emergency,
    ),
    "open, of a kind": (
        DisclosureFilter(states=(DisclosureState.OPEN,), kinds=(COURT,)),
        lambda one: one.state is DisclosureState.OPEN and one.kind is COURT,
    ),
    "withdrawn or closed": (
        DisclosureFilter(states=(DisclosureState.WITHDRAWN, DisclosureState.CLOSED)),
        lambda one: one.state in (DisclosureState.WITHDRAWN, DisclosureState.CLOSED),
    ),
    "of two days, told": (
        DisclosureFilter(
            received_from=DAY, received_to=DAY + timedelta(1), told=(Told.TOLD,)
        ),
        lambda one: one.received in (DAY, DAY + timedelta(1)) and one.told is Told.TOLD,
    ),
    "due from a day": (
        DisclosureFilter(comply_from=DAY + timedelta(1)),
        lambda one: one.comply_by is not None and one.comply_by > DAY,
    ),
    "waiting until a day": (
        DisclosureFilter(waiting_to=DAY),
        lambda one: one.waiting_since is not None and one.waiting_since <= DAY,
    ),
    "by words": (
        DisclosureFilter(text="aardv"),
        lambda one: one.organisation == "aardvark",
    ),
    "by words, of a kind": (
        DisclosureFilter(text="aardv", kinds=(POLICE,)),
        lambda one: one.organisation == "aardvark" and one.kind is POLICE,
    ),
    "of an organisation": (
        DisclosureFilter(organisation="zed", decisions=(Decision.DISCLOSE,)),
        lambda one: (
            one.organisation == "Zed & Co" and one.decision is Decision.DISCLOSE
        ),
    ),
    "none fits": (
        DisclosureFilter(organisation="Nobody", organisation_whole=True),
        lambda _: False,
    ),
}
FEW = ("open, of a kind",)
"""Found first and then sorted: few wait at any time."""


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Vault]:
    """A register with many equal values and many missing dates."""
    kept = keep_vault(tmp_path_factory.mktemp("register") / "full.isvault")
    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    chance = random.Random(11)  # noqa: S311  made-up data
    with vault.change("sample.made", by=MEMBER, at=AT) as change:
        change.members.add(TeamMember(name="Sam Okafor", role="handler"))
        for _ in range(REQUESTS):
            change.disclosures.add(some_request(chance))
        change.commit()
    yield vault
    vault.close()


def some_request(chance: random.Random) -> Disclosure:
    def day() -> date | None:
        return chance.choice((None, DAY, DAY + timedelta(1), DAY + timedelta(2)))

    return new_request(
        received=DAY + timedelta(chance.randrange(4)),
        organisation=chance.choice(("Ævar Council", "aardvark", "Zed & Co")),
        about=chance.choice(("Łukasz", "lucas", "")),
        kind=chance.choice((POLICE, COURT, RequesterKind.OTHER)),
        decision=chance.choice(list(Decision)),
        state=chance.choice(list(DisclosureState)),
        told=chance.choice(list(Told)),
        compelled=chance.random() < 0.5,
        emergency=chance.random() < 0.5,
        comply_by=day(),
        left_on=day(),
        waiting_since=day(),
        locked=chance.random() < 0.2,
    )


@pytest.fixture(scope="module")
def covered(full: Vault) -> Vault:
    """The same vault as somebody has it open who is cleared for no locked request."""
    with full.read() as reading:
        (sam,) = (one for one in reading.members.all() if one.name == "Sam Okafor")
    beside = copy(full)
    beside.member = sam
    return beside


def walk(reading: Reading, which: DisclosureFilter, order: DisclosureOrder) -> Any:
    after: Cursor | None = None
    while True:
        part = reading.disclosures.page(which, order, after, 7)
        yield from part.rows
        after = part.next
        if after is None:
            return


def plans(vault: Vault, ask: Callable[[Reading], object]) -> list[str]:
    """How the database goes about what is asked of the register."""
    heard: list[tuple[str, Any]] = []

    def hear(_c: Any, _u: Any, sql: str, given: Any, _x: Any, _m: bool) -> None:
        if "disclosures" in sql:
            heard.append((sql, given))

    engine = vault._engine  # noqa: SLF001  to hear what is asked of the database
    event.listen(engine, "before_cursor_execute", hear)
    try:
        with vault.read() as reading:
            ask(reading)
    finally:
        event.remove(engine, "before_cursor_execute", hear)
    with vault.read() as reading:
        connection = reading.disclosures._connection  # noqa: SLF001  covered or not
        return [
            step[3]
            for sql, given in heard
            if sql.startswith("SELECT disclosures.") or "count(*)" in sql
            for step in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {sql}", given)
        ]


def reads_lines(step: str) -> bool:
    """Whether a step of a plan reads whole lines of the register."""
    on = ("disclosures", "main.disclosures", "kept")  # the last: what covers them
    asked = tuple(f"{way} {name} " for way in ("SEARCH", "SCAN") for name in on)
    return f"{step} ".startswith(asked) and "COVERING" not in step


@pytest.mark.parametrize("descending", [False, True], ids=["up", "down"])
@pytest.mark.parametrize("column", DisclosureColumn)
@pytest.mark.parametrize("name", ASKED)
def test_a_list_is_the_whole_one_without_what_does_not_fit(
    full: Vault, name: str, column: DisclosureColumn, descending: bool
) -> None:
    which, fits = ASKED[name]
    order = DisclosureOrder(column=column, descending=descending)
    with full.read() as reading:
        every = list(walk(reading, DisclosureFilter(), order))
        fitting = {
            one.id
            for one in reading.disclosures.several(row.id for row in every)
            if fits(one)
        }
        found = list(walk(reading, which, order))
        counted = reading.disclosures.count(which)
    assert found == [row for row in every if row.id in fitting]
    assert counted == len(fitting)
    assert fitting or name == "none fits"


@pytest.mark.parametrize("column", DisclosureColumn)
@pytest.mark.parametrize("name", ASKED)
def test_what_is_withheld_is_in_no_list_and_in_no_count(
    full: Vault, covered: Vault, name: str, column: DisclosureColumn
) -> None:
    which, _ = ASKED[name]
    order = DisclosureOrder(column=column)
    with full.read() as reading:
        every = list(walk(reading, which, order))
    with covered.read() as reading:
        found = list(walk(reading, which, order))
        counted = reading.disclosures.count(which)
        locked = DisclosureFilter(locked=True)
        assert reading.disclosures.page(locked, order).rows == ()
        assert 0 < reading.disclosures.count() < REQUESTS
    seen = [
        row
        for row in every
        if not row.locked and row.state is not DisclosureState.WITHDRAWN
    ]
    assert found == seen
    assert counted == len(seen)


@pytest.mark.parametrize("whose", ["full", "covered"])
@pytest.mark.parametrize("column", DisclosureColumn)
@pytest.mark.parametrize("name", [name for name in ASKED if name not in FEW])
def test_a_line_is_read_once_it_is_known_to_fit(
    request: pytest.FixtureRequest, whose: str, name: str, column: DisclosureColumn
) -> None:
    """What sorts leads; all that is asked is looked up in indexes that hold it."""
    which, _ = ASKED[name]
    order = DisclosureOrder(column=column)
    vault = request.getfixturevalue(whose)
    found = plans(vault, lambda one: one.disclosures.page(which, order, None, 7))
    assert not any("TEMP B-TREE" in step for step in found), found
    assert sum(map(reads_lines, found)) <= 2, found  # with a value, and without
    leading = [step for step in found if reads_lines(step)]
    assert all("USING INDEX ix_disclosures_" in step for step in leading), found


@pytest.mark.parametrize("column", DisclosureColumn)
def test_what_waits_is_found_first_whatever_sorts_it(
    full: Vault, column: DisclosureColumn
) -> None:
    which, _ = ASKED["open, of a kind"]
    order = DisclosureOrder(column=column)
    found = plans(full, lambda one: one.disclosures.page(which, order, None, 7))
    leading = [step for step in found if reads_lines(step)]
    assert leading
    assert all("ix_disclosures_state_" in step for step in leading), found


@pytest.mark.parametrize("whose", ["full", "covered"])
@pytest.mark.parametrize("name", ASKED)
def test_counting_reads_no_line(
    request: pytest.FixtureRequest, whose: str, name: str
) -> None:
    which, _ = ASKED[name]
    found = plans(
        request.getfixturevalue(whose), lambda one: one.disclosures.count(which)
    )
    assert found
    assert not [step for step in found if reads_lines(step)], found
