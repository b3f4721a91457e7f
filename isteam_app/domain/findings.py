"""Whether a decision agrees with what was found on the way to it."""

from isteam_app.domain.cases import CaseKind
from isteam_app.domain.forms import Entry, standing

Entries = tuple[Entry, ...]
_CONCLUSIONS = {
    "upheld": "Upheld",
    "part": "Upheld in part",
    "not_upheld": "Not upheld",
}


def contradiction(kind: CaseKind, outcome: str, entries: Entries) -> str:
    """Return why an outcome contradicts the case's own entries, "" where it does not.

    What is withheld cannot be given in full; what was found is held; the issues of a
    complaint come to one conclusion. The sentence says what to decide instead.
    """
    if kind is CaseKind.ACCESS and outcome == "given":
        return _withheld(entries)
    if outcome == "nothing_held":
        return _found(entries)
    if outcome in _CONCLUSIONS and standing(entries, "issue"):
        return _concluded(outcome, entries)
    return ""


def _withheld(entries: Entries) -> str:
    for item in standing(entries, "item"):
        if item["decision"] != "given":
            return (
                f"“{item['item']}” is not given in full: see Checklist. Decide “Given "
                "in part”, with the ground."
            )
    return ""


def _found(entries: Entries) -> str:
    for search in standing(entries, "search"):
        if search["result"] == "found":
            return (
                f"The search of {search['system']} found data: see Checklist. Decide "
                "another outcome, or correct the search."
            )
    return ""


def _concluded(outcome: str, entries: Entries) -> str:
    found = {issue["finding"] for issue in standing(entries, "issue")}
    fitting = found.pop() if len(found) == 1 else "part"
    if fitting in ("", outcome):
        return ""
    return (
        f"The issues come to “{_CONCLUSIONS[fitting]}”: see Checklist. Decide that, or "
        "correct the conclusion of an issue."
    )
