"""The gates as they stood when something was decided, kept with the decision."""

import json
from collections.abc import Iterable
from dataclasses import asdict, dataclass

from isteam_app.domain.disclosure_gates.gate import Gate, Stage, State
from isteam_app.domain.gateways import Rules


@dataclass(frozen=True, slots=True, kw_only=True)
class Verdicts:
    """Gates of one moment, and the version of the rules they were judged by."""

    version: str = ""
    gates: tuple[Gate, ...] = ()


def frozen(gates: Iterable[Gate], rules: Rules) -> str:
    """Return the gates as the vault keeps them: they do not change with the rules."""
    kept = {"rules": rules.version, "gates": [asdict(gate) for gate in gates]}
    return json.dumps(kept, ensure_ascii=False, separators=(",", ":"))


def thawed(text: str) -> Verdicts:
    """Return the gates that were kept, none for a request not decided yet.

    Raises ValueError when the text is none that `frozen` wrote.
    """
    if not text:
        return Verdicts()
    kept = json.loads(text)
    try:
        gates = tuple(
            Gate(
                **{**each, "state": State(each["state"]), "stage": Stage(each["stage"])}
            )
            for each in kept["gates"]
        )
        return Verdicts(version=str(kept["rules"]), gates=gates)
    except (KeyError, TypeError) as error:
        raise ValueError("not the gates of a decision") from error
