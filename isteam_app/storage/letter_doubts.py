"""Notes on unsent letters that the records they were written from changed since.

It happens in the change that alters the record, whoever makes it, and to letters that
they may not see as well.
"""

from collections.abc import Collection

from sqlalchemy import ColumnElement, and_, or_, select

from isteam_app.domain.dates import long_date
from isteam_app.domain.letters import UNSENT
from isteam_app.storage.tables import cases, letters, posts
from isteam_app.storage.work import Work

WRITTEN_TO = frozenset({"Name", "Address", "Greeting", "Died", "Do not write"})
"""What must stay as it is about whom a letter goes to, by its label."""
TOLD_OF = frozenset({"Name", "Died"})
"""What must stay as it is about whom a letter is about."""
_SPOKEN = {"Died": "day of death", "Do not write": "note not to write"}
"""How a label reads after "the"."""
_LONGEST = 200
_EVERYTHING = {"schema_translate_map": {None: "main"}}
"""Also letters that whoever changes the record may not see."""


def doubt_of_person(work: Work, person_id: int, changed: Collection[str]) -> None:
    """Note what changed about a person, on letters to them and about them."""
    said = set(changed)
    for labels, whom, which in (
        (WRITTEN_TO, "whoever this letter goes to", _posts_of(person_id)),
        (TOLD_OF, "the person it is about", _cases_about(person_id)),
    ):
        found = sorted(labels & said)
        if found:
            _note(work, which, _sentence(work, found, whom))


def doubt_of_merge(work: Work, person_id: int) -> None:
    """Note on the letters of a person that two records were made one, or parted."""
    about = _by("Two records of a person were made into one or parted", work)
    _note(work, or_(_posts_of(person_id), _cases_about(person_id)), about)


def doubt_of_authority(work: Work, subject_id: int, representative_id: int) -> None:
    """Note on letters to who acts for a person that their authority changed."""
    about = _by("The authority of whoever this letter goes to was changed", work)
    which = and_(_posts_of(representative_id), _cases_about(subject_id))
    _note(work, which, about)


def doubt_of_entry(work: Work, entry_id: int, changed: Collection[str]) -> None:
    """Note on letters to who is named in an entry of a case what changed about them."""
    _note(
        work,
        letters.c.to_entry == entry_id,
        _sentence(work, sorted(changed), "whoever this letter goes to"),
    )


def doubt_of_request(work: Work, disclosure_id: int, changed: Collection[str]) -> None:
    """Note on the letters of a third party's request what changed about who asks."""
    _note(
        work,
        letters.c.disclosure_id == disclosure_id,
        _sentence(work, sorted(changed), "whoever this letter goes to"),
    )


def doubt_of_post(work: Work, post_id: int) -> None:
    """Note on letters about an item of post that answers go to somebody else now."""
    opened = select(cases.c.id).where(cases.c.post_id == post_id)
    about = _by("Answers were directed to somebody else", work)
    _note(work, and_(letters.c.case_id.in_(opened), _TO_A_PERSON), about)


_TO_A_PERSON = letters.c.to_entry.is_(None)


def _posts_of(person_id: int) -> ColumnElement[bool]:
    wrote = and_(posts.c.reply_to_id.is_(None), posts.c.requester_id == person_id)
    theirs = select(posts.c.id).where(or_(posts.c.reply_to_id == person_id, wrote))
    opened = select(cases.c.id).where(cases.c.post_id.in_(theirs))
    return and_(letters.c.case_id.in_(opened), _TO_A_PERSON)


def _cases_about(person_id: int) -> ColumnElement[bool]:
    about = select(cases.c.id).where(cases.c.subject_id == person_id)
    return letters.c.case_id.in_(about)


def _sentence(work: Work, labels: Collection[str], whom: str) -> str:
    what = " and ".join(_SPOKEN.get(label, label.lower()) for label in labels)
    verb = "was" if len(labels) == 1 else "were"
    return _by(f"The {what} of {whom} {verb} changed", work)


def _by(what: str, work: Work) -> str:
    said = f"{what} on {long_date(work.at.date())} by {work.by}."
    return said if len(said) <= _LONGEST else f"{what}."


def _note(work: Work, which: ColumnElement[bool], about: str) -> None:
    unsent = letters.c.state.in_([state.value for state in UNSENT])
    query = select(letters.c.id).where(which, unsent)
    found = list(work.connection.scalars(query, execution_options=_EVERYTHING))
    for letter_id in found:
        work.connection.execute(
            letters.update().where(letters.c.id == letter_id).values(doubt=about)
        )
        work.touch("letter", letter_id, words=False)
