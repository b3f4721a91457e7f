"""Acts on the whole vault, done by a process that will be killed.

A backup, a new key for everything, and bringing an old vault up to date.
"""

import json
import zipfile
from collections.abc import Sequence
from functools import partial
from hashlib import sha256
from itertools import count
from pathlib import Path

from faults._acts import Act, Missing
from faults._kills import Say
from faults._vaults import HANDLER, PASSPHRASE, Kept, make_vault, new_post, now, opened
from isteam_app.domain.backup_calendar import Why
from isteam_app.services.backups import backup_folder, make_backup
from isteam_app.services.intake import receive_post
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session
from isteam_app.storage import key_changes
from isteam_app.storage.backup_file import SUFFIX
from isteam_app.storage.restore import verify_backup

_GOLDEN = Path(__file__).parents[1] / "tests" / "data" / "golden"
_SCAN = Scan(
    name="letter.pdf", media_type="application/pdf", data=b"%PDF-1.7\n" * 900, pages=1
)


def one_case(place: Path) -> Kept:
    kept = make_vault(place / "great.isvault")
    with opened(kept) as session:
        receive_post(session, new_post(1, scans=(_SCAN,)))
    return kept


def _backup(kept: Kept, say: Say) -> None:
    with opened(kept) as session:
        say("ready")
        for number in count(2):
            received = receive_post(session, new_post(number))
            say(f"case {received.cases[0].reference}")
            made = make_backup(session, Why.HAND)
            say(f"backup {kept.recovery_key} {made.path.name}")


def _backups_missing(session: Session, said: Sequence[str]) -> Missing:
    """Whatever has the name of a backup must be one, said or not."""
    there = {path.name: path for path in backup_folder(session).glob(f"*{SUFFIX}")}
    told = [line.split(maxsplit=2) for line in said if line.startswith("backup")]
    for _, _, name in told:
        if name not in there:
            yield f"the backup {name} was acknowledged and is not there"
    if told and there:
        newest = max(there.values(), key=lambda path: path.stat().st_mtime_ns)
        found = verify_backup(newest, recovery_key=told[-1][1])
        if found.counts["cases"] < len(told):
            yield "the newest backup holds fewer cases than were saved before it"
    with session.vault.read() as vault:
        for line in said:
            if line.startswith("case") and not vault.search.find(line.split()[1]):
                yield f"{line.split()[1]} was acknowledged and is not there"


def _rotate(kept: Kept, say: Say) -> None:
    with opened(kept) as session:
        say("ready")
        for number in count(2):
            received = receive_post(session, new_post(number))
            say(f"case {received.cases[0].reference}")
            key_changes.rotate(session.vault, PASSPHRASE, by=HANDLER, at=now())
            say("rotated")


def _rotations_missing(session: Session, said: Sequence[str]) -> Missing:
    with session.vault.read() as vault:
        actions = [entry.action for entry in vault.audit.page(limit=100_000).rows]
        if actions.count("keys.changed") < said.count("rotated"):
            yield "a new key was acknowledged and the audit trail does not tell of it"
        for line in said:
            if line.startswith("case") and not vault.search.find(line.split()[1]):
                yield f"{line.split()[1]} was acknowledged and is not there"
        if not vault.documents.read(1).startswith(b"%PDF"):
            yield "the scan cannot be read under the new key"


def _golden(schema: int, place: Path) -> Kept:
    with zipfile.ZipFile(_GOLDEN / f"schema-{schema}.zip") as packed:
        packed.extractall(place)
    return Kept(place / f"schema-{schema}.isvault", _facts(schema)["recovery_key"])


def _facts(schema: int) -> dict:  # type: ignore[type-arg]  # what a file holds
    return dict(json.loads((_GOLDEN / f"schema-{schema}.json").read_text("utf-8")))


def _migrate(kept: Kept, say: Say) -> None:
    with opened(kept):
        say("opened")
        while True:
            pass  # until it is killed


def migrated_missing(schema: int, session: Session, _said: Sequence[str]) -> Missing:
    facts = _facts(schema)
    with session.vault.read() as vault:
        rows = vault.cases.page(limit=100).rows
        if {row.reference: row.person for row in rows} != facts["cases"]:
            yield "a case of the old vault is missing"
        if vault.documents.read(1).hex() != facts["documents"]["1"]:
            yield "the scan of the old vault is another"
        letter = facts["letter"]
        if sha256(vault.letters.pdf(letter["id"])).hexdigest() != letter["sha256"]:
            yield "the letter of the old vault is another"
        if vault.upkeep.is_due():
            yield "its cases were never reckoned anew"
        for number, entry in enumerate(facts["cases"], start=1):
            if not vault.search.find(entry):
                yield f"case {number} of the old vault cannot be found"


BACKUP = Act(
    name="backup",
    start=one_case,
    work=_backup,
    missing=_backups_missing,
    most=0.4,
    least=0.5,
    fresh=15,
)
ROTATION = Act(
    name="changing the key",
    start=one_case,
    work=_rotate,
    missing=_rotations_missing,
    most=1.2,
    least=0.1,
    fresh=15,
)
MIGRATIONS = tuple(
    Act(
        name=f"opening a vault of schema {schema}",
        start=partial(_golden, schema),
        work=_migrate,
        missing=partial(migrated_missing, schema),
        whole=True,
        least=0.05,
        fresh=1,
    )
    for schema in (1, 2, 3)
)
