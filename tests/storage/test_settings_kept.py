"""Settings hold from a day on, and what was in force before stays known."""

from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum

import pytest
from vault_makers import AT, MEMBER, SETTINGS, TODAY

from isteam_app.domain.addresses import Address
from isteam_app.domain.settings import Nation, PauseReading, Processing, Settings
from isteam_app.errors import VaultDamaged
from isteam_app.storage.engine import writing
from isteam_app.storage.plain import from_json, to_json
from isteam_app.storage.vault import Vault

FULL = replace(
    SETTINGS,
    processing=Processing(purposes=("To deliver", "To trace"), retention="Six years"),
    nation=Nation.SCOTLAND,
    pause_reading=PauseReading.INCLUSIVE,
    extra_holidays=(date(2026, 12, 1), date(2027, 6, 7)),
    delivery_days=3,
    demonstration=True,
)


def save(vault: Vault, settings: Settings, on: date) -> None:
    with vault.change("settings.changed", by=MEMBER, at=AT) as change:
        change.settings.save(settings, valid_from=on)
        change.commit()


def in_force(vault: Vault, on: date) -> Settings:
    with vault.read() as reading:
        return reading.settings.in_force(on)


def test_every_setting_comes_back(vault: Vault) -> None:
    assert in_force(vault, TODAY) == SETTINGS
    save(vault, FULL, TODAY)
    assert in_force(vault, TODAY) == FULL


def test_a_setting_holds_from_its_day(vault: Vault) -> None:
    later = date(2027, 4, 1)
    moved = replace(SETTINGS.regulator, address=Address(lines=("1 New Street",)))
    save(vault, replace(SETTINGS, regulator=moved), later)
    assert in_force(vault, date(2027, 3, 31)) == SETTINGS
    assert in_force(vault, later).regulator == moved
    assert in_force(vault, date(2030, 1, 1)).regulator == moved
    assert in_force(vault, date(2020, 1, 1)) == SETTINGS  # before the vault was made


def test_only_what_differs_is_kept_again(vault: Vault) -> None:
    later = date(2027, 4, 1)
    save(vault, replace(SETTINGS, delivery_days=4), later)
    save(vault, replace(SETTINGS, idle_minutes=5), TODAY)
    found = in_force(vault, later)
    assert (found.delivery_days, found.idle_minutes) == (4, 5)


def test_a_setting_that_cannot_be_read_is_damage(vault: Vault) -> None:
    engine = vault._engine  # noqa: SLF001  writes what the program never would
    with writing(engine) as connection, connection.begin():
        connection.exec_driver_sql("UPDATE settings SET value = '[7]'")
    with pytest.raises(VaultDamaged, match="settings in this vault"):
        in_force(vault, TODAY)


def test_a_setting_of_another_version_is_left_out(vault: Vault) -> None:
    engine = vault._engine  # noqa: SLF001  plays another version
    with writing(engine) as connection, connection.begin():
        connection.exec_driver_sql(
            "INSERT INTO settings VALUES ('colour_of_paper', '2026-01-01', '\"blue\"')"
        )
        connection.exec_driver_sql("DELETE FROM settings WHERE key = 'idle_minutes'")
    assert in_force(vault, TODAY) == SETTINGS


class Shade(StrEnum):
    DARK = "dark"


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        (str, "plain ☂"),
        (int, 7),
        (bool, True),
        (date, date(2024, 2, 29)),
        (datetime, AT),
        (Shade, Shade.DARK),
        (date | None, None),
        (date | None, date(2026, 1, 1)),
        (tuple[str, ...], ("a", "b")),
        (tuple[tuple[str, int], ...], (("a", 1), ("b", 2))),
        (Address, Address(lines=("x", "y"), town="z")),
        (Settings, FULL),
    ],
)
def test_values_come_back_from_json_as_they_were(kind: object, value: object) -> None:
    assert from_json(kind, to_json(value)) == value


@pytest.mark.parametrize(
    ("kind", "text"), [(int, '"7"'), (str, "7"), (date, '"soon"'), (Shade, '"pale"')]
)
def test_json_of_another_kind_is_refused(kind: object, text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011  each type words it differently
        from_json(kind, text)
