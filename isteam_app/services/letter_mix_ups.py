"""How a letter gets into the wrong hands, each way in a check of its own."""

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from datetime import timedelta

from isteam_app.domain.addresses import last_line_doubt, postcodes_in
from isteam_app.domain.cases import CaseKind, EventKind
from isteam_app.domain.dates import long_date
from isteam_app.domain.greetings import greets_nobody, suits
from isteam_app.domain.letters import Letter
from isteam_app.domain.people import Person
from isteam_app.domain.text import fold, squeezed, words
from isteam_app.letters.characters import clean
from isteam_app.letters.checks import Problem
from isteam_app.letters.templates import PERSON
from isteam_app.services.letter_body import Written
from isteam_app.services.letter_desk import CaseDesk, Desk
from isteam_app.services.representatives import authority_problem
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

Vault = Reading | Change

_REFERENCE = re.compile(r"\b[A-Z]{1,3}-\d{4}-[0-9A-Z]{4,12}\b", re.IGNORECASE)
_CAPITALISED = re.compile("[^\\W\\d_][\\w'\u2019.-]*")
_AROUND = ".,;:!?()\u201c\u201d\"'\u2019"
_MOST_WORDS = 4
_MOST_NAMED = 3
_OURS = ("IS-", "R-")


@dataclass(frozen=True, slots=True, kw_only=True)
class Twice:
    """Something that is right more often than not, and has to be looked at again.

    `key` is the same as long as the fact is.
    """

    key: str
    sentence: str


def unsuited_greeting(desk: Desk, text: Written) -> Iterator[Problem]:
    """Refuse "Dear Ms Price" on a letter to Mr Price."""
    if not text.greeting or greets_nobody(text.greeting):
        return
    if suits(text.greeting, *_names_for(desk)):
        return
    whom = clean(next(iter(desk.letter.recipient), "nobody"))
    yield Problem(
        kind="greeting",
        sentence=f"The letter greets {text.greeting} and goes to {whom}. Correct the "
        "greeting, or address the letter to whom it is meant for.",
        field="salutation",
    )


def lapsed_authority(session: Session, desk: Desk) -> Iterator[Problem]:
    """Refuse an answer to somebody whose authority is missing, over or taken back."""
    if not isinstance(desk, CaseDesk) or not _answers_for_another(desk):
        return
    if not _says_personal_data(desk):
        return
    sentence = authority_problem(session, desk.case, desk.on)
    if sentence:
        yield Problem(kind="case", sentence=sentence)


def foreign_words(vault: Vault, desk: Desk, text: Written) -> Iterator[Problem]:
    """Refuse a reference that belongs to somebody else's case."""
    found = _references(text.text) - _own_references(vault, desk)
    known = vault.lookalikes.subjects_of(found)
    ours = {person.id for person in parties(desk)}
    for reference in sorted(known):
        if known[reference] not in ours:
            yield Problem(
                kind="reference",
                sentence=f"The letter names {reference}, which is about somebody else. "
                "Take it out, or write the reference that is meant.",
                field=reference,
            )


def strange_enclosures(vault: Vault, desk: Desk) -> Iterator[Problem]:
    """Refuse a document that came with somebody else's post or request."""
    letter = desk.letter
    posts = _posts(desk)
    for enclosure in vault.enclosures.of_letter(letter.id):
        if enclosure.document_id is None:
            continue
        document = vault.documents.get(enclosure.document_id)
        of_request = (
            document.disclosure_id is not None
            and document.disclosure_id == letter.disclosure_id
        )
        if not of_request and document.post_id not in posts:
            yield Problem(
                kind="enclosure",
                sentence=f"“{enclosure.title}” belongs to another {desk.called}. Take "
                "it out of the envelope.",
                field="enclosures",
            )


def look_twice(
    session: Session, vault: Vault, desk: Desk, text: Written
) -> Iterator[Twice]:
    """Return what has to be looked at again before the letter may go."""
    yield from _odd_ending(desk.letter)
    yield from _strange_references(vault, desk, text)
    yield from _strange_names(vault, desk, text)
    yield from _strange_postcodes(vault, desk, text)
    if not isinstance(desk, CaseDesk) or desk.template.to != PERSON:
        return
    person = desk.case.post.written_to
    yield from _own_greeting(text, person)
    yield from _beside(vault, person)
    yield from _namesakes(vault, person)
    yield from _moved(session, vault, desk, person)
    yield from _merged(vault, person)
    yield from _authority_over(session, desk)


def parties(desk: Desk) -> tuple[Person, ...]:
    """Return the people of the vault that a letter may name."""
    if not isinstance(desk, CaseDesk):
        return ()
    found = [desk.case.subject, desk.case.post.requester]
    for case in desk.also:
        found += [case.subject, case.post.requester]
    if desk.case.post.reply_to is not None:
        found.append(desk.case.post.reply_to)
    return tuple({person.id: person for person in found}.values())


def _names_for(desk: Desk) -> tuple[str, ...]:
    if isinstance(desk, CaseDesk) and desk.template.to == PERSON:
        person = desk.case.post.written_to
        return (clean(person.greeting), clean(person.name))
    lines = " ".join(desk.recipient())
    return (clean(str(desk.values.get("salutation", ""))), clean(lines))


def _answers_for_another(desk: CaseDesk) -> bool:
    if desk.template.to != PERSON or desk.case.kind is CaseKind.REGULATOR:
        return False
    return desk.case.post.written_to.id != desk.case.subject.id


def _says_personal_data(desk: CaseDesk) -> bool:
    typed = desk.settings.letters.postcode_typed
    return desk.template.purpose == "response" or desk.template.means in typed


def _references(text: str) -> set[str]:
    return {found.upper() for found in _REFERENCE.findall(text)}


def _own_references(vault: Vault, desk: Desk) -> set[str]:
    own = {desk.reference, desk.their_reference.upper()}
    if isinstance(desk, CaseDesk):
        own |= {case.reference for case in desk.also}
        own.add(desk.case.post.their_reference.upper())
        linked = {
            each
            for link in vault.links.of_case(desk.case.id)
            for each in (link.case_id, link.other_id)
        }
        own |= {row.reference for row in vault.cases.rows(linked)}
    return own


def _posts(desk: Desk) -> set[int]:
    if not isinstance(desk, CaseDesk):
        return set()
    return {desk.case.post.id, *(case.post.id for case in desk.also)}


def _strange_references(vault: Vault, desk: Desk, text: Written) -> Iterator[Twice]:
    found = _references(text.text) - _own_references(vault, desk)
    for reference in sorted(found - set(vault.lookalikes.subjects_of(found))):
        if reference.startswith(_OURS):
            yield Twice(
                key=f"reference:{reference}",
                sentence=f"The letter names {reference}, and no case has that number.",
            )


def _odd_ending(letter: Letter) -> Iterator[Twice]:
    """Notice an address that ends without a postcode or a country."""
    doubt = last_line_doubt(letter.recipient)
    if doubt:
        yield Twice(key=f"ending {letter.recipient[-1]}", sentence=doubt)


def _strange_names(vault: Vault, desk: Desk, text: Written) -> Iterator[Twice]:
    """Somebody of the vault is named who has no part in this."""
    ours = {fold(name) for name in _known_names(desk)}
    found = {
        each.id: each
        for each in vault.lookalikes.named(_phrases(text.text))
        if fold(each.name) not in ours
    }
    mine = {person.id for person in parties(desk)}
    for id_ in sorted(found.keys() - mine)[:_MOST_NAMED]:
        yield Twice(
            key=f"name:{id_}",
            sentence=f"The letter names {found[id_].name}, who is in the vault and has "
            f"no part in this {desk.called}.",
        )


def _known_names(desk: Desk) -> Iterable[str]:
    settings, values = desk.settings, desk.values
    yield from (person.name for person in parties(desk))
    yield from desk.recipient()
    yield from (settings.signatory.name, settings.organisation.name)
    yield from (each.name for each in settings.letters.signatories)
    yield from (str(values.get(name, "")) for name in ("handler", "acting_for"))
    if isinstance(desk, CaseDesk):
        yield from (entry["name"] for entry in desk.entries if not entry.struck)
    else:
        yield from getattr(desk, "names", ())


def _phrases(text: str) -> set[str]:
    """Return every run of capitalised words that could be a name, titles included."""
    found: set[str] = set()
    for line in re.split(r"[\n.,;:!?()“”]+\s", text):
        run: list[str] = []
        for word in [*line.split(), ""]:
            bare = word.strip(_AROUND)
            if bare and _CAPITALISED.fullmatch(bare) and bare[0].isupper():
                run.append(bare)
                continue
            found |= _parts_of(run)
            run = []
    return found


def _parts_of(run: list[str]) -> set[str]:
    return {
        " ".join(run[start:end])
        for start in range(len(run))
        for end in range(start + 2, min(start + _MOST_WORDS, len(run)) + 1)
    }


def _strange_postcodes(vault: Vault, desk: Desk, text: Written) -> Iterator[Twice]:
    found = {squeezed(each): each for each in postcodes_in(text.text)}
    for own in _known_postcodes(desk):
        found.pop(own, None)
    if not found:
        return
    lives = {
        squeezed(person.address.postcode)
        for person in vault.lookalikes.at_postcodes(found.values())
    }
    for key in sorted(lives & found.keys())[:_MOST_NAMED]:
        yield Twice(
            key=f"postcode:{key}",
            sentence=f"The letter gives the postcode {found[key]}, where somebody else "
            "of the vault lives.",
        )


def _known_postcodes(desk: Desk) -> Collection[str]:
    settings = desk.settings
    lines = [
        *desk.recipient(),
        settings.organisation.address.postcode,
        settings.regulator.address.postcode,
        *(person.address.postcode for person in parties(desk)),
    ]
    if isinstance(desk, CaseDesk):
        entries = (entry for entry in desk.entries if not entry.struck)
        lines += [line for entry in entries for line in entry["address"].splitlines()]
    return {squeezed(each) for line in lines for each in (line, *postcodes_in(line))}


def _own_greeting(text: Written, person: Person) -> Iterator[Twice]:
    greeting = text.greeting
    name = clean(person.name)
    if not greeting or greets_nobody(greeting) or suits(greeting, name):
        return
    if words(greeting) == words(clean(person.greeting)):
        yield Twice(
            key=f"greeting:{fold(greeting)}",
            sentence=f"The record greets {person.name} as {greeting}.",
        )


def _beside(vault: Vault, person: Person) -> Iterator[Twice]:
    here = squeezed(person.address.postcode)
    for other in vault.lookalikes.beside(person)[:_MOST_NAMED]:
        same_house = person.address.lines and (
            fold(" ".join(person.address.lines)) == fold(" ".join(other.address.lines))
        )
        same_name = words(other.name)[-1:] == words(person.name)[-1:]
        if squeezed(other.address.postcode) == here and same_house:
            what = "lives at the same address"
        elif same_name:
            what = f"has the same last name and lives near, at {other.address.postcode}"
        else:
            continue
        yield Twice(key=f"beside:{other.id}", sentence=f"{other.name} {what}.")


def _namesakes(vault: Vault, person: Person) -> Iterator[Twice]:
    found = vault.lookalikes.named([person.name])
    others = [each for each in found if each.id != person.id]
    open_ones = vault.lookalikes.with_open_cases([each.id for each in others])
    for other in others:
        if other.id in open_ones:
            place = other.address.postcode or other.address.town
            at = f", at {place}," if place else ""
            yield Twice(
                key=f"namesake:{other.id}",
                sentence=f"Somebody else called {other.name}{at} has an open case too.",
            )


def _moved(
    session: Session, vault: Vault, desk: CaseDesk, person: Person
) -> Iterator[Twice]:
    since = session.now() - timedelta(days=desk.settings.letters.moved_days)
    for change in vault.history.latest("person", person.id):
        if change.field != "Address" or not change.before or change.at is None:
            continue
        if change.at >= since:
            yield Twice(
                key=f"moved:{change.id}",
                sentence=f"{person.name} moved: the address was changed on "
                f"{long_date(change.at.date())}, by {change.by}.",
            )


def _merged(vault: Vault, person: Person) -> Iterator[Twice]:
    for merge in vault.merges.of_person(person.id):
        if merge.undone_at is None and merge.kept.id == person.id:
            yield Twice(
                key=f"merged:{merge.id}",
                sentence=f"Two records were made into one: {merge.merged.name}, "
                f"{merge.merged.address.postcode or 'without a postcode'}, is kept as "
                f"{person.name}.",
            )


def _authority_over(session: Session, desk: CaseDesk) -> Iterator[Twice]:
    """Writing to ask for a new authority is right; anything else may not be."""
    if not _answers_for_another(desk) or _says_personal_data(desk):
        return
    if desk.template.event is EventKind.AUTHORITY_ASKED or not desk.acts_as:
        return
    sentence = authority_problem(session, desk.case, desk.on)
    if " ended on " in sentence:
        yield Twice(key=f"authority:{desk.case.id}", sentence=sentence)


def unticked(twice: Iterable[Twice], ticked: Collection[str]) -> tuple[str, ...]:
    """Return the sentences of what nobody said to have looked at."""
    return tuple(each.sentence for each in twice if each.key not in ticked)


def kept_with(letter: Letter, twice: Iterable[Twice]) -> str:
    """Return what was looked at twice, to be kept beside the audit entry."""
    sentences = " ".join(each.sentence for each in twice)
    return f"Looked at twice for {letter.reference}: {sentences}" if sentences else ""
