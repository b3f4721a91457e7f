"""Short ways to write down what happened to a request."""

import json
from datetime import date
from pathlib import Path

from isteam_app.domain.cases import EventKind
from isteam_app.domain.deadlines import ClockEvent, Request, deadline
from isteam_app.domain.settings import Nation, PauseReading
from isteam_app.services.calendars import working_calendar

VECTORS = json.loads(
    (Path(__file__).parent / "data" / "deadlines.json").read_text("utf-8")
)["vectors"]


def event(day, name):
    on = date.fromisoformat(day) if isinstance(day, str) else day
    return ClockEvent(on, EventKind(name))


def find(
    request,
    *events,
    nation=Nation.ENGLAND_AND_WALES,
    reading=PauseReading.CONSERVATIVE,
    today=None,
    calendar=None,
):
    """Return the deadline of a request from (day, name) pairs."""
    return deadline(
        Request(request),
        [event(day, name) for day, name in events],
        calendar=calendar or working_calendar(nation),
        reading=reading,
        today=today,
    )
