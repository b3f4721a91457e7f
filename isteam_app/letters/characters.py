"""Makes text fit for paper before anybody reads it as a letter."""

import re
import unicodedata

_USUAL = re.compile(r"[\n\t\x20-\x7e\xa0-\xac\xae-\u02ff\u2010-\u2027\u20ac]*")
"""What most letters are made of: nothing in it is dropped or stands for another."""
_DROPPED = {"Cc", "Cf", "Cs"}
_KEPT = {"\n", "\t"}
_JOINERS = {"\u200c", "\u200d"}
_JOINED = ((0x0600, 0x0DFF), (0x1000, 0x109F), (0x1780, 0x17FF))
"""Scripts in which a joiner changes the letters round it, as in Persian and Sinhala."""
_OLD_FORMS = re.compile("[\u2f00-\u2fdf\ufb13-\ufdff\ufe70-\ufefe]+")
"""Letters already joined, as old files hold them, which stand for plain ones."""
_OTHER_SPACE = {"\u2007": "\xa0", "\u202f": "\xa0", "\u2028": "\n", "\u2029": "\n"}
_STYLE_OF_PICTURES = {"\ufe0e", "\ufe0f"}
_PICTURES = (
    (0x231A, 0x23FF),
    (0x2600, 0x27BF),
    (0x2B05, 0x2B55),
    (0x1F000, 0x1FAFF),
    (0x1F1E6, 0x1F1FF),
)


def clean(text: str) -> str:
    """Return text as it is printed: composed letters, no control or hidden characters.

    Marks that turn the reading direction are taken out too: they can make a name or a
    number read differently from what is stored.
    """
    if _USUAL.fullmatch(text) and unicodedata.is_normalized("NFC", text):
        return text
    plain = _OLD_FORMS.sub(_in_plain_letters, text.replace("\r\n", "\n"))
    kept: list[str] = []
    for character in plain:
        kept.append(_printed(character, kept[-1] if kept else ""))
    return unicodedata.normalize("NFC", "".join(kept))


def named(character: str) -> str:
    """Name a character so that it can be found: “毛” (U+6BDB)."""
    shown = f"\N{DOTTED CIRCLE}{character}" if _is_mark(character) else character
    return f"“{shown}” (U+{ord(character):04X})"


def named_picture(character: str) -> str:
    """Name an emoji: “😀” (grinning face)."""
    name = unicodedata.name(character, f"U+{ord(character):04X}")
    return f"“{character}” ({name.lower()})"


def is_picture(character: str) -> bool:
    """Whether a character is an emoji or another small picture."""
    return any(first <= ord(character) <= last for first, last in _PICTURES)


def _printed(character: str, before: str) -> str:
    """Return what stands for a character on paper, which may be nothing."""
    category = unicodedata.category(character)
    if character in _JOINERS:
        return character if before and _takes_joiner(before) else ""
    if category[0] == "Z":
        usual = character if character == "\xa0" else " "
        return _OTHER_SPACE.get(character, usual)
    dropped = category in _DROPPED and character not in _KEPT
    return "" if dropped or character in _STYLE_OF_PICTURES else character


def _takes_joiner(character: str) -> bool:
    return any(first <= ord(character) <= last for first, last in _JOINED)


def _in_plain_letters(found: re.Match[str]) -> str:
    return unicodedata.normalize("NFKC", found[0])


def _is_mark(character: str) -> bool:
    return unicodedata.category(character)[0] == "M"
