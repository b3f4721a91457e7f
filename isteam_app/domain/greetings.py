"""Whether the greeting of a letter suits the name on its envelope."""

import re

from isteam_app.domain.text import fold, words

_OPENINGS = ("dear", "annwyl")
_DEAR = re.compile(rf"^\s*(?:{'|'.join(_OPENINGS)})\b[\s:]*", re.IGNORECASE)
_TITLES = frozenset(
    {
        *("mr", "mrs", "ms", "miss", "mx", "dr", "prof", "professor", "rev", "sir"),
        *("lady", "lord", "dame"),
    }
)
_NOBODY = frozenset({"sir", "sirs", "madam", "madams", "or", "and", "colleague", "all"})
"""Words that greet nobody by name."""
_FORMS = {"professor": "prof"}


def greeted(line: str) -> str:
    """Return whom a line greets: "Ms Price" of "Dear Ms Price,"; "" for no greeting."""
    found = _DEAR.match(line)
    return line[found.end() :].strip(" ,.!") if found else ""


def greets_nobody(greeting: str) -> bool:
    """Say whether a greeting is for whoever opens the letter: "Sir or Madam"."""
    return set(words(greeting)) <= _NOBODY


def suits(greeting: str, *names: str) -> bool:
    """Say whether a greeting is for somebody with one of these names.

    Every word of it is in the name, after a title the last name too, and no title
    contradicts the one in the name.
    """
    said = _split(greeting)
    return any(_suits(said, _split(name)) for name in names if name)


def _suits(said: list[str], name: list[str]) -> bool:
    if said == name:
        return True
    titles, own = _titles(said), _titles(name)
    if titles and own and titles != own:
        return False
    bare = [word for word in said if word not in _TITLES]
    if not bare or not all(word in name for word in bare):
        return False
    return not titles or titles == {"sir"} or bare[-1] == name[-1]


def _split(text: str) -> list[str]:
    found = (word.strip(".,") for word in fold(text).split())
    return [word for word in found if word]


def _titles(said: list[str]) -> set[str]:
    first = said[:-1]  # a last name may be Lord
    return {_FORMS.get(word, word) for word in first if word in _TITLES}
