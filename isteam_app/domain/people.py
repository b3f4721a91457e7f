"""People the team writes to and keeps records about."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum

from isteam_app.domain.addresses import Address

LONGEST_NAME = 200
_TITLES = ("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir",
           "lady", "lord", "dame")  # fmt: skip
_DEAR = re.compile(r"^\s*(?:dear\b\s*)+", re.IGNORECASE)


class Format(StrEnum):
    """The form a person needs their letters in."""

    STANDARD = ""
    LARGE_16 = "large_16"
    LARGE_18 = "large_18"
    LARGE_20 = "large_20"
    LARGE_24 = "large_24"
    BRAILLE = "braille"
    AUDIO = "audio"
    EASY_READ = "easy_read"
    SIGN_LANGUAGE = "sign_language"


@dataclass(frozen=True, slots=True, kw_only=True)
class Particulars:
    """What must be known of a person before writing to them or about them.

    `do_not_write` says why no letter may go to their address, "" where one may.
    `child`: not grown up when last heard of; `capable` is the team's note of why a
    child may act alone. `vulnerable` says what to take care of. `language` is empty
    for English.
    """

    born: date | None = None
    died_on: date | None = None
    child: bool = False
    capable: str = ""
    format: Format = Format.STANDARD
    language: str = ""
    do_not_write: str = ""
    vulnerable: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A subject, a requester or somebody who acts for one.

    `merged_into` is the person kept in their stead once two records were found to be
    the same. `id` is 0 until the vault has given one. `version` counts changes, so that
    two people cannot overwrite each other.
    """

    name: str
    address: Address = field(default_factory=Address)
    salutation: str = ""
    particulars: Particulars = field(default_factory=Particulars)
    merged_into: int | None = None
    id: int = 0
    version: int = 1

    @property
    def greeting(self) -> str:
        """What follows "Dear" in a letter: the salutation kept, or the name as written.

        A "Dear" or a comma typed with the salutation is not said twice.
        """
        said = _DEAR.sub("", self.salutation).rstrip(", ")
        return said or self.name


class Capacity(StrEnum):
    """As what somebody acts for a subject."""

    SOLICITOR = "solicitor"
    FRIEND = "friend"
    PARENT = "parent"
    ATTORNEY = "attorney"
    DEPUTY = "deputy"
    EXECUTOR = "executor"
    INSOLVENCY_PRACTITIONER = "insolvency_practitioner"
    BODY = "representative_body"
    ADVOCATE = "advocate"
    OTHER = "other"

    @property
    def words(self) -> str:
        """What stands on the page: "insolvency practitioner"."""
        return self.value.replace("_", " ")


@dataclass(frozen=True, slots=True, kw_only=True)
class Representation:
    """Somebody acts for a subject: by what authority, how far, and until when.

    `evidence` is what was seen, never a copy of it. Nothing seen yet: "".
    """

    representative: Person
    subject: Person
    capacity: Capacity
    evidence: str = ""
    seen_on: date | None = None
    seen_by: str = ""
    scope: str = ""
    expires: date | None = None
    ended_on: date | None = None
    id: int = 0
    version: int = 1

    def stands(self, on: date) -> bool:
        """Say whether the authority was seen and still holds on a day."""
        ends = [day for day in (self.expires, self.ended_on) if day]
        return bool(self.evidence) and all(on <= day for day in ends)


class SightRule(StrEnum):
    """Who of the team may see anything of a person."""

    HIDDEN_FROM = "hidden_from"
    ONLY_FOR = "only_for"


@dataclass(frozen=True, slots=True, kw_only=True)
class Sight:
    """A limit on who sees a person and their cases, and why it was set."""

    person_id: int
    rule: SightRule
    member: str
    reason: str = ""


def who_sees(limits: Iterable[Sight], team: Iterable[str]) -> tuple[str, ...]:
    """Return who of the team sees a person with these limits."""
    standing = tuple(limits)
    hidden = {each.member for each in standing if each.rule is SightRule.HIDDEN_FROM}
    only = {each.member for each in standing if each.rule is SightRule.ONLY_FOR}
    return tuple(
        name for name in team if name not in hidden and (not only or name in only)
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Merge:
    """Two records of one person made into one. It can be undone, nothing is lost."""

    kept: Person
    merged: Person
    reason: str
    made_at: datetime
    made_by: str
    undone_at: datetime | None = None
    undone_by: str = ""
    id: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamMember:
    """Somebody who signs in, until they leave the team."""

    name: str
    role: str = "administrator"
    id: int = 0
    left_at: datetime | None = None


def greeting_for(name: str) -> str:
    """Return how a letter would greet a name: title and last name, else all of it."""
    words = name.split()
    if len(words) > 1 and words[0].rstrip(".").casefold() in _TITLES:
        return f"{words[0].rstrip('.')} {words[-1]}"
    return " ".join(words)
