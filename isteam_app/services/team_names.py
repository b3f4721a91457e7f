"""The names of the team where the settings use them: absences, views, the signatory."""

import re
from collections.abc import Callable, Iterable
from dataclasses import replace

from isteam_app.domain.case_words import renamed_owner
from isteam_app.domain.people import TeamMember
from isteam_app.domain.settings import Absence, Settings, Signatory
from isteam_app.domain.text import checked, fold
from isteam_app.errors import RuleBroken

_FILTER_WORDS = ("me", "nobody", "none", "everyone", "anyone")
_SPACES = re.compile(r"\s+")


def name_for(typed: str, others: Iterable[TeamMember]) -> str:
    """Return a name as it is kept. Raises RuleBroken, with the field `name`."""
    name = checked(typed, field="name", label="The name", longest=100)
    name = _SPACES.sub(" ", name).strip()
    if not name:
        raise RuleBroken("Enter the name: it goes on what they record.", field="name")
    if not name.isprintable():  # two people could look like one, or one like two
        raise RuleBroken(
            "The name holds characters that cannot be seen. Type it again instead of "
            "pasting it.",
            field="name",
        )
    if '"' in name or fold(name) in _FILTER_WORDS:
        raise RuleBroken(
            "That cannot be a name here: the filter line of the cases would "
            "misunderstand it. Write it another way.",
            field="name",
        )
    if any(fold(each.name) == fold(name) for each in others):
        raise RuleBroken("Somebody in the team has that name.", field="name")
    return name


def renamed(settings: Settings, before: str, after: str) -> Settings:
    """Return the settings with somebody's new name in them."""

    def now(name: str) -> str:
        return after if name == before else name

    return replace(
        settings,
        signatory=_signs(settings.signatory, now),
        letters=replace(
            settings.letters,
            signatories=tuple(
                _signs(each, now) for each in settings.letters.signatories
            ),
        ),
        absences=tuple(
            replace(each, member=now(each.member), cover=now(each.cover))
            for each in settings.absences
        ),
        views=tuple(
            replace(each, words=renamed_owner(each.words, before, after))
            for each in settings.views
        ),
    )


def _signs(signatory: Signatory, now: Callable[[str], str]) -> Signatory:
    users = tuple(now(each) for each in signatory.users)
    return replace(signatory, name=now(signatory.name), users=users)


def without(settings: Settings, name: str, taker: str) -> Settings:
    """Return the settings without the absences of somebody who leaves.

    Whom they would have covered is covered by `taker`, if there is one.
    """
    kept = (_covered_by(each, name, taker) for each in settings.absences)
    return replace(settings, absences=tuple(each for each in kept if each is not None))


def _covered_by(absence: Absence, name: str, taker: str) -> Absence | None:
    if absence.member == name:
        return None
    if absence.cover != name:
        return absence
    if taker in ("", absence.member):
        return None
    return replace(absence, cover=taker)
