"""Organisations that ask about people, and the numbers they are called back on."""

from dataclasses import dataclass
from datetime import date

from isteam_app.domain.disclosures import RequesterKind


@dataclass(frozen=True, slots=True, kw_only=True)
class Requester:
    """One organisation of the directory.

    `switchboard` was found independently of any letter from them: `source` says where,
    `checked_on` when, by `checked_by`. `domain` is what their e-mail addresses end in.
    `retired` organisations are offered no more.
    """

    name: str
    kind: RequesterKind
    address: str = ""
    switchboard: str = ""
    source: str = ""
    checked_on: date | None = None
    checked_by: str = ""
    domain: str = ""
    note: str = ""
    retired: bool = False
    id: int = 0
    version: int = 1
