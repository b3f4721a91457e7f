"""The printed sheet that opens a vault when the passphrase is lost."""

from datetime import date


def recovery_sheet(*, vault_name: str, vault_id: str, key: str, on: date) -> bytes:
    """Return a one-page PDF/A-2b with the recovery key in large grouped characters."""
    raise NotImplementedError
