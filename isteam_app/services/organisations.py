"""The directory: organisations that ask about people, and how each is rung back."""

from dataclasses import dataclass, replace

from isteam_app.domain.history import FieldChange
from isteam_app.domain.listing import Cursor, DisclosureFilter, Page
from isteam_app.domain.organisation_edits import check, number_problem, tidy
from isteam_app.domain.organisations import Requester
from isteam_app.domain.rights import Act
from isteam_app.errors import RuleBroken
from isteam_app.services.rights import why_not
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

MOST_HISTORY = 50


@dataclass(frozen=True, slots=True, kw_only=True)
class Listed:
    """One line of the directory. `heed` says what is wrong with its number."""

    requester: Requester
    heed: str = ""

    @property
    def id(self) -> int:
        return self.requester.id


@dataclass(frozen=True, slots=True, kw_only=True)
class OrganisationPage:
    """An organisation with all that is kept about it.

    `requests` are those that whoever looks may see. `no_change` says why nothing may
    be changed, "" when it may.
    """

    requester: Requester
    heed: str
    requests: int
    history: tuple[FieldChange, ...]
    no_change: str


def list_organisations(
    session: Session, begins: str = "", after: Cursor | None = None, limit: int = 100
) -> Page[Listed]:
    """Return one screenful of the directory by name, those taken out of use too."""
    with session.vault.read() as vault:
        page = vault.organisations.page(begins, after, limit)
        months = _months(session, vault)
    return Page(
        rows=tuple(
            Listed(requester=each, heed=number_problem(each, months, session.today))
            for each in page.rows
        ),
        next=page.next,
    )


def count_organisations(session: Session, begins: str = "") -> int:
    with session.vault.read() as vault:
        return vault.organisations.count(begins)


def offer_organisations(
    session: Session, begins: str, limit: int = 8
) -> tuple[Requester, ...]:
    """Return the first in use whose name begins as typed, to be taken from a list."""
    with session.vault.read() as vault:
        return vault.organisations.offered(begins, limit)


def organisation_page(session: Session, organisation_id: int) -> OrganisationPage:
    """Return an organisation with its history and how often it asked.

    Raises NotFound when it is not in the directory.
    """
    no_change = why_not(session, Act.WORK)
    with session.vault.read() as vault:
        found = vault.organisations.get(organisation_id)
        records = [("organisation", found.id)]
        return OrganisationPage(
            requester=found,
            heed=number_problem(found, _months(session, vault), session.today),
            requests=vault.disclosures.count(requests_of(found)),
            history=vault.history.page(0, records, None, MOST_HISTORY).rows,
            no_change=no_change,
        )


def requests_of(requester: Requester) -> DisclosureFilter:
    """Return what the register lists of an organisation, by any name it had."""
    return DisclosureFilter(organisation=requester.name, organisation_whole=True)


def save_organisation(session: Session, base: Requester, yours: Requester) -> Requester:
    """Keep what was typed about an organisation, which was read as `base`.

    A number stands with where and when it was found; whoever says so is named with it.
    Raises RuleBroken, naming the field, for what cannot be relied on or stands in the
    directory already, and ChangedMeanwhile when somebody else changed it since.
    """
    kept = replace(tidy(yours), id=base.id, version=base.version, retired=base.retired)
    kept = _with_checker(session, base, kept)
    check(kept, session.today)
    if base.id and kept == base:
        return base
    action = "organisation.changed" if base.id else "organisation.added"
    with session.vault.change(action, by=session.member.name, at=session.now()) as work:
        _must_be_new(work, kept)
        saved = (
            work.organisations.update(kept) if kept.id else work.organisations.add(kept)
        )
        work.commit()
    return saved


def retire(session: Session, requester: Requester) -> Requester:
    """Take an organisation out of use: it is kept, and offered no more."""
    with session.vault.change(
        "organisation.retired", by=session.member.name, at=session.now()
    ) as work:
        saved = work.organisations.update(replace(requester, retired=True))
        work.commit()
    return saved


def use_again(session: Session, requester: Requester) -> Requester:
    """Take an organisation into use again."""
    with session.vault.change(
        "organisation.used_again", by=session.member.name, at=session.now()
    ) as work:
        saved = work.organisations.update(replace(requester, retired=False))
        work.commit()
    return saved


def _with_checker(session: Session, base: Requester, kept: Requester) -> Requester:
    """Name who looked the number up; what belongs to no number goes with it."""
    if not kept.switchboard:
        return replace(kept, source="", checked_on=None, checked_by="")
    same = (kept.switchboard, kept.source, kept.checked_on) == (
        base.switchboard,
        base.source,
        base.checked_on,
    )
    return replace(kept, checked_by=base.checked_by if same else session.member.name)


def _must_be_new(work: Change, kept: Requester) -> None:
    for other in work.organisations.all_named(kept.name):
        if other.id == kept.id:
            continue
        if other.retired:
            raise RuleBroken(
                "An organisation of that name was taken out of use. Take it into use "
                "again instead of adding it twice.",
                field="name",
            )
        raise RuleBroken(
            "An organisation of that name is in the directory already. Change that "
            "one, or write how this one differs into the name.",
            field="name",
        )


def _months(session: Session, vault: Reading) -> int:
    return vault.settings.in_force(session.today).requests.number_months
