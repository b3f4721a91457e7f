"""What the rules say of a request as it stands on the screen, half typed or not."""

from collections.abc import Iterable, Sequence
from dataclasses import replace

from isteam_app.domain.disclosure_forms import SECTIONS
from isteam_app.domain.disclosure_gates import Asked, Gate, gates, in_the_way
from isteam_app.domain.disclosures import Decision
from isteam_app.domain.forms import Entry
from isteam_app.domain.request_line import followed
from isteam_app.services.disclosures import RequestPage
from ui.common.checks import Check
from ui.disclosures.request_sections import Stop

_WORST = ("blocked", "missing", "warns")


def judged(page: RequestPage, entries: tuple[Entry, ...]) -> tuple[Gate, ...]:
    """Return what the gates say of a request with these entries; reads nothing."""
    names = [each.name for each in page.subjects.rows]
    request = followed(page.request, entries, names, page.subject_count)
    asked = Asked(
        request=request,
        entries=entries,
        subjects=page.subjects.rows,
        subject_count=page.subject_count,
        organisation=page.organisation,
    )
    return gates(asked, page.rules, page.settings, page.today)


def checks(found: Iterable[Gate]) -> list[Check]:
    """Return the gates as lines that lead to their fields."""
    return [
        Check(
            key=gate.key,
            state="missing" if gate.state == "warns" else str(gate.state),
            words=gate.words,
            rule="" if gate.state == "met" else gate.rule,
            leads=True,
            law="" if gate.state == "met" or not gate.link else gate.law,
        )
        for gate in found
    ]


def barring(found: Iterable[Gate], decision: Decision) -> list[Check]:
    """Return what stands in the way of a decision, as lines."""
    return checks(in_the_way(tuple(found), decision))


def standing_before_disclosing(found: Iterable[Gate]) -> int:
    """Count the lines that keep one from disclosing anything."""
    return len(in_the_way(tuple(found), Decision.DISCLOSE))


def section_stops(found: Sequence[Gate], entries: Iterable[Entry]) -> list[Stop]:
    """Return every section with how far it has come."""
    filled = {each.form for each in entries if not each.struck}
    stops = []
    for section in SECTIONS:
        states = {str(gate.state) for gate in found if gate.section == section.key}
        worst = next((state for state in _WORST if state in states), "")
        begun = any(form.key in filled for form in section.forms) or states == {"met"}
        if worst == "warns":
            worst = "missing"
        state = worst or ("met" if begun else "todo")
        stops.append(
            Stop(
                key=section.key,
                title=section.title,
                number=section.number,
                state=state,
            )
        )
    return stops


def with_entry(entries: Iterable[Entry], entry: Entry) -> tuple[Entry, ...]:
    """Return entries with one more."""
    return (*entries, replace(entry))
