"""No word of a record lies readable on the disk, in the folder, temp or log."""

import logging
import os
import signal
import sqlite3
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from vault_makers import AT, MEMBER, SETTINGS, KeptVault, new_case, new_letter

from isteam_app.domain.addresses import Address
from isteam_app.domain.cases import Case, CaseEvent, EventKind, PostItem
from isteam_app.domain.disclosures import Disclosure, RequesterKind
from isteam_app.domain.letters import Letter
from isteam_app.domain.people import Person, TeamMember
from isteam_app.storage.unit import Change
from isteam_app.storage.vault_doors import open_with_recovery_key

FIELDS = 49
TESTS = Path(__file__).parents[1]


class Canaries:
    """Gives each field a word of its own that stands nowhere else."""

    def __init__(self) -> None:
        self.sung: list[str] = []

    def __call__(self) -> str:
        self.sung.append(f"Canary{len(self.sung):03}Zqx")
        return self.sung[-1]


def fill(change: Change, sing: Canaries) -> None:
    """Put a canary into every text field of every kind of record."""
    person = change.people.add(
        Person(
            name=sing(),
            salutation=sing(),
            address=Address(
                lines=(sing(), sing()), town=sing(), postcode=sing(), country=sing()
            ),
        )
    )
    post = change.posts.add(
        PostItem(
            requester=person,
            received=date(2026, 11, 20),
            their_reference=sing(),
            summary=sing(),
            acting_for=sing(),
        )
    )
    event = CaseEvent(
        kind=EventKind.NOTE, on=date(2026, 11, 20), text=sing(), recorded_by=sing()
    )
    case = change.cases.add(
        new_case(
            post,
            owner=sing(),
            next_action=sing(),
            outcome=sing(),
            events=(event,),
        )
    )
    change.documents.add(
        post.id,
        name=sing(),
        media_type=sing(),
        data=(sing() * 200_000).encode(),
    )
    fill_letter(change, case, sing)
    fill_register(change, sing)
    change.drafts.put(sing(), sing())
    change.members.add(TeamMember(name=sing(), role=sing()))
    organisation = replace(SETTINGS.organisation, name=sing(), team=sing())
    signatory = replace(SETTINGS.signatory, name=sing(), role=sing())
    change.settings.save(
        replace(SETTINGS, organisation=organisation, signatory=signatory),
        date(2026, 11, 23),
    )


def fill_letter(change: Change, case: Case, sing: Canaries) -> None:
    letter: Letter = new_letter(
        case,
        template=sing(),
        title=sing(),
        body=sing(),
        recipient=(sing(), sing()),
        answers=((sing(), sing()),),
    )
    frozen = change.letters.freeze(change.letters.add(letter), sing().encode() * 500)
    change.letters.mark_posted(
        frozen, on=date(2026, 11, 24), service=sing(), item_number=sing()
    )


def fill_register(change: Change, sing: Canaries) -> None:
    change.disclosures.add(
        Disclosure(
            received=date(2026, 11, 20),
            organisation=sing(),
            kind=RequesterKind.POLICE,
            about=sing(),
            asked=sing(),
            legal_basis=sing(),
            officer=sing(),
            their_reference=sing(),
            categories=(sing(), sing()),
            reason=sing(),
            decided_by=sing(),
            what_left=sing(),
            method=sing(),
            told_reason=sing(),
        )
    )


def found_in(folder: Path, words: list[str]) -> list[tuple[str, str]]:
    """Return each word that lies readable in a file below a folder, and where."""
    hits = []
    for path in folder.rglob("*"):
        if path.is_file():
            held = path.read_bytes().lower()
            hits += [
                (word, path.name)
                for word in words
                if any(form in held for form in forms(word))
            ]
    return hits


def forms(word: str) -> tuple[bytes, ...]:
    low = word.lower()
    return (low.encode(), low.encode("utf-16-le"), low.encode().hex().encode())


def test_the_search_would_find_a_plain_word(tmp_path: Path) -> None:
    words = ["Canary001Zqx", "Canary002Zqx", "Canary003Zqx"]
    with sqlite3.connect(tmp_path / "plain.db") as plain:
        plain.execute("CREATE TABLE people (name TEXT)")
        plain.execute("INSERT INTO people VALUES (?)", words[:1])
    plain.close()
    (tmp_path / "note.txt").write_text(f"a letter to {words[1]}")
    (tmp_path / "wide.txt").write_bytes(words[2].encode("utf-16-le"))
    assert sorted(word for word, _ in found_in(tmp_path, words)) == words


# Fills a vault, then dies without closing it, so that every work file stays.
FILLER = """
import importlib.util, logging, os, signal, sys
from pathlib import Path
logging.basicConfig(filename=sys.argv[4], level=logging.DEBUG)
spec = importlib.util.spec_from_file_location("filler", sys.argv[1])
filler = importlib.util.module_from_spec(spec)
spec.loader.exec_module(filler)
filler.fill_and_die(Path(sys.argv[2]), sys.argv[3])
"""


def fill_and_die(folder: Path, key: str) -> None:
    vault = open_with_recovery_key(folder, key)
    sing = Canaries()
    with vault.change("everything.kept", by=MEMBER, at=AT) as change:
        fill(change, sing)
        change.commit()
    with vault.read() as reading:  # a sort too large for the cache spills if it may
        reading.search.find(sing.sung[0])
        reading.cases.page()
    logging.getLogger("isteam").info("filled %d fields", len(sing.sung))
    os.kill(os.getpid(), signal.SIGKILL)


@pytest.mark.skipif(sys.platform == "win32", reason="needs SIGKILL")
def test_no_field_of_any_record_lies_readable(kept: KeptVault, tmp_path: Path) -> None:
    temp = tmp_path / "temp"
    temp.mkdir()
    done = subprocess.run(
        [
            sys.executable,
            "-c",
            FILLER,
            __file__,
            str(kept.folder),
            kept.recovery_key,
            str(tmp_path / "program.log"),
        ],
        env={
            "PYTHONPATH": f"{TESTS}:{TESTS.parent}",
            "TMPDIR": str(temp),
            "SQLITE_TMPDIR": str(temp),
        },
        cwd=temp,
        capture_output=True,
        check=False,
    )
    assert done.returncode == -signal.SIGKILL, done.stderr
    assert (kept.folder / "vault.db-wal").stat().st_size > 0
    words = [f"Canary{number:03}Zqx" for number in range(FIELDS)]
    assert f"filled {FIELDS} fields" in (tmp_path / "program.log").read_text()
    assert found_in(tmp_path, words) == []
    assert not any(word.encode() in done.stdout + done.stderr for word in words)

    vault = open_with_recovery_key(kept.folder, kept.recovery_key)
    with vault.read() as reading:
        assert reading.people.get(1).name == words[0]
    assert vault.verify().whole
    vault.close()
    assert found_in(tmp_path, words) == []
