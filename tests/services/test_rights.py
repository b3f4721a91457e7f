"""Every role tries every act: what the table allows is done, all else is refused."""

import re
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from builders import new_post
from request_steps import recorded

import isteam_app.services as services
from isteam_app.domain.people import SightRule, TeamMember
from isteam_app.domain.rights import (
    ADMINISTRATOR,
    AUDITOR,
    RIGHTS,
    ROLES,
    Act,
    act_of,
    may,
    refusal,
)
from isteam_app.domain.settings import Absence
from isteam_app.errors import RuleBroken
from isteam_app.services import half_typed
from isteam_app.services.bulk import carry_out, plan_note
from isteam_app.services.cases import add_note, assign, case_page
from isteam_app.services.chronology import note_left
from isteam_app.services.decisions import approve, decide, send_back
from isteam_app.services.demo import PASSPHRASE
from isteam_app.services.intake import receive_post
from isteam_app.services.keys import new_sheet_key, reset_passphrase, rotate_key
from isteam_app.services.leaving import parting
from isteam_app.services.letters import start_letter
from isteam_app.services.people import save_person
from isteam_app.services.register_exports import RegisterExport, export_register
from isteam_app.services.session import Session
from isteam_app.services.settings import save_settings
from isteam_app.services.sight import limit_sight
from isteam_app.services.team import add_absence, add_person, change_role, rename_person
from isteam_app.services.views import save_view

WORDS = "violet harbour nine kettles walking"
OTHER = "Lena Brook"
WHOLE = RegisterExport(reason="The yearly audit")
Try = Callable[[Session, "Office"], object]


class Office:
    """A vault with a case, a decision that waits, and somebody of each role."""

    def __init__(self, session: Session, file: Path) -> None:
        self.session = session
        self.file = file
        self.case = receive_post(session, new_post()).cases[0]
        waits = receive_post(session, new_post(name="Jago Merriweather")).cases[0]
        self.waits = decide(
            session, waits, outcome="refused", ground="unfounded", reason="The third"
        )
        too = receive_post(session, new_post(name="Iwan Another")).cases[0]
        self.waits_too = decide(
            session, too, outcome="refused", ground="unfounded", reason="The third"
        )
        with session.vault.change(
            "member.added", by=session.member.name, at=session.now()
        ) as work:
            self.people = {
                role: work.members.add(TeamMember(name=f"The {role}", role=role))
                for role in RIGHTS
            }
            self.other = work.members.add(TeamMember(name=OTHER, role="handler"))
            work.commit()

    def again(self) -> None:
        """Look at the cases as the last try left them."""
        self.case = case_page(self.session, self.case.id).case
        self.waits = case_page(self.session, self.waits.id).case

    def signed_in(self, role: str) -> Session:
        """The vault as somebody of that role has it open."""
        member = self.people[role]
        self.session.vault.member = member
        return replace(self.session, member=member)


def _absence(at: Session) -> Absence:
    return Absence(member=OTHER, cover="The handler", first=at.today, last=at.today)


TRIES: dict[str, tuple[Act, Try]] = {
    "read": (Act.LOOK, lambda at, it: case_page(at, it.case.id)),
    "half typed": (Act.LOOK, lambda at, _: half_typed.keep(at, "cases", "words")),
    "chronology": (Act.LOOK, lambda at, it: note_left(at, it.case.id)),
    "post": (Act.WORK, lambda at, _: receive_post(at, new_post(name="Ann Other"))),
    "note": (Act.WORK, lambda at, it: add_note(at, it.case, "Seen.")),
    "assign": (Act.WORK, lambda at, it: assign(at, it.case, OTHER)),
    "letter": (
        Act.WORK,
        lambda at, it: start_letter(at, it.case.id, "rights-acknowledgement"),
    ),
    "request": (Act.WORK, lambda at, _: recorded(at)),
    "person": (
        Act.WORK,
        lambda at, it: save_person(
            at, it.case.subject, replace(it.case.subject, salutation="Ms E")
        ),
    ),
    "sight": (
        Act.WORK,
        lambda at, it: limit_sight(
            at, it.case.subject, SightRule.HIDDEN_FROM, OTHER, "A friend"
        ),
    ),
    "view": (Act.WORK, lambda at, _: save_view(at, "Access alone", "type:access")),
    "many": (
        Act.WORK,
        lambda at, it: carry_out(at, plan_note(at, [it.case.id], "Seen.")),
    ),
    "decide": (
        Act.WORK,
        lambda at, it: decide(at, it.case, outcome="withdrawn", reason="By telephone"),
    ),
    "approve": (Act.APPROVE, lambda at, it: approve(at, it.waits)),
    "send back": (Act.WORK, lambda at, it: send_back(at, it.waits_too, "Say more")),
    "settings": (
        Act.SETTINGS,
        lambda at, _: save_settings(at, replace(at.settings(), acknowledge_days=4)),
    ),
    "absence": (Act.TEAM, lambda at, _: add_absence(at, _absence(at))),
    "role": (Act.TEAM, lambda at, it: change_role(at, it.other.id, "approver")),
    "rename": (Act.TEAM, lambda at, it: rename_person(at, it.other.id, "Lena Marsh")),
    "parting": (Act.TEAM, lambda at, it: parting(at, it.other.id)),
    "register": (Act.EXPORT, lambda at, it: export_register(at, it.file, WHOLE)),
    "new sheet": (Act.KEYS, lambda at, _: new_sheet_key(at)),
}
COSTLY: dict[str, tuple[Act, Try]] = {
    "add": (
        Act.TEAM,
        lambda at, _: add_person(
            at, name="Zoe", role="handler", passphrase=WORDS, repeated=WORDS
        ),
    ),
    "reset": (
        Act.TEAM,
        lambda at, it: reset_passphrase(
            at, it.other.id, passphrase=WORDS, repeated=WORDS
        ),
    ),
    "rotate": (Act.KEYS, lambda at, _: rotate_key(at, PASSPHRASE)),
}
"""What an administrator has other tests for: here the others are refused in no time."""


@pytest.fixture
def office(session: Session, tmp_path: Path) -> Office:
    return Office(session, tmp_path / "register.csv")


def test_what_the_table_forbids_is_refused(office: Office) -> None:
    for name, (act, attempt) in (TRIES | COSTLY).items():
        for role in RIGHTS:
            if may(role, act):
                continue
            with pytest.raises(RuleBroken) as refused:
                attempt(office.signed_in(role), office)
            assert str(refused.value) == refusal(role, act), (name, role)


def test_what_the_table_allows_is_done(office: Office) -> None:
    for act, attempt in TRIES.values():
        able = next(role for role in RIGHTS if may(role, act))
        office.again()
        attempt(office.signed_in(able), office)


def test_every_right_is_tried() -> None:
    tried = {act for act, _ in (*TRIES.values(), *COSTLY.values())}
    # one's own way in, and the trail, are tried where they are tested
    assert tried | {Act.OWN_KEY, Act.TRAIL, Act.ACCEPT, Act.SEAL} == set(Act)
    assert {role for role, _, _ in ROLES} == set(RIGHTS)
    assert {role for role in RIGHTS if may(role, Act.KEYS)} == {ADMINISTRATOR}
    assert not may("emperor", Act.LOOK)


def test_every_action_of_the_services_takes_a_right_on_purpose() -> None:
    """A new action is work by default: here stands each that is something else."""
    named = re.compile(r'"([a-z]+\.[a-z_]+)",?\s*(?:by=|\n\s*by=)')
    found = set()
    for file in Path(services.__path__[0]).rglob("*.py"):
        found |= set(named.findall(file.read_text(encoding="utf-8")))
    other = {action: act_of(action) for action in found if act_of(action) != Act.WORK}
    looks = {action for action, act in other.items() if act is Act.LOOK}
    assert all(
        action.split(".")[0] in ("typing", "backup", "unlock", "vault", "audit")
        or action.split(".")[1] in ("exported", "viewed", "printed")
        for action in looks
    )
    assert other.get("case.approved") is Act.APPROVE
    assert other.get("settings.changed") is Act.SETTINGS
    assert other.get("member.renamed") is Act.TEAM
    assert "letter.printed" not in other


def test_a_changed_role_holds_for_who_opens_after(office: Office) -> None:
    auditor = office.signed_in(AUDITOR)
    office.session.vault.member = office.session.member
    change_role(office.session, auditor.member.id, "handler")
    with office.session.vault.read() as vault:
        now = vault.members.get(auditor.member.id)
    office.session.vault.member = now
    add_note(replace(office.session, member=now), office.case, "Mine now.")
