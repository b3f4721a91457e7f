"""What a person does from start to end, on a disk that lets them down half way.

`act` is done under the fault, and again without it where the fault was told; then
`missing` looks for exactly one result of it in the vault opened anew.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from faults._vaults import (
    HANDLER,
    PASSPHRASE,
    Kept,
    make_vault,
    new_post,
    now,
    opened,
)
from isteam_app.domain.disclosures import Subject
from isteam_app.domain.letters import LetterState
from isteam_app.services import half_typed
from isteam_app.services.disclosure_sections import (
    add_subjects,
    fill_in,
    record_request,
)
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_check import recipient_of
from isteam_app.services.letters import finalise, start_letter
from isteam_app.services.print_desk import mark_posted, mark_printed
from isteam_app.services.register_exports import RegisterExport, export_register
from isteam_app.services.scan_back import scan_letter
from isteam_app.services.scans import Scan
from isteam_app.services.session import Session
from isteam_app.services.unlock import create, lock, unlock_with_recovery_key
from isteam_app.storage import key_changes
from isteam_app.storage.kdf import FLOOR_COST
from isteam_app.storage.recovery_key import new_recovery_key

Missing = Iterator[str]

_SCAN = Scan(
    name="letter.pdf", media_type="application/pdf", data=b"%PDF-1.7\n" * 900, pages=1
)
_TYPED = "Half a sentence that nobody has saved"


@dataclass(slots=True)
class State:
    """Where one try of a journey has got to. `key` opens the vault in the end.

    `stuck`: nothing could be removed, so what was half done may lie about.
    """

    place: Path
    kept: Kept
    session: Session | None = None
    key: str = ""
    typed: str = ""
    stuck: bool = False

    @property
    def open(self) -> Session:
        if self.session is None:
            self.session = unlock_with_recovery_key(
                self.kept.folder, self.key or self.kept.recovery_key, now
            )
        return self.session

    def close(self) -> None:
        if self.session is not None:
            session, self.session = self.session, None
            lock(session)


@dataclass(frozen=True, slots=True, kw_only=True)
class Journey:
    """`start` makes the vault it begins with; the vault is open before the fault.

    `every`: of a long journey only every so manieth operation is made to fail.
    """

    name: str
    start: Callable[[Path], Kept]
    act: Callable[[State], None]
    missing: Callable[[Session, State], Missing]
    opens_first: bool = True
    every: int = 1


def _vault(place: Path) -> Kept:
    kept = make_vault(place / "team.isvault")
    with opened(kept) as session:
        receive_post(session, new_post(1, scans=(_SCAN,)))
        for number in range(3):
            _record_request(session, number)
    return kept


def _record_request(session: Session, number: int) -> None:
    request = record_request(
        session,
        {
            "received": now().date().isoformat(),
            "organisation": f"Constabulary {number}",
            "kind": "police",
        },
    )
    fill_in(session, request, "asked", {"asked": "Who collected one parcel"})
    subject = Subject(disclosure_id=request.id, name="Jago Merriweather")
    add_subjects(session, request, [subject])


def _create(state: State) -> None:
    place = state.place / "made.isvault"
    if state.stuck and place.exists():  # what could not be removed keeps its name
        place = state.place / "another.isvault"
    made = create(
        place,
        passphrase=PASSPHRASE,
        member=HANDLER,
        now=now,
        cost=FLOOR_COST,
    )
    state.kept = Kept(made.session.vault.folder, made.recovery_key)
    state.session = made.session
    state.close()


def _created_missing(session: Session, state: State) -> Missing:
    if session.member.name != HANDLER:
        yield "the new vault does not know its first person"
    if list(state.place.glob(".*")) and not state.stuck:
        yield "half a vault was left beside the new one"


def _open(state: State) -> None:
    state.open  # noqa: B018  the opening is what is tried
    state.close()


def _opened_missing(session: Session, _state: State) -> Missing:
    with session.vault.read() as vault:
        if vault.cases.count() != 1 or vault.documents.count() != 1:
            yield "a case or its scan is not there"


def _intake(state: State) -> None:
    receive_post(state.open, new_post(2, scans=(_SCAN, _SCAN)))


def _intake_missing(session: Session, _state: State) -> Missing:
    with session.vault.read() as vault:
        counts = (vault.cases.count(), vault.documents.count())
        if counts != (2, 3):
            yield f"{counts[0]} cases and {counts[1]} scans are there, not 2 and 3"
        if not vault.search.find("IS-2026-00002"):
            yield "the new case cannot be found"


def _letter(state: State) -> None:
    """Go on with the one letter from where it stands, as a person would."""
    session = state.open
    with session.vault.read() as vault:
        known = vault.letters.for_case(1)
    letter = known[0] if known else start_letter(session, 1, "access-acknowledgement")
    if letter.state is LetterState.DRAFT:
        twice = recipient_of(session, letter.id).twice
        letter = finalise(session, letter, ticked=[each.key for each in twice])
    if letter.state is LetterState.FINAL:
        letter = mark_printed(session, letter.id)
    if letter.state is LetterState.PRINTED:
        scan_letter(session, letter.reference)
        mark_posted(session, [letter.id], on=session.today, service="First class")


def _letter_missing(session: Session, _state: State) -> Missing:
    with session.vault.read() as vault:
        letters = vault.letters.for_case(1)
        if [letter.state for letter in letters] != [LetterState.POSTED]:
            yield f"the letters are {[letter.state.value for letter in letters]}"
        elif not vault.letters.pdf(letters[0].id).startswith(b"%PDF"):
            yield "the letter lost its pages"


def _export(state: State) -> None:
    wanted = RegisterExport(reason="The yearly audit")
    export_register(state.open, state.place / "register.csv", wanted)


def _export_missing(_session: Session, state: State) -> Missing:
    text = (state.place / "register.csv").read_text("utf-8-sig")
    if text.count("Constabulary") != 3:
        yield "the exported register is not whole"
    if list(state.place.glob(".*.part")) and not state.stuck:
        yield "half an export was left beside the file"


def _keys(state: State) -> None:
    """Replace the recovery sheet: from then on the new one opens, and only it."""
    printed = new_recovery_key()
    vault = state.open.vault
    key_changes.replace_recovery_key(vault, printed, by=HANDLER, at=now())
    state.key = printed


def _keys_missing(session: Session, _state: State) -> Missing:
    with session.vault.read() as vault:
        entries = vault.audit.page(limit=1_000).rows
    changes = [each for each in entries if each.action == "keys.recovery_changed"]
    if len(changes) != 1:
        yield f"{len(changes)} changes of the recovery key are in the audit trail"


def _lock_typing(state: State) -> None:
    half_typed.keep(state.open, "intake", _TYPED)
    state.typed = _TYPED
    state.close()


def _typing_missing(session: Session, _state: State) -> Missing:
    if half_typed.take_back(session, "intake") != _TYPED:
        yield "what was half typed is gone"


JOURNEYS = (
    Journey(
        name="create a vault",
        start=_vault,
        act=_create,
        missing=_created_missing,
        opens_first=False,
        every=7,
    ),
    Journey(
        name="open and lock",
        start=_vault,
        act=_open,
        missing=_opened_missing,
        opens_first=False,
    ),
    Journey(name="save with scans", start=_vault, act=_intake, missing=_intake_missing),
    Journey(name="letter", start=_vault, act=_letter, missing=_letter_missing, every=3),
    Journey(
        name="export the register", start=_vault, act=_export, missing=_export_missing
    ),
    Journey(
        name="change the recovery key", start=_vault, act=_keys, missing=_keys_missing
    ),
    Journey(
        name="lock with typing", start=_vault, act=_lock_typing, missing=_typing_missing
    ),
)
