"""Remembers that cases kept by an older program are still to be reckoned anew.

A step of `migrations` that changes what lists show of a case leaves the note, where
there are cases; it goes in the change that reckons them.
"""

from sqlalchemy import Connection, delete, select

from isteam_app.storage.migrations import schema_version
from isteam_app.storage.tables import counters
from isteam_app.storage.work import Work

_NOTE = "cases to reckon anew"
"""Steps write it by this name."""


class UpkeepReader:
    """Tells what state the records are in: of which schema, and reckoned or not."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def is_due(self) -> bool:
        """Return whether an older program kept the cases as they stand."""
        query = select(counters.c.last).where(counters.c.name == _NOTE)
        return self._connection.scalar(query) is not None

    def schema(self) -> int:
        """Return the number of the last step of the migrations it has taken."""
        return schema_version(self._connection)


class Upkeep(UpkeepReader):
    """Takes the note away."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def done(self) -> None:
        """Note that the cases have been reckoned, in the change that did it."""
        self._work.touch("upkeep", words=False)
        self._work.connection.execute(delete(counters).where(counters.c.name == _NOTE))
