"""Makes text fit for paper before anybody reads it as a letter."""

import unicodedata

_DROPPED = {"Cc", "Cf", "Cs"}
_KEPT = {"\n", "\t"}
_SPACES = str.maketrans(
    {
        "\u2028": "\n",
        "\u2029": "\n",
        "\u202f": "\u00a0",
        **dict.fromkeys(
            map(chr, (0x1680, *range(0x2000, 0x200B), 0x205F, 0x3000)), " "
        ),
    }
)
"""Line ends and spaces that no typeface need have, as the ones that all have."""


def clean(text: str) -> str:
    """Return text as it is printed: composed letters, no control or hidden characters.

    Marks that turn the reading direction are taken out too: they can make a name or a
    number read differently from what is stored.
    """
    if text.isascii() and text.isprintable():
        return text
    plain = "".join(
        character
        for character in text.replace("\r\n", "\n").translate(_SPACES)
        if character in _KEPT or unicodedata.category(character) not in _DROPPED
    )
    return unicodedata.normalize("NFC", plain)


def named(character: str) -> str:
    """Name a character so that it can be found: “毛” (U+6BDB)."""
    return f"“{character}” (U+{ord(character):04X})"
