"""Finds what is typed where no page keeps it: in a question, or in a panel over a list.

A page says what is half typed in it; a question that a lock closes cannot come back as
it was. So its words are kept apart, and told after unlocking.
"""

import json
from collections.abc import Iterable, Iterator
from contextlib import suppress
from typing import Any

from PySide6.QtWidgets import (
    QApplication,
    QDialog,
    QFileDialog,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from ui.common.fields import NO_DRAFT
from ui.common.quick_find import QuickFind

SEARCHES = "search"
"""The property of a field that only looks for something."""
LISTS = frozenset({"cases", "people", "audit", "disclosures", "letters"})
"""Pages whose own fields look for something: only what their panels ask is typing."""


def loose_typing(pages: dict[str, QWidget], kept: Iterable[str]) -> str:
    """Return the words no page keeps, a line for each field, "" for none.

    `kept` is what the pages say is half typed in them.
    """
    known = {word for text in kept for word in _words(text)}
    found = dict.fromkeys(
        f"{_label(field)}: {text}"
        for field in _typed_in(pages)
        if (text := _text(field).strip()) and text not in known
    )
    return "\n".join(found)


def _typed_in(pages: dict[str, QWidget]) -> Iterator[Any]:
    for dialog in QApplication.topLevelWidgets():
        asks = isinstance(dialog, QDialog) and not isinstance(dialog, QFileDialog)
        if asks and dialog.isVisible():
            yield from (field for field in _fields(dialog) if _was_typed(field))
    for key, page in pages.items():
        for field in _fields(page):
            asks = key not in LISTS or in_panel(field, page)
            if asks and _was_typed(field) and field.isVisibleTo(page):
                yield field


def _fields(root: QWidget) -> Iterator[Any]:
    for kind in (QLineEdit, QPlainTextEdit):
        yield from root.findChildren(kind)


def _was_typed(field: Any) -> bool:
    """Whether a person changed it, and may have it kept: never a passphrase."""
    if isinstance(field, QuickFind) or field.property(SEARCHES):
        return False
    if field.property(NO_DRAFT):
        return False
    if isinstance(field, QLineEdit):
        shown = field.echoMode() is QLineEdit.EchoMode.Normal
        return shown and field.isModified()
    return bool(field.document().isModified())


def in_panel(field: QWidget, page: QWidget) -> bool:
    """Whether a field belongs to a panel over the page."""
    above = field.parentWidget()
    while above is not None and above is not page:
        if type(above).__name__.endswith("Panel"):
            return True
        above = above.parentWidget()
    return False


def _text(field: Any) -> str:
    return str(field.text() if isinstance(field, QLineEdit) else field.toPlainText())


def _label(field: QWidget) -> str:
    return field.accessibleName().removesuffix(", required") or "Typed"


def _words(kept: Any) -> Iterator[str]:
    """Every word of a draft, however it is nested: drafts hold drafts."""
    if isinstance(kept, str):
        yield kept.strip()
        if kept.startswith(("{", "[")):
            with suppress(ValueError):
                yield from _words(json.loads(kept))
    elif isinstance(kept, dict | list):
        for one in kept.values() if isinstance(kept, dict) else kept:
            yield from _words(one)
