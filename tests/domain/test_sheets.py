"""Values as they stand on paper."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest

from isteam_app.domain.sheets import Value, plain

AHEAD = timezone(timedelta(hours=1))


@pytest.mark.parametrize(
    ("value", "said"),
    [
        (" as typed\n", " as typed\n"),
        (None, ""),
        (True, "yes"),
        (False, "no"),
        (0, "0"),
        (1_204_000, "1,204,000"),
        (2.5, "2.5"),
        (date(2026, 3, 1), "1 Mar 2026"),
        (datetime(2026, 11, 2, 10, 3, 4, tzinfo=UTC), "2 Nov 2026 10:03:04"),
        # in UTC it is still the day before
        (datetime(2026, 6, 1, 0, 30, tzinfo=AHEAD), "31 May 2026 23:30:00"),
    ],
)
def test_a_value_is_read_by_a_person(value: Value, said: str) -> None:
    assert plain(value) == said
