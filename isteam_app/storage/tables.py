"""The vault's tables as the newest schema has them. Private to `storage`.

The steps in `migrations` make them; a test holds that both agree.
"""

import secrets
from collections.abc import Iterable
from datetime import UTC, datetime

from sqlalchemy import (
    Column,
    Computed,
    Date,
    DateTime,
    Dialect,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    Table,
    Text,
    TypeDecorator,
    UniqueConstraint,
    text,
)

SCHEMA = 5
"""The number of the newest step, kept in the database as `user_version`."""

metadata = MetaData()


class UtcDateTime(TypeDecorator[datetime]):
    """A moment. Refuses one without a zone; gives back UTC."""

    impl = DateTime
    cache_ok = True

    def process_bind_param(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  SQLAlchemy decides the signature
    ) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("A moment without a time zone cannot be kept.")
        return value.astimezone(UTC).replace(tzinfo=None)

    def process_result_value(
        self,
        value: datetime | None,
        dialect: Dialect,  # noqa: ARG002  SQLAlchemy decides the signature
    ) -> datetime | None:
        return None if value is None else value.replace(tzinfo=UTC)


def new_salt() -> bytes:
    """Return what makes a record's digest in the audit trail unguessable.

    It goes with the record, so that erasing the record leaves a digest of nothing.
    """
    return secrets.token_bytes(16)


def _id() -> Column[int]:
    return Column("id", Integer, primary_key=True)


def _salt() -> Column[bytes]:
    return Column("salt", LargeBinary, nullable=False, default=new_salt)


def _text(name: str) -> Column[str]:
    return Column(name, Text, nullable=False)


def _number(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False)


def _to(name: str, target: str) -> Column[int]:
    return Column(name, ForeignKey(target), nullable=False, index=True)


def _worded(name: str) -> Column[str]:
    """A text that a later step added, so that the database itself has a default."""
    return Column(name, Text, nullable=False, server_default="")


def _flag(name: str) -> Column[int]:
    """A yes or no that a later step added."""
    return Column(name, Integer, nullable=False, server_default=text("0"))


vault = Table(
    "vault",
    metadata,
    Column("id", Text, primary_key=True),
    Column("created_at", UtcDateTime, nullable=False),
    Column("generation", Integer, nullable=False, server_default=text("0")),
)

members = Table(
    "members",
    metadata,
    _id(),
    Column("name", Text, nullable=False, unique=True),
    _text("role"),
    _salt(),
    Column("left_at", UtcDateTime),
    Column("formerly", Text, nullable=False, server_default=""),
)

settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("valid_from", Date, primary_key=True),
    _text("value"),
)

counters = Table(
    "counters",
    metadata,
    Column("name", Text, primary_key=True),
    Column("year", Integer, primary_key=True),
    _number("last"),
)

people = Table(
    "people",
    metadata,
    _id(),
    _text("name"),
    Column("name_key", Text, nullable=False, index=True),
    _text("address_lines"),
    _text("town"),
    _text("postcode"),
    Column("postcode_key", Text, nullable=False, index=True),
    _text("country"),
    _text("salutation"),
    _number("version"),
    _salt(),
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
    _id(),
    _to("kept_id", "people.id"),
    _to("merged_id", "people.id"),
    _text("moved"),
    _text("reason"),
    Column("made_at", UtcDateTime, nullable=False),
    _text("made_by"),
    Column("undone_at", UtcDateTime),
    Column("undone_by", Text, nullable=False, server_default=""),
)

representations = Table(
    "representations",
    metadata,
    _id(),
    _to("representative_id", "people.id"),
    _to("subject_id", "people.id"),
    _text("capacity"),
    _text("evidence"),
    Column("seen_on", Date),
    _text("seen_by"),
    _text("scope"),
    Column("expires", Date),
    Column("ended_on", Date),
    _number("version"),
    _salt(),
)

sight = Table(
    "sight",
    metadata,
    Column("person_id", ForeignKey("people.id"), primary_key=True),
    Column("rule", Text, primary_key=True),
    Column("member", Text, primary_key=True),
    _text("reason"),
    Column("set_at", UtcDateTime, nullable=False),
    _text("set_by"),
)

posts = Table(
    "posts",
    metadata,
    _id(),
    _to("requester_id", "people.id"),
    Column("received", Date, nullable=False),
    Column("reached_team", Date),
    Column("dated", Date),
    _text("channel"),
    _text("their_reference"),
    _text("summary"),
    _text("acting_for"),
    _salt(),
    Column("reply_to_id", ForeignKey("people.id"), index=True),
)

cases = Table(
    "cases",
    metadata,
    _id(),
    Column("reference", Text, nullable=False, unique=True),
    _number("reference_key"),
    _text("kind"),
    _text("state"),
    _to("subject_id", "people.id"),
    _text("person_key"),
    _to("post_id", "posts.id"),
    _text("owner"),
    _text("clock"),
    Column("received", Date, nullable=False),
    Column("due", Date),
    Column("post_by", Date),
    _text("next_action"),
    Column("next_by", Date),
    _text("outcome"),
    Column("closed_on", Date),
    _number("version"),
    _salt(),
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


def _index_each(table: Table, columns: Iterable[str]) -> None:
    for column in columns:
        Index(f"ix_{table.name}_{column}_id", table.c[column], table.c.id)


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
    _id(),
    _to("case_id", "cases.id"),
    _text("kind"),
    Column("on", Date, nullable=False),
    _text("text"),
    Column("recorded_at", UtcDateTime, nullable=False),
    _text("recorded_by"),
    Column("letter_id", Integer),
    Column("document_id", Integer),
)

case_entries = Table(
    "case_entries",
    metadata,
    _id(),
    _to("case_id", "cases.id"),
    _text("form"),
    _text("values"),
    _text("struck"),
    Column("made_at", UtcDateTime, nullable=False),
    _text("made_by"),
    Column("changed_at", UtcDateTime),
    _text("changed_by"),
    _number("version"),
    _salt(),
    Index("ix_case_entries_form_id", "form", "id"),
)

case_links = Table(
    "case_links",
    metadata,
    _id(),
    _to("case_id", "cases.id"),
    _to("other_id", "cases.id"),
    _text("kind"),
    _text("reason"),
    Column("made_at", UtcDateTime, nullable=False),
    _text("made_by"),
    UniqueConstraint(
        "case_id", "other_id", "kind", name="uq_case_links_case_id_other_id_kind"
    ),
)

field_changes = Table(
    "field_changes",
    metadata,
    _id(),
    _text("noun"),
    _number("record_id"),
    Column("case_id", Integer),
    _text("field"),
    _text("before"),
    _text("after"),
    Column("at", UtcDateTime, nullable=False),
    _text("by"),
    Column("disclosure_id", Integer),
    Index("ix_field_changes_noun_record_id_id", "noun", "record_id", "id"),
    Index("ix_field_changes_case_id_id", "case_id", "id"),
    Index("ix_field_changes_disclosure_id_id", "disclosure_id", "id"),
)

documents = Table(
    "documents",
    metadata,
    _id(),
    Column("post_id", ForeignKey("posts.id"), index=True),
    _text("name"),
    _text("media_type"),
    _number("size"),
    _text("sha256"),
    _number("pages"),
    Column("added_at", UtcDateTime, nullable=False),
    _text("added_by"),
    Column("file", Text, nullable=False, unique=True),
    Column("file_key", LargeBinary, nullable=False),
    _salt(),
    Column("disclosure_id", ForeignKey("disclosures.id"), index=True),
    Column("entry_id", Integer),
)

letters = Table(
    "letters",
    metadata,
    _id(),
    Column("case_id", ForeignKey("cases.id")),
    _number("number"),
    _text("template"),
    _number("template_version"),
    _text("title"),
    _text("body"),
    _text("recipient"),
    _text("answers"),
    _text("state"),
    Column("made_at", UtcDateTime, nullable=False),
    _text("made_by"),
    Column("finalised_at", UtcDateTime),
    _text("finalised_by"),
    _text("sha256"),
    _number("pages"),
    Column("printed_at", UtcDateTime),
    _text("printed_by"),
    Column("posted_on", Date),
    _text("posted_by"),
    _text("service"),
    _text("item_number"),
    _number("version"),
    _salt(),
    Column("to_entry", Integer),
    Column("disclosure_id", ForeignKey("disclosures.id")),
    UniqueConstraint("case_id", "number", name="uq_letters_case_id_number"),
    Index("ix_letters_state_id", "state", "id"),
    Index(
        "uq_letters_disclosure_id_number",
        *("disclosure_id", "number"),
        unique=True,
        sqlite_where=text("disclosure_id IS NOT NULL"),
    ),
)

letter_pdfs = Table(
    "letter_pdfs",
    metadata,
    Column("letter_id", ForeignKey("letters.id"), primary_key=True),
    Column("pdf", LargeBinary, nullable=False),
)

organisations = Table(
    "organisations",
    metadata,
    _id(),
    _text("name"),
    _text("name_key"),
    _text("kind"),
    _text("address"),
    _text("switchboard"),
    _text("source"),
    Column("checked_on", Date),
    _text("checked_by"),
    _text("domain"),
    _text("note"),
    _number("retired"),
    _number("version"),
    _salt(),
    Index("ix_organisations_name_key_id", "name_key", "id"),
)

disclosures = Table(
    "disclosures",
    metadata,
    _id(),
    Column("reference", Text, nullable=False, unique=True),
    _number("reference_key"),
    Column("received", Date, nullable=False),
    _text("organisation"),
    _text("organisation_key"),
    _text("kind"),
    _text("about"),
    _text("about_key"),
    _text("asked"),
    _text("legal_basis"),
    _number("compelled"),
    _text("officer"),
    _text("their_reference"),
    _text("categories"),
    Column("comply_by", Date),
    _text("decision"),
    _text("reason"),
    _text("decided_by"),
    Column("decided_on", Date),
    _text("what_left"),
    _text("method"),
    Column("left_on", Date),
    _text("told"),
    _text("told_reason"),
    Column("person_id", ForeignKey("people.id"), index=True),
    Column("recorded_at", UtcDateTime, nullable=False),
    _text("recorded_by"),
    _number("version"),
    _salt(),
    Column("state", Text, nullable=False, server_default="open"),
    _flag("life_at_risk"),
    Column("return_by", Date),
    _worded("prepared_by"),
    _worded("approved_how"),
    _flag("emergency"),
    Column("record_by", Date),
    Column("waiting_since", Date),
    Column("closed_on", Date),
    _worded("verdicts"),
    _flag("locked"),
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

_index_each(disclosures, DISCLOSURE_SORTS)

disclosure_entries = Table(
    "disclosure_entries",
    metadata,
    _id(),
    _to("disclosure_id", "disclosures.id"),
    _number("version"),  # here, so that no row passes for one of a case
    _text("form"),
    _text("values"),
    _text("struck"),
    Column("made_at", UtcDateTime, nullable=False),
    _text("made_by"),
    Column("changed_at", UtcDateTime),
    _text("changed_by"),
    _salt(),
)

disclosure_subjects = Table(
    "disclosure_subjects",
    metadata,
    _id(),
    Column("disclosure_id", ForeignKey("disclosures.id"), nullable=False),
    Column("person_id", ForeignKey("people.id"), index=True),
    _text("name"),
    _text("details"),
    _number("version"),
    _salt(),
    Index("ix_disclosure_subjects_disclosure_id_id", "disclosure_id", "id"),
)

disclosure_events = Table(
    "disclosure_events",
    metadata,
    _id(),
    _to("disclosure_id", "disclosures.id"),
    _text("kind"),
    Column("on", Date, nullable=False),
    _text("text"),
    Column("recorded_at", UtcDateTime, nullable=False),
    _text("recorded_by"),
)

disclosure_locks = Table(
    "disclosure_locks",
    metadata,
    _id(),
    _to("disclosure_id", "disclosures.id"),
    _text("reason"),
    _text("authority"),
    Column("review_on", Date, nullable=False),
    Column("set_at", UtcDateTime, nullable=False),
    _text("set_by"),
    Column("lifted_at", UtcDateTime),
    _text("lifted_by"),
    _text("lifted_why"),
    _number("version"),
    _salt(),
)

disclosure_clearances = Table(
    "disclosure_clearances",
    metadata,
    Column("disclosure_id", ForeignKey("disclosures.id"), primary_key=True),
    Column("member", Text, primary_key=True),
    Column("given_at", UtcDateTime, nullable=False),
    _text("given_by"),
)

spent_numbers = Table(
    "spent_numbers",
    metadata,
    Column("reference", Text, primary_key=True),
    _number("year"),
    Index("ix_spent_numbers_year_reference", "year", "reference"),
)

audit = Table(
    "audit",
    metadata,
    Column("number", Integer, primary_key=True),
    Column("at", UtcDateTime, nullable=False),
    _text("by"),
    _text("action"),
    _text("touched"),
    Column("previous", LargeBinary, nullable=False),
    Column("hash", LargeBinary, nullable=False),
    Index("ix_audit_by_number", "by", "number"),
    Index("ix_audit_action_number", "action", "number"),
    Index("ix_audit_by_action_number", "by", "action", "number"),
    Index("ix_audit_at_number", "at", "number"),
)

audit_records = Table(
    "audit_records",
    metadata,
    Column("noun", Text, primary_key=True),
    Column("record_id", Integer, primary_key=True),
    Column("number", Integer, primary_key=True),
    sqlite_with_rowid=False,
)

audit_reasons = Table(
    "audit_reasons",
    metadata,
    _id(),
    _text("reason"),
    _salt(),
)

drafts = Table(
    "drafts",
    metadata,
    Column("key", Text, primary_key=True),
    _text("text"),
    Column("kept_at", UtcDateTime, nullable=False),
    _text("kept_by"),
)
