"""What the page of a request reads later: more people, whom one types, who asked."""

from collections.abc import Sequence
from typing import Any

from isteam_app.domain.disclosures import Subject
from isteam_app.domain.listing import Page
from isteam_app.domain.organisations import Requester
from isteam_app.domain.people import Person
from isteam_app.domain.settings import Requests
from isteam_app.services.disclosures import RequestPage, more_subjects
from isteam_app.services.organisations import offer_organisations
from isteam_app.services.people import find_people
from isteam_app.services.session import Session

_OFFERED = 500
_NOBODY: Page[Subject] = Page(rows=(), next=None)


class ReadingOn:
    """Knows the request in sight; the first screenful of its people came with it."""

    def __init__(self, session: Session) -> None:
        self._session = session
        self._shown: RequestPage | None = None

    def show(self, page: RequestPage | None) -> None:
        self._shown = page

    def subjects(self, after: Any, limit: int) -> Page[Subject]:
        """Return a screenful of the people the request is about."""
        if self._shown is None:
            return _NOBODY
        if after is None:
            return self._shown.subjects
        return more_subjects(self._session, self._shown.request.id, after, limit)

    def find(self, text: str) -> Sequence[Person]:
        """Return people of the vault whose name is being typed."""
        return find_people(self._session, text)

    def settings(self) -> Requests:
        """Return the settings that a request recorded now is judged by."""
        return self._session.settings().requests

    def organisations(self) -> Sequence[Requester]:
        """Return the organisations that the directory offers."""
        return offer_organisations(self._session, "", _OFFERED)
