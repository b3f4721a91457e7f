"""Words typed by a stranger stay words: no spreadsheet runs a cell as a formula."""

import re

_FORMULA_STARTS = (
    r"=+\-@\t\r\n"
    "\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}"
    "\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH COMMERCIAL AT}"
    "\N{MINUS SIGN}\N{SMALL PLUS SIGN}\N{SMALL HYPHEN-MINUS}"
    "\N{SMALL EQUALS SIGN}\N{SMALL COMMERCIAL AT}"
)
_UNSEEN = (
    "\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b-\u200f\u202a-\u202e"
    "\u2060-\u206f\ufe00-\ufe0f\ufeff"
)
_FORMULA = re.compile(rf"'*[\s{_UNSEEN}]*[{_FORMULA_STARTS}]")
"""A formula as spreadsheets know it, behind any space or mark that cannot be seen.

Apostrophes before one count as part of it: so the one that `guarded` puts there can be
told from those that were typed.
"""


def guarded(text: str) -> str:
    """Return a cell that no spreadsheet runs: an apostrophe goes before a formula."""
    if text[:1].isalnum():
        return text  # nearly every text ends here
    return f"'{text}" if _FORMULA.match(text) else text


def unguarded(cell: str) -> str:
    """Return what `guarded` was given."""
    return cell[1:] if cell.startswith("'") and _FORMULA.match(cell) else cell


def harmless(text: str) -> str:
    """Return a guarded cell without the mark that ends a text for some programs."""
    return guarded(text.replace("\0", ""))
