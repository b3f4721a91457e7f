"""What the columns of the vault's tables are made of."""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    text,
)

metadata = MetaData()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Refuses one without a zone; gives back UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  SQLAlchemy decides the signature
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be kept.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  SQLAlchemy decides the signature
    ) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def new_salt() -> bytes:
    """Return what makes a record's digest in the audit trail unguessable.

    It goes with the record, so that erasing the record leaves a digest of nothing.
    """
    return secrets.token_bytes(16)


def own_id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def salt() -> Column[bytes]:
    return Column("salt", LargeBinary, nullable=False, default=new_salt)


def words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def owner(name: str, target: str) -> Column[int]:
    return Column(name, ForeignKey(target), nullable=False, index=True)


def added_text(name: str) -> Column[str]:
    """A text that a later step added, so that the database itself has a default."""
    return Column(name, Text, nullable=False, server_default="")


def added_flag(name: str) -> Column[int]:
    """A yes or no that a later step added."""
    return Column(name, Integer, nullable=False, server_default=text("0"))


def index_each(table: Table, columns: Iterable[str]) -> None:
    for column in columns:
        Index(f"ix_{table.name}_{column}_id", table.c[column], table.c.id)
