"""Step 3: decisions, forms, links, history, representatives, merged people."""

STATEMENTS = """
ALTER TABLE people ADD COLUMN particulars TEXT NOT NULL DEFAULT '{}'

ALTER TABLE people ADD COLUMN merged_into INTEGER

ALTER TABLE posts ADD COLUMN reply_to_id INTEGER REFERENCES people (id)

ALTER TABLE cases ADD COLUMN decision TEXT NOT NULL DEFAULT ''

ALTER TABLE cases ADD COLUMN ground TEXT NOT NULL DEFAULT ''

ALTER TABLE cases ADD COLUMN decided_by TEXT NOT NULL DEFAULT ''

ALTER TABLE cases ADD COLUMN service TEXT NOT NULL DEFAULT ''

ALTER TABLE letters ADD COLUMN to_entry INTEGER

CREATE TABLE person_merges (
    id INTEGER NOT NULL,
    kept_id INTEGER NOT NULL,
    merged_id INTEGER NOT NULL,
    moved TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    made_by TEXT NOT NULL,
    undone_at DATETIME,
    undone_by TEXT DEFAULT '' NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(kept_id) REFERENCES people (id),
    FOREIGN KEY(merged_id) REFERENCES people (id)
)

CREATE INDEX ix_person_merges_kept_id ON person_merges (kept_id)

CREATE INDEX ix_person_merges_merged_id ON person_merges (merged_id)

CREATE TABLE representations (
    id INTEGER NOT NULL,
    representative_id INTEGER NOT NULL,
    subject_id INTEGER NOT NULL,
    capacity TEXT NOT NULL,
    evidence TEXT NOT NULL,
    seen_on DATE,
    seen_by TEXT NOT NULL,
    scope TEXT NOT NULL,
    expires DATE,
    ended_on DATE,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(representative_id) REFERENCES people (id),
    FOREIGN KEY(subject_id) REFERENCES people (id)
)

CREATE INDEX ix_representations_representative_id ON representations (representative_id)

CREATE INDEX ix_representations_subject_id ON representations (subject_id)

CREATE TABLE sight (
    person_id INTEGER NOT NULL,
    rule TEXT NOT NULL,
    member TEXT NOT NULL,
    reason TEXT NOT NULL,
    set_at DATETIME NOT NULL,
    set_by TEXT NOT NULL,
    PRIMARY KEY (person_id, rule, member),
    FOREIGN KEY(person_id) REFERENCES people (id)
)

CREATE TABLE case_entries (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    form TEXT NOT NULL,
    "values" TEXT NOT NULL,
    struck TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    made_by TEXT NOT NULL,
    changed_at DATETIME,
    changed_by TEXT NOT NULL,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
)

CREATE INDEX ix_case_entries_case_id ON case_entries (case_id)

CREATE INDEX ix_case_entries_form_id ON case_entries (form, id)

CREATE TABLE case_links (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    other_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    reason TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    made_by TEXT NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_case_links_case_id_other_id_kind UNIQUE (case_id, other_id, kind),
    FOREIGN KEY(case_id) REFERENCES cases (id),
    FOREIGN KEY(other_id) REFERENCES cases (id)
)

CREATE INDEX ix_case_links_case_id ON case_links (case_id)

CREATE INDEX ix_case_links_other_id ON case_links (other_id)

CREATE TABLE field_changes (
    id INTEGER NOT NULL,
    noun TEXT NOT NULL,
    record_id INTEGER NOT NULL,
    case_id INTEGER,
    field TEXT NOT NULL,
    "before" TEXT NOT NULL,
    "after" TEXT NOT NULL,
    at DATETIME NOT NULL,
    "by" TEXT NOT NULL,
    PRIMARY KEY (id)
)

CREATE INDEX ix_field_changes_case_id_id ON field_changes (case_id, id)

CREATE INDEX ix_field_changes_noun_record_id_id ON field_changes (noun, record_id, id)

CREATE VIRTUAL TABLE people_names USING fts5 (
    name, content='', contentless_delete=1, tokenize='trigram'
)

INSERT INTO people_names (rowid, name) SELECT id, name_key FROM people
"""
