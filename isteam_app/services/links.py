"""Links cases with each other: complaint, repeat, regulator, or simply related."""

from dataclasses import dataclass
from datetime import date

from isteam_app.domain.cases import (
    Case,
    CaseKind,
    CaseLink,
    CaseRow,
    EventKind,
    LinkKind,
    PostItem,
)
from isteam_app.domain.listing import CaseColumn, CaseFilter, CaseOrder
from isteam_app.domain.people import Person
from isteam_app.domain.settings import Regulator
from isteam_app.domain.text import fold
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.services.cases import CasePage, event_today, touch_case
from isteam_app.services.entries import put_entry
from isteam_app.services.intake import open_case
from isteam_app.services.post_details import PostDetails, check_details
from isteam_app.services.session import Session
from isteam_app.storage.unit import Reading
from isteam_app.storage.vault import Change

MOST_OF_PERSON = 20
_WORDS = {
    LinkKind.COMPLAINT_ABOUT: ("Complaint about", "Complained about in"),
    LinkKind.REPEAT_OF: ("Repeat of", "Repeated in"),
    LinkKind.REGULATOR_STAGE_OF: ("Regulator stage of", "Went to the regulator in"),
    LinkKind.RELATED: ("Related to", "Related to"),
}
_COMPLAINTS = (CaseKind.COMPLAINT, CaseKind.SERVICE_COMPLAINT, CaseKind.REGULATOR)


@dataclass(frozen=True, slots=True, kw_only=True)
class Nearby:
    """The cases around one case that nobody had to link.

    `same_person` holds at most `MOST_OF_PERSON`, newest first; `more`: there are more.
    `repeats` are earlier cases in which the person asked the same, not yet linked.
    """

    same_post: tuple[CaseRow, ...]
    same_person: tuple[CaseRow, ...]
    more: bool
    repeats: tuple[CaseRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RegulatorLetter:
    """The regulator's letter about a case, as typed. `asked` is what they want."""

    received: date | None
    dated: date | None = None
    their_reference: str = ""
    asked: str = ""
    answer_by: date | None = None


def link_words(kind: LinkKind, *, forward: bool) -> str:
    """Return how a link reads from its first case, or from the other one."""
    there, back = _WORDS[kind]
    return there if forward else back


def link_kinds(case: Case) -> tuple[LinkKind, ...]:
    """Return the links that can start at a case."""
    kinds = [LinkKind.RELATED, LinkKind.REPEAT_OF]
    if case.kind in _COMPLAINTS:
        kinds.insert(0, LinkKind.COMPLAINT_ABOUT)
    if case.kind is CaseKind.REGULATOR:
        kinds.insert(0, LinkKind.REGULATOR_STAGE_OF)
    return tuple(kinds)


def link(
    session: Session, case: Case, reference: str, kind: LinkKind, reason: str = ""
) -> CaseLink:
    """Link a case with the one that has a reference. Both tell of it.

    Raises RuleBroken, naming "other" or "kind", for a reference that no case has, the
    case itself, a link that stands already, or one that makes no sense between them.
    """
    with session.vault.change(
        "case.linked", by=session.member.name, at=session.now()
    ) as work:
        other = _named(work, reference)
        made = _join(session, work, work.cases.get(case.id), other, kind, reason)
        work.commit()
    return made


def unlink(session: Session, made: CaseLink) -> None:
    """Undo a link. Both timelines keep that it stood, and who undid it.

    Raises NotFound when somebody undid it before.
    """
    with session.vault.change(
        "case.unlinked", by=session.member.name, at=session.now()
    ) as work:
        work.links.drop(work.links.get(made.id))
        ends = (made.case_id, made.other_id), (made.other_id, made.case_id)
        for forward, (here, there) in zip((True, False), ends, strict=True):
            words = link_words(made.kind, forward=forward)
            other = work.cases.get(there).reference
            _tell(session, work, here, f"No longer: {words.casefold()} {other}")
        work.commit()


def nearby(session: Session, page: CasePage) -> Nearby:
    """Return the cases of the same post and the same person, and likely repeats."""
    case = page.case
    apart = {case.id, *(row.id for row in page.linked)}
    by_arrival = CaseOrder(column=CaseColumn.RECEIVED, descending=True)
    wanted = MOST_OF_PERSON + len(apart) + 1
    with session.vault.read() as vault:
        found = vault.cases.page(
            CaseFilter(person_id=case.subject.id), by_arrival, limit=wanted
        )
        asked_before = repeats(vault, case)
    of_person = [row for row in found.rows if row.id not in apart]
    tied = {one.row.id for one in page.links}
    return Nearby(
        same_post=tuple(page.linked),
        same_person=tuple(of_person[:MOST_OF_PERSON]),
        more=len(of_person) > MOST_OF_PERSON or found.next is not None,
        repeats=tuple(row for row in asked_before if row.id not in tied),
    )


def repeats(vault: Reading, case: Case) -> tuple[CaseRow, ...]:
    """Return the newest earlier cases in which the same person asked the same."""
    if case.kind in (CaseKind.REGULATOR, CaseKind.ENQUIRY):
        return ()
    same = CaseFilter(person_id=case.subject.id, kinds=(case.kind,))
    by_arrival = CaseOrder(column=CaseColumn.RECEIVED, descending=True)
    rows = vault.cases.page(same, by_arrival, limit=MOST_OF_PERSON).rows
    here = (case.received, case.id)
    return tuple(row for row in rows if (row.received, row.id) < here)[:3]


def take_to_regulator(session: Session, case: Case, letter: RegulatorLetter) -> Case:
    """Open the regulator's case about one of ours, from a letter of theirs.

    The regulator of the settings wrote it, about the same person; the two cases are
    linked. All of it is kept, or none. Raises RuleBroken, naming the field.
    """
    if case.kind is CaseKind.REGULATOR:
        raise RuleBroken("This is the regulator's case already. Note the letter on it.")
    with session.vault.change(
        "case.regulator", by=session.member.name, at=session.now()
    ) as work:
        held = work.cases.get(case.id)
        regulator = work.settings.in_force(session.today).regulator
        post = work.posts.add(_their_post(work, regulator, letter, session.today))
        opened = open_case(session, work, post, held.subject, CaseKind.REGULATOR)
        _join(session, work, opened, held, LinkKind.REGULATOR_STAGE_OF, "")
        if post.their_reference or letter.answer_by:
            answers = {
                "reference": post.their_reference,
                "written_on": _iso(letter.dated),
                "asked": letter.asked,
                "answer_by": _iso(letter.answer_by),
            }
            put_entry(session, work, work.cases.get(opened.id), "regulator", answers)
        work.commit()
    with session.vault.read() as vault:
        return vault.cases.get(opened.id)


def _join(
    session: Session, work: Change, case: Case, other: Case, kind: LinkKind, reason: str
) -> CaseLink:
    _must_make_sense(case, other, kind)
    made = work.links.add(
        CaseLink(case_id=case.id, other_id=other.id, kind=kind, reason=reason.strip())
    )
    why = f": {made.reason}" if made.reason else ""
    there = f"{link_words(kind, forward=True)} {other.reference}{why}"
    back = f"{link_words(kind, forward=False)} {case.reference}{why}"
    _tell(session, work, case.id, there)
    _tell(session, work, other.id, back)
    return made


def _must_make_sense(case: Case, other: Case, kind: LinkKind) -> None:
    if case.id == other.id:
        raise RuleBroken(
            "That is this case itself. Type the reference of the other case.",
            field="other",
        )
    if kind not in link_kinds(case):
        raise RuleBroken(
            "A case of this kind cannot start such a link. Choose another kind, or "
            "make the link on the page of the other case.",
            field="kind",
        )
    if kind is LinkKind.REPEAT_OF:
        _must_repeat(case, other)
    if kind is LinkKind.REGULATOR_STAGE_OF and other.kind is CaseKind.REGULATOR:
        raise RuleBroken(
            "That is a regulator's case too. Link this one with the team's own case.",
            field="other",
        )


def _must_repeat(case: Case, other: Case) -> None:
    if other.kind is not case.kind:
        raise RuleBroken(
            "A repeat asks for the same again, and that case asks for something else. "
            "Link the two as related.",
            field="other",
        )
    if (other.received, other.id) > (case.received, case.id):
        raise RuleBroken(
            "That case came later than this one. Open it and link it with this one.",
            field="other",
        )


def _named(work: Change, reference: str) -> Case:
    if not reference.strip():
        raise RuleBroken("Type the reference of the other case.", field="other")
    try:
        return work.cases.by_reference(reference)
    except NotFound as error:
        raise RuleBroken(
            "No case has that reference. Type it as it stands on the letters, such as "
            "IS-2026-00042.",
            field="other",
        ) from error


def _tell(session: Session, work: Change, case_id: int, words: str) -> None:
    event = event_today(session, EventKind.LINKED, words)
    touch_case(session, work, work.cases.get(case_id), event)


def _their_post(
    work: Change, regulator: Regulator, letter: RegulatorLetter, today: date
) -> PostItem:
    details = PostDetails(
        name=regulator.name,
        address=regulator.address,
        received=letter.received,
        dated=letter.dated,
        their_reference=letter.their_reference.strip(),
        summary=letter.asked.strip(),
    )
    check_details(details, today)
    return PostItem(
        requester=_as_person(work, regulator),
        received=details.day_received(),
        reached_team=today,
        dated=details.dated,
        their_reference=details.their_reference,
        summary=details.summary,
    )


def _as_person(work: Change, regulator: Regulator) -> Person:
    """Return the regulator among the people the team knows, made if need be."""
    name, postcode = regulator.name, regulator.address.postcode
    for known in work.people.likely_duplicates(name, postcode):
        if known.address == regulator.address and fold(known.name) == fold(name):
            return known
    return work.people.add(Person(name=name, address=regulator.address))


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
