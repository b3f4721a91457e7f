"""Makes small vaults and the records in them, for the tests of storage."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

from sqlalchemy import Engine

from isteam_app.domain.addresses import Address
from isteam_app.domain.cases import (
    Case,
    CaseEvent,
    CaseKind,
    CaseState,
    EventKind,
    PostItem,
)
from isteam_app.domain.disclosures import Disclosure, RequesterKind
from isteam_app.domain.letters import Letter
from isteam_app.domain.people import Person
from isteam_app.domain.settings import Organisation, Regulator, Settings, Signatory
from isteam_app.storage.kdf import FLOOR_COST
from isteam_app.storage.unit import Change
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import create_vault

PASSPHRASE = "plum lantern orbit seven"  # noqa: S105  opens made-up vaults alone
MEMBER = "Robin Sample"
AT = datetime(2026, 11, 23, 10, 42, tzinfo=UTC)
TODAY = AT.date()

ADDRESS = Address(lines=("27 Lantern Row",), town="Eastbridge", postcode="QX4 7TB")
SETTINGS = Settings(
    organisation=Organisation(
        name="Fernleigh Post & Print Ltd",
        team="Information Security Team",
        address=ADDRESS,
    ),
    regulator=Regulator(name="The Regulator", address=ADDRESS),
    signatory=Signatory(name="Robin Sample", role="Caseworker"),
)


@dataclass(frozen=True)
class KeptVault:
    """A closed vault on disk and its recovery key, which opens it quickly."""

    folder: Path
    recovery_key: str


def keep_vault(folder: Path) -> KeptVault:
    created = create_vault(
        folder,
        passphrase=PASSPHRASE,
        member=MEMBER,
        settings=SETTINGS,
        at=AT,
        cost=FLOOR_COST,
    )
    created.vault.close()
    return KeptVault(folder, created.recovery_key)


def person(name: str = "Marged Ellwood", **changes: object) -> Person:
    return replace(Person(name=name, address=ADDRESS), **changes)  # type: ignore[arg-type]  # names are the fields'


def add_post(change: Change, sender: Person | None = None) -> PostItem:
    kept = change.people.add(sender or person())
    return change.posts.add(
        PostItem(requester=kept, received=date(2026, 11, 20), summary="Two parcels")
    )


def new_case(post: PostItem, **changes: object) -> Case:
    usual = Case(
        reference="",
        kind=CaseKind.ACCESS,
        state=CaseState.RECEIVED,
        subject=post.requester,
        post=post,
        events=(CaseEvent(kind=EventKind.RECEIVED, on=post.received),),
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # names are the fields'


def add_case(change: Change, **changes: object) -> Case:
    return change.cases.add(new_case(add_post(change), **changes))


def save_case(vault: Vault, **changes: object) -> Case:
    with vault.change("case.opened", by=MEMBER, at=AT) as change:
        case = add_case(change, **changes)
        change.commit()
    return case


def new_letter(case: Case, **changes: object) -> Letter:
    usual = Letter(
        case_id=case.id,
        case_reference=case.reference,
        number=0,
        template="acknowledgement",
        template_version=1,
        title="We have your request",
        body="Thank you for your letter, {{greeting}}.",
        recipient=("Marged Ellwood", "27 Lantern Row", "EASTBRIDGE", "QX4 7TB"),
        pages=1,
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # names are the fields'


def new_request(**changes: object) -> Disclosure:
    usual = Disclosure(
        received=date(2026, 11, 20),
        organisation="Eastbridge Constabulary",
        kind=RequesterKind.POLICE,
        about="Jago Merriweather",
        asked="Who collected one parcel",
    )
    return replace(usual, **changes)  # type: ignore[arg-type]  # names are the fields'


def engine_of(vault: Vault) -> Engine:
    """Return the database behind a vault, to go past the program's own checks."""
    return vault._engine  # noqa: SLF001  that is what it is for
