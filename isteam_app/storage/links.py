"""Keeps the links between cases. A link stands on both of its cases."""

from typing import Any

from sqlalchemy import Connection, Row, or_, select

from isteam_app.domain.cases import CaseLink, LinkKind
from isteam_app.domain.text import SUMMARY
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.storage.tables import case_links
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {"reason": Limit("The reason", SUMMARY)}


class LinksReader:
    """Finds links between cases."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> CaseLink:  # noqa: A002  the record's own word
        """Return one link.

        Raises:
            NotFound: no link has that id.
        """
        query = select(case_links).where(case_links.c.id == id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound("That link is not in the vault any more.")
        return _link(row)

    def of_case(self, case_id: int) -> tuple[CaseLink, ...]:
        """Return the links in which a case stands on either side, oldest first."""
        here = or_(case_links.c.case_id == case_id, case_links.c.other_id == case_id)
        query = select(case_links).where(here).order_by(case_links.c.id)
        return tuple(_link(row) for row in self._connection.execute(query))


class Links(LinksReader):
    """Finds, makes and undoes links between cases."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, link: CaseLink) -> CaseLink:
        """Link two cases.

        Raises:
            RuleBroken: a case with itself, or linked so already.
        """
        if link.case_id == link.other_id:
            raise RuleBroken(
                "A case cannot be linked with itself. Choose the other case.",
                field="other",
            )
        for known in self.of_case(link.case_id):
            if {known.case_id, known.other_id} == {link.case_id, link.other_id} and (
                known.kind is link.kind
            ):
                raise RuleBroken(
                    "These two cases are linked so already.", field="other"
                )
        values: dict[str, object] = {
            "case_id": link.case_id,
            "other_id": link.other_id,
            "kind": link.kind.value,
            "reason": link.reason,
            "made_at": self._work.at,
            "made_by": self._work.by,
        }
        link_id = self._work.insert(case_links, cleaned(values, _LIMITS))
        for case_id in (link.case_id, link.other_id):
            self._work.touch("case", case_id, words=False)
        return self.get(link_id)

    def drop(self, link: CaseLink) -> None:
        """Undo a link. That it stood is kept in the timeline of both cases."""
        self._work.connection.execute(
            case_links.delete().where(case_links.c.id == link.id)
        )
        for case_id in (link.case_id, link.other_id):
            self._work.touch("case", case_id, words=False)


def _link(row: Row[*tuple[Any, ...]]) -> CaseLink:
    return CaseLink(
        id=row.id,
        case_id=row.case_id,
        other_id=row.other_id,
        kind=LinkKind(row.kind),
        reason=row.reason,
        made_at=row.made_at,
        made_by=row.made_by,
    )
