"""People, items of post, cases and what is kept with them."""

from sqlalchemy import (
    Column,
    Computed,
    Date,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    Table,
    Text,
    UniqueConstraint,
    text,
)

from isteam_app.storage.tables.columns import (
    UtcDateTime,
    metadata,
    number,
    own_id,
    owner,
    salt,
    words,
)

people = Table(
    "people",
    metadata,
    own_id(),
    words("name"),
    Column("name_key", Text, nullable=False, index=True),
    words("address_lines"),
    words("town"),
    words("postcode"),
    Column("postcode_key", Text, nullable=False, index=True),
    words("country"),
    words("salutation"),
    number("version"),
    salt(),
    Column("particulars", Text, nullable=False, server_default="{}"),
    Column("merged_into", Integer),
    Index(
        "ix_people_standing",
        *("name_key", "id", "merged_into"),
        sqlite_where=text("merged_into IS NULL"),
    ),
)

person_merges = Table(
    "person_merges",
    metadata,
    own_id(),
    owner("kept_id", "people.id"),
    owner("merged_id", "people.id"),
    words("moved"),
    words("reason"),
    Column("made_at", UtcDateTime, nullable=False),
    words("made_by"),
    Column("undone_at", UtcDateTime),
    Column("undone_by", Text, nullable=False, server_default=""),
)

representations = Table(
    "representations",
    metadata,
    own_id(),
    owner("representative_id", "people.id"),
    owner("subject_id", "people.id"),
    words("capacity"),
    words("evidence"),
    Column("seen_on", Date),
    words("seen_by"),
    words("scope"),
    Column("expires", Date),
    Column("ended_on", Date),
    number("version"),
    salt(),
)

sight = Table(
    "sight",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("rule", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    words("reason"),
    Column("set_at", UtcDateTime, nullable=False),
    words("set_by"),
)

posts = Table(
    "posts",
    metadata,
    own_id(),
    owner("requester_id", "people.id"),
    Column("received", Date, nullable=False),
    Column("reached_team", Date),
    Column("dated", Date),
    words("channel"),
    words("their_reference"),
    words("summary"),
    words("acting_for"),
    salt(),
    Column("reply_to_id", ForeignKey("people.id"), index=True),
)

cases = Table(
    "cases",
    metadata,
    own_id(),
    Column("reference", Text, nullable=False, unique=True),
    number("reference_key"),
    words("kind"),
    words("state"),
    owner("subject_id", "people.id"),
    words("person_key"),
    owner("post_id", "posts.id"),
    words("owner"),
    words("clock"),
    Column("received", Date, nullable=False),
    Column("due", Date),
    Column("post_by", Date),
    words("next_action"),
    Column("next_by", Date),
    words("outcome"),
    Column("closed_on", Date),
    number("version"),
    salt(),
    Column("decision", Text, nullable=False, server_default=""),
    Column("ground", Text, nullable=False, server_default=""),
    Column("decided_by", Text, nullable=False, server_default=""),
    Column("service", Text, nullable=False, server_default=""),
    Column("comply_by", Date),
    Column(
        "work_key",
        Text,
        Computed(
            "coalesce(next_by, '9999-12-31') || coalesce(post_by, '9999-12-31')",
            persisted=False,
        ),
    ),
)

CASE_SORTS = (
    "reference_key",
    "received",
    "person_key",
    "kind",
    "state",
    "owner",
    "due",
    "post_by",
    "next_action",
    "next_by",
    "work_key",
)
"""By each of them lists of cases may be sorted."""

# Wide enough that a filter by owner or kind passes over entries of the index alone.
_PASSED_OVER = ("state", "owner", "kind", "due")


def _index_cases(name: str, which: str, *columns: str) -> None:
    given = (cases.c[column] for column in dict.fromkeys(columns))
    Index(f"ix_cases_{name}", *given, sqlite_where=text(which))


for _column in CASE_SORTS:
    # by state they stand in the order of their ids
    _closed_by = ("id",) if _column == "state" else (_column, "id")
    _index_cases(f"closed_{_column}", "state = 'closed'", *_closed_by)
    _index_cases(
        f"open_state_{_column}",
        "state <> 'closed'",
        *("state", _column, "id", *_PASSED_OVER),
    )
    if _column not in ("state", "due"):
        _index_cases(
            f"open_due_{_column}",
            "state <> 'closed'",
            *("due", _column, "id", *_PASSED_OVER),
        )
Index("ix_cases_decision_state_id", cases.c.decision, cases.c.state, cases.c.id)

case_events = Table(
    "case_events",
    metadata,
    own_id(),
    owner("case_id", "cases.id"),
    words("kind"),
    Column("on", Date, nullable=False),
    words("text"),
    Column("recorded_at", UtcDateTime, nullable=False),
    words("recorded_by"),
    Column("letter_id", Integer),
    Column("document_id", Integer),
)

case_entries = Table(
    "case_entries",
    metadata,
    own_id(),
    owner("case_id", "cases.id"),
    words("form"),
    words("values"),
    words("struck"),
    Column("made_at", UtcDateTime, nullable=False),
    words("made_by"),
    Column("changed_at", UtcDateTime),
    words("changed_by"),
    number("version"),
    salt(),
    Index("ix_case_entries_form_id", "form", "id"),
)

case_links = Table(
    "case_links",
    metadata,
    own_id(),
    owner("case_id", "cases.id"),
    owner("other_id", "cases.id"),
    words("kind"),
    words("reason"),
    Column("made_at", UtcDateTime, nullable=False),
    words("made_by"),
    UniqueConstraint(
        "case_id", "other_id", "kind", name="uq_case_links_case_id_other_id_kind"
    ),
)

field_changes = Table(
    "field_changes",
    metadata,
    own_id(),
    words("noun"),
    number("record_id"),
    Column("case_id", Integer),
    words("field"),
    words("before"),
    words("after"),
    Column("at", UtcDateTime, nullable=False),
    words("by"),
    Column("disclosure_id", Integer),
    Index("ix_field_changes_noun_record_id_id", "noun", "record_id", "id"),
    Index("ix_field_changes_case_id_id", "case_id", "id"),
    Index("ix_field_changes_disclosure_id_id", "disclosure_id", "id"),
)

documents = Table(
    "documents",
    metadata,
    own_id(),
    Column("post_id", ForeignKey("posts.id"), index=True),
    words("name"),
    words("media_type"),
    number("size"),
    words("sha256"),
    number("pages"),
    Column("added_at", UtcDateTime, nullable=False),
    words("added_by"),
    Column("file", Text, nullable=False, unique=True),
    Column("file_key", LargeBinary, nullable=False),
    salt(),
    Column("disclosure_id", ForeignKey("disclosures.id"), index=True),
    Column("entry_id", Integer),
)
