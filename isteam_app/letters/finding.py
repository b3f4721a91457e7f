"""One thing that a template should say otherwise."""

from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    ERROR = "error"
    """No letter may be made from the template."""
    WARNING = "warning"
    """It may stand once somebody has looked at it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """What is wrong, and what to do, in plain sentences.

    `rule` is a key of `lint.RULES`. `line` is counted in the letter as written, 0 for
    none. `where` is what to look for there: words, a field, a paragraph mark.
    """

    severity: Severity
    rule: str
    sentence: str
    line: int = 0
    where: str = ""


def error(rule: str, sentence: str, *, line: int = 0, where: str = "") -> Finding:
    return Finding(
        severity=Severity.ERROR, rule=rule, sentence=sentence, line=line, where=where
    )


def warning(rule: str, sentence: str, *, line: int = 0, where: str = "") -> Finding:
    return Finding(
        severity=Severity.WARNING, rule=rule, sentence=sentence, line=line, where=where
    )
