"""What the register says of a request in one line, from what was filled in."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date

from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.disclosure_forms.choices import NO_INSTRUMENT
from isteam_app.domain.disclosures import (
    Disclosure,
    DisclosureState,
    RequesterKind,
    Told,
)
from isteam_app.domain.forms import YES, Entry, standing
from isteam_app.domain.register_words import OTHER_BASIS, gateway_words
from isteam_app.domain.text import SUMMARY

_TOLD = {"must_not": Told.MUST_NOT, "not_needed": Told.NOT_NEEDED}


def followed(
    request: Disclosure, entries: Sequence[Entry], names: Sequence[str], subjects: int
) -> Disclosure:
    """Return a request whose line follows from its sections.

    `names` are those of its subjects, the first at least; `subjects` is how many.
    """
    requester = answers(entries, "requester")
    asked = answers(entries, "asked")
    after = answers(entries, "after")
    left = standing(entries, "left")
    told = _told(request, answers(entries, "telling"), after)
    return replace(
        request,
        received=_day(requester, "received") or request.received,
        organisation=requester.get("organisation", request.organisation),
        kind=RequesterKind(requester.get("kind", request.kind)),
        officer=requester.get("officer", ""),
        their_reference=requester.get("their_reference", ""),
        about=_about(names, subjects),
        asked=asked.get("asked", ""),
        categories=_each(standing(entries, "item"), "category"),
        legal_basis=_basis(entries) or _typed_basis(request),
        compelled=answers(entries, "grounds").get("compelled") == YES,
        comply_by=_day(answers(entries, "authorisation"), "comply_by"),
        life_at_risk=answers(entries, "purpose").get("life_at_risk") == YES,
        what_left="; ".join(each["what"] for each in left),
        method=_cut("; ".join(_each(left, "method"))),
        left_on=min(
            (day for each in left if (day := each.day("left_on"))), default=None
        ),
        told=told,
        told_reason=_cut(answers(entries, "telling").get("telling_why", "")),
        return_by=None if after.get("returned_on") else _day(after, "return_by"),
    )


def answers(entries: Iterable[Entry], form: str) -> Mapping[str, str]:
    """Return the answers of a form that is filled in once, by question."""
    kept = standing(entries, form)
    return dict(kept[0].values) if kept else {}


def _told(
    request: Disclosure, telling: Mapping[str, str], after: Mapping[str, str]
) -> Told:
    if request.locked:
        return Told.MUST_NOT
    if telling.get("told_on") or after.get("subject_told_on"):
        return Told.TOLD
    told = _TOLD.get(telling.get("telling", ""), Told.NOT_YET)
    if told is Told.NOT_YET and _from_before(request, request.told) == Told.TOLD:
        return Told.TOLD
    return told


def _from_before(request: Disclosure, value: str) -> str:
    """Return what a line says for which older versions had no section, "" for none.

    They decided without gates, and kept the basis in words and no day of telling.
    """
    decided = request.state in (DisclosureState.DECIDED, DisclosureState.CLOSED)
    return value if decided and not request.verdicts else ""


def _typed_basis(request: Disclosure) -> str:
    """Return the basis in words of its own, as older versions kept it, "" for none."""
    if gateway_words(request.legal_basis) == OTHER_BASIS:
        return request.legal_basis
    return _from_before(request, request.legal_basis)


def _basis(entries: Sequence[Entry]) -> str:
    """Return what it rests on: the instrument that compels, else the lawful basis."""
    instrument = answers(entries, "authorisation").get("instrument", "")
    grounds = answers(entries, "grounds")
    form = FORMS["grounds"]
    parts = []
    if instrument and instrument != NO_INSTRUMENT:
        question = FORMS["authorisation"].question("instrument")
        parts.append(question.words(instrument))
    parts += [
        form.question(key).words(grounds[key])
        for key in ("article6", "annex1")
        if key in grounds
    ]
    return "; ".join(parts)


def _about(names: Sequence[str], subjects: int) -> str:
    if not names:
        return ""
    more = subjects - 1
    return f"{names[0]} and {more} more" if more > 0 else names[0]


def _each(entries: Iterable[Entry], key: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(each[key] for each in entries if each[key]))


def _day(given: Mapping[str, str], key: str) -> date | None:
    return date.fromisoformat(given[key]) if given.get(key) else None


def _cut(words: str) -> str:
    """Keep a line of the register short; the whole words stand in the section."""
    return words if len(words) <= SUMMARY else words[: SUMMARY - 1] + "…"
