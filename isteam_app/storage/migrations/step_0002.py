"""Step 2: room for typing that is not saved yet, kept when the vault locks."""

STATEMENTS = """
CREATE TABLE drafts (
    "key" TEXT NOT NULL,
    text TEXT NOT NULL,
    kept_at DATETIME NOT NULL,
    kept_by TEXT NOT NULL,
    PRIMARY KEY ("key")
)
"""
