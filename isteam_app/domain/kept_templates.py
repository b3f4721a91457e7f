"""Templates changed by the company: each version is kept, and none is ever altered."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum


class TemplateState(StrEnum):
    """A version is worked on, then taken into use, then replaced by a later one."""

    DRAFT = "draft"
    IN_USE = "in_use"
    OLD = "old"


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTemplate:
    """One version of a template, as the text that the program reads and writes.

    `number` counts on from the shipped version. `note` says what is new. `unlocked_why`
    is the reason an administrator gave for changing locked wording, "" for none.
    """

    key: str
    number: int
    text: str
    state: TemplateState = TemplateState.DRAFT
    note: str = ""
    unlocked_why: str = ""
    made_at: datetime | None = None
    made_by: str = ""
    used_from: datetime | None = None
    used_by: str = ""
    id: int = 0
    version: int = 1


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptPicture:
    """A logo or a scanned signature. `kind` is "logo" or "signature"."""

    kind: str
    name: str
    media_type: str
    data: bytes
    sha256: str = ""
    added_at: datetime | None = None
    added_by: str = ""
    id: int = 0
