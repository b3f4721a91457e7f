"""The settings a new vault starts with; all of them can be changed in the window."""

import json
from typing import Any

from isteam_app import resources
from isteam_app.domain.addresses import Address
from isteam_app.domain.settings import (
    Organisation,
    Processing,
    Regulator,
    Settings,
    Signatory,
)


def default_settings(signatory: str = "") -> Settings:
    """Return the shipped settings, signed by whoever creates the vault."""
    facts: dict[str, Any] = json.loads(resources.text("defaults.json"))
    processing: dict[str, Any] = {
        name: tuple(value) if isinstance(value, list) else value
        for name, value in facts["processing"].items()
    }
    return Settings(
        organisation=Organisation(**_with_address(facts["organisation"])),
        regulator=Regulator(**_with_address(facts["regulator"])),
        signatory=Signatory(name=signatory, role="Information Security Team"),
        processing=Processing(**processing),
    )


def _with_address(facts: dict[str, Any]) -> dict[str, Any]:
    address = facts["address"]
    return {
        **facts,
        "address": Address(**{**address, "lines": tuple(address["lines"])}),
    }
