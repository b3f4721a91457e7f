"""Step 4: which key header the vault last saw, and who left the team."""

STATEMENTS = """
ALTER TABLE vault ADD COLUMN generation INTEGER DEFAULT 0 NOT NULL

ALTER TABLE members ADD COLUMN left_at DATETIME
"""
