"""What the lists still tell of cases whose own rows are lost.

Lists are sorted by indexes, which hold copies of what they sort by: the reference, the
kind, the state, the owner. From them a lost case comes back as a blank one, so that its
letters and what happened to it have something to hang on.
"""

import re
from dataclasses import dataclass, field

from isteam_app.domain.cases import CaseKind, CaseState
from isteam_app.storage.raw_pages import RawPages
from isteam_app.storage.raw_rows import Value, entries_on

_REFERENCE = re.compile(r"IS-\d{4}-\d{5,}")
_KINDS = frozenset(CaseKind)
_STATES = frozenset(CaseState)
_ALSO_FORMS = frozenset(
    {
        CaseKind.ERASURE,
        CaseKind.OBJECTION,
        CaseKind.REGULATOR,
        CaseKind.RESTRICTION,
    }
)
"""Kinds whose words stand for a form too: an entry might be of the list of forms."""


@dataclass(slots=True)
class Trace:
    """What is known of one case without its row."""

    reference: str = ""
    kind: str = ""
    state: str = ""
    owner: str = ""

    @property
    def is_enough(self) -> bool:
        """Whether a blank case can be made of it."""
        return bool(self.reference and self.kind and self.state)


@dataclass(slots=True)
class Traces:
    """Every case that an index tells of, by its number."""

    found: dict[int, Trace] = field(default_factory=dict)

    def read(self, pages: RawPages) -> None:
        """Go through the pages of indexes."""
        for number, page in pages:
            for entry in entries_on(number, page):
                self._take(entry)

    def of(self, case: int) -> Trace | None:
        """Return what is known of a case, if it is enough to stand in for it."""
        trace = self.found.get(case)
        return trace if trace is not None and trace.is_enough else None

    def _take(self, entry: list[Value]) -> None:
        match entry:
            case [str(text), int(number)] if _REFERENCE.fullmatch(text):
                self._trace(number).reference = text
            case [str(kind), int(number), int(row)] if (
                row == number and kind in _KINDS - _ALSO_FORMS
            ):
                self._note(number, kind, CaseState.CLOSED)
            case [_, str(kind), int(number), str(state), str(owner), int(row)] if (
                row == number and kind in _KINDS and state in _STATES
            ):
                self._note(number, kind, state, owner)
            case [str(state), str(kind), int(number), str(owner), _, int(row)] if (
                row == number and kind in _KINDS and state in _STATES
            ):
                self._note(number, kind, state, owner)

    def _note(self, number: int, kind: str, state: str, owner: str = "") -> None:
        trace = self._trace(number)
        trace.kind, trace.state, trace.owner = kind, state, owner

    def _trace(self, number: int) -> Trace:
        return self.found.setdefault(number, Trace())
