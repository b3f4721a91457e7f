"""Keeps the logo and scanned signatures."""

import hashlib

from sqlalchemy import Connection, select

from isteam_app.domain.kept_templates import KeptPicture
from isteam_app.errors import NotFound
from isteam_app.storage.tables import pictures
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {
    "kind": Limit("What the picture is for"),
    "name": Limit("The picture's name"),
    "media_type": Limit("The picture's type"),
}


class PicturesReader:
    """Finds kept pictures."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> KeptPicture:  # noqa: A002  the record's own word
        """Return one picture.

        Raises:
            NotFound: no picture has that id.
        """
        query = select(pictures).where(pictures.c.id == id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound("That picture is not in the vault. Choose it again.")
        return KeptPicture(
            id=row.id,
            kind=row.kind,
            name=row.name,
            media_type=row.media_type,
            data=bytes(row.data),
            sha256=row.sha256,
            added_at=row.added_at,
            added_by=row.added_by,
        )

    def digest(self, id: int) -> str:  # noqa: A002  the record's own word
        """Return the SHA-256 of a picture.

        Raises:
            NotFound: no picture has that id.
        """
        query = select(pictures.c.sha256).where(pictures.c.id == id)
        digest = self._connection.scalar(query)
        if digest is None:
            raise NotFound("That picture is not in the vault. Choose it again.")
        return str(digest)


class Pictures(PicturesReader):
    """Finds and keeps pictures. One that letters used is never changed."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(self, picture: KeptPicture) -> KeptPicture:
        """Keep a new picture.

        Raises:
            RuleBroken: a text cannot be kept.
        """
        values: dict[str, object] = {
            "kind": picture.kind,
            "name": picture.name,
            "media_type": picture.media_type,
        }
        kept = self._work.insert(
            pictures,
            cleaned(values, _LIMITS)
            | {
                "data": picture.data,
                "sha256": hashlib.sha256(picture.data).hexdigest(),
                "added_at": self._work.at,
                "added_by": self._work.by,
            },
        )
        self._work.touch("picture", kept, words=False)
        return self.get(kept)
