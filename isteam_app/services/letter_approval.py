"""A second person reads a letter before it is made.

Nobody approves what they wrote, edited or sent. Where nobody else in the team may
approve, somebody does and says why it could not wait.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from isteam_app.domain.addresses import postcode_of
from isteam_app.domain.dates import long_date
from isteam_app.domain.letter_decisions import (
    APPROVING,
    DIFFERS,
    SENDING_BACK,
    LetterDecision,
    decision,
)
from isteam_app.domain.letters import Letter, LetterState
from isteam_app.domain.people import TeamMember
from isteam_app.domain.rights import Act, may
from isteam_app.domain.rights import refusal as why_refused
from isteam_app.domain.settings import Settings
from isteam_app.domain.text import NOTE, checked, squeezed
from isteam_app.errors import LetterRefused, RuleBroken
from isteam_app.letters.build import BuiltLetter
from isteam_app.letters.templates import Template
from isteam_app.services.letter_desk import CaseDesk, Desk
from isteam_app.services.letter_making import made
from isteam_app.services.letter_mix_ups import Twice, kept_with
from isteam_app.services.letter_opening import desk_of
from isteam_app.services.letter_ready import must_be_ready
from isteam_app.services.letter_snapshot import differing, made_on, snapshot_of
from isteam_app.services.rights import must
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

__all__ = [
    "APPROVING",
    "SENDING_BACK",
    "LetterDecision",
    "Standing",
    "approve",
    "check_typed_postcode",
    "hands_on",
    "must_be_as_approved",
    "needs_postcode",
    "needs_second_person",
    "send_back",
    "standing_of",
    "submit",
    "take_back",
    "what_differs",
    "why_no_approval_of",
    "why_not_by_me",
]

_MOST_TOLD = 4


def needs_second_person(settings: Settings, template: Template) -> bool:
    """Say whether somebody else approves letters made from a template.

    A company's own template does as the shipped one that it is like.
    """
    return template.means in settings.letters.second_person


def needs_postcode(settings: Settings, template: Template) -> bool:
    """Say whether who approves such a letter, or makes it alone, types the postcode."""
    return template.means in settings.letters.postcode_typed


def hands_on(letter: Letter) -> tuple[str, ...]:
    """Return who wrote, edited or sent a letter: none of them approves it."""
    wrote = letter.edited_by or (letter.made_by,)
    return tuple(dict.fromkeys(name for name in (*wrote, letter.submitted_by) if name))


def why_no_approval_of(
    member: TeamMember, letter: Letter, team: Iterable[TeamMember]
) -> str:
    """Return why somebody may not approve a letter, "" when they may."""
    refused = why_refused(member.role, Act.APPROVE)
    hands = hands_on(letter)
    if refused or member.name not in hands:
        return refused
    others = [
        one.name
        for one in team
        if one.name != member.name
        and one.left_at is None
        and may(one.role, Act.APPROVE)
    ]
    free = [name for name in others if name not in hands]
    if not others:
        return ""
    if not free:
        return (
            "Everybody who may approve this letter has had a hand in it. Write it "
            "anew, and let one of you alone do it."
        )
    return (
        "You had a hand in this letter. Somebody else approves it: ask "
        f"{' or '.join(free)}."
    )


def why_not_by_me(session: Session, letter: Letter) -> str:
    """Return why who is signed in may not approve a letter, "" when they may."""
    with session.vault.read() as vault:
        known = _by_names_of_now(vault, letter)
        return why_no_approval_of(session.member, known, vault.members.all())


@dataclass(frozen=True, slots=True, kw_only=True)
class Standing:
    """What a letter needs before it is made, and what who is signed in may do.

    `second_person`: somebody else approves it. `postcode`: whoever approves it, or
    makes it alone, types it. `why_not` says why who is signed in may not approve it;
    `alone`: they may only because nobody else does, and say why. `is_mine`: they had a
    hand in it, and may take it back.
    """

    second_person: bool
    postcode: bool
    why_not: str = ""
    alone: bool = False
    is_mine: bool = False


def standing_of(session: Session, desk: Desk) -> Standing:
    """Return what a letter needs, and what who is signed in may do about it."""
    letter, name = desk.letter, session.member.name
    why_not = why_not_by_me(session, letter)
    hands = hands_on(letter)
    return Standing(
        second_person=needs_second_person(desk.settings, desk.template),
        postcode=needs_postcode(desk.settings, desk.template),
        why_not=why_not,
        alone=not why_not and name in hands,
        is_mine=name in (*hands, letter.made_by),
    )


def submit(session: Session, letter: Letter, ticked: Collection[str] = ()) -> Letter:
    """Send a draft for approval, with what it stands for now.

    `ticked` are the keys of what was looked at twice. Raises LetterRefused with every
    reason, RuleBroken when the recipient disagrees; ChangedMeanwhile.
    """
    if letter.state is not LetterState.DRAFT:
        raise RuleBroken("This letter was sent for approval already.")
    with session.vault.change(
        "letter.submitted", by=session.member.name, at=session.now()
    ) as work:
        desk = _desk(session, work, letter)
        found = must_be_ready(session, work, desk, ticked)
        snapshot = snapshot_of(desk, _pages(desk).sha256, _keys(found.twice))
        by = desk.case.post_by if isinstance(desk, CaseDesk) else None
        saved = work.letters.submit(replace(desk.letter, post_by=by), snapshot)
        keep_looks(work, letter, found.twice)
        work.commit()
    return saved


def approve(
    session: Session,
    letter: Letter,
    code: str,
    note: str = "",
    *,
    ticked: Collection[str] = (),
    postcode: str = "",
) -> Letter:
    """Approve a letter as it stands.

    `code` is one of `APPROVING`; `postcode` is typed from the records where the
    template asks for it, `ticked` are the keys of what was looked at twice. Raises
    RuleBroken, LetterRefused with every reason, and ChangedMeanwhile.
    """
    must(session, Act.APPROVE)
    note = _said(APPROVING, code, note)
    _must_wait(letter)
    with session.vault.change(
        "letter.approved", by=session.member.name, at=session.now()
    ) as work:
        desk = _desk(session, work, letter)
        _must_be_second(session, work, desk.letter, note)
        found = must_be_ready(session, work, desk, ticked)
        changed = what_differs(desk)
        if changed:
            raise LetterRefused((_not_as_sent(changed),))
        if needs_postcode(desk.settings, desk.template):
            check_typed_postcode(desk, postcode)
        saved = work.letters.approve(desk.letter, code=code, note=note)
        keep_looks(work, letter, found.twice)
        work.commit()
    return saved


def send_back(session: Session, letter: Letter, code: str, note: str = "") -> Letter:
    """Send a letter back to whoever wrote it, with what is to be changed.

    `code` is one of `SENDING_BACK`. Raises RuleBroken; ChangedMeanwhile.
    """
    must(session, Act.APPROVE)
    note = _said(SENDING_BACK, code, note)
    if letter.state not in (LetterState.FOR_APPROVAL, LetterState.APPROVED):
        raise RuleBroken("This letter does not wait for approval.")
    by = session.member.name
    with session.vault.change("letter.sent_back", by=by, at=session.now()) as work:
        saved = work.letters.send_back(letter, code=code, note=f"{by}: {note}")
        work.commit()
    return saved


def take_back(session: Session, letter: Letter) -> Letter:
    """Make one's own letter a draft again: its approval counts no more.

    Raises RuleBroken for somebody else's; ChangedMeanwhile.
    """
    if letter.state not in (LetterState.FOR_APPROVAL, LetterState.APPROVED):
        raise RuleBroken("This letter does not wait for approval.")
    if session.member.name not in (*hands_on(letter), letter.made_by):
        raise RuleBroken(
            f"{letter.submitted_by} wrote this letter. Ask them to take it back, or "
            "send it back with what is to be changed."
        )
    with session.vault.change(
        "letter.taken_back", by=session.member.name, at=session.now()
    ) as work:
        saved = work.letters.send_back(letter)
        work.commit()
    return saved


def what_differs(desk: Desk) -> tuple[str, ...]:
    """Return in words what a letter says otherwise than when it was sent for approval.

    The day on the letter is the day it is made and never counts; every other word and
    each of the bytes does.
    """
    before = desk.letter.snapshot
    if before is None:
        return ("Nobody kept what was sent for approval",)
    found = differing(before, snapshot_of(desk, ""))
    if found:
        return found
    day = made_on(before)
    again = made(desk, desk.letter.body, dict(desk.letter.answers), on=day)
    return () if again.sha256 == before.sha256 else ("The pages look different",)


def must_be_as_approved(desk: Desk) -> None:
    """Refuse an approved letter that is not what was approved any more.

    Raises LetterRefused with what differs.
    """
    changed = what_differs(desk)
    if changed:
        raise LetterRefused((_not_as_sent(changed),))


def check_typed_postcode(desk: Desk, typed: str) -> None:
    """Refuse a postcode that is not the one on the records, however it is typed."""
    lines = desk.recipient()
    expected = lines[-1] if lines else ""
    called = "postcode" if postcode_of(lines) else "last line of the address"
    if not squeezed(typed):
        raise RuleBroken(
            f"Type the {called} of whoever this letter goes to, from the "
            f"{desk.called} and not from the letter.",
            field="postcode",
        )
    if squeezed(typed) != squeezed(expected):
        raise RuleBroken(
            f"That is not the {called} on the {desk.called}. Look at the {desk.called} "
            "again before this letter goes anywhere.",
            field="postcode",
        )


def back_to_draft(session: Session, letter: Letter, sentence: str) -> None:
    """Make a letter a draft again because it is not what was approved any more."""
    with session.vault.change(
        "letter.differs", by=session.member.name, at=session.now()
    ) as work:
        work.letters.send_back(letter, code=DIFFERS.code, note=sentence[:NOTE])
        work.commit()


def _not_as_sent(changed: Sequence[str]) -> str:
    more = len(changed) - _MOST_TOLD
    rest = f"; and {more} more" if more > 0 else ""
    return (
        "This letter is not what was sent for approval any more. "
        f"{'; '.join(changed[:_MOST_TOLD])}{rest}."
    )


def _desk(session: Session, work: Change, letter: Letter) -> Desk:
    held = work.letters.get(letter.id)
    if held.version != letter.version:
        raise work.letters.changed_meanwhile(letter.id, "this letter")
    return desk_of(session, work, held)


def _pages(desk: Desk) -> BuiltLetter:
    return made(desk, desk.letter.body, dict(desk.letter.answers))


def _must_wait(letter: Letter) -> None:
    if letter.state is not LetterState.FOR_APPROVAL:
        on = letter.approved_at
        raise RuleBroken(
            f"This letter was approved on {long_date(on.date())} already."
            if letter.state is LetterState.APPROVED and on
            else "This letter does not wait for approval."
        )


def _must_be_second(session: Session, work: Change, letter: Letter, note: str) -> None:
    letter = _by_names_of_now(work, letter)
    refused = why_no_approval_of(session.member, letter, work.members.all())
    if refused:
        raise RuleBroken(refused)
    if session.member.name in hands_on(letter) and not note:
        raise RuleBroken(
            "You wrote this yourself and nobody else in the team may approve. Write "
            "down why it cannot wait.",
            field="note",
        )


def _by_names_of_now(vault: Reading | Change, letter: Letter) -> Letter:
    """Whoever was given another name since still had a hand in the letter."""
    now = vault.members.renamed()
    return replace(
        letter,
        made_by=now.get(letter.made_by, letter.made_by),
        submitted_by=now.get(letter.submitted_by, letter.submitted_by),
        edited_by=tuple(now.get(name, name) for name in letter.edited_by),
    )


def _said(among: Sequence[LetterDecision], code: str, note: str) -> str:
    chosen = decision(code, among)
    if chosen is None:
        raise RuleBroken("Choose what you say of the letter.", field="code")
    note = checked(note.strip(), field="note", label="The note", longest=NOTE - 300)
    if chosen.noted and not note:
        raise RuleBroken("Write down what you mean.", field="note")
    return note


def _keys(twice: Iterable[Twice]) -> tuple[str, ...]:
    return tuple(each.key for each in twice)


def keep_looks(work: Change, letter: Letter, twice: Sequence[Twice]) -> None:
    """Keep beside the audit entry what was looked at twice."""
    said = kept_with(letter, twice)
    if said:
        work.give_reason(said)
