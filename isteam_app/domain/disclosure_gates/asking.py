"""Who asks, about whom, and what for."""

from collections.abc import Iterator

from isteam_app.domain.dates import long_date
from isteam_app.domain.disclosure_gates.gate import (
    EARLIEST,
    Bench,
    Gate,
    Stage,
    State,
)
from isteam_app.domain.gateways import Want
from isteam_app.domain.text import fold, words


def asking(at: Bench) -> Iterator[Gate]:
    yield _organisation(at)
    yield _received(at)
    yield _asked(at)
    yield from _subjects(at)
    yield from _purpose(at)
    for want in at.gateway.wants:
        if want.when != ("voluntary" if at.compels else "compelled"):
            yield _wanted(at, want)


def _organisation(at: Bench) -> Gate:
    return at.gate(
        "organisation",
        "requester.organisation",
        "Who asks",
        "" if fold(at.organisation) else "Enter the organisation that asks.",
        stage=Stage.ASKING,
    )


def _received(at: Bench) -> Gate:
    day = at.received
    wrong = ""
    if day > at.today:
        wrong = f"{long_date(day)} is in the future."
    elif day < EARLIEST:
        wrong = f"{long_date(day)} is too long ago: check the year."
    return at.gate(
        "received",
        "requester.received",
        "Day it was received",
        wrong,
        state=State.BLOCKED if wrong else None,
        stage=Stage.ASKING,
    )


def _asked(at: Bench) -> Gate:
    known = at.asked.answer("asked", "asked") or at.request.asked.strip()
    return at.gate(
        "asked",
        "asked.asked",
        "What they ask for",
        "" if known else "Enter what they ask for, in their words.",
        stage=Stage.ANSWERING,
    )


def _subjects(at: Bench) -> Iterator[Gate]:
    known = at.asked.people or at.request.about.strip()
    yield at.gate(
        "subjects",
        "subject.name",
        "Whom it is about",
        "" if known else "Enter whom they ask about: a name or a description.",
        stage=Stage.ANSWERING,
    )
    if themselves := _asks_about_themselves(at):
        yield at.gate(
            "subject_is_requester",
            "subject.name",
            "Somebody else asks",
            f"{themselves} is also who asks. Record a request for their own data: "
            "New item of post.",
            state=State.BLOCKED,
        )


def _asks_about_themselves(at: Bench) -> str:
    """Return the name of a subject who is also the requester, "" for none."""
    who_asks = {
        words(each)
        for each in (
            at.organisation,
            at.request.officer,
            at.asked.answer("requester", "officer"),
        )
    }
    themselves = (name for name in at.asked.names if words(name) in who_asks - {""})
    return next(themselves, "")


def _purpose(at: Bench) -> Iterator[Gate]:
    chosen = at.asked.answer("purpose", "purpose")
    yield at.gate(
        "purpose",
        "purpose.purpose",
        "Purpose",
        "" if chosen else "Choose what they need it for.",
    )
    if at.said("purpose", "life_at_risk"):
        told = at.asked.answer("purpose", "purpose_note")
        yield at.gate(
            "life_at_risk",
            "purpose.purpose_note",
            "Whose life is at risk",
            "" if told else "Say whose life is at risk, and how they know.",
            stage=Stage.GROUNDS,
        )


def _wanted(at: Bench, want: Want) -> Gate:
    given = at.asked.answer(want.form, want.question)
    return at.gate(
        f"wants.{want.question}",
        f"{want.form}.{want.question}",
        want.words,
        "" if given else want.rule,
        confirmed=want.confirmed,
    )
