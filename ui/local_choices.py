"""What this computer remembers between starts: looks, the window, the last vaults.

It holds nothing about cases or people, and the program works the same without it.
"""

import json
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path
from typing import Any

from isteam_app.errors import RuleBroken
from isteam_app.services.files import write_whole

MOST_VAULTS = 6
MOST_KEEPERS, _LONGEST_KEEPER = 20, 80
SMALLEST_TEXT, LARGEST_TEXT = 1.0, 2.0


@dataclass(frozen=True, slots=True, kw_only=True)
class RecentVault:
    """A vault that was open here, and when."""

    folder: Path
    opened: datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """Everything that is remembered. `window` is left, top, width and height.

    `keepers` are the vaults that this computer unlocks: each vault's number, and the
    keyring that has the secret. The secret itself is never here.
    """

    theme: str = "system"
    text_scale: float = 1.0
    window: tuple[int, int, int, int] | None = None
    maximised: bool = False
    vaults: tuple[RecentVault, ...] = ()
    keepers: tuple[tuple[str, str], ...] = ()


class LocalChoices:
    """Reads what is remembered, and writes each change at once.

    A missing or broken file means that nothing is remembered yet; a folder that
    cannot be written means that nothing will be.
    """

    def __init__(self, file: Path | None = None) -> None:
        self._file = file
        self.now = _read(file) if file else Remembered()

    def choose_theme(self, theme: str) -> None:
        self._keep(replace(self.now, theme=theme))

    def choose_text_scale(self, scale: float) -> None:
        self._keep(replace(self.now, text_scale=scale))

    def keep_window(self, place: tuple[int, int, int, int], *, maximised: bool) -> None:
        self._keep(replace(self.now, window=place, maximised=maximised))

    def remember_vault(self, folder: Path, opened: datetime) -> None:
        """Put a vault at the head of the list."""
        folder = folder.absolute()
        others = [vault for vault in self.now.vaults if vault.folder != folder]
        newest = RecentVault(folder=folder, opened=opened)
        self._keep(replace(self.now, vaults=(newest, *others)[:MOST_VAULTS]))

    def last_opened(self, folder: Path) -> datetime | None:
        """When a vault was last open on this computer."""
        for vault in self.now.vaults:
            if vault.folder == folder.absolute():
                return vault.opened
        return None

    def keeper_of(self, vault: str) -> str:
        """Which keyring has the secret of a vault, "" for none."""
        return dict(self.now.keepers).get(vault, "")

    def remember_keeper(self, vault: str, keeper: str) -> None:
        """Note which keyring has the secret of a vault, "" when none has it now."""
        kept = [each for each in self.now.keepers if each[0] != vault]
        newest = [(vault, keeper)] if keeper else []
        self._keep(replace(self.now, keepers=(*newest, *kept)[:MOST_KEEPERS]))

    def _keep(self, remembered: Remembered) -> None:
        if remembered == self.now:
            return
        self.now = remembered
        if self._file is None:
            return
        # forgetting the size of a window is no reason to stop anybody's work
        with suppress(OSError, RuleBroken):
            self._file.parent.mkdir(parents=True, exist_ok=True)
            write_whole(self._file, (_written(remembered).encode(),))


def _written(remembered: Remembered) -> str:
    return json.dumps(
        {
            "theme": remembered.theme,
            "text_scale": remembered.text_scale,
            "window": remembered.window,
            "maximised": remembered.maximised,
            "vaults": [
                {"folder": str(vault.folder), "opened": vault.opened.isoformat()}
                for vault in remembered.vaults
            ],
            "keepers": dict(remembered.keepers),
        },
        indent=1,
    )


def _read(file: Path) -> Remembered:
    try:
        facts = json.loads(file.read_text(encoding="utf-8"))
        return _remembered(facts)
    except (OSError, ValueError, TypeError, KeyError, AttributeError):
        return Remembered()


def _remembered(facts: Mapping[str, Any]) -> Remembered:
    scale = min(max(float(facts["text_scale"]), SMALLEST_TEXT), LARGEST_TEXT)
    return Remembered(
        theme=str(facts["theme"]),
        text_scale=scale,
        window=_place(facts["window"]),
        maximised=bool(facts["maximised"]),
        vaults=tuple(
            RecentVault(
                folder=Path(vault["folder"]),
                opened=datetime.fromisoformat(vault["opened"]),
            )
            for vault in facts["vaults"][:MOST_VAULTS]
        ),
        keepers=tuple(
            (str(vault), str(keeper)[:_LONGEST_KEEPER])
            for vault, keeper in list(facts.get("keepers", {}).items())[:MOST_KEEPERS]
        ),
    )


def _place(numbers: Any) -> tuple[int, int, int, int] | None:
    if numbers is None:
        return None
    left, top, width, height = (int(number) for number in numbers)
    return left, top, width, height
