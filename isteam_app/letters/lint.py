"""Finds what a template would do wrong in every letter made from it.

What the law asks of a letter is not read from the template: one that drops its own
requirement is found all the same (see `requirements`).
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from types import MappingProxyType

from isteam_app.errors import TemplateBroken
from isteam_app.letters.directives import faults
from isteam_app.letters.fields import FIELDS, Value, examples
from isteam_app.letters.finding import Finding as Finding
from isteam_app.letters.finding import Severity as Severity
from isteam_app.letters.finding import error, warning
from isteam_app.letters.lint_fields import field_findings
from isteam_app.letters.lint_page import page_findings
from isteam_app.letters.lint_words import word_findings
from isteam_app.letters.locked import locked_changed
from isteam_app.letters.marks import LOCKS, PARTS
from isteam_app.letters.merge import merge
from isteam_app.letters.placed import placed
from isteam_app.letters.reading import (
    LONGEST_SENTENCE,
    OLDEST,
    Reading,
    measure,
    sentences_of,
    words,
)
from isteam_app.letters.requirements import required_parts
from isteam_app.letters.templates import Template, facts_changed, reworded
from isteam_app.letters.variants import Variant, variants

RULES: Mapping[str, str] = MappingProxyType(
    {
        "read": "The text can be read",
        "facts": "It is for the same cases and does the same to them",
        "paragraphs": "It says everything that such a letter must say",
        "locked": "The wording that the law gives is unchanged",
        "fields": "Every field can be filled",
        "test-data": "All fields have test values",
        "window": "Nothing but the address shows through the envelope",
        "headings": "It has a greeting, a subject, and words under every heading",
        "signs": "Every sign can be printed as it is meant",
        "typed": "No name or date is typed by hand",
        "plain-words": "It is in plain words",
        "clear-print": "It is set for clear print",
        "sentences": "No sentence is too long",
        "reading": "Reading age {age}",
    }
)
"""Every rule by its key, and what is said of a template that keeps it."""


_MOST_FAULTS = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class LintContext:
    """What a template is held against.

    `values` are the test values; `before` is the version whose facts and locked wording
    it has to keep, None for one that there was none before; `unlocked` says that an
    administrator gave a reason to change the wording. `names` are what the settings
    hold and a template should not: the company, the regulator, people of the team.
    """

    values: Mapping[str, Value] = field(default_factory=examples)
    before: Template | None = None
    unlocked: bool = False
    names: Sequence[str] = ()


def lint_text(
    template: Template, text: str, context: LintContext | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with the letter of a template as typed, errors first.

    Where the text cannot be read, that is all there is to say: every such place, up to
    as many as anybody reads.
    """
    broken = tuple(
        error(
            "read", f"{fault.sentence[:1].upper()}{fault.sentence[1:]}", line=fault.line
        )
        for fault in islice(faults(text), _MOST_FAULTS)
    )
    if broken:
        return broken
    try:
        whole = reworded(template, text)
    except TemplateBroken as refused:
        return (error("read", str(refused)),)
    return lint_template(whole, context)


def lint_template(
    template: Template, context: LintContext | None = None
) -> tuple[Finding, ...]:
    """Return what is wrong with a template, errors first, each by its line."""
    against = context or LintContext()
    pieces = placed(template.source or template.body)
    each = variants(template.body)
    found = (
        *_facts(template, against),
        *_paragraphs(template, each),
        *_locked(template, against),
        *field_findings(template, pieces),
        *_test_data(template, against),
        *page_findings(each),
        *word_findings(pieces, against.names),
        *_reading(template),
    )
    once = dict.fromkeys(found)
    return tuple(
        sorted(once, key=lambda one: (one.severity is Severity.WARNING, one.line))
    )


def rules_met(template: Template, findings: Sequence[Finding]) -> tuple[str, ...]:
    """Say in words which rules a template keeps, in the order of `RULES`."""
    broken = {finding.rule for finding in findings}
    if "read" in broken:
        return ()
    age = reading_of(template).age
    return tuple(
        words.format(age=age) for rule, words in RULES.items() if rule not in broken
    )


def reading_of(template: Template) -> Reading:
    """Measure a template's own words; a field in them counts as one short word."""
    return measure(_own_sentences(template))


def _facts(template: Template, against: LintContext) -> Iterator[Finding]:
    if against.before is None:
        return
    for fact in facts_changed(against.before, template):
        yield error(
            "facts",
            f"“{fact}” is not as it was, and the program goes by it. Put it back.",
            where=fact,
        )


def _paragraphs(template: Template, each: Sequence[Variant]) -> Iterator[Finding]:
    for mark in required_parts(template):
        lacking = [one for one in each if mark not in one.merged.parts]
        if len(lacking) == len(each):
            yield error(
                "paragraphs",
                f"The letter must say {PARTS[mark]}. Write it under [[part {mark}]].",
                where=mark,
            )
        elif lacking:
            yield error(
                "paragraphs",
                f"The letter does not always say {PARTS[mark]}: not {lacking[0].when}. "
                "Put the paragraph outside the condition, or say it there as well.",
                where=mark,
            )


def _locked(template: Template, against: LintContext) -> Iterator[Finding]:
    if against.before is None or against.unlocked:
        return
    for name in locked_changed(against.before.body, template.body):
        yield error(
            "locked",
            f"The locked wording that says {LOCKS[name]} is not as it was. Put it "
            "back, or let an administrator unlock it and say why.",
            where=name,
        )


def _test_data(template: Template, against: LintContext) -> Iterator[Finding]:
    for name in merge(template.body, against.values).missing:
        yield error(
            "test-data",
            f"“{FIELDS[name].label}” has no test value, so the letter cannot be tried. "
            "Give it one.",
            where=name,
        )


def _reading(template: Template) -> Iterator[Finding]:
    sentences = _own_sentences(template)
    reading = measure(sentences)
    if reading.age > OLDEST:
        longest = "; ".join(f"“{_start(one)}”" for one in reading.longest[:2])
        yield warning(
            "reading",
            f"The reading age is {reading.age}, and above {OLDEST} many people give "
            f"up. Shorten the longest sentences: {longest}.",
        )
    source = template.source or template.body
    for sentence in sentences:
        length = len(words(sentence))
        if length > LONGEST_SENTENCE:
            start = " ".join(sentence.split()[:4])
            yield warning(
                "sentences",
                f"A sentence has {length} words: “{_start(sentence)}”. Cut it in two.",
                line=_line_of(source, start),
                where=start,
            )


def _own_sentences(template: Template) -> tuple[str, ...]:
    """Return what a template says itself, whatever its conditions, each once."""
    texts = dict.fromkeys(
        text for variant in variants(template.body) for text in variant.own_texts
    )
    return tuple(dict.fromkeys(one for text in texts for one in sentences_of(text)))


def _start(sentence: str) -> str:
    first = " ".join(sentence.split()[:8])
    return first if first == sentence else f"{first} …"


def _line_of(source: str, start: str) -> int:
    at = source.find(start)
    return source.count("\n", 0, at) + 1 if at >= 0 else 0
