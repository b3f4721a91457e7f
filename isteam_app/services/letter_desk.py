"""A letter laid out for work, and whom it goes to."""

from abc import ABC, abstractmethod
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import Case
from isteam_app.domain.forms import Entry, standing
from isteam_app.domain.letters import Enclosure, Letter
from isteam_app.domain.people import Person
from isteam_app.domain.settings import Settings
from isteam_app.errors import RuleBroken
from isteam_app.letters.field import Value
from isteam_app.letters.templates import PERSON, Template
from isteam_app.services.letterhead import LetterPictures

REGULATOR = "regulator"
_NOBODY = {
    "recipient": "Nobody is named who has the data. Add them under Checklist, with "
    "their address, and start the letter from there.",
    "controller": "The client is not named yet. Fill in the client under Checklist, "
    "with the address, and start the letter then.",
}

_ROLES = {
    "recipient": "Has the data",
    "controller": "The client",
    REGULATOR: "The regulator",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk(ABC):
    """A letter laid out for work: everything a preview needs, read once.

    Previews built from it do not touch the vault. What it is about is a case
    (`CaseDesk`) or a third party's request (`RequestDesk`). `withheld`: the letter is
    silent about something that whoever looks at it may know of. `enclosed` is what goes
    into the envelope with it, `pictures` what its page shows beside the words.
    """

    letter: Letter
    template: Template
    settings: Settings
    values: Mapping[str, Value]
    on: date
    withheld: bool = False
    enclosed: tuple[Enclosure, ...] = ()
    pictures: LetterPictures = field(default_factory=LetterPictures)

    @property
    @abstractmethod
    def called(self) -> str:
        """What the letter is about, in a word."""

    @property
    @abstractmethod
    def reference(self) -> str:
        """Our reference."""

    @property
    @abstractmethod
    def their_reference(self) -> str:
        """The reference of whoever the letter goes to; nobody reads another's."""

    @property
    @abstractmethod
    def role(self) -> str:
        """How whoever the letter goes to stands to what it is about."""

    @abstractmethod
    def roles(self) -> Mapping[str, str]:
        """Return how everybody who could be written to stands to it, by name."""

    @abstractmethod
    def recipient(self) -> tuple[str, ...]:
        """Return the lines in the envelope window as the records stand now."""


@dataclass(frozen=True, slots=True, kw_only=True)
class CaseDesk(Desk):
    """A letter about a case.

    `entries` are the case's filled-in forms, those that were struck out among them.
    `also` are the further cases of the same post that it answers. `acts_as` says as
    what whoever it goes to acts for the person, "" where nothing is noted.
    `authority_missing` says why data may not go to whoever wrote for somebody else, ""
    where it may.
    """

    case: Case
    entries: tuple[Entry, ...] = ()
    authority_missing: str = ""
    also: tuple[Case, ...] = ()
    acts_as: str = ""

    @property
    def called(self) -> str:
        return "case"

    @property
    def reference(self) -> str:
        return self.case.reference

    @property
    def their_reference(self) -> str:
        if self.template.to == PERSON:
            return self.case.post.their_reference
        if self.template.to == REGULATOR:
            kept = standing(self.entries, REGULATOR)
            return kept[0]["reference"] if kept else self.case.post.their_reference
        return ""

    @property
    def to(self) -> Entry | None:
        """The entry that names the third party the letter goes to."""
        wanted = self.letter.to_entry
        return next((each for each in self.entries if each.id == wanted), None)

    @property
    def role(self) -> str:
        if self.template.to == PERSON:
            return self._role_of(self.case.post.written_to)
        return _ROLES[self.template.to]

    def roles(self) -> Mapping[str, str]:
        post = self.case.post
        people = [self.case.subject, post.requester, post.written_to]
        found = {person.name: self._role_of(person) for person in people}
        for entry in self.entries:
            if entry.form in _ROLES and entry["name"]:
                found.setdefault(entry["name"], _ROLES[entry.form])
        found.setdefault(self.settings.regulator.name, _ROLES[REGULATOR])
        return found

    def _role_of(self, person: Person) -> str:
        if person.id == self.case.subject.id:
            return "The person"
        if person.id == self.case.post.written_to.id and self.acts_as:
            return self.acts_as
        return f"Writes for {self.case.subject.name}"

    def recipient(self) -> tuple[str, ...]:
        return recipient_lines(self.template, self.case, self.settings, self.to)


def addressee(
    template: Template, case: Case, entries: Sequence[Entry], chosen: Entry | None
) -> Entry | None:
    """Return the entry a letter goes to, None for the person and the regulator.

    Raises RuleBroken when a letter to others names none of the case, or one without
    an address.
    """
    if template.to in (PERSON, REGULATOR):
        return None
    named = standing(entries, template.to)
    if chosen is None and len(named) > 1:
        raise RuleBroken(
            "Several are named on this case. Start the letter from the one it goes to."
        )
    wanted = named[0].id if chosen is None and named else chosen.id if chosen else 0
    found = next((each for each in named if each.id == wanted), None)
    if found is None or found.record_id != case.id:
        raise RuleBroken(_NOBODY[template.to])
    if not found["address"]:
        raise RuleBroken(
            "There is no address to send the letter to. Add it to the entry first."
        )
    return found


def recipient_lines(
    template: Template, case: Case, settings: Settings, to: Entry | None
) -> tuple[str, ...]:
    """Return the lines in the envelope window as the records stand now."""
    if template.to == REGULATOR:
        regulator = settings.regulator
        return regulator.address.printed(regulator.name)
    if to is not None:
        return parse_address(to["address"]).printed(to["name"])
    person = case.post.written_to
    return person.address.printed(person.name)
