"""The vault itself: its team, settings, half typed texts and the trail."""

from sqlalchemy import Column, Date, Index, Integer, LargeBinary, Table, Text, text

from isteam_app.storage.tables.columns import (
    UtcDateTime,
    metadata,
    number,
    own_id,
    salt,
    words,
)

vault = Table(
    "vault",
    metadata,
    Column("id", Text, primary_key=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("generation", Integer, nullable=False, server_default=text("0")),
)

members = Table(
    "members",
    metadata,
    own_id(),
    Column("name", Text, nullable=False, unique=True),
    words("role"),
    salt(),
    Column("left_at", UtcDateTime),
    Column("formerly", Text, nullable=False, server_default=""),
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    words("value"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    number("last"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    words("by"),
    words("action"),
    words("touched"),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("ix_audit_by_number", "by", "number"),
    Index("ix_audit_action_number", "action", "number"),
    Index("ix_audit_by_action_number", "by", "action", "number"),
    Index("ix_audit_at_number", "at", "number"),
)

audit_records = Table(
    "audit_records",
    metadata,
    Column("noun", Text, primary_key=True),
    Column("record_id", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

audit_reasons = Table(
    "audit_reasons",
    metadata,
    own_id(),
    words("reason"),
    salt(),
)

drafts = Table(
    "drafts",
    metadata,
    Column("key", Text, primary_key=True),
    words("text"),
    Column("kept_at", UtcDateTime, nullable=False),
    words("kept_by"),
)
