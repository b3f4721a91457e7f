"""Keeps scans and files: a row in the vault, the bytes encrypted beside it."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import Connection, Row, func, select

from isteam_app.domain.documents import Document
from isteam_app.errors import NotFound
from isteam_app.storage.attachments import Attachments, KeptFile
from isteam_app.storage.posts import PostsReader
from isteam_app.storage.tables import cases, documents
from isteam_app.storage.work import Limit, Work, cleaned

_LIMITS = {"name": Limit("The file's name"), "media_type": Limit("The file's type")}


class DocumentsReader:
    """Finds kept files and reads them into memory."""

    def __init__(self, connection: Connection, attachments: Attachments) -> None:
        self._connection = connection
        self._attachments = attachments

    def get(self, id: int) -> Document:  # noqa: A002  the record's own word
        """Return what is known of one kept file.

        Raises:
            NotFound: no document has that id.
        """
        return _document(self._row(id))

    def for_post(self, post_id: int) -> tuple[Document, ...]:
        """Return the files kept with one item of post, oldest first."""
        query = (
            select(documents)
            .where(documents.c.post_id == post_id)
            .order_by(documents.c.id)
        )
        return tuple(_document(row) for row in self._connection.execute(query))

    def for_request(self, disclosure_id: int) -> tuple[Document, ...]:
        """Return the files kept with one third-party request, oldest first."""
        query = (
            select(documents)
            .where(documents.c.disclosure_id == disclosure_id)
            .order_by(documents.c.id)
        )
        return tuple(_document(row) for row in self._connection.execute(query))

    def of_requests(
        self, disclosure_ids: Sequence[int]
    ) -> dict[int, tuple[Document, ...]]:
        """Return the files kept with each of several requests, by request."""
        query = select(documents).where(documents.c.disclosure_id.in_(disclosure_ids))
        found: dict[int, list[Document]] = {each: [] for each in disclosure_ids}
        for row in self._connection.execute(query.order_by(documents.c.id)):
            found[row.disclosure_id].append(_document(row))
        return {each: tuple(kept) for each, kept in found.items()}

    def read(self, id: int) -> bytes:  # noqa: A002  the record's own word
        """Return a file's bytes, checked against what was kept.

        Raises:
            NotFound: no document has that id.
            VaultDamaged: the file is missing or not as it was kept.
        """
        return self._attachments.read(_kept(self._row(id)))

    def files(self) -> Iterator[KeptFile]:
        """Go through every kept file, to check them."""
        for row in self._connection.execute(select(documents).order_by(documents.c.id)):
            yield _kept(row)

    def count(self) -> int:
        return self._connection.execute(
            select(func.count()).select_from(documents)
        ).scalar_one()

    def _row(self, document_id: int) -> Row[*tuple[Any, ...]]:
        query = select(documents).where(documents.c.id == document_id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound("That document is not in the vault.")
        return row


class Documents(DocumentsReader):
    """Finds and keeps files."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection, work.attachments)
        self._work = work

    def add(
        self,
        post_id: int,
        *,
        name: str,
        media_type: str,
        data: bytes | Path,
        pages: int = 0,
    ) -> Document:
        """Encrypt a file beside the vault and keep its record with an item of post.

        The file is safely on disk before its record is; if the change is dropped the
        file goes too.

        Raises:
            NotFound: no item of post has that id.
            RuleBroken: the file is empty, too large or not a file; the name too long.
            DiskFull, VaultReadOnly: it could not be written.
        """
        PostsReader(self._connection).get(post_id)
        owner: dict[str, object] = {"post_id": post_id}
        document_id = self._keep(owner, name, media_type, data, pages)
        opened = select(cases.c.id).where(cases.c.post_id == post_id)
        for case_id in self._connection.scalars(opened):
            self._work.unindexed["case", case_id] = None
        return self.get(document_id)

    def add_to_request(
        self,
        disclosure_id: int,
        *,
        name: str,
        media_type: str,
        data: bytes | Path,
        pages: int = 0,
        entry_id: int | None = None,
    ) -> Document:
        """Encrypt a file beside the vault and keep its record with a request.

        `entry_id`: the entry that tells of its leaving, None for what came with it.

        Raises:
            RuleBroken, DiskFull, VaultReadOnly: as `add`.
        """
        owner: dict[str, object] = {
            "disclosure_id": disclosure_id,
            "entry_id": entry_id,
        }
        return self.get(self._keep(owner, name, media_type, data, pages))

    def _keep(
        self,
        owner: dict[str, object],
        name: str,
        media_type: str,
        data: bytes | Path,
        pages: int,
    ) -> int:
        named = cleaned({"name": name, "media_type": media_type}, _LIMITS)
        kept = self._attachments.keep(data)
        self._work.files.append(kept.name)
        document_id = self._work.insert(
            documents,
            named
            | owner
            | {
                "size": kept.size,
                "sha256": kept.sha256,
                "pages": pages,
                "added_at": self._work.at,
                "added_by": self._work.by,
                "file": kept.name,
                "file_key": kept.key,
            },
        )
        self._work.touch("document", document_id)
        return document_id


def _kept(row: Row[*tuple[Any, ...]]) -> KeptFile:
    return KeptFile(name=row.file, key=row.file_key, size=row.size, sha256=row.sha256)


def _document(row: Row[*tuple[Any, ...]]) -> Document:
    return Document(
        id=row.id,
        name=row.name,
        media_type=row.media_type,
        size=row.size,
        sha256=row.sha256,
        post_id=row.post_id,
        disclosure_id=row.disclosure_id,
        entry_id=row.entry_id,
        pages=row.pages,
        added_at=row.added_at,
        added_by=row.added_by,
    )
