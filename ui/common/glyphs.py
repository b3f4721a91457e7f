"""The Phosphor icons that `qtawesome` brings, read without loading all it offers.

The package itself loads nine fonts and parts of Qt that nothing here uses, and no
window could be painted before that.
"""

import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QFont, QFontDatabase

_FAMILY = "isteam_glyphs"


@cache
def glyph_text(name: str) -> str:
    """Return the character that draws a Phosphor icon, such as "lock-fill".

    Raises:
        KeyError: there is no icon of that name.
    """
    found = re.search(rf'"{re.escape(name)}": "0x([0-9a-f]+)"', _codes())
    if found is None:
        raise KeyError(name)
    return chr(int(found[1], 16))


def glyph_font(size: float) -> QFont:
    """Return the font of the icons, `size` pixels high."""
    font = QFont()
    font.setFamily(_family())
    font.setPixelSize(round(size))
    return font


@cache
def _codes() -> str:
    """The names and codes as they are shipped: few of the thousands are wanted."""
    return _shipped("phosphor-charmap-*.json").read_text("utf-8")


def _family() -> str:
    """Make the font known once for each application, and return its name."""
    app = QCoreApplication.instance()
    known = None if app is None else app.property(_FAMILY)
    if isinstance(known, str):
        return known
    number = QFontDatabase.addApplicationFont(str(_shipped("phosphor-*.ttf")))
    family = QFontDatabase.applicationFontFamilies(number)[0]
    if app is not None:
        app.setProperty(_FAMILY, family)
    return family


def _shipped(pattern: str) -> Path:
    package = find_spec("qtawesome")
    if package is None or package.origin is None:
        raise FileNotFoundError("The package qtawesome is not installed.")
    return next((Path(package.origin).parent / "fonts").glob(pattern))
