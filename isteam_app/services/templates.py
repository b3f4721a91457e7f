"""What can be done with letter templates outside any case."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from isteam_app.domain.addresses import Address
from isteam_app.domain.envelopes import DL_99, envelope_named
from isteam_app.domain.letters import BODY_SIZES
from isteam_app.domain.settings import Organisation, Signatory
from isteam_app.errors import IsteamError, RuleBroken
from isteam_app.letters.build import BuiltLetter, build_letter, check_letter
from isteam_app.letters.content import LetterContent
from isteam_app.letters.directives import PARTS
from isteam_app.letters.fields import FIELDS, Value
from isteam_app.letters.lint import Finding, LintContext, Severity, lint_template
from isteam_app.letters.requirements import required_parts
from isteam_app.letters.samples import sample_letter
from isteam_app.letters.templates import Template, all_templates, load, parse
from isteam_app.services.files import write_whole

_ON_PAGE = ("glyph", "address")
"""What only a made-up letter shows: whether it can be printed."""
_LETTERS_OWN = frozenset(
    {"recipient", "on", "signatory", "signatory_role", "envelope", "body_size"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Lint:
    """What is wrong with one template; nothing means that it is sound.

    `warnings` may stand once somebody has looked at them; `problems` may not.
    """

    key: str
    problems: tuple[str, ...]
    warnings: tuple[str, ...] = ()


def list_templates() -> tuple[Template, ...]:
    """Return the templates shipped with the program."""
    return all_templates()


def must_contain(template: Template) -> tuple[str, ...]:
    """Return in words what a letter of this kind has to say."""
    return tuple(PARTS[mark] for mark in required_parts(template))


def lint(name: str) -> Lint:
    """Check one template, by its key or as a file, and a letter with made-up facts.

    One that goes by the key of a shipped template is held against that one.
    """
    path = Path(name)
    try:
        template = parse(_read(path), name=path.name) if path.is_file() else load(name)
    except IsteamError as error:
        return Lint(key=name, problems=(str(error),))
    before = next((one for one in all_templates() if one.key == template.key), None)
    found = lint_template(template, LintContext(before=before))
    problems = (
        *(_placed(each) for each in found if each.severity is Severity.ERROR),
        *(
            each.sentence
            for each in check_letter(sample_letter(template))
            if each.kind in _ON_PAGE
        ),
    )
    warnings = (_placed(each) for each in found if each.severity is Severity.WARNING)
    return Lint(key=template.key, problems=problems, warnings=tuple(warnings))


def _placed(finding: Finding) -> str:
    line = f"Line {finding.line}: " if finding.line else ""
    return f"{line}{finding.sentence}"


def render_example(key: str, target: Path) -> BuiltLetter:
    """Write a made-up letter of this kind."""
    return _written(sample_letter(load(key)), target)


def render_letter(key: str, facts: Mapping[str, Any], target: Path) -> BuiltLetter:
    """Write a letter from given facts: every field by its name, and the letter's own.

    The letter's own are `recipient` (a list of lines), `on` (an ISO date), `signatory`,
    `signatory_role`, `envelope` and `body_size` (points). Raises `RuleBroken` for a
    fact that cannot be used and `LetterRefused` for a letter that is not whole.
    """
    template = load(key)
    values = {name: _value(name, facts[name]) for name in facts if name in FIELDS}
    for name in facts.keys() - FIELDS.keys() - _LETTERS_OWN:
        raise RuleBroken(
            f"There is no field called “{name}”. Fields are {', '.join(FIELDS)}; the "
            f"letter's own facts are {', '.join(sorted(_LETTERS_OWN))}.",
            field=name,
        )
    content = LetterContent(
        organisation=_organisation(values),
        signatory=Signatory(
            name=str(facts.get("signatory", "")),
            role=str(facts.get("signatory_role", "")),
        ),
        recipient=_lines(facts.get("recipient")),
        on=_day(str(facts.get("on", ""))),
        our_reference=_text(values, "case_reference"),
        your_reference=_text(values, "their_reference"),
        print_reference=_text(values, "case_reference"),
        body=template.body,
        values=values,
        requires=required_parts(template),
        envelope=envelope_named(str(facts.get("envelope", DL_99.key))),
        body_size=_size(facts.get("body_size", BODY_SIZES[0])),
    )
    return _written(content, target)


def _written(content: LetterContent, target: Path) -> BuiltLetter:
    built = build_letter(content)
    write_whole(target, [built.pdf])
    return built


def _size(fact: object) -> int:
    if isinstance(fact, bool) or not isinstance(fact, int) or fact not in BODY_SIZES:
        raise RuleBroken(
            f"“body_size” must be one of {', '.join(map(str, BODY_SIZES))}.",
            field="body_size",
        )
    return fact


def _organisation(values: Mapping[str, Value]) -> Organisation:
    """Return the company the fields name; its address is one text with commas."""
    address = _text(values, "team_address").split(",")
    return Organisation(
        name=_text(values, "organisation"),
        team=_text(values, "team"),
        address=Address(lines=tuple(line.strip() for line in address)),
        company_number=_text(values, "company_number"),
        phone=_text(values, "phone"),
        email=_text(values, "email"),
    )


def _text(values: Mapping[str, Value], name: str) -> str:
    value = values.get(name, "")
    return value if isinstance(value, str) else ", ".join(value)


def _value(name: str, given: object) -> Value:
    return given if isinstance(given, str) else _lines(given, name)


def _lines(given: object, name: str = "recipient") -> tuple[str, ...]:
    if isinstance(given, list) and all(isinstance(line, str) for line in given):
        return tuple(given)
    raise RuleBroken(f"“{name}” must be a text or a list of texts.", field=name)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise RuleBroken(
            "The date of the letter must be written like 2026-11-24, after “on”.",
            field="on",
        ) from error


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except UnicodeDecodeError as error:
        raise RuleBroken(
            f"{path.name} is not a text file. Save it as text (UTF-8).",
            field="template",
        ) from error
