"""What a team member sees of third-party requests and their register."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from isteam_app.domain.disclosure_gates import Asked, Gate, gates
from isteam_app.domain.disclosures import (
    Disclosure,
    DisclosureRow,
    Lock,
    RequestStep,
    Subject,
)
from isteam_app.domain.documents import Document
from isteam_app.domain.forms import Entry
from isteam_app.domain.gateways import Rules
from isteam_app.domain.letters import Letter
from isteam_app.domain.listing import (
    Cursor,
    DisclosureFilter,
    DisclosureOrder,
    Page,
)
from isteam_app.domain.organisations import Requester
from isteam_app.domain.people import TeamMember
from isteam_app.domain.settings import Requests
from isteam_app.services.gateways import rules
from isteam_app.services.letter_templates import Template, templates_in_use
from isteam_app.services.request_rights import RequestRights, rights_over
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

SUBJECTS_SHOWN = 100


@dataclass(frozen=True, slots=True, kw_only=True)
class RequestPage:
    """Everything the page of one request shows, read at one moment.

    `subjects` are the first of them, `names` those of all. `lock` is the
    one that stands, None for none; `sees_lock` names who sees the request beside those
    who approve. `rules` and `settings` are what `asked` is judged by.
    `templates` are all that letters may be started from, by key.
    """

    request: Disclosure
    entries: tuple[Entry, ...]
    subjects: Page[Subject]
    names: tuple[str, ...]
    steps: tuple[RequestStep, ...]
    documents: tuple[Document, ...]
    letters: tuple[Letter, ...]
    lock: Lock | None
    sees_lock: tuple[str, ...]
    organisation: Requester | None
    rights: RequestRights
    team: tuple[TeamMember, ...]
    rules: Rules
    settings: Requests
    today: date
    templates: Mapping[str, Template]

    @property
    def subject_count(self) -> int:
        return len(self.names)

    @property
    def asked(self) -> Asked:
        """What the gates judge."""
        return Asked(
            request=self.request,
            entries=self.entries,
            names=self.names,
            organisation=self.organisation,
        )

    @property
    def gates(self) -> tuple[Gate, ...]:
        """The gates as they stand on what is saved."""
        return gates(self.asked, self.rules, self.settings, self.today)


def list_disclosures(
    session: Session,
    wanted: DisclosureFilter,
    order: DisclosureOrder,
    after: Cursor | None = None,
    limit: int = 100,
) -> Page[DisclosureRow]:
    """Return one screenful of the register."""
    with session.vault.read() as vault:
        return vault.disclosures.page(wanted, order, after, limit)


def count_disclosures(session: Session, wanted: DisclosureFilter) -> int:
    with session.vault.read() as vault:
        return vault.disclosures.count(wanted)


def disclosure(session: Session, disclosure_id: int) -> Disclosure:
    with session.vault.read() as vault:
        return vault.disclosures.get(disclosure_id)


def open_request(session: Session, disclosure_id: int) -> RequestPage:
    """Return all that the page of a request shows.

    Raises NotFound when it is not there, or not there for who is signed in.
    """
    with session.vault.read() as vault:
        request = vault.disclosures.get(disclosure_id)
        entries = vault.request_entries.belonging_to(disclosure_id)
        team = vault.members.all()
        steps = vault.request_steps.of_request(disclosure_id)
        return RequestPage(
            request=request,
            entries=entries,
            subjects=vault.subjects.page(disclosure_id, None, SUBJECTS_SHOWN),
            names=vault.subjects.names(disclosure_id),
            steps=steps,
            documents=vault.documents.for_request(disclosure_id),
            letters=vault.letters.for_request(disclosure_id),
            lock=vault.locks.standing(disclosure_id),
            sees_lock=vault.locks.cleared(disclosure_id),
            organisation=organisation_of(vault, request),
            rights=rights_over(
                session,
                request,
                entries,
                team,
                steps,
                vault.history.hands_on(disclosure_id),
            ),
            team=team,
            rules=rules(),
            settings=vault.settings.in_force(session.today).requests,
            today=session.today,
            templates=templates_in_use(vault),
        )


def more_subjects(
    session: Session, disclosure_id: int, after: Cursor, limit: int = SUBJECTS_SHOWN
) -> Page[Subject]:
    """Return the next screenful of the people a request is about."""
    with session.vault.read() as vault:
        return vault.subjects.page(disclosure_id, after, limit)


def organisation_of(vault: Reading | Change, request: Disclosure) -> Requester | None:
    """Return the directory's entry for who asks, None where there is none."""
    if request.organisation_id is not None:
        return vault.organisations.get(request.organisation_id)
    return vault.organisations.named(request.organisation)


def asked_in(vault: Reading | Change, request: Disclosure) -> Asked:
    """Return what the gates judge of a request, as the vault holds it."""
    return Asked(
        request=request,
        entries=vault.request_entries.belonging_to(request.id),
        names=vault.subjects.names(request.id),
        organisation=organisation_of(vault, request),
    )
