"""A made-up letter as the scanner brings it in, to try the page for new post with."""

from datetime import date

from isteam_app.domain.people import Person
from isteam_app.letters.incoming import incoming_letter

_WORDS = """
Please send me a copy of everything you hold about me: delivery records, notes your
drivers made, and any photographs taken at my door since June.

Two parcels were signed for by somebody else. I would like to know by whom, and where
my letters to you about it went.

Please write to me at the address above.
"""


def sample_scan(sender: Person, *, dated: date, stamped: date) -> bytes:
    """Return a one-page PDF in which somebody asks for their data."""
    return incoming_letter(
        sender.address.printed(sender.name),
        f"{dated.day} {dated:%B %Y}",
        tuple(" ".join(part.split()) for part in _WORDS.strip().split("\n\n")),
        f"{stamped:%d %b %Y}".upper(),
    )
