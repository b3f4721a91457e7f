"""The ways one person's letter gets to another, each tried on a real vault.

Every row does one thing wrong, tries to get the letter out, and returns the sentence
that stopped it; "" means that it would have gone.
"""

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

from builders import new_post
from letter_steps import (
    answered,
    approved,
    decided,
    filled_in,
    made,
    other_of,
    ticks,
)
from request_steps import recorded

from isteam_app.domain.addresses import Address, parse_address
from isteam_app.domain.cases import Case, CaseKind
from isteam_app.domain.letters import Enclosure, Letter
from isteam_app.domain.people import Capacity, Person
from isteam_app.errors import IsteamError
from isteam_app.services.enclosures import Enclosed
from isteam_app.services.entries import add_entry, change_entry, strike_entry
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_approval import approve, submit
from isteam_app.services.letter_check import check_again
from isteam_app.services.letter_enclosures import enclose
from isteam_app.services.letter_pages import unmarked, wrong_pages_of
from isteam_app.services.letters import (
    finalise,
    letter_pdf,
    save_draft,
    start_letter,
)
from isteam_app.services.merging import merge_people
from isteam_app.services.people import save_person
from isteam_app.services.print_desk import letter as read_letter
from isteam_app.services.representatives import end_representation
from isteam_app.services.sample_scan import sample_scan
from isteam_app.services.scans import scan_from_bytes
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings
from isteam_app.storage.vault import Change

ACK, REFUSAL, ANSWER = "access-acknowledgement", "refusal", "access-response"
HERE = ("Flat 4", "27 Lantern Row", "EASTBRIDGE", "QX4 7TB")
THERE = parse_address("1 High Street, Westhaven, ZY2 5XX")
NEW = parse_address("9 Mill Lane, Northby, NB1 1AA")
POSTCODE = "QX4 7TB"
COURIER = {
    "name": "Sampleton Couriers Ltd",
    "address": "Dock 3, Placeholder Quay\nExampleford\nex1 2ab",
    "had": "Name and address",
    "disclosed_on": "2026-11-03",
}


@dataclass(frozen=True, slots=True)
class World:
    """Ms Ellwood-Price has three cases of one letter; Mr Vipond lives elsewhere."""

    session: Session
    hers: tuple[Case, ...]
    his: Case

    @property
    def case(self) -> Case:
        return self.hers[0]


def world(session: Session) -> World:
    kinds = (CaseKind.ACCESS, CaseKind.RECTIFICATION, CaseKind.COMPLAINT)
    hers = receive_post(session, new_post(kinds=kinds, scans=(_scan("hers.pdf"),)))
    his = receive_post(
        session,
        new_post(
            name="Mr Idris Vipond",
            salutation="Mr Vipond",
            address=THERE,
            scans=(_scan("his.pdf"),),
        ),
    )
    return World(session, hers.cases, his.cases[0])


def _scan(name: str) -> Any:
    day = date(2026, 11, 17)
    data = sample_scan(Person(name="A Writer"), dated=day, stamped=day)
    return scan_from_bytes(name, data)


def stopped(act: Callable[[], object]) -> str:
    """The sentence that stops an act, "" where nothing does."""
    try:
        act()
    except IsteamError as refused:
        return str(refused)
    return ""


def draft(w: World, template: str = ACK) -> Letter:
    return answered(w.session, w.case, template)


def refusal(w: World) -> Letter:
    case = decided(w.session, w.case, "refused", "unfounded")
    return filled_in(w.session, start_letter(w.session, case.id, REFUSAL))


def out(w: World, letter: Letter, **given: object) -> str:
    """Try to finalise a letter as it is kept."""
    kept = read_letter(w.session, letter.id)
    return stopped(lambda: finalise(w.session, kept, **given))  # type: ignore[arg-type]


def edited(w: World) -> AbstractContextManager[Change]:
    """A change past the composer, as a fault of the program would make it."""
    return w.session.vault.change("letter.edited", by="x", at=w.session.now())


def addressed(*lines: str) -> Callable[[World], str]:
    def row(w: World) -> str:
        letter = draft(w)
        with w.session.vault.change(
            "letter.edited", by="x", at=w.session.now()
        ) as work:
            work.letters.update(replace(letter, recipient=lines))
            work.commit()
        return out(w, letter)

    return row


def saying(
    words: str, instead_of: str = "", template: str = ACK
) -> Callable[[World], str]:
    """Words typed into the body, in the place of others or at its end."""

    def row(w: World) -> str:
        letter = draft(w, template)
        told = words.format(his=w.his.reference, his_low=w.his.reference.lower())
        body = letter.body
        body = body.replace(instead_of, told) if instead_of else f"{body}\n\n{told}\n"
        assert body != letter.body
        save_draft(w.session, letter, body, dict(letter.answers))
        return out(w, letter)

    return row


def greeting(whom: str) -> Callable[[World], str]:
    return saying(f"Dear {whom}", "Dear {{salutation}}")


def knows(w: World, person_id: int) -> Person:
    with w.session.vault.read() as vault:
        return vault.people.get(person_id)


def change(w: World, person_id: int, **facts: object) -> None:
    base = knows(w, person_id)
    particulars = base.particulars
    for name in ("died_on", "do_not_write"):
        if name in facts:
            particulars = replace(particulars, **{name: facts.pop(name)})  # type: ignore[arg-type]
    save_person(w.session, base, replace(base, particulars=particulars, **facts))  # type: ignore[arg-type]


def before(**facts: object) -> Callable[[World], str]:
    """The record changes while the letter is a draft."""

    def row(w: World) -> str:
        letter = draft(w)
        change(w, w.case.subject.id, **facts)
        return out(w, letter)

    return row


def between(**facts: object) -> Callable[[World], str]:
    """The record changes once the letter is approved."""

    def row(w: World) -> str:
        good = approved(w.session, refusal(w))
        change(w, w.case.subject.id, **facts)
        return out(w, good)

    return row


def after(**facts: object) -> Callable[[World], str]:
    """The record changes once the letter is finalised: the print run asks again."""

    def row(w: World) -> str:
        letter = made(w.session, draft(w))
        change(w, w.case.subject.id, **facts)
        return again(w, letter)

    return row


def again(w: World, letter: Letter) -> str:
    return " ".join(each.sentence for each in check_again(w.session, letter.id))


def beside(name: str, address: Address) -> Callable[[World], str]:
    """Somebody who could be mistaken for her is in the vault."""

    def row(w: World) -> str:
        receive_post(w.session, new_post(name=name, salutation="", address=address))
        return out(w, draft(w))

    return row


def moved_and_addressed_anew(w: World) -> str:
    change(w, w.case.subject.id, address=NEW)
    return out(w, draft(w))


def merged(w: World) -> str:
    twin = receive_post(w.session, new_post(name="Ms M Ellwood-Price", address=NEW))
    keep = knows(w, w.case.subject.id)
    gone = knows(w, twin.cases[0].subject.id)
    merge_people(w.session, keep, gone, "One signature")
    return out(w, draft(w))


def merged_away(w: World) -> str:
    letter = made(w.session, draft(w))
    twin = receive_post(w.session, new_post(name="Ms M Ellwood-Price", address=NEW))
    keep = knows(w, twin.cases[0].subject.id)
    merge_people(w.session, keep, knows(w, w.case.subject.id), "One signature")
    return again(w, letter)


def for_another(
    w: World, *, seen: str = "", expires: date | None = None, template: str = ANSWER
) -> tuple[Case, Letter]:
    """A letter to Mr Vipond's sister, who writes for him."""
    case = receive_post(
        w.session,
        new_post(
            name="Ms Nerys Vipond",
            salutation="Ms Vipond",
            address=NEW,
            acting_for="Mr Idris Vipond",
            subject=w.his.subject,
            capacity=Capacity.FRIEND,
            enclosed=Enclosed(authority=seen, authority_expires=expires),
        ),
    ).cases[0]
    case = decided(w.session, case)
    return case, filled_in(w.session, start_letter(w.session, case.id, template))


def authority_missing(w: World) -> str:
    _, letter = for_another(w)
    return out(w, letter, ticked=ticks(w.session, letter), postcode="NB1 1AA")


def authority_ended(w: World) -> str:
    case, letter = for_another(w, seen="A signed letter")
    yesterday = w.session.today - timedelta(days=1)
    with w.session.vault.read() as vault:
        (given,) = vault.representations.for_subject(case.subject.id)
    end_representation(w.session, given, yesterday)
    return out(w, letter, ticked=ticks(w.session, letter), postcode="NB1 1AA")


def authority_ended_after(w: World) -> str:
    case, letter = for_another(w, seen="A signed letter")
    final = made(w.session, letter)
    with w.session.vault.read() as vault:
        (given,) = vault.representations.for_subject(case.subject.id)
    end_representation(w.session, given, w.session.today - timedelta(days=1))
    return again(w, final)


def authority_expired(w: World) -> str:
    case, letter = for_another(w, seen="A signed letter", expires=w.session.today)
    final = made(w.session, letter)
    later = replace(w.session, now=lambda: w.session.now() + timedelta(days=2))
    del case
    return " ".join(each.sentence for each in check_again(later, final.id))


def notice(w: World) -> tuple[Any, Letter]:
    case = w.hers[1]
    what = {"item": "Surname", "old": "Elwood", "new": "Ellwood"}
    add_entry(w.session, case, "correction", what | {"decision": "corrected"})
    entry = add_entry(w.session, case, "recipient", COURIER)
    letter = start_letter(w.session, case.id, "recipient-notice", entry)
    return entry, filled_in(w.session, letter)


def struck(w: World) -> str:
    entry, letter = notice(w)
    strike_entry(w.session, entry, "Named by mistake")
    return out(w, letter)


def company(final: bool, **facts: str) -> Callable[[World], str]:
    def row(w: World) -> str:
        entry, letter = notice(w)
        if final:
            letter = made(w.session, letter)
        change_entry(w.session, entry, dict(entry.values) | facts)
        return again(w, letter) if final else out(w, letter)

    return row


def documents(w: World, case: Case) -> tuple[int, int]:
    with w.session.vault.read() as vault:
        (kept,) = vault.documents.for_post(case.post.id)
    return kept.id, kept.pages


def enclosing(*, appended: bool) -> Callable[[World], str]:
    def row(w: World) -> str:
        theirs, pages = documents(w, w.his)
        return stopped(
            lambda: enclose(
                w.session,
                draft(w),
                "The scan",
                pages,
                document_id=theirs,
                appended=appended,
            )
        )

    return row


def slipped_in(*, appended: bool) -> Callable[[World], str]:
    """Past the composer, as a fault of the program would do it."""

    def row(w: World) -> str:
        letter = draft(w)
        theirs, pages = documents(w, w.his)
        with w.session.vault.change(
            "letter.enclosed", by="x", at=w.session.now()
        ) as work:
            work.enclosures.add(
                Enclosure(
                    letter_id=letter.id,
                    title="The scan",
                    pages=pages,
                    document_id=theirs,
                    appended=appended,
                )
            )
            work.commit()
        return out(w, letter)

    return row


def also(place: int, *, his: bool = False) -> Callable[[World], str]:
    """A case that the letter must not answer, past the composer."""

    def row(w: World) -> str:
        template = ACK if his else ANSWER
        case = w.case if his else decided(w.session, w.case)
        letter = filled_in(w.session, start_letter(w.session, case.id, template))
        other = w.his if his else w.hers[place]
        with w.session.vault.change(
            "letter.edited", by="x", at=w.session.now()
        ) as work:
            work.letters.update(replace(letter, also=(other.id,)))
            work.commit()
        return out(w, letter, postcode=POSTCODE)

    return row


def settings(**ours: str) -> Callable[[World], str]:
    """What the company says of itself changes once the letter is approved."""

    def row(w: World) -> str:
        good = approved(w.session, refusal(w))
        known = w.session.settings()
        if "signs" in ours:
            other = replace(known.signatory, name=ours["signs"])
            save_settings(w.session, replace(known, signatory=other))
        else:
            company = replace(known.organisation, **ours)  # type: ignore[arg-type]
            save_settings(w.session, replace(known, organisation=company))
        return out(w, good)

    return row


def edited_after_approval(w: World) -> str:
    good = approved(w.session, refusal(w))
    save_draft(w.session, good, f"{good.body}\n\nMore.\n", dict(good.answers))
    return out(w, good)


def answers_changed_after_approval(w: World) -> str:
    good = approved(w.session, refusal(w))
    told = {name: f"{text} And more." for name, text in good.answers}
    save_draft(w.session, good, good.body, told)
    return out(w, good)


def not_approved(w: World) -> str:
    return out(w, refusal(w), postcode=POSTCODE)


def waiting(w: World) -> str:
    return out(w, submit(w.session, refusal(w)), postcode=POSTCODE)


def by_oneself(w: World) -> str:
    sent = submit(w.session, refusal(w))
    return stopped(lambda: approve(w.session, sent, "as_written", postcode=POSTCODE))


def typing(postcode: str) -> Callable[[World], str]:
    def row(w: World) -> str:
        sent = submit(w.session, refusal(w))
        second = other_of(w.session)
        return stopped(
            lambda: approve(second, sent, "as_written", "Alone", postcode=postcode)
        )

    return row


def typing_alone(postcode: str) -> Callable[[World], str]:
    def row(w: World) -> str:
        case = decided(w.session, w.case)
        letter = filled_in(w.session, start_letter(w.session, case.id, ANSWER))
        return out(w, letter, postcode=postcode)

    return row


def saved_meanwhile(w: World) -> str:
    sent = submit(w.session, refusal(w))
    save_draft(w.session, sent, f"{sent.body}\n\nMore.\n", dict(sent.answers))
    second = other_of(w.session)
    return stopped(
        lambda: approve(second, sent, "as_written", "Alone", postcode=POSTCODE)
    )


def stale(w: World) -> str:
    letter = draft(w)
    save_draft(w.session, letter, f"{letter.body}\n\nMore.\n", dict(letter.answers))
    return stopped(lambda: finalise(w.session, letter))


def other_pages(w: World) -> str:
    hers = made(w.session, draft(w))
    theirs = made(w.session, answered(w.session, w.his, ACK))
    swapped = letter_pdf(w.session, theirs.id)
    return " ".join(each.sentence for each in wrong_pages_of(hers, swapped))


def other_reference(w: World) -> str:
    theirs = made(w.session, answered(w.session, w.his, ACK))
    pdf = letter_pdf(w.session, theirs.id)
    hers = read_letter(w.session, draft(w).id)
    return " ".join(each.sentence for each in unmarked(pdf, hers.reference, 1))


def page_short(w: World) -> str:
    letter = made(w.session, draft(w))
    pdf = letter_pdf(w.session, letter.id)
    found = unmarked(pdf, letter.reference, letter.pages + 1)
    return " ".join(each.sentence for each in found)


def in_an_answer(text: str) -> Callable[[World], str]:
    def row(w: World) -> str:
        case = decided(w.session, w.case)
        letter = filled_in(w.session, start_letter(w.session, case.id, ANSWER))
        typed = dict(letter.answers) | {
            "searches": text.format(his=w.his.reference, name="Mr Idris Vipond")
        }
        save_draft(w.session, letter, letter.body, typed)
        return out(w, letter, postcode=POSTCODE)

    return row


def third_party(w: World) -> str:
    asked = recorded(w.session)
    return saying(f"See {asked.reference}.")(w)


ROWS: Mapping[str, Callable[[World], str]] = {
    # the envelope
    "his name over her address": addressed("Mr Idris Vipond", *HERE),
    "his name and his address": addressed("Mr Idris Vipond", *THERE.printed()),
    "her name over his address": addressed("Ms Marged Ellwood-Price", *THERE.printed()),
    "her name with another title": addressed("Mr Marged Ellwood-Price", *HERE),
    "a letter of her name wrong": addressed("Ms Marged Elwood-Price", *HERE),
    "another flat": addressed("Ms Marged Ellwood-Price", "Flat 5", *HERE[1:]),
    "another house": addressed(
        "Ms Marged Ellwood-Price", "Flat 4", "72 Lantern Row", *HERE[2:]
    ),
    "another town": addressed(
        "Ms Marged Ellwood-Price", *HERE[:2], "WESTHAVEN", POSTCODE
    ),
    "a letter of the postcode wrong": addressed(
        "Ms Marged Ellwood-Price", *HERE[:3], "QX4 7TD"
    ),
    "no postcode": addressed("Ms Marged Ellwood-Price", *HERE[:3]),
    "a line too many": addressed("Ms Marged Ellwood-Price", "c/o Mr Vipond", *HERE),
    "lines in another order": addressed(
        "Ms Marged Ellwood-Price", HERE[1], HERE[0], *HERE[2:]
    ),
    "nobody": addressed(),
    "a name alone": addressed("Ms Marged Ellwood-Price"),
    # the greeting
    "Dear, with another title": greeting("Mr Ellwood-Price"),
    "Dear, with his name": greeting("Mr Vipond"),
    "Dear, with his first name": greeting("Idris"),
    "Dear, with half of her name": greeting("Ms Ellwood"),
    "Dear, with her name turned round": greeting("Ms Price-Ellwood"),
    "Dear both of them": greeting("Ms Ellwood-Price and Mr Vipond"),
    "Dear in Welsh, with his name": saying("Annwyl Mr Vipond", "Dear {{salutation}}"),
    # the words
    "the reference of his case": saying("See {his}."),
    "the reference of his case in small letters": saying("See {his_low}."),
    "the reference of his case in the heading": saying("# {his}: ", "# "),
    "the reference of a third party's request": third_party,
    "a reference that nobody has": saying("See IS-2026-09999."),
    "his reference in a box": in_an_answer("We searched for {his}."),
    "his name in a box": in_an_answer("We searched for {name} as well."),
    "his name": saying("We have written to Mr Idris Vipond."),
    "his name in capitals": saying("MR IDRIS VIPOND signed for it."),
    "his postcode": saying("It went to ZY2 5XX."),
    "his postcode without a space": saying("It went to ZY25XX."),
    # who could be mistaken
    "a namesake with an open case": beside("Ms Marged Ellwood-Price", NEW),
    "somebody of her family in the house": beside(
        "Mr Huw Ellwood-Price",
        parse_address("Flat 4, 27 Lantern Row, Eastbridge, QX4 7TB"),
    ),
    "somebody of her name near by": beside(
        "Mr Huw Ellwood-Price", parse_address("3 Quay Street, Eastbridge, QX4 9ZZ")
    ),
    "a lodger in the house": beside(
        "Mr Huw Ash", parse_address("Flat 4, 27 Lantern Row, Eastbridge, QX4 7TB")
    ),
    "she moved lately": moved_and_addressed_anew,
    "two records were made into one": merged,
    # the record changes
    "she moved since it was written": before(address=NEW),
    "her name was corrected since": before(name="Ms Marged Price"),
    "she died": before(died_on=date(2026, 11, 22)),
    "do not write": before(do_not_write="Somebody there reads her post"),
    "she moved since it was approved": between(address=NEW),
    "her name was corrected since it was approved": between(name="Ms Marged Price"),
    "her greeting was corrected since it was approved": between(salutation="Dr Price"),
    "she died since it was approved": between(died_on=date(2026, 11, 22)),
    "she moved since it was finalised": after(address=NEW),
    "her name was corrected since it was finalised": after(name="Ms Marged Price"),
    "her greeting was corrected since it was finalised": after(salutation="Dr Price"),
    "she died since it was finalised": after(died_on=date(2026, 11, 22)),
    "do not write since it was finalised": after(do_not_write="At risk"),
    "her record was merged into another": merged_away,
    # who acts for somebody
    "nobody saw the authority": authority_missing,
    "the authority was taken back": authority_ended,
    "the authority was taken back since it was finalised": authority_ended_after,
    "the authority expired before it was printed": authority_expired,
    "the company was struck out": struck,
    "the company was renamed": company(final=False, name="Exampleford Returns Ltd"),
    "the company moved": company(final=False, address="1 Wharf\nWesthaven\nZY2 5LD"),
    "the company moved since it was finalised": company(
        final=True, address="1 Wharf\nWesthaven\nZY2 5LD"
    ),
    # the envelope's other contents
    "his letter printed behind hers": enclosing(appended=True),
    "his letter put in with hers": enclosing(appended=False),
    "his letter slipped in behind hers": slipped_in(appended=True),
    "his letter slipped in with hers": slipped_in(appended=False),
    "his case answered with hers": also(0, his=True),
    "a case answered that is not decided": also(1),
    # the approval
    "nobody approved it": not_approved,
    "it waits for approval": waiting,
    "its writer approved it": by_oneself,
    "the text changed after the approval": edited_after_approval,
    "an answer changed after the approval": answers_changed_after_approval,
    "the telephone changed after the approval": settings(phone="01632 960999"),
    "the company was renamed after the approval": settings(
        name="Fernleigh Letters Ltd"
    ),
    "another signs it than was approved": settings(signs="Somebody Else"),
    "somebody saved it while it was approved": saved_meanwhile,
    "somebody saved it while it was finalised": stale,
    "no postcode was typed": typing(""),
    "his postcode was typed": typing("ZY2 5XX"),
    "a letter of the postcode was typed wrong": typing("QX4 7TD"),
    "no postcode was typed by who makes it alone": typing_alone(""),
    "his postcode was typed by who makes it alone": typing_alone("ZY2 5XX"),
    # the pages
    "his pages kept as hers": other_pages,
    "pages with his reference": other_reference,
    "a page short": page_short,
}
