"""The columns of the list of cases, and in which order they go where it is narrow."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

from isteam_app.domain.calendars import WorkingCalendar
from isteam_app.domain.cases import CaseRow
from isteam_app.domain.dates import long_date
from isteam_app.domain.listing import CaseColumn
from ui.cases.words import columns
from ui.common.cells import Cell, Column


def list_columns(
    today: Callable[[], date], calendar: Callable[[], WorkingCalendar]
) -> tuple[Column[CaseRow], ...]:
    """The day to post by goes first, then what the list has without it."""
    shown = [
        replace(column, drop=column.drop + 1) if column.drop else column
        for column in columns(today, calendar)
    ]
    place = [column.key for column in shown].index(CaseColumn.DUE) + 1
    shown.insert(
        place,
        Column(
            key=CaseColumn.POST_BY,
            heading="Post by",
            cell=lambda row: Cell(long_date(row.post_by) if row.post_by else ""),
            sample="Wed 30 Nov 2026",
            sortable=True,
            drop=1,
        ),
    )
    return tuple(shown)
