"""What is asked of print runs, of what is read back, and of post that went or came."""

from collections.abc import Callable, Mapping
from typing import Any

from locked_canary import Canary

from isteam_app.services import (
    manifests,
    outgoing,
    print_answers,
    print_runs,
    printed_outside,
    returned_mail,
    run_pages,
)
from isteam_app.services import scan_back as scanning
from locked_canary_table.at import At, outcome


class _NoPrinter:
    """A computer without a printer: it takes nothing and knows of nothing."""

    def print_pdf(self, _pdf: bytes, **_: object) -> str:
        return ""

    def jobs_called(self, _title: str, **_: object) -> None:
        return None

    def trouble(self, _printer: str) -> str:
        return ""


def _every_page(at: At) -> list[object]:
    """Every run there can be, by its number, as if somebody had kept it."""
    return [
        outcome(lambda number=number: _page(at, number))  # type: ignore[misc]  # bound
        for number in range(1, 9)
    ]


def _page(at: At, number: int) -> object:
    page = run_pages.run_page(at.session, number)
    return page if page.lines else None


def _item(at: At, canary: Canary) -> Any:
    return print_answers.run_of(at.session, canary.letter.id)


def _register(at: At) -> list[object]:
    found: list[object] = []
    for each in outgoing.Format:
        file = at.file(f"outgoing.{each.value}")
        wanted = outgoing.OutgoingExport(format=each)
        found += [outgoing.export_outgoing(at.session, file, wanted), file]
    return found


READS: Mapping[str, Callable[[At], Any]] = {
    "manifests.manifest_of": lambda at: [
        outcome(lambda number=number: manifests.manifest_of(at.session, number))  # type: ignore[misc]  # bound
        for number in range(1, 9)
    ],
    "outgoing.export_outgoing": _register,
    "outgoing.outgoing_letters": lambda at: outgoing.outgoing_letters(
        at.session, outgoing.OutgoingExport()
    ),
    "printed_outside.take_in": lambda at: printed_outside.take_in(at.session),
    "print_answers.look_into": lambda at: print_answers.look_into(
        at.session, _NoPrinter()
    ),
    "print_answers.run_of": lambda at: at.stale(lambda canary: _item(at, canary)),
    "returned_mail.find_returned": lambda at: at.stale(
        lambda canary: returned_mail.find_returned(at.session, canary.letter.reference)
    ),
    "run_pages.letters_in_runs": lambda at: run_pages.letters_in_runs(at.session),
    "run_pages.open_runs": lambda at: run_pages.open_runs(at.session),
    "run_pages.run_page": _every_page,
    "run_pages.unfinished_run": lambda at: run_pages.unfinished_run(at.session),
}

IN_HAND: Mapping[str, Callable[[At], Any]] = {
    "print_answers.print_again": lambda at: at.stale(
        lambda canary: print_answers.print_again(
            at.session, [canary.letter.id], "A smudge"
        )
    ),
    "print_runs.start_run": lambda at: at.stale(
        lambda canary: print_runs.start_run(at.session, [canary.letter.id], "Post")
    ),
    "returned_mail.mark_returned": lambda at: at.stale(
        lambda canary: returned_mail.mark_returned(
            at.session, canary.letter.id, on=at.session.today, why="Gone away"
        )
    ),
    "scan_back.scan_letter": lambda at: at.stale(
        lambda canary: scanning.scan_letter(at.session, canary.letter.reference)
    ),
}
