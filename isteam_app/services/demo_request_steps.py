"""What the made-up team does with a third party's request, step by step."""

from collections.abc import Callable, Mapping
from datetime import date

from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.disclosures import Disclosure
from isteam_app.domain.rights import Act, may
from isteam_app.services.disclosure_decisions import (
    approve,
    ask_for_more,
    close,
    disclose_now,
    refer_to_legal,
    submit,
)
from isteam_app.services.disclosure_locks import lift_lock
from isteam_app.services.disclosure_sections import fill_in
from isteam_app.services.sample_requests import After, Days, RequestStory
from isteam_app.services.session import Session

_LATER = ("requester", "left", "after")
"""Sections with a step of their own."""


class RequestSteps:
    """Takes the steps of one story. Who prepares it is `by`; somebody else approves."""

    def __init__(
        self,
        team: Mapping[str, Session],
        story: RequestStory,
        *,
        received: date,
        after: After,
    ) -> None:
        self._team, self._story = team, story
        self._received, self._after = received, after
        self._worker = team[story.by]

    def take(self, name: str, about: str, request: Disclosure) -> Disclosure:
        """Take a step and return the request after it."""
        act: Callable[..., Disclosure] = getattr(self, f"_{name}")
        return act(request, about) if about else act(request)

    def _fill(self, request: Disclosure) -> Disclosure:
        for form in FORMS:
            if form not in _LATER:
                request = self._written(request, form)
        return request

    def _left(self, request: Disclosure) -> Disclosure:
        return self._written(request, "left")

    def _afterwards(self, request: Disclosure) -> Disclosure:
        return self._written(request, "after")

    def _written(self, request: Disclosure, form: str) -> Disclosure:
        days = Days(self._received, self._worker.today, self._after)
        for values in self._story.entries(form, days):
            request = fill_in(self._worker, request, form, values)
        return request

    def _submit(self, request: Disclosure) -> Disclosure:
        story = self._story
        return submit(self._worker, request, story.decision, story.reason)

    def _approve(self, request: Disclosure) -> Disclosure:
        return approve(self._second, request)

    def _more(self, request: Disclosure) -> Disclosure:
        return ask_for_more(self._worker, request, self._story.reason)

    def _legal(self, request: Disclosure) -> Disclosure:
        return refer_to_legal(self._worker, request, self._story.reason)

    def _now(self, request: Disclosure) -> Disclosure:
        return disclose_now(self._worker, request, self._story.reason)

    def _lift(self, request: Disclosure, why: str) -> Disclosure:
        return lift_lock(self._second, request, why)

    def _close(self, request: Disclosure) -> Disclosure:
        return close(self._worker, request)

    @property
    def _second(self) -> Session:
        """An approver who did not prepare it."""
        return next(
            each
            for name, each in self._team.items()
            if name != self._story.by and may(each.member.role, Act.APPROVE)
        )
