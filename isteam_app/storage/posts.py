"""Keeps items of post as they arrived."""

from collections.abc import Iterable
from dataclasses import replace

from sqlalchemy import Connection, select

from isteam_app.domain.cases import Channel, PostItem
from isteam_app.domain.record_facts import facts_of_post
from isteam_app.domain.text import SUMMARY
from isteam_app.errors import NotFound
from isteam_app.storage.history import History
from isteam_app.storage.letter_doubts import doubt_of_post
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.people import PeopleReader
from isteam_app.storage.tables import cases, posts
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
        ids_of = [row.requester_id for row in rows]
        ids_of += [row.reply_to_id for row in rows if row.reply_to_id]
        people = PeopleReader(self._connection).several(ids_of)
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
                reply_to=people.get(row.reply_to_id),
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

    def update(self, post: PostItem, *, before: PostItem) -> PostItem:
        """Keep what was corrected about an item of post, in every list at once.

        `before` is the item as it was read. Who sent it is kept apart and stays.

        Raises:
            NotFound: the item is not in the vault.
            ChangedMeanwhile: somebody else corrected it since it was read.
            RuleBroken: a text cannot be kept.
        """
        values = values_of(replace(post, requester=before.requester))
        if values_of(self.get(post.id)) != values_of(before):
            raise changed_meanwhile(self._work, "post", post.id, "this item of post")
        self._connection.execute(
            posts.update().where(posts.c.id == post.id).values(**values)
        )
        self._correct_in_lists(post)
        self._work.touch("post", post.id)
        kept = self.get(post.id)
        if kept.written_to.id != before.written_to.id:
            doubt_of_post(self._work, post.id)
        History(self._work).note(
            "post", post.id, facts_of_post(before), facts_of_post(kept)
        )
        return kept

    def _correct_in_lists(self, post: PostItem) -> None:
        opened = cases.c.post_id == post.id
        self._connection.execute(
            cases.update()
            .where(opened, cases.c.received != post.received)
            .values(received=post.received)
        )
        for case_id in self._connection.scalars(select(cases.c.id).where(opened)):
            self._work.unindexed["case", case_id] = None


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
        "reply_to_id": post.reply_to.id if post.reply_to else None,
    }
    return cleaned(values, _LIMITS)
