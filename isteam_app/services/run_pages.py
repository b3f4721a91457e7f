"""A print run as it is shown: each letter once, in its order, with how far it is.

A letter that somebody may not see is not in the run for them: the others are numbered
as if it had never been, and a run of such letters alone is not there.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from isteam_app.domain.addresses import postcode_of
from isteam_app.domain.envelopes import profiles
from isteam_app.domain.letters import GONE, Enclosure, Letter
from isteam_app.domain.print_runs import PrintItem, PrintRun, PrintState, ScanBack
from isteam_app.domain.settings import Settings
from isteam_app.services.session import Session
from isteam_app.storage.vault import Change, Reading

ANSWERED = (PrintState.PRINTED, PrintState.SPOILT, PrintState.LEFT_OUT)
"""The states of which nothing more is to be asked."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RunLine:
    """One letter of a run: its newest printing, and what goes into the envelope.

    `number` is its place as the manifest tells it. `sheets` are all that lie in the
    envelope, `enclosed` those of them that are enclosures (title, sheets).
    """

    item: PrintItem
    letter: Letter
    number: int
    sheets: int
    envelope: str
    service: str = ""
    enclosed: tuple[tuple[str, int], ...] = ()

    @property
    def area(self) -> str:
        """The letters that a postcode begins with: all that a list needs of it."""
        return postcode_area(self.letter.recipient)

    @property
    def is_gone(self) -> bool:
        return self.letter.state in GONE

    @property
    def is_scanned(self) -> bool:
        return self.item.scanned_at is not None

    @property
    def waits_for_scan(self) -> bool:
        """Whether a printed letter waits for its code to be read back."""
        return not (self.is_gone or self.is_scanned) and self.item.state in (
            PrintState.SENT,
            PrintState.PRINTED,
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class RunPage:
    """A run with its letters. `spoilt` are the copies that were thrown away."""

    run: PrintRun
    lines: tuple[RunLine, ...]
    spoilt: tuple[PrintItem, ...]
    scans: tuple[ScanBack, ...]

    def in_state(self, *states: PrintState) -> tuple[RunLine, ...]:
        return tuple(line for line in self.lines if line.item.state in states)

    @property
    def printed(self) -> tuple[RunLine, ...]:
        """What was not left out."""
        return tuple(
            line for line in self.lines if line.item.state is not PrintState.LEFT_OUT
        )

    @property
    def scanned(self) -> tuple[RunLine, ...]:
        return tuple(line for line in self.printed if line.is_scanned or line.is_gone)

    @property
    def to_post(self) -> tuple[RunLine, ...]:
        """Those that were read back and have not gone."""
        return tuple(
            line for line in self.printed if line.is_scanned and not line.is_gone
        )

    @property
    def next_to_scan(self) -> RunLine | None:
        """The one whose turn it is, by the order of the manifest."""
        return next((line for line in self.printed if line.waits_for_scan), None)

    @property
    def sheets(self) -> int:
        return sum(line.sheets for line in self.printed)

    def line_of(self, letter_id: int) -> RunLine | None:
        return next((one for one in self.lines if one.letter.id == letter_id), None)


def open_runs(session: Session) -> tuple[PrintRun, ...]:
    """Return the runs that are not done with, newest first."""
    with session.vault.read() as vault:
        return vault.print_runs.open_runs()[::-1]


def run_page(session: Session, run_id: int, *, services: bool = False) -> RunPage:
    """Read a run with its letters; `services`: with how each is to go.

    Raises NotFound.
    """
    with session.vault.read() as vault:
        return page_of(vault, run_id, session.today, services=services)


def unfinished_run(session: Session) -> PrintRun | None:
    """Return the oldest run in which a letter waits to be sent, or to be asked after.

    None where every letter of every run is answered for.
    """
    with session.vault.read() as vault:
        for run in vault.print_runs.open_runs():
            newest = newest_of(vault.print_runs.items(run.id))
            if any(item.state not in ANSWERED for item in newest):
                return run
    return None


def letters_in_runs(session: Session) -> dict[int, str]:
    """Return the letters that a run is not done with, each with the run's name."""
    with session.vault.read() as vault:
        return {
            item.letter_id: run.name
            for run in vault.print_runs.open_runs()
            for item in newest_of(vault.print_runs.items(run.id))
            if item.state not in ANSWERED
        }


def page_of(
    vault: Reading | Change, run_id: int, today: date, *, services: bool = False
) -> RunPage:
    """Read a run inside a reading or a change that is open."""
    run = vault.print_runs.get(run_id)
    items = vault.print_runs.items(run_id)
    newest = newest_of(items)
    letters = {
        each.id: each
        for each in vault.letters.several(item.letter_id for item in newest)
    }
    settings = vault.settings.in_force(today)
    to_go = _services(vault, letters.values(), settings) if services else {}
    shown = [item for item in newest if item.letter_id in letters]
    enclosed = vault.enclosures.of_letters(tuple(letters))
    return RunPage(
        run=run,
        lines=tuple(
            _line(
                run,
                item,
                letters[item.letter_id],
                number,
                enclosed[item.letter_id],
                settings,
                to_go,
            )
            for number, item in enumerate(shown, start=1)
        ),
        spoilt=tuple(item for item in items if item.state is PrintState.SPOILT),
        scans=vault.print_runs.scans(run_id),
    )


def newest_of(items: Sequence[PrintItem]) -> tuple[PrintItem, ...]:
    """Return the last printing of each letter, in the order of the run."""
    last = {item.letter_id: item for item in sorted(items, key=lambda each: each.id)}
    return tuple(sorted(last.values(), key=lambda item: (item.position, item.id)))


def sheets_of(letter: Letter, enclosed: Iterable[Enclosure], *, duplex: bool) -> int:
    """Count the sheets in the envelope: what is printed, and what is laid beside it."""
    pages = letter.pages + letter.enclosed_pages
    printed = -(-pages // 2) if duplex else pages
    return printed + sum(each.pages for each in enclosed if not each.appended)


def postcode_area(lines: Sequence[str]) -> str:
    """Return where a letter goes, as letters alone: "QX"; "" for none."""
    code = postcode_of(lines)
    digit = next((at for at, each in enumerate(code) if not each.isalpha()), len(code))
    return code[:digit]


def envelope_word(key: str, settings: Settings) -> str:
    """Return what an envelope is called in a list: "DL"."""
    known = profiles(settings.letters.own_envelopes)
    found = known.get(key or settings.envelope)
    return found.label.partition(",")[0] if found else key.upper()


def _line(
    run: PrintRun,
    item: PrintItem,
    letter: Letter,
    number: int,
    enclosed: tuple[Enclosure, ...],
    settings: Settings,
    services: dict[int, str],
) -> RunLine:
    return RunLine(
        item=item,
        letter=letter,
        number=number,
        sheets=sheets_of(letter, enclosed, duplex=run.duplex),
        envelope=envelope_word(letter.envelope, settings),
        service=letter.service or services.get(letter.case_id or 0, ""),
        enclosed=tuple((each.title, each.pages) for each in enclosed),
    )


def _services(
    vault: Reading | Change, letters: Iterable[Letter], settings: Settings
) -> dict[int, str]:
    """Return the post that each case was promised its answer by, by its id."""
    ids = {each.case_id for each in letters if each.case_id is not None}
    return {
        case.id: case.service or settings.usual_service
        for case in vault.cases.several(sorted(ids))
    }
