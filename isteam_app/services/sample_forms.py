"""Fills in the forms of made-up cases."""

import json
from collections.abc import Callable, Iterable
from datetime import date, datetime

from isteam_app import resources
from isteam_app.domain.case_types import CaseType
from isteam_app.domain.forms import Answer, Entry, Form, checked_values

Values = dict[str, str]
_FINDINGS = ("upheld", "part", "not_upheld")


class MadeUpForms:
    """Draws the entries of a case from a few that somebody might have written.

    `after` returns the day so many working days after another.
    """

    def __init__(self, after: Callable[[date, int], date], today: date) -> None:
        self._after, self._today = after, today
        self._written: dict[str, list[Values]] = json.loads(
            resources.text("sample", "forms.json")
        )

    def entries(
        self,
        definition: CaseType,
        forms: Iterable[str],
        *,
        received: date,
        outcome: str,
        by: str,
        at: datetime,
    ) -> tuple[Entry, ...]:
        """Return the entries of a case; without an outcome they are not complete."""
        made = []
        for key in forms:
            form = definition.form(key)
            assert form is not None  # noqa: S101  plots name forms of the kind
            for values in self._written[key]:
                given = self._given(form, values, received, outcome)
                made.append(
                    Entry(
                        record_id=0,
                        form=key,
                        values=checked_values(form, given),
                        made_at=at,
                        made_by=by,
                    )
                )
        return tuple(made)

    def _given(
        self, form: Form, values: Values, received: date, outcome: str
    ) -> Values:
        given = {}
        for key, value in values.items():
            question = form.question(key)
            if question.answer is Answer.DAY:
                day = self._after(received, int(value))
                if day <= self._today or question.needed:
                    given[key] = min(day, self._today).isoformat()
            elif question.needed or outcome or not question.needed_to_decide:
                given[key] = value
        if form.key == "issue" and outcome in _FINDINGS:
            given["finding"] = outcome
        if form.key == "correction" and outcome == "not_corrected":
            given["decision"] = "accurate"
        return given
