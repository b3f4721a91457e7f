"""What each role may do: the one table that every refusal goes back to."""

import re
from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

HANDLER = "handler"
APPROVER = "approver"
ADMINISTRATOR = "administrator"
AUDITOR = "auditor"

ROLES = (
    (HANDLER, "Handler", "Works on cases"),
    (APPROVER, "Approver", "Works on cases and approves decisions"),
    (ADMINISTRATOR, "Administrator", "Approves, and changes the team and the settings"),
    (AUDITOR, "Auditor", "Looks, and checks the record"),
)
"""The roles: key, word, and what it is for."""


class Act(StrEnum):
    """What can be done in a vault, as far as roles differ in it.

    LOOK is everything that leaves the record as it is: reading, searching, half typed
    text, copies taken for a check, backups. OWN_KEY is one's own way in. TRAIL is
    reading everybody's entries of the audit trail, ACCEPT going on from a shorter one,
    SEAL sealing it: who does sees how many entries there are of every kind. EXPORT is
    taking the whole register of third-party requests out of the vault.
    """

    LOOK = "look"
    OWN_KEY = "own_key"
    WORK = "work"
    APPROVE = "approve"
    SETTINGS = "settings"
    TEAM = "team"
    KEYS = "keys"
    TRAIL = "trail"
    ACCEPT = "accept"
    SEAL = "seal"
    EXPORT = "export"


_LOOKS = frozenset({Act.LOOK, Act.OWN_KEY})
_WORKS = _LOOKS | {Act.WORK}
_APPROVES = _WORKS | {Act.APPROVE, Act.TRAIL, Act.SEAL, Act.EXPORT}

RIGHTS: Mapping[str, frozenset[Act]] = MappingProxyType(
    {
        AUDITOR: _LOOKS | {Act.TRAIL, Act.EXPORT},
        HANDLER: _WORKS,
        APPROVER: _APPROVES,
        ADMINISTRATOR: frozenset(Act),
    }
)
"""What each role may do. A role that is not in it may do nothing."""

CLEARED = frozenset(role for role, acts in RIGHTS.items() if Act.APPROVE in acts)
"""The roles to which third-party requests that are locked exist."""

BY_SHEET = frozenset({Act.TEAM, Act.KEYS, Act.OWN_KEY})
"""What whoever came in with the recovery sheet may do, whatever their role."""

_REFUSALS: Mapping[Act, str] = MappingProxyType(
    {
        Act.LOOK: "Your role is not one that this version of the program knows.",
        Act.OWN_KEY: "Your role is not one that this version of the program knows.",
        Act.WORK: (
            "You are signed in as an auditor, who looks and changes nothing. Ask "
            "somebody who works on the cases."
        ),
        Act.APPROVE: (
            "Only an approver or an administrator approves a decision. Ask one."
        ),
        Act.SETTINGS: "Only an administrator changes the settings. Ask one.",
        Act.TEAM: "Only an administrator changes the team. Ask one.",
        Act.KEYS: (
            "Only an administrator changes the vault's key and the recovery sheet. "
            "Ask one."
        ),
        Act.TRAIL: (
            "You see your own entries. Everybody's are for administrators, approvers "
            "and auditors. Ask one."
        ),
        Act.SEAL: (
            "Only an approver or an administrator makes a seal: it counts the entries "
            "of locked requests too. Ask one."
        ),
        Act.EXPORT: (
            "Only an approver, an administrator or an auditor exports the whole "
            "register. Choose the one for the regulator, or ask one of them."
        ),
        Act.ACCEPT: (
            "Only an administrator accepts an audit trail that is shorter than it was. "
            "Ask one."
        ),
    }
)

_ACTS = (
    (re.compile(r"audit\.accepted$"), Act.ACCEPT),
    (
        re.compile(
            r"typing\.|backup\.|unlock\.|vault\.|audit\.|(case|disclosure)\.printed$"
        ),
        Act.LOOK,
    ),
    (re.compile(r"register\.exported\.full$"), Act.EXPORT),
    (re.compile(r"\w+\.(exported|viewed)\b"), Act.LOOK),
    (re.compile(r"keys\.(passphrase_changed|device)"), Act.OWN_KEY),
    (re.compile(r"keys\."), Act.KEYS),
    (re.compile(r"case\.approved$"), Act.APPROVE),
    (re.compile(r"letter\.(approved|sent_back)$"), Act.APPROVE),
    (re.compile(r"disclosure\.(approved|lock_lifted|withdrawn)$"), Act.APPROVE),
    (
        re.compile(r"settings\.|picture\.|template\.(used|shipped|stopped|unlocked)$"),
        Act.SETTINGS,
    ),
    (re.compile(r"member\.|absence\."), Act.TEAM),
)
"""Which right an action of the audit trail takes; every other one is work."""


def may(role: str, act: Act) -> bool:
    """Say whether a role has a right."""
    return act in RIGHTS.get(role, frozenset())


def refusal(role: str, act: Act) -> str:
    """Return why a role may not do something, "" when it may."""
    return "" if may(role, act) else _REFUSALS[act]


def act_of(action: str) -> Act:
    """Return which right a change takes, by its name in the audit trail."""
    for names, act in _ACTS:
        if names.match(action):
            return act
    return Act.WORK
