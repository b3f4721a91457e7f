"""Makes text fit for paper before anybody reads it as a letter."""

import unicodedata

_DROPPED = {"Cc", "Cf", "Cs"}
_KEPT = {"\n", "\t"}


def clean(text: str) -> str:
    """Return text as it is printed: composed letters, no control or hidden characters.

    Marks that turn the reading direction are taken out too: they can make a name or a
    number read differently from what is stored.
    """
    if text.isascii() and text.isprintable():
        return text
    plain = "".join(
        character
        for character in text.replace("\r\n", "\n")
        if character in _KEPT or unicodedata.category(character) not in _DROPPED
    )
    return unicodedata.normalize("NFC", plain)


def named(character: str) -> str:
    """Name a character so that it can be found: “毛” (U+6BDB)."""
    return f"“{character}” (U+{ord(character):04X})"
