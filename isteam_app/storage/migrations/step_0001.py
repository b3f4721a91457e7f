"""Step 1: the first vault. Never edited: later steps change what it made."""

STATEMENTS = """
CREATE TABLE audit (
    number INTEGER NOT NULL,
    at DATETIME NOT NULL,
    "by" TEXT NOT NULL,
    action TEXT NOT NULL,
    touched TEXT NOT NULL,
    previous BLOB NOT NULL,
    hash BLOB NOT NULL,
    PRIMARY KEY (number)
)

CREATE TABLE counters (
    name TEXT NOT NULL,
    year INTEGER NOT NULL,
    last INTEGER NOT NULL,
    PRIMARY KEY (name, year)
)

CREATE TABLE members (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    role TEXT NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (name)
)

CREATE TABLE people (
    id INTEGER NOT NULL,
    name TEXT NOT NULL,
    name_key TEXT NOT NULL,
    address_lines TEXT NOT NULL,
    town TEXT NOT NULL,
    postcode TEXT NOT NULL,
    postcode_key TEXT NOT NULL,
    country TEXT NOT NULL,
    salutation TEXT NOT NULL,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id)
)

CREATE INDEX ix_people_name_key ON people (name_key)

CREATE INDEX ix_people_postcode_key ON people (postcode_key)

CREATE TABLE settings (
    "key" TEXT NOT NULL,
    valid_from DATE NOT NULL,
    value TEXT NOT NULL,
    PRIMARY KEY ("key", valid_from)
)

CREATE TABLE vault (
    id TEXT NOT NULL,
    created_at DATETIME NOT NULL,
    PRIMARY KEY (id)
)

CREATE TABLE disclosures (
    id INTEGER NOT NULL,
    reference TEXT NOT NULL,
    reference_key INTEGER NOT NULL,
    received DATE NOT NULL,
    organisation TEXT NOT NULL,
    organisation_key TEXT NOT NULL,
    kind TEXT NOT NULL,
    about TEXT NOT NULL,
    about_key TEXT NOT NULL,
    asked TEXT NOT NULL,
    legal_basis TEXT NOT NULL,
    compelled INTEGER NOT NULL,
    officer TEXT NOT NULL,
    their_reference TEXT NOT NULL,
    categories TEXT NOT NULL,
    comply_by DATE,
    decision TEXT NOT NULL,
    reason TEXT NOT NULL,
    decided_by TEXT NOT NULL,
    decided_on DATE,
    what_left TEXT NOT NULL,
    method TEXT NOT NULL,
    left_on DATE,
    told TEXT NOT NULL,
    told_reason TEXT NOT NULL,
    person_id INTEGER,
    recorded_at DATETIME NOT NULL,
    recorded_by TEXT NOT NULL,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (reference),
    FOREIGN KEY(person_id) REFERENCES people (id)
)

CREATE INDEX ix_disclosures_about_key_id ON disclosures (about_key, id)

CREATE INDEX ix_disclosures_comply_by_id ON disclosures (comply_by, id)

CREATE INDEX ix_disclosures_decision_id ON disclosures (decision, id)

CREATE INDEX ix_disclosures_kind_id ON disclosures (kind, id)

CREATE INDEX ix_disclosures_left_on_id ON disclosures (left_on, id)

CREATE INDEX ix_disclosures_organisation_key_id ON disclosures (organisation_key, id)

CREATE INDEX ix_disclosures_person_id ON disclosures (person_id)

CREATE INDEX ix_disclosures_received_id ON disclosures (received, id)

CREATE INDEX ix_disclosures_reference_key_id ON disclosures (reference_key, id)

CREATE INDEX ix_disclosures_told_id ON disclosures (told, id)

CREATE TABLE posts (
    id INTEGER NOT NULL,
    requester_id INTEGER NOT NULL,
    received DATE NOT NULL,
    reached_team DATE,
    dated DATE,
    channel TEXT NOT NULL,
    their_reference TEXT NOT NULL,
    summary TEXT NOT NULL,
    acting_for TEXT NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(requester_id) REFERENCES people (id)
)

CREATE INDEX ix_posts_requester_id ON posts (requester_id)

CREATE TABLE cases (
    id INTEGER NOT NULL,
    reference TEXT NOT NULL,
    reference_key INTEGER NOT NULL,
    kind TEXT NOT NULL,
    state TEXT NOT NULL,
    subject_id INTEGER NOT NULL,
    person_key TEXT NOT NULL,
    post_id INTEGER NOT NULL,
    owner TEXT NOT NULL,
    clock TEXT NOT NULL,
    received DATE NOT NULL,
    due DATE,
    post_by DATE,
    next_action TEXT NOT NULL,
    next_by DATE,
    outcome TEXT NOT NULL,
    closed_on DATE,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    UNIQUE (reference),
    FOREIGN KEY(subject_id) REFERENCES people (id),
    FOREIGN KEY(post_id) REFERENCES posts (id)
)

CREATE INDEX ix_cases_due_id ON cases (due, id)

CREATE INDEX ix_cases_kind_id ON cases (kind, id)

CREATE INDEX ix_cases_next_action_id ON cases (next_action, id)

CREATE INDEX ix_cases_next_by_id ON cases (next_by, id)

CREATE INDEX ix_cases_open_due_id ON cases (due, id) WHERE state <> 'closed'

CREATE INDEX ix_cases_open_kind_id ON cases (kind, id) WHERE state <> 'closed'

CREATE INDEX ix_cases_open_next_action_id ON cases (next_action, id)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_next_by_id ON cases (next_by, id) WHERE state <> 'closed'

CREATE INDEX ix_cases_open_owner_id ON cases (owner, id) WHERE state <> 'closed'

CREATE INDEX ix_cases_open_person_key_id ON cases (person_key, id)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_post_by_id ON cases (post_by, id) WHERE state <> 'closed'

CREATE INDEX ix_cases_open_received_id ON cases (received, id) WHERE state <> 'closed'

CREATE INDEX ix_cases_open_reference_key_id ON cases (reference_key, id)
    WHERE state <> 'closed'

CREATE INDEX ix_cases_open_state_id ON cases (state, id) WHERE state <> 'closed'

CREATE INDEX ix_cases_owner_id ON cases (owner, id)

CREATE INDEX ix_cases_person_key_id ON cases (person_key, id)

CREATE INDEX ix_cases_post_by_id ON cases (post_by, id)

CREATE INDEX ix_cases_post_id ON cases (post_id)

CREATE INDEX ix_cases_received_id ON cases (received, id)

CREATE INDEX ix_cases_reference_key_id ON cases (reference_key, id)

CREATE INDEX ix_cases_state_id ON cases (state, id)

CREATE INDEX ix_cases_subject_id ON cases (subject_id)

CREATE TABLE documents (
    id INTEGER NOT NULL,
    post_id INTEGER NOT NULL,
    name TEXT NOT NULL,
    media_type TEXT NOT NULL,
    size INTEGER NOT NULL,
    sha256 TEXT NOT NULL,
    pages INTEGER NOT NULL,
    added_at DATETIME NOT NULL,
    added_by TEXT NOT NULL,
    file TEXT NOT NULL,
    file_key BLOB NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    FOREIGN KEY(post_id) REFERENCES posts (id),
    UNIQUE (file)
)

CREATE INDEX ix_documents_post_id ON documents (post_id)

CREATE TABLE case_events (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    kind TEXT NOT NULL,
    "on" DATE NOT NULL,
    text TEXT NOT NULL,
    recorded_at DATETIME NOT NULL,
    recorded_by TEXT NOT NULL,
    letter_id INTEGER,
    document_id INTEGER,
    PRIMARY KEY (id),
    FOREIGN KEY(case_id) REFERENCES cases (id)
)

CREATE INDEX ix_case_events_case_id ON case_events (case_id)

CREATE TABLE letters (
    id INTEGER NOT NULL,
    case_id INTEGER NOT NULL,
    number INTEGER NOT NULL,
    template TEXT NOT NULL,
    template_version INTEGER NOT NULL,
    title TEXT NOT NULL,
    body TEXT NOT NULL,
    recipient TEXT NOT NULL,
    answers TEXT NOT NULL,
    state TEXT NOT NULL,
    made_at DATETIME NOT NULL,
    made_by TEXT NOT NULL,
    finalised_at DATETIME,
    finalised_by TEXT NOT NULL,
    sha256 TEXT NOT NULL,
    pages INTEGER NOT NULL,
    printed_at DATETIME,
    printed_by TEXT NOT NULL,
    posted_on DATE,
    posted_by TEXT NOT NULL,
    service TEXT NOT NULL,
    item_number TEXT NOT NULL,
    version INTEGER NOT NULL,
    salt BLOB NOT NULL,
    PRIMARY KEY (id),
    CONSTRAINT uq_letters_case_id_number UNIQUE (case_id, number),
    FOREIGN KEY(case_id) REFERENCES cases (id)
)

CREATE INDEX ix_letters_state_id ON letters (state, id)

CREATE TABLE letter_pdfs (
    letter_id INTEGER NOT NULL,
    pdf BLOB NOT NULL,
    PRIMARY KEY (letter_id),
    FOREIGN KEY(letter_id) REFERENCES letters (id)
)

CREATE VIRTUAL TABLE people_words USING fts5 (
    words, content='', contentless_delete=1, prefix='2 3',
    tokenize='unicode61 remove_diacritics 2'
)

CREATE VIRTUAL TABLE cases_words USING fts5 (
    words, content='', contentless_delete=1, prefix='2 3',
    tokenize='unicode61 remove_diacritics 2'
)

CREATE VIRTUAL TABLE disclosures_words USING fts5 (
    words, content='', contentless_delete=1, prefix='2 3',
    tokenize='unicode61 remove_diacritics 2'
)

CREATE VIRTUAL TABLE letters_words USING fts5 (
    words, content='', contentless_delete=1, prefix='2 3',
    tokenize='unicode61 remove_diacritics 2'
)

CREATE TRIGGER audit_kept_as_written BEFORE UPDATE ON audit
BEGIN
    SELECT raise(ABORT, 'audit entries are never changed');
END

CREATE TRIGGER audit_kept BEFORE DELETE ON audit
BEGIN
    SELECT raise(ABORT, 'audit entries are never removed');
END

CREATE TRIGGER audit_in_order BEFORE INSERT ON audit
WHEN NEW.number <> (SELECT coalesce(max(number), 0) + 1 FROM audit)
BEGIN
    SELECT raise(ABORT, 'audit entries follow each other');
END

CREATE TRIGGER letters_frozen BEFORE UPDATE ON letters
WHEN OLD.state <> 'draft' AND (
    NEW.id IS NOT OLD.id
    OR NEW.case_id IS NOT OLD.case_id
    OR NEW.number IS NOT OLD.number
    OR NEW.template IS NOT OLD.template
    OR NEW.template_version IS NOT OLD.template_version
    OR NEW.title IS NOT OLD.title
    OR NEW.body IS NOT OLD.body
    OR NEW.recipient IS NOT OLD.recipient
    OR NEW.answers IS NOT OLD.answers
    OR NEW.made_at IS NOT OLD.made_at
    OR NEW.made_by IS NOT OLD.made_by
    OR NEW.finalised_at IS NOT OLD.finalised_at
    OR NEW.finalised_by IS NOT OLD.finalised_by
    OR NEW.sha256 IS NOT OLD.sha256
    OR NEW.pages IS NOT OLD.pages
)
BEGIN
    SELECT raise(ABORT, 'a finalised letter is never changed');
END

CREATE TRIGGER letters_forward BEFORE UPDATE OF state ON letters
WHEN instr('draft final printed posted', NEW.state)
    < instr('draft final printed posted', OLD.state)
BEGIN
    SELECT raise(ABORT, 'a letter never goes back');
END

CREATE TRIGGER letters_kept BEFORE DELETE ON letters
WHEN OLD.state <> 'draft'
BEGIN
    SELECT raise(ABORT, 'a finalised letter is never removed');
END

CREATE TRIGGER letter_pdfs_once BEFORE INSERT ON letter_pdfs
WHEN (SELECT state FROM letters WHERE id = NEW.letter_id) <> 'draft'
BEGIN
    SELECT raise(ABORT, 'a finalised letter keeps its pages');
END

CREATE TRIGGER letter_pdfs_kept_as_written BEFORE UPDATE ON letter_pdfs
BEGIN
    SELECT raise(ABORT, 'the pages of a letter are never changed');
END

CREATE TRIGGER letter_pdfs_kept BEFORE DELETE ON letter_pdfs
BEGIN
    SELECT raise(ABORT, 'the pages of a letter are never removed');
END
"""
