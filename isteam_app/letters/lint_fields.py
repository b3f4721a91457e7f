"""Fields that the letters of a template cannot fill, or only sometimes."""

from collections.abc import Iterator, Sequence

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.letters.fields import FIELDS, Field, spoken
from isteam_app.letters.finding import Finding, error, warning
from isteam_app.letters.placed import Placed
from isteam_app.letters.templates import Template


def field_findings(template: Template, pieces: Sequence[Placed]) -> Iterator[Finding]:
    """Return what is wrong with the fields a template names, each field once a line."""
    for each in pieces:
        if each.piece.kind in ("field", "if"):
            yield from _fits(template, each, FIELDS[each.piece.text])


def _fits(template: Template, each: Placed, field: Field) -> Iterator[Finding]:
    filled = field.of_requests if template.is_of_request else field.of_cases
    kinds = set(template.kinds)
    where = f"“{field.label}”"
    if not filled or (field.kinds and kinds and not kinds & field.kinds):
        whose = _letters_of(field)
        yield error(
            "fields",
            f"{where} is for letters about {whose}, and is empty in this one. Take it "
            "out.",
            line=each.line,
            where=field.name,
        )
        return
    if each.piece.kind == "if" or field.name in each.given:
        return
    lacking = kinds - field.kinds if field.kinds else set()
    if lacking:
        names = spoken(tuple(sorted(CASE_TYPES[kind].word for kind in lacking)))
        yield warning(
            "fields",
            f"{where} is empty in letters about {names}. Put it under "
            f"[[if {field.name}]].",
            line=each.line,
            where=field.name,
        )
    elif field.optional:
        yield warning(
            "fields",
            f"{where} is often empty, and then the letter cannot be finished. Put it "
            f"under [[if {field.name}]].",
            line=each.line,
            where=field.name,
        )


def _letters_of(field: Field) -> str:
    if not field.of_cases:
        return "third parties' requests"
    if not field.kinds:
        return "cases"
    words = (CASE_TYPES[kind].word for kind in CASE_TYPES if kind in field.kinds)
    return spoken(tuple(words))
