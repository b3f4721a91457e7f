"""By when a letter must be handed to the post, as its case or request stands."""

from datetime import date

from isteam_app.domain.case_clock import case_clock
from isteam_app.domain.cases import EventKind
from isteam_app.services.letter_desk import CaseDesk, Desk
from isteam_app.services.request_desk import RequestDesk
from isteam_app.services.session import Session, calendar_for


def post_by_of(session: Session, desk: Desk) -> date | None:
    """Return the last day to post a letter, None where nothing depends on it.

    An answer follows the day of its case. The notice of an extension must go before the
    first month is over (Article 12(3)), an acknowledgement within our own target. A
    letter about a request goes in time for the day that somebody set, or else within
    the same target.
    """
    if isinstance(desk, RequestDesk):
        return _of_request(session, desk)
    return _of_case(session, desk) if isinstance(desk, CaseDesk) else None


def _of_case(session: Session, desk: CaseDesk) -> date | None:
    case, settings = desk.case, desk.settings
    calendar = calendar_for(settings)
    event = desk.template.event
    if event is EventKind.EXTENDED:
        clock = case_clock(
            case, settings=settings, calendar=calendar, today=session.today
        )
        return clock.notice_post_by or case.post_by
    if event is EventKind.ACKNOWLEDGED:
        target = calendar.forward(case.received, settings.acknowledge_days)
        return min(target, case.post_by or target)
    return case.post_by


def _of_request(session: Session, desk: RequestDesk) -> date | None:
    calendar = calendar_for(desk.settings)
    wanted = desk.request.comply_by
    if wanted is not None:
        return calendar.back(wanted, desk.settings.delivery_days)
    return calendar.forward(session.today, desk.settings.acknowledge_days)
