"""Which backups stay: worked out on years of made-up ones, without any file."""

from datetime import UTC, datetime, timedelta

import pytest

from isteam_app.domain.backup_calendar import Dated, Why, is_news, newest, to_keep

NOW = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
HOUR = timedelta(hours=1)
DAY = timedelta(days=1)


def made(age, why=Why.TIME, *, entries=None):
    at = NOW - age
    count = int((at - datetime(2020, 1, 1, tzinfo=UTC)) / timedelta(minutes=1))
    return Dated(
        name=f"{at:%Y%m%d%H%M%S}", at=at, why=why, entries=entries or max(count, 1)
    )


def ages(backups, now=NOW):
    kept = to_keep(backups, now)
    return [now - each.at for each in backups if each.name in kept]


def test_everything_of_the_last_day_stays():
    backups = [made(timedelta(minutes=30) * n) for n in range(49)]
    assert ages(backups) == [NOW - each.at for each in backups]


def test_the_newest_of_each_day_stays_for_thirty_days():
    backups = [made(2 * DAY + HOUR * n) for n in range(24 * 40)]
    kept = {(NOW - age).date() for age in ages(backups)}
    assert {(NOW - DAY * n).date() for n in range(2, 31)} <= kept
    of_day = [b for b in backups if b.at.date() == (NOW - 5 * DAY).date()]
    assert [b.name for b in of_day if b.name in to_keep(backups, NOW)] == [
        max(of_day, key=lambda b: b.at).name
    ]


def test_weeks_months_and_then_nothing_but_the_newest():
    backups = [made(DAY * n) for n in range(2, 1500)]
    kept = sorted(age.days for age in ages(backups))
    weeks = [age for age in kept if 30 < age <= 84]
    months = [age for age in kept if age > 84]
    assert 7 <= len(weeks) <= 10
    assert 32 <= len(months) <= 35
    assert max(kept) <= 3 * 365 + 1
    assert len({(NOW - DAY * age).strftime("%Y-%m") for age in months}) == len(months)


@pytest.mark.parametrize("age", [DAY * 2, DAY * 4000])
def test_the_newest_stays_however_old(age):
    assert ages([made(age), made(age + DAY * 2000)])[0] == age


def test_what_was_made_before_a_risk_stays_for_thirty_days():
    plain, risky = made(DAY * 5 + HOUR), made(DAY * 5 + HOUR * 2, Why.KEY_CHANGE)
    later = made(DAY * 5)
    old = made(DAY * 31 + HOUR * 9, Why.MIGRATION)
    day_of_old = [made(DAY * 31 + HOUR), made(DAY * 31)]
    kept = to_keep([plain, risky, later, old, *day_of_old, made(HOUR)], NOW)
    assert risky.name in kept
    assert later.name in kept
    assert plain.name not in kept
    assert old.name not in kept


def test_a_clock_that_was_wrong_removes_nothing_of_the_future():
    ahead = made(-DAY * 400, entries=5)
    last = made(HOUR, entries=9)
    assert newest([ahead, last]) == last
    assert to_keep([ahead, last], NOW) == {ahead.name, last.name}


def test_keeping_goes_on_as_days_pass():
    """What a later day needs is never removed on an earlier one."""
    held: list[Dated] = []
    now = NOW
    for _ in range(3 * 365):
        now += DAY
        for hour in (0, 3, 7):
            at = now + HOUR * hour
            name, entries = f"{at:%Y%m%d%H}", int(at.timestamp())
            held.append(Dated(name=name, at=at, why=Why.TIME, entries=entries))
        kept = to_keep(held, now + HOUR * 8)
        held = [each for each in held if each.name in kept]
    assert len({(b.at.year, b.at.month) for b in held}) >= 36
    assert len(held) < 90


def test_nothing_is_kept_of_nothing():
    assert to_keep([], NOW) == frozenset()
    assert newest([]) is None


@pytest.mark.parametrize(
    ("action", "news"),
    [
        ("backup.made", False),
        ("backup.failed", False),
        ("case.viewed", False),
        ("unlocked", False),
        ("vault.unlocked", False),
        ("unlock.failed", False),
        ("vault.locked", False),
        ("audit.checked", False),
        ("vault.created", True),
        ("case.opened", True),
        ("letter.printed", True),
        ("case.exported", True),
        ("typing.kept", True),
        ("settings.changed", True),
        ("member.removed", True),
    ],
)
def test_only_changes_are_news(action, news):
    assert is_news(action) is news
