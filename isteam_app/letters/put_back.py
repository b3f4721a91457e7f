"""Puts a required paragraph back into a letter where its template has it."""

import re

from isteam_app.letters.locked import LockedBlock, locked_blocks, put_locked_back

_SLIP = "[[slip]]"
_PART = re.compile(r"^\[\[part ([a-z0-9-]+)\]\][ \t]*\n?", re.MULTILINE)
_MARK = re.compile(r"\[\[(if|else|end|part|locked|unlocked|slip)\b[^\[\]\n]*\]\]")


def put_part_back(body: str, template: str, mark: str) -> str:
    """Return a letter with the template's paragraph `mark` in it again.

    It takes the place of a mark without words, else stands before the next paragraph
    that the template has after it, else at the end, before any slip. A paragraph of the
    slip brings the whole slip back, one of locked wording the whole wording.
    """
    order = [found[1] for found in _PART.finditer(template)]
    if mark not in order:
        return body
    start = template.index(f"[[part {mark}]]")
    if _SLIP in template[:start]:
        return _put_slip_back(body, template)
    holding = _lock_around(template, mark)
    if holding is not None:
        return put_locked_back(body, template, holding.name)
    whole = template[start : _end(template, start)].rstrip("\n") + "\n\n"
    return _put(_without_locks(body, whole), whole, mark, order)


def _put(body: str, whole: str, mark: str, order: list[str]) -> str:
    end = body.find(_SLIP) if _SLIP in body else len(body)
    for found in _PART.finditer(body, 0, end):
        if found[1] == mark and _outside(body, found.start()) == found.start():
            return body[: found.start()] + whole + body[found.end() :]
    later = set(order[order.index(mark) + 1 :])
    for following in _PART.finditer(body, 0, end):
        if following[1] in later:
            at = _outside(body, following.start())
            return f"{body[:at]}{whole}{body[at:]}"
    return f"{body[:end].rstrip()}\n\n{whole}{body[end:]}"


def _put_slip_back(body: str, template: str) -> str:
    """Return a letter with the whole slip: half of one is no use to anybody."""
    letter = body.partition(_SLIP)[0].rstrip()
    return f"{letter}\n\n{template[template.index(_SLIP) :]}"


def _lock_around(template: str, mark: str) -> LockedBlock | None:
    named = f"[[part {mark}]]"
    return next((one for one in locked_blocks(template) if named in one.text), None)


def _end(template: str, start: int) -> int:
    """Return where a paragraph ends whose mark stands outside locked wording.

    Conditions and locked wording that begin in it end in it; wording that holds other
    paragraphs is no part of it.
    """
    open_at: list[int] = []
    for found in _MARK.finditer(template, start + 1):
        kind = found[1]
        if kind == "if" or (kind == "locked" and not _holds_parts(template, found)):
            open_at.append(found.start())
        elif kind in ("end", "unlocked", "else") and open_at:
            if kind != "else":
                open_at.pop()
        else:
            return min([*open_at, found.start()])
    return len(template)


def _holds_parts(template: str, locked: re.Match[str]) -> bool:
    wording = template[locked.end() :].partition("[[unlocked]]")[0]
    return "[[part " in wording


def _outside(body: str, at: int) -> int:
    """Return the place before the condition or the wording that stands open there."""
    open_at: list[int] = []
    for found in _MARK.finditer(body, 0, at):
        if found[1] in ("if", "locked"):
            open_at.append(found.start())
        elif found[1] in ("end", "unlocked") and open_at:
            open_at.pop()
    return body.rfind("\n", 0, open_at[0]) + 1 if open_at else at


def _without_locks(body: str, whole: str) -> str:
    """Return a letter without the locked wording that a paragraph brings along."""
    for name in re.findall(r"\[\[locked ([a-z0-9-]+)\]\]", whole):
        pattern = rf"^\[\[locked {name}\]\][^\n]*\n.*?^\[\[unlocked\]\][^\n]*\n?"
        body = re.sub(pattern, "", body, count=1, flags=re.MULTILINE | re.DOTALL)
    return body
