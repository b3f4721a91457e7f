"""Keeps items of post as they arrived."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, select

from isteam_app.domain.cases import Channel, PostItem
from isteam_app.domain.text import SUMMARY
from isteam_app.errors import NotFound
from isteam_app.storage.people import PeopleReader
from isteam_app.storage.tables import posts
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {
    "their_reference": Limit("Their reference"),
    "summary": Limit("The summary", SUMMARY),
    "acting_for": Limit("The name of whom they act for"),
}


class PostsReader:
    """Finds items of post."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> PostItem:  # noqa: A002  the record's own word
        """Return one item of post with who sent it.

        Raises:
            NotFound: no item has that id.
        """
        found = self.several([id])
        if id not in found:
            raise NotFound("That item of post is not in the vault any more.")
        return found[id]

    def several(self, ids: Iterable[int]) -> dict[int, PostItem]:
        """Return the items of post with these ids, by id."""
        query = select(posts).where(posts.c.id.in_(set(ids)))
        rows = self._connection.execute(query).all()
        people = PeopleReader(self._connection).several(
            row.requester_id for row in rows
        )
        return {
            row.id: PostItem(
                id=row.id,
                requester=people[row.requester_id],
                received=row.received,
                reached_team=row.reached_team,
                dated=row.dated,
                channel=Channel(row.channel),
                their_reference=row.their_reference,
                summary=row.summary,
                acting_for=row.acting_for,
            )
            for row in rows
        }


class Posts(PostsReader):
    """Finds and keeps items of post."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, post: PostItem) -> PostItem:
        """Keep a new item of post. Its requester must be kept already.

        Raises:
            NotFound: the requester is not in the vault.
            RuleBroken: a text cannot be kept.
        """
        requester = PeopleReader(self._connection).get(post.requester.id)
        id_ = self._work.insert(posts, values_of(post))
        self._work.touch("post", id_)
        return replace(self.get(id_), requester=requester)


def values_of(post: PostItem) -> dict[str, object]:
    """Return an item of post as the columns of a row, every text checked."""
    values: dict[str, object] = {
        "requester_id": post.requester.id,
        "received": post.received,
        "reached_team": post.reached_team,
        "dated": post.dated,
        "channel": post.channel.value,
        "their_reference": post.their_reference,
        "summary": post.summary,
        "acting_for": post.acting_for,
    }
    return cleaned(values, _LIMITS)
