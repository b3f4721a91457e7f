"""What is typed about an item of post and who sent it, and the checks it must pass."""

from dataclasses import dataclass
from datetime import date

from isteam_app.domain.addresses import Address
from isteam_app.domain.dates import long_date
from isteam_app.domain.letters import LONGEST_REFERENCE
from isteam_app.domain.people import LONGEST_NAME
from isteam_app.domain.text import SUMMARY
from isteam_app.errors import RuleBroken

OLDEST = date(2018, 5, 25)
"""No request under this law is older than the law itself."""
MOST_ADDRESS_LINES = 12


@dataclass(frozen=True, slots=True, kw_only=True)
class PostDetails:
    """Who wrote, when it came, and what it says, as typed."""

    name: str
    address: Address
    received: date | None
    salutation: str = ""
    dated: date | None = None
    reached_team: date | None = None
    their_reference: str = ""
    summary: str = ""

    @property
    def tidy_name(self) -> str:
        return " ".join(self.name.split())

    def day_received(self) -> date:
        """Return the day it was received. Raises RuleBroken when none was typed."""
        if self.received is None:
            raise RuleBroken("Enter the day it was received.", field="received")
        return self.received


def check_details(details: PostDetails, today: date) -> None:
    """Raise RuleBroken, naming the field, when something typed cannot be right."""
    _check_person(details)
    if len(details.their_reference.strip()) > LONGEST_REFERENCE:
        raise RuleBroken(
            f"Their reference is longer than {LONGEST_REFERENCE} characters, more than "
            "a letter can quote. Keep the part that they need to find their papers.",
            field="their_reference",
        )
    _check_summary(details.summary.strip())
    _check_received(details.day_received(), today)
    _check_dated(details, today)
    _check_reached(details, today)


def check_name(name: str, *, field: str, who: str) -> None:
    """Raise RuleBroken for a name that is missing or far too long."""
    if not name.strip():
        raise RuleBroken(f"Enter the name of {who}.", field=field)
    if len(name) > LONGEST_NAME:
        raise RuleBroken(
            f"The name of {who} is longer than {LONGEST_NAME} characters. Enter the "
            "name only; anything else belongs in the summary.",
            field=field,
        )


def check_address(address: Address, *, field: str) -> None:
    """Raise RuleBroken for an address that no envelope could show."""
    if len(address.lines) > MOST_ADDRESS_LINES:
        raise RuleBroken(
            "The address has more lines than an envelope can show. Keep the lines that "
            "the post needs, seven at most with the name.",
            field=field,
        )


def _check_person(details: PostDetails) -> None:
    check_name(details.name, field="name", who="the person who wrote")
    check_address(details.address, field="address")


def _check_summary(summary: str) -> None:
    if len(summary) > SUMMARY:
        raise RuleBroken(
            f"The summary holds {SUMMARY:,} characters and this is {len(summary):,}. "
            "Sum it up in a line or two; add the whole text as a scan.",
            field="summary",
        )


def _check_dated(details: PostDetails, today: date) -> None:
    dated, received = details.dated, details.day_received()
    if dated is None:
        return
    if dated > today:
        raise RuleBroken("The date on the letter is in the future.", field="dated")
    if dated > received:
        raise RuleBroken(
            f"It cannot be written on {long_date(dated)} and be received before, on "
            f"{long_date(received)}. Correct one of the two; if the letter itself is "
            "wrongly dated, leave its date out.",
            field="dated",
        )


def _check_received(received: date, today: date) -> None:
    if received > today:
        raise RuleBroken(
            f"{long_date(received)} is in the future. Enter the day it arrived.",
            field="received",
        )
    if received < OLDEST:
        raise RuleBroken(
            f"{long_date(received)} is before this law began. Check the year.",
            field="received",
        )


def _check_reached(details: PostDetails, today: date) -> None:
    reached = details.reached_team
    if reached is None:
        return
    if reached > today:
        raise RuleBroken(
            "The day it reached the team is in the future.", field="reached_team"
        )
    if reached < details.day_received():
        raise RuleBroken(
            "It cannot reach the team before it reached the company. Correct one of "
            "the two dates.",
            field="reached_team",
        )
