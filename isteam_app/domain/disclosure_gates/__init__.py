"""What a third party's request needs, judged live from what was filled in.

`gates` returns every line; `in_the_way` those that keep a decision from being made;
`in_the_way_of_closing` those that keep it open after something left;
`in_the_way_of_an_emergency` those that not even a life at risk does away with.
"""

from collections.abc import Iterable
from datetime import date

from isteam_app.domain.disclosure_forms import section_of
from isteam_app.domain.disclosure_gates.asking import asking
from isteam_app.domain.disclosure_gates.authority import authority
from isteam_app.domain.disclosure_gates.extent import extent
from isteam_app.domain.disclosure_gates.gate import Asked, Bench, Gate, Stage, State
from isteam_app.domain.disclosure_gates.grounds import grounds
from isteam_app.domain.disclosure_gates.leaving import leaving
from isteam_app.domain.disclosure_gates.post import post
from isteam_app.domain.disclosure_gates.verdicts import Verdicts, frozen, thawed
from isteam_app.domain.disclosure_gates.verification import verification
from isteam_app.domain.disclosures import LEAVES, Decision
from isteam_app.domain.gateways import Rules
from isteam_app.domain.settings import Requests

__all__ = [
    "Asked",
    "Gate",
    "Stage",
    "State",
    "Verdicts",
    "frozen",
    "gates",
    "in_the_way",
    "in_the_way_of_an_emergency",
    "in_the_way_of_closing",
    "thawed",
]

_REFUSALS = (Decision.REFUSE, Decision.NEITHER)


def gates(
    asked: Asked, rules: Rules, settings: Requests, today: date
) -> tuple[Gate, ...]:
    """Return every gate of a request, in the order of its sections."""
    at = Bench(asked=asked, rules=rules, settings=settings, today=today)
    every = (
        *asking(at),
        *authority(at),
        *post(at),
        *extent(at),
        verification(at),
        *grounds(at),
        *leaving(at),
    )
    return tuple(sorted(every, key=lambda gate: section_of(gate.form).number))


def in_the_way(
    gates: Iterable[Gate], decision: Decision, *, emergency: bool = False
) -> tuple[Gate, ...]:
    """Return the gates that keep a decision from being made.

    To ask for more and to refer to legal is open to whoever knows who asks, to refuse
    to whoever knows what for. After an emergency the record needs its grounds; what
    else was not met stays to be seen with the decision.
    """
    wanted = {Stage.ASKING}
    if decision in LEAVES:
        wanted |= {Stage.ANSWERING, Stage.GROUNDS}
        wanted |= set() if emergency else {Stage.DECIDING}
    elif decision in _REFUSALS:
        wanted |= {Stage.ANSWERING, Stage.REFUSING}
    return tuple(gate for gate in gates if gate.holds_up and gate.stage in wanted)


def in_the_way_of_closing(gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """Return the gates that keep a request open after something left."""
    return tuple(
        gate for gate in gates if gate.holds_up and gate.stage is Stage.CLOSING
    )


def in_the_way_of_an_emergency(gates: Iterable[Gate]) -> tuple[Gate, ...]:
    """Return the gates that keep anything from leaving at once, to save a life."""
    return tuple(
        gate for gate in gates if gate.holds_up and gate.key == "content_of_post"
    )
