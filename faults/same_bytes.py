"""P12: what was shown, what is kept and what the printer gets are the same bytes.

Letters are begun together in a real vault, shown as the letter page shows them, made in
two processes, kept, printed in runs and printed once more. The printer is stood in for
by one that keeps what it gets. A stamped second copy must differ; the kept bytes must
not.
"""

import sys
from datetime import datetime
from hashlib import sha256

from faults._report import Promise, is_short
from faults._vaults import make_vault, new_post, opened, room
from isteam_app.domain.addresses import parse_address
from isteam_app.domain.letters import Letter
from isteam_app.domain.print_runs import PrintState
from isteam_app.print_jobs import KnownJob
from isteam_app.printing import Sides
from isteam_app.progress import Progress, unwatched
from isteam_app.services.intake import receive_post
from isteam_app.services.letter_batches import begin_batch, finalise_each
from isteam_app.services.letters import letter_pdf, open_desk, preview
from isteam_app.services.print_answers import came_out, print_again
from isteam_app.services.print_runs import send, start_run
from isteam_app.services.run_pages import run_page
from isteam_app.services.session import Session

LETTERS, SHORT, A_RUN = 1_000, 8, 100
_TEMPLATE = "access-acknowledgement"


class Printer:
    """Stands in for the print queue: it keeps what it is given, by the job's title."""

    def __init__(self) -> None:
        self.got: dict[str, bytes] = {}

    def print_pdf(
        self,
        pdf: bytes,
        *,
        title: str,
        printer: str,  # noqa: ARG002  the queue's own signature
        sides: Sides = Sides.ONE,  # noqa: ARG002  likewise
        progress: Progress = unwatched,  # noqa: ARG002  likewise
    ) -> str:
        self.got[title] = pdf
        return str(len(self.got))

    def jobs_called(
        self,
        title: str,  # noqa: ARG002  likewise
        *,
        printer: str,  # noqa: ARG002  likewise
        since: datetime,  # noqa: ARG002  likewise
    ) -> tuple[KnownJob, ...] | None:
        return None

    def trouble(self, printer: str) -> str:  # noqa: ARG002  likewise
        return ""


def main() -> int:
    """Show, make, keep and print; print a line; return 1 for any difference."""
    promise = Promise("P12 shown, kept and printed bytes")
    for what in ("letters", "shown", "kept", "printed", "printed again"):
        promise.count(what, 0)
    count = SHORT if is_short() else LETTERS
    with room() as place, opened(make_vault(place / "same.isvault")) as session:
        letters = _begun(session, count, promise)
        shown = {letter.id: _shown(session, letter) for letter in letters}
        promise.count("shown", len(shown))
        went = finalise_each(session, letters[0].batch)
        promise.expect(not went.stays, f"{len(went.stays)} letters were not made")
        kept = {letter.id: letter_pdf(session, letter.id) for letter in letters}
        promise.count("kept", len(kept))
        printer = Printer()
        for start in range(0, count, A_RUN):
            _print(session, [one.id for one in letters[start : start + A_RUN]], printer)
        for letter in letters:
            _compare(session, letter, shown, kept, printer, promise)
        _print_one_again(session, letters[0], kept, printer, promise)
    return promise.report()


def _begun(session: Session, count: int, promise: Promise) -> tuple[Letter, ...]:
    cases = []
    for number in range(1, count + 1):
        address = parse_address(f"{number} Lantern Row, Eastbridge QX4 7TB")
        received = receive_post(session, new_post(number, address=address))
        cases.append(received.cases[0].id)
    begun = begin_batch(session, cases, _TEMPLATE)
    promise.count("letters", len(begun.letters))
    promise.expect(not begun.left_out, f"{len(begun.left_out)} cases got no letter")
    return begun.letters


def _shown(session: Session, letter: Letter) -> str:
    """Return the digest of what the letter page shows of a draft."""
    desk = open_desk(session, letter.id)
    return sha256(preview(desk, letter.body, dict(letter.answers)).pdf).hexdigest()


def _print(session: Session, ids: list[int], printer: Printer) -> None:
    started = start_run(session, ids, "post room")
    for run in started.runs:
        send(session, run.id, printer)
        page = run_page(session, run.id)
        came_out(session, [line.item.id for line in page.in_state(PrintState.SENT)])


def _compare(
    session: Session,
    letter: Letter,
    shown: dict[int, str],
    kept: dict[int, bytes],
    printer: Printer,
    promise: Promise,
) -> None:
    digest = sha256(kept[letter.id]).hexdigest()
    got = printer.got.get(letter.reference)
    promise.expect(
        shown[letter.id] == digest, f"{letter.reference} was shown otherwise"
    )
    if promise.expect(got is not None, f"{letter.reference} was not printed"):
        promise.count("printed")
        promise.expect(got == kept[letter.id], f"{letter.reference} printed otherwise")
    with session.vault.read() as vault:
        said = vault.letters.get(letter.id).sha256
    promise.expect(said == digest, f"{letter.reference} has another digest")


def _print_one_again(
    session: Session,
    letter: Letter,
    kept: dict[int, bytes],
    printer: Printer,
    promise: Promise,
) -> None:
    """A copy is stamped, which shows that a difference would be seen."""
    before = set(printer.got)
    run = print_again(session, [letter.id], "The paper was torn")
    send(session, run, printer)
    (title,) = set(printer.got) - before
    promise.count("printed again")
    promise.expect(printer.got[title] != kept[letter.id], "a copy bore no stamp")
    promise.expect(
        letter_pdf(session, letter.id) == kept[letter.id], "the kept bytes were changed"
    )


if __name__ == "__main__":
    sys.exit(main())
