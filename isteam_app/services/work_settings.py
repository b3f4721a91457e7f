"""Checks the settings that the daily work stands on: targets, post, searches."""

from collections.abc import Iterator

from isteam_app.domain.case_types import CASE_TYPES
from isteam_app.domain.settings import Settings
from isteam_app.domain.text import SHORT, checked, fold
from isteam_app.errors import RuleBroken

MOST_SERVICES, MOST_SYSTEMS = 20, 40
LONGEST_POST = 30
"""The most working days that a postal service may be said to take."""


def check_work(settings: Settings) -> None:
    """Raise RuleBroken, naming the field, for a setting that cannot be worked by."""
    _check_services(settings)
    _check_systems(settings)
    _check_holidays(settings)
    _check_second_person(settings)


def decisions() -> Iterator[tuple[str, bool]]:
    """Yield each decision as "erasure:part", and whether two people usually make it."""
    for kind, definition in CASE_TYPES.items():
        for outcome in definition.outcomes:
            yield f"{kind.value}:{outcome.key}", outcome.second_person


def _check_services(settings: Settings) -> None:
    services = settings.services
    if not services:
        raise RuleBroken(
            "Keep at least one postal service: post-by dates are reckoned from it.",
            field="services",
        )
    if len(services) > MOST_SERVICES:
        raise RuleBroken(f"Keep at most {MOST_SERVICES} services.", field="services")
    for service in services:
        _check_name(service.name, "services", "service")
        if not 1 <= service.days <= LONGEST_POST:
            raise RuleBroken(
                f"{service.name}: {service.days} days cannot be. Enter the working "
                f"days until it arrives, from 1 to {LONGEST_POST}.",
                field="services",
            )
    _check_twice([service.name for service in services], "services")


def _check_systems(settings: Settings) -> None:
    if len(settings.systems) > MOST_SYSTEMS:
        raise RuleBroken(f"Keep at most {MOST_SYSTEMS} systems.", field="systems")
    for system in settings.systems:
        _check_name(system, "systems", "system")
    _check_twice(list(settings.systems), "systems")


def _check_holidays(settings: Settings) -> None:
    days = settings.extra_holidays
    if len(set(days)) != len(days):
        raise RuleBroken(
            "The same holiday stands in the list twice. Take one out.",
            field="extra_holidays",
        )


def _check_second_person(settings: Settings) -> None:
    known = {key for key, _ in decisions()}
    if not known.issuperset(settings.second_person or ()):
        raise RuleBroken("Choose decisions from the list.", field="second_person")


def _check_name(name: str, field: str, noun: str) -> None:
    if not name.strip():
        raise RuleBroken(f"Enter the name of the {noun}.", field=field)
    checked(name, field=field, label=f"The name of the {noun}", longest=SHORT)


def _check_twice(names: list[str], field: str) -> None:
    seen: set[str] = set()
    for name in names:
        if fold(name) in seen:
            raise RuleBroken(
                f'"{name[:40]}" stands in the list twice. Take one out.', field=field
            )
        seen.add(fold(name))
