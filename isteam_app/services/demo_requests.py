"""The third-party requests of the demonstration."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.disclosures import Decision, Disclosure, RequesterKind, Told
from isteam_app.services.demo_stories import Clock
from isteam_app.services.flat_disclosures import save_disclosure
from isteam_app.services.made_up import MadeUp
from isteam_app.services.session import Session, calendar_for


def tell_requests(
    session: Session, clock: Clock, made_up: MadeUp, moment: datetime
) -> None:
    """Log the requests of others, oldest first, as they came."""
    calendar = calendar_for(session.settings())
    for number in reversed(range(18)):  # oldest first, as they came
        facts = made_up.requests()[number % len(made_up.requests())]
        received = moment.date() - timedelta(days=3 + number * 5)
        clock.at = min(
            moment,
            datetime.combine(
                moment.date() - timedelta(days=number * 5),
                time(15, 0),
                tzinfo=moment.tzinfo,
            ),
        )
        save_disclosure(
            session, _request(facts, number, received, made_up, calendar, clock)
        )
    clock.at = moment


def _request(
    facts: dict[str, str],
    number: int,
    received: date,
    made_up: MadeUp,
    calendar: WorkingCalendar,
    clock: Clock,
) -> Disclosure:
    kind = RequesterKind(facts["kind"])
    compelled = kind in (RequesterKind.COURT, RequesterKind.HMRC)
    person = made_up.person()
    asked = Disclosure(
        received=received,
        organisation=facts["organisation"],
        kind=kind,
        officer=facts["officer"],
        their_reference=f"{facts['organisation'][:2].upper()}/{4100 + 7 * number}",
        about=", ".join((person.name, *person.address.printed())),
        asked=facts["asked"],
        legal_basis=facts["basis"],
        compelled=compelled,
        comply_by=calendar.forward(received, 15) if compelled else None,
    )
    return _decided(asked, number, clock.at.date())


def _decided(asked: Disclosure, number: int, day: date) -> Disclosure:
    if number < 4:
        return asked
    if not asked.legal_basis:
        return replace(
            asked,
            decision=Decision.REFUSE,
            reason="No legal basis was given and none is evident.",
            decided_on=day,
        )
    if number == 5:  # asked lately: an old question would stand here as months late
        return replace(
            asked,
            decision=Decision.MORE,
            reason="The counter-signature is missing.",
            decided_on=day,
        )
    hidden = asked.kind is RequesterKind.POLICE
    return replace(
        asked,
        decision=Decision.PART if number % 3 else Decision.DISCLOSE,
        reason="Necessary and proportionate; narrowed to the days in question.",
        decided_on=day,
        what_left="The records asked for, for two days only.",
        method="Tracked post",
        left_on=day,
        told=Told.MUST_NOT if hidden else Told.NOT_NEEDED,
        told_reason="Telling them would prejudice the investigation." if hidden else "",
    )
