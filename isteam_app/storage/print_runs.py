"""Keeps print runs, what became of each letter in them, and what was read back."""

from collections.abc import Collection, Sequence
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, exists, func, select

from isteam_app.domain.letters import LetterState
from isteam_app.domain.print_runs import PrintItem, PrintRun, PrintState, ScanBack
from isteam_app.domain.text import NOTE
from isteam_app.errors import NotFound
from isteam_app.storage.meanwhile import changed_meanwhile
from isteam_app.storage.tables import letters, print_items, print_runs, scan_backs
from isteam_app.storage.work import Limit, Work, cleaned

_RUN = {"name": Limit("The print run's name"), "printer": Limit("The printer")}
_ITEM = {
    "why": Limit("Why it is printed again", NOTE),
    "spoilt_why": Limit("What was wrong", NOTE),
    "job": Limit("The number of the print job"),
}
_SAID = {"said": Limit("What was scanned", NOTE)}
_MOST = 2000
_APART = "Held"
"""How the name of a run begins that stands apart from the runs of its day."""
_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ"


class PrintRunsReader:
    """Finds print runs."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, id: int) -> PrintRun:  # noqa: A002  the record's own word
        """Return one run.

        Raises:
            NotFound: no run has that id, or none of its letters is in sight.
        """
        query = select(print_runs).where(print_runs.c.id == id, _in_sight())
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound("That print run is not in the vault.")
        return _run(row)

    def open_runs(self) -> tuple[PrintRun, ...]:
        """Return the runs with letters in sight that are not closed, oldest first."""
        query = select(print_runs).where(print_runs.c.closed_at.is_(None), _in_sight())
        rows = self._connection.execute(query.order_by(print_runs.c.id).limit(_MOST))
        return tuple(map(_run, rows))

    def latest(self, before: int | None = None, limit: int = 100) -> Sequence[PrintRun]:
        """Return the newest runs, those before an id where one is given.

        A run none of whose letters is in sight is none of them.
        """
        query = select(print_runs).where(_in_sight())
        if before is not None:
            query = query.where(print_runs.c.id < before)
        rows = self._connection.execute(
            query.order_by(print_runs.c.id.desc()).limit(limit)
        )
        return tuple(map(_run, rows))

    def items(self, run_id: int) -> tuple[PrintItem, ...]:
        """Return the letters of a run, in their order."""
        query = (
            select(print_items)
            .where(print_items.c.run_id == run_id)
            .order_by(print_items.c.position, print_items.c.id)
            .limit(_MOST)
        )
        return tuple(map(_item, self._connection.execute(query)))

    def item(self, id: int) -> PrintItem:  # noqa: A002  the record's own word
        """Return one printing of one letter.

        Raises:
            NotFound: there is none with that id.
        """
        query = select(print_items).where(print_items.c.id == id)
        row = self._connection.execute(query).first()
        if row is None:
            raise NotFound("That letter is not in this print run.")
        return _item(row)

    def of_letter(self, letter_id: int) -> tuple[PrintItem, ...]:
        """Return every printing of one letter, oldest first."""
        query = (
            select(print_items)
            .where(print_items.c.letter_id == letter_id)
            .order_by(print_items.c.id)
            .limit(_MOST)
        )
        return tuple(map(_item, self._connection.execute(query)))

    def last_of(self, letter_ids: Collection[int]) -> dict[int, PrintItem]:
        """Return the newest printing of each of some letters, by the letter's id."""
        newest = (
            select(func.max(print_items.c.id))
            .where(print_items.c.letter_id.in_(list(letter_ids)))
            .group_by(print_items.c.letter_id)
        )
        query = select(print_items).where(print_items.c.id.in_(newest))
        found = map(_item, self._connection.execute(query))
        return {item.letter_id: item for item in found}

    def printed_outside(self) -> tuple[int, ...]:
        """Return the letters that are printed and were never in a run, oldest first."""
        query = (
            select(letters.c.id)
            .where(
                letters.c.state == LetterState.PRINTED.value,
                ~exists().where(print_items.c.letter_id == letters.c.id),
            )
            .order_by(letters.c.id)
            .limit(_MOST)
        )
        return tuple(self._connection.execute(query).scalars())

    def in_doubt(self) -> tuple[PrintItem, ...]:
        """Return what was being sent when the program stopped, oldest first."""
        query = (
            select(print_items)
            .join(print_runs, print_runs.c.id == print_items.c.run_id)
            .where(
                print_runs.c.closed_at.is_(None),
                print_items.c.state == PrintState.SENDING.value,
            )
            .order_by(print_items.c.id)
            .limit(_MOST)
        )
        return tuple(map(_item, self._connection.execute(query)))

    def scans(self, run_id: int, limit: int = 20) -> tuple[ScanBack, ...]:
        """Return what was last read back in a run, newest first."""
        query = (
            select(scan_backs)
            .where(scan_backs.c.run_id == run_id)
            .order_by(scan_backs.c.id.desc())
            .limit(limit)
        )
        return tuple(
            ScanBack(
                id=row.id,
                run_id=row.run_id,
                letter_id=row.letter_id,
                said=row.said,
                right=bool(row.right),
                at=row.at,
                by=row.by,
            )
            for row in self._connection.execute(query)
        )


class PrintRuns(PrintRunsReader):
    """Finds and keeps print runs."""

    def __init__(self, work: Work) -> None:
        super().__init__(work.connection)
        self._work = work

    def add(
        self,
        run: PrintRun,
        items: Sequence[PrintItem],
        today: date,
        *,
        apart: bool = False,
    ) -> PrintRun:
        """Keep a new run with its letters. It is named by its day: "2026-11-23 A".

        A run that stands `apart` is counted by itself, so that the names of the others
        have no gap: "Held 2026-11-23 A".

        Raises:
            RuleBroken: a text cannot be kept.
        """
        day = f"{_APART} {today.isoformat()}" if apart else today.isoformat()
        values: dict[str, object] = {
            "name": self._next_name(day),
            "printer": run.printer,
        }
        run_id = self._work.insert(
            print_runs,
            cleaned(values, _RUN)
            | {
                "separators": int(run.separators),
                "duplex": int(run.duplex),
                "started_at": self._work.at,
                "started_by": self._work.by,
                "closed_by": "",
                "version": 1,
            },
        )
        self._connection.execute(
            print_items.insert(),
            [
                _values(item)
                | {"run_id": run_id, "letter_id": item.letter_id, "copy": item.copy}
                | {"position": position, "version": 1}
                for position, item in enumerate(items, start=1)
            ],
        )
        self._touch(run_id, *(item.letter_id for item in items))
        return self.get(run_id)

    def add_item(self, item: PrintItem) -> PrintItem:
        """Keep one more printing of a letter in a run that there is already.

        Raises:
            RuleBroken: a text cannot be kept.
        """
        item_id = self._work.insert(
            print_items,
            _values(item)
            | {"run_id": item.run_id, "letter_id": item.letter_id, "copy": item.copy}
            | {"position": item.position, "version": 1},
        )
        self._touch(item.run_id, item.letter_id)
        return self.item(item_id)

    def use_printer(self, run: PrintRun, printer: str) -> PrintRun:
        """Send what is left of a run to another printer.

        Raises:
            ChangedMeanwhile: somebody else changed it since it was read.
            RuleBroken: a text cannot be kept.
        """
        values: dict[str, object] = {"printer": printer}
        cleaned(values, {"printer": _RUN["printer"]})
        if not self._work.update(print_runs, run.id, run.version, values):
            raise changed_meanwhile(self._work, "print_run", run.id, "this print run")
        self._touch(run.id)
        return self.get(run.id)

    def update_item(self, item: PrintItem) -> PrintItem:
        """Keep what became of one letter of a run.

        Raises:
            ChangedMeanwhile: somebody else changed it since it was read.
            RuleBroken: a text cannot be kept.
        """
        if not self._work.update(print_items, item.id, item.version, _values(item)):
            raise changed_meanwhile(
                self._work, "print_run", item.run_id, "this print run"
            )
        self._touch(item.run_id, item.letter_id)
        return self.item(item.id)

    def close(self, run: PrintRun) -> PrintRun:
        """Note that all of a run is answered for.

        Raises:
            ChangedMeanwhile: somebody else changed it since it was read.
        """
        values: dict[str, object] = {
            "closed_at": self._work.at,
            "closed_by": self._work.by,
        }
        if not self._work.update(print_runs, run.id, run.version, values):
            raise changed_meanwhile(self._work, "print_run", run.id, "this print run")
        self._touch(run.id)
        return self.get(run.id)

    def note_left(self, run: PrintRun) -> None:
        """Note that a paper about a run leaves the vault."""
        self._touch(run.id)

    def note_scan(self, scan: ScanBack) -> None:
        """Keep that a code was read back, and whether it was the right one.

        Raises:
            RuleBroken: a text cannot be kept.
        """
        values: dict[str, object] = {"said": scan.said}
        self._work.insert(
            scan_backs,
            cleaned(values, _SAID)
            | {
                "run_id": scan.run_id,
                "letter_id": scan.letter_id,
                "right": int(scan.right),
                "at": self._work.at,
                "by": self._work.by,
            },
        )
        self._touch(scan.run_id, *([scan.letter_id] if scan.letter_id else ()))

    def _touch(self, run_id: int, *letter_ids: int) -> None:
        """Tell of the letters beside their run.

        The trail is read through the same curtain: an entry about a letter that is out
        of sight is out of sight with it, which by the run alone it would not be.
        """
        self._work.touch("print_run", run_id, words=False)
        for letter_id in letter_ids or self._letters_of(run_id):
            self._work.touch("letter", letter_id, words=False)

    def _letters_of(self, run_id: int) -> Sequence[int]:
        """Return the first letter of a run: enough for its entry to go with it."""
        query = select(print_items.c.letter_id).where(print_items.c.run_id == run_id)
        first = query.order_by(print_items.c.position).limit(1)
        return self._connection.execute(first).scalars().all()

    def _next_name(self, day: str) -> str:
        query = select(func.count()).where(
            print_runs.c.name >= day, print_runs.c.name < f"{day}~"
        )
        earlier = int(self._connection.scalar(query.select_from(print_runs)) or 0)
        word = ""
        count = earlier + 1
        while count:
            count, rest = divmod(count - 1, len(_LETTERS))
            word = _LETTERS[rest] + word
        return f"{day} {word}"


def _in_sight() -> ColumnElement[bool]:
    return exists().where(print_items.c.run_id == print_runs.c.id)


def _values(item: PrintItem) -> dict[str, object]:
    texts: dict[str, object] = {
        "why": item.why,
        "spoilt_why": item.spoilt_why,
        "job": item.job,
    }
    return cleaned(texts, _ITEM) | {
        "state": item.state.value,
        "sheets": item.sheets,
        "sha256": item.sha256,
        "sent_at": item.sent_at,
        "answered_at": item.answered_at,
        "answered_by": item.answered_by,
        "scanned_at": item.scanned_at,
        "scanned_by": item.scanned_by,
    }


def _run(row: Row[*tuple[Any, ...]]) -> PrintRun:
    return PrintRun(
        id=row.id,
        name=row.name,
        printer=row.printer,
        separators=bool(row.separators),
        duplex=bool(row.duplex),
        started_at=row.started_at,
        started_by=row.started_by,
        closed_at=row.closed_at,
        closed_by=row.closed_by,
        version=row.version,
    )


def _item(row: Row[*tuple[Any, ...]]) -> PrintItem:
    return PrintItem(
        id=row.id,
        run_id=row.run_id,
        letter_id=row.letter_id,
        position=row.position,
        state=PrintState(row.state),
        copy=row.copy,
        why=row.why,
        sheets=row.sheets,
        sha256=row.sha256,
        job=row.job,
        sent_at=row.sent_at,
        answered_at=row.answered_at,
        answered_by=row.answered_by,
        spoilt_why=row.spoilt_why,
        scanned_at=row.scanned_at,
        scanned_by=row.scanned_by,
        version=row.version,
    )
