"""Every action the audit trail may tell of, in the words a caseworker reads."""

from collections.abc import Mapping
from enum import StrEnum
from types import MappingProxyType

from isteam_app.domain.event_words import EVENT_NAMES


class ActionKind(StrEnum):
    """What sort of thing was done."""

    CHANGE = "change"
    VIEW = "view"
    PRINT = "print"
    EXPORT = "export"
    UNLOCK = "unlock"
    KEYS = "keys"
    BACKUP = "backup"
    CHECK = "check"


KIND_WORDS: Mapping[ActionKind, str] = MappingProxyType(
    {
        ActionKind.CHANGE: "Changes",
        ActionKind.VIEW: "Views",
        ActionKind.PRINT: "Printing",
        ActionKind.EXPORT: "Exports",
        ActionKind.UNLOCK: "Unlocking and locking",
        ActionKind.KEYS: "Team and keys",
        ActionKind.BACKUP: "Backups",
        ActionKind.CHECK: "Checks and seals",
    }
)

_WORDS: dict[ActionKind, dict[str, str]] = {
    ActionKind.CHANGE: {
        "absence.added": "Noted that somebody is away",
        "absence.removed": "Ended an absence",
        "case.approved": "Approved a decision",
        "case.assigned": "Gave a case to somebody",
        "case.linked": "Linked two cases",
        "case.opened": "Started a case",
        "case.regulator": "Took a case to the regulator's",
        "case.sent_back": "Sent a decision back",
        "case.service": "Chose the post for an answer",
        "case.unlinked": "Parted two linked cases",
        "cases.assigned": "Gave several cases to somebody",
        "cases.bulk_undone": "Took back an act on several cases",
        "cases.noted": "Wrote a note on several cases",
        "cases.refreshed": "Counted open cases again",
        "disclosure.answered": "Noted an answer to a third-party request",
        "disclosure.approved": "Approved a decision on a third-party request",
        "disclosure.asked_more": "Asked a requester for more",
        "disclosure.changed": "Changed a third-party request",
        "disclosure.cleared": "Let somebody see a locked request",
        "disclosure.clearance_ended": "Let somebody see a locked request no longer",
        "disclosure.closed": "Closed a third-party request",
        "disclosure.emergency": "Disclosed in an emergency",
        "disclosure.file_kept": "Kept a file with a third-party request",
        "disclosure.filled_in": "Filled in a third-party request",
        "disclosure.lock_lifted": "Lifted the lock of a third-party request",
        "disclosure.lock_reviewed": "Reviewed the lock of a third-party request",
        "disclosure.locked": "Locked a third-party request",
        "disclosure.noted": "Wrote a note on a third-party request",
        "disclosure.recorded": "Recorded a third-party request",
        "disclosure.referred": "Put a third-party request to legal",
        "disclosure.reopened": "Opened a third-party request again",
        "disclosure.sent_back": "Sent a decision on a third-party request back",
        "disclosure.struck": "Struck a line from a third-party request",
        "disclosure.subjects": "Changed whom a third-party request is about",
        "disclosure.submitted": "Decided a third-party request",
        "disclosure.withdrawn": "Withdrew a request recorded in error",
        "entry.added": "Added to a case's own form",
        "entry.changed": "Changed a case's own form",
        "entry.struck": "Struck a line from a case's own form",
        "letter.answers_also": "Had a letter answer further cases",
        "letter.approved": "Approved a letter",
        "letter.differs": "Sent back a letter that is not what was approved",
        "letter.discarded": "Threw a draft letter away",
        "letter.edited": "Edited a draft letter",
        "letter.enclosed": "Enclosed something with a letter",
        "letter.unenclosed": "Took something out of a letter's envelope",
        "letter.edited_again": "Edited a letter that was sent for approval",
        "letter.finalised": "Finished a letter",
        "letter.posted": "Noted that a letter was posted",
        "letter.post_by": "Moved the days that letters must be posted by",
        "letter.returned": "Noted that a letter came back",
        "letter.readdressed": "Addressed a draft letter anew",
        "letter.sent_back": "Sent a letter back to be changed",
        "letter.rewritten": "Started a letter in the place of another",
        "letter.signed": "Put a scanned signature on a letter",
        "letter.started": "Started a letter",
        "letter.still_right": "Found a letter right after the records changed",
        "letter.submitted": "Sent a letter for approval",
        "letter.taken_back": "Took a letter back to its draft",
        "organisation.added": "Added an organisation to the directory",
        "organisation.changed": "Changed an organisation of the directory",
        "organisation.retired": "Took an organisation out of use",
        "organisation.used_again": "Took an organisation into use again",
        "people.merged": "Merged two people",
        "people.unmerged": "Parted two merged people",
        "person.added": "Added a person",
        "person.changed": "Changed a person",
        "person.edited": "Changed a person",
        "post.corrected": "Corrected an item of post",
        "post.received": "Recorded an item of post",
        "representative.changed": "Changed who acts for somebody",
        "representative.ended": "Ended who acts for somebody",
        "representative.named": "Named who acts for somebody",
        "sample.loaded": "Filled the vault with made-up cases",
        "sample.team": "Filled the vault with a made-up team",
        "picture.added": "Kept a picture for letters",
        "settings.changed": "Changed the settings",
        "settings.undone": "Took back a change of settings that was to come",
        "sight.lifted": "Let somebody see a person again",
        "sight.limited": "Hid a person from somebody",
        "template.discarded": "Threw a draft of a template away",
        "template.edited": "Edited a draft of a template",
        "template.imported": "Read a template from a file",
        "template.shipped": "Went back to a template as shipped",
        "template.started": "Started a version of a template",
        "template.stopped": "Took a template of the company out of use",
        "template.unlocked": "Unlocked wording that the law gives",
        "template.used": "Took a version of a template into use",
        "typing.dropped": "Dropped half typed text",
        "typing.kept": "Kept half typed text",
        "vault.created": "Made the vault",
        "view.deleted": "Deleted a saved view",
        "view.renamed": "Renamed a saved view",
        "view.saved": "Saved a view",
    },
    ActionKind.VIEW: {
        "case.viewed": "Opened a case",
        "disclosure.viewed": "Opened a third-party request",
        "document.viewed": "Opened a scan",
        "letter.viewed": "Opened a letter",
        "person.viewed": "Opened a person's page",
    },
    ActionKind.PRINT: {
        "case.printed": "Printed a chronology",
        "disclosure.printed": "Printed a decision record",
        "letter.printed": "Printed a letter",
        "print_run.answered": "Said what came out of the printer",
        "print_run.closed": "Was done with a print run",
        "print_run.left_out": "Left a letter out of a print run",
        "print_run.manifest": "Printed the manifest of a print run",
        "print_run.not_sent": "Could not send a letter to the printer",
        "print_run.printer": "Went on with another printer",
        "print_run.reprinted": "Printed a letter again",
        "print_run.scanned": "Read a letter back before sealing",
        "print_run.sending": "Began to send a letter to the printer",
        "print_run.sent": "Sent a letter to the printer",
        "print_run.started": "Began a print run",
    },
    ActionKind.EXPORT: {
        "audit.exported": "Exported the audit trail",
        "case.exported": "Saved part of a case to a file",
        "disclosure.exported": "Saved a decision record to a file",
        "template.exported": "Saved a template to a file",
        "outgoing.exported": "Exported the register of outgoing post",
        "print_run.exported": "Saved the manifest of a print run",
        "register.exported.full": "Exported the register",
        "register.exported.regulator": "Exported the register for the regulator",
        "register.exported.statistics": "Exported the numbers of the register",
    },
    ActionKind.UNLOCK: {
        "unlock.failed": "Wrong passphrase",
        "vault.locked": "Locked the vault",
        "vault.unlocked": "Unlocked the vault",
    },
    ActionKind.KEYS: {
        "keys.changed": "Changed the vault's key",
        "keys.device_added": "Let a computer remember the vault",
        "keys.devices_dropped": "Made computers forget the vault",
        "keys.passphrase_changed": "Changed a passphrase",
        "keys.recovery_changed": "Changed the recovery key",
        "member.added": "Took somebody into the team",
        "member.handed_over": "Handed over the cases of somebody who left",
        "member.removed": "Took somebody out of the team",
        "member.renamed": "Renamed somebody of the team",
        "member.role_changed": "Changed somebody's role",
    },
    ActionKind.BACKUP: {
        "backup.failed": "Could not make a backup",
        "backup.made": "Made a backup",
        "backup.restored": "Restored the vault from a backup",
        "vault.salvaged": "Salvaged what could be read of a damaged vault",
    },
    ActionKind.CHECK: {
        "audit.accepted": "Accepted a shorter audit trail",
        "audit.checked": "Checked the whole audit trail",
        "audit.fault_found": "Found the audit trail altered",
        "audit.sealed": "Made a seal of the audit trail",
    },
}


def _all() -> dict[str, tuple[ActionKind, str]]:
    known = {
        f"case.{kind.value}": (ActionKind.CHANGE, name)
        for kind, name in EVENT_NAMES.items()
    }
    for kind, each in _WORDS.items():
        known |= {action: (kind, words) for action, words in each.items()}
    return known


_KNOWN = _all()
ACTIONS: Mapping[str, str] = MappingProxyType(
    {action: words for action, (_, words) in _KNOWN.items()}
)
"""Every action with its words."""


def action_words(action: str) -> str:
    """Return an action as a caseworker reads it; one of a later version as it is."""
    return ACTIONS.get(action) or action.replace(".", " ").replace("_", " ")


def kind_of(action: str) -> ActionKind:
    """Return what sort of thing an action is; an unknown one changes something."""
    return _KNOWN[action][0] if action in _KNOWN else ActionKind.CHANGE


def actions_of(kind: ActionKind) -> tuple[str, ...]:
    """Return every action of a kind."""
    return tuple(action for action in _KNOWN if _KNOWN[action][0] is kind)
