"""The manifest of a print run and its separators: whole, archived, the same bytes."""

import io
from datetime import datetime

import pikepdf
import pytest
from letter_steps import page_text
from pikepdf import pdfa

from isteam_app.letters.manifest import (
    ManifestContent,
    ManifestLine,
    manifest_pdf,
    separator_pdf,
)


def content(count: int) -> ManifestContent:
    lines = tuple(
        ManifestLine(
            number=at,
            reference=f"IS-2026-{at:05} / L1",
            area="QX",
            sheets=at % 14 + 1,
            envelope="C4" if at % 5 == 0 else "DL",
            service="Special delivery",
            copy=2 if at == 3 else 1,
        )
        for at in range(1, count + 1)
    )
    return ManifestContent(
        run="2026-11-23 A",
        organisation="Fernleigh Post & Print Ltd",
        printer="Post-room-2",
        at=datetime(2026, 11, 23, 10, 15),  # noqa: DTZ001  as the wall clock shows it
        lines=lines,
    )


def archived(pdf: bytes) -> bool:
    with pikepdf.open(io.BytesIO(pdf)) as opened:
        return pdfa.check(opened, "2b").findings == []


@pytest.mark.parametrize("count", [0, 1, 8, 16, 17, 18, 23, 24, 25, 60, 500])
def test_each_letter_stands_once_with_the_totals_and_the_lines_to_sign(
    count: int,
) -> None:
    pdf = manifest_pdf(content(count))
    words = page_text(pdf)
    for at in range(1, count + 1):
        assert words.count(f"IS-2026-{at:05} / L1") == 1
    sheets = sum(at % 14 + 1 for at in range(1, count + 1))
    assert f"{sheets:,} sheet" in words
    for said in ("Printed by", "Checked by", "Sealed by", "Totals"):
        assert words.count(said) == 1
    assert manifest_pdf(content(count)) == pdf


def test_a_copy_printed_again_is_told_as_one() -> None:
    assert "IS-2026-00003 / L1, copy 2" in page_text(manifest_pdf(content(4)))


def test_both_papers_are_archived_files() -> None:
    separator = separator_pdf("2026-11-23 A", 5, 8, "IS-2026-00131 / L2", 14)
    assert "of 8" in page_text(separator)
    for pdf in (manifest_pdf(content(30)), separator):
        assert archived(pdf)
