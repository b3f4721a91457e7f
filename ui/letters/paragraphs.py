"""Puts a required paragraph back where its template has it."""

import re

_PART = re.compile(r"^\[\[part ([a-z-]+)\]\][ \t]*\n?", re.MULTILINE)
_ENDS = re.compile(r"^\[\[(?:part |locked |unlocked|slip)", re.MULTILINE)


def put_back(body: str, template: str, mark: str) -> str:
    """The letter with the template's paragraph `mark` in it again.

    It takes the place of a mark without words, else stands before the next paragraph
    that the template has after it, else at the end.
    """
    whole = dict(_parts(template))
    if mark not in whole:
        return body
    found = [at for at in _PART.finditer(body) if at[1] == mark]
    if found:
        return body[: found[0].start()] + whole[mark] + body[found[0].end() :]
    order = list(whole)
    later = set(order[order.index(mark) + 1 :])
    for at in _PART.finditer(body):
        if at[1] in later:
            return f"{body[: at.start()]}{whole[mark]}{body[at.start() :]}"
    return f"{body.rstrip()}\n\n{whole[mark]}"


def _end(template: str, start: int) -> int:
    following = _ENDS.search(template, start)
    return following.start() if following else len(template)


def _parts(template: str) -> list[tuple[str, str]]:
    """Each marked paragraph of a template, its mark included, in order."""
    starts = list(_PART.finditer(template))
    ends = [_end(template, start.end()) for start in starts]
    return [
        (start[1], template[start.start() : end].rstrip("\n") + "\n\n")
        for start, end in zip(starts, ends, strict=True)
    ]
