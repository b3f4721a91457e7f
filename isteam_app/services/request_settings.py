"""Checks the settings that third parties' requests are judged by."""

from isteam_app.domain.disclosures import Decision
from isteam_app.domain.ranks import RANKS
from isteam_app.domain.settings import Requests, Settings
from isteam_app.errors import RuleBroken

_NUMBERS = (
    ("widest_days", 1, 3650),
    ("most_subjects", 1, 1000),
    ("emergency_working_days", 1, 10),
    ("lock_review_days", 1, 730),
    ("chase_days", 1, 90),
    ("number_months", 1, 60),
)


def check_requests(settings: Settings) -> None:
    """Raise RuleBroken, naming the field, for a setting that cannot be judged by."""
    requests = settings.requests
    if requests.counter_rank not in RANKS:
        raise RuleBroken("Choose one of the ranks in the list.", field="counter_rank")
    for name, least, most in _NUMBERS:
        if not least <= getattr(requests, name) <= most:
            raise RuleBroken(f"Enter a number from {least} to {most}.", field=name)
    _check_second_person(requests)


def _check_second_person(requests: Requests) -> None:
    known = {each.value for each in Decision if each is not Decision.UNDECIDED}
    if not known.issuperset(requests.second_person):
        raise RuleBroken("Choose decisions from the list.", field="request_decisions")
