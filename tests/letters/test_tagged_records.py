"""What is put on paper beside letters is read out to a screen reader, too."""

from collections.abc import Callable, Mapping
from datetime import UTC, datetime
from io import BytesIO

import pikepdf
import pytest
from pikepdf import pdfa
from tag_reader import lines, unmarked

from isteam_app.letters.audit_seal import SealContent, audit_seal
from isteam_app.letters.chronology import (
    ChronologyContent,
    Happening,
    chronology_pdf,
)
from isteam_app.letters.manifest import (
    ManifestContent,
    ManifestLine,
    manifest_pdf,
    separator_pdf,
)
from isteam_app.letters.recovery_sheet import recovery_sheet

NOW = datetime(2026, 11, 24, 9, 30, tzinfo=UTC)
RECORDS: Mapping[str, Callable[[], bytes]] = {
    "seal": lambda: audit_seal(
        SealContent(
            vault_name="Example vault",
            vault_id="17",
            entries=1234,
            hash="0123456789abcdef" * 4,
            at=NOW,
            by="R. Adeyemi",
            watermark="DEMO",
        )
    ),
    "recovery": lambda: recovery_sheet(
        vault_name="Example vault",
        vault_id="17",
        key="ABCD-EFGH-IJKL-MNOP",
        on=NOW.date(),
    ),
    "manifest": lambda: manifest_pdf(
        ManifestContent(
            run="PR-7",
            organisation="Fernleigh Post & Print Ltd",
            printer="Desk",
            at=NOW,
            lines=tuple(
                ManifestLine(
                    number=number,
                    reference=f"IS-2026-{number:05} / L1",
                    area="EX",
                    sheets=2,
                    envelope="DL",
                )
                for number in range(1, 60)
            ),
        )
    ),
    "separator": lambda: separator_pdf("PR-7", 1, 3, "IS-2026-00042 / L3", 2),
    "chronology": lambda: chronology_pdf(
        ChronologyContent(
            reference="IS-2026-00042",
            organisation="Fernleigh Post & Print Ltd",
            facts=(("Requester", "Ann Example"),),
            happenings=(
                Happening(on=NOW.date(), what="Letter received", text="One\nTwo"),
            ),
            on=NOW.date(),
        )
    ),
}


@pytest.mark.parametrize("record", RECORDS)
def test_records_are_read_out_too(record: str) -> None:
    pdf = RECORDS[record]()
    read = lines(pdf)
    assert read[0][0] == "H1"
    assert unmarked(pdf) == []
    with pikepdf.open(BytesIO(pdf)) as opened:
        assert str(opened.Root.Lang) == "en-GB"
        assert pdfa.check(opened, "2b").findings == []


def test_a_chronology_says_the_day_before_the_event() -> None:
    read = [text for _, text in lines(RECORDS["chronology"]())]
    assert "Tue 24 Nov 2026 Letter received" in " ".join(read)
