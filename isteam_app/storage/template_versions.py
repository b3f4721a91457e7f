"""Keeps the versions of templates that the company wrote."""

from typing import Any

from sqlalchemy import Connection, Row, select

from isteam_app.domain.kept_templates import KeptTemplate, TemplateState
from isteam_app.domain.text import BODY, NOTE
from isteam_app.errors import NotFound, RuleBroken
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.tables import template_versions
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {
    "key": Limit("The template's name"),
    "text": Limit("The template", BODY),
    "note": Limit("What is new", NOTE),
    "unlocked_why": Limit("The reason", NOTE),
}
_MOST = 1000


class TemplateVersionsReader:
    """Finds the versions of templates that the company wrote."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def current(self) -> tuple[KeptTemplate, ...]:
        """Return every version in use and every draft, by key."""
        wanted = [TemplateState.IN_USE.value, TemplateState.DRAFT.value]
        query = select(template_versions).where(template_versions.c.state.in_(wanted))
        ordered = query.order_by(template_versions.c.key, template_versions.c.number)
        rows = self._connection.execute(ordered.limit(_MOST))
        return tuple(map(_kept, rows))

    def keys(self) -> tuple[str, ...]:
        """Return the keys of all templates that the company wrote a version of."""
        query = select(template_versions.c.key).distinct()
        ordered = query.order_by(template_versions.c.key).limit(_MOST)
        return tuple(row.key for row in self._connection.execute(ordered))

    def in_use(self, key: str) -> KeptTemplate | None:
        """Return the version of a template in use, None where the shipped one is."""
        query = select(template_versions).where(
            template_versions.c.key == key,
            template_versions.c.state == TemplateState.IN_USE.value,
        )
        row = self._connection.execute(query).first()
        return None if row is None else _kept(row)

    def versions(self, key: str) -> tuple[KeptTemplate, ...]:
        """Return every version of a template, newest first."""
        query = (
            select(template_versions)
            .where(template_versions.c.key == key)
            .order_by(template_versions.c.number.desc())
            .limit(_MOST)
        )
        return tuple(map(_kept, self._connection.execute(query)))

    def find(self, key: str, number: int) -> KeptTemplate | None:
        """Return one version, None where the company wrote none of that number."""
        query = select(template_versions).where(
            template_versions.c.key == key, template_versions.c.number == number
        )
        row = self._connection.execute(query).first()
        return None if row is None else _kept(row)

    def get(self, id: int) -> KeptTemplate:  # noqa: A002  the record's own word
        """Return one version by its id.

        Raises:
            NotFound: there is none.
        """
        query = select(template_versions).where(template_versions.c.id == id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound("That version of the template is not in the vault.")
        return _kept(row)


class TemplateVersions(TemplateVersionsReader):
    """Finds and keeps the versions of templates that the company wrote."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, kept: KeptTemplate) -> KeptTemplate:
        """Keep a new version as a draft, with the number it was given.

        Raises:
            RuleBroken: a text cannot be kept, or there is such a version already.
        """
        if self.find(kept.key, kept.number) is not None:
            raise RuleBroken(
                f"There is a version {kept.number} of this template already. Open the "
                "list of versions again."
            )
        made = {
            "number": kept.number,
            "state": TemplateState.DRAFT.value,
            "made_at": self._work.at,
            "made_by": self._work.by,
            "used_by": "",
            "version": 1,
        }
        template_id = self._work.insert(template_versions, _texts(kept) | made)
        self._work.touch("template", template_id, words=False)
        return self.get(template_id)

    def update(self, kept: KeptTemplate) -> KeptTemplate:
        """Keep what was changed in a draft.

        Raises:
            RuleBroken: it is in use, or a text cannot be kept.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        self._must_be_draft(kept.id)
        return self._change(kept, _texts(kept) | {"made_by": self._work.by})

    def take_into_use(self, kept: KeptTemplate) -> KeptTemplate:
        """Write letters from a draft from now on; the one before it is kept as old.

        Raises:
            RuleBroken: it is no draft.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        self._must_be_draft(kept.id)
        self.leave_use(kept.key)
        return self._change(
            kept,
            {
                "state": TemplateState.IN_USE.value,
                "used_from": self._work.at,
                "used_by": self._work.by,
            },
        )

    def leave_use(self, key: str) -> None:
        """Write letters from the shipped text again, unless another is taken up."""
        used = self.in_use(key)
        if used is not None:
            self._change(used, {"state": TemplateState.OLD.value})

    def drop(self, kept: KeptTemplate) -> None:
        """Throw a draft away.

        Raises:
            RuleBroken: it is in use, or was.
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        self._must_be_draft(kept.id)
        if self.get(kept.id).version != kept.version:
            raise changed_meanwhile(self._work, "template", kept.id, "this template")
        self._work.connection.execute(
            template_versions.delete().where(template_versions.c.id == kept.id)
        )
        self._work.touch("template", kept.id, words=False)

    def _must_be_draft(self, template_id: int) -> None:
        if self.get(template_id).state is not TemplateState.DRAFT:
            raise RuleBroken(
                "This version is in use, or was, and is never changed. Start a new one."
            )

    def _change(self, kept: KeptTemplate, values: dict[str, object]) -> KeptTemplate:
        if not self._work.update(template_versions, kept.id, kept.version, values):
            raise changed_meanwhile(self._work, "template", kept.id, "this template")
        self._work.touch("template", kept.id, words=False)
        return self.get(kept.id)


def _texts(kept: KeptTemplate) -> dict[str, object]:
    values: dict[str, object] = {
        "key": kept.key,
        "text": kept.text,
        "note": kept.note,
        "unlocked_why": kept.unlocked_why,
    }
    return cleaned(values, _LIMITS)


def _kept(row: Row[*tuple[Any, ...]]) -> KeptTemplate:
    return KeptTemplate(
        id=row.id,
        key=row.key,
        number=row.number,
        text=row.text,
        state=TemplateState(row.state),
        note=row.note,
        unlocked_why=row.unlocked_why,
        made_at=row.made_at,
        made_by=row.made_by,
        used_from=row.used_from,
        used_by=row.used_by,
        version=row.version,
    )
