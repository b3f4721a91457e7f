"""Salvaging a damaged vault into a new one."""

from collections.abc import Callable
from pathlib import Path

from isteam_app.progress import Progress
from isteam_app.services.damage_report import Salvaged, account
from ui.common.background import Background
from ui.damage.new_vault_card import Came, Make, NewVaultCard, beside

Salvage = Callable[[Path, Progress], Salvaged]
"""Takes where the new vault goes; gives the account of what was saved."""


class SalvageCard(NewVaultCard):
    """Makes a new vault of what can still be read of a damaged one."""

    def __init__(self, background: Background) -> None:
        super().__init__(
            background,
            title="Salvage what can be read",
            what="A new vault is made of every record, letter and scan that can still "
            "be read, with the same people, passphrases and recovery sheet. The "
            "damaged vault is only read and stays as it is.",
            act="Salvage now",
            doing="Reading the damaged vault page by page",
        )
        self._salvage: Salvage | None = None

    def show_for(self, folder: Path, salvage: Salvage) -> None:
        """Offer to salvage one vault, beside it unless told otherwise."""
        self._salvage = salvage
        self.offer(beside(folder, "salvaged"))

    def work_for(self, target: Path) -> Make | None:
        salvage = self._salvage
        return None if salvage is None else lambda progress: salvage(target, progress)

    def what_came(self, result: object) -> Came:
        assert isinstance(result, Salvaged)  # noqa: S101  what a salvage gives
        lines = account(result)
        if result.lost_nothing:
            return Came(
                result.folder, "ok", "Everything could be saved", "\n".join(lines)
            )
        return Came(
            result.folder, "warn", "What could be read is saved", "\n".join(lines)
        )
