"""Step 4: which key header the vault last saw, who left, and finding audit entries.

`audit_records` says in which entries a record stands. A trigger fills it, so that no
entry can be written without it.
"""

STATEMENTS = """
ALTER TABLE vault ADD COLUMN generation INTEGER DEFAULT 0 NOT NULL

ALTER TABLE members ADD COLUMN left_at DATETIME

ALTER TABLE members ADD COLUMN formerly TEXT DEFAULT '' NOT NULL

CREATE TABLE audit_records (
    noun TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    PRIMARY KEY (noun, record_id, number)
) WITHOUT ROWID

INSERT OR IGNORE INTO audit_records
SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), number
FROM audit, json_each(touched)

CREATE TRIGGER audit_listed AFTER INSERT ON audit
BEGIN
    INSERT OR IGNORE INTO audit_records
    SELECT json_extract(value, '$[0]'), json_extract(value, '$[1]'), NEW.number
    FROM json_each(NEW.touched);
END

CREATE TABLE audit_reasons (
    id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id)
)

CREATE INDEX ix_audit_by_number ON audit ("by", number)

CREATE INDEX ix_audit_action_number ON audit (action, number)

CREATE INDEX ix_audit_by_action_number ON audit ("by", action, number)

CREATE INDEX ix_audit_at_number ON audit (at, number)

INSERT INTO counters (name, year, last)
    SELECT 'cases to reckon anew', 0, 1 FROM cases LIMIT 1
"""
