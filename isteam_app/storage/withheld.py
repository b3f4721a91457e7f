"""Which rows tell of a third-party request that does not exist for somebody.

A request that is locked, or recorded in error, is known to those who may lift a lock
and to whoever is named for it. For everybody else no row of any table may tell of it:
neither its own, nor its letters and files, nor the audit entries about it.
"""

from collections.abc import Mapping
from functools import cached_property, lru_cache
from types import MappingProxyType

_OWNED = {
    "request_entry": "disclosure_entries",
    "request_subject": "disclosure_subjects",
    "request_lock": "disclosure_locks",
    "letter": "letters",
    "document": "documents",
}
"""Noun: the table whose rows belong to a request."""
_RECORDS = (
    *("case", "person", "post", "representation", "entry", "member"),
    *("disclosure", "organisation", "print_run", *_OWNED),
)
"""What an audit entry may be about, all else aside."""
_OF_REQUESTS = ("disclosure.*", "disclosures.*", "request.*", "requests.*")
_OF_LOOKS = ("*.viewed",)


@lru_cache(maxsize=8)
def withheld_from(member: str) -> "Withheld":
    """Return what is withheld from somebody who is not cleared by their role."""
    return Withheld(member)


class Withheld:
    """The rows withheld from one member who is not cleared, as conditions in SQL."""

    def __init__(self, member: str) -> None:
        self._member = "'" + member.replace("'", "''").replace("\0", "") + "'"

    @cached_property
    def covered(self) -> Mapping[str, str]:
        """What of each table stays in sight; a row of it is called `kept`."""
        of_request = f"NOT {self._of('kept.disclosure_id')}"
        of_some = f"kept.disclosure_id IS NULL OR {of_request}"
        of_letter = f"NOT {self._is('letter', 'kept.letter_id')}"
        return MappingProxyType(
            {
                # told by its own columns, so that every index still leads
                "disclosures": (
                    "(kept.locked = 0 AND kept.state <> 'withdrawn') "
                    f"OR {self._named('kept.id')}"
                ),
                "disclosure_entries": of_request,
                "disclosure_subjects": of_request,
                "disclosure_events": of_request,
                "disclosure_locks": of_request,
                "disclosure_clearances": of_request,
                "organisations": f"NOT {self._organisation('kept.id')}",
                "letters": of_some,
                "letter_pdfs": of_letter,
                "letter_enclosures": of_letter,
                "print_runs": f"NOT {self._run('kept.id')}",
                "print_items": of_letter,
                "scan_backs": of_letter,
                "documents": of_some,
                "field_changes": (
                    f"({of_some}) AND NOT CASE kept.noun "
                    f"WHEN 'disclosure' THEN {self._of('kept.record_id')} "
                    "WHEN 'organisation' "
                    f"THEN {self._organisation('kept.record_id')} ELSE 0 END"
                ),
                "drafts": self._drafts(),
                "audit": f"NOT {self._entry('kept')}",
                "audit_records": f"NOT {self._any('kept.noun', 'kept.record_id')}",
                "audit_reasons": (
                    "NOT EXISTS (SELECT 1 FROM main.audit_records AS note "  # noqa: S608  likewise
                    "JOIN main.audit AS told ON told.number = note.number "
                    "WHERE note.noun = 'reason' AND note.record_id = kept.id "
                    f"AND {self._entry('told')})"
                ),
            }
        )

    def question(self, noun: str) -> str | None:
        """Return the condition by which a record is withheld, its id `each.value`."""
        if noun in ("disclosure", "organisation", "print_run", *_OWNED):
            return self._is(noun, "each.value")
        return None

    def _named(self, request: str) -> str:
        return (
            "EXISTS (SELECT 1 FROM main.disclosure_clearances AS named "  # noqa: S608  names of ours, and one escaped above
            f"WHERE named.disclosure_id = {request} AND named.member = {self._member})"
        )

    def _of(self, request: str) -> str:
        """Whether a request is withheld."""
        return (
            f"EXISTS (SELECT 1 FROM main.disclosures AS own WHERE own.id = {request} "  # noqa: S608  likewise
            "AND (own.locked = 1 OR own.state = 'withdrawn') "
            f"AND NOT {self._named('own.id')})"
        )

    def _is(self, noun: str, number: str) -> str:
        """Whether a record is of a request that is withheld."""
        if noun == "disclosure":
            return self._of(number)
        if noun == "organisation":
            return self._organisation(number)
        if noun == "print_run":
            return self._run(number)
        held = (
            f"EXISTS (SELECT 1 FROM main.{_OWNED[noun]} AS part "  # noqa: S608  likewise
            f"WHERE part.id = {number} AND part.disclosure_id IS NOT NULL "
            f"AND {self._of('part.disclosure_id')})"
        )
        if noun != "request_subject":
            return held
        # one who was taken off the request is known by its history alone
        return (
            f"({held} OR EXISTS (SELECT 1 FROM main.field_changes AS was "  # noqa: S608  likewise
            f"WHERE was.noun = 'request_subject' AND was.record_id = {number} "
            f"AND {self._of('was.disclosure_id')}))"
        )

    def _run(self, number: str) -> str:
        """Whether a print run printed nothing but letters that are withheld."""
        withheld = self._is("letter", "item.letter_id")
        items = f"SELECT 1 FROM main.print_items AS item WHERE item.run_id = {number}"  # noqa: S608  likewise
        return (
            f"(EXISTS ({items} AND {withheld}) "
            f"AND NOT EXISTS ({items} AND NOT {withheld}))"
        )

    def _organisation(self, number: str) -> str:
        """Whether nothing but requests that are withheld tells of an organisation.

        One that stood in the directory before any of them asked goes on standing there:
        that it vanished would tell of the request.
        """
        asks = "SELECT 1 FROM main.disclosures AS asks WHERE asks.organisation_id = "
        withheld = self._of("asks.id")
        entered = (
            "coalesce((SELECT noted.at FROM main.field_changes AS noted "  # noqa: S608  likewise
            f"WHERE noted.noun = 'organisation' AND noted.record_id = {number} "
            "ORDER BY noted.id LIMIT 1), '9999')"
        )
        return (  # nearly every one has a request in sight: that is asked first
            f"(NOT EXISTS ({asks}{number} AND NOT {withheld}) "
            f"AND EXISTS ({asks}{number} AND asks.recorded_at <= {entered} "
            f"AND {withheld}))"
        )

    def _any(self, noun: str, number: str) -> str:
        """Whether a record of some noun is withheld."""
        nouns = ("disclosure", "organisation", "print_run", *_OWNED)
        each = " ".join(f"WHEN '{one}' THEN {self._is(one, number)}" for one in nouns)
        return f"CASE {noun} {each} ELSE 0 END"

    def _entry(self, entry: str) -> str:
        """Whether an audit entry tells of nothing but a request that is withheld.

        One of a look, or of work on the request, is about it alone, whoever else it
        names; any other may go on telling of the rest.
        """
        touched = f"{entry}.touched"
        noun, number = "each.value ->> 0", "each.value ->> 1"
        of_request = " OR ".join(
            f"{entry}.action GLOB '{action}'" for action in (*_OF_REQUESTS, *_OF_LOOKS)
        )
        real = ", ".join(f"'{each}'" for each in _RECORDS)
        withheld = self._any(noun, number)
        each = f"SELECT 1 FROM json_each({touched}) AS each WHERE"  # noqa: S608  likewise
        marks = (
            *("disclosure", "request_", "letter", "document", "organisation"),
            "print_run",
        )
        quick = " OR ".join(f"instr({touched}, '\"{mark}')" for mark in marks)
        return (
            f"CASE WHEN NOT ({quick}) OR NOT json_valid({touched}) THEN 0 "
            f"WHEN NOT EXISTS ({each} {withheld}) THEN 0 "
            f"WHEN {of_request} THEN 1 "
            f"ELSE NOT EXISTS ({each} {noun} IN ({real}) AND NOT {withheld}) END"
        )

    def _drafts(self) -> str:
        """Half typed text on the page of a request, or of a letter of it, is of it."""
        place = "kept.key || '/' LIKE '%/"
        return (
            "NOT EXISTS (SELECT 1 FROM main.disclosures AS own "  # noqa: S608  likewise
            "WHERE (own.locked = 1 OR own.state = 'withdrawn') "
            f"AND NOT {self._named('own.id')} "
            f"AND ({place}disclosure/' || own.id || '/%' "
            f"OR {place}request/' || own.id || '/%')) "
            "AND NOT EXISTS (SELECT 1 FROM main.letters AS part "
            "WHERE part.disclosure_id IS NOT NULL "
            f"AND {place}letter/' || part.id || '/%' "
            f"AND {self._of('part.disclosure_id')})"
        )
