"""Lets go of what pages leave behind when the vault is locked."""

import gc

from PySide6.QtGui import QPixmapCache

from ui.common.clipboard import clear_secret


def forget_pages() -> None:
    """Drop cached pictures, a secret on the clipboard, and dead cycles.

    Python and Qt give the memory back unwiped; that much can be done and no more.
    """
    QPixmapCache.clear()
    clear_secret()
    gc.collect()
