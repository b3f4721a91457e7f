"""Step 6: letters that are approved, enclosed, printed in runs, read back and returned.

A letter that was finished under an older step keeps all that it said; what it did not
know then is empty. The rules that keep finished letters as they are know the new states
and columns, and hold for what belongs to a letter as well.
"""

STATEMENTS = """
ALTER TABLE letters ADD COLUMN language TEXT DEFAULT '' NOT NULL

ALTER TABLE letters ADD COLUMN envelope TEXT DEFAULT '' NOT NULL

ALTER TABLE letters ADD COLUMN body_size INTEGER DEFAULT 0 NOT NULL

ALTER TABLE letters ADD COLUMN signatory TEXT DEFAULT '' NOT NULL

ALTER TABLE letters ADD COLUMN with_signature INTEGER DEFAULT 0 NOT NULL

ALTER TABLE letters ADD COLUMN edited_by TEXT DEFAULT '[]' NOT NULL

ALTER TABLE letters ADD COLUMN submitted_at DATETIME

ALTER TABLE letters ADD COLUMN submitted_by TEXT DEFAULT '' NOT NULL

ALTER TABLE letters ADD COLUMN approved_at DATETIME

ALTER TABLE letters ADD COLUMN approved_by TEXT DEFAULT '' NOT NULL

ALTER TABLE letters ADD COLUMN decision_code TEXT DEFAULT '' NOT NULL

ALTER TABLE letters ADD COLUMN approval_note TEXT DEFAULT '' NOT NULL

ALTER TABLE letters ADD COLUMN snapshot TEXT DEFAULT '' NOT NULL

ALTER TABLE letters ADD COLUMN doubt TEXT DEFAULT '' NOT NULL

ALTER TABLE letters ADD COLUMN enclosed_pages INTEGER DEFAULT 0 NOT NULL

ALTER TABLE letters ADD COLUMN certificate TEXT DEFAULT '' NOT NULL

ALTER TABLE letters ADD COLUMN post_by DATE

ALTER TABLE letters ADD COLUMN returned_on DATE

ALTER TABLE letters ADD COLUMN returned_by TEXT DEFAULT '' NOT NULL

ALTER TABLE letters ADD COLUMN returned_why TEXT DEFAULT '' NOT NULL

ALTER TABLE letters ADD COLUMN replaces INTEGER

ALTER TABLE letters ADD COLUMN batch TEXT DEFAULT '' NOT NULL

CREATE INDEX ix_letters_state_post_by_id ON letters (state, post_by, id)

CREATE INDEX ix_letters_batch_id ON letters (batch, id) WHERE batch <> ''

CREATE INDEX ix_letters_template ON letters (template, template_version)

UPDATE letters SET post_by = (
    SELECT cases.post_by FROM cases WHERE cases.id = letters.case_id)
WHERE state IN ('final', 'printed')

CREATE TABLE letter_cases (
    id INTEGER NOT NULL,
    letter_id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_letter_cases_letter_id_case_id UNIQUE (letter_id, case_id),
    FOREIGN KEY(letter_id) REFERENCES letters (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
)

CREATE INDEX ix_letter_cases_case_id ON letter_cases (case_id)

CREATE TABLE letter_enclosures (
    id INTEGER NOT NULL,
    letter_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    title TEXT NOT NULL,
    pages INTEGER NOT NULL,
    appended INTEGER NOT NULL,
    document_id INTEGER,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(letter_id) REFERENCES letters (id),
    FOREIGN KEY(document_id) REFERENCES documents (id)
)

CREATE INDEX ix_letter_enclosures_letter_id ON letter_enclosures (letter_id)

CREATE INDEX ix_letter_enclosures_document_id ON letter_enclosures (document_id)

CREATE TABLE template_versions (
    id INTEGER NOT NULL,
    "key" TEXT NOT NULL,
    number INTEGER NOT NULL,
    text TEXT NOT NULL,
    state TEXT NOT NULL,
    note TEXT NOT NULL,
    unlocked_why TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    made_by TEXT NOT NULL,
    used_from DATETIME,
    used_by TEXT NOT NULL,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_template_versions_key_number UNIQUE ("key", number)
)

CREATE TRIGGER template_versions_kept_as_written BEFORE UPDATE ON template_versions
WHEN OLD.state <> 'draft' AND (
    NEW.state = 'draft'
    OR NEW."key" IS NOT OLD."key"
    OR NEW.number IS NOT OLD.number
    OR NEW.text IS NOT OLD.text
    OR NEW.unlocked_why IS NOT OLD.unlocked_why
)
BEGIN
    SELECT raise(ABORT, 'a template in use is never changed');
END

CREATE TRIGGER template_versions_kept BEFORE DELETE ON template_versions
WHEN OLD.state <> 'draft'
BEGIN
    SELECT raise(ABORT, 'a template in use is never removed');
END

CREATE TABLE pictures (
    id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    data BLOB NOT NULL,
    sha256 TEXT NOT NULL,
    added_at DATETIME NOT NULL,
    added_by TEXT NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id)
)

CREATE TABLE print_runs (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    printer TEXT NOT NULL,
    separators INTEGER NOT NULL,
    duplex INTEGER NOT NULL,
    started_at DATETIME NOT NULL,
    started_by TEXT NOT NULL,
    closed_at DATETIME,
    closed_by TEXT NOT NULL,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id)
)

CREATE INDEX ix_print_runs_name ON print_runs (name)

CREATE INDEX ix_print_runs_open ON print_runs (id) WHERE closed_at IS NULL

CREATE TABLE print_items (
    id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    letter_id INTEGER NOT NULL,
    position INTEGER NOT NULL,
    state TEXT NOT NULL,
    copy INTEGER NOT NULL,
    why TEXT NOT NULL,
    sheets INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    job TEXT NOT NULL,
    sent_at DATETIME,
    answered_at DATETIME,
    answered_by TEXT NOT NULL,
    spoilt_why TEXT NOT NULL,
    scanned_at DATETIME,
    scanned_by TEXT NOT NULL,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(run_id) REFERENCES print_runs (id),
    FOREIGN KEY(letter_id) REFERENCES letters (id)
)

CREATE INDEX ix_print_items_run_id_position ON print_items (run_id, position)

CREATE INDEX ix_print_items_letter_id_id ON print_items (letter_id, id)

CREATE TABLE scan_backs (
    id INTEGER NOT NULL,
    run_id INTEGER NOT NULL,
    letter_id INTEGER,
    said TEXT NOT NULL,
    "right" INTEGER NOT NULL,
    at DATETIME NOT NULL,
    "by" TEXT NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(run_id) REFERENCES print_runs (id),
    FOREIGN KEY(letter_id) REFERENCES letters (id)
)

CREATE INDEX ix_scan_backs_run_id_id ON scan_backs (run_id, id)

CREATE INDEX ix_scan_backs_letter_id ON scan_backs (letter_id)

DROP TRIGGER letters_frozen

CREATE TRIGGER letters_frozen BEFORE UPDATE ON letters
WHEN OLD.state NOT IN ('draft', 'for_approval', 'approved') AND (
    NEW.id IS NOT OLD.id
    OR NEW.case_id IS NOT OLD.case_id
    OR NEW.disclosure_id IS NOT OLD.disclosure_id
    OR NEW.number IS NOT OLD.number
    OR NEW.template IS NOT OLD.template
    OR NEW.template_version IS NOT OLD.template_version
    OR NEW.title IS NOT OLD.title
    OR NEW.body IS NOT OLD.body
    OR NEW.recipient IS NOT OLD.recipient
    OR NEW.answers IS NOT OLD.answers
    OR NEW.to_entry IS NOT OLD.to_entry
    OR NEW.made_at IS NOT OLD.made_at
    OR NEW.made_by IS NOT OLD.made_by
    OR NEW.edited_by IS NOT OLD.edited_by
    OR NEW.submitted_at IS NOT OLD.submitted_at
    OR NEW.submitted_by IS NOT OLD.submitted_by
    OR NEW.approved_at IS NOT OLD.approved_at
    OR NEW.approved_by IS NOT OLD.approved_by
    OR NEW.decision_code IS NOT OLD.decision_code
    OR NEW.approval_note IS NOT OLD.approval_note
    OR NEW.snapshot IS NOT OLD.snapshot
    OR NEW.language IS NOT OLD.language
    OR NEW.envelope IS NOT OLD.envelope
    OR NEW.body_size IS NOT OLD.body_size
    OR NEW.signatory IS NOT OLD.signatory
    OR NEW.with_signature IS NOT OLD.with_signature
    OR NEW.replaces IS NOT OLD.replaces
    OR NEW.finalised_at IS NOT OLD.finalised_at
    OR NEW.finalised_by IS NOT OLD.finalised_by
    OR NEW.sha256 IS NOT OLD.sha256
    OR NEW.pages IS NOT OLD.pages
    OR NEW.enclosed_pages IS NOT OLD.enclosed_pages
)
BEGIN
    SELECT raise(ABORT, 'a finalised letter is never changed');
END

CREATE TRIGGER letters_as_approved BEFORE UPDATE ON letters
WHEN OLD.state IN ('for_approval', 'approved') AND NEW.state <> 'draft' AND (
    NEW.title IS NOT OLD.title
    OR NEW.body IS NOT OLD.body
    OR NEW.recipient IS NOT OLD.recipient
    OR NEW.answers IS NOT OLD.answers
    OR NEW.to_entry IS NOT OLD.to_entry
    OR NEW.template IS NOT OLD.template
    OR NEW.template_version IS NOT OLD.template_version
    OR NEW.language IS NOT OLD.language
    OR NEW.envelope IS NOT OLD.envelope
    OR NEW.body_size IS NOT OLD.body_size
    OR NEW.signatory IS NOT OLD.signatory
    OR NEW.with_signature IS NOT OLD.with_signature
    OR NEW.edited_by IS NOT OLD.edited_by
)
BEGIN
    SELECT raise(ABORT, 'a letter that was sent for approval goes back to its draft');
END

DROP TRIGGER letters_forward

CREATE TRIGGER letters_forward BEFORE UPDATE OF state ON letters
WHEN OLD.state <> NEW.state AND NOT CASE OLD.state
    WHEN 'draft' THEN NEW.state IN ('for_approval', 'final')
    WHEN 'for_approval' THEN NEW.state IN ('draft', 'approved')
    WHEN 'approved' THEN NEW.state IN ('draft', 'final')
    WHEN 'final' THEN NEW.state IN ('printed', 'posted', 'superseded')
    WHEN 'printed' THEN NEW.state IN ('posted', 'superseded')
    WHEN 'posted' THEN NEW.state IN ('returned', 'superseded')
    WHEN 'returned' THEN NEW.state IN ('posted', 'superseded')
    ELSE 0 END
BEGIN
    SELECT raise(ABORT, 'a letter never goes back');
END

DROP TRIGGER letters_kept

CREATE TRIGGER letters_kept BEFORE DELETE ON letters
WHEN OLD.state NOT IN ('draft', 'for_approval', 'approved')
BEGIN
    SELECT raise(ABORT, 'a finalised letter is never removed');
END

DROP TRIGGER letter_pdfs_once

CREATE TRIGGER letter_pdfs_once BEFORE INSERT ON letter_pdfs
WHEN (SELECT state FROM letters WHERE id = NEW.letter_id)
    NOT IN ('draft', 'for_approval', 'approved')
BEGIN
    SELECT raise(ABORT, 'a finalised letter keeps its pages');
END

CREATE TRIGGER letter_enclosures_added BEFORE INSERT ON letter_enclosures
WHEN (SELECT state FROM letters WHERE id = NEW.letter_id) <> 'draft'
BEGIN
    SELECT raise(ABORT, 'a finished letter keeps its enclosures');
END

CREATE TRIGGER letter_enclosures_changed BEFORE UPDATE ON letter_enclosures
WHEN (SELECT state FROM letters WHERE id = OLD.letter_id) <> 'draft'
BEGIN
    SELECT raise(ABORT, 'a finished letter keeps its enclosures');
END

CREATE TRIGGER letter_enclosures_removed BEFORE DELETE ON letter_enclosures
WHEN (SELECT state FROM letters WHERE id = OLD.letter_id)
    NOT IN ('draft', 'for_approval', 'approved')
BEGIN
    SELECT raise(ABORT, 'a finished letter keeps its enclosures');
END

CREATE TRIGGER letter_cases_added BEFORE INSERT ON letter_cases
WHEN (SELECT state FROM letters WHERE id = NEW.letter_id) <> 'draft'
BEGIN
    SELECT raise(ABORT, 'a finished letter answers the cases that it answered');
END

CREATE TRIGGER letter_cases_removed BEFORE DELETE ON letter_cases
WHEN (SELECT state FROM letters WHERE id = OLD.letter_id)
    NOT IN ('draft', 'for_approval', 'approved')
BEGIN
    SELECT raise(ABORT, 'a finished letter answers the cases that it answered');
END

CREATE TRIGGER print_items_kept BEFORE DELETE ON print_items
BEGIN
    SELECT raise(ABORT, 'what was printed is never removed');
END

CREATE TRIGGER print_items_answered BEFORE UPDATE ON print_items
WHEN NEW.letter_id IS NOT OLD.letter_id
    OR NEW.run_id IS NOT OLD.run_id
    OR NEW.copy IS NOT OLD.copy
    OR (OLD.state IN ('printed', 'spoilt') AND NEW.state IN ('waiting', 'sending'))
BEGIN
    SELECT raise(ABORT, 'what was printed is never unprinted');
END

CREATE INDEX ix_disclosures_emergency ON disclosures (received, id) WHERE emergency = 1
"""
