"""What is wrong with a template, as the lines of a list with a way to each."""

from collections.abc import Sequence

from isteam_app.services.template_checks import Finding, stops, warnings
from ui.common.checks import Check

_MET = "met:"


def check_lines(
    found: Sequence[Finding], met: Sequence[str], pages: int
) -> tuple[Check, ...]:
    """Return the lines: what stops a template, what to look at, what is met."""
    stopping = set(stops(found))
    lines = [
        _line(place, one, blocked=one in stopping) for place, one in enumerate(found)
    ]
    lines.extend(
        Check(f"{_MET}{place}", "met", words) for place, words in enumerate(met)
    )
    if pages:
        words = "1 page" if pages == 1 else f"{pages} pages"
        lines.append(Check(f"{_MET}pages", "met", f"{words} with this test data"))
    return tuple(lines)


def finding_of(key: str, found: Sequence[Finding]) -> Finding | None:
    """Return the finding that a line stands for, None for one that is met."""
    return found[int(key)] if key.isdecimal() and int(key) < len(found) else None


def count_words(found: Sequence[Finding]) -> str:
    """Say in a few words how many there are of each, "" for none."""
    stopping, looked_at = len(stops(found)), len(warnings(found))
    words = []
    if stopping:
        words.append(
            "1 thing to put right" if stopping == 1 else f"{stopping} to put right"
        )
    if looked_at:
        words.append("1 warning" if looked_at == 1 else f"{looked_at} warnings")
    return ", ".join(words)


def _line(place: int, one: Finding, *, blocked: bool) -> Check:
    first, stop, rest = one.sentence.partition(". ")
    where = f"Line {one.line}. " if one.line else ""
    return Check(
        str(place),
        "blocked" if blocked else "missing",
        first if stop else one.sentence.rstrip("."),
        f"{where}{rest}".strip(),
        "Go" if one.line or one.where else "",
    )
