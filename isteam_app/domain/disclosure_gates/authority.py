"""What stands behind a request: an order, warrant or notice, or a second signature."""

from collections.abc import Iterator
from datetime import date

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosure_forms import FORMS
from isteam_app.domain.disclosure_gates.gate import (
    EARLIEST,
    Bench,
    Gate,
    Stage,
    State,
)
from isteam_app.domain.gateways import Gateway, Instrument
from isteam_app.domain.ranks import is_at_least
from isteam_app.domain.text import words

NEAR = 3
"""So many days before the day to comply by, the list warns."""
_WORDS = "Order, warrant or notice"


def authority(at: Bench) -> Iterator[Gate]:
    yield _instrument(at)
    if at.instrument is not None and at.instrument.compels:
        yield _complete(at, at.instrument)
        yield from _fits(at, at.instrument)
    yield from _dates(at)
    yield from _comply_by(at)
    if at.gateway.counter_signed and not at.compels:
        yield _counter_signed(at)
    yield from _unconfirmed(at)


def _instrument(at: Bench) -> Gate:
    if at.instrument is None:
        rule, state = "Choose what came with the request, or “None”.", State.MISSING
    elif not at.instrument.compels and not at.gateway.bases:
        rule, state = "A letter is no order: ask for the sealed order.", State.BLOCKED
    else:
        rule, state = "", State.MET
    return at.gate(
        "instrument",
        "authorisation.instrument",
        _WORDS,
        rule,
        state=state,
        law=at.instrument.law if at.instrument else None,
    )


def _complete(at: Bench, instrument: Instrument) -> Gate:
    missing = [
        question
        for question in FORMS["authorisation"].questions
        if question.key in instrument.needs
        and not at.asked.answer("authorisation", question.key)
    ]
    labels = ", ".join(question.label.lower() for question in missing)
    return at.gate(
        "instrument_complete",
        f"authorisation.{missing[0].key if missing else 'terms'}",
        f"{instrument.name}: read and noted",
        f"Enter from it: {labels}." if missing else "",
        law=instrument.law,
    )


def _fits(at: Bench, instrument: Instrument) -> Iterator[Gate]:
    if instrument in at.gateway.instruments:
        return
    yield at.gate(
        "instrument_fits",
        "authorisation.instrument",
        "Unusual for who asks",
        f"{at.gateway.name}: this is not what they usually come with.",
        state=State.MET if at.legal else State.WARNS,
        law=instrument.law,
        confirmed=False,
    )


def _dates(at: Bench) -> Iterator[Gate]:
    """Say which day cannot be; without an order, only a day that is wrong is a line."""
    place, wrong = _wrong_day(at)
    if wrong or at.compels:
        yield at.gate(
            "instrument_dates",
            f"authorisation.{place}",
            "In force today",
            wrong,
            state=State.BLOCKED if wrong else State.MET,
            law=at.instrument.law if at.instrument else None,
        )


def _wrong_day(at: Bench) -> tuple[str, str]:
    """Return the first day that cannot be: its question and why."""
    days = {
        question.key: at.asked.day("authorisation", question.key)
        for question in FORMS["authorisation"].questions
        if question.key in ("signed_on", "issued_on", "expires", "comply_by")
    }
    for key, day in days.items():
        if day is not None and (why := _why_wrong(at, key, day)):
            return key, f"{long_date(day)}: {why}"
    issued, expires = days["issued_on"], days["expires"]
    if issued and expires and expires < issued:
        return "expires", f"{long_date(expires)}: this is before it was issued."
    return "issued_on", ""


def _why_wrong(at: Bench, key: str, day: date) -> str:
    if day < EARLIEST:
        return "this is too long ago. Check the year."
    if key in ("signed_on", "issued_on") and day > at.today:
        return "this is in the future. It does not hold yet."
    if key == "expires" and day < at.today:
        return "it has expired. Ask for a new one."
    if key == "comply_by" and day < at.received:
        return "this is before the request was received."
    return ""


def _comply_by(at: Bench) -> Iterator[Gate]:
    day = at.asked.day("authorisation", "comply_by")
    if day is None or not at.request.is_open:
        return
    left = (day - at.today).days
    warning = ""
    if left < 0:
        warning = f"It was due on {long_date(day)}."
    elif left <= NEAR:
        warning = f"Due on {long_date(day)}."
    yield at.gate(
        "comply_by",
        "authorisation.comply_by",
        f"Comply by {long_date(day)}",
        warning,
        state=State.WARNS if warning else State.MET,
        stage=Stage.ASKING,
        law=at.instrument.law if at.instrument else None,
    )


def _counter_signed(at: Bench) -> Gate:
    place, rule, state = _lacking_signature(at)
    if state is State.MISSING and at.said("purpose", "life_at_risk"):
        state = State.WARNS
    return at.gate(
        "counter_signature",
        f"authorisation.{place}",
        "Counter-signature",
        rule,
        state=state,
    )


def _lacking_signature(at: Bench) -> tuple[str, str, State]:
    """Return what a counter-signature lacks: the question, why and how it stands."""
    signed_by = at.asked.answer("authorisation", "signed_by")
    wanted = at.settings.counter_rank
    above = (
        f"{wanted} or above." if at.gateway.ranked else "A senior officer of theirs."
    )
    if not signed_by:
        return "signed_by", above, State.MISSING
    if words(signed_by) == words(at.asked.answer("requester", "officer")):
        return "signed_by", "Somebody else than who asks must sign.", State.BLOCKED
    if at.gateway.ranked:
        rank = at.asked.answer("authorisation", "signed_rank")
        high = is_at_least(rank, wanted)
        if high is None:
            return "signed_rank", f"Enter their rank: {above}", State.MISSING
        if not high:
            return "signed_rank", f"{rank} is too low: {above}", State.BLOCKED
    if not at.asked.answer("authorisation", "signed_on"):
        return "signed_on", "Enter the day they signed.", State.MISSING
    return "signed_by", "", State.MET


def _unconfirmed(at: Bench) -> Iterator[Gate]:
    """Warn of a law that nobody has read for us, until legal has signed off."""
    rests_on: Instrument | Gateway = at.gateway
    if at.instrument is not None and at.instrument.compels:
        rests_on = at.instrument
    if rests_on.confirmed:
        return
    yield at.gate(
        "unconfirmed",
        "authorisation.legal_by",
        "Law read by legal" if at.legal else "Law not confirmed",
        "" if at.legal else f"{rests_on.name}: nobody has read it for us.",
        state=State.MET if at.legal else State.WARNS,
        law=rests_on.law,
        confirmed=False,
    )
