"""The numbered steps that bring a vault of any age to the newest schema."""

from collections.abc import Sequence

from sqlalchemy import Connection, Engine

from isteam_app.storage.engine import writing
from isteam_app.storage.migrations import (
    step_0001,
    step_0002,
    step_0003,
    step_0004,
    step_0005,
    step_0006,
)

STEPS: tuple[str, ...] = (
    step_0001.STATEMENTS,
    step_0002.STATEMENTS,
    step_0003.STATEMENTS,
    step_0004.STATEMENTS,
    step_0005.STATEMENTS,
    step_0006.STATEMENTS,
)
"""Step n stands at n - 1. Statements are set apart by an empty line."""


def schema_version(connection: Connection) -> int:
    """Return the number of the last step this vault has taken, 0 for none."""
    return int(connection.exec_driver_sql("PRAGMA user_version").scalar_one())


def upgrade(engine: Engine, steps: Sequence[str] = STEPS) -> int:
    """Take every step the vault has not taken yet. Return how many were taken.

    Each step is one transaction with its number: one that fails leaves no trace.
    """
    taken = 0
    for number, step in enumerate(steps, start=1):
        with writing(engine) as connection, connection.begin():
            if schema_version(connection) >= number:
                continue
            for statement in step.strip().split("\n\n"):
                connection.exec_driver_sql(statement)
            connection.exec_driver_sql(f"PRAGMA user_version = {number}")
            taken += 1
    return taken
