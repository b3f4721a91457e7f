"""Keeps typing that is not saved yet, so that locking the vault loses none of it."""

from sqlalchemy import Connection, select
from sqlalchemy.dialects.sqlite import insert as upsert

from isteam_app.domain.text import BODY, checked
from isteam_app.storage.tables import drafts
from isteam_app.storage.work import Work

DRAFT = "draft"
"""What the audit trail calls kept typing."""
_LONGEST = 10 * BODY


class DraftsReader:
    """Finds kept typing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """Return what was typed in one place, or None."""
        return self._connection.scalar(select(drafts.c.text).where(drafts.c.key == key))

    def keys(self) -> tuple[str, ...]:
        """Return every place with kept typing."""
        query = select(drafts.c.key).order_by(drafts.c.key)
        return tuple(self._connection.scalars(query))

    def newest(self, start: str, limit: int = 20) -> tuple[str, ...]:
        """Return the places whose key begins so, the last typed in first."""
        query = (
            select(drafts.c.key)
            .where(drafts.c.key.startswith(start, autoescape=True))
            .order_by(drafts.c.kept_at.desc(), drafts.c.key)
            .limit(limit)
        )
        return tuple(self._connection.scalars(query))


class Drafts(DraftsReader):
    """Finds and keeps typing."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def put(self, key: str, text: str) -> None:
        """Keep what is typed in one place, over what was kept there before."""
        kept = checked(text, field="draft", label="The typing", longest=_LONGEST)
        values = {"text": kept, "kept_at": self._work.at, "kept_by": self._work.by}
        row = upsert(drafts).values(key=key, **values)
        self._connection.execute(
            row.on_conflict_do_update(index_elements=["key"], set_=values)
        )
        self._work.touch(DRAFT)

    def drop(self, key: str) -> None:
        """Forget the typing of one place, saved by now or thrown away."""
        self._connection.execute(drafts.delete().where(drafts.c.key == key))
        self._work.touch(DRAFT)
