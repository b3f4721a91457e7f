"""A throw-away vault full of made-up cases, to try the program with.

Everything in it is done through the same services a team member uses, day by day, so
that the demonstration cannot show what the program does not do.
"""

from dataclasses import replace
from datetime import date, datetime, timedelta
from pathlib import Path

from isteam_app.domain.addresses import Address
from isteam_app.domain.people import TeamMember
from isteam_app.domain.settings import (
    Absence,
    Organisation,
    SavedView,
    Settings,
    Signatory,
)
from isteam_app.progress import Progress, unwatched
from isteam_app.services.defaults import default_settings
from isteam_app.services.demo_requests import tell_requests
from isteam_app.services.demo_stories import Clock, Teller, read_stories
from isteam_app.services.made_up import MadeUp
from isteam_app.services.session import Session
from isteam_app.services.unlock import Now, create, local_now, lock
from isteam_app.storage.kdf import FLOOR_COST

PASSPHRASE = "paper boats sail nowhere"  # noqa: S105 - printed on the screen
"""Opens every demonstration; it guards nothing."""
MEMBER = "Robin Sample"
COLLEAGUES = {"Priya Specimen": "approver", "Sam Placeholder": "handler"}
_VIEWS = (
    SavedView(name="Complaints", words="is:open type:complaint"),
    SavedView(name="Restrictions", words="type:restriction"),
)


def make_demo(
    folder: Path, *, now: Now = local_now, progress: Progress = unwatched
) -> Session:
    """Create the demonstration vault; return it open, its one person signed in."""
    moment = now()
    clock = Clock(moment)
    session = create(
        folder,
        passphrase=PASSPHRASE,
        member=MEMBER,
        now=clock,
        settings=_settings_on(moment.date()),
        cost=FLOOR_COST,
    ).session
    try:
        _fill(session, clock, moment, progress)
    except BaseException:  # stopped or failed half way: nobody else would close it
        lock(session)
        raise
    return Session(vault=session.vault, member=session.member, now=now)


def _fill(session: Session, clock: Clock, moment: datetime, progress: Progress) -> None:
    with session.vault.change(
        "member.added", by=session.member.name, at=session.now()
    ) as work:
        for name, role in COLLEAGUES.items():
            work.members.add(TeamMember(name=name, role=role))
        work.commit()
    made_up = MadeUp(seed=2026)
    stories = read_stories()
    teller = Teller(session, clock, made_up, moment)
    total = len(stories) + 1
    for done, story in enumerate(stories):
        progress(done, total)
        teller.tell(story)
    progress(total - 1, total)
    clock.at = moment
    tell_requests(session, clock, made_up, moment)
    progress(total, total)


def _settings_on(today: date) -> Settings:
    """Return the settings with what the team has added to them by a day."""
    away = Absence(
        member="Sam Placeholder",
        first=today + timedelta(days=9),
        last=today + timedelta(days=13),
        cover=MEMBER,
    )
    return replace(demo_settings(), absences=(away,), views=_VIEWS)


def demo_settings() -> Settings:
    """Return the settings of the made-up company."""
    shipped = default_settings()
    return replace(
        shipped,
        organisation=Organisation(
            name="Fernleigh Post & Print Ltd",
            team="Information Security Team",
            address=Address(
                lines=("Unit 9", "Millbrook Way"), town="Exampleton", postcode="EX4 9ZZ"
            ),
            company_number="00000000",
        ),
        regulator=replace(
            shipped.regulator,
            name="Office of the Example Commissioner",
            address=Address(
                lines=("1 Specimen Square",), town="Eastbridge", postcode="QX1 1AA"
            ),
            phone="01632 960000",
            website="regulator.example",
        ),
        signatory=Signatory(name=MEMBER, role="Information Security Officer"),
        demonstration=True,
    )
