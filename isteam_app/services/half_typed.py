"""Keeps what is half typed, encrypted, so that a lock or a crash loses none of it."""

import base64
import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from isteam_app.errors import IsteamError
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session
from isteam_app.storage.draft_files import (
    DraftFile,
    forget_files,
    keep_files,
    kept_files,
    sweep_files,
)
from isteam_app.storage.sealed_typing import SealedTyping as SealedTyping
from isteam_app.storage.sealed_typing import open_typing, seal_typing
from isteam_app.storage.vault import Change

_NAMED = {"request": "disclosure", "disclosure": "disclosure", "letter": "letter"}
"""The page: the noun of the record it shows."""

Files = tuple[Scan, ...] | None
"""The files given to a page; None where they are to stay as they were kept."""


@dataclass(frozen=True, slots=True)
class Typed:
    """What stands on a page that is not saved: its text, and files given to it."""

    text: str
    files: Files = None


def keep(
    session: Session,
    page: str,
    text: str,
    *,
    files: Files = None,
    known: bool = False,
) -> None:
    """Keep the typing of a page for the person signed in, and the files given to it.

    The first keeping of a page is told in the audit trail; `known`: that was done.
    """
    if session.vault.look_only:
        return  # nothing typed there could ever be saved
    key = _key(session, page)
    if files is not None:
        given = tuple(_file(scan) for scan in files)
        keep_files(session.vault, key, given, by=session.member.name, at=session.now())
    with session.vault.change(
        "typing.kept", by=session.member.name, at=session.now()
    ) as work:
        work.drafts.put(key, text)
        if known:
            work.keep_typing()
        else:
            _name_page(work, page)
            work.commit()


def take_back(session: Session, page: str) -> str | None:
    """Return what was kept for a page, or None."""
    if session.vault.look_only:
        return None
    with session.vault.read() as vault:
        return vault.drafts.get(_key(session, page))


def files_back(session: Session, page: str) -> tuple[Scan, ...]:
    """Return the files kept for a page, read into memory."""
    if session.vault.look_only:
        return ()  # whoever works in the vault may be keeping one just now
    sweep_files(session.vault)
    return tuple(_scan(one) for one in kept_files(session.vault, _key(session, page)))


def left_over(session: Session) -> tuple[str, ...]:
    """Return the pages with kept typing of the person signed in, newest first."""
    if session.vault.look_only:
        return ()
    start = _key(session, "")
    with session.vault.read() as vault:
        return tuple(key.removeprefix(start) for key in vault.drafts.newest(start))


def forget(session: Session, page: str) -> None:
    """Drop what was kept, once it is saved or given up: that has its own entry."""
    if session.vault.look_only or take_back(session, page) is None:
        return
    key, by, at = _key(session, page), session.member.name, session.now()
    with session.vault.change("typing.dropped", by=by, at=at) as work:
        work.drafts.drop(key)
        work.keep_typing()
    forget_files(session.vault, key, by=by, at=at)


def seal(session: Session, typed: Mapping[str, Typed]) -> SealedTyping:
    """Seal what could not be kept, so that it outlives the lock in memory."""
    raw = {
        page: {
            "text": one.text,
            "files": None if one.files is None else [_packed(f) for f in one.files],
        }
        for page, one in typed.items()
    }
    return seal_typing(session.vault, json.dumps(raw).encode())


def unseal(session: Session, sealed: SealedTyping) -> dict[str, Typed] | None:
    """Return what was sealed, or None if the vault's key was changed meanwhile."""
    raw = open_typing(session.vault, sealed)
    if raw is None:
        return None
    return {page: _unpacked(one) for page, one in json.loads(raw).items()}


def put_back(session: Session, sealed: SealedTyping) -> bool:
    """Keep in the vault what was sealed, for whom it belongs to; return whether.

    The disk may refuse again: then it is still only in memory.
    """
    owner = replace(session, member=replace(session.member, id=sealed.member))
    try:
        for page, one in (unseal(session, sealed) or {}).items():
            keep(owner, page, one.text, files=one.files)
    except IsteamError:
        return False
    return True


def _name_page(work: Change, page: str) -> None:
    """Name the request or letter typed at: it decides who may know of the typing."""
    place, _, number = page.partition("/")
    if place in _NAMED and number.isdecimal():
        work.note(_NAMED[place], int(number), digest="")


def _packed(scan: Scan) -> dict[str, str | int]:
    return _facts(scan) | {"data": base64.b64encode(scan.data).decode()}


def _unpacked(raw: dict[str, Any]) -> Typed:
    if raw["files"] is None:
        return Typed(raw["text"])
    files = tuple(
        Scan(**(one | {"data": base64.b64decode(one["data"])})) for one in raw["files"]
    )
    return Typed(raw["text"], files)


def _file(scan: Scan) -> DraftFile:
    return DraftFile(facts=_facts(scan), data=scan.data)


def _scan(file: DraftFile) -> Scan:
    return Scan(**file.facts, data=file.data)  # type: ignore[arg-type]  # as `_facts` left them


def _facts(scan: Scan) -> dict[str, str | int]:
    """All that is known of a scan but its bytes."""
    return {
        known.name: getattr(scan, known.name)
        for known in fields(scan)
        if known.name != "data"
    }


def _key(session: Session, page: str) -> str:
    return f"{session.member.id}/{page}"
