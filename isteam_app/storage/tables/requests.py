"""Third parties' requests, their parts and the directory."""

from sqlalchemy import Column, Date, ForeignKey, Index, Table, Text, text

from isteam_app.storage.tables.columns import (
    UtcDateTime,
    added_flag,
    added_text,
    index_each,
    metadata,
    number,
    own_id,
    owner,
    salt,
    words,
)

organisations = Table(
    "organisations",
    metadata,
    own_id(),
    words("name"),
    words("name_key"),
    words("kind"),
    words("address"),
    words("switchboard"),
    words("source"),
    Column("checked_on", Date),
    words("checked_by"),
    words("domain"),
    words("note"),
    number("retired"),
    number("version"),
    salt(),
    Index("ix_organisations_name_key_id", "name_key", "id"),
)

disclosures = Table(
    "disclosures",
    metadata,
    own_id(),
    Column("reference", Text, nullable=False, unique=True),
    number("reference_key"),
    Column("received", Date, nullable=False),
    words("organisation"),
    words("organisation_key"),
    words("kind"),
    words("about"),
    words("about_key"),
    words("asked"),
    words("legal_basis"),
    number("compelled"),
    words("officer"),
    words("their_reference"),
    words("categories"),
    Column("comply_by", Date),
    words("decision"),
    words("reason"),
    words("decided_by"),
    Column("decided_on", Date),
    words("what_left"),
    words("method"),
    Column("left_on", Date),
    words("told"),
    words("told_reason"),
    Column("person_id", ForeignKey("people.id"), index=True),
    Column("recorded_at", UtcDateTime, nullable=False),
    words("recorded_by"),
    number("version"),
    salt(),
    Column("state", Text, nullable=False, server_default="open"),
    added_flag("life_at_risk"),
    Column("return_by", Date),
    added_text("prepared_by"),
    added_text("approved_how"),
    added_flag("emergency"),
    Column("record_by", Date),
    Column("waiting_since", Date),
    Column("closed_on", Date),
    added_text("verdicts"),
    added_flag("locked"),
    Column("lock_review", Date),
    Column("organisation_id", ForeignKey("organisations.id"), index=True),
    Index("ix_disclosures_locked_state", "locked", "state"),
    Index("ix_disclosures_state_comply_by_id", "state", "comply_by", "id"),
    Index("ix_disclosures_state_waiting_since_id", "state", "waiting_since", "id"),
    Index(
        "ix_disclosures_locked_lock_review",
        *("lock_review", "id"),
        sqlite_where=text("locked = 1"),
    ),
    Index(
        "ix_disclosures_return_by",
        *("return_by", "id"),
        sqlite_where=text("return_by IS NOT NULL"),
    ),
    Index(
        "ix_disclosures_emergency",
        *("received", "id"),
        sqlite_where=text("emergency = 1"),
    ),
    # what is counted stands here once more: a row itself is long to read past
    Index(
        "ix_disclosures_numbers",
        *("received", "kind", "decision", "compelled", "emergency", "approved_how"),
        *("locked", "state", "decided_on", "legal_basis"),
    ),
)

DISCLOSURE_SORTS = (
    "reference_key",
    "received",
    "organisation_key",
    "kind",
    "about_key",
    "decision",
    "comply_by",
    "left_on",
    "told",
    "waiting_since",
)

index_each(disclosures, DISCLOSURE_SORTS)

disclosure_entries = Table(
    "disclosure_entries",
    metadata,
    own_id(),
    owner("disclosure_id", "disclosures.id"),
    number("version"),  # here, so that no row passes for one of a case
    words("form"),
    words("values"),
    words("struck"),
    Column("made_at", UtcDateTime, nullable=False),
    words("made_by"),
    Column("changed_at", UtcDateTime),
    words("changed_by"),
    salt(),
)

disclosure_subjects = Table(
    "disclosure_subjects",
    metadata,
    own_id(),
    Column("disclosure_id", ForeignKey("disclosures.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), index=True),
    words("name"),
    words("details"),
    number("version"),
    salt(),
    Index("ix_disclosure_subjects_disclosure_id_id", "disclosure_id", "id"),
)

disclosure_events = Table(
    "disclosure_events",
    metadata,
    own_id(),
    owner("disclosure_id", "disclosures.id"),
    words("kind"),
    Column("on", Date, nullable=False),
    words("text"),
    Column("recorded_at", UtcDateTime, nullable=False),
    words("recorded_by"),
)

disclosure_locks = Table(
    "disclosure_locks",
    metadata,
    own_id(),
    owner("disclosure_id", "disclosures.id"),
    words("reason"),
    words("authority"),
    Column("review_on", Date, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    words("set_by"),
    Column("lifted_at", UtcDateTime),
    words("lifted_by"),
    words("lifted_why"),
    number("version"),
    salt(),
)

disclosure_clearances = Table(
    "disclosure_clearances",
    metadata,
    Column("disclosure_id", ForeignKey("disclosures.id"), primary_key=True),
    Column("member", Text, primary_key=True),
    Column("given_at", UtcDateTime, nullable=False),
    words("given_by"),
)

spent_numbers = Table(
    "spent_numbers",
    metadata,
    Column("reference", Text, primary_key=True),
    number("year"),
    Index("ix_spent_numbers_year_reference", "year", "reference"),
)
