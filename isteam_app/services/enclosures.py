"""Keeps what came in the envelope with a letter: authority, identity, money."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import Case, EventKind
from isteam_app.domain.dates import long_date
from isteam_app.domain.enclosed_money import enclosed_note
from isteam_app.domain.forms import Entry, Form, checked_values
from isteam_app.domain.people import Capacity
from isteam_app.domain.people_words import CAPACITIES
from isteam_app.domain.text import SHORT, checked
from isteam_app.errors import RuleBroken
from isteam_app.services.cases import event_today, touch_case
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change

LONGEST_MONEY = 80
_ENCLOSED = "None: enclosed with the letter"


@dataclass(frozen=True, slots=True, kw_only=True)
class Enclosed:
    """What was found with the letter, as typed; "" for what was not there.

    `authority` and `identity` say what was seen, `money` what it was: "£10 banknote".
    """

    authority: str = ""
    authority_expires: date | None = None
    identity: str = ""
    money: str = ""


def check_enclosed(enclosed: Enclosed, received: date) -> None:
    """Raise RuleBroken, naming the field, for what cannot have been enclosed."""
    for field, label in (("authority", "What was seen"), ("identity", "What was seen")):
        checked(getattr(enclosed, field), field=field, label=label, longest=SHORT)
    checked(enclosed.money, field="money", label="The money", longest=LONGEST_MONEY)
    expires = enclosed.authority_expires
    if expires is not None and expires < received:
        raise RuleBroken(
            f"That authority ended on {long_date(expires)}, before it was received. "
            "Take its tick away: the cases then say that authority is missing.",
            field="authority_expires",
        )


def keep_enclosed(
    session: Session,
    work: Change,
    case: Case,
    enclosed: Enclosed,
    capacity: Capacity | None,
) -> Case:
    """Keep on a case what came with the letter; nothing of it moves the clock.

    `capacity` is as what the writer acts for the subject, None where they write for
    themselves. Without authority the case shows it as missing (Article 12(6)).
    """
    if capacity is not None:
        case = _keep_authority(session, work, case, enclosed, capacity)
    if enclosed.identity:
        _keep(work, case, "identity", _seen(session, case, enclosed.identity))
    if enclosed.money:
        text = enclosed_note(enclosed.money)
        case = touch_case(
            session, work, case, event_today(session, EventKind.NOTE, text)
        )
    return case


def _keep_authority(
    session: Session, work: Change, case: Case, enclosed: Enclosed, capacity: Capacity
) -> Case:
    answers: Mapping[str, str] = {
        "doubt": f"{CAPACITIES[capacity]}: no authority was enclosed"
    }
    if enclosed.authority:
        expires = enclosed.authority_expires
        answers = _seen(session, case, enclosed.authority) | {
            "expires": expires.isoformat() if expires else ""
        }
    if _keep(work, case, "authority", answers):
        return case
    seen = enclosed.authority or "no authority was enclosed"
    text = (
        f"{case.post.requester.name} writes as {CAPACITIES[capacity].lower()}: {seen}."
    )
    return touch_case(session, work, case, event_today(session, EventKind.NOTE, text))


def _seen(session: Session, case: Case, what: str) -> dict[str, str]:
    return {
        "doubt": _ENCLOSED,
        "seen": what,
        "seen_on": case.received.isoformat(),
        "seen_by": session.member.name,
        "decided": "yes",
    }


def _keep(work: Change, case: Case, key: str, answers: Mapping[str, str]) -> bool:
    """Keep an entry of a form; say whether this kind of case has that form."""
    form: Form | None = CASE_TYPES[case.kind].form(key)
    if form is None:
        return False
    values = checked_values(form, answers)
    work.entries.add(Entry(record_id=case.id, form=key, values=values))
    return True
