"""The same program on a database without a key: what encryption costs is the rest."""

from collections.abc import Iterator
from contextlib import contextmanager
from copy import copy
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import sqlcipher3.dbapi2 as driver  # type: ignore[import-untyped]  # has no stubs

from benchmarks._vaults import KEPT, SETTINGS_OF_A_VAULT, export
from isteam_app.services.session import Session
from isteam_app.storage import engine


@contextmanager
def unkeyed_session(session: Session) -> Iterator[Session]:
    """Give a session that does all the same on a copy without a key."""
    with TemporaryDirectory(dir=KEPT, prefix="unkeyed-") as place:
        file = Path(place) / "plain.db"
        export(session, file)

        def connect() -> driver.Connection:
            connection = driver.connect(
                str(file), isolation_level=None, check_same_thread=False
            )
            for setting in SETTINGS_OF_A_VAULT:
                connection.execute(f"PRAGMA {setting}")
            return connection

        plain = copy(session.vault)
        plain._engine = engine._engine(connect)  # noqa: SLF001  only a yardstick does without the key
        try:
            yield replace(session, vault=plain)
        finally:
            plain._engine.dispose()  # noqa: SLF001  likewise
