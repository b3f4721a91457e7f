"""A year's register as an auditor opens it: in a spreadsheet program, cell by cell."""

import shutil
from datetime import date
from pathlib import Path

import pytest
from builders import new_session
from request_steps import about, closed, recorded
from spreadsheet import Opened, held, line_of

from isteam_app.domain.disclosures import RequesterKind
from isteam_app.exports.register_rows import columns_of
from isteam_app.exports.sheet_csv import read_sheet
from isteam_app.services.register_exports import (
    Format,
    RegisterExport,
    View,
    export_register,
)
from isteam_app.services.unlock import lock

pytestmark = pytest.mark.skipif(
    shutil.which("soffice") is None, reason="these are not installed: soffice"
)


@pytest.mark.parametrize("view", View)
def test_the_year_reads_the_same_in_both_formats(
    opened: Opened, tmp_path: Path, view: View
) -> None:
    session = new_session(tmp_path)
    closed(session, recorded(session, number="=1+1", their_reference="+44/7"))
    many = recorded(session, RequesterKind.COURT, organisation="@County Court 毛")
    about(session, many, *(f"Person {number} of 500" for number in range(500)))
    written = {}
    for each in (Format.CSV, Format.XLSX):
        written[each] = tmp_path / f"register.{each}"
        wanted = RegisterExport(
            view=view,
            format=each,
            first=date(2026, 1, 1),
            last=date(2026, 12, 31),
            reason="The yearly audit",
        )
        export_register(session, written[each], wanted)
    lock(session)
    rows = read_sheet(written[Format.CSV].read_bytes(), columns_of(view))
    heading, *lines = opened(written[Format.XLSX])
    assert heading == [column.title for column in columns_of(view)]
    assert lines == [line_of([held(value) for value in row]) for row in rows]
    assert lines
