"""The letters of a print run as a table: all of them, in the order of the manifest."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject

from isteam_app.services.run_pages import RunLine
from ui.common.cells import Cell, Column, status_cell
from ui.common.paged_model import PagedModel
from ui.letters.run_words import SCANNED, line_status


@dataclass(frozen=True, slots=True)
class _All:
    """All the lines of a run as one page of a table."""

    rows: Sequence[RunLine]
    next: Any = None


def run_model(
    lines: Callable[[], Sequence[RunLine]], parent: QObject
) -> PagedModel[RunLine]:
    """Return the rows of whichever run is in sight when they are read."""

    def read(_cursor: object, _limit: int) -> _All:
        return _All(lines())

    return PagedModel(_columns(), read, key=lambda line: line.letter.id, parent=parent)


def _columns() -> tuple[Column[RunLine], ...]:
    return (
        Column(
            key="number",
            heading="No.",
            cell=lambda line: Cell(str(line.number), tone="text3"),
            sample="100",
        ),
        Column(
            key="reference",
            heading="Reference",
            cell=lambda line: Cell(line.letter.reference, tone="text2"),
            sample="IS-2026-7V42BN / L12",
        ),
        Column(
            key="recipient",
            heading="Recipient",
            cell=lambda line: Cell(
                line.letter.recipient[0] if line.letter.recipient else "",
                strong=True,
                tooltip=", ".join(line.letter.recipient),
            ),
            grow=1,
            smallest=110,
        ),
        Column(
            key="area",
            heading="Area",
            cell=lambda line: Cell(line.area),
            sample="WWW",
            drop=2,
        ),
        Column(
            key="sheets",
            heading="Sheets",
            cell=lambda line: Cell(str(line.sheets)),
            sample="100",
            numeric=True,
            drop=3,
        ),
        Column(
            key="envelope",
            heading="Envelope",
            cell=lambda line: Cell(line.envelope),
            sample="Envelope",
            drop=1,
        ),
        Column(
            key="state",
            heading="Scan-back",
            cell=lambda line: status_cell(line_status(line), chip=True),
            sample=status_cell(SCANNED, chip=True),
        ),
    )
