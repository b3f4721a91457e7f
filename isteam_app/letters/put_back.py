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
    found = next((at for at in _PART.finditer(body, 0, end) if at[1] == mark), None)
    if found is not None:
        return body[: found.start()] + whole + body[found.end() :]
    later = set(order[order.index(mark) + 1 :])
    for following in _PART.finditer(body, 0, end):
        if following[1] in later:
            at = _before_marks(body, following.start())
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


def _before_marks(body: str, at: int) -> int:
    """Return the place before the conditions and the wording that begin just here."""
    before = body[:at]
    wording = before.rpartition("[[locked ")
    if wording[1] and "[[unlocked]]" not in wording[2]:
        return len(wording[0])
    opened = re.search(r"(?:^\[\[if [a-z_]+\]\][ \t]*\n\s*)+\Z", before, re.MULTILINE)
    return opened.start() if opened else at


def _without_locks(body: str, whole: str) -> str:
    """Return a letter without the locked wording that a paragraph brings along."""
    for name in re.findall(r"\[\[locked ([a-z0-9-]+)\]\]", whole):
        pattern = rf"^\[\[locked {name}\]\][^\n]*\n.*?^\[\[unlocked\]\][^\n]*\n?"
        body = re.sub(pattern, "", body, count=1, flags=re.MULTILINE | re.DOTALL)
    return body
