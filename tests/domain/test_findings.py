"""A decision says what its own findings say."""

import pytest

from isteam_app.domain.cases import CaseKind
from isteam_app.domain.findings import contradiction
from isteam_app.domain.forms import Entry


def entry(form: str, struck: str = "", **answers: str) -> Entry:
    return Entry(record_id=1, form=form, values=tuple(answers.items()), struck=struck)


def test_nothing_is_held_only_where_nothing_was_found() -> None:
    found = entry("search", system="CCTV", result="found")
    nothing = entry("search", system="Payments", result="nothing")
    refused = contradiction(CaseKind.ACCESS, "nothing_held", (nothing, found))
    assert "CCTV" in refused
    assert contradiction(CaseKind.ACCESS, "nothing_held", (nothing,)) == ""
    assert contradiction(CaseKind.ACCESS, "part", (found,)) == ""


@pytest.mark.parametrize(
    ("findings", "outcome"),
    [
        (("upheld",), "upheld"),
        (("not_upheld", "not_upheld"), "not_upheld"),
        (("upheld", "not_upheld"), "part"),
        (("part", "part"), "part"),
    ],
)
def test_the_issues_come_to_one_conclusion(
    findings: tuple[str, ...], outcome: str
) -> None:
    issues = tuple(entry("issue", finding=each) for each in findings)
    struck = entry("issue", struck="Twice", finding="upheld")
    for each in ("upheld", "part", "not_upheld"):
        said = contradiction(CaseKind.COMPLAINT, each, (*issues, struck))
        assert (said == "") is (each == outcome)


def test_what_is_withheld_is_not_given_in_full() -> None:
    item = entry("item", item="Stills", decision="redacted")
    assert "Stills" in contradiction(CaseKind.ACCESS, "given", (item,))
