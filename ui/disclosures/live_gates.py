"""What the rules say of a request as it stands on the screen, half typed or not."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from isteam_app.domain.disclosure_forms import SECTIONS
from isteam_app.domain.disclosure_gates import (
    Asked,
    Gate,
    Stage,
    State,
    gates,
    in_the_way,
    in_the_way_of_an_emergency,
    in_the_way_of_closing,
    thawed,
)
from isteam_app.domain.disclosures import Decision, Disclosure, DisclosureState
from isteam_app.domain.forms import Entry
from isteam_app.domain.gateways import Rules
from isteam_app.domain.request_line import followed
from isteam_app.domain.settings import Requests
from isteam_app.services.disclosures import RequestPage
from ui.common.checks import Check
from ui.disclosures.request_sections import Stop

ASKED = "asked"
_WORST = (State.BLOCKED, State.MISSING, State.WARNS)
_DECIDED = (DisclosureState.DECIDED, DisclosureState.CLOSED)


@dataclass(frozen=True, slots=True, kw_only=True)
class Judgement:
    """What the rules say: the gates, and how many of them keep one from going on.

    `rules` names the version they were judged by, `before` what they stand before.
    """

    gates: tuple[Gate, ...]
    standing: int
    rules: str
    before: str = "before deciding"


def draft_judgement(
    request: Disclosure,
    entry: Entry,
    rules: Rules,
    settings: Requests,
    today: date,
) -> Judgement:
    """Judge the first section of a request that is not recorded yet."""
    asked = Asked(request=request, entries=(entry,))
    every = gates(asked, rules, settings, today)
    found = tuple(gate for gate in every if gate.section == SECTIONS[0].key)
    return Judgement(
        gates=found,
        standing=sum(gate.holds_up for gate in found),
        rules="Only this section is asked before it is recorded",
        before="before it is recorded",
    )


def judgement(page: RequestPage, entries: tuple[Entry, ...]) -> Judgement:
    """Judge a request with these entries; nothing is read.

    Once it is decided, what was said then stands, and what keeps it from being closed.
    """
    live = _live(page, entries)
    request, version = page.request, page.rules.version
    others = tuple(gate for gate in live if gate.stage is not Stage.CLOSING)
    if request.is_open:
        ways = in_the_way(live, Decision.DISCLOSE, emergency=request.to_look_over)
        return Judgement(gates=others, standing=len(ways), rules=f"Rules of {version}")
    kept = thawed(request.verdicts)
    then = [gate for gate in kept.gates if gate.stage is not Stage.CLOSING]
    closing = [gate for gate in live if gate.stage is Stage.CLOSING]
    decided = request.state in _DECIDED
    return Judgement(
        gates=(*(then or others), *(closing if decided else ())),
        standing=len(in_the_way_of_closing(closing)) if decided else 0,
        rules=f"As decided by the rules of {kept.version or version}",
        before="before closing",
    )


def _live(page: RequestPage, entries: tuple[Entry, ...]) -> tuple[Gate, ...]:
    asked = Asked(
        request=followed(page.request, entries, page.names, page.subject_count),
        entries=entries,
        names=page.names,
        organisation=page.organisation,
    )
    return gates(asked, page.rules, page.settings, page.today)


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
    return _lines_of(every, in_the_way(every, decision, emergency=emergency))


def barring_at_once(found: Iterable[Gate]) -> list[Check]:
    """Return what stands in the way of disclosing to save a life, as lines."""
    every = tuple(found)
    return _lines_of(every, in_the_way_of_an_emergency(every))


def _lines_of(every: Sequence[Gate], ways: Collection[Gate]) -> list[Check]:
    lines = checks(every)
    return [
        replace(line, law="")
        for gate, line in zip(every, lines, strict=True)
        if gate in ways
    ]


def section_stops(
    found: Sequence[Gate], entries: Iterable[Entry], people: int = 0
) -> list[Stop]:
    """Return every section with how far it has come; `people` are those it is about."""
    filled = {each.form for each in entries if not each.struck}
    filled |= {ASKED} if people else set()
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
