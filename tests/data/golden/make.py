"""Makes a golden vault by the program as it once was, with the facts to find in it.

In a checkout of the program of that time, and with its own services:

    git worktree add --detach ../then COMMIT
    cd ../then && PYTHONPATH=. python .../tests/data/golden/make.py SCHEMA FOLDER

The commits: e5c226c for schema 3, 736a96f for schemas 2 and 1 (the program of schema 2,
which took only the first step: no program of schema 1 by itself was ever kept).
"""

import io
import json
import sys
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import pypdfium2

from isteam_app.domain.addresses import parse_address
from isteam_app.domain.cases import CaseKind
from isteam_app.domain.disclosures import LockReason, Subject
from isteam_app.domain.people import TeamMember
from isteam_app.services import half_typed
from isteam_app.services.cases import add_note, case_page
from isteam_app.services.demo import demo_settings
from isteam_app.services.disclosure_sections import (
    LockAsked,
    add_subjects,
    fill_in,
    record_request,
)
from isteam_app.services.intake import NewPost, receive_post
from isteam_app.services.letters import finalise, save_draft, start_letter
from isteam_app.services.print_desk import mark_posted, mark_printed
from isteam_app.services.scan_back import scan_letter
from isteam_app.services.scans import scan_from_bytes
from isteam_app.services.session import Session
from isteam_app.services.unlock import create, lock
from isteam_app.storage import migrations, tables
from isteam_app.storage.kdf import FLOOR_COST

PASSPHRASE = "golden harbour lantern seven"  # noqa: S105  opens made-up vaults alone
SECOND_PASSPHRASE = "silver meadow compass nine"  # noqa: S105  likewise
MEMBER, COLLEAGUE = "Robin Sample", "Priya Specimen"
NOTE = "Rang about the second parcel"
HALF_TYPED = "A letter half typed when the vault locked"
ENCLOSED = "Copy of data"
_ACKNOWLEDGEMENT = "access-acknowledgement"


def now() -> datetime:
    """The day on which all of it was done."""
    return datetime(2026, 10, 5, 9, 30, tzinfo=UTC)


def main(schema: int, out: Path) -> None:
    """Make the vault of one schema: FOLDER/schema-N.zip and schema-N.json."""
    if schema < tables.SCHEMA:
        _take_only(schema)
    with TemporaryDirectory() as place:
        folder = Path(place) / f"schema-{schema}.isvault"
        facts = _make(folder, schema)
        _zip(folder, out / f"schema-{schema}.zip")
    text = json.dumps(facts, indent=2, sort_keys=True)
    (out / f"schema-{schema}.json").write_text(f"{text}\n", encoding="utf-8")


def _take_only(schema: int) -> None:
    upgrade: Any = migrations.upgrade
    upgrade.__defaults__ = (migrations.STEPS[:schema],)
    tables.SCHEMA = schema


def _make(folder: Path, schema: int) -> dict[str, object]:
    made = create(
        folder,
        passphrase=PASSPHRASE,
        member=MEMBER,
        now=now,
        settings=replace(demo_settings(), demonstration=False),
        cost=FLOOR_COST,
    )
    session = made.session
    facts = {
        "schema": schema,
        "passphrase": PASSPHRASE,
        "recovery_key": made.recovery_key,
        "others": _second_person(session),
        "half_typed": HALF_TYPED if schema > 1 else "",
    }
    scan = _pdf()
    first = _receive(session, "Mrs Marged Ellwood", scans=(_scan(scan),))
    _receive(session, "Mr Jago Merriweather")
    _receive(session, "Ms Senara Pascoe", kinds=tuple(CaseKind)[:3])
    letters = _letters if schema < 6 else _letters_of_a_run
    letter = letters(session, first.cases[0].id)
    add_note(session, case_page(session, first.cases[0].id).case, NOTE)
    _request(session)
    if schema > 1:
        half_typed.keep(session, "intake", HALF_TYPED)
    with session.vault.read() as vault:
        rows = vault.cases.page(limit=100).rows
        head = vault.audit.head()
        facts |= {
            "cases": {row.reference: row.person for row in rows},
            "documents": {"1": scan.hex()},
            "letter": {"id": letter.id, "sha256": letter.sha256},
            "letters": 2,
            "note": NOTE,
            "request": "Eastbridge Constabulary",
            "locked": _locked_request(session) if schema > 4 else "",
            "on_paper": _on_paper(session) if schema > 5 else {},
            "audit": {"count": head.count, "hash": head.hash.hex()},
        }
    lock(session)
    return facts


def _second_person(session: Session) -> dict[str, str]:
    """Take a colleague in, where the program could; return their passphrase."""
    add: Callable[..., object] | None = getattr(session.vault, "add_member", None)
    colleague = TeamMember(name=COLLEAGUE, role="approver")
    if add is not None:
        add(colleague, SECOND_PASSPHRASE, by=MEMBER, at=now())
    else:
        try:
            from isteam_app.storage.key_changes import add_member
        except ImportError:
            return {}
        add_member(session.vault, colleague, SECOND_PASSPHRASE, by=MEMBER, at=now())
    return {COLLEAGUE: SECOND_PASSPHRASE}


def _receive(session: Session, name: str, **changes: Any) -> Any:
    usual: dict[str, Any] = {
        "name": name,
        "salutation": name.rpartition(" ")[2],
        "address": parse_address("27 Lantern Row, Eastbridge QX4 7TB"),
        "received": date(2026, 10, 1),
        "reached_team": date(2026, 10, 2),
        "summary": "Asks what is held about two parcels",
        "kinds": (CaseKind.ACCESS,),
    }
    return receive_post(session, NewPost(**(usual | changes)))


def _letters(session: Session, case_id: int) -> Any:
    """Post one letter of a case and leave another as a draft."""
    draft = start_letter(session, case_id, _ACKNOWLEDGEMENT)
    filled = save_draft(session, draft, draft.body, dict(draft.answers))
    final = mark_printed(session, finalise(session, filled).id)
    scan_letter(session, final.reference)
    mark_posted(session, [final.id], on=session.today, service="First class")
    start_letter(session, case_id, _ACKNOWLEDGEMENT)
    return final


def _letters_of_a_run(session: Session, case_id: int) -> Any:
    """Print, read back and post one letter; leave another for approval, enclosing."""
    from isteam_app.domain.letter_codes import LetterCode, encoded
    from isteam_app.domain.letters import Enclosure, Snapshot
    from isteam_app.domain.print_runs import PrintState
    from isteam_app.services.letter_check import recipient_of
    from isteam_app.services.print_answers import came_out
    from isteam_app.services.print_runs import send, start_run
    from isteam_app.services.run_pages import run_page
    from isteam_app.services.scan_back import scan

    draft = start_letter(session, case_id, _ACKNOWLEDGEMENT)
    looked_at = [each.key for each in recipient_of(session, draft.id).twice]
    final = finalise(session, draft, ticked=looked_at)
    (run,) = start_run(session, [final.id], "Post room").runs
    send(session, run.id, _Tray())
    sent = run_page(session, run.id).in_state(PrintState.SENT)
    came_out(session, [line.item.id for line in sent])
    code = LetterCode(
        reference=final.case_reference,
        number=final.number,
        letter_id=final.id,
        page=1,
        pages=final.pages,
    )
    scan(session, run.id, encoded(code))
    mark_posted(session, [final.id], on=session.today, service="First class")
    waits = start_letter(session, case_id, _ACKNOWLEDGEMENT)
    with session.vault.change("letter.submitted", by=MEMBER, at=now()) as work:
        work.enclosures.add(
            Enclosure(letter_id=waits.id, title=ENCLOSED, pages=3, document_id=1)
        )
        work.letters.submit(waits, Snapshot(recipient=waits.recipient))
        work.commit()
    return final


class _Tray:
    """A printer that takes everything."""

    def print_pdf(self, _pdf: bytes, **_: object) -> str:
        return "1"

    def jobs_called(self, _title: str, **_: object) -> None:
        return None

    def trouble(self, _printer: str) -> str:
        return ""


def _on_paper(session: Session) -> dict[str, object]:
    """Keep a template of the company's and a logo; say what stands on paper."""
    from isteam_app.domain.kept_templates import KeptPicture, KeptTemplate
    from isteam_app.letters.templates import load, written

    text = written(load(_ACKNOWLEDGEMENT)).replace("Dear", "Good day,", 1)
    with session.vault.change("template.used", by=MEMBER, at=now()) as work:
        kept = work.templates.add(
            KeptTemplate(key=_ACKNOWLEDGEMENT, number=99, text=text, note="Warmer")
        )
        work.templates.take_into_use(kept)
        work.pictures.add(
            KeptPicture(
                kind="logo", name="mark.png", media_type="image/png", data=b"logo"
            )
        )
        work.commit()
    with session.vault.read() as vault:
        run = vault.print_runs.latest()[0]
        return {
            "run": run.name,
            "scanned": [bool(i.scanned_at) for i in vault.print_runs.items(run.id)],
            "enclosed": ENCLOSED,
            "template": text,
            "picture": b"logo".hex(),
        }


def _request(session: Session) -> None:
    request = record_request(
        session,
        {
            "received": "2026-10-02",
            "organisation": "Eastbridge Constabulary",
            "kind": "police",
        },
    )
    fill_in(session, request, "asked", {"asked": "Who collected one parcel"})
    subject = Subject(disclosure_id=request.id, name="Jago Merriweather")
    add_subjects(session, request, [subject])


def _locked_request(session: Session) -> str:
    """Keep a request whose person must not be told; return its number."""
    asked = LockAsked(
        reason=LockReason.ORDER,
        authority="The Crown Court",
        review_on=date(2027, 1, 4),
    )
    answers = {
        "received": "2026-10-02",
        "kind": "court",
        "organisation": "Eastbridge Crown Court",
    }
    return record_request(session, answers, asked).reference


def _scan(data: bytes) -> Any:
    return scan_from_bytes("letter.pdf", data)


def _pdf() -> bytes:
    document = pypdfium2.PdfDocument.new()
    document.new_page(595, 842)
    written = io.BytesIO()
    document.save(written)
    document.close()
    return written.getvalue()


def _zip(folder: Path, file: Path) -> None:
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
        for path in sorted(folder.rglob("*")):
            packed.write(path, path.relative_to(folder.parent))


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
