"""Finds what the vault holds about one person, by number."""

from collections.abc import Iterable

from sqlalchemy import Connection, Select, select

from isteam_app.domain.cases import EventKind
from isteam_app.storage.tables import case_events, cases, letters, posts


class PersonRecordsReader:
    """Finds the numbers of a person's cases and letters, the newest first."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def cases_about(self, person_id: int, limit: int) -> list[int]:
        query = select(cases.c.id).where(cases.c.subject_id == person_id)
        return self._newest(query.order_by(cases.c.id.desc()).limit(limit))

    def cases_written(self, person_id: int, limit: int) -> list[int]:
        """Return the cases somebody wrote for that are about another person."""
        wrote = select(posts.c.id).where(posts.c.requester_id == person_id)
        query = select(cases.c.id).where(
            cases.c.post_id.in_(wrote), cases.c.subject_id != person_id
        )
        return self._newest(query.order_by(cases.c.id.desc()).limit(limit))

    def letters_about(self, person_id: int, limit: int) -> list[int]:
        about = select(cases.c.id).where(cases.c.subject_id == person_id)
        query = select(letters.c.id).where(letters.c.case_id.in_(about))
        return self._newest(query.order_by(letters.c.id.desc()).limit(limit))

    def last_kinds(
        self, case_ids: Iterable[int], kinds: Iterable[EventKind]
    ) -> dict[int, EventKind]:
        """Return which of some kinds of event each case had last, by case."""
        query = (
            select(case_events.c.case_id, case_events.c.kind)
            .where(
                case_events.c.case_id.in_(set(case_ids)),
                case_events.c.kind.in_([kind.value for kind in kinds]),
            )
            .order_by(case_events.c.on, case_events.c.id)
        )
        return {
            case_id: EventKind(kind)
            for case_id, kind in self._connection.execute(query)
        }

    def _newest(self, query: Select[tuple[int]]) -> list[int]:
        return list(self._connection.scalars(query))
