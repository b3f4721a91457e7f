"""Which versions are installed, down to the library that encrypts."""

import platform

from isteam_app import __version__
from isteam_app.storage.cipher import cipher_facts


def versions() -> tuple[tuple[str, str], ...]:
    """Return each part and its version, in words."""
    facts = cipher_facts()
    return (
        ("ISTeam", __version__),
        ("Encryption", f"SQLCipher {facts.cipher}"),
        ("Provider", facts.provider),
        ("Database", f"SQLite {facts.database}"),
        ("Python", platform.python_version()),
    )
