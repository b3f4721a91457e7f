"""How people are greeted."""

import pytest

from isteam_app.domain.people import Person


@pytest.mark.parametrize(
    ("salutation", "greeting"),
    [
        ("Ms Ellwood-Price", "Ms Ellwood-Price"),
        ("Dear Ms Ellwood-Price,", "Ms Ellwood-Price"),
        ("dear  Ms Ellwood-Price", "Ms Ellwood-Price"),
        ("Ms Dearden", "Ms Dearden"),
        ("Dearden family", "Dearden family"),
        ("", "Marged Ellwood-Price"),
        ("Dear", "Marged Ellwood-Price"),
    ],
)
def test_dear_is_said_once(salutation: str, greeting: str) -> None:
    person = Person(name="Marged Ellwood-Price", salutation=salutation)
    assert person.greeting == greeting
