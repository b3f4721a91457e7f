"""What the rules say of a request as it stands on the screen, half typed or not."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date

from isteam_app.domain.disclosure_forms import SECTIONS
from isteam_app.domain.disclosure_gates import (
    Asked,
    Gate,
    Stage,
    State,
    gates,
    in_the_way,
)
from isteam_app.domain.disclosures import Decision, Disclosure, DisclosureState
from isteam_app.domain.forms import Entry
from isteam_app.domain.gateways import Rules
from isteam_app.domain.request_line import followed
from isteam_app.domain.settings import Requests
from isteam_app.services.disclosures import RequestPage
from ui.common.checks import Check
from ui.disclosures.request_sections import Stop

_WORST = (State.BLOCKED, State.MISSING, State.WARNS)
_DECIDED = (DisclosureState.DECIDED, DisclosureState.CLOSED)


def draft_judged(
    request: Disclosure,
    entry: Entry,
    rules: Rules,
    settings: Requests,
    today: date,
) -> tuple[Gate, ...]:
    """Return what the gates say of the first section of a request not recorded yet."""
    asked = Asked(request=request, entries=(entry,))
    found = gates(asked, rules, settings, today)
    return tuple(gate for gate in found if gate.section == SECTIONS[0].key)


def judged(page: RequestPage, entries: tuple[Entry, ...]) -> tuple[Gate, ...]:
    """Return what the gates say of a request with these entries; reads nothing."""
    request = followed(page.request, entries, page.names, page.subject_count)
    asked = replace(page.asked, request=request, entries=entries)
    found = gates(asked, page.rules, page.settings, page.today)
    if page.request.state in _DECIDED:
        return found
    return tuple(gate for gate in found if gate.stage is not Stage.CLOSING)


def checks(found: Iterable[Gate]) -> list[Check]:
    """Return the gates as lines that lead to their fields."""
    return [
        Check(
            key=f"{place}/{gate.form}/{gate.field}",
            state="missing" if gate.state is State.WARNS else gate.state.value,
            words=gate.words,
            rule="" if gate.state is State.MET else gate.rule,
            leads=True,
            law="" if gate.state is State.MET or not gate.link else gate.law,
        )
        for place, gate in enumerate(found)
    ]


def barring(
    found: Iterable[Gate], decision: Decision, *, emergency: bool
) -> list[Check]:
    """Return what stands in the way of a decision, as lines."""
    every = tuple(found)
    ways = in_the_way(every, decision, emergency=emergency)
    lines = checks(every)
    return [
        replace(line, law="")
        for gate, line in zip(every, lines, strict=True)
        if gate in ways
    ]


def standing_lines(found: Iterable[Gate], *, emergency: bool) -> int:
    """Count the lines that keep one from disclosing anything."""
    ways = in_the_way(tuple(found), Decision.DISCLOSE, emergency=emergency)
    return len(ways)


def section_stops(found: Sequence[Gate], entries: Iterable[Entry]) -> list[Stop]:
    """Return every section with how far it has come."""
    filled = {each.form for each in entries if not each.struck}
    stops = []
    for section in SECTIONS:
        states = {gate.state for gate in found if gate.section == section.key}
        worst = next((state for state in _WORST if state in states), None)
        begun = any(form.key in filled for form in section.forms)
        if worst is State.MISSING and not begun:
            state = "todo"
        elif worst is None:
            state = "met" if begun or states else "todo"
        else:
            state = "missing" if worst is State.WARNS else worst.value
        stops.append(
            Stop(
                key=section.key,
                title=section.title,
                number=section.number,
                state=state,
            )
        )
    return stops
