"""Makes the things that many tests start from."""

import secrets
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime, timedelta
from functools import cache
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from isteam_app.domain.addresses import Address, parse_address
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.disclosures import Disclosure, RequesterKind
from isteam_app.services.demo import PASSPHRASE, demo_settings, make_demo
from isteam_app.services.intake import NewPost
from isteam_app.services.session import Session
from isteam_app.services.unlock import create, lock, unlock
from isteam_app.storage import keyslots
from isteam_app.storage.kdf import FLOOR_COST
from isteam_app.storage.vault_doors import open_vault

LONDON = ZoneInfo("Europe/London")
MONDAY = datetime(2026, 11, 23, 10, 42, tzinfo=LONDON)


class Clock:
    """A clock that stands still until a test moves it."""

    def __init__(self, at: datetime = MONDAY) -> None:
        self.at = at

    def __call__(self) -> datetime:
        return self.at

    def forward(self, days: int) -> date:
        self.at += timedelta(days=days)
        return self.at.date()


def new_session(folder: Path, now: Callable[[], datetime] | None = None) -> Session:
    """Return an open, empty vault of the made-up company."""
    settings = replace(demo_settings(), demonstration=False)
    return create(
        folder / "team.isvault",
        passphrase=PASSPHRASE,
        member="Robin Sample",
        now=now or Clock(),
        settings=settings,
        cost=FLOOR_COST,
    ).session


def empty_copy(folder: Path, now: Callable[[], datetime] | None = None) -> Session:
    """Return what `new_session` does, much sooner: a copy of a vault made once.

    Two copies have the same keys: a test of two vaults makes the second one itself.
    """
    now = now or Clock()
    place = folder / "team.isvault"
    shutil.copytree(_never_worked_in(now()), place)
    vault = open_vault(place, PASSPHRASE)
    return Session(vault=vault, member=vault.member, now=now)


@cache
def _never_worked_in(at: datetime) -> Path:
    """Return the folder of an empty vault that was made at a moment, closed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyslots, "secrets", secrets)  # no salt that a test gives again
        session = new_session(_shelf(), lambda: at)
    session.vault.abandon()
    return session.vault.folder


def new_demo(folder: Path) -> Path:
    """Return the folder of a closed demonstration vault, to be copied by tests."""
    place = folder / "demo.isvault"
    shutil.copytree(_demo(), place)
    return place


@cache
def _demo() -> Path:
    """Return the folder of the one demonstration vault that is made, closed."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(keyslots, "secrets", secrets)
        session = make_demo(_shelf() / "demo.isvault", now=Clock())
        lock(session)
    return session.vault.folder


def _shelf() -> Path:
    """Return a new folder that outlives the test."""
    return Path(tempfile.mkdtemp(dir=Path.home()))


def demo_copy(original: Path, folder: Path) -> Session:
    """Return a copy of the demonstration vault, open."""
    place = folder / original.name
    shutil.copytree(original, place)
    return unlock(place, PASSPHRASE, Clock())


def new_post(**changes: object) -> NewPost:
    """Return an item of post that asks for a copy of data, ready to be saved."""
    usual = NewPost(
        name="Ms Marged Ellwood-Price",
        salutation="Ms Ellwood-Price",
        address=parse_address("Flat 4, 27 Lantern Row, Eastbridge qx4 7tb"),
        received=date(2026, 11, 20),
        reached_team=date(2026, 11, 23),
        dated=date(2026, 11, 17),
        kinds=(CaseKind.ACCESS,),
        summary="Two parcels signed for by someone else",
    )
    return replace(usual, **changes)  # type: ignore[arg-type] # names are the fields'


def new_request(**changes: object) -> Disclosure:
    """Return a third-party request as it arrives, not yet decided."""
    usual = Disclosure(
        received=date(2026, 11, 20),
        organisation="Eastbridge Constabulary",
        kind=RequesterKind.POLICE,
        about="Mr Jago Merriweather, 27 Lantern Row",
        asked="Who collected one parcel on 2 October",
        officer="DC A. Sampleton 4417",
        their_reference="EC/4417/26",
    )
    return replace(usual, **changes)  # type: ignore[arg-type] # names are the fields'


def long_address(lines: int) -> Address:
    return Address(
        lines=tuple(f"Line {number}" for number in range(1, lines + 1)),
        town="Eastbridge",
        postcode="QX4 7TB",
    )
