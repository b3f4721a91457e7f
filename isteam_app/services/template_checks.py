"""What is wrong with a template before letters are made from it."""

from collections.abc import Iterator, Sequence
from functools import lru_cache

from isteam_app.errors import TemplateBroken
from isteam_app.letters.finding import Finding as Finding
from isteam_app.letters.finding import Severity, error
from isteam_app.letters.lint import LintContext, lint_template, lint_text, rules_met
from isteam_app.letters.locked import locked_changed
from isteam_app.letters.marks import PARTS
from isteam_app.letters.templates import Template
from isteam_app.services.template_texts import Sheet

_REMEMBERED = 256


def findings(
    sheet: Sheet,
    before: Template | None,
    *,
    unlocked: bool = False,
    names: Sequence[str] = (),
) -> tuple[Finding, ...]:
    """Return what is wrong with a template as typed, errors first.

    `before` is the one in use, whose locked wording and facts it has to keep; None for
    one that there was none before. `names` are what the settings hold and a template
    should not.
    """
    context = LintContext(before=before, unlocked=unlocked, names=tuple(names))
    found = lint_text(sheet.facts, sheet.letter, context)
    return (*_dropped(sheet.facts, before), *found)


@lru_cache(maxsize=_REMEMBERED)
def findings_of(template: Template) -> tuple[Finding, ...]:
    """Return what is wrong with a template that can be read, whatever was before."""
    return lint_template(template)


def met(sheet: Sheet, found: Sequence[Finding]) -> tuple[str, ...]:
    """Say in words which rules a template as typed keeps."""
    try:
        return rules_met(sheet.template(), found)
    except TemplateBroken:
        return ()


def stops(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return what keeps a template from being used."""
    return tuple(one for one in found if one.severity is Severity.ERROR)


def warnings(found: Sequence[Finding]) -> tuple[Finding, ...]:
    """Return what may stand once somebody has looked at it."""
    return tuple(one for one in found if one.severity is Severity.WARNING)


def unlocked_wording(before: Template | None, sheet: Sheet) -> tuple[str, ...]:
    """Name the locked wording that a template no longer has as it was."""
    if before is None:
        return ()
    try:
        return locked_changed(before.body, sheet.template().body)
    except TemplateBroken:
        return ()


def _dropped(facts: Template, before: Template | None) -> Iterator[Finding]:
    """Find paragraphs that were required before and are not any more."""
    known = before.requires if before is not None else ()
    for mark in known:
        if mark not in facts.requires:
            yield error(
                "facts",
                f"The letter had to say {PARTS.get(mark, mark)}, and now need not. "
                "Require it again, under Rules.",
                where=mark,
            )
