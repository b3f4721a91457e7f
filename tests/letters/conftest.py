"""What the letter tests share: a whole letter, and how to read a PDF back."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from io import BytesIO
from typing import Any

import pypdfium2
import pytest

from isteam_app.domain.addresses import Address
from isteam_app.domain.settings import Organisation, Signatory
from isteam_app.letters.content import LetterContent

Letter = Callable[..., LetterContent]

CONTENT = LetterContent(
    organisation=Organisation(
        name="Fernleigh Post & Print Ltd",
        team="Information Security Team",
        address=Address(
            lines=("Unit 9, Millbrook Way",), town="Exampleton", postcode="EX4 9ZZ"
        ),
        company_number="00000000",
    ),
    signatory=Signatory(name="R. Adeyemi", role="Information Security Officer"),
    recipient=("Ms Ann Ńowak", "14 Chapel Row", "EXAMPLEFORD", "EX1 2AB"),
    on=date(2026, 11, 24),
    our_reference="IS-2026-00042",
    print_reference="IS-2026-00042 / L3",
    body="Dear {{salutation}}\n\n# Your letter\n\nIt reached us on **{{received}}**.\n",
    values={"salutation": "Ms Ńowak", "received": "Thursday 19 November 2026"},
)


@pytest.fixture(scope="session")
def letter() -> Letter:
    """Make a letter, with what a test changes; `values` are added to the usual ones."""

    def make(*, values: dict[str, Any] | None = None, **changes: Any) -> LetterContent:
        filled = {**CONTENT.values, **(values or {})}
        return replace(CONTENT, values=filled, **changes)

    return make


def pages_of(pdf: bytes) -> list[str]:
    """Return each page's text in reading order, with line ends as spaces."""
    document = pypdfium2.PdfDocument(BytesIO(pdf))
    try:
        return [
            " ".join(page.get_textpage().get_text_bounded().split())
            for page in document
        ]
    finally:
        document.close()


@pytest.fixture(scope="session")
def read() -> Callable[[bytes], str]:
    """Read a PDF's whole text back."""
    return lambda pdf: " ".join(pages_of(pdf))


@pytest.fixture(scope="session")
def read_pages() -> Callable[[bytes], list[str]]:
    return pages_of
