"""Vaults, settings and logs have places of their own, inside the person's home."""

from pathlib import Path

import pytest

from isteam_app import places


def test_every_place_is_the_persons_own() -> None:
    home = Path.home()
    found = [places.vaults(), places.settings_file(), places.logs()]
    assert all(place.is_relative_to(home) for place in found)
    assert len({*found}) == 3


def test_looking_for_a_place_makes_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HOME", "XDG_STATE_HOME", "XDG_CONFIG_HOME", "LOCALAPPDATA"):
        monkeypatch.setenv(name, str(tmp_path))
    assert places.logs().is_relative_to(tmp_path)
    places.settings_file()
    assert list(tmp_path.iterdir()) == []
