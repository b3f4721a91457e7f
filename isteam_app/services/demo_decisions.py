"""How the made-up team fills in the forms of a case and decides it."""

import json
from collections.abc import Mapping
from functools import cache

from isteam_app import resources
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case
from isteam_app.domain.forms import Answer, Entry, Form, standing
from isteam_app.services.cases import case_page
from isteam_app.services.decisions import decide
from isteam_app.services.entries import add_entry, change_entry
from isteam_app.services.session import Session, calendar_for

_FOUND_IN = ("Mail tracking", "Customer records")
_TO_COME = ("review_on", "answer_by", "chase_on")
"""Days that may lie ahead of today; every other is of something done."""
_ALSO = {
    "access": ("item",),
    "erasure": ("recipient",),
    "rectification": ("recipient",),
}
"""Forms that an answer fills in though none of its outcomes wants them."""


def decide_case(session: Session, case: Case, outcome: str, ground: str) -> Case:
    """Fill in what an outcome wants and decide the case; without one, its first."""
    definition = CASE_TYPES[case.kind]
    chosen = definition.outcome(outcome) or definition.outcomes[0]
    if not chosen.ends:
        for form in definition.forms:
            also = form.key in _ALSO.get(case.kind.value, ())
            if also or chosen.key in form.wanted_for or _kept(session, case, form.key):
                fill_form(session, case, form.key, chosen.key)
    case = case_page(session, case.id).case
    reason = _REASONS.get(chosen.key, "Everything that was asked could be done.")
    return decide(session, case, outcome=chosen.key, ground=ground, reason=reason)


def fill_form(
    session: Session,
    case: Case,
    key: str,
    outcome: str = "",
    more: Mapping[str, str] | None = None,
) -> None:
    """Fill in a form of a case as somebody might, over what stands there already."""
    form = CASE_TYPES[case.kind].form(key)
    assert form is not None  # noqa: S101  stories name forms of their kind
    kept = _kept(session, case, key)
    for entry in kept:
        filled = dict(_made_up(session, case, form, entry, outcome))
        change_entry(session, entry, filled | dict(entry.values) | dict(more or {}))
    if not kept:
        add_entry(
            session,
            case,
            key,
            {**_made_up(session, case, form, None, outcome), **(more or {})},
        )


def _kept(session: Session, case: Case, key: str) -> tuple[Entry, ...]:
    with session.vault.read() as vault:
        return standing(vault.entries.for_case(case.id), key)


def _made_up(
    session: Session, case: Case, form: Form, entry: Entry | None, outcome: str
) -> Mapping[str, str]:
    if form.key == "hold":
        return {"confirmed_by": session.member.name}
    if form.key == "search" and entry is not None:
        return _searched(session, entry)
    if form.key == "item" and outcome != "part":
        return {"item": "Delivery records, 4 pages", "decision": "given"}
    answers = {}
    calendar = calendar_for(session.settings())
    for key, value in _written()[form.key][0].items():
        if form.question(key).answer is Answer.DAY:
            day = calendar.forward(case.received, int(value))
            if key not in _TO_COME:
                day = min(day, session.today)
            value = day.isoformat()
        answers[key] = value
    if form.key == "issue" and outcome:
        answers["finding"] = outcome
    return answers


def _searched(session: Session, entry: Entry) -> Mapping[str, str]:
    found = entry["system"] in _FOUND_IN
    return {
        "who": session.member.name,
        "terms": "the name and the address",
        "done_on": session.today.isoformat(),
        "result": "found" if found else "nothing",
    }


@cache
def _written() -> Mapping[str, list[Mapping[str, str]]]:
    """Return the answers that made-up people give, by form."""
    written: Mapping[str, list[Mapping[str, str]]] = json.loads(
        resources.text("sample", "forms.json")
    )
    return written


_REASONS = {
    "given": "All that was found can be given.",
    "part": "Some of it names other people, who asked us not to pass it on.",
    "refused": "The sixth copy of the same records this year.",
    "withdrawn": "They telephoned: it has been settled with the shop.",
    "no_reply": "Nothing came in answer to two letters.",
    "nothing_held": "No system has the name or the address.",
    "upheld": "The driver did not leave a card.",
    "not_upheld": "The card was left, and the photograph shows it.",
    "overridden": "The record is needed for a claim that runs.",
    "not_corrected": "The deeds show the house number that we have.",
}
"""Why an outcome was chosen, where there is more to say."""
