"""What the team can do with a template: write a version, and take it into use.

A letter already made never changes: it keeps its body and the number of its version.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from isteam_app.domain.kept_templates import KeptTemplate, TemplateState
from isteam_app.domain.rights import Act
from isteam_app.domain.text import checked
from isteam_app.errors import RuleBroken
from isteam_app.letters.characters import clean
from isteam_app.letters.templates import LONGEST_TITLE, Template
from isteam_app.services.rights import must
from isteam_app.services.session import Session
from isteam_app.services.template_checks import stops, unlocked_wording, warnings
from isteam_app.services.template_shelf import OpenTemplate, opened
from isteam_app.services.template_texts import Sheet, sheet_from, sheet_of
from isteam_app.storage.vault import Change

_SHOWN = 3
LONGEST_NOTE = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Typed:
    """What is typed into a draft. `note` says in a few words what is new."""

    letter: str
    title: str
    requires: tuple[str, ...]
    note: str = ""


def start_version(session: Session, key: str, number: int = 0) -> KeptTemplate:
    """Begin a new version, as a copy of the one in use or of an earlier `number`.

    Raises:
        RuleBroken: somebody works on a new version already.
        NotFound: there is no such template, or no such version of it.
    """
    with _change(session, "template.started") as work:
        template = opened(work, key)
        _must_be_undrafted(template)
        sheet = _copied(template, number) if number else template.sheet()
        draft = work.templates.add(_draft(template, sheet, number))
        work.commit()
    return draft


def save_version(session: Session, draft: KeptTemplate, typed: Typed) -> KeptTemplate:
    """Keep a draft as typed, even where it cannot be read yet.

    Raises:
        RuleBroken: it is in use, or a text is too long.
        ChangedMeanwhile: somebody else changed it since it was read.
    """
    changed = replace(
        draft, text=typed_sheet(draft, typed).text, note=_note(typed.note)
    )
    if changed == draft:
        return draft
    with _change(session, "template.edited") as work:
        kept = work.templates.update(changed)
        work.commit()
    return kept


def typed_sheet(draft: KeptTemplate, typed: Typed) -> Sheet:
    """Return a draft's facts and letter as typed. Raises RuleBroken for a title."""
    facts = sheet_of(draft.text).facts
    title = checked(
        typed.title, field="title", label="The title", longest=LONGEST_TITLE
    ).strip()
    if not title:
        raise RuleBroken("Enter a title: the list shows it.", field="title")
    return Sheet(
        replace(
            facts,
            title=" ".join(title.split()),
            requires=typed.requires,
            version=draft.number,
        ),
        clean(typed.letter).rstrip() + "\n",
    )


def unlock_wording(session: Session, draft: KeptTemplate, why: str) -> KeptTemplate:
    """Let locked wording of a draft be changed; the reason stays with it for ever.

    Raises:
        RuleBroken: no administrator is signed in, or no reason is given.
        ChangedMeanwhile: somebody else changed it since it was read.
    """
    must(session, Act.SETTINGS)
    reason = checked(why, field="why", label="The reason").strip()
    if not reason:
        raise RuleBroken(
            "Say why wording that the law gives is to be changed.", field="why"
        )
    with _change(session, "template.unlocked") as work:
        kept = work.templates.update(replace(draft, unlocked_why=reason))
        work.give_reason(reason)
        work.commit()
    return kept


def take_into_use(
    session: Session, draft: KeptTemplate, *, warnings_seen: bool = False
) -> KeptTemplate:
    """Start letters from a draft from now on.

    Raises:
        RuleBroken: no administrator is signed in, something is wrong with it, or it
            has warnings that nobody has looked at.
        TemplateBroken: it cannot be read.
        ChangedMeanwhile: somebody else changed it since it was read.
    """
    must(session, Act.SETTINGS)
    with _change(session, "template.used") as work:
        template = opened(work, draft.key)
        sheet = sheet_of(draft.text)
        found = template.findings(sheet)
        _refuse([one.sentence for one in stops(found)])
        if not warnings_seen:
            _refuse([one.sentence for one in warnings(found)])
        sheet.template()
        if unlocked_wording(template.base, sheet):
            work.give_reason(draft.unlocked_why)
        kept = work.templates.take_into_use(_above_shipped(work, template, draft))
        work.commit()
    return kept


def use_shipped(session: Session, key: str) -> None:
    """Start letters from the text that came with the program again.

    Raises:
        RuleBroken: no administrator is signed in, or nothing like it is shipped.
    """
    must(session, Act.SETTINGS)
    with _change(session, "template.shipped") as work:
        template = opened(work, key)
        if template.shipped is None:
            raise RuleBroken(
                "The company wrote this template; there is no shipped text of it."
            )
        _leave(work, template, template.shipped)
        work.commit()


def stop_using(session: Session, key: str) -> None:
    """Offer one of the company's own templates no longer; its letters stay.

    Raises:
        RuleBroken: no administrator is signed in, or it is a shipped one.
    """
    must(session, Act.SETTINGS)
    with _change(session, "template.stopped") as work:
        if opened(work, key).shipped is not None:
            raise RuleBroken(
                "A letter of this kind can be owed by law. Go back to the shipped "
                "text instead."
            )
        work.templates.leave_use(key)
        work.commit()


def discard_version(session: Session, draft: KeptTemplate) -> None:
    """Throw a draft away; what is in use stays in use.

    Raises:
        RuleBroken: it is in use, or was.
        ChangedMeanwhile: somebody else changed it since it was read.
    """
    with _change(session, "template.discarded") as work:
        work.templates.drop(draft)
        work.commit()


def copy_template(session: Session, key: str, title: str) -> KeptTemplate:
    """Begin a template of the company's own, as a copy of another.

    It means the same to a case as the one it is copied from. Raises RuleBroken for a
    title that cannot be.
    """
    with _change(session, "template.started") as work:
        source = opened(work, key)
        sheet = source.sheet()
        facts = replace(
            sheet.facts,
            key=_own_key(work, sheet.facts.means),
            version=1,
            like=sheet.facts.means,
        )
        kept = KeptTemplate(
            key=facts.key, number=1, text=Sheet(facts, sheet.letter).text
        )
        typed = Typed(letter=sheet.letter, title=title, requires=facts.requires)
        text = typed_sheet(kept, typed).text
        draft = work.templates.add(replace(kept, text=text, note="A copy"))
        work.commit()
    return draft


def add_draft(work: Change, template: OpenTemplate, sheet: Sheet) -> KeptTemplate:
    """Keep a text from outside as the draft of a template that exists."""
    _must_be_undrafted(template)
    return work.templates.add(_draft(template, sheet, 0))


def _draft(template: OpenTemplate, sheet: Sheet, copied: int) -> KeptTemplate:
    number = template.next_number
    facts = replace(
        sheet.facts,
        key=template.key,
        version=number,
        based=_based(template, sheet.facts),
    )
    return KeptTemplate(
        key=template.key,
        number=number,
        text=Sheet(facts, sheet.letter).text,
        note=f"Version {copied} again" if copied else "",
    )


def _based(template: OpenTemplate, facts: Template) -> int:
    """Return which shipped text a new version goes back to."""
    shipped = template.shipped
    if shipped is None:
        return facts.based
    from_shipped = facts.based == 0 and facts.version == shipped.version
    return shipped.version if from_shipped else facts.based


def _copied(template: OpenTemplate, number: int) -> Sheet:
    for version in template.versions:
        if version.number == number and version.kept is not None:
            return sheet_of(version.kept.text)
    if template.shipped is not None and template.shipped.version == number:
        return sheet_from(template.shipped)
    raise RuleBroken(
        f"There is no version {number} of this template. Open the list again."
    )


def _must_be_undrafted(template: OpenTemplate) -> None:
    if template.draft is not None:
        by = f" by {template.draft.made_by}" if template.draft.made_by else ""
        raise RuleBroken(
            f"Version {template.draft.number} is being written already{by}. Go on with "
            "it, or discard it first."
        )


def _above_shipped(
    work: Change, template: OpenTemplate, draft: KeptTemplate
) -> KeptTemplate:
    """Give a draft another number where the program has come to ship its own."""
    shipped = template.shipped
    if shipped is None or draft.number > shipped.version:
        return draft
    work.templates.drop(draft)
    sheet = sheet_of(draft.text)
    number = template.next_number
    facts = replace(sheet.facts, version=number)
    return work.templates.add(
        replace(draft, number=number, text=Sheet(facts, sheet.letter).text)
    )


def _leave(work: Change, template: OpenTemplate, shipped: Template) -> None:
    """Go back to the shipped text, under a number that tells it from all others."""
    taken = any(
        version.number == shipped.version and version.kept is not None
        for version in template.versions
        if version.state is not TemplateState.DRAFT
    )
    if not taken:
        work.templates.leave_use(template.key)
        return
    number = template.next_number
    facts = replace(shipped, version=number, based=shipped.version)
    again = work.templates.add(
        KeptTemplate(
            key=template.key,
            number=number,
            text=sheet_from(facts).text,
            note="The shipped text again",
        )
    )
    work.templates.take_into_use(again)


def _own_key(work: Change, like: str) -> str:
    taken = set(work.templates.keys())
    stem = like[:50]
    number = 1
    while f"{stem}-own-{number}" in taken:
        number += 1
    return f"{stem}-own-{number}"


def _note(text: str) -> str:
    return checked(
        text, field="note", label="What is new", longest=LONGEST_NOTE
    ).strip()


def _refuse(sentences: list[str]) -> None:
    if not sentences:
        return
    shown = " ".join(sentences[:_SHOWN])
    more = len(sentences) - _SHOWN
    raise RuleBroken(f"{shown} And {more} more." if more > 0 else shown)


@contextmanager
def _change(session: Session, action: str) -> Iterator[Change]:
    with session.vault.change(action, by=session.member.name, at=session.now()) as work:
        yield work
