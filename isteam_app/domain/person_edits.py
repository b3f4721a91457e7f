"""What may be kept about a person, and two people's changes of it brought together."""

from dataclasses import replace
from datetime import date
from typing import Any

from isteam_app.domain.dates import long_date
from isteam_app.domain.history import merged
from isteam_app.domain.people import LONGEST_NAME, Particulars, Person
from isteam_app.domain.record_facts import facts_of_person
from isteam_app.errors import Clash, RuleBroken

_OLDEST = 130
_PARTICULARS = {
    "Born": "born",
    "Died": "died_on",
    "Child": "child",
    "Why the child may act alone": "capable",
    "Letters in": "format",
    "Language": "language",
    "Do not write": "do_not_write",
    "Take care": "vulnerable",
}
_OWN = {"Name": "name", "Greeting": "salutation", "Address": "address"}


def check_person(person: Person, today: date) -> None:
    """Raise RuleBroken, naming the field, for what cannot be true of a person."""
    if not person.name.strip():
        raise RuleBroken("Enter the person's name.", field="name")
    if len(person.name) > LONGEST_NAME:
        raise RuleBroken(
            f"The name has {len(person.name):,} characters, and {LONGEST_NAME} can be "
            "kept. Enter the name only.",
            field="name",
        )
    _check_days(person.particulars, today)


def brought_together(
    base: Person, theirs: Person, yours: Person
) -> tuple[Person, tuple[Clash, ...]]:
    """Return somebody else's newer record with your changes made to it too.

    A field that both changed differently keeps theirs, and is named as a clash.
    """
    facts = [facts_of_person(each) for each in (base, theirs, yours)]
    was, _, here = facts
    _, clashes = merged(*facts)
    clashing = {clash.field for clash in clashes}
    mine = {
        label
        for label, value in here.items()
        if value != was[label] and label not in clashing
    }
    own: dict[str, Any] = {
        name: getattr(yours, name) for label, name in _OWN.items() if label in mine
    }
    known: dict[str, Any] = {
        name: getattr(yours.particulars, name)
        for label, name in _PARTICULARS.items()
        if label in mine
    }
    particulars = replace(theirs.particulars, **known)
    return replace(theirs, particulars=particulars, **own), clashes


def age_note(particulars: Particulars, today: date) -> str:
    """Return what follows from a person's age or death for those who write to them."""
    if particulars.died_on is not None:
        return (
            f"Died on {long_date(particulars.died_on)}. The law on personal data does "
            "not cover the dead; what is said about living people still counts."
        )
    if not particulars.child:
        return ""
    if particulars.capable:
        return f"A child who may act alone: {particulars.capable}"
    if particulars.born is not None and age(particulars.born, today) < 12:
        return "A child under 12: usually a parent acts for them."
    return (
        "A child. In Scotland a child of 12 or more is presumed able to act alone "
        "(DPA 2018 s.208); elsewhere judge whether they understand, and note why."
    )


def age(born: date, today: date) -> int:
    """Return how old somebody is, in full years."""
    return today.year - born.year - ((today.month, today.day) < (born.month, born.day))


def _check_days(known: Particulars, today: date) -> None:
    if known.born and known.born > today:
        raise RuleBroken(
            f"{long_date(known.born)} is in the future. Enter the day of birth.",
            field="born",
        )
    if known.born and age(known.born, today) > _OLDEST:
        raise RuleBroken(
            f"Nobody born on {long_date(known.born)} can write today. Check the year.",
            field="born",
        )
    if known.died_on and known.died_on > today:
        raise RuleBroken(
            f"{long_date(known.died_on)} is in the future. Enter the day of death.",
            field="died_on",
        )
    if known.born and known.died_on and known.died_on < known.born:
        raise RuleBroken(
            f"The day of death, {long_date(known.died_on)}, is before the day of "
            f"birth, {long_date(known.born)}. Correct one of the two.",
            field="died_on",
        )
