"""What is wrong with a template before letters are made from it."""

from collections.abc import Iterator
from dataclasses import dataclass
from functools import lru_cache

from isteam_app.errors import TemplateBroken
from isteam_app.letters.build import check_letter
from isteam_app.letters.directives import faults
from isteam_app.letters.locked import locked_changed
from isteam_app.letters.marks import LOCKS
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import Template, facts_changed
from isteam_app.services.template_texts import Sheet, first_fault

LOCKED = "locked"
_REMEMBERED = 256


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """One thing that a template should say otherwise.

    A `warning` may stand once somebody has looked at it; everything else may not.
    `kind` is "line", "field", "paragraph", "locked", "facts", "words" or "page";
    `field` is what it is about there, `line` the line of the letter, 0 for none.
    """

    kind: str
    sentence: str
    field: str = ""
    line: int = 0
    warning: bool = False


def findings(sheet: Sheet, before: Template | None) -> tuple[Finding, ...]:
    """Return what is wrong with a template as typed, the worst first.

    `before` is the one in use, whose locked wording and facts it has to keep; None for
    one that there was none before.
    """
    broken = tuple(
        Finding(kind="line", sentence=_sentence(fault.sentence), line=fault.line)
        for fault in faults(sheet.letter)
    )
    if broken:
        return broken
    fault = first_fault(sheet.letter)
    if fault:
        return (Finding(kind="line", sentence=fault),)
    template = sheet.template()
    return (*_against(template, before), *findings_of(template))


@lru_cache(maxsize=_REMEMBERED)
def findings_of(template: Template) -> tuple[Finding, ...]:
    """Return what is wrong with a template that can be read, whatever was before."""
    return tuple(
        Finding(
            kind=_KINDS.get(problem.kind, "page"),
            sentence=problem.sentence,
            field=problem.field,
        )
        for problem in check_letter(sample_letter(template))
    )


_KINDS = {
    "field": "field",
    "paragraph": "paragraph",
    "locked": LOCKED,
    "glyph": "words",
    "template": "line",
}


def unlocked_wording(before: Template | None, sheet: Sheet) -> tuple[str, ...]:
    """Name the locked wording that a template no longer has as it was."""
    if before is None:
        return ()
    try:
        return locked_changed(before.body, sheet.template().body)
    except TemplateBroken:
        return ()


def _against(template: Template, before: Template | None) -> Iterator[Finding]:
    if before is None:
        return
    for fact in facts_changed(before, template):
        yield Finding(
            kind="facts",
            sentence=f"“{fact}” is otherwise than before, and the program goes by it. "
            "Put it back.",
        )
    for name in locked_changed(before.body, template.body):
        yield Finding(
            kind=LOCKED,
            sentence=f"The locked wording “{LOCKS.get(name, name)}” is not as it was. "
            "Put it back, or let an administrator unlock it and say why.",
            field=name,
        )
    for mark in sorted(set(before.requires) - set(template.requires)):
        yield Finding(
            kind="facts",
            sentence=f"The paragraph “{mark}” was required and is so no longer. Put it "
            "back under Rules.",
        )


def _sentence(words: str) -> str:
    return words[:1].upper() + words[1:]
