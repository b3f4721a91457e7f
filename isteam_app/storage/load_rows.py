"""Inserts the rows of many made-up records, and counts their references on."""

import re
from collections.abc import Iterable

from sqlalchemy import Table

from isteam_app.errors import RuleBroken
from isteam_app.storage.work import Work

_REFERENCE = re.compile(r"[A-Z]+-(\d{4})-(\d{5,7})")


def insert_rows(work: Work, table: Table, rows: Iterable[dict[str, object]]) -> None:
    given = list(rows)
    if given:
        work.connection.execute(table.insert(), given)


def count_on(work: Work, name: str, references: Iterable[str]) -> None:
    highest: dict[int, int] = {}
    for year, number in map(year_and_number, references):
        highest[year] = max(number, highest.get(year, 0))
    for year, number in highest.items():
        work.raise_counter(name, year, number)


def year_and_number(reference: str) -> tuple[int, int]:
    found = _REFERENCE.fullmatch(reference)
    if found is None:
        raise RuleBroken("A made-up record has no proper reference.")
    return int(found[1]), int(found[2])
