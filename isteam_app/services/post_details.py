"""What is typed about an item of post and who sent it, and the checks it must pass."""

from dataclasses import dataclass
from datetime import date

from isteam_app.domain.addresses import Address
from isteam_app.domain.dates import long_date
from isteam_app.domain.letters import LONGEST_REFERENCE
from isteam_app.domain.people import LONGEST_NAME
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
    _check_received(details.day_received(), today)
    if details.dated and details.dated > today:
        raise RuleBroken("The date on the letter is in the future.", field="dated")
    _check_reached(details, today)


def _check_person(details: PostDetails) -> None:
    if not details.name.strip():
        raise RuleBroken("Enter the name of the person who wrote.", field="name")
    if len(details.name) > LONGEST_NAME:
        raise RuleBroken(
            f"The name is longer than {LONGEST_NAME} characters. Enter the name only; "
            "anything else belongs in the summary.",
            field="name",
        )
    if len(details.address.lines) > MOST_ADDRESS_LINES:
        raise RuleBroken(
            "The address has more lines than an envelope can show. Keep the lines that "
            "the post needs, seven at most with the name.",
            field="address",
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
