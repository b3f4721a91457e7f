"""Step 5: third-party requests in sections, with subjects, locks and a directory.

Letters and files may belong to a request instead of a case or an item of post. What
makes a column empty-able does not alter what lies on the disk, so the words of the two
tables are changed in place, which SQLite documents for exactly this.

The forms of a request lie in the order of columns that tells them from those of a case:
a salvage knows a row by its kinds alone.

A request whose person must not be told is locked from here on. It leaves the series of
numbers that everybody sees; its old number is kept as spent. Who recorded it and who
decided it go on seeing it.
"""

STATEMENTS = """
PRAGMA writable_schema = ON

UPDATE sqlite_schema
SET sql = replace(sql, 'case_id INTEGER NOT NULL', 'case_id INTEGER')
WHERE type = 'table' AND name = 'letters'

UPDATE sqlite_schema
SET sql = replace(sql, 'post_id INTEGER NOT NULL', 'post_id INTEGER')
WHERE type = 'table' AND name = 'documents'

PRAGMA writable_schema = RESET

CREATE TABLE organisations (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    address TEXT NOT NULL,
    switchboard TEXT NOT NULL,
    source TEXT NOT NULL,
    checked_on DATE,
    checked_by TEXT NOT NULL,
    domain TEXT NOT NULL,
    note TEXT NOT NULL,
    retired INTEGER NOT NULL,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id)
)

CREATE INDEX ix_organisations_name_key_id ON organisations (name_key, id)

ALTER TABLE disclosures ADD COLUMN state TEXT DEFAULT 'open' NOT NULL

ALTER TABLE disclosures ADD COLUMN life_at_risk INTEGER DEFAULT 0 NOT NULL

ALTER TABLE disclosures ADD COLUMN return_by DATE

ALTER TABLE disclosures ADD COLUMN prepared_by TEXT DEFAULT '' NOT NULL

ALTER TABLE disclosures ADD COLUMN approved_how TEXT DEFAULT '' NOT NULL

ALTER TABLE disclosures ADD COLUMN emergency INTEGER DEFAULT 0 NOT NULL

ALTER TABLE disclosures ADD COLUMN record_by DATE

ALTER TABLE disclosures ADD COLUMN waiting_since DATE

ALTER TABLE disclosures ADD COLUMN closed_on DATE

ALTER TABLE disclosures ADD COLUMN verdicts TEXT DEFAULT '' NOT NULL

ALTER TABLE disclosures ADD COLUMN locked INTEGER DEFAULT 0 NOT NULL

ALTER TABLE disclosures ADD COLUMN lock_review DATE

ALTER TABLE disclosures ADD COLUMN organisation_id INTEGER REFERENCES organisations (id)

CREATE TABLE disclosure_entries (
    id INTEGER NOT NULL,
    disclosure_id INTEGER NOT NULL,
    version INTEGER NOT NULL,
    form TEXT NOT NULL,
    "values" TEXT NOT NULL,
    struck TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    made_by TEXT NOT NULL,
    changed_at DATETIME,
    changed_by TEXT NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(disclosure_id) REFERENCES disclosures (id)
)

CREATE INDEX ix_disclosure_entries_disclosure_id ON disclosure_entries (disclosure_id)

CREATE TABLE disclosure_subjects (
    id INTEGER NOT NULL,
    disclosure_id INTEGER NOT NULL,
    person_id INTEGER,
    name TEXT NOT NULL,
    details TEXT NOT NULL,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(disclosure_id) REFERENCES disclosures (id),
    FOREIGN KEY(person_id) REFERENCES people (id)
)

CREATE INDEX ix_disclosure_subjects_disclosure_id_id
    ON disclosure_subjects (disclosure_id, id)

CREATE INDEX ix_disclosure_subjects_person_id ON disclosure_subjects (person_id)

CREATE TABLE disclosure_events (
    id INTEGER NOT NULL,
    disclosure_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    "on" DATE NOT NULL,
    text TEXT NOT NULL,
    recorded_at DATETIME NOT NULL,
    recorded_by TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(disclosure_id) REFERENCES disclosures (id)
)

CREATE INDEX ix_disclosure_events_disclosure_id ON disclosure_events (disclosure_id)

CREATE TABLE disclosure_locks (
    id INTEGER NOT NULL,
    disclosure_id INTEGER NOT NULL,
    reason TEXT NOT NULL,
    authority TEXT NOT NULL,
    review_on DATE NOT NULL,
    set_at DATETIME NOT NULL,
    set_by TEXT NOT NULL,
    lifted_at DATETIME,
    lifted_by TEXT NOT NULL,
    lifted_why TEXT NOT NULL,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(disclosure_id) REFERENCES disclosures (id)
)

CREATE INDEX ix_disclosure_locks_disclosure_id ON disclosure_locks (disclosure_id)

CREATE TABLE disclosure_clearances (
    disclosure_id INTEGER NOT NULL,
    member TEXT NOT NULL,
    given_at DATETIME NOT NULL,
    given_by TEXT NOT NULL,
    PRIMARY KEY (disclosure_id, member),
    FOREIGN KEY(disclosure_id) REFERENCES disclosures (id)
)

CREATE TABLE spent_numbers (
    reference TEXT NOT NULL,
    year INTEGER NOT NULL,
    PRIMARY KEY (reference)
)

CREATE INDEX ix_spent_numbers_year_reference ON spent_numbers (year, reference)

ALTER TABLE letters ADD COLUMN disclosure_id INTEGER REFERENCES disclosures (id)

CREATE UNIQUE INDEX uq_letters_disclosure_id_number ON letters (disclosure_id, number)
    WHERE disclosure_id IS NOT NULL

CREATE TRIGGER letters_belong BEFORE INSERT ON letters
WHEN (NEW.case_id IS NULL) = (NEW.disclosure_id IS NULL)
BEGIN
    SELECT raise(ABORT, 'a letter belongs to a case or to a request');
END

CREATE TRIGGER letters_stay_with_request BEFORE UPDATE ON letters
WHEN OLD.state <> 'draft' AND NEW.disclosure_id IS NOT OLD.disclosure_id
BEGIN
    SELECT raise(ABORT, 'a finalised letter is never changed');
END

ALTER TABLE documents ADD COLUMN disclosure_id INTEGER REFERENCES disclosures (id)

ALTER TABLE documents ADD COLUMN entry_id INTEGER

CREATE INDEX ix_documents_disclosure_id ON documents (disclosure_id)

CREATE TRIGGER documents_belong BEFORE INSERT ON documents
WHEN (NEW.post_id IS NULL) = (NEW.disclosure_id IS NULL)
BEGIN
    SELECT raise(ABORT, 'a file belongs to an item of post or to a request');
END

ALTER TABLE field_changes ADD COLUMN disclosure_id INTEGER

CREATE INDEX ix_field_changes_disclosure_id_id ON field_changes (disclosure_id, id)

UPDATE disclosures SET kind = CASE
    WHEN organisation_key LIKE '%revenue%' OR organisation_key LIKE '%hmrc%'
    THEN 'hmrc' ELSE 'benefits' END
WHERE kind = 'tax_or_benefits'

UPDATE disclosures SET
    prepared_by = decided_by,
    approved_how = CASE
        WHEN decision IN ('disclose', 'part', 'refuse') THEN 'not_needed' ELSE '' END,
    waiting_since = CASE WHEN decision = 'ask_for_more' THEN decided_on END,
    state = CASE decision
        WHEN 'ask_for_more' THEN 'waiting'
        WHEN 'refer_to_legal' THEN 'at_legal'
        WHEN 'undecided' THEN 'open'
        ELSE 'decided' END

INSERT INTO disclosure_subjects
    (disclosure_id, person_id, name, details, version, salt)
SELECT id, person_id, about, '', 1, randomblob(16) FROM disclosures WHERE about <> ''

INSERT INTO disclosure_entries
    (disclosure_id, form, "values", struck, made_at, made_by, changed_by, version, salt)
SELECT id, 'requester', json_array(
        json_array('received', received), json_array('kind', kind),
        json_array('organisation', organisation), json_array('officer', officer),
        json_array('their_reference', their_reference)),
    '', recorded_at, recorded_by, '', 1, randomblob(16)
FROM disclosures

INSERT INTO disclosure_entries
    (disclosure_id, form, "values", struck, made_at, made_by, changed_by, version, salt)
SELECT id, 'authorisation', json_array(json_array('comply_by', comply_by)),
    '', recorded_at, recorded_by, '', 1, randomblob(16)
FROM disclosures WHERE comply_by IS NOT NULL

INSERT INTO disclosure_entries
    (disclosure_id, form, "values", struck, made_at, made_by, changed_by, version, salt)
SELECT id, 'asked', json_array(json_array('asked', asked)),
    '', recorded_at, recorded_by, '', 1, randomblob(16)
FROM disclosures WHERE asked <> ''

INSERT INTO disclosure_entries
    (disclosure_id, form, "values", struck, made_at, made_by, changed_by, version, salt)
SELECT disclosures.id, 'item', json_array(json_array('category', each.value)),
    '', recorded_at, recorded_by, '', 1, randomblob(16)
FROM disclosures, json_each(disclosures.categories) AS each

INSERT INTO disclosure_entries
    (disclosure_id, form, "values", struck, made_at, made_by, changed_by, version, salt)
SELECT id, 'grounds', json_array(
        json_array('compelled', CASE compelled WHEN 1 THEN 'yes' ELSE 'no' END),
        json_array('proportion', legal_basis)),
    '', recorded_at, recorded_by, '', 1, randomblob(16)
FROM disclosures WHERE legal_basis <> '' OR compelled = 1

INSERT INTO disclosure_entries
    (disclosure_id, form, "values", struck, made_at, made_by, changed_by, version, salt)
SELECT id, 'left', json_array(
        json_array('what', what_left), json_array('method', method),
        json_array('left_on', coalesce(left_on, ''))),
    '', recorded_at, recorded_by, '', 1, randomblob(16)
FROM disclosures WHERE what_left <> ''

INSERT INTO disclosure_entries
    (disclosure_id, form, "values", struck, made_at, made_by, changed_by, version, salt)
SELECT id, 'telling', json_array(
        json_array('telling', CASE told
            WHEN 'must_not_be_told' THEN 'must_not'
            WHEN 'not_needed' THEN 'not_needed' ELSE 'may' END),
        json_array('telling_why', told_reason)),
    '', recorded_at, recorded_by, '', 1, randomblob(16)
FROM disclosures WHERE told <> 'not_yet'

INSERT INTO disclosure_locks (disclosure_id, reason, authority, review_on, set_at,
    set_by, lifted_by, lifted_why, version, salt)
SELECT id, 'prejudice', told_reason, date(recorded_at, '+90 days'), recorded_at,
    recorded_by, '', '', 1, randomblob(16)
FROM disclosures WHERE told = 'must_not_be_told'

INSERT INTO disclosure_clearances (disclosure_id, member, given_at, given_by)
SELECT id, recorded_by, recorded_at, recorded_by
FROM disclosures WHERE told = 'must_not_be_told'
UNION ALL SELECT id, decided_by, recorded_at, recorded_by
FROM disclosures
WHERE told = 'must_not_be_told' AND decided_by NOT IN ('', recorded_by)

INSERT INTO spent_numbers (reference, year)
SELECT reference, CAST(substr(reference, 3, 4) AS INTEGER)
FROM disclosures WHERE told = 'must_not_be_told'

UPDATE disclosures SET
    locked = 1,
    lock_review = date(recorded_at, '+90 days'),
    reference = 'R-' || substr(reference, 3, 4) || '-' || hex(randomblob(5)),
    reference_key = CAST(substr(reference, 3, 4) AS INTEGER) * 10000000
WHERE told = 'must_not_be_told'

INSERT INTO disclosure_events
    (disclosure_id, kind, "on", text, recorded_at, recorded_by)
SELECT id, 'recorded', received, '', recorded_at, recorded_by FROM disclosures

INSERT INTO disclosure_events
    (disclosure_id, kind, "on", text, recorded_at, recorded_by)
SELECT id, CASE decision
        WHEN 'ask_for_more' THEN 'asked_more'
        WHEN 'refer_to_legal' THEN 'referred' ELSE 'decided' END,
    coalesce(decided_on, received), reason, recorded_at, decided_by
FROM disclosures WHERE decision <> 'undecided'

CREATE INDEX ix_disclosures_locked_state ON disclosures (locked, state)

CREATE INDEX ix_disclosures_state_comply_by_id ON disclosures (state, comply_by, id)

CREATE INDEX ix_disclosures_state_waiting_since_id
    ON disclosures (state, waiting_since, id)

CREATE INDEX ix_disclosures_locked_lock_review ON disclosures (lock_review, id)
    WHERE locked = 1

CREATE INDEX ix_disclosures_return_by ON disclosures (return_by, id)
    WHERE return_by IS NOT NULL

CREATE INDEX ix_disclosures_organisation_id ON disclosures (organisation_id)

CREATE INDEX ix_disclosures_waiting_since_id ON disclosures (waiting_since, id)

CREATE INDEX ix_disclosures_numbers ON disclosures (
    received, kind, decision, compelled, emergency, approved_how,
    locked, state, decided_on, legal_basis
)
"""
