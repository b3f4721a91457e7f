"""Made-up requests of third parties, as the demonstration and the samples draw them.

Each is a line of `sample/requests.json`: who asks for what, in the answers of its
sections, and the steps taken since. A day stands as a number counted from the receipt:
working days after it, or days before it ("-3").
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache
from typing import Any

from isteam_app import resources
from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.disclosures import Decision, LockReason, RequesterKind
from isteam_app.domain.forms import Answer
from isteam_app.domain.organisations import Requester

Values = Mapping[str, str]
After = Callable[[date, int], date]
"""Returns the day so many working days after another."""
_TO_COME = ("expires", "comply_by", "return_by")
"""Days that may lie ahead of today; every other is of something done."""


@dataclass(frozen=True, slots=True)
class Days:
    """Counts the days of a story from its receipt; what is done was by `today`."""

    received: date
    today: date
    after: After

    def answer(self, form: str, key: str, value: str) -> str:
        """Return an answer as it is kept, the number of a day as that day."""
        if FORMS[form].question(key).answer is not Answer.DAY:
            return value
        days = int(value)
        if days > 0:
            day = self.after(self.received, days)
        else:
            day = self.received + timedelta(days=days)
        return (day if key in _TO_COME else min(day, self.today)).isoformat()


@dataclass(frozen=True, slots=True, kw_only=True)
class LockStory:
    """A do-not-tell lock, to be looked at again so many days after it was set."""

    reason: LockReason
    authority: str
    review: int


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestStory:
    """One request: what is filled in, what is decided, and how far it has come.

    `by` prepares it. `known`: it is about somebody who is in the vault already.
    """

    name: str
    days_ago: int
    by: str
    forms: Mapping[str, tuple[Values, ...]]
    decision: Decision
    reason: str
    steps: tuple[str, ...]
    known: bool = False
    lock: LockStory | None = None

    def requester(self, received: date) -> dict[str, str]:
        """Return the answers of the first section."""
        (given,) = self.forms["requester"]
        return {**given, "received": received.isoformat()}

    def entries(self, form: str, days: Days) -> tuple[dict[str, str], ...]:
        """Return the answers of each entry of a form, with the days of a receipt."""
        return tuple(
            {key: days.answer(form, key, value) for key, value in values.items()}
            for values in self.forms.get(form, ())
        )


@cache
def request_stories() -> tuple[RequestStory, ...]:
    """Return every story, the oldest first."""
    return tuple(
        RequestStory(
            **{
                **told,
                "forms": {form: tuple(each) for form, each in told["forms"].items()},
                "decision": Decision(told["decision"]),
                "steps": tuple(told["steps"]),
                "lock": _lock(told["lock"]) if "lock" in told else None,
            }
        )
        for told in _written()["requests"]
    )


def directory(checked_on: date, checked_by: str) -> tuple[Requester, ...]:
    """Return the organisations that ask, with the numbers they are called back on."""
    return tuple(
        Requester(
            **{**told, "kind": RequesterKind(told["kind"])},
            checked_on=checked_on,
            checked_by=checked_by,
        )
        for told in _written()["directory"]
    )


def _lock(told: Mapping[str, Any]) -> LockStory:
    return LockStory(
        reason=LockReason(told["reason"]),
        authority=told["authority"],
        review=told["review"],
    )


@cache
def _written() -> dict[str, list[dict[str, Any]]]:
    written: dict[str, list[dict[str, Any]]] = json.loads(
        resources.text("sample", "requests.json")
    )
    return written
