"""P7: every way a vault can stand, with every key that may be tried on it.

Each state has its own class of answer and its own sentence, for the right key and for
a wrong one: a wrong passphrase is never called damage, and damage never a wrong
passphrase. Whatever is refused is left as it lies, and no database is ever made in the
place of one that is missing.
"""

import json
import os
import shutil
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path

from faults._report import Promise, is_short
from faults._vaults import HANDLER, PASSPHRASE, Kept, make_vault, now, opened, room
from isteam_app.errors import (
    IsteamError,
    VaultDamaged,
    VaultForeign,
    VaultInUse,
    VaultMissing,
    VaultOnNetwork,
    VaultReadOnly,
    VaultTooNew,
    WrongPassphrase,
)
from isteam_app.services.cases import add_note
from isteam_app.services.intake import receive_post
from isteam_app.storage import key_changes, keyslots, recovery_key
from isteam_app.storage.engine import vault_engine, writing
from isteam_app.storage.key_header import HEADER, PREVIOUS, header_from_bytes, sum_of
from isteam_app.storage.lock_file import NAME as LOCK
from isteam_app.storage.places import NETWORK_FOLDERS
from isteam_app.storage.vault import Vault
from isteam_app.storage.vault_doors import (
    open_vault,
    open_with_device,
    open_with_recovery_key,
)

DATABASE = "vault.db"
_PAGE = 4_096
_ANOTHER = "words of somebody else"

Answer = type[IsteamError] | None
"""The class of the refusal; None where the vault opens."""


@dataclass(frozen=True, slots=True)
class Standing:
    """A whole vault, older copies of its parts, and its keys."""

    kept: Kept
    device: bytes
    before: Path
    """The vault's folder as it was some changes ago, its keys among them."""


Spoil = Callable[[Path, Standing], object]


@dataclass(frozen=True, slots=True)
class State:
    """One way a vault can stand: what makes it so, and what each key is told.

    `answer` and `said` are for a right key, or for any where the state shows `early`,
    before a key is tried. A vault that opens says it in a notice, or its check does.
    """

    spoil: Spoil
    answer: Answer
    said: str
    early: bool = False
    checked: bool = False
    env: dict[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.spoil.__name__


def whole(_folder: Path, _standing: Standing) -> None:
    """Nothing is wrong."""


def no_folder(folder: Path, _: Standing) -> None:
    shutil.rmtree(folder)


def a_file(folder: Path, _: Standing) -> None:
    shutil.rmtree(folder)
    folder.write_bytes(b"a letter")


def an_ordinary_folder(folder: Path, _: Standing) -> None:
    (folder / DATABASE).unlink()
    (folder / HEADER).unlink()


def no_database(folder: Path, _: Standing) -> None:
    (folder / DATABASE).unlink()


def an_empty_database(folder: Path, _: Standing) -> None:
    (folder / DATABASE).write_bytes(b"")


def cut_inside_a_page(folder: Path, _: Standing) -> None:
    os.truncate(folder / DATABASE, (folder / DATABASE).stat().st_size - 1_000)


def cut_at_a_page(folder: Path, _: Standing) -> None:
    size = (folder / DATABASE).stat().st_size
    os.truncate(folder / DATABASE, size // _PAGE // 2 * _PAGE)


def a_flip_in_the_first_page(folder: Path, _: Standing) -> None:
    flip(folder / DATABASE, 40)


def a_flip_in_the_salt(folder: Path, _: Standing) -> None:
    flip(folder / DATABASE, 3)


def a_flip_elsewhere(folder: Path, _: Standing) -> None:
    flip(folder / DATABASE, 30 * _PAGE + 700)  # not one that opening reads


def a_plain_database(folder: Path, _: Standing) -> None:
    (folder / DATABASE).unlink()
    with sqlite3.connect(folder / DATABASE) as plain:
        plain.execute("CREATE TABLE cases (id)")
    plain.close()


def a_document(folder: Path, _: Standing) -> None:
    (folder / DATABASE).write_bytes(b"%PDF-1.7" + bytes(_PAGE - 8))


def an_archive(folder: Path, _: Standing) -> None:
    (folder / DATABASE).write_bytes(b"PK\x03\x04" + bytes(_PAGE - 4))


def another_vaults_database(folder: Path, _: Standing) -> None:
    other = make_vault(folder.parent / "other.isvault")
    shutil.copy(other.folder / DATABASE, folder / DATABASE)
    shutil.rmtree(other.folder)


def an_older_copy_of_the_database(folder: Path, standing: Standing) -> None:
    shutil.copy(standing.before / DATABASE, folder / DATABASE)


def a_newer_schema(folder: Path, standing: Standing) -> None:
    run_in(folder, standing, "PRAGMA user_version = 99")


def another_programs_database(folder: Path, standing: Standing) -> None:
    run_in(folder, standing, "PRAGMA application_id = 7")


def no_header(folder: Path, _: Standing) -> None:
    (folder / HEADER).unlink()


def no_header_and_no_copy(folder: Path, _: Standing) -> None:
    (folder / HEADER).unlink()
    (folder / PREVIOUS).unlink()


def a_flip_in_the_header(folder: Path, _: Standing) -> None:
    flip(folder / HEADER, 200)


def a_header_of_nonsense(folder: Path, _: Standing) -> None:
    (folder / HEADER).write_bytes(b"\x00\xff" * 300)


def a_header_with_a_memory_trap(folder: Path, _: Standing) -> None:
    def trap(fields: dict[str, object]) -> None:
        slots = fields["slots"]
        assert isinstance(slots, list)  # noqa: S101  the form of every header
        slots[0]["cost"] = [1 << 31, 3, 4]

    rewrite(folder, trap)


def a_newer_header(folder: Path, _: Standing) -> None:
    def newer(fields: dict[str, object]) -> None:
        fields["format"] = 99
        fields["sum"] = sum_of(fields)

    rewrite(folder, newer)


def a_header_whose_format_was_flipped(folder: Path, _: Standing) -> None:
    rewrite(folder, lambda fields: fields.update(format=3))


def an_older_header(folder: Path, standing: Standing) -> None:
    shutil.copy(standing.before / HEADER, folder / HEADER)


def a_header_without_one_slot(folder: Path, _: Standing) -> None:
    """Somebody who can only write to the folder alters the slots, sum and all."""

    def less(fields: dict[str, object]) -> None:
        slots = fields["slots"]
        assert isinstance(slots, list)  # noqa: S101  the form of every header
        fields["slots"] = slots[:-1]
        fields["sum"] = sum_of(fields)

    rewrite(folder, less)


def on_a_share(_folder: Path, _: Standing) -> None:
    """The folder is named as shared in the environment."""


def left_by_a_killed_change_of_the_key(folder: Path, _: Standing) -> None:
    shutil.copy(folder / DATABASE, folder / "vault-2.db")
    (folder / f"{HEADER}.0a0b0c0d.partial").write_bytes(b"half a header")


def in_use(_folder: Path, _: Standing) -> None:
    """A second program has it open."""


STATES: tuple[State, ...] = (
    State(whole, None, ""),
    State(no_folder, VaultMissing, "There is no vault at that place", early=True),
    State(a_file, VaultForeign, "a vault is a folder", early=True),
    State(an_ordinary_folder, VaultForeign, "That folder is not a vault", early=True),
    State(no_database, VaultMissing, "its database is gone", early=True),
    State(an_empty_database, VaultDamaged, "has been emptied", early=True),
    State(cut_inside_a_page, VaultDamaged, "was cut off", early=True),
    State(cut_at_a_page, VaultDamaged, "though the key is right"),
    State(a_flip_in_the_first_page, VaultDamaged, "though the key is right"),
    State(a_flip_in_the_salt, VaultDamaged, "its beginning is damaged", early=True),
    State(a_flip_elsewhere, None, "The database is damaged in", checked=True),
    State(a_plain_database, VaultForeign, "without encryption", early=True),
    State(a_document, VaultForeign, "a PDF document", early=True),
    State(an_archive, VaultForeign, "a ZIP archive", early=True),
    State(
        another_vaults_database,
        VaultDamaged,
        "does not belong to the keys",
        early=True,
    ),
    State(an_older_copy_of_the_database, None, "this is an older copy"),
    State(a_newer_schema, VaultTooNew, "has used this vault"),
    State(another_programs_database, VaultForeign, "Another program made"),
    State(no_header, VaultDamaged, "key file is missing", early=True),
    State(no_header_and_no_copy, VaultDamaged, "back from a backup", early=True),
    State(a_flip_in_the_header, VaultDamaged, "key file is damaged", early=True),
    State(a_header_of_nonsense, VaultDamaged, "key file is damaged", early=True),
    State(a_header_with_a_memory_trap, VaultDamaged, "file is damaged", early=True),
    State(a_header_whose_format_was_flipped, VaultDamaged, "is damaged", early=True),
    State(a_newer_header, VaultTooNew, "made this vault's key file", early=True),
    State(an_older_header, None, "key file is older than the vault"),
    State(a_header_without_one_slot, VaultDamaged, "key file was altered"),
    State(on_a_share, VaultOnNetwork, "destroy each other's work", early=True),
    State(left_by_a_killed_change_of_the_key, None, ""),
    State(in_use, VaultInUse, f"{HANDLER} has the vault open"),
)


@dataclass(frozen=True, slots=True)
class TriedKey:
    """One key: how it is tried, and whether it is one of the vault's."""

    name: str
    right: bool
    open: Callable[[Path, Standing], Vault]


KEYS = (
    TriedKey(
        "recovery key",
        True,
        lambda folder, standing: open_with_recovery_key(
            folder, standing.kept.recovery_key
        ),
    ),
    TriedKey(
        "another vault's recovery key",
        False,
        lambda folder, _: open_with_recovery_key(
            folder, recovery_key.new_recovery_key()
        ),
    ),
    TriedKey(
        "this computer's secret",
        True,
        lambda folder, standing: open_with_device(folder, standing.device),
    ),
    TriedKey(
        "a stranger's secret",
        False,
        lambda folder, _: open_with_device(folder, bytes(32)),
    ),
    TriedKey("passphrase", True, lambda folder, _: open_vault(folder, PASSPHRASE)),
    TriedKey("wrong passphrase", False, lambda folder, _: open_vault(folder, _ANOTHER)),
)
_SHORT = frozenset({"recovery key", "a stranger's secret"})


def main() -> int:
    """Try every key on every state; print the promise; return whether it was missed."""
    promise = Promise("P7 the truth table of unlocking")
    promise.count("states", len(STATES) + 1)
    keys = [key for key in KEYS if not is_short() or key.name in _SHORT]
    promise.count("keys", len(keys))
    said: set[str] = set()
    with room() as place:
        standing = make_standing(place)
        for state in STATES:
            for key in keys:
                said.add(_try(promise, state, key, standing, place))
                promise.count("openings")
        _try_read_only(promise, standing, place)
    promise.count("distinct answers", len(said))
    return promise.report()


def make_standing(place: Path) -> Standing:
    """Make a vault, remember it, and go on with it and with its keys."""
    kept = make_vault(place / "team.isvault")
    with opened(kept) as session:
        device = key_changes.add_device(session.vault, 1, by=HANDLER, at=now())
    before = Path(shutil.copytree(kept.folder, place / "before" / "team.isvault"))
    with opened(kept) as session:
        from faults._vaults import new_post

        cases = receive_post(session, new_post(1)).cases
        add_note(session, cases[0], "Went on")
        key_changes.add_device(session.vault, 1, by=HANDLER, at=now())
    return Standing(kept, device, before)


def _try(
    promise: Promise, state: State, key: TriedKey, standing: Standing, place: Path
) -> str:
    folder = place / "tried" / "team.isvault"
    shutil.rmtree(folder.parent, ignore_errors=True)
    shutil.copytree(standing.kept.folder, folder)
    state.spoil(folder, standing)
    with _around(state, folder, standing):
        before = lying(folder)
        label = f"{state.name} with {key.name}"
        wanted: Answer = state.answer
        if not key.right and not state.early:
            wanted = WrongPassphrase
        try:
            vault = key.open(folder, standing)
        except IsteamError as error:
            said = str(error)
            kind = type(error)
            promise.expect(kind is wanted, f"{label}: {kind.__name__}: {said}")
            right = wanted is WrongPassphrase or state.said in said
            promise.expect(right, f"{label}: said {said}")
            promise.expect(lying(folder) == before, f"{label}: the folder was changed")
            return f"{kind.__name__}: {said}"
        said = _what_it_says(vault, state)
        vault.close()
        promise.expect(wanted is None, f"{label}: opened")
        promise.expect(state.said in said, f"{label}: said “{said}”")
        return f"opens {said}"


def _what_it_says(vault: Vault, state: State) -> str:
    told = list(vault.notices)
    if state.checked:
        with suppress(VaultDamaged):
            told += vault.verify().problems
        told += ["The database is damaged in", "but still open for changes"][
            : 0 if vault.damage else 2
        ]
    return " ".join(told)


_OTHER = """
import sys
from pathlib import Path
from isteam_app.storage.vault_doors import open_with_recovery_key
vault = open_with_recovery_key(Path(sys.argv[1]), sys.argv[2])
print("open", flush=True)
sys.stdin.read()
"""


@contextmanager
def _around(state: State, folder: Path, standing: Standing) -> Iterator[None]:
    if state.spoil is on_a_share:
        os.environ[NETWORK_FOLDERS] = str(folder.parent)
        try:
            yield
        finally:
            del os.environ[NETWORK_FOLDERS]
    elif state.spoil is in_use:
        other = subprocess.Popen(
            [sys.executable, "-c", _OTHER, str(folder), standing.kept.recovery_key],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
        )
        assert other.stdout is not None  # noqa: S101  asked for above
        other.stdout.readline()
        try:
            yield
        finally:
            other.kill()
            other.communicate()
    else:
        yield


_READ_ONLY = """
import os, sys
from pathlib import Path
from isteam_app.errors import IsteamError
from isteam_app.storage.vault_doors import open_with_recovery_key
if hasattr(os, "getuid") and os.getuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
try:
    open_with_recovery_key(Path(sys.argv[1]), sys.argv[2]).close()
except IsteamError as refused:
    print(type(refused).__name__)
looking = open_with_recovery_key(Path(sys.argv[1]), sys.argv[2], look_only=True)
with looking.read() as vault:
    print(vault.members.all()[0].name)
looking.close()
"""


def _try_read_only(promise: Promise, standing: Standing, place: Path) -> None:
    """As a user without the right to write, in a program of its own."""
    if sys.platform == "win32":
        return
    folder = place / "tried" / "team.isvault"
    shutil.rmtree(folder.parent, ignore_errors=True)
    shutil.copytree(standing.kept.folder, folder)
    (folder / LOCK).unlink(missing_ok=True)
    for path in (place, folder.parent):
        path.chmod(0o755)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o555 if path.is_dir() else 0o444)
    done = subprocess.run(
        [sys.executable, "-c", _READ_ONLY, str(folder), standing.kept.recovery_key],
        capture_output=True,
        text=True,
        check=False,
    )
    told = done.stdout.split("\n")[:2]
    wanted = [VaultReadOnly.__name__, HANDLER]
    promise.expect(told == wanted, f"read-only: {told} {done.stderr[-300:]}")
    promise.count("openings", 2)
    for path in (folder, *folder.rglob("*")):
        path.chmod(0o755 if path.is_dir() else 0o644)


def lying(folder: Path) -> dict[str, bytes]:
    """What lies in a folder; the lock, and memory that windows share, left out."""
    if folder.is_file():
        return {"": folder.read_bytes()}
    return {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and path.name != LOCK and not path.name.endswith("-shm")
    }


def flip(path: Path, place: int) -> None:
    data = bytearray(path.read_bytes())
    data[place] ^= 0x10
    path.write_bytes(data)


def rewrite(folder: Path, change: Callable[[dict[str, object]], object]) -> None:
    path = folder / HEADER
    fields = json.loads(path.read_bytes())
    change(fields)
    path.write_text(json.dumps(fields))


def run_in(folder: Path, standing: Standing, statement: str) -> None:
    header = header_from_bytes((folder / HEADER).read_bytes())
    key = keyslots.unlock_with_recovery_key(header, standing.kept.recovery_key)
    engine = vault_engine(folder / DATABASE, key.data_key)
    with writing(engine) as connection, connection.begin():
        connection.exec_driver_sql(statement)
    engine.dispose()


if __name__ == "__main__":
    sys.exit(main())
