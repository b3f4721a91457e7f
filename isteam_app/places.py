"""Where vaults, settings and logs live on this computer."""

from pathlib import Path

from platformdirs import PlatformDirs

_DIRS = PlatformDirs(appname="ISTeam", appauthor=False, roaming=False)


def vaults() -> Path:
    """Where a new vault is offered a place: the person's documents."""
    return Path(_DIRS.user_documents_path) / "ISTeam"


def settings_file() -> Path:
    """What this computer remembers: theme, window size, last vault. Nothing else."""
    return Path(_DIRS.user_config_path) / "settings.json"


def logs() -> Path:
    return Path(_DIRS.user_log_path)
