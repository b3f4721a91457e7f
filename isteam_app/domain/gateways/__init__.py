"""The rules about third parties' requests: who may rely on what (rules as data)."""

from isteam_app.domain.gateways.reading import rules_from
from isteam_app.domain.gateways.values import (
    Basis,
    Categories,
    GateLaw,
    Gateway,
    Ground,
    Instrument,
    Law,
    Rules,
    Want,
    offered_for,
)

__all__ = [
    "Basis",
    "Categories",
    "GateLaw",
    "Gateway",
    "Ground",
    "Instrument",
    "Law",
    "Rules",
    "Want",
    "offered_for",
    "rules_from",
]
