"""What a letter stands for when it is approved, and what differs from it later."""

from collections.abc import Collection, Iterator
from datetime import date

from isteam_app.domain.letters import Snapshot
from isteam_app.errors import TemplateBroken
from isteam_app.letters.directives import pieces
from isteam_app.letters.fields import FIELDS
from isteam_app.services.letter_body import merged_values, written
from isteam_app.services.letter_content import body_size_of, envelope_of, signatory_of
from isteam_app.services.letter_desk import CaseDesk, Desk

_DAY = "Date"
_OF_THE_DAY = frozenset({"date_on_letter", _DAY})
"""What says when the letter is made: it differs and means nothing."""


def snapshot_of(desk: Desk, sha256: str, looked_at: Collection[str] = ()) -> Snapshot:
    """Return what a letter stands for now. `looked_at` are the keys of what was ticked.

    `sha256` is of the pages that the approver sees.
    """
    body, answers = desk.letter.body, dict(desk.letter.answers)
    named = _named(body)
    values = [each for each in merged_values(desk, answers) if each[0] in named]
    return Snapshot(
        recipient=desk.letter.recipient,
        role=desk.role,
        salutation=written(desk, body, answers).greeting,
        values=(*values, *_page(desk)),
        sha256=sha256,
        looked_at=tuple(sorted(looked_at)),
    )


def made_on(snapshot: Snapshot) -> date:
    """Return the day that stood on the letter then."""
    return date.fromisoformat(dict(snapshot.values)[_DAY])


def differing(before: Snapshot, now: Snapshot) -> tuple[str, ...]:
    """Return in words what a letter says otherwise than it did."""
    return tuple(_differing(before, now))


def _differing(before: Snapshot, now: Snapshot) -> Iterator[str]:
    if before.recipient != now.recipient:
        yield _changed("The address", ", ".join(before.recipient), _joined(now))
    if before.role != now.role:
        yield _changed("The role", before.role, now.role)
    if before.salutation != now.salutation:
        yield _changed("The greeting", before.salutation, now.salutation)
    was, is_ = dict(before.values), dict(now.values)
    for name in dict.fromkeys((*was, *is_)):
        if name not in _OF_THE_DAY and was.get(name) != is_.get(name):
            label = FIELDS[name].label if name in FIELDS else name
            yield _changed(label, was.get(name, ""), is_.get(name, ""))


def _joined(snapshot: Snapshot) -> str:
    return ", ".join(snapshot.recipient)


def _changed(label: str, was: str, is_: str) -> str:
    return f"{label}: was “{was or 'nothing'}”, is “{is_ or 'nothing'}”"


def _named(body: str) -> frozenset[str]:
    try:
        return frozenset(
            piece.text
            for piece in pieces(body, name="The letter")
            if piece.kind in ("field", "if")
        )
    except TemplateBroken:
        return frozenset()


def _page(desk: Desk) -> Iterator[tuple[str, str]]:
    """What stands on the page and is no field of the text."""
    signatory, enclosed = signatory_of(desk), desk.enclosed
    yield _DAY, desk.on.isoformat()
    yield "Signed by", f"{signatory.name}, {signatory.role}"
    yield "Envelope", envelope_of(desk).label
    yield "Print size", f"{body_size_of(desk)} pt"
    yield "Our reference", desk.reference
    if isinstance(desk, CaseDesk) and desk.also:
        yield "Also about", ", ".join(case.reference for case in desk.also)
    if desk.their_reference:
        yield "Their reference", desk.their_reference
    behind = [str(each.document_id) for each in enclosed if each.appended]
    if behind:
        yield "Files behind the letter", ", ".join(behind)
    if enclosed:
        yield "Enclosed", "; ".join(f"{each.title} ({each.pages})" for each in enclosed)
