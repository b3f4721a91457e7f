"""Which encryption the database library on this computer brings with it."""

from dataclasses import dataclass

import sqlcipher3.dbapi2 as driver  # type: ignore[import-untyped]  # has no stubs


@dataclass(frozen=True, slots=True, kw_only=True)
class CipherFacts:
    """The library's versions, which no list of packages shows, and what it can do."""

    cipher: str
    provider: str
    database: str
    full_text_search: bool


def cipher_facts() -> CipherFacts:
    """Ask the library itself, in memory."""
    connection = driver.connect(":memory:")
    try:
        # any key will do: without one the library names no provider
        connection.execute(f"PRAGMA key = \"x'{'00' * 32}'\"")
        provider, version, options = (
            _one(connection, question)
            for question in (
                "PRAGMA cipher_provider",
                "PRAGMA cipher_provider_version",
                "SELECT group_concat(compile_options) FROM pragma_compile_options",
            )
        )
        return CipherFacts(
            cipher=_one(connection, "PRAGMA cipher_version"),
            provider=f"{provider} ({version})",
            database=driver.sqlite_version,
            full_text_search="ENABLE_FTS5" in options,
        )
    finally:
        connection.close()


def _one(connection: object, question: str) -> str:
    row = connection.execute(question).fetchone()  # type: ignore[attr-defined]  # has no stubs
    return str(row[0]) if row else ""
