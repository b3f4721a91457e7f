"""What the fields of a request offer: organisations, the team, fitting grounds."""

from collections.abc import Sequence

from isteam_app.domain.gateways import offered_for
from isteam_app.domain.organisations import Requester
from isteam_app.services.disclosures import RequestPage
from ui.common.choice_fields import Choices
from ui.disclosures.section_view import Key, Offers

_BY_KIND: tuple[Key, ...] = (
    ("authorisation", "instrument"),
    ("grounds", "article6"),
    ("grounds", "annex1"),
    ("grounds", "schedule1"),
    ("grounds", "exemption"),
)
"""The questions whose choices are put in the order of what fits who asks."""
_MEMBERS: tuple[Key, ...] = (
    ("check", "by"),
    ("left", "sent_by"),
    ("telling", "told_by"),
    ("after", "subject_told_by"),
)


def offers_of(page: RequestPage, me: str, organisations: Sequence[Requester]) -> Offers:
    """Return what the fields of a request offer to who is signed in."""
    members = [one.name for one in page.team if one.left_at is None]
    words: dict[Key, Sequence[str]] = dict.fromkeys(_MEMBERS, members)
    words["requester", "organisation"] = [one.name for one in organisations]
    known = page.organisation
    words["check", "number"] = (
        [known.switchboard] if known and known.switchboard else []
    )
    kind, rules = page.request.kind, page.rules
    choices: dict[Key, Choices] = {
        key: offered_for(key[1], kind, rules) for key in _BY_KIND
    }
    today = page.today.isoformat()
    begins: dict[Key, str] = {
        ("check", "by"): me,
        ("check", "on"): today,
        ("left", "sent_by"): me,
    }
    return Offers(words=words, choices=choices, begins=begins)
