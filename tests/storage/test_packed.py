"""A long text within its row: short there, and the same when read."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st
from vault_makers import AT, MEMBER, new_request

from isteam_app.storage.packed import packed, unpacked
from isteam_app.storage.vault import Vault

GATES = json.dumps([{"key": "telling", "law": f"Section {n}"} for n in range(60)])


@pytest.mark.parametrize("text", ["", "z", "{}", "é" * 499, GATES, "z:7"])
def test_it_comes_back_as_it_was(text: str) -> None:
    assert unpacked(packed(text)) == text


@given(st.text(max_size=2_000))
def test_any_text_comes_back(text: str) -> None:
    assert unpacked(packed(text)) == text


def test_what_the_rules_said_takes_little_of_its_row(vault: Vault) -> None:
    with vault.change("disclosure.recorded", by=MEMBER, at=AT) as work:
        kept = work.disclosures.add(new_request(verdicts=GATES))
        work.commit()
    with vault.read() as reading:
        assert reading.disclosures.get(kept.id).verdicts == GATES
    raw = vault._engine.raw_connection()  # noqa: SLF001  what the row holds
    (length,) = (
        raw.cursor().execute("SELECT length(verdicts) FROM disclosures").fetchone()
    )
    raw.close()
    assert length < len(GATES) / 4
