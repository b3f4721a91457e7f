"""The rules about third-party requests that come with the program."""

from functools import cache

from isteam_app import resources
from isteam_app.domain.gateways import Rules, rules_from


@cache
def rules() -> Rules:
    """Return the rules in force, with their version."""
    return rules_from(resources.text("gateways.json"))
