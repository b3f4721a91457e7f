"""What is good to know before an item of post is saved; it never stands in the way."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from isteam_app.domain.addresses import Address, postcode_warning
from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.dates import long_date
from isteam_app.domain.listing import OPEN_STATES, CaseFilter, CaseOrder
from isteam_app.domain.people import Format, Person
from isteam_app.domain.people_words import FORMATS
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.services.replies import find_reply
from isteam_app.services.session import Session

_MOST = 5


@dataclass(frozen=True, slots=True, kw_only=True)
class Hint:
    """One thing to know. `case_id` is the case it speaks of, 0 for none."""

    title: str
    text: str = ""
    grave: bool = True
    case_id: int = 0


def person_hints(people: Sequence[Person], address: Address) -> tuple[Hint, ...]:
    """Return what is known of the people chosen, and what is odd about the address."""
    found = [hint for person in people for hint in _of_person(person)]
    odd = postcode_warning(address)
    if odd:
        found.append(Hint(title=odd, grave=False))
    return tuple(found)


def reply_hints(session: Session, reference: str) -> tuple[Hint, ...]:
    """Return the case that a reply belongs to, by the code of its slip.

    `reference` is what was scanned or typed where their reference goes.
    """
    try:
        reply = find_reply(session, reference)
    except (RuleBroken, NotFound) as error:
        return (Hint(title="The code of the slip leads nowhere", text=str(error)),)
    if reply is None:
        return ()
    answered = f"This is a reply to {reply.letter.reference}"
    if reply.case_id is None:
        return (
            Hint(
                title=answered,
                text="It answers a letter about a third party's request: open that "
                "request under Disclosures.",
                grave=False,
            ),
        )
    return (
        Hint(
            title=answered,
            text=f"{reply.words}. Open the case instead of starting a new one.",
            case_id=reply.case_id,
        ),
    )


def case_hints(
    session: Session, subject: Person | None, kinds: Sequence[CaseKind]
) -> tuple[Hint, ...]:
    """Return the open cases in which somebody asked the same, and other advice."""
    found: list[Hint] = []
    if subject is not None and kinds:
        wanted = CaseFilter(
            person_id=subject.id, kinds=tuple(kinds), states=OPEN_STATES
        )
        with session.vault.read() as vault:
            rows = vault.cases.page(wanted, CaseOrder(), None, _MOST).rows
        found += [
            Hint(
                title=f"Asked before: {row.reference}",
                text=f"{CASE_TYPES[row.kind].name}, received "
                f"{long_date(row.received)}, still open",
                case_id=row.id,
            )
            for row in rows
        ]
    if CaseKind.PASSED_ON in kinds:
        found.append(
            Hint(
                title="The client answers about its own mailing",
                text="Delivery, signature and CCTV records are ours: tick what is "
                "asked of those as well.",
                grave=False,
            )
        )
    return tuple(found)


def _of_person(person: Person) -> Iterator[Hint]:
    known = person.particulars
    if known.died_on:
        yield Hint(
            title=f"{person.name} died on {long_date(known.died_on)}",
            text="The rights ended then. Write to whoever wrote, with care.",
        )
    if known.do_not_write:
        yield Hint(
            title=f"Do not write to {person.name}'s address",
            text=f"{known.do_not_write}. Say under Answer elsewhere where "
            "letters may go.",
        )
    if known.vulnerable:
        yield Hint(title=f"Take care with {person.name}", text=known.vulnerable)
    if known.child:
        yield Hint(
            title=f"{person.name} is a child",
            text=known.capable or "Is the child able to act alone?",
        )
    needs = [FORMATS[known.format]] if known.format is not Format.STANDARD else []
    if known.language:
        needs.append(known.language)
    if needs:
        yield Hint(
            title=f"{person.name} needs letters in {', '.join(needs)}", grave=False
        )
