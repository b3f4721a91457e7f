"""Finds people by any part of their name, and by a name not quite right.

What people type is never search syntax: it is folded to words first, and each word is
quoted.
"""

from collections.abc import Iterable, Sequence
from difflib import SequenceMatcher

from sqlalchemy import Connection, select, text

from isteam_app.domain.text import words
from isteam_app.storage.paging import MOST_WORDS
from isteam_app.storage.tables import people

_MATCHING = (
    "SELECT rowid FROM people_names WHERE people_names MATCH :match "
    "ORDER BY rowid DESC LIMIT :most"
)
_SHORTEST = 3  # the index holds runs of three letters
_LONGEST = 24
_LOOKED_AT = 200
_ALIKE = 0.74  # one letter wrong in four is still the same name, two are not


def learn_names(connection: Connection, names: Iterable[tuple[int, str]]) -> None:
    """Put people into the index of names: their id and folded name."""
    rows = [{"id": person_id, "name": name} for person_id, name in names]
    if rows:
        connection.execute(
            text("INSERT INTO people_names (rowid, name) VALUES (:id, :name)"), rows
        )


def forget_names(connection: Connection, ids: Iterable[int]) -> None:
    """Take people out of the index of names."""
    rows = [{"id": person_id} for person_id in ids]
    if rows:
        connection.execute(text("DELETE FROM people_names WHERE rowid = :id"), rows)


def near_names(
    connection: Connection, typed: str, most: int, *, alike: bool
) -> list[int]:
    """Return whose name holds every word typed, wherever in it; the newest first.

    Where nobody's does, and `alike`, return whose name is nearly what was typed, the
    likeliest first.
    """
    found = _words(typed)
    if not found:
        return []
    within = " AND ".join(f'"{word}"' for word in found)
    ids = _matches(connection, within, most)
    return ids or (_alike(connection, found, most) if alike else [])


def _alike(connection: Connection, found: Sequence[str], most: int) -> list[int]:
    match = " AND ".join(f"({' OR '.join(_traces(word))})" for word in found)
    ids = _matches(connection, match, _LOOKED_AT)
    if not ids:
        return []
    query = select(people.c.id, people.c.name_key).where(people.c.id.in_(ids))
    scored = [
        (_likeness(found, words(name)), person_id)
        for person_id, name in connection.execute(query)
    ]
    likely = sorted((each for each in scored if each[0] >= _ALIKE), reverse=True)
    return [person_id for _, person_id in likely[:most]]


def _words(typed: str) -> tuple[str, ...]:
    """Return the folded words, or none when one is too short to look for."""
    found = words(typed)[:MOST_WORDS]
    if any(len(word) < _SHORTEST for word in found):
        return ()
    return tuple(word[:_LONGEST] for word in found)


def _traces(word: str) -> tuple[str, ...]:
    """Return what a name still holds when the word for it was mistyped.

    One half of a word outlives a wrong letter in the other; a letter too many and two
    letters in the wrong order are put right.
    """
    half = max(_SHORTEST, len(word) // 2)
    pieces = [word[:half], word[-half:]]
    for at in range(len(word)):
        pieces.append(word[:at] + word[at + 1 :])
        pieces.append(word[:at] + word[at + 1 : at + 2] + word[at] + word[at + 2 :])
    long_enough = (piece for piece in pieces if len(piece) >= _SHORTEST)
    return tuple(dict.fromkeys(f'"{piece}"' for piece in long_enough))


def _likeness(typed: Sequence[str], name: Sequence[str]) -> float:
    """Return how alike the least alike of the words typed is to a word of the name."""
    return min(
        max((SequenceMatcher(None, word, one).ratio() for one in name), default=0)
        for word in typed
    )


def _matches(connection: Connection, match: str, most: int) -> list[int]:
    rows = connection.exec_driver_sql(_MATCHING, {"match": match, "most": most})
    return [number for (number,) in rows]
