"""Keeps what happened to third-party requests, step by step."""

from sqlalchemy import Connection, select

from isteam_app.domain.disclosures import RequestEvent, RequestStep
from isteam_app.domain.text import NOTE
from isteam_app.storage.tables import disclosure_events
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {"text": Limit("The note", NOTE)}
_MOST = 1000


class RequestStepsReader:
    """Finds what happened to requests."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of_request(self, disclosure_id: int) -> tuple[RequestStep, ...]:
        """Return the steps of one request, oldest first."""
        query = (
            select(disclosure_events)
            .where(disclosure_events.c.disclosure_id == disclosure_id)
            .order_by(disclosure_events.c.id)
            .limit(_MOST)
        )
        return tuple(
            RequestStep(
                id=row.id,
                disclosure_id=row.disclosure_id,
                kind=RequestEvent(row.kind),
                on=row.on,
                text=row.text,
                recorded_at=row.recorded_at,
                recorded_by=row.recorded_by,
            )
            for row in self._connection.execute(query)
        )


class RequestSteps(RequestStepsReader):
    """Finds and keeps what happened to requests."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, step: RequestStep) -> None:
        """Keep one step. Steps are never changed.

        Raises:
            RuleBroken: its text cannot be kept.
        """
        values: dict[str, object] = {"text": step.text}
        self._work.insert(
            disclosure_events,
            cleaned(values, _LIMITS)
            | {
                "disclosure_id": step.disclosure_id,
                "kind": step.kind.value,
                "on": step.on,
                "recorded_at": step.recorded_at or self._work.at,
                "recorded_by": step.recorded_by or self._work.by,
            },
        )
        self._work.touch("disclosure", step.disclosure_id, words=False)
