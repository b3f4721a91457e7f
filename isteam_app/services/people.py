"""What a team member can do with the people in the vault."""

from dataclasses import dataclass, replace
from datetime import date

from isteam_app.domain.addresses import lines_warning, postcode_warning
from isteam_app.domain.cases import CaseKind, CaseRow, EventKind
from isteam_app.domain.disclosures import DisclosureRow
from isteam_app.domain.forms import Entry
from isteam_app.domain.history import FieldChange
from isteam_app.domain.letters import Letter
from isteam_app.domain.listing import Cursor, Page
from isteam_app.domain.people import Merge, Person, Representation, Sight
from isteam_app.domain.person_edits import age_note, brought_together, check_person
from isteam_app.errors import ChangedMeanwhile, Clash
from isteam_app.services.intake import window_lines
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

MOST_SHOWN = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class InForce:
    """A restriction or a marketing suppression that stands, and on which case."""

    entry: Entry
    case: CaseRow


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonPage:
    """Everything the page of one person shows.

    Lists of cases, letters and third parties' requests hold at most the `MOST_SHOWN`
    newest, as far as whoever looks may see them. `warnings` are
    sentences about the address and the age; `kept_as` is set on a merged record.
    """

    person: Person
    about: tuple[CaseRow, ...]
    written: tuple[CaseRow, ...]
    letters: tuple[Letter, ...]
    requests: tuple[DisclosureRow, ...]
    restrictions: tuple[InForce, ...]
    suppressions: tuple[InForce, ...]
    representatives: tuple[Representation, ...]
    acts_for: tuple[Representation, ...]
    merges: tuple[Merge, ...]
    duplicates: tuple[Person, ...]
    history: tuple[FieldChange, ...]
    sight: tuple[Sight, ...]
    warnings: tuple[str, ...]
    team: tuple[str, ...]
    kept_as: Person | None
    today: date


def list_people(
    session: Session, text: str = "", after: Cursor | None = None, limit: int = 100
) -> Page[Person]:
    """Return one screenful of people by name; merged records are left out."""
    with session.vault.read() as vault:
        return vault.people.page(text, after, limit)


def count_people(session: Session, text: str = "") -> int:
    with session.vault.read() as vault:
        return vault.people.count(text)


def find_people(session: Session, text: str, limit: int = 8) -> tuple[Person, ...]:
    """Return people whose name or postcode begins as typed."""
    if len(text.strip()) < 2:
        return ()
    with session.vault.read() as vault:
        return vault.people.matching(text, limit)


def person_page(session: Session, person_id: int) -> PersonPage:
    """Return a person with all that is kept about them.

    Raises NotFound when nobody has that number, or the member may not see them.
    """
    window = window_lines(session)
    with session.vault.read() as vault:
        person = vault.people.get(person_id)
        records = vault.person_records
        representatives = vault.representations.for_subject(person_id)
        merges = vault.merges.of_person(person_id)
        return PersonPage(
            person=person,
            about=_rows(vault, records.cases_about(person_id, MOST_SHOWN)),
            written=_rows(vault, records.cases_written(person_id, MOST_SHOWN)),
            letters=vault.letters.several(records.letters_about(person_id, MOST_SHOWN))[
                ::-1
            ],
            requests=vault.disclosures.for_person(person_id)[:MOST_SHOWN],
            restrictions=_restrictions(vault, person_id),
            suppressions=_in_force(vault, person_id, CaseKind.MARKETING, "suppression"),
            representatives=representatives,
            acts_for=vault.representations.by_representative(person_id),
            merges=merges,
            duplicates=_duplicates(vault, person),
            history=_history(vault, person_id, representatives),
            sight=vault.sight.of_person(person_id),
            warnings=_warnings(person, session.today, window),
            team=tuple(member.name for member in vault.members.all()),
            kept_as=_kept_as(vault, person),
            today=session.today,
        )


def save_person(session: Session, base: Person, yours: Person) -> Person:
    """Keep what was typed about a person, whose record was read as `base`.

    When somebody else changed other fields meanwhile, both changes are kept. Raises
    RuleBroken with the field, and ChangedMeanwhile with the fields both changed.
    """
    tidy = replace(
        yours,
        name=" ".join(yours.name.split()),
        salutation=yours.salutation.strip(),
        id=base.id,
        version=base.version,
        merged_into=base.merged_into,
    )
    check_person(tidy, session.today)
    if base.id and tidy == base:
        return base
    action = "person.changed" if base.id else "person.added"
    with session.vault.change(action, by=session.member.name, at=session.now()) as work:
        saved = _kept(work, session, base, tidy)
        work.commit()
    return saved


def _kept(work: Change, session: Session, base: Person, yours: Person) -> Person:
    if not base.id:
        return work.people.add(yours)
    theirs = work.people.get(base.id)
    if theirs.version == base.version:
        return work.people.update(yours)
    both, clashes = brought_together(base, theirs, yours)
    if clashes:
        raise _clash(work, session, base.id, clashes)
    check_person(both, session.today)
    return work.people.update(both) if both != theirs else theirs


def _clash(
    work: Change, session: Session, person_id: int, clashes: tuple[Clash, ...]
) -> ChangedMeanwhile:
    latest = {each.field: each for each in work.history.latest("person", person_id)}
    told = tuple(
        replace(clash, by=change.by, at=change.at)
        if (change := latest.get(clash.field))
        else clash
        for clash in clashes
    )
    fields = ", ".join(clash.field.lower() for clash in told)
    first = told[0]
    who = first.by or "somebody else"
    when = f" at {first.at.astimezone(session.now().tzinfo):%H:%M}" if first.at else ""
    return ChangedMeanwhile(
        f"Changed by {who}{when}: {fields}. Nothing of yours was saved, and what you "
        "typed still stands. Choose what is right, then save again.",
        clashes=told,
        changed=f"Changed by {who}{when}: {fields}.",
    )


def _rows(vault: Reading, ids: list[int]) -> tuple[CaseRow, ...]:
    return vault.cases.rows(ids)[::-1]


def _in_force(
    vault: Reading, person_id: int, kind: CaseKind, form: str
) -> tuple[InForce, ...]:
    entries = [
        entry
        for entry in vault.entries.of_person(person_id, kind, form)
        if not entry.struck
    ]
    rows = {row.id: row for row in vault.cases.rows(each.record_id for each in entries)}
    return tuple(InForce(entry=each, case=rows[each.record_id]) for each in entries)


def _restrictions(vault: Reading, person_id: int) -> tuple[InForce, ...]:
    found = _in_force(vault, person_id, CaseKind.RESTRICTION, "restriction")
    lifted = vault.person_records.last_kinds(
        [each.case.id for each in found],
        (EventKind.RESTRICTION_LIFTED, EventKind.REOPENED),
    )
    return tuple(
        each
        for each in found
        if each.entry["start"]
        and lifted.get(each.case.id) is not EventKind.RESTRICTION_LIFTED
    )


def _duplicates(vault: Reading, person: Person) -> tuple[Person, ...]:
    if person.merged_into is not None:
        return ()
    likely = vault.people.likely_duplicates(person.name, person.address.postcode, 6)
    return tuple(each for each in likely if each.id != person.id)[:5]


def _history(
    vault: Reading, person_id: int, representatives: tuple[Representation, ...]
) -> tuple[FieldChange, ...]:
    records = [("person", person_id)]
    records += [("representation", each.id) for each in representatives]
    return vault.history.page(0, records, None, MOST_SHOWN).rows


def _kept_as(vault: Reading, person: Person) -> Person | None:
    if person.merged_into is None:
        return None
    return vault.people.several([person.merged_into]).get(person.merged_into)


def _warnings(person: Person, today: date, window: int) -> tuple[str, ...]:
    known = person.particulars
    do_not = known.do_not_write
    said = (
        f"Do not write to this address: {do_not}" if do_not else "",
        f"Take care: {known.vulnerable}" if known.vulnerable else "",
        age_note(known, today),
        *_address_warnings(person, window),
    )
    return tuple(sentence for sentence in said if sentence)


def _address_warnings(person: Person, window: int) -> tuple[str, ...]:
    said = (postcode_warning(person.address), lines_warning(person.address, window))
    return tuple(sentence for sentence in said if sentence)
