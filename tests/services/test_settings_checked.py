"""Settings that no letter could use are refused, each at its field."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from isteam_app.domain.settings import PostalService
from isteam_app.errors import RuleBroken
from isteam_app.services.demo import demo_settings
from isteam_app.services.settings import check_settings, save_settings

USUAL = demo_settings()
OURS = USUAL.organisation
FIRST = date(2026, 12, 1)


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"organisation": replace(OURS, name="x" * 1_000_000)}, "organisation"),
        ({"organisation": replace(OURS, name="Fern\0leigh")}, "organisation"),
        ({"organisation": replace(OURS, team="Security\x07Team")}, "team"),
        ({"signatory": replace(USUAL.signatory, role="y" * 201)}, "signatory"),
        ({"envelope": "c3"}, "envelope"),
        (
            {"extra_holidays": tuple(FIRST + timedelta(n) for n in range(61))},
            "extra_holidays",
        ),
        ({"delivery_days": 11}, "delivery_days"),
        ({"extra_holidays": (FIRST, FIRST)}, "extra_holidays"),
        ({"progress_days": 3}, "progress_days"),
        ({"suppress_days": 0}, "suppress_days"),
        ({"services": ()}, "services"),
        ({"services": (PostalService(name=" ", days=2),)}, "services"),
        ({"services": (PostalService(name="Courier", days=0),)}, "services"),
        ({"services": (PostalService(name="Courier", days=400),)}, "services"),
        ({"services": (PostalService(name="Courier", days=1),) * 2}, "services"),
        ({"systems": ("CCTV", "cctv")}, "systems"),
        ({"systems": ("x" * 201,)}, "systems"),
        ({"systems": tuple(f"System {n}" for n in range(41))}, "systems"),
        ({"second_person": ("erasure:perhaps",)}, "second_person"),
    ],
)
def test_what_no_letter_could_use_is_refused(session, changes, field):
    before = session.settings()
    with pytest.raises(RuleBroken) as refused:
        save_settings(session, replace(before, **changes))
    assert refused.value.field == field
    assert session.settings() == before


def test_the_shipped_settings_are_sound():
    check_settings(USUAL)
