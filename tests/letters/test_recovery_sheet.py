"""The recovery sheet can be read back, and is one page for the archive."""

from collections.abc import Callable
from datetime import date
from io import BytesIO

import pikepdf
from pikepdf import pdfa

from isteam_app.letters.recovery_sheet import groups, recovery_sheet

KEY = "2FNM-E4QX-77BC-0Z9W-MM3T-W9HD-2RAC-5NP0-JF"


def made(vault_name: str = "Fernleigh team") -> bytes:
    return recovery_sheet(
        vault_name=vault_name, vault_id="3f2a9c1e", key=KEY, on=date(2026, 11, 24)
    )


def test_every_group_of_the_key_is_on_it(read: Callable[[bytes], str]) -> None:
    text = read(made())
    assert all(group in text for group in KEY.split("-"))


def test_it_says_what_it_is_and_for_which_vault(read: Callable[[bytes], str]) -> None:
    text = read(made())
    for words in (
        "Recovery sheet",
        "Fernleigh team",
        "Vault 3f2a9c1e",
        "24 November 2026",
        "Where to keep it",
        "How to use it",
    ):
        assert words in text


def test_it_is_one_archive_page_and_always_the_same() -> None:
    sheet = made()
    assert sheet == made()
    with pikepdf.open(BytesIO(sheet)) as pdf:
        assert len(pdf.pages) == 1
        assert pdfa.check(pdf, "2b").findings == []


def test_the_key_is_not_among_the_files_facts() -> None:
    with pikepdf.open(BytesIO(made())) as pdf:
        facts = pdf.Root.Metadata.read_bytes() + str(pdf.docinfo).encode()
    assert b"2FNM" not in facts


def test_a_hostile_vault_name_stays_text(read: Callable[[bytes], str]) -> None:
    assert "<b>Team</b> ◌ & Co" in read(made("<b>Team</b> ܫ & Co\u202e"))


def test_a_key_without_groups_is_read_in_fours() -> None:
    assert groups("ABCDEFGHJK") == ("ABCD", "EFGH", "JK")
    assert groups(" AB-CD EF ") == ("AB", "CD", "EF")
