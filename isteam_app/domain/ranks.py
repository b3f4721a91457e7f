"""The ranks of the police, from the lowest, and the ways people write them."""

from isteam_app.domain.text import words

RANKS = (
    "Constable",
    "Sergeant",
    "Inspector",
    "Chief Inspector",
    "Superintendent",
    "Chief Superintendent",
    "Commander",
    "Assistant Chief Constable",
    "Deputy Chief Constable",
    "Chief Constable",
)
"""As the Police Act 1996 section 13 has them; Commander is the Met's and the City's."""

_WRITTEN = {
    "pc": "constable",
    "dc": "constable",
    "con": "constable",
    "ps": "sergeant",
    "ds": "sergeant",
    "sgt": "sergeant",
    "insp": "inspector",
    "di": "inspector",
    "pi": "inspector",
    "ci": "chief inspector",
    "dci": "chief inspector",
    "supt": "superintendent",
    "dsupt": "superintendent",
    "dsu": "superintendent",
    "csupt": "chief superintendent",
    "dcs": "chief superintendent",
    "cmdr": "commander",
    "acc": "assistant chief constable",
    "dcc": "deputy chief constable",
    "cc": "chief constable",
    "ch": "chief",
    "asst": "assistant",
    "dep": "deputy",
}
_IN_FRONT = {"detective", "det", "acting", "a", "temporary", "temp", "t", "police"}
_PLACES = {rank.casefold(): place for place, rank in enumerate(RANKS)}


def rank_of(text: str) -> int | None:
    """Return the place of a rank in `RANKS` as somebody wrote it, None for no rank.

    "T/DCI" and "Detective Chief Inspector" are both the place of Chief Inspector.
    """
    spelled = " ".join(
        _WRITTEN.get(word, word) for word in words(text) if word not in _IN_FRONT
    )
    return _PLACES.get(spelled)


def is_at_least(text: str, rank: str) -> bool | None:
    """Say whether a rank as written is as high as one of `RANKS`, None if unknown."""
    place = rank_of(text)
    return None if place is None else place >= RANKS.index(rank)
