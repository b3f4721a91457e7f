"""Step 3: decisions, forms, links, history, representatives, merged people."""

STATEMENTS = """
ALTER TABLE people ADD COLUMN particulars TEXT NOT NULL DEFAULT '{}'

ALTER TABLE people ADD COLUMN merged_into INTEGER

CREATE INDEX ix_people_standing ON people (name_key, id, merged_into)
    WHERE merged_into IS NULL

ALTER TABLE posts ADD COLUMN reply_to_id INTEGER REFERENCES people (id)

CREATE INDEX ix_posts_reply_to_id ON posts (reply_to_id)

ALTER TABLE cases ADD COLUMN decision TEXT NOT NULL DEFAULT ''

ALTER TABLE cases ADD COLUMN ground TEXT NOT NULL DEFAULT ''

ALTER TABLE cases ADD COLUMN decided_by TEXT NOT NULL DEFAULT ''

ALTER TABLE cases ADD COLUMN service TEXT NOT NULL DEFAULT ''

ALTER TABLE cases ADD COLUMN comply_by DATE

ALTER TABLE cases ADD COLUMN work_key TEXT GENERATED ALWAYS AS
    (coalesce(next_by, '9999-12-31') || coalesce(post_by, '9999-12-31')) VIRTUAL

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

DROP INDEX ix_cases_reference_key_id

DROP INDEX ix_cases_open_reference_key_id

DROP INDEX ix_cases_received_id

DROP INDEX ix_cases_open_received_id

DROP INDEX ix_cases_person_key_id

DROP INDEX ix_cases_open_person_key_id

DROP INDEX ix_cases_kind_id

DROP INDEX ix_cases_open_kind_id

DROP INDEX ix_cases_state_id

DROP INDEX ix_cases_open_state_id

DROP INDEX ix_cases_owner_id

DROP INDEX ix_cases_open_owner_id

DROP INDEX ix_cases_due_id

DROP INDEX ix_cases_open_due_id

DROP INDEX ix_cases_post_by_id

DROP INDEX ix_cases_open_post_by_id

DROP INDEX ix_cases_next_action_id

DROP INDEX ix_cases_open_next_action_id

DROP INDEX ix_cases_next_by_id

DROP INDEX ix_cases_open_next_by_id

CREATE INDEX ix_cases_closed_due ON cases (due, id)
    WHERE state = 'closed'

CREATE INDEX ix_cases_closed_kind ON cases (kind, id)
    WHERE state = 'closed'

CREATE INDEX ix_cases_closed_next_action ON cases (next_action, id)
    WHERE state = 'closed'

CREATE INDEX ix_cases_closed_next_by ON cases (next_by, id)
    WHERE state = 'closed'

CREATE INDEX ix_cases_closed_owner ON cases (owner, id)
    WHERE state = 'closed'

CREATE INDEX ix_cases_closed_person_key ON cases (person_key, id)
    WHERE state = 'closed'

CREATE INDEX ix_cases_closed_post_by ON cases (post_by, id)
    WHERE state = 'closed'

CREATE INDEX ix_cases_closed_received ON cases (received, id)
    WHERE state = 'closed'

CREATE INDEX ix_cases_closed_reference_key ON cases (reference_key, id)
    WHERE state = 'closed'

CREATE INDEX ix_cases_closed_state ON cases (id)
    WHERE state = 'closed'

CREATE INDEX ix_cases_open_due_kind ON cases (due, kind, id, state, owner)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_due_next_action
ON cases (due, next_action, id, state, owner, kind)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_due_next_by ON cases (due, next_by, id, state, owner, kind)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_due_owner ON cases (due, owner, id, state, kind)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_due_person_key
ON cases (due, person_key, id, state, owner, kind)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_due_post_by ON cases (due, post_by, id, state, owner, kind)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_due_received ON cases (due, received, id, state, owner, kind)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_due_reference_key
ON cases (due, reference_key, id, state, owner, kind)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_state_due ON cases (state, due, id, owner, kind)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_state_kind ON cases (state, kind, id, owner, due)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_state_next_action
ON cases (state, next_action, id, owner, kind, due)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_state_next_by ON cases (state, next_by, id, owner, kind, due)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_state_owner ON cases (state, owner, id, kind, due)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_state_person_key
ON cases (state, person_key, id, owner, kind, due)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_state_post_by ON cases (state, post_by, id, owner, kind, due)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_state_received
ON cases (state, received, id, owner, kind, due)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_state_reference_key
ON cases (state, reference_key, id, owner, kind, due)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_state_work_key
ON cases (state, work_key, id, owner, kind, due)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_due_work_key
ON cases (due, work_key, id, state, owner, kind)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_closed_work_key ON cases (work_key, id)
    WHERE state = 'closed'

CREATE INDEX ix_cases_decision_state_id ON cases (decision, state, id)

CREATE INDEX ix_cases_open_state_state ON cases (state, id, owner, kind, due)
    WHERE state <> 'closed'

CREATE VIRTUAL TABLE people_names USING fts5 (
    name, content='', contentless_delete=1, tokenize='trigram'
)

INSERT INTO people_names (rowid, name) SELECT id, name_key FROM people

CREATE TRIGGER cases_kept BEFORE DELETE ON cases
BEGIN
    SELECT raise(ABORT, 'a case is never removed');
END

CREATE TRIGGER case_events_kept BEFORE DELETE ON case_events
BEGIN
    SELECT raise(ABORT, 'what happened to a case is never removed');
END
"""
