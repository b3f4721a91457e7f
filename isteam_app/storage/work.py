"""What every repository shares while one change is being made."""

from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import Connection, Table
from sqlalchemy.dialects.sqlite import insert as upsert

from isteam_app.domain.text import SHORT, checked
from isteam_app.storage.attachments import Attachments
from isteam_app.storage.tables import counters

Subject = tuple[str, int]
"""A record's noun and id, such as ("case", 7)."""


@dataclass(slots=True, kw_only=True)
class Work:
    """One change under way: its connection, who makes it, and what it touched.

    `unindexed` are the records whose words the search must learn again; `files` the
    encrypted files that must go if the change is dropped. `told` are digests that the
    audit entry takes as they stand.
    """

    connection: Connection
    by: str
    at: datetime
    attachments: Attachments
    touched: dict[Subject, None] = field(default_factory=dict)
    unindexed: dict[Subject, None] = field(default_factory=dict)
    files: list[str] = field(default_factory=list)
    told: dict[Subject, str] = field(default_factory=dict)
    finished: bool = False

    def touch(
        self,
        noun: str,
        id: int = 0,  # noqa: A002  the record's own word
        *,
        words: bool = True,
    ) -> None:
        """Note that the change altered a record; `words`: also what it is found by.

        Raises:
            RuntimeError: the change was committed already.
        """
        if self.finished:
            raise RuntimeError("This change is finished; start another.")
        self.touched[noun, id] = None
        if words:
            self.unindexed[noun, id] = None

    def next_number(self, name: str, year: int) -> int:
        """Return the next number of a year's count, without a gap.

        The count goes back with the change when it is dropped.
        """
        statement = upsert(counters).values(name=name, year=year, last=1)
        following = statement.on_conflict_do_update(
            index_elements=["name", "year"],
            set_={"last": counters.c.last + 1},
        )
        return int(
            self.connection.execute(following.returning(counters.c.last)).scalar_one()
        )

    def raise_counter(self, name: str, year: int, number: int) -> None:
        """Make the count go on from `number` when it stands lower."""
        statement = upsert(counters).values(name=name, year=year, last=number)
        self.connection.execute(
            statement.on_conflict_do_update(
                index_elements=["name", "year"],
                set_={"last": number},
                where=counters.c.last < number,
            )
        )

    def insert(self, table: Table, values: dict[str, object]) -> int:
        """Insert a row and return its id."""
        return int(
            self.connection.execute(
                table.insert().returning(table.c.id), values
            ).scalar_one()
        )

    def update(
        self,
        table: Table,
        id: int,  # noqa: A002  the record's own word
        version: int,
        values: dict[str, object],
    ) -> bool:
        """Update a row if it still has that version. Return whether it had."""
        result = self.connection.execute(
            table.update()
            .where(table.c.id == id, table.c.version == version)
            .values(version=version + 1, **values)
        )
        return result.rowcount == 1


@dataclass(frozen=True, slots=True)
class Limit:
    """How a text field is named to people, and the most characters it may have."""

    label: str
    longest: int = SHORT


def cleaned(values: dict[str, object], limits: dict[str, Limit]) -> dict[str, object]:
    """Return the values with every text checked, each under its own field.

    Raises:
        RuleBroken: a text is too long or is not text.
    """
    for name, limit in limits.items():
        value = values[name]
        assert isinstance(value, str)  # noqa: S101  the limits name text fields alone
        values[name] = checked(
            value, field=name, label=limit.label, longest=limit.longest
        )
    return values


def cleaned_each(texts: tuple[str, ...], field: str, limit: Limit) -> tuple[str, ...]:
    """Return a list of texts, each checked."""
    return tuple(
        checked(text, field=field, label=limit.label, longest=limit.longest)
        for text in texts
    )
